//! The audit log: who did what to which thing, when and from which network.

mod label;
mod thing;

pub use label::{TOPICS, label};
pub use thing::Thing;

use crate::{Account, Network, UseCaseError, access};
use chrono::{DateTime, Utc};
use domain::{
    Viewer,
    ids::{AccountId, AuditId},
    permission::Action,
};
use futures_util::future::BoxFuture;
use serde_json::Value;
use std::collections::{HashMap, HashSet};
use storage::{AuditEntry, AuditFilter, LoggedEntry, StoreError, Transaction};

/// Writes down who did what to which thing; within the change itself, so that there is never one without the other.
///
/// `detail` holds no personal data: entries outlive accounts. Every action has a German name ([`label()`]).
pub(crate) async fn write(
    network: &Network,
    transaction: &mut Transaction,
    actor: Option<AccountId>,
    (action, thing): (&str, Thing),
    detail: Value,
    at: DateTime<Utc>,
) -> Result<(), StoreError> {
    write_all(network, transaction, actor, vec![(action, thing, detail)], at).await
}

/// Writes down several things that are done at once, each with what was done, to which thing, and its detail.
pub(crate) async fn write_all(
    network: &Network,
    transaction: &mut Transaction,
    actor: Option<AccountId>,
    done: Vec<(&str, Thing, Value)>,
    at: DateTime<Utc>,
) -> Result<(), StoreError> {
    debug_assert!(done.iter().all(|(action, ..)| label::is_known(action)), "an action without a name in `audit_log/label.rs`");
    let entry = |(action, thing, detail): (&str, Thing, Value)| AuditEntry {
        id: AuditId(network.ids.next()),
        at,
        actor,
        action: action.to_owned(),
        object_type: thing.kind().to_owned(),
        object_id: thing.id(),
        detail: thing.told(detail),
    };
    let entries: Vec<_> = done.into_iter().map(entry).collect();
    transaction.audit_all(&entries).await
}

/// The latest entries behind a place in the log, the latest first, at most `limit`.
///
/// Refused: unauthenticated, forbidden.
pub fn read<'a>(
    network: &'a Network,
    viewer: &'a Viewer,
    filter: &'a AuditFilter,
    after: Option<(DateTime<Utc>, AuditId)>,
    limit: u64,
) -> BoxFuture<'a, Result<Vec<LoggedEntry>, UseCaseError>> {
    Box::pin(async move {
        access::member_for(viewer, Action::ReadAuditLog)?;
        Ok(network.store.audit_log(filter, after, limit).await?)
    })
}

/// The account that it was done to, where it was done to one.
pub fn account_of(entry: &AuditEntry) -> Option<AccountId> {
    match Thing::of(&entry.object_type, entry.object_id, &entry.detail) {
        Some(Thing::Account(id)) => Some(id),
        _ => None,
    }
}

/// The accounts of those who did what these entries tell, and of those to whom it was done, as far as they are still there.
///
/// Refused: unauthenticated, forbidden.
pub fn accounts<'a>(
    network: &'a Network,
    viewer: &'a Viewer,
    entries: &'a [LoggedEntry],
) -> BoxFuture<'a, Result<HashMap<AccountId, Account>, UseCaseError>> {
    Box::pin(async move {
        access::member_for(viewer, Action::ReadAuditLog)?;
        let ids: HashSet<_> = entries.iter().flat_map(|logged| [logged.entry.actor, account_of(&logged.entry)]).flatten().collect();
        let accounts = network.store.accounts_with_ids(&ids.into_iter().collect::<Vec<_>>()).await?;
        Ok(accounts.into_iter().map(|account| (account.id, account)).collect())
    })
}
