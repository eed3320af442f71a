//! Archive a case.

use crate::{Network, UseCaseError, access};
use domain::{CaseView, Job, Viewer, ids::CaseId, workflow::Step};
use serde_json::json;
use std::sync::Arc;

/// Takes a case out of lists, search and digests. What was public stays readable at its address, with a banner.
///
/// Archiving what is archived already changes nothing. Refused: unauthenticated, not found, forbidden.
pub async fn archive(network: &Network, viewer: &Viewer, id: CaseId) -> Result<Arc<CaseView>, UseCaseError> {
    let mut transaction = network.store.begin().await?;
    let (case, next) = access::case_for_step(&mut transaction, viewer, id, Step::Archive, None).await?;
    if case.state == next {
        return Ok(Arc::new(case));
    }
    let now = network.clock.now();
    let case = transaction.archive(id, now).await?;
    network.enqueue(&mut transaction, &Job::IndexCase { case: id }, now).await?;
    access::audit(network, &mut transaction, viewer, "case.archived", id, json!({}), now).await?;
    network.commit(transaction).await?;
    Ok(Arc::new(case))
}
