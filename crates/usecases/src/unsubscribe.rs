//! Leave a digest.

use crate::{
    Network, Refusal, UseCaseError,
    reader::{self, By, WITHDRAWN, locked_by_id, save},
};
use domain::{Viewer, subscription::SubscriptionState};
use futures_util::future::BoxFuture;
use serde_json::json;
use storage::Subscription;

/// Ends the subscription at once; no mail goes out any more. With a reader's token, which one click in a mail program sends, it ends all of
/// theirs and answers with the one asked for last.
///
/// Leaving again changes nothing. Refused: not found.
pub fn unsubscribe<'a>(network: &'a Network, token: &'a str) -> BoxFuture<'a, Result<Subscription, UseCaseError>> {
    Box::pin(async move {
        let Some(found) = network.store.subscription_by_unsubscribe_token(token).await? else {
            let left = reader::withdraw_all(network, &Viewer::Public, By::Token(token)).await?;
            return left.subscriptions.into_iter().next_back().ok_or_else(|| Refusal::NotFound.into());
        };
        let now = network.clock.now();
        let mut transaction = network.store.begin().await?;
        let mut view = locked_by_id(&mut transaction, found.reader).await?.ok_or(Refusal::NotFound)?;
        let subscription = view.subscriptions.iter_mut().find(|own| own.id == found.id).ok_or(Refusal::NotFound)?;
        if subscription.state == SubscriptionState::Withdrawn {
            return Ok(subscription.clone());
        }
        (subscription.state, subscription.withdrawn_at) = (SubscriptionState::Withdrawn, Some(now));
        let left = subscription.clone();
        transaction.withdraw_subscription(left.id, now).await?;
        let detail = json!({ "subscription": left.id });
        save(network, &mut transaction, &Viewer::Public, &mut view, (WITHDRAWN, detail), now).await?;
        network.commit(transaction).await?;
        Ok(left)
    })
}
