//! Hand over what somebody looks after.

use super::managed;
use crate::{
    Network, Refusal, UseCaseError,
    audit_log::{self, Thing},
    reader,
    rights::by_role,
    subscribe,
};
use chrono::{DateTime, Utc};
use domain::{
    Ags, Rule, Viewer, Violation,
    ids::{AccountId, CaseId, SubscriptionId},
    permission::{Action, Relation},
    subscription::SubscriptionState,
};
use futures_util::future::BoxFuture;
use serde_json::json;
use std::collections::HashMap;
use storage::{Account, Subscription, Transaction};

/// What went from one account to another.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct HandedOver {
    /// How many cases the successor is the author of now.
    pub cases: usize,
    /// How many subscriptions the successor was asked to take over.
    pub subscriptions: usize,
}

/// Hands the cases and subscriptions of one account to another of the same municipality, both in the viewer's care, in one transaction.
///
/// Refused: unauthenticated, not found, forbidden, invalid (a successor of another municipality, disabled, or the same account; one who may not
/// edit the cases, if there are some).
pub fn hand_over<'a>(
    network: &'a Network,
    viewer: &'a Viewer,
    from: AccountId,
    to: AccountId,
) -> BoxFuture<'a, Result<HandedOver, UseCaseError>> {
    Box::pin(async move {
        let now = network.clock.now();
        let mut transaction = network.store.begin().await?;
        let (member, giver) = managed(&mut transaction, viewer, from).await?;
        let (_, taker) = managed(&mut transaction, viewer, to).await?;
        let handed = transfer(network, &mut transaction, member.account, &giver, &taker, now).await?;
        let detail = json!({ "to": to, "cases": handed.cases, "subscriptions": handed.subscriptions });
        audit_log::write(network, &mut transaction, Some(member.account), ("account.handed_over", Thing::Account(from)), detail, now)
            .await?;
        network.commit(transaction).await?;
        Ok(handed)
    })
}

/// The same, within another change by `actor`. That change writes itself down as a whole; here each case and each subscription gets an entry
/// of its own, so that what the log tells of it says whose it was.
pub(super) async fn transfer(
    network: &Network,
    transaction: &mut Transaction,
    actor: AccountId,
    giver: &Account,
    taker: &Account,
    now: DateTime<Utc>,
) -> Result<HandedOver, UseCaseError> {
    let place = |account: &Account| account.municipality.as_ref().map(|ags| ags.district().to_owned());
    let same_side = place(giver) == place(taker) && giver.role.is_of_agency() == taker.role.is_of_agency();
    if giver.id == taker.id || !same_side || taker.disabled_at.is_some() {
        let named = taker.function.clone().unwrap_or_else(|| taker.role.label().to_owned());
        return Err(unfit("ein anderes aktives Konto derselben Kommune", named));
    }
    // By the role that stays: who stands in for a coordination does so for a time.
    let may_edit = by_role(taker).may(Action::Edit, Relation::Own);
    if !may_edit && transaction.count_cases_of(giver.id).await? > 0 {
        return Err(unfit("ein Konto, das eigene Praxisbeispiele bearbeiten darf", taker.role.label().to_owned()));
    }
    let cases = transaction.hand_over_cases(giver.id, taker.id).await?;
    let wishes = pass_on_wishes(network, transaction, actor, giver, taker, now).await?;
    let case = |id: &CaseId| ("case.handed_over", Thing::PracticeCase(*id), json!({ "from": giver.id, "to": taker.id }));
    let wish = |(given, asked): &(SubscriptionId, SubscriptionId)| {
        let detail = json!({ "from": giver.id, "to": taker.id, "subscription": asked });
        ("subscription.handed_over", Thing::Subscription(*given), detail)
    };
    let done = cases.iter().map(case).chain(wishes.iter().map(wish)).collect();
    audit_log::write_all(network, transaction, Some(actor), done, now).await?;
    Ok(HandedOver { cases: cases.len(), subscriptions: wishes.len() })
}

/// Passes on what the giver wished to be told about. A subscription's consent is its reader's own: the giver's ends, and the taker is asked to
/// confirm the same wish for their own address. If they never do, the wish is still there: [`open_wishes`]. Returns each subscription that was
/// passed on with the one that was asked for in its place.
async fn pass_on_wishes(
    network: &Network,
    transaction: &mut Transaction,
    actor: AccountId,
    giver: &Account,
    taker: &Account,
    now: DateTime<Utc>,
) -> Result<Vec<(SubscriptionId, SubscriptionId)>, UseCaseError> {
    // By the transaction: whoever holds one connection and waits for another may wait for somebody who does the same.
    let own = transaction.subscriptions_of(taker.id).await?;
    let mut wishes = match Leaver::of(giver) {
        Some(leaver) => open_wishes_of(transaction, &leaver).await?,
        None => Vec::new(),
    };
    for given in transaction.subscriptions_of(giver.id).await? {
        reader::end(network, transaction, Some(actor), &given, now).await?;
        if given.state == SubscriptionState::Active && is_handed_over(&given) && wishes.iter().all(|wish| wish.id != given.id) {
            wishes.push(given);
        }
    }
    let mut passed_on = Vec::new();
    for given in wishes {
        if own.iter().any(|one| one.state != SubscriptionState::Withdrawn && is_same_wish(one, &given)) {
            continue;
        }
        // The taker's consent names what it is to, as if they had asked for it themselves.
        let followed = match given.criteria.case {
            Some(case) => transaction.published_title(case).await?,
            None => None,
        };
        let wish = subscribe::Wish {
            criteria: given.criteria,
            typed_text: None,
            followed,
            frequency: given.frequency,
            weekday: given.wanted_weekday,
            hour: given.wanted_hour,
        };
        let asked = subscribe::ask(network, transaction, taker.email.clone(), Some(taker.id), wish, now).await?;
        passed_on.push((given.id, asked.id));
    }
    Ok(passed_on)
}

