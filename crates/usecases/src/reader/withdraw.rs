//! End one of a reader's subscriptions.

use super::{By, ReaderView, WITHDRAWN, locked, save};
use crate::{Network, Refusal, UseCaseError};
use domain::{Viewer, ids::SubscriptionId, subscription::SubscriptionState};
use futures_util::future::BoxFuture;
use serde_json::json;

/// Ends one of the reader's subscriptions at once. Ending it again changes nothing.
///
/// Refused: unauthenticated, not found (the reader, or a subscription of theirs).
pub fn withdraw<'a>(
    network: &'a Network,
    viewer: &'a Viewer,
    by: By<'a>,
    id: SubscriptionId,
) -> BoxFuture<'a, Result<ReaderView, UseCaseError>> {
    Box::pin(async move {
        let now = network.clock.now();
        let mut transaction = network.store.begin().await?;
        let mut view = locked(network, &mut transaction, viewer, by).await?;
        let own = view.subscriptions.iter_mut().find(|own| own.id == id).ok_or(Refusal::NotFound)?;
        if own.state == SubscriptionState::Withdrawn {
            return Ok(view);
        }
        (own.state, own.withdrawn_at) = (SubscriptionState::Withdrawn, Some(now));
        transaction.withdraw_subscription(id, now).await?;
        let detail = json!({ "subscription": id });
        save(network, &mut transaction, viewer, &mut view, (WITHDRAWN, detail), now).await?;
        network.commit(transaction).await?;
        Ok(view)
    })
}
