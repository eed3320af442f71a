//! Erase a case.

use crate::{Network, UseCaseError, access};
use domain::{Job, Viewer, ids::CaseId, permission::Action};
use futures_util::future::BoxFuture;
use serde_json::json;

/// Deletes a case with all its revisions, for good; an audit entry without its content remains. For administrators, where the law asks for it.
///
/// Refused: unauthenticated, not found, forbidden.
pub fn erase<'a>(network: &'a Network, viewer: &'a Viewer, id: CaseId) -> BoxFuture<'a, Result<CaseId, UseCaseError>> {
    Box::pin(async move {
        let mut transaction = network.store.begin().await?;
        access::case_for(&mut transaction, viewer, id, Action::Erase).await?;
        let now = network.clock.now();
        transaction.erase(id).await?;
        network.enqueue(&mut transaction, &Job::IndexCase { case: id }, now).await?;
        access::audit(network, &mut transaction, viewer, "case.erased", id, json!({}), now).await?;
        network.commit(transaction).await?;
        Ok(id)
    })
}
