//! The mail that somebody sends to themselves to see whether mails arrive.

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

#[path = "../templates/test/samples.rs"]
pub(crate) mod samples;

/// A mail to oneself.
#[derive(Debug, Clone)]
pub struct TestMail {
    /// Who sends it and gets it.
    pub to: EmailAddress,
    /// The Message-ID, `<test.uuid@instance-domain>`.
    pub message_id: String,
    /// When the mail is written.
    pub created_at: DateTime<Utc>,
}

/// What the templates show.
struct View {
    footer: Footer,
    written: String,
    /// Where it is seen what became of mails.
    url: String,
}

templates!("test", "test/subject.txt", "test/text.txt", "test/mail.html");

/// Writes the mail.
pub fn test(context: &MailContext, mail: TestMail) -> Result<Mail, MailError> {
    let mut url = context.page("redaktion");
    if let Ok(mut segments) = url.path_segments_mut() {
        segments.push("versand");
    }
    let view = View { footer: Footer::new(context), written: german::moment(mail.created_at), url: url.into() };
    let envelope = Envelope { kind: MailKind::Test, to: mail.to, message_id: mail.message_id, created_at: mail.created_at };
    Ok(letter(envelope, view.rendered()?))
}
