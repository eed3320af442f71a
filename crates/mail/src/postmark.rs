//! What an instance puts on every mail beside its sender.

use crate::{dkim::Dkim, verp::ReturnPath};
use domain::EmailAddress;
use std::sync::Arc;

/// What an instance puts on every mail beside its sender; nothing by default.
#[derive(Debug, Clone, Default)]
pub struct Postmark {
    /// The signature.
    pub dkim: Option<Arc<Dkim>>,
    /// Where mails that cannot be delivered return to; without it, to the sender.
    pub returns: Option<ReturnPath>,
    /// A staffed mailbox where readers can end a subscription by a mail, for mail programs that know no other way.
    pub unsubscribe_mailbox: Option<EmailAddress>,
}
