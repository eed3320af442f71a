//! Let a review go.

use crate::{
    Network, UseCaseError, claim_review,
    review_log::{self, People},
};
use chrono::{DateTime, Utc};
use domain::{
    CaseView, Viewer, WorkflowState,
    ids::{AccountId, CaseId},
    permission::Action,
    review::{ReviewEventKind, reminder_at},
};
use futures_util::future::BoxFuture;
use mail::ReviewNotice;
use std::sync::Arc;
use storage::{CaseReview, Transaction};

/// Ends the viewer's own claim, so that others may review the case; they are told of it as of a new submission. Letting go of what nobody has
/// claimed changes nothing.
///
/// Refused: unauthenticated, not found, forbidden, invalid state, not claimed (but by somebody else).
pub fn release<'a>(network: &'a Network, viewer: &'a Viewer, id: CaseId) -> BoxFuture<'a, Result<Arc<CaseView>, UseCaseError>> {
    Box::pin(async move {
        let mut transaction = network.store.begin().await?;
        let (case, mut review) = claim_review::in_review(&mut transaction, viewer, id, Action::Review).await?;
        if review.claim.is_none() {
            return Ok(Arc::new(case));
        }
        claim_review::hold_themselves(&review, viewer)?;
        let now = network.clock.now();
        let holder: Vec<_> = review.claim.iter().map(|(holder, _)| *holder).collect();
        review_log::write_down(network, &mut transaction, viewer, &case, ReviewEventKind::Released.into(), now).await?;
        let people = People::read(network, &mut transaction, &[(&case, &review)], now).await?;
        wait_again(network, &mut transaction, &people, &case, &mut review, &holder, now).await?;
        transaction.save_case_review(id, &review).await?;
        network.commit(transaction).await?;
        Ok(Arc::new(case))
    })
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
    let released = transaction.release_claims_of(account).await?;
    if released.is_empty() {
        return Ok(());
    }
    let mut reviews = Vec::with_capacity(released.len());
    for case in &released {
        reviews.push(transaction.case_review(case.id).await?);
    }
    let around: Vec<_> = released.iter().zip(&reviews).collect();
    let people = People::read(network, transaction, &around, now).await?;
    let but: Vec<_> = viewer.member().map(|member| member.account).into_iter().chain([account]).collect();
    for (case, mut review) in released.iter().zip(reviews) {
        review_log::write_down(network, transaction, viewer, case, kind.into(), now).await?;
        wait_again(network, transaction, &people, case, &mut review, &but, now).await?;
        transaction.save_case_review(case.id, &review).await?;
    }
    Ok(())
}

/// Nobody reviews the case any more. A submission that is not decided is then as a new one, or it would be forgotten: its authors learn that it
/// waits, those who review that it is anybody's, except `but`, who know; and the time to the reminder begins anew. The caller saves the review.
pub(crate) async fn wait_again(
    network: &Network,
    transaction: &mut Transaction,
    people: &People,
    case: &CaseView,
    review: &mut CaseReview,
    but: &[AccountId],
    now: DateTime<Utc>,
) -> Result<(), UseCaseError> {
    review.claim = None;
    if case.state != WorkflowState::Submitted {
        return Ok(());
    }
    review.remind_at = Some(reminder_at(now));
    let authors = people.authors(case, review);
    review_log::tell(network, transaction, case, review, &authors, ReviewNotice::WaitsAgain.into(), now).await?;
    let but: Vec<_> = but.iter().copied().chain(authors.iter().map(|author| author.id)).collect();
    let reviewers = people.all_reviewers(case, &but);
    review_log::tell(network, transaction, case, review, &reviewers, ReviewNotice::ToReview.into(), now).await
}
