//! Hand over what somebody looks after.

use super::managed;
use crate::{Network, Refusal, UseCaseError, audit_log, reader, subscribe};
use chrono::{DateTime, Utc};
use domain::{Rule, Viewer, Violation, ids::AccountId, subscription::SubscriptionState};
use serde_json::json;
use storage::{Account, Subscription, Transaction};

/// What went from one account to another.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct HandedOver {
    /// How many cases the successor is the author of now.
    pub cases: u64,
    /// How many subscriptions the successor was asked to take over.
    pub subscriptions: usize,
}

/// Hands the cases and subscriptions of one account to another of the same municipality, both in the viewer's care, in one transaction.
///
/// Refused: unauthenticated, not found, forbidden, invalid (a successor of another municipality, disabled, or the same account).
pub async fn hand_over(network: &Network, viewer: &Viewer, from: AccountId, to: AccountId) -> Result<HandedOver, UseCaseError> {
    let now = network.clock.now();
    let mut transaction = network.store.begin().await?;
    let (member, giver) = managed(&mut transaction, viewer, from).await?;
    let (_, taker) = managed(&mut transaction, viewer, to).await?;
    let handed = transfer(network, &mut transaction, &giver, &taker, now).await?;
    let detail = json!({ "to": to, "cases": handed.cases, "subscriptions": handed.subscriptions });
    audit_log::write(network, &mut transaction, Some(member.account), ("account.handed_over", "account", from.0), detail, now).await?;
    network.commit(transaction).await?;
    Ok(handed)
}

/// The same, within another change. A subscription's consent is its reader's own: the giver's ends, and the taker is asked to confirm the same
/// wish for their own address. If they never do, the wish is still there: [`open_wishes`].
pub(super) async fn transfer(
    network: &Network,
    transaction: &mut Transaction,
    giver: &Account,
    taker: &Account,
    now: DateTime<Utc>,
) -> Result<HandedOver, UseCaseError> {
    let place = |account: &Account| account.municipality.as_ref().map(|ags| ags.district().to_owned());
    let same_side = place(giver) == place(taker) && giver.role.is_of_agency() == taker.role.is_of_agency();
    if giver.id == taker.id || !same_side || taker.disabled_at.is_some() {
        let expected = "ein anderes aktives Konto derselben Kommune";
        let rule = Rule::Malformed { expected, given: taker.function.clone().unwrap_or_else(|| taker.role.label().to_owned()) };
        return Err(Refusal::Invalid(vec![Violation::new("to", rule)]).into());
    }
    let cases = transaction.hand_over_cases(giver.id, taker.id).await?;
    let own = network.store.subscriptions_of(taker.id).await?;
    let mut subscriptions = 0;
    let mut wishes = open_wishes(network, giver).await?;
    for given in network.store.subscriptions_of(giver.id).await? {
        if given.state == SubscriptionState::Withdrawn {
            continue;
        }
        reader::end(network, transaction, &given, now).await?;
        if given.state == SubscriptionState::Active && wishes.iter().all(|wish| wish.id != given.id) {
            wishes.push(given);
        }
    }
    for given in wishes {
        if own.iter().any(|one| one.state != SubscriptionState::Withdrawn && is_same_wish(one, &given)) {
            continue;
        }
        let wish = subscribe::Wish { criteria: given.criteria, frequency: given.frequency, weekday: given.wanted_weekday };
        subscribe::ask(network, transaction, taker.email.clone(), Some(taker.id), wish, now).await?;
        subscriptions += 1;
    }
    Ok(HandedOver { cases, subscriptions })
}

/// The subscriptions of somebody who has left that nobody of the municipality has taken over: whoever was asked did not confirm, or nobody was
/// asked. They can be handed over (again) for as long as the ended subscription is kept; empty for an account that is in use. What the leaver
/// had ended before is none of them.
pub async fn open_wishes(network: &Network, giver: &Account) -> Result<Vec<Subscription>, UseCaseError> {
    let Some(left_at) = giver.disabled_at else { return Ok(Vec::new()) };
    let all = network.store.subscriptions_of(giver.id).await?.into_iter();
    let mut open: Vec<_> = all.filter(|own| own.confirmed_at.is_some() && own.withdrawn_at.is_none_or(|at| at >= left_at)).collect();
    for colleague in network.store.members(giver.municipality.as_ref()).await? {
        if open.is_empty() {
            break;
        }
        if colleague.id != giver.id && colleague.disabled_at.is_none() {
            let active = network.store.subscriptions_of(colleague.id).await?;
            open.retain(|wish| !active.iter().any(|own| own.state == SubscriptionState::Active && is_same_wish(own, wish)));
        }
    }
    Ok(open)
}

fn is_same_wish(one: &Subscription, other: &Subscription) -> bool {
    (&one.criteria, one.frequency) == (&other.criteria, other.frequency)
}
