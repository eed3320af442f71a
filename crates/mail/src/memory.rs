//! Mails kept in memory, for tests.

use crate::{
    compose::compose,
    mail::Mail,
    postmark::Postmark,
    sender::Sender,
    transport::{MailTransport, Receipt, SendError, Threshold},
};
use async_trait::async_trait;
use std::sync::{Mutex, MutexGuard, PoisonError};

/// Keeps what it is given. What no real transport would take it refuses as they do.
#[derive(Debug, Default)]
pub struct MemoryTransport {
    taken: Mutex<Vec<Mail>>,
}

impl MemoryTransport {
    /// An empty one.
    pub fn new() -> Self {
        Self::default()
    }

    /// The mails taken so far, the first one first.
    pub fn sent(&self) -> Vec<Mail> {
        self.taken().clone()
    }

    fn taken(&self) -> MutexGuard<'_, Vec<Mail>> {
        self.taken.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[async_trait]
impl MailTransport for MemoryTransport {
    async fn hand_over(&self, mail: &Mail, threshold: &dyn Threshold) -> Result<Receipt, SendError> {
        // Any address serves: what is written is thrown away.
        compose(mail, &Sender { from: mail.to.clone(), name: String::new(), reply_to: None }, &Postmark::default())?;
        if !threshold.pass().await {
            return Err(SendError::Held);
        }
        self.taken().push(mail.clone());
        Ok(Receipt { reply: String::from("250 kept in memory") })
    }

    async fn ready(&self) -> Result<(), SendError> {
        Ok(())
    }

    fn name(&self) -> &'static str {
        "memory"
    }
}
