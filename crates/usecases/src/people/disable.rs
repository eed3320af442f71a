//! End the use of an account, and allow it again.

use super::{decided_on, keep_the_last, shut};
use crate::{
    Network, UseCaseError,
    audit_log::{self, Thing},
};
use domain::{Viewer, ids::AccountId};
use futures_util::future::BoxFuture;
use serde_json::json;
use storage::Account;

/// Disables an account: its sessions, tokens and claims on reviews end, and so do invitations to its address. There is no way in until somebody
/// enables it or sends a new invitation.
///
/// Disabling again changes nothing. Refused: unauthenticated, not found, forbidden (a coordinator's, to whoever only stands in for one, too), last
/// of its role.
pub fn disable<'a>(network: &'a Network, viewer: &'a Viewer, id: AccountId) -> BoxFuture<'a, Result<Account, UseCaseError>> {
    Box::pin(async move {
        let mut transaction = network.store.begin().await?;
        let (member, account) = decided_on(&mut transaction, viewer, id).await?;
        if account.disabled_at.is_some() {
            return Ok(account);
        }
        keep_the_last(&mut transaction, &account).await?;
        let now = network.clock.now();
        shut(network, &mut transaction, viewer, &account, now).await?;
        audit_log::write(network, &mut transaction, Some(member.account), ("account.disabled", Thing::Account(id)), json!({}), now).await?;
        network.commit(transaction).await?;
        Ok(Account { disabled_at: Some(now), ..account })
    })
}

/// Enables an account again; its holder signs in anew.
///
/// Refused: unauthenticated, not found, forbidden (a coordinator's, to whoever only stands in for one, too).
pub fn enable<'a>(network: &'a Network, viewer: &'a Viewer, id: AccountId) -> BoxFuture<'a, Result<Account, UseCaseError>> {
    Box::pin(async move {
        let mut transaction = network.store.begin().await?;
        let (member, account) = decided_on(&mut transaction, viewer, id).await?;
        if account.disabled_at.is_none() {
            return Ok(account);
        }
        let now = network.clock.now();
        transaction.set_disabled(id, None).await?;
        // Whoever was warned long ago gets the time after a warning once more.
        transaction.void_warning(id).await?;
        audit_log::write(network, &mut transaction, Some(member.account), ("account.enabled", Thing::Account(id)), json!({}), now).await?;
        network.commit(transaction).await?;
        Ok(Account { disabled_at: None, ..account })
    })
}
