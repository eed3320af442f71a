//! Whom the network's mails come from.

use domain::EmailAddress;

/// The sender of every mail of this instance.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sender {
    /// The address in From, and the one that undeliverable mail returns to.
    pub from: EmailAddress,
    /// The name beside it; one line, may be empty.
    pub name: String,
    /// The mailbox where people read what readers answer, if it is another one.
    pub reply_to: Option<EmailAddress>,
}
