//! The sender: hands the mails of the queue to the mail server, many at once.
//!
//! A round goes on while anything is due. It claims mails ahead of need, hands them over at once on as many connections as there may be, and
//! keeps account of them in the ledger. Any number of senders may work on one database.

mod handover;
mod ledger;
mod outbox;
mod prepare;
mod round;

use mail::MailTransport;
use round::Round;
use std::{sync::Arc, time::Duration};
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
    longest_backoff: Duration,
}

impl Sender {
    /// A sender of this network's mails.
    pub(crate) fn new(
        network: Arc<Network>,
        transport: Arc<dyn MailTransport>,
        name: String,
        poll: Duration,
        longest_backoff: Duration,
    ) -> Self {
        Self { network, transport, name, poll, longest_backoff }
    }

    /// Works until `stop` is cancelled; mails that are under way are brought to their end first.
    pub(crate) async fn run(&self, stop: &CancellationToken) {
        while !stop.is_cancelled() {
            match self.drain(stop).await {
                Ok(_) => {
                    tokio::select! {
                        () = stop.cancelled() => {}
                        () = self.network.store.mails_posted() => {}
                        () = tokio::time::sleep(self.poll) => {}
                    }
                }
                Err(error) => {
                    tracing::error!(%error, "the queue of mails cannot be read");
                    crate::worker::pause(stop, Duration::from_secs(1)).await;
                }
            }
        }
    }

    /// Hands over what is due, and what becomes due meanwhile. Returns how many mails that were.
    pub(crate) async fn drain(&self, stop: &CancellationToken) -> Result<usize, StoreError> {
        Round::new(self).run(stop).await
    }
}
