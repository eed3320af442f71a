//! Hand a case in for review.

use crate::{Network, Refusal, UseCaseError, access};
use domain::{CaseView, Viewer, case::Stage, ids::CaseId, workflow::Step};
use serde_json::json;
use std::sync::Arc;

/// Hands the working copy in, so that reviewers see it. Handing in what is handed in already changes nothing.
///
/// Refused: unauthenticated, not found, forbidden, invalid state, invalid (what the format needs for a submission is missing).
pub async fn submit(network: &Network, viewer: &Viewer, id: CaseId) -> Result<Arc<CaseView>, UseCaseError> {
    let mut transaction = network.store.begin().await?;
    let (mut case, next) = access::case_for_step(&mut transaction, viewer, id, Step::Submit, None).await?;
    if case.state == next {
        return Ok(Arc::new(case));
    }
    let violations = case.content.check(Stage::Submission);
    if !violations.is_empty() {
        return Err(Refusal::Invalid(violations).into());
    }
    let now = network.clock.now();
    transaction.set_state(id, next, now).await?;
    access::audit(network, &mut transaction, viewer, "case.submitted", id, json!({ "revision": case.revision }), now).await?;
    network.commit(transaction).await?;
    case.state = next;
    case.version += 1;
    Ok(Arc::new(case))
}
