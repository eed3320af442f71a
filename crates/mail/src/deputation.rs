//! The mails that tell of a deputation: to whoever stands in, and to the coordination that they stand in for.

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
use domain::EmailAddress;
use url::Url;

#[path = "../templates/deputation/samples.rs"]
pub(crate) mod samples;

/// What a mail tells of a deputation, and whom.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum DeputationNotice {
    /// To the deputy: they are named.
    Named,
    /// To the deputy: it was ended before its time, or before it began.
    Ended,
    /// To the coordination: somebody is named who stands in for it.
    NamedForYou,
    /// To the coordination: the deputation was ended before its time, or before it began.
    EndedForYou,
}

/// The words of a notice.
struct Words {
    /// What the subject and the mail begin with.
    heading: &'static str,
    /// What is so, between the instance's name and the municipality.
    fact: &'static str,
    /// What follows from it.
    message: &'static str,
    /// What can be done.
    advice: &'static str,
    /// What the button says.
    button: &'static str,
}

impl DeputationNotice {
    /// All of them.
    pub const ALL: &'static [Self] = &[Self::Named, Self::Ended, Self::NamedForYou, Self::EndedForYou];

    fn words(self) -> Words {
        match self {
            Self::Named => Words {
                heading: "Sie vertreten die Koordination",
                fact: "sind Sie als Vertretung der Koordination benannt",
                message: "In dieser Zeit betreuen Sie mit Ihrer eigenen Anmeldung die Mitglieder der Kommune und ihre Praxisbeispiele wie die Koordination. Melden Sie sich mit dem Beginn und nach dem Ende bitte neu an; ist für die Koordination ein zweiter Faktor vorgeschrieben, richten Sie ihn dabei ein.",
                advice: "Die Vertretung endet von selbst. Passt der Zeitraum nicht, sagen Sie es bitte der Koordination: Sie kann die Vertretung beenden und neu benennen.",
                button: "Zu Ihrem Konto",
            },
            Self::Ended => Words {
                heading: "Ihre Vertretung der Koordination ist beendet",
                fact: "waren Sie als Vertretung der Koordination benannt",
                message: "Diese Vertretung gilt nicht mehr. Hatte sie schon begonnen, melden Sie sich bitte neu an; Sie haben dann nur noch die Rechte Ihres eigenen Kontos.",
                advice: "Haben Sie Fragen dazu, wenden Sie sich bitte an die Koordination der Kommune.",
                button: "Zu Ihrem Konto",
            },
            Self::NamedForYou => Words {
                heading: "Die Koordination wird vertreten",
                fact: "ist eine Vertretung der Koordination benannt",
                message: "Wer vertritt, betreut in dieser Zeit die Mitglieder der Kommune und ihre Praxisbeispiele wie Sie. An Ihren eigenen Rechten ändert das nichts.",
                advice: "Wer es ist, steht auf der Seite der Vertretungen. Dort können Sie die Vertretung auch beenden.",
                button: "Zu den Vertretungen",
            },
            Self::EndedForYou => Words {
                heading: "Eine Vertretung der Koordination ist beendet",
                fact: "war eine Vertretung der Koordination benannt",
                message: "Diese Vertretung gilt nicht mehr; wer dafür benannt war, hat nur die Rechte des eigenen Kontos.",
                advice: "Wer die Koordination sonst vertritt, steht auf der Seite der Vertretungen. Dort können Sie auch eine andere Vertretung benennen.",
                button: "Zu den Vertretungen",
            },
        }
    }
}

/// What a mail about a deputation says. Who stands in is not in the coordination's, so that it outlives nobody's erasure: the page says it. Who
/// did it is in none: those who look after a municipality's people are several.
#[derive(Debug, Clone)]
pub struct DeputationMail {
    /// Who gets it.
    pub to: EmailAddress,
    /// The Message-ID, `<deputation.uuid@instance-domain>`.
    pub message_id: String,
    /// What it tells.
    pub notice: DeputationNotice,
    /// Whose coordination it is, as people read it.
    pub place: String,
    /// From which moment on the deputation counts, or was to count.
    pub from: DateTime<Utc>,
    /// Up to which moment.
    pub until: DateTime<Utc>,
    /// The page that shows more: the deputy's account, or the municipality's deputations.
    pub page_url: Url,
    /// When the mail is written.
    pub created_at: DateTime<Utc>,
}

/// What the templates show; text from elsewhere is in one line.
struct View {
    footer: Footer,
    words: Words,
    place: String,
    /// "vom 1. Dezember 2026 bis einschließlich 14. Dezember 2026".
    period: String,
    url: String,
}

templates!("deputation", "deputation/subject.txt", "deputation/text.txt", "deputation/mail.html");

/// Writes a mail about a deputation.
pub fn deputation(context: &MailContext, mail: DeputationMail) -> Result<Mail, MailError> {
    let view = View {
        footer: Footer::new(context),
        words: mail.notice.words(),
        place: one_line(&mail.place),
        period: german::stretch(mail.from, mail.until),
        url: mail.page_url.into(),
    };
    let envelope = Envelope { kind: MailKind::Deputation, to: mail.to, message_id: mail.message_id, created_at: mail.created_at };
    Ok(letter(envelope, view.rendered()?))
}
