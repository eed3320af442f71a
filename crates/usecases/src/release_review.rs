//! Let a review go.

use crate::{Network, UseCaseError, claim_review, review_log};
use domain::{CaseView, Viewer, ids::CaseId, review::ReviewEventKind};
use std::sync::Arc;

/// Ends the viewer's own claim, so that others may review the case.
///
/// Refused: unauthenticated, not found, forbidden, invalid state, not claimed.
pub async fn release(network: &Network, viewer: &Viewer, id: CaseId) -> Result<Arc<CaseView>, UseCaseError> {
    let mut transaction = network.store.begin().await?;
    let (case, mut review) = claim_review::own_review(&mut transaction, viewer, id).await?;
    let now = network.clock.now();
    review.claim = None;
    review_log::write_down(network, &mut transaction, viewer, &case, ReviewEventKind::Released.into(), now).await?;
    transaction.save_case_review(id, &review).await?;
    network.commit(transaction).await?;
    Ok(Arc::new(case))
}
