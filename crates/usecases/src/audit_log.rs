//! Read the audit log.

use crate::{Account, Network, Refusal, UseCaseError, access};
use chrono::{DateTime, Utc};
use domain::{
    Viewer,
    ids::{AccountId, AuditId},
    permission::{Action, Relation},
};
use std::collections::HashMap;
use storage::{AuditFilter, LoggedEntry};

/// The latest entries behind a place in the log, the latest first, at most `limit`.
///
/// Refused: unauthenticated, forbidden.
pub async fn read(
    network: &Network,
    viewer: &Viewer,
    filter: &AuditFilter,
    after: Option<(DateTime<Utc>, AuditId)>,
    limit: u64,
) -> Result<Vec<LoggedEntry>, UseCaseError> {
    reader(viewer)?;
    Ok(network.store.audit_log(filter, after, limit).await?)
}

/// The accounts of those who did what these entries tell, as far as they are still there.
///
/// Refused: unauthenticated, forbidden.
pub async fn actors(network: &Network, viewer: &Viewer, entries: &[LoggedEntry]) -> Result<HashMap<AccountId, Account>, UseCaseError> {
    reader(viewer)?;
    let mut actors = HashMap::new();
    for id in entries.iter().filter_map(|logged| logged.entry.actor) {
        if !actors.contains_key(&id)
            && let Some(account) = network.store.account(id).await?
        {
            actors.insert(id, account);
        }
    }
    Ok(actors)
}

fn reader(viewer: &Viewer) -> Result<(), Refusal> {
    let member = access::member(viewer)?;
    if member.may(Action::ReadAuditLog, Relation::Foreign) { Ok(()) } else { Err(Refusal::Forbidden) }
}
