//! The mail that tells whoever asked the network of an answer.

use crate::{
    clean::{one_line, paragraphs},
    context::MailContext,
    error::MailError,
    letter::{Envelope, letter},
    mail::{Mail, MailKind},
    render::{Footer, templates},
};
use chrono::{DateTime, Utc};
use domain::EmailAddress;
use url::Url;

#[path = "../templates/request_reply/samples.rs"]
pub(crate) mod samples;

/// What the mail to whoever asked says.
#[derive(Debug, Clone)]
pub struct RequestReplyMail {
    /// Who asked.
    pub to: EmailAddress,
    /// The Message-ID.
    pub message_id: String,
    /// The question.
    pub question: String,
    /// Who answers: a municipality or a role.
    pub from: String,
    /// The reply.
    pub body: String,
    /// The question's page.
    pub request_url: Url,
    /// When the mail is written.
    pub created_at: DateTime<Utc>,
}

/// What the templates show.
struct View {
    footer: Footer,
    question: String,
    from: String,
    body: Vec<String>,
    url: String,
}

templates!("request_reply", "request_reply/subject.txt", "request_reply/text.txt", "request_reply/mail.html");

/// Writes the mail to whoever asked.
pub fn request_reply(context: &MailContext, mail: RequestReplyMail) -> Result<Mail, MailError> {
    let view = View {
        footer: Footer::new(context),
        question: one_line(&mail.question),
        from: one_line(&mail.from),
        body: paragraphs(&mail.body),
        url: mail.request_url.into(),
    };
    let envelope = Envelope { kind: MailKind::RequestReply, to: mail.to, message_id: mail.message_id, created_at: mail.created_at };
    Ok(letter(envelope, view.rendered()?))
}
