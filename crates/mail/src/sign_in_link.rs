//! The mail that brings a link to sign in with.

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

#[path = "../templates/sign_in_link/samples.rs"]
pub(crate) mod samples;

/// What the mail with a link to sign in says.
#[derive(Debug, Clone)]
pub struct SignInLinkMail {
    /// The account's address.
    pub to: EmailAddress,
    /// The Message-ID, `<sign_in.uuid@instance-domain>`.
    pub message_id: String,
    /// The page with the button that signs in.
    pub link: Url,
    /// Until when the link is good.
    pub expires_at: DateTime<Utc>,
    /// When the mail is written.
    pub created_at: DateTime<Utc>,
}

/// What the templates show.
struct View {
    footer: Footer,
    url: String,
    until: String,
}

templates!("sign_in_link", "sign_in_link/subject.txt", "sign_in_link/text.txt", "sign_in_link/mail.html");

/// Writes the mail with a link to sign in.
pub fn sign_in_link(context: &MailContext, mail: SignInLinkMail) -> Result<Mail, MailError> {
    let view = View { footer: Footer::new(context), url: mail.link.into(), until: german::time_of(mail.expires_at) };
    let envelope = Envelope { kind: MailKind::SignIn, to: mail.to, message_id: mail.message_id, created_at: mail.created_at };
    Ok(letter(envelope, view.rendered()?))
}
