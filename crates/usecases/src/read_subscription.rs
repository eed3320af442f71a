//! Read subscriptions: the one that a mail's link stands for, or one's own.

use crate::{Network, UseCaseError, secret};
use domain::Viewer;
use storage::Subscription;

/// The subscription that a token from a mail stands for: one to confirm it, or one to leave it.
pub async fn by_token(network: &Network, token: &str) -> Result<Option<Subscription>, UseCaseError> {
    if let Some(subscription) = network.store.subscription_by_unsubscribe_token(token).await? {
        return Ok(Some(subscription));
    }
    Ok(network.store.subscription_by_confirm_hash(&secret::hash(token)).await?)
}

/// The subscriptions that the viewer made while signed in, the latest first.
pub async fn own(network: &Network, viewer: &Viewer) -> Result<Vec<Subscription>, UseCaseError> {
    match viewer.member() {
        Some(member) => Ok(network.store.subscriptions_of(member.account).await?),
        None => Ok(Vec::new()),
    }
}
