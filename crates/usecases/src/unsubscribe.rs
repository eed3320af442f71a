//! Leave a digest.

use crate::{Network, Refusal, UseCaseError};
use domain::subscription::SubscriptionState;
use storage::Subscription;

/// Ends the subscription at once; no mail goes out any more. The token stands in every digest.
///
/// Leaving again changes nothing. Refused: not found.
pub async fn unsubscribe(network: &Network, token: &str) -> Result<Subscription, UseCaseError> {
    let found = network.store.subscription_by_unsubscribe_token(token).await?.ok_or(Refusal::NotFound)?;
    let now = network.clock.now();
    let mut transaction = network.store.begin().await?;
    let subscription = transaction.subscription_for_update(found.id).await?.ok_or(Refusal::NotFound)?;
    if subscription.state == SubscriptionState::Withdrawn {
        return Ok(subscription);
    }
    transaction.withdraw_subscription(subscription.id, now).await?;
    network.commit(transaction).await?;
    Ok(Subscription { state: SubscriptionState::Withdrawn, withdrawn_at: Some(now), next_due_at: None, ..subscription })
}
