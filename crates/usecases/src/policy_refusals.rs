//! Servers that refuse our mail for what we are (5.7.x): counted for each receiving domain, whether they say it at the handing over or by a
//! report that comes later. No address is to blame, so nothing is counted against one; somebody has to look at how mails are sent.

use crate::Network;
use chrono::{DateTime, TimeDelta, Utc};
use domain::german::beginning;
use futures_util::future::BoxFuture;
use storage::{PolicyRefusal, StoreError, Transaction};

/// For how long after its last refusal a domain is shown. While a server refuses, mails are tried again within hours.
const SHOWN: TimeDelta = TimeDelta::days(1);

/// How many characters of a server's words are kept: the reason stands at their beginning.
const MAX_WORDS: usize = 200;

/// Counts a refusal of this domain. What the server said comes without addresses.
pub fn count<'a>(network: &'a Network, domain: &'a str, reply: &'a str) -> BoxFuture<'a, Result<(), StoreError>> {
    Box::pin(async move {
        let mut transaction = network.store.begin().await?;
        count_within(&mut transaction, domain, reply, network.clock.now()).await?;
        transaction.commit().await
    })
}

/// The same within a change. A domain that refuses again after its alarm was over is counted anew.
pub(crate) async fn count_within(transaction: &mut Transaction, domain: &str, reply: &str, now: DateTime<Utc>) -> Result<(), StoreError> {
    transaction.delete_policy_refusals(now - SHOWN).await?;
    transaction.count_policy_refusal(domain, &beginning(reply.trim(), MAX_WORDS), now).await
}

/// The domains whose alarm is not over, the latest first.
pub fn shown(network: &Network) -> BoxFuture<'_, Result<Vec<PolicyRefusal>, StoreError>> {
    Box::pin(async move { network.store.policy_refusals(network.clock.now() - SHOWN).await })
}

/// Forgets the domains whose alarm is over.
pub(crate) async fn forget(transaction: &mut Transaction, now: DateTime<Utc>) -> Result<u64, StoreError> {
    transaction.delete_policy_refusals(now - SHOWN).await
}
