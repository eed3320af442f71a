//! The claims of a round on mails that are not at their end.

use super::LEASE;
use chrono::TimeDelta;
use domain::ids::DeliveryId;
use std::{collections::HashSet, sync::Arc};
use usecases::Network;

/// The mails that a sender holds. As long as it works their claims are prolonged.
pub(super) struct Leases {
    network: Arc<Network>,
    sender: String,
    held: HashSet<DeliveryId>,
}

impl Leases {
    /// None yet; they will be held under this name.
    pub(super) fn new(network: Arc<Network>, sender: String) -> Self {
        Self { network, sender, held: HashSet::new() }
    }

    /// Takes note of a claim; false if this mail is held already.
    pub(super) fn hold(&mut self, id: DeliveryId) -> bool {
        self.held.insert(id)
    }

    /// The mail is at its end, or waits for a later time.
    pub(super) fn end(&mut self, id: DeliveryId) {
        self.held.remove(&id);
    }

    /// Has all claims last for another while.
    pub(super) async fn prolong(&self) {
        let ids: Vec<_> = self.held.iter().copied().collect();
        let until = self.network.clock.now() + TimeDelta::from_std(LEASE).unwrap_or(TimeDelta::hours(1));
        if let Err(error) = self.network.store.extend_claims(&self.sender, &ids, until).await {
            tracing::warn!(%error, mails = ids.len(), "the claims on mails could not be prolonged");
        }
    }

    /// Leaves mails to whoever claims them next.
    pub(super) async fn put_back(&mut self, ids: &[DeliveryId]) {
        for id in ids {
            self.end(*id);
        }
        let now = self.network.clock.now();
        if let Err(error) = self.network.store.release_deliveries(&self.sender, ids, now).await {
            tracing::warn!(%error, mails = ids.len(), "mails could not be put back; others take them up when their claims have ended");
        }
    }
}
