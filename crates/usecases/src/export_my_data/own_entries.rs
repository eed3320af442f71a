//! What the audit log says of somebody.

use crate::UseCaseError;
use domain::ids::AccountId;
use serde_json::{Value, json};
use storage::{LoggedEntry, Reader, Store};

/// What an account did, and what was done to it and to its address's reader, the first thing first.
pub(super) async fn read(store: &Store, account: AccountId, reader: Option<&Reader>) -> Result<Vec<Value>, UseCaseError> {
    let logged = store.audit_about(account, reader.map(|reader| reader.id)).await?;
    Ok(logged.iter().map(|logged| entry(logged, is_from_holder(logged, account, reader))).collect())
}

/// Whether the holder did it: by the account, or without one by the link in a mail to its address, which nobody else reads. Whoever asked for a
/// subscription for the address without an account counts as well: that network is part of the proof of consent, which is told.
fn is_from_holder(logged: &LoggedEntry, account: AccountId, reader: Option<&Reader>) -> bool {
    match logged.entry.actor {
        Some(actor) => actor == account,
        None => reader.is_some_and(|reader| reader.id.0 == logged.entry.object_id),
    }
}

/// From which network others did something is theirs, and not told.
fn entry(logged: &LoggedEntry, is_from_holder: bool) -> Value {
    let entry = &logged.entry;
    json!({
        "at": entry.at,
        "action": entry.action,
        "objectType": entry.object_type,
        "objectId": entry.object_id,
        "network": logged.network.as_ref().filter(|_| is_from_holder),
        "detail": entry.detail,
    })
}
