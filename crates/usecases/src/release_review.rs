//! Let a review go.

use crate::{
    Network, UseCaseError, access, claim_review,
    rate_limit::{self, Limited},
    review_log::{self, People},
};
use chrono::{DateTime, Utc};
use domain::{
    CaseView, Viewer,
    ids::{AccountId, CaseId},
    review::ReviewEventKind,
};
use std::sync::Arc;
use storage::Transaction;

/// Ends the viewer's own claim, so that others may review the case; they are told that it waits.
///
/// Refused: unauthenticated, not found, forbidden, invalid state, not claimed, rate limited.
pub async fn release(network: &Network, viewer: &Viewer, id: CaseId) -> Result<Arc<CaseView>, UseCaseError> {
    let mut transaction = network.store.begin().await?;
    let (case, _) = claim_review::own_review(&mut transaction, viewer, id).await?;
    let holder = access::member(viewer)?.account;
    rate_limit::check(network, Limited::Review, viewer)?;
    let now = network.clock.now();
    review_log::write_down(network, &mut transaction, viewer, &case, ReviewEventKind::Released.into(), now).await?;
    let people = People::read(&mut transaction, now).await?;
    claim_review::end_claim(network, &mut transaction, &people, (&case, holder), now).await?;
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
    let claimed = transaction.release_claims_of(account).await?;
    if claimed.is_empty() {
        return Ok(());
    }
    let people = People::read(transaction, now).await?;
    for case in claimed {
        review_log::write_down(network, transaction, viewer, &case, kind.into(), now).await?;
        claim_review::end_claim(network, transaction, &people, (&case, account), now).await?;
    }
    Ok(())
}
