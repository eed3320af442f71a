//! The mail that brings a link to sign in with.

use crate::{
    context::MailContext,
    error::MailError,
    german,
    mail::{Mail, MailKind},
    render::{Footer, rendered},
};
use askama::Template;
use chrono::{DateTime, Utc};
use domain::EmailAddress;
use url::Url;

#[path = "../templates/sign_in_link/samples.rs"]
pub(crate) mod samples;

const NAME: &str = "sign_in_link";

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
    link: String,
    until: String,
}

#[derive(Template)]
#[template(path = "sign_in_link/subject.txt")]
struct Subject<'a> {
    view: &'a View,
}

#[derive(Template)]
#[template(path = "sign_in_link/text.txt")]
struct Text<'a> {
    view: &'a View,
}

#[derive(Template)]
#[template(path = "sign_in_link/mail.html")]
struct Html<'a> {
    view: &'a View,
}

/// Writes the mail with a link to sign in.
pub fn sign_in_link(context: &MailContext, mail: SignInLinkMail) -> Result<Mail, MailError> {
    let view = View { footer: Footer::new(context), link: mail.link.into(), until: german::time_of(mail.expires_at) };
    let (subject, text, html) = rendered(NAME, &Subject { view: &view }, &Text { view: &view }, &Html { view: &view })?;
    Ok(Mail {
        kind: MailKind::SignIn,
        message_id: mail.message_id,
        to: mail.to,
        subject,
        text,
        html,
        in_reply_to: None,
        list: None,
        created_at: mail.created_at,
    })
}
