//! The mail that tells somebody that their second factor was taken away.

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

#[path = "../templates/second_factor_reset/samples.rs"]
pub(crate) mod samples;

/// What the mail about a second factor that was reset says. Who did it is not in it: those who look after the account are several.
#[derive(Debug, Clone)]
pub struct SecondFactorResetMail {
    /// Whose account it is.
    pub to: EmailAddress,
    /// The Message-ID, `<second_factor_reset.uuid@instance-domain>`.
    pub message_id: String,
    /// The page to set up a new one on.
    pub set_up_url: Url,
    /// When it was reset, and the mail is written.
    pub created_at: DateTime<Utc>,
}

/// What the templates show.
struct View {
    footer: Footer,
    reset: String,
    url: String,
}

templates!("second_factor_reset", "second_factor_reset/subject.txt", "second_factor_reset/text.txt", "second_factor_reset/mail.html");

/// Writes the mail about a second factor that was reset.
pub fn second_factor_reset(context: &MailContext, mail: SecondFactorResetMail) -> Result<Mail, MailError> {
    let view = View {
        footer: Footer::new(context),
        reset: format!("{} um {}", german::day_of(mail.created_at), german::time_of(mail.created_at)),
        url: mail.set_up_url.into(),
    };
    let envelope = Envelope { kind: MailKind::SecondFactorReset, to: mail.to, message_id: mail.message_id, created_at: mail.created_at };
    Ok(letter(envelope, view.rendered()?))
}
