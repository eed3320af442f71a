//! Let a review go.

use crate::{Network, UseCaseError, claim_review, review_log};
use chrono::{DateTime, Utc};
use domain::{
    CaseView, Viewer,
    ids::{AccountId, CaseId},
    review::ReviewEventKind,
};
use std::sync::Arc;
use storage::Transaction;

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

/// Ends all claims of an account that goes or reviews no longer, within that change: nobody is to wait for a decision of theirs. The history
/// says that they let go, or that somebody else freed the review.
pub(crate) async fn release_all(
    network: &Network,
    transaction: &mut Transaction,
    viewer: &Viewer,
    account: AccountId,
    now: DateTime<Utc>,
) -> Result<(), UseCaseError> {
    let kind = match viewer.member() {
        Some(member) if member.account != account => ReviewEventKind::Freed,
        Some(_) | None => ReviewEventKind::Released,
    };
    for case in transaction.release_claims_of(account).await? {
        review_log::write_down(network, transaction, viewer, &case, kind.into(), now).await?;
    }
    Ok(())
}
