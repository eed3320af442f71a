//! Take a submission back.

use crate::{
    Network, UseCaseError, access,
    rate_limit::{self, Limited},
    review_log::{self, People},
};
use domain::{CaseView, Viewer, ids::CaseId, review::ReviewEventKind, workflow::Step};
use futures_util::future::BoxFuture;
use mail::ReviewNotice;
use std::sync::Arc;

/// Makes what was handed in a draft again; a claim on its review ends. Taking back what is a draft changes nothing.
///
/// Refused: unauthenticated, not found, forbidden, invalid state, rate limited.
pub fn withdraw<'a>(network: &'a Network, viewer: &'a Viewer, id: CaseId) -> BoxFuture<'a, Result<Arc<CaseView>, UseCaseError>> {
    Box::pin(async move {
        let mut transaction = network.store.begin().await?;
        let (mut case, next) = access::case_for_step(&mut transaction, viewer, id, Step::Withdraw).await?;
        if case.state == next {
            return Ok(Arc::new(case));
        }
        rate_limit::check(network, Limited::Review, viewer)?;
        let now = network.clock.now();
        let mut review = transaction.case_review(id).await?;
        let people = People::read(network, &mut transaction, &[(&case, &review)], now).await?;
        // While the case is still in review: whoever reviews it will not see it as a draft.
        let holder = people.holder(&case, &review);
        review_log::tell(network, &mut transaction, &case, &mut review, holder.as_slice(), ReviewNotice::ReviewEnded.into(), now).await?;
        transaction.set_state(id, next, now).await?;
        case.state = next;
        case.version += 1;
        review_log::write_down(network, &mut transaction, viewer, &case, ReviewEventKind::Withdrawn.into(), now).await?;
        let authors = people.authors(&case, &review);
        review_log::tell(network, &mut transaction, &case, &mut review, &authors, ReviewNotice::Withdrawn.into(), now).await?;
        review.claim = None;
        review.remind_at = None;
        transaction.save_case_review(id, &review).await?;
        network.commit(transaction).await?;
        Ok(Arc::new(case))
    })
}
