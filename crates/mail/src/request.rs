//! The mail that tells of a question to the network those who may know an answer.

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

#[path = "../templates/request/samples.rs"]
pub(crate) mod samples;

/// What the mail to those who may know an answer says.
#[derive(Debug, Clone)]
pub struct RequestMail {
    /// Who is told.
    pub to: EmailAddress,
    /// The Message-ID.
    pub message_id: String,
    /// The question.
    pub question: String,
    /// What else is worth knowing; may be empty.
    pub details: String,
    /// Who asks: a municipality or a role.
    pub from: String,
    /// Why they are told.
    pub reason: RequestReason,
    /// The question's page, where replies are written.
    pub request_url: Url,
    /// When the mail is written.
    pub created_at: DateTime<Utc>,
}

/// Why somebody is told of a question.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum RequestReason {
    /// Cases of this municipality of theirs fit.
    Fits(String),
    /// They advise the municipality that asks.
    Advises,
    /// They are of the agency's editors.
    Edits,
}

impl RequestReason {
    /// As the mail says it.
    fn sentence(&self) -> String {
        let because = match self {
            Self::Fits(place) => format!("Praxisbeispiele Ihrer Kommune ({}) zu dieser Frage passen", one_line(place)),
            Self::Advises => "Sie die Kommune begleiten, die hier fragt".to_owned(),
            Self::Edits => "Sie zur Redaktion gehören".to_owned(),
        };
        format!("Sie erhalten diese E-Mail, weil {because}.")
    }
}

/// What the templates show.
struct View {
    footer: Footer,
    question: String,
    details: Vec<String>,
    from: String,
    why: String,
    url: String,
}

templates!("request", "request/subject.txt", "request/text.txt", "request/mail.html");

/// Writes the mail to those who may know an answer.
pub fn request(context: &MailContext, mail: RequestMail) -> Result<Mail, MailError> {
    let view = View {
        footer: Footer::new(context),
        question: one_line(&mail.question),
        details: paragraphs(&mail.details),
        from: one_line(&mail.from),
        why: mail.reason.sentence(),
        url: mail.request_url.into(),
    };
    let envelope = Envelope { kind: MailKind::Request, to: mail.to, message_id: mail.message_id, created_at: mail.created_at };
    Ok(letter(envelope, view.rendered()?))
}
