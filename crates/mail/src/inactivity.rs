//! The warning before an unused account is deleted.

use crate::{
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

#[path = "../templates/inactivity/samples.rs"]
pub(crate) mod samples;

/// What the warning before the deletion of an unused account says.
#[derive(Debug, Clone)]
pub struct InactivityMail {
    /// Whose account it is.
    pub to: EmailAddress,
    /// The Message-ID.
    pub message_id: String,
    /// The page to sign in at.
    pub sign_in_url: Url,
    /// For how many months it was not used.
    pub months: u32,
    /// When it will be deleted.
    pub deletion_at: DateTime<Utc>,
    /// When the mail is written.
    pub created_at: DateTime<Utc>,
}

/// What the templates show.
struct View {
    footer: Footer,
    months: u32,
    url: String,
    last_day: String,
}

templates!("inactivity", "inactivity/subject.txt", "inactivity/text.txt", "inactivity/mail.html");

/// Writes the warning before the deletion of an unused account.
pub fn inactivity(context: &MailContext, mail: InactivityMail) -> Result<Mail, MailError> {
    let view = View {
        footer: Footer::new(context),
        months: mail.months,
        url: mail.sign_in_url.into(),
        last_day: german::day_of(mail.deletion_at),
    };
    let envelope = Envelope { kind: MailKind::Inactivity, to: mail.to, message_id: mail.message_id, created_at: mail.created_at };
    Ok(letter(envelope, view.rendered()?))
}
