//! Archive a case.

use crate::{
    Network, UseCaseError, access,
    review_log::{self, People},
};
use chrono::{DateTime, Utc};
use domain::{CaseView, Job, Viewer, ids::CaseId, review::ReviewEventKind, workflow::Step};
use futures_util::future::BoxFuture;
use mail::ReviewNotice;
use std::sync::Arc;
use storage::Transaction;

/// Takes a case out of lists, search and digests. What was public stays readable at its address, with a banner.
///
/// Archiving what is archived already changes nothing. Refused: unauthenticated, not found, forbidden.
pub fn archive<'a>(network: &'a Network, viewer: &'a Viewer, id: CaseId) -> BoxFuture<'a, Result<Arc<CaseView>, UseCaseError>> {
    Box::pin(async move {
        let mut transaction = network.store.begin().await?;
        let (case, next) = access::case_for_step(&mut transaction, viewer, id, Step::Archive).await?;
        if case.state == next {
            return Ok(Arc::new(case));
        }
        let now = network.clock.now();
        let case = put_away(network, &mut transaction, viewer, &case, now).await?;
        network.commit(transaction).await?;
        Ok(Arc::new(case))
    })
}

/// Archives a case that was read for update, with all that follows. `viewer` is the public where the system does it by itself.
pub(crate) async fn put_away(
    network: &Network,
    transaction: &mut Transaction,
    viewer: &Viewer,
    case: &CaseView,
    now: DateTime<Utc>,
) -> Result<CaseView, UseCaseError> {
    let id = case.id;
    let mut review = transaction.case_review(id).await?;
    let people = People::read(network, transaction, &[(case, &review)], now).await?;
    // While the case is still in review: whoever reviews it will not see a draft that was archived.
    let by = viewer.member().map(|member| member.account);
    let holder = people.holder(case, &review).filter(|holder| case.state.is_in_review() && Some(holder.id) != by);
    review_log::tell(network, transaction, case, &mut review, holder.as_slice(), ReviewNotice::ReviewEnded.into(), now).await?;
    let case = transaction.archive(id, now).await?;
    network.enqueue(transaction, &Job::IndexCase { case: id }, now).await?;
    review_log::write_down(network, transaction, viewer, &case, ReviewEventKind::Archived.into(), now).await?;
    let authors = people.authors(&case, &review);
    review_log::tell(network, transaction, &case, &mut review, &authors, ReviewNotice::Archived.into(), now).await?;
    review.claim = None;
    review.remind_at = None;
    transaction.save_case_review(id, &review).await?;
    Ok(case)
}
