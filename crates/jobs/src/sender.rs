//! The sender: hands the mails of the queue to the mail server, many at once.
//!
//! A round goes on while anything is due. It claims mails ahead of need, hands them over at once on as many connections as there may be, and
//! keeps account of them in the ledger. Any number of senders may work on one database.

mod breaker;
mod claim;
mod handover;
mod leases;
mod ledger;
mod outbox;
mod pace;
mod policy;
mod prepare;
mod round;

pub use breaker::{MailTrouble, noted_mail_trouble, say_policy_refusal};
pub use policy::SendingPolicy;

use crate::contained::contained;
use breaker::Breaker;
use mail::MailTransport;
use pace::Pace;
use round::Round;
use std::{
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::Duration,
};
use storage::StoreError;
use tokio_util::sync::CancellationToken;
use usecases::Network;

/// For how long a claim on a mail holds. The mails of a sender that died are taken up by others after this time.
const LEASE: Duration = Duration::from_secs(15);

/// Hands mails over until it is told to stop.
pub(crate) struct Sender {
    network: Arc<Network>,
    transport: Arc<dyn MailTransport>,
    /// How it signs its claims; no other sender may have the same name.
    name: String,
    poll: Duration,
    policy: SendingPolicy,
    breaker: Mutex<Breaker>,
    pace: Mutex<Pace>,
}

impl Sender {
    /// A sender of this network's mails.
    pub(crate) fn new(network: Arc<Network>, transport: Arc<dyn MailTransport>, name: String, poll: Duration) -> Self {
        let policy = SendingPolicy::default();
        let pace = Mutex::new(Pace::new(&policy, tokio::time::Instant::now()));
        Self { network, transport, name, poll, policy, breaker: Mutex::default(), pace }
    }

    /// The same, sending as the operator allows.
    pub(crate) fn allowed(self, policy: SendingPolicy) -> Self {
        let pace = Mutex::new(Pace::new(&policy, tokio::time::Instant::now()));
        Self { policy, pace, ..self }
    }

    fn breaker(&self) -> MutexGuard<'_, Breaker> {
        self.breaker.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn pace(&self) -> MutexGuard<'_, Pace> {
        self.pace.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Works until `stop` is cancelled; mails that are under way are brought to their end first.
    pub(crate) async fn run(&self, stop: &CancellationToken) {
        while !stop.is_cancelled() {
            match contained(Box::pin(self.drain(stop))).await {
                Ok(Ok(_)) => {
                    tokio::select! {
                        () = stop.cancelled() => {}
                        () = self.network.store.mails_posted() => {}
                        () = tokio::time::sleep(self.poll) => {}
                    }
                }
                Ok(Err(error)) => {
                    tracing::error!(%error, "the queue of mails cannot be read");
                    crate::worker::pause(stop, Duration::from_secs(1)).await;
                }
                Err(words) => {
                    tracing::error!(words, "sending mails panicked; what was held is taken up again when its claims have ended");
                    // What the round had under way has not been counted to its end.
                    *self.pace() = Pace::new(&self.policy, tokio::time::Instant::now());
                    crate::worker::pause(stop, Duration::from_secs(1)).await;
                }
            }
        }
    }

    /// Hands over what is due, and what becomes due meanwhile. Returns how many mails that were. While the mail server refuses in a row
    /// nothing is claimed.
    pub(crate) async fn drain(&self, stop: &CancellationToken) -> Result<usize, StoreError> {
        if self.breaker().paused_until(self.network.clock.now()).is_some() {
            return Ok(0);
        }
        Round::new(self).run(stop).await
    }
}
