//! Free a review that somebody else has claimed.

use crate::{
    Network, UseCaseError, access, claim_review,
    rate_limit::{self, Limited},
    release_review,
    review_log::{self, People},
};
use domain::{CaseView, Viewer, ids::CaseId, permission::Action, review::ReviewEventKind};
use futures_util::future::BoxFuture;
use mail::ReviewNotice;
use std::sync::Arc;

/// Ends whosever claim, so that nobody is locked out because a colleague is ill; they are told so, and all others who review that it is
/// anybody's now. Freeing what nobody has claimed changes nothing.
///
/// Refused: unauthenticated, not found, forbidden, invalid state, rate limited.
pub fn free<'a>(network: &'a Network, viewer: &'a Viewer, id: CaseId) -> BoxFuture<'a, Result<Arc<CaseView>, UseCaseError>> {
    Box::pin(async move {
        let mut transaction = network.store.begin().await?;
        let (case, mut review) = claim_review::in_review(&mut transaction, viewer, id, Action::FreeReview).await?;
        let Some((claimed_by, _)) = review.claim else { return Ok(Arc::new(case)) };
        rate_limit::check(network, Limited::Review, viewer)?;
        let now = network.clock.now();
        let people = People::read(network, &mut transaction, &[(&case, &review)], now).await?;
        let holder = people.holder(&case, &review);
        review_log::write_down(network, &mut transaction, viewer, &case, ReviewEventKind::Freed.into(), now).await?;
        review_log::tell(network, &mut transaction, &case, &mut review, holder.as_slice(), ReviewNotice::ReviewFreed.into(), now).await?;
        let but = [claimed_by, access::member(viewer)?.account];
        release_review::wait_again(network, &mut transaction, &people, &case, &mut review, &but, now).await?;
        transaction.save_case_review(id, &review).await?;
        network.commit(transaction).await?;
        Ok(Arc::new(case))
    })
}
