//! Mails kept in memory, for tests.

use crate::{
    compose::compose,
    mail::Mail,
    postmark::Postmark,
    sender::Sender,
    transport::{MailTransport, Receipt, SendError, Threshold},
};
use async_trait::async_trait;
use std::{
    collections::VecDeque,
    sync::{Mutex, MutexGuard, PoisonError},
};

/// Keeps what it is given; can be told to refuse. What no real transport would take it refuses as they do.
#[derive(Debug, Default)]
pub struct MemoryTransport {
    state: Mutex<State>,
}

#[derive(Debug, Default)]
struct State {
    sent: Vec<Mail>,
    refusals: VecDeque<SendError>,
}

impl MemoryTransport {
    /// An empty one.
    pub fn new() -> Self {
        Self::default()
    }

    /// The mails taken so far, the first one first.
    pub fn sent(&self) -> Vec<Mail> {
        self.state().sent.clone()
    }

    /// Makes the next mail fail in this way; several calls line up.
    pub fn refuse_next(&self, error: SendError) {
        self.state().refusals.push_back(error);
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
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
        let mut state = self.state();
        if let Some(refusal) = state.refusals.pop_front() {
            return Err(refusal);
        }
        state.sent.push(mail.clone());
        Ok(Receipt { reply: String::from("250 kept in memory") })
    }

    async fn ready(&self) -> Result<(), SendError> {
        Ok(())
    }

    fn name(&self) -> &'static str {
        "memory"
    }
}
