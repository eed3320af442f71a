//! Claims the next mails for a round.

use super::LEASE;
use storage::{Delivery, DeliveryClaim, StoreError};
use usecases::Network;

/// What this sender may send now.
#[derive(Debug)]
pub(super) struct Claimed {
    /// The mails, which are to be made ready.
    pub(super) mails: Vec<Delivery>,
    /// Whether there may be more.
    pub(super) more: bool,
}

/// Claims mails: those that somebody waits for, or of everything.
pub(super) async fn claim(network: &Network, sender: &str, wanted: &DeliveryClaim, everything: bool) -> Result<Claimed, StoreError> {
    let now = network.clock.now();
    let lost = network.store.lose_unanswered_deliveries(now).await?;
    if lost > 0 {
        tracing::warn!(mails = lost, "mails were being sent when their sender ended; nobody knows whether they were taken");
    }
    let mails = if everything {
        network.store.claim_deliveries(sender, wanted, now, LEASE).await?
    } else {
        network.store.claim_urgent_deliveries(sender, wanted, now, LEASE).await?
    };
    // Where each domain has its share, fewer than were wanted do not say that these were all.
    let enough = if wanted.per_domain.is_some() { 1 } else { wanted.limit };
    let more = everything && mails.len() as u64 >= enough;
    Ok(Claimed { mails, more })
}
