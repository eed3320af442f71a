//! The mail that asks those behind a case whether what it says still holds.

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

#[path = "../templates/freshness/samples.rs"]
pub(crate) mod samples;

/// How often they were asked before.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum FreshnessRound {
    /// Never since the last confirmation.
    First,
    /// Once.
    Reminder,
    /// Twice; it is the last time.
    LastReminder,
}

/// What the mail says.
#[derive(Debug, Clone)]
pub struct FreshnessMail {
    /// The case's function mailbox.
    pub to: EmailAddress,
    /// The Message-ID, `<freshness.uuid@instance-domain>`.
    pub message_id: String,
    /// The Message-ID of the first mail about this case, if there was one.
    pub in_reply_to: Option<String>,
    /// How often they were asked before.
    pub round: FreshnessRound,
    /// The case's title.
    pub title: String,
    /// The case's page.
    pub case_url: Url,
    /// The page with the button that confirms.
    pub confirm_url: Url,
    /// Where the case is changed.
    pub edit_url: Url,
    /// When somebody last vouched for it.
    pub confirmed_at: DateTime<Utc>,
    /// After how many days without an answer readers are told so, counted from the first question.
    pub unconfirmed_days: u32,
    /// After how many days without an answer the case is archived, counted from the first question.
    pub archive_days: u32,
    /// When the mail is written.
    pub created_at: DateTime<Utc>,
}

/// What the templates show; text from elsewhere is in one line.
struct View {
    footer: Footer,
    subject: &'static str,
    round: &'static str,
    title: String,
    case_url: String,
    confirm_url: String,
    edit_url: String,
    confirmed: String,
    unconfirmed_days: u32,
    archive_days: u32,
}

templates!("freshness", "freshness/subject.txt", "freshness/text.txt", "freshness/mail.html");

/// Writes the mail that asks for a confirmation.
pub fn freshness(context: &MailContext, mail: FreshnessMail) -> Result<Mail, MailError> {
    let (subject, round) = match mail.round {
        FreshnessRound::First => ("Bitte bestätigen", "Ein Jahr ist vergangen. Deshalb fragen wir Sie:"),
        FreshnessRound::Reminder => {
            ("Erinnerung: Bitte bestätigen", "Vor einiger Zeit haben wir Sie gefragt und noch keine Antwort erhalten:")
        }
        FreshnessRound::LastReminder => {
            ("Letzte Erinnerung: Bitte bestätigen", "Dies ist unsere letzte Erinnerung. Wir fragen Sie noch einmal:")
        }
    };
    let view = View {
        footer: Footer::new(context),
        subject,
        round,
        title: one_line(&mail.title),
        case_url: mail.case_url.into(),
        confirm_url: mail.confirm_url.into(),
        edit_url: mail.edit_url.into(),
        confirmed: german::day_of(mail.confirmed_at),
        unconfirmed_days: mail.unconfirmed_days,
        archive_days: mail.archive_days,
    };
    let envelope = Envelope { kind: MailKind::Freshness, to: mail.to, message_id: mail.message_id, created_at: mail.created_at };
    Ok(Mail { in_reply_to: mail.in_reply_to, ..letter(envelope, view.rendered()?) })
}
