//! Made-up questions whether a case still holds.

use super::{FreshnessMail, FreshnessRound, freshness};
use crate::{
    error::MailError,
    mail::MailKind,
    samples::{Making, Sample},
};

pub(crate) fn samples(making: &Making<'_>) -> Result<Vec<Sample>, MailError> {
    let first_id = making.message_id(MailKind::Freshness);
    let mail = |round: FreshnessRound| {
        let mail = FreshnessMail {
            to: making.to.clone(),
            message_id: making.message_id(MailKind::Freshness),
            in_reply_to: (round != FreshnessRound::First).then(|| first_id.clone()),
            round,
            title: "Ausbildungsbus im ländlichen Raum".to_owned(),
            case_url: making.page(&["faelle", "ausbildungsbus-im-laendlichen-raum"]),
            confirm_url: making.page_with_token(&["bestaetigung"]),
            edit_url: making.page(&["meine"]),
            confirmed_at: making.days(-365),
            unconfirmed_days: 42,
            archive_days: 180,
            created_at: making.written_at,
        };
        freshness(making.context, mail)
    };
    Ok(vec![
        making.sample("freshness", "Trifft das Praxisbeispiel noch zu?", mail(FreshnessRound::First)?),
        making.sample("freshness-reminder", "Trifft das Praxisbeispiel noch zu? Erinnerung", mail(FreshnessRound::Reminder)?),
        making.sample(
            "freshness-last-reminder",
            "Trifft das Praxisbeispiel noch zu? Letzte Erinnerung",
            mail(FreshnessRound::LastReminder)?,
        ),
    ])
}
