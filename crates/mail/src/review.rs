//! The mails that tell those who write and review a case of each step on its way.

use crate::{
    clean::one_line,
    context::MailContext,
    error::MailError,
    german,
    letter::{Envelope, letter},
    mail::{Mail, MailKind},
    render::{Footer, templates},
};
use chrono::{DateTime, Utc};
use domain::{EmailAddress, case::shown_title};
use url::Url;

#[path = "../templates/review/samples.rs"]
pub(crate) mod samples;

/// Which step a mail tells of, and whom.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ReviewNotice {
    /// To the author: it was handed in.
    Submitted,
    /// To the author: it was handed in again.
    Resubmitted,
    /// To the author: it was taken back.
    Withdrawn,
    /// To the author: somebody reviews it now.
    Claimed,
    /// To the author: somebody else reviews it now.
    TakenOver,
    /// To the author: changes are asked for, and why.
    ChangesRequested,
    /// To the author: it is public.
    Published,
    /// To the author: it is archived.
    Archived,
    /// To the author: whoever reviewed it does not any more, and it waits for somebody else.
    WaitsAgain,
    /// To the author: nobody said that it still holds, and readers are told so.
    Unconfirmed,
    /// To the author: somebody said that it still holds, after it was asked.
    Confirmed,
    /// To those who review: it was handed in, and nobody reviews it yet.
    ToReview,
    /// To the reviewer: it was handed in again.
    ReviewAgain,
    /// To the reviewer: it was taken back.
    ReviewEnded,
    /// To the reviewer: an import made it public.
    ReviewOvertaken,
    /// To the new reviewer: a colleague handed the review over.
    ReviewHandedOver,
    /// To the former reviewer: an administrator freed the review.
    ReviewFreed,
    /// To those who review: it waits.
    Waiting,
    /// To whom a comment mentions.
    Mentioned,
}

