//! Change how often a subscription tells.

use super::{By, ReaderView, locked, save};
use crate::{Network, Refusal, UseCaseError};
use domain::{Viewer, digest_period::Frequency, ids::SubscriptionId, subscription::SubscriptionState};
use futures_util::future::BoxFuture;
use serde_json::json;

/// Changes how often one of the reader's active subscriptions tells; from its mark on, so that nothing is told twice and nothing left out.
///
/// Refused: unauthenticated, not found (the reader, or an active subscription of theirs).
pub fn change_frequency<'a>(
    network: &'a Network,
    viewer: &'a Viewer,
    by: By<'a>,
    id: SubscriptionId,
    frequency: Frequency,
) -> BoxFuture<'a, Result<ReaderView, UseCaseError>> {
    Box::pin(async move {
        let now = network.clock.now();
        let mut transaction = network.store.begin().await?;
        let mut view = locked(network, &mut transaction, viewer, by).await?;
        let own = view.subscriptions.iter_mut().find(|own| own.id == id && own.state == SubscriptionState::Active);
        let own = own.ok_or(Refusal::NotFound)?;
        if own.frequency == frequency {
            return Ok(view);
        }
        own.frequency = frequency;
        transaction.set_frequency(id, frequency).await?;
        let detail = json!({ "subscription": id, "frequency": frequency.key() });
        save(network, &mut transaction, viewer, &mut view, ("subscription.frequency_changed", detail), now).await?;
        network.commit(transaction).await?;
        Ok(view)
    })
}
