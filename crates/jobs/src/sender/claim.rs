//! Claims the next mails for a round.

use super::{
    LEASE,
    prepare::{Prepared, prepare},
};
use storage::{DeliveryClaim, StoreError};
use usecases::Network;

/// Claims mails and makes them ready; says whether there may be more.
pub(super) async fn claim(
    network: &Network,
    sender: &str,
    wanted: &DeliveryClaim,
    everything: bool,
) -> Result<(Prepared, bool), StoreError> {
    let now = network.clock.now();
    let lost = network.store.lose_unanswered_deliveries(now).await?;
    if lost > 0 {
        tracing::warn!(mails = lost, "mails were being sent when their sender ended; nobody knows whether they were taken");
    }
    let claimed = if everything {
        network.store.claim_deliveries(sender, wanted, now, LEASE).await?
    } else {
        network.store.claim_urgent_deliveries(sender, wanted, now, LEASE).await?
    };
    // Where each domain has its share, fewer than were wanted do not say that these were all.
    let enough = if wanted.per_domain.is_some() { 1 } else { wanted.limit };
    let more = everything && claimed.len() as u64 >= enough;
    Ok((prepare(network, claimed).await?, more))
}
