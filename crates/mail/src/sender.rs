//! Whom the network's mails come from.

use crate::clean::is_one_line;
use domain::EmailAddress;

/// The sender of every mail of this instance.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sender {
    /// The address in From, and the one that undeliverable mail returns to.
    pub from: EmailAddress,
    /// The name beside it; [`Sender::is_name`] says what it may be. May be empty.
    pub name: String,
    /// The mailbox where people read what readers answer, if it is another one.
    pub reply_to: Option<EmailAddress>,
}

impl Sender {
    /// Whether a sender can have this name: one line, single spaces between its words, no control characters and no direction marks. Every mail of a
    /// sender with any other name is refused as [`crate::SendError::Invalid`].
    pub fn is_name(text: &str) -> bool {
        is_one_line(text)
    }
}
