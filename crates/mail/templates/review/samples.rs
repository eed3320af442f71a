//! Made-up mails about every step of a review.

use super::{ReviewMail, ReviewNotice, review};
use crate::{
    error::MailError,
    mail::MailKind,
    samples::{Making, Sample},
};

pub(crate) fn samples(making: &Making<'_>) -> Result<Vec<Sample>, MailError> {
    ReviewNotice::ALL.iter().map(|notice| sample(making, *notice)).collect()
}

fn sample(making: &Making<'_>, notice: ReviewNotice) -> Result<Sample, MailError> {
    let (field, words) = match notice {
        ReviewNotice::ChangesRequested => (None, Some("Bitte nennen Sie die Zahl der Fahrten.\n\nUnd wer bezahlt den Bus?")),
        ReviewNotice::Mentioned => (Some("Ziele"), Some("Wie viele Schulen sind beteiligt?")),
        _ => (None, None),
    };
    let mail = ReviewMail {
        to: making.to.clone(),
        message_id: making.message_id(MailKind::Review),
        in_reply_to: (notice != ReviewNotice::Submitted).then(|| making.message_id(MailKind::Review)),
        notice,
        title: "Ausbildungsbus im ländlichen Raum".to_owned(),
        place: "Burgenlandkreis".to_owned(),
        case_url: making.page(&["faelle", "ausbildungsbus-im-laendlichen-raum"]),
        field: field.map(str::to_owned),
        words: words.map(str::to_owned),
        submitted_at: (notice == ReviewNotice::Waiting).then(|| making.days(-7)),
        created_at: making.written_at,
    };
    Ok(making.sample(format!("review-{}", name(notice)), format!("Prüfung: {}", notice.heading()), review(making.context, mail)?))
}

fn name(notice: ReviewNotice) -> &'static str {
    match notice {
        ReviewNotice::Submitted => "submitted",
        ReviewNotice::ToReview => "to-review",
        ReviewNotice::Resubmitted => "resubmitted",
        ReviewNotice::Withdrawn => "withdrawn",
        ReviewNotice::Claimed => "claimed",
        ReviewNotice::TakenOver => "taken-over",
        ReviewNotice::ChangesRequested => "changes-requested",
        ReviewNotice::Published => "published",
        ReviewNotice::Archived => "archived",
        ReviewNotice::WaitsAgain => "waits-again",
        ReviewNotice::Unconfirmed => "unconfirmed",
        ReviewNotice::Confirmed => "confirmed",
        ReviewNotice::ReviewAgain => "again",
        ReviewNotice::ReviewEnded => "ended",
        ReviewNotice::ReviewOvertaken => "overtaken",
        ReviewNotice::ReviewHandedOver => "handed-over",
        ReviewNotice::ReviewFreed => "freed",
        ReviewNotice::Waiting => "waiting",
        ReviewNotice::Mentioned => "mentioned",
    }
}
