//! Read subscriptions: the one that a mail's link stands for, or one's own.

use crate::{Network, UseCaseError, secret};
use chrono::Weekday;
use domain::{Viewer, digest_period::DEFAULT_WEEKDAY, subscription::SubscriptionState};
use futures_util::future::BoxFuture;
use storage::Subscription;

/// The subscription that a token from a mail stands for: one to confirm it, one to leave it, or a reader's, which stands for their latest that
/// is not ended, or else their latest.
pub fn by_token<'a>(network: &'a Network, token: &'a str) -> BoxFuture<'a, Result<Option<Subscription>, UseCaseError>> {
    Box::pin(async move {
        if let Some(subscription) = network.store.subscription_by_unsubscribe_token(token).await? {
            return Ok(Some(subscription));
        }
        if let Some(subscription) = network.store.subscription_by_confirm_hash(&secret::hash(token)).await? {
            return Ok(Some(subscription));
        }
        let Some(reader) = network.store.reader_by_token(token).await? else { return Ok(None) };
        let all = network.store.subscriptions_of_reader(reader.id).await?;
        let is_over = |subscription: &Subscription| subscription.state == SubscriptionState::Withdrawn;
        Ok(all.into_iter().max_by_key(|subscription| (!is_over(subscription), subscription.requested_at)))
    })
}

/// The subscriptions that the viewer made while signed in, the latest first.
pub fn own<'a>(network: &'a Network, viewer: &'a Viewer) -> BoxFuture<'a, Result<Vec<Subscription>, UseCaseError>> {
    Box::pin(async move {
        match viewer.member() {
            Some(member) => Ok(network.store.subscriptions_of(member.account).await?),
            None => Ok(Vec::new()),
        }
    })
}

/// The weekday on which a weekly subscription's digests come, and a monthly one's on the first such of the month: the one that was asked for
/// until it is confirmed, then the reader's.
pub fn weekday<'a>(network: &'a Network, subscription: &'a Subscription) -> BoxFuture<'a, Result<Weekday, UseCaseError>> {
    Box::pin(async move {
        if let Some(weekday) = subscription.wanted_weekday {
            return Ok(weekday);
        }
        Ok(network.store.digest_reader(subscription.reader).await?.map_or(DEFAULT_WEEKDAY, |reader| reader.settings.weekday))
    })
}
