//! Mails read back from their files.

use chrono::{DateTime, Utc};
use mail_parser::{Address, Message, MessageParser};
use std::fmt;

/// A mail in a listing.
#[derive(Clone, PartialEq, Eq)]
pub struct StoredMail {
    /// Names the mail in [`crate::FilesTransport::read`].
    pub id: String,
    /// The recipient's address.
    pub to: String,
    /// The subject.
    pub subject: String,
    /// When it was written.
    pub date: Option<DateTime<Utc>>,
}

/// A mail as a mail program would show it.
#[derive(Clone, PartialEq, Eq)]
pub struct StoredMailContent {
    /// The subject.
    pub subject: String,
    /// The sender, with name and address.
    pub from: String,
    /// The recipient's address.
    pub to: String,
    /// When it was written.
    pub date: Option<DateTime<Utc>>,
    /// The plain text.
    pub text: String,
    /// The page of HTML, as the mail brought it: to be shown in a frame without rights.
    pub html: String,
    /// All headers in their order, as written, without line breaks.
    pub headers: Vec<(String, String)>,
}

impl fmt::Debug for StoredMail {
    /// Shows no more than the id: addresses are personal data.
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("StoredMail").field("id", &self.id).finish_non_exhaustive()
    }
}

impl fmt::Debug for StoredMailContent {
    /// Shows no more than the subject: addresses and links are not for logs.
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("StoredMailContent").field("subject", &self.subject).finish_non_exhaustive()
    }
}

/// What a listing shows of the message, if it is one.
pub(super) fn summary(id: &str, bytes: &[u8]) -> Option<StoredMail> {
    let message = MessageParser::default().parse_headers(bytes)?;
    Some(StoredMail { id: id.to_owned(), to: first(message.to()), subject: subject(&message), date: date(&message) })
}

/// The whole message, if it is one.
pub(super) fn content(bytes: &[u8]) -> Option<StoredMailContent> {
    let message = MessageParser::default().parse(bytes)?;
    Some(StoredMailContent {
        subject: subject(&message),
        from: first(message.from()),
        to: first(message.to()),
        date: date(&message),
        text: message.body_text(0)?.into_owned(),
        html: message.body_html(0)?.into_owned(),
        headers: message.headers_raw().map(|(name, value)| (name.to_owned(), unfold(value))).collect(),
    })
}

fn subject(message: &Message<'_>) -> String {
    message.subject().unwrap_or_default().to_owned()
}

fn date(message: &Message<'_>) -> Option<DateTime<Utc>> {
    DateTime::from_timestamp(message.date()?.to_timestamp(), 0)
}

/// The first address, with its name if it has one.
fn first(addresses: Option<&Address<'_>>) -> String {
    let Some(address) = addresses.and_then(Address::first) else { return String::new() };
    let mailbox = address.address().unwrap_or_default();
    address.name().map_or_else(|| mailbox.to_owned(), |name| format!("{name} <{mailbox}>"))
}

fn unfold(value: &str) -> String {
    value.replace(['\r', '\n'], "").trim().to_owned()
}
