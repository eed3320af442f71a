//! What an instance puts on every mail beside its sender.

use crate::{dkim::Dkim, verp::ReturnPath};
use domain::EmailAddress;
use std::sync::Arc;

/// What an instance puts on every mail beside its sender; nothing by default.
#[derive(Debug, Clone, Default)]
pub struct Postmark {
    /// The signature.
    pub dkim: Option<Arc<Dkim>>,
    /// Where mails that cannot be delivered return to, and where readers write to leave; without it, mails return to the sender.
    pub returns: Option<ReturnPath>,
    /// A staffed mailbox where readers can ask by a mail to end their subscriptions; read only where no mail can end them by itself, that is
    /// without `returns`.
    pub unsubscribe_mailbox: Option<EmailAddress>,
}