impl ReviewNotice {
    /// All of them.
    pub const ALL: &'static [Self] = &[
        Self::Submitted,
        Self::Resubmitted,
        Self::Withdrawn,
        Self::Claimed,
        Self::TakenOver,
        Self::ChangesRequested,
        Self::Published,
        Self::Archived,
        Self::WaitsAgain,
        Self::Unconfirmed,
        Self::Confirmed,
        Self::ToReview,
        Self::ReviewAgain,
        Self::ReviewEnded,
        Self::ReviewOvertaken,
        Self::ReviewHandedOver,
        Self::ReviewFreed,
        Self::Waiting,
        Self::Mentioned,
    ];

    /// What the subject begins with.
    fn subject(self) -> &'static str {
        match self {
            Self::Submitted => "Eingereicht",
            Self::Resubmitted => "Erneut eingereicht",
            Self::Withdrawn => "Zurückgezogen",
            Self::Claimed => "In Prüfung",
            Self::TakenOver => "Prüfung übernommen",
            Self::ChangesRequested => "Überarbeitung erbeten",
            Self::Published => "Veröffentlicht",
            Self::Archived => "Archiviert",
            Self::WaitsAgain => "Wartet wieder auf Prüfung",
            Self::Unconfirmed => "Nicht mehr bestätigt",
            Self::Confirmed => "Bestätigt",
            Self::ToReview => "Neu eingereicht",
            Self::ReviewAgain => "Erneut zu prüfen",
            Self::ReviewEnded | Self::ReviewOvertaken => "Prüfung entfällt",
            Self::ReviewHandedOver => "Zu prüfen",
            Self::ReviewFreed => "Prüfung freigegeben",
            Self::Waiting => "Wartet auf Prüfung",
            Self::Mentioned => "Kommentar",
        }
    }

    /// What the mail begins with.
    fn heading(self) -> &'static str {
        match self {
            Self::Submitted => "Ihr Praxisbeispiel ist eingereicht",
            Self::Resubmitted => "Ihr Praxisbeispiel ist erneut eingereicht",
            Self::Withdrawn => "Ihr Praxisbeispiel ist zurückgezogen",
            Self::Claimed => "Ihr Praxisbeispiel wird geprüft",
            Self::TakenOver => "Die Prüfung Ihres Praxisbeispiels hat jemand anderes übernommen",
            Self::ChangesRequested => "Ihr Praxisbeispiel braucht eine Überarbeitung",
            Self::Published => "Ihr Praxisbeispiel ist veröffentlicht",
            Self::Archived => "Ihr Praxisbeispiel ist archiviert",
            Self::WaitsAgain => "Ihr Praxisbeispiel wartet wieder auf eine Prüfung",
            Self::Unconfirmed => "Ihr Praxisbeispiel ist nicht mehr bestätigt",
            Self::Confirmed => "Ihr Praxisbeispiel ist bestätigt",
            Self::ToReview => "Ein Praxisbeispiel wurde eingereicht",
            Self::ReviewAgain => "Ein Praxisbeispiel wurde erneut eingereicht",
            Self::ReviewEnded => "Ein Praxisbeispiel wurde zurückgezogen",
            Self::ReviewOvertaken => "Ein Praxisbeispiel wurde durch einen Import veröffentlicht",
            Self::ReviewHandedOver => "Eine Prüfung wurde an Sie weitergegeben",
            Self::ReviewFreed => "Eine Prüfung wurde freigegeben",
            Self::Waiting => "Ein Praxisbeispiel wartet auf die Prüfung",
            Self::Mentioned => "Ein Kommentar richtet sich an Sie",
        }
    }

    /// What there is to say.
    fn message(self) -> &'static str {
        match self {
            Self::Submitted => {
                "Die Redaktion sieht es sich an. Sie erhalten eine E-Mail, sobald die Prüfung beginnt und sobald sie entschieden ist."
            }
            Self::Resubmitted => "Wer es zuvor geprüft hat, ist benachrichtigt. Sie erhalten eine E-Mail, sobald darüber entschieden ist.",
            Self::Withdrawn => "Es ist wieder ein Entwurf. Sie können es weiter bearbeiten und jederzeit erneut einreichen.",
            Self::Claimed => "Die Redaktion hat mit der Prüfung begonnen. Sie erhalten eine E-Mail, sobald sie entschieden ist.",
            Self::TakenOver => {
                "In der Redaktion ist jetzt eine andere Person dafür zuständig. Am Stand der Prüfung ändert das nichts; Sie erhalten wie bisher eine E-Mail, sobald sie entschieden ist."
            }
            Self::ChangesRequested => {
                "Die Redaktion bittet Sie, das Praxisbeispiel zu überarbeiten und danach erneut einzureichen. Der Grund:"
            }
            Self::Published => {
                "Es steht ab sofort in Listen und Suche. In einem Jahr fragen wir das angegebene Funktionspostfach, ob es noch zutrifft."
            }
            Self::Archived => {
                "Es steht nicht mehr in Listen und Suche. Was veröffentlicht war, bleibt unter seiner Adresse lesbar und ist als archiviert gekennzeichnet."
            }
            Self::WaitsAgain => {
                "Wer es geprüft hat, setzt die Prüfung nicht fort. Die Redaktion ist benachrichtigt; sobald die Prüfung wieder beginnt, erhalten Sie eine E-Mail. Sie brauchen nichts zu tun."
            }
            Self::Unconfirmed => {
                "Auf unsere Fragen an das angegebene Funktionspostfach kam keine Antwort. Wer Ihr Praxisbeispiel liest, sieht einen Hinweis darauf. Trifft es noch zu, bestätigen Sie es bitte über den Link in den E-Mails an das Funktionspostfach; hat sich etwas geändert, bearbeiten Sie es und reichen Sie es ein. Sonst wird es später archiviert."
            }
            Self::Confirmed => {
                "Auf unsere Frage kam die Antwort: Es trifft noch zu. In einem Jahr fragen wir das angegebene Funktionspostfach wieder. Sie brauchen nichts zu tun."
            }
            Self::ToReview => {
                "Noch prüft es niemand. Sobald jemand aus der Redaktion die Prüfung übernimmt, brauchen die anderen nichts mehr zu tun."
            }
            Self::ReviewAgain => {
                "Das Praxisbeispiel, dessen Prüfung Sie übernommen haben, wurde überarbeitet und wartet auf Ihre Entscheidung."
            }
            Self::ReviewEnded => {
                "Das Praxisbeispiel, dessen Prüfung Sie übernommen hatten, wurde zurückgezogen. Sie brauchen nichts zu tun."
            }
            Self::ReviewOvertaken => {
                "Das Praxisbeispiel, dessen Prüfung Sie übernommen hatten, steht durch einen Import jetzt in Listen und Suche. Sie brauchen nichts zu tun."
            }
            Self::ReviewHandedOver => "Jemand aus der Redaktion hat die Prüfung dieses Praxisbeispiels an Sie weitergegeben.",
            Self::ReviewFreed => {
                "Die Administration hat die Prüfung, die Sie übernommen hatten, für andere freigegeben. Sie können sie erneut übernehmen."
            }
            Self::Waiting => {
                "Über dieses Praxisbeispiel ist seit fünf Arbeitstagen nicht entschieden. Die Menschen dahinter warten auf eine Antwort."
            }
            Self::Mentioned => {
                "Zu diesem Praxisbeispiel wurde ein Kommentar geschrieben. Antworten können Sie auf der Seite des Praxisbeispiels:"
            }
        }
    }

    /// Why somebody gets it.
    fn why(self) -> &'static str {
        match self {
            Self::ToReview
            | Self::ReviewAgain
            | Self::ReviewEnded
            | Self::ReviewOvertaken
            | Self::ReviewHandedOver
            | Self::ReviewFreed
            | Self::Waiting => "Sie erhalten diese E-Mail, weil Sie zur Redaktion gehören.",
            Self::Submitted
            | Self::Resubmitted
            | Self::Withdrawn
            | Self::Claimed
            | Self::TakenOver
            | Self::ChangesRequested
            | Self::Published
            | Self::Archived
            | Self::WaitsAgain
            | Self::Unconfirmed
            | Self::Confirmed
            | Self::Mentioned => "Sie erhalten diese E-Mail, weil Sie an diesem Praxisbeispiel mitwirken.",
        }
    }
}

