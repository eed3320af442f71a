//! End all of a reader's subscriptions.

use super::{By, ReaderView, locked, save};
use crate::{Network, UseCaseError};
use domain::{Viewer, subscription::SubscriptionState};
use serde_json::json;

/// Ends everything that goes to the reader's address at once. Ending it again changes nothing.
///
/// Refused: unauthenticated, not found.
pub async fn withdraw_all(network: &Network, viewer: &Viewer, by: By<'_>) -> Result<ReaderView, UseCaseError> {
    let now = network.clock.now();
    let mut transaction = network.store.begin().await?;
    let mut view = locked(network, &mut transaction, viewer, by).await?;
    let mut ended = 0;
    for own in view.subscriptions.iter_mut().filter(|own| own.state != SubscriptionState::Withdrawn) {
        (own.state, own.withdrawn_at) = (SubscriptionState::Withdrawn, Some(now));
        transaction.withdraw_subscription(own.id, now).await?;
        ended += 1;
    }
    if ended == 0 {
        return Ok(view);
    }
    save(network, &mut transaction, viewer, &mut view, ("reader.left", json!({ "subscriptions": ended })), now).await?;
    network.commit(transaction).await?;
    Ok(view)
}
