//! Publish a case.

use crate::{Network, Refusal, UseCaseError, access};
use domain::{
    CaseView, Job, Viewer,
    case::Stage,
    ids::CaseId,
    workflow::{Step, WorkflowState},
};
use serde_json::json;
use std::sync::Arc;

/// Makes the working copy public. Lists show it at once, the search within a second, digests with their next period.
///
/// Publishing what is public already changes nothing. Refused: unauthenticated, not found, forbidden, invalid (what the format needs
/// for an approval is missing).
pub async fn publish(network: &Network, viewer: &Viewer, id: CaseId) -> Result<Arc<CaseView>, UseCaseError> {
    let mut transaction = network.store.begin().await?;
    let (case, next) = access::case_for_step(&mut transaction, viewer, id, Step::Publish, None).await?;
    if case.state == WorkflowState::Published {
        return Ok(Arc::new(case));
    }
    debug_assert_eq!(next, WorkflowState::Published);
    let violations = case.content.check(Stage::Approval);
    if !violations.is_empty() {
        return Err(Refusal::Invalid(violations).into());
    }
    let now = network.clock.now();
    let case = transaction.publish(id, now, case.first_published_at.unwrap_or(now)).await?;
    network.enqueue(&mut transaction, &Job::IndexCase { case: id }, now).await?;
    access::audit(network, &mut transaction, viewer, "case.published", id, json!({ "revision": case.revision }), now).await?;
    network.commit(transaction).await?;
    Ok(Arc::new(case))
}
