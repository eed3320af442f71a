//! The mail to somebody who registered.

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

#[path = "../templates/registration/samples.rs"]
pub(crate) mod samples;

/// What the mail to somebody who registered says.
#[derive(Debug, Clone)]
pub struct RegistrationMail {
    /// Who registered.
    pub to: EmailAddress,
    /// The Message-ID.
    pub message_id: String,
    /// The page with the button that confirms; none if the address has an account already.
    pub confirm_url: Option<Url>,
    /// The page to sign in at.
    pub sign_in_url: Url,
    /// The municipality.
    pub place: String,
    /// Until when it can be confirmed.
    pub expires_at: DateTime<Utc>,
    /// When the mail is written.
    pub created_at: DateTime<Utc>,
}

/// What the templates show; text from elsewhere is in one line.
struct View {
    footer: Footer,
    has_account: bool,
    place: String,
    url: String,
    last_day: String,
}

templates!("registration", "registration/subject.txt", "registration/text.txt", "registration/mail.html");

/// Writes the mail to somebody who registered.
pub fn registration(context: &MailContext, mail: RegistrationMail) -> Result<Mail, MailError> {
    let view = View {
        footer: Footer::new(context),
        has_account: mail.confirm_url.is_none(),
        place: one_line(&mail.place),
        url: mail.confirm_url.unwrap_or(mail.sign_in_url).into(),
        last_day: german::day_of(mail.expires_at),
    };
    let envelope = Envelope { kind: MailKind::Registration, to: mail.to, message_id: mail.message_id, created_at: mail.created_at };
    Ok(letter(envelope, view.rendered()?))
}
