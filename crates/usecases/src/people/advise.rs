//! Say which municipalities an adviser advises.

use super::managed;
use crate::{
    Network, Refusal, UseCaseError, access,
    audit_log::{self, Thing},
};
use domain::{Ags, ErrorCode, Role, Rule, Viewer, Violation, ids::AccountId};
use futures_util::future::BoxFuture;
use serde_json::json;
use std::collections::{BTreeSet, HashMap};
use storage::Account;

/// Which Landkreise and kreisfreie Städte each of these accounts advises, by their keys; accounts that advise none are left out. For those who
/// look after the accounts' holders, who were given the accounts as such.
pub fn advised_by_each<'a>(
    network: &'a Network,
    accounts: &'a [AccountId],
) -> BoxFuture<'a, Result<HashMap<AccountId, Vec<Ags>>, UseCaseError>> {
    Box::pin(async move { Ok(network.store.advised_by_each(accounts).await?) })
}

/// Who of the agency advises the municipality that the viewer speaks for, the first made first; nobody for those who speak for none.
///
/// Refused: unauthenticated.
pub fn advisers_of_own<'a>(network: &'a Network, viewer: &'a Viewer) -> BoxFuture<'a, Result<Vec<Account>, UseCaseError>> {
    Box::pin(async move {
        match &access::member(viewer)?.municipality {
            Some(own) => Ok(network.store.advisers_of(own).await?),
            None => Ok(Vec::new()),
        }
    })
}

/// Replaces what an adviser advises; it counts from the adviser's next request on. `read` is what they advised when that was read. What they advise
/// already changes nothing, whoever said so first.
///
/// Refused: unauthenticated, not found, invalid (the account is no adviser's), conflict (they advise others than those that were read).
pub fn set_advised<'a>(
    network: &'a Network,
    viewer: &'a Viewer,
    id: AccountId,
    municipalities: &'a [Ags],
    read: &'a [Ags],
) -> BoxFuture<'a, Result<Account, UseCaseError>> {
    Box::pin(async move {
        let mut transaction = network.store.begin().await?;
        // Whoever replaces them at the same moment waits for the turn of changing people.
        let (member, account) = managed(&mut transaction, viewer, id).await?;
        if account.role != Role::Adviser {
            return Err(Refusal::Invalid(vec![Violation::new("municipalities", Rule::Conflict { other: "role" })]).into());
        }
        let present = transaction.advised_by(id).await?;
        if districts(&present) == districts(municipalities) {
            return Ok(account);
        }
        if districts(&present) != districts(read) {
            return Err(Refusal::Other(ErrorCode::Conflict).into());
        }
        let now = network.clock.now();
        transaction.set_advised(id, municipalities).await?;
        let detail = json!({ "municipalities": municipalities });
        audit_log::write(network, &mut transaction, Some(member.account), ("account.advises", Thing::Account(id)), detail, now).await?;
        network.commit(transaction).await?;
        Ok(account)
    })
}

/// What is advised, whatever the order: a Gemeinde stands for its Landkreis.
fn districts(municipalities: &[Ags]) -> BTreeSet<&str> {
    municipalities.iter().map(Ags::district).collect()
}
