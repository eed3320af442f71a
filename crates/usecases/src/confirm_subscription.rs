//! Confirm a subscription: the second half of the double opt-in.

use crate::{
    Network, Refusal, UseCaseError,
    reader::{ReaderView, end, locked_by_id, save},
    secret,
};
use chrono::{DateTime, Utc};
use domain::{Viewer, digest_period::Frequency, reader::ReaderSettings, subscription::SubscriptionState};
use futures_util::future::BoxFuture;
use serde_json::json;
use storage::{Subscription, Transaction};

/// Makes the subscription active from now on. The holder of the token is the address's owner: nobody else was sent it. What was asked for with
/// it becomes the reader's with this, and not before. A pause that is left over from subscriptions that were all ended does not hold it up.
/// One subscription gathers the replies to somebody's questions: the one confirmed last takes the place of an earlier one.
///
/// Confirming again changes nothing. Refused: not found (the token is unknown, too old, or the reader has left meanwhile).
pub fn confirm<'a>(network: &'a Network, token: &'a str) -> BoxFuture<'a, Result<Subscription, UseCaseError>> {
    Box::pin(async move {
        let found = network.store.subscription_by_confirm_hash(&secret::hash(token)).await?.ok_or(Refusal::NotFound)?;
        let now = network.clock.now();
        let mut transaction = network.store.begin().await?;
        let mut view = locked_by_id(&mut transaction, found.reader).await?.ok_or(Refusal::NotFound)?;
        let is_first = view.subscriptions.iter().all(|own| own.confirmed_at.is_none());
        let is_alone = view.subscriptions.iter().all(|own| own.state != SubscriptionState::Active);
        let subscription = view.subscriptions.iter_mut().find(|own| own.id == found.id).ok_or(Refusal::NotFound)?;
        match subscription.state {
            SubscriptionState::Active => return Ok(subscription.clone()),
            SubscriptionState::Withdrawn => return Err(Refusal::NotFound.into()),
            SubscriptionState::Pending => {}
        }
        (subscription.state, subscription.confirmed_at, subscription.covered_until) = (SubscriptionState::Active, Some(now), Some(now));
        take_over(&mut view.reader.settings, subscription, is_first);
        if is_alone {
            view.reader.paused_until = None;
        }
        let confirmed = subscription.clone();
        transaction.confirm_subscription(confirmed.id, now, now).await?;
        if confirmed.gathers_replies() {
            end_other_gathering(network, &mut transaction, &mut view, &confirmed, now).await?;
        }
        let detail = json!({ "subscription": confirmed.id });
        save(network, &mut transaction, &Viewer::Public, &mut view, ("subscription.confirmed", detail), now).await?;
        network.commit(transaction).await?;
        Ok(confirmed)
    })
}

/// Ends what gathered replies before this subscription was confirmed. What waited for its digest is told by a mail for each.
async fn end_other_gathering(
    network: &Network,
    transaction: &mut Transaction,
    view: &mut ReaderView,
    confirmed: &Subscription,
    now: DateTime<Utc>,
) -> Result<(), UseCaseError> {
    let is_other = |own: &Subscription| own.id != confirmed.id && own.gathers_replies();
    for other in view.subscriptions.iter().filter(|own| is_other(own)) {
        end(network, transaction, None, other, now).await?;
    }
    view.subscriptions.retain(|own| !is_other(own));
    Ok(())
}

/// Makes what was asked for with a subscription the reader's.
fn take_over(settings: &mut ReaderSettings, subscription: &mut Subscription, is_first: bool) {
    let untouched = ReaderSettings { state: settings.state, ..ReaderSettings::default() };
    // Who begins with being told at once is told on weekends and holidays, too, unless they have chosen something else meanwhile.
    if is_first && subscription.frequency == Frequency::Immediate && *settings == untouched {
        settings.quiet_days = false;
    }
    if let Some(weekday) = subscription.wanted_weekday.take() {
        settings.weekday = weekday;
    }
    if let Some(hour) = subscription.wanted_hour.take() {
        settings.hour = hour;
    }
}