/// The refusal of a successor.
fn unfit(expected: &'static str, given: String) -> UseCaseError {
    Refusal::Invalid(vec![Violation::new("to", Rule::Malformed { expected, given })]).into()
}

/// Somebody who has left.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Leaver {
    account: AccountId,
    municipality: Option<Ags>,
    left_at: DateTime<Utc>,
}

impl Leaver {
    /// The account's holder; nothing if the account is in use.
    pub fn of(account: &Account) -> Option<Self> {
        Some(Self { account: account.id, municipality: account.municipality.clone(), left_at: account.disabled_at? })
    }

    /// Their account.
    pub fn account(&self) -> AccountId {
        self.account
    }

    /// Which colleagues the leaver had.
    fn place(&self) -> Option<&str> {
        self.municipality.as_ref().map(Ags::district)
    }
}

/// The subscriptions of people who have left that nobody of their municipality has taken over: whoever was asked did not confirm, or nobody was
/// asked. They can be handed over (again) for as long as the ended subscription is kept. What a leaver had ended before is none of them, nor
/// what gathered replies to their own questions; who has none is not in the answer.
pub fn open_wishes<'a>(
    network: &'a Network,
    leavers: &'a [Leaver],
) -> BoxFuture<'a, Result<HashMap<AccountId, Vec<Subscription>>, UseCaseError>> {
    Box::pin(async move {
        let mut by_place: HashMap<Option<&str>, Vec<&Leaver>> = HashMap::new();
        for leaver in leavers {
            by_place.entry(leaver.place()).or_default().push(leaver);
        }
        let mut open: HashMap<AccountId, Vec<Subscription>> = HashMap::new();
        for leavers in by_place.into_values() {
            let people = network.store.members(leavers[0].municipality.as_ref()).await?;
            let own = network.store.subscriptions_of_accounts(&in_use(&people)).await?;
            let gone: Vec<_> = leavers.iter().map(|leaver| leaver.account).collect();
            let wishes = network.store.subscriptions_of_accounts(&gone).await?;
            for (leaver, wish) in not_taken(&leavers, wishes, &own) {
                open.entry(leaver).or_default().push(wish);
            }
        }
        Ok(open)
    })
}

/// The same of one leaver, within a change.
async fn open_wishes_of(transaction: &mut Transaction, leaver: &Leaver) -> Result<Vec<Subscription>, UseCaseError> {
    let people = transaction.members(leaver.municipality.as_ref()).await?;
    let own = transaction.subscriptions_of_accounts(&in_use(&people)).await?;
    let wishes = transaction.subscriptions_of(leaver.account).await?;
    Ok(not_taken(&[leaver], wishes, &own).into_iter().map(|(_, wish)| wish).collect())
}

fn in_use(people: &[Account]) -> Vec<AccountId> {
    people.iter().filter(|account| account.disabled_at.is_none()).map(|account| account.id).collect()
}

/// Which of the wishes that these leavers had when they left are not among those of the people who are there, and whose they were.
fn not_taken(leavers: &[&Leaver], wishes: Vec<Subscription>, own: &[Subscription]) -> Vec<(AccountId, Subscription)> {
    let left: HashMap<AccountId, DateTime<Utc>> = leavers.iter().map(|leaver| (leaver.account, leaver.left_at)).collect();
    let is_taken = |wish: &Subscription| own.iter().any(|own| own.state == SubscriptionState::Active && is_same_wish(own, wish));
    let open = wishes.into_iter().filter_map(|wish| {
        let account = wish.account?;
        let left_at = *left.get(&account)?;
        let was_active = wish.confirmed_at.is_some() && wish.withdrawn_at.is_none_or(|at| at >= left_at);
        (was_active && is_handed_over(&wish) && !is_taken(&wish)).then_some((account, wish))
    });
    open.collect()
}

/// Whether others may wish for the same. Questions stay whose they are, and so do the replies to them.
fn is_handed_over(wish: &Subscription) -> bool {
    !wish.criteria.replies
}

fn is_same_wish(one: &Subscription, other: &Subscription) -> bool {
    (&one.criteria, one.frequency) == (&other.criteria, other.frequency)
}