/// What a mail about a review says.
#[derive(Debug, Clone)]
pub struct ReviewMail {
    /// Who gets it.
    pub to: EmailAddress,
    /// The Message-ID, `<review.uuid@instance-domain>`.
    pub message_id: String,
    /// The Message-ID of the first mail about this case's reviews, where this is not it.
    pub in_reply_to: Option<String>,
    /// What it tells.
    pub notice: ReviewNotice,
    /// The case's title.
    pub title: String,
    /// The case's place; may be empty.
    pub place: String,
    /// The case's page.
    pub case_url: Url,
    /// The field that a comment is about, as people read it.
    pub field: Option<String>,
    /// A reason or a comment in its writer's words.
    pub words: Option<String>,
    /// When the case was handed in, where that matters.
    pub submitted_at: Option<DateTime<Utc>>,
    /// When the mail is written.
    pub created_at: DateTime<Utc>,
}

/// What the templates show; text from elsewhere is in one line, words in one line each.
struct View {
    footer: Footer,
    subject: &'static str,
    heading: &'static str,
    message: &'static str,
    why: &'static str,
    title: String,
    place: String,
    case_url: String,
    field: Option<String>,
    words: Vec<String>,
    submitted: Option<String>,
}

templates!("review", "review/subject.txt", "review/text.txt", "review/mail.html");

/// Writes a mail about a review.
pub fn review(context: &MailContext, mail: ReviewMail) -> Result<Mail, MailError> {
    let title = one_line(&mail.title);
    let view = View {
        footer: Footer::new(context),
        subject: mail.notice.subject(),
        heading: mail.notice.heading(),
        message: mail.notice.message(),
        why: mail.notice.why(),
        title: shown_title(&title).to_owned(),
        place: one_line(&mail.place),
        case_url: mail.case_url.into(),
        field: mail.field.as_deref().map(one_line),
        words: mail.words.iter().flat_map(|words| words.lines()).map(one_line).filter(|line| !line.is_empty()).collect(),
        submitted: mail.submitted_at.map(german::day_of),
    };
    let envelope = Envelope { kind: MailKind::Review, to: mail.to, message_id: mail.message_id, created_at: mail.created_at };
    Ok(Mail { in_reply_to: mail.in_reply_to, ..letter(envelope, view.rendered()?) })
}
