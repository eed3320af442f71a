//! Confirm a subscription: the second half of the double opt-in.

use crate::{Network, Refusal, UseCaseError, digest_schedule, secret};
use domain::subscription::SubscriptionState;
use storage::Subscription;

/// Makes the subscription active from now on. The holder of the token is the address's owner: nobody else was sent it.
///
/// Confirming again changes nothing. Refused: not found (the token is unknown, too old, or the reader has left meanwhile).
pub async fn confirm(network: &Network, token: &str) -> Result<Subscription, UseCaseError> {
    let found = network.store.subscription_by_confirm_hash(&secret::hash(token)).await?.ok_or(Refusal::NotFound)?;
    let now = network.clock.now();
    let mut transaction = network.store.begin().await?;
    let subscription = transaction.subscription_for_update(found.id).await?.ok_or(Refusal::NotFound)?;
    match subscription.state {
        SubscriptionState::Active => return Ok(subscription),
        SubscriptionState::Withdrawn => return Err(Refusal::NotFound.into()),
        SubscriptionState::Pending => {}
    }
    let next_due_at = digest_schedule::due_after(&digest_schedule::schedule(network, &subscription), now);
    transaction.confirm_subscription(subscription.id, now, now, next_due_at).await?;
    network.commit(transaction).await?;
    Ok(Subscription {
        state: SubscriptionState::Active,
        confirmed_at: Some(now),
        covered_until: Some(now),
        next_due_at: Some(next_due_at),
        ..subscription
    })
}
