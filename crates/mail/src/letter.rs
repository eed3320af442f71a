//! A short letter with one button: what most mails to the network's people are.

use crate::{
    clean::one_line,
    context::MailContext,
    error::MailError,
    mail::{Mail, MailKind},
    render::{Footer, rendered},
};
use askama::Template;
use chrono::{DateTime, Utc};
use domain::EmailAddress;
use url::Url;

const NAME: &str = "letter";

/// What a letter says.
pub(crate) struct Letter {
    /// Which mail it is.
    pub(crate) kind: MailKind,
    /// Who gets it.
    pub(crate) to: EmailAddress,
    /// The Message-ID.
    pub(crate) message_id: String,
    /// When it is written.
    pub(crate) created_at: DateTime<Utc>,
    /// The subject.
    pub(crate) subject: String,
    /// The heading.
    pub(crate) title: &'static str,
    /// The paragraphs before the button.
    pub(crate) before: Vec<String>,
    /// What the button says.
    pub(crate) button: &'static str,
    /// The page that the button opens.
    pub(crate) url: Url,
    /// The paragraphs behind the button.
    pub(crate) after: Vec<String>,
}

struct View {
    footer: Footer,
    subject: String,
    title: &'static str,
    before: Vec<String>,
    button: &'static str,
    url: String,
    after: Vec<String>,
}

#[derive(Template)]
#[template(path = "letter/subject.txt")]
struct Subject<'a> {
    view: &'a View,
}

#[derive(Template)]
#[template(path = "letter/text.txt")]
struct Text<'a> {
    view: &'a View,
}

#[derive(Template)]
#[template(path = "letter/mail.html")]
struct Html<'a> {
    view: &'a View,
}

/// Writes the letter.
pub(crate) fn letter(context: &MailContext, letter: Letter) -> Result<Mail, MailError> {
    let lines = |paragraphs: Vec<String>| paragraphs.iter().map(|paragraph| one_line(paragraph)).collect();
    let view = View {
        footer: Footer::new(context),
        subject: one_line(&letter.subject),
        title: letter.title,
        before: lines(letter.before),
        button: letter.button,
        url: letter.url.into(),
        after: lines(letter.after),
    };
    let (subject, text, html) = rendered(NAME, &Subject { view: &view }, &Text { view: &view }, &Html { view: &view })?;
    Ok(Mail {
        in_reply_to: None,
        kind: letter.kind,
        message_id: letter.message_id,
        to: letter.to,
        subject,
        text,
        html,
        list: None,
        created_at: letter.created_at,
    })
}
