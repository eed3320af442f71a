//! Publish a case.

use crate::{
    Network, Refusal, UseCaseError, access, claim_review,
    review_log::{self, Happened, People},
};
use domain::{
    CaseView, Job, Viewer,
    case::Stage,
    ids::CaseId,
    review::{Checklist, ChecklistItem, ReviewEventKind},
    workflow::{Step, WorkflowState},
};
use futures_util::future::BoxFuture;
use mail::ReviewNotice;
use std::sync::Arc;
use storage::{CaseReview, Transaction};

/// Makes the working copy public. Lists show it at once, the search within a second, digests with their next period.
///
/// Whoever publishes has claimed the review, or nobody has: then publishing claims and decides in one step. They vouch for every point of
/// the checklist, which the history keeps, and had no hand in the text (four eyes), of whatever role they are. They publish what they read:
/// if the case changed since it was at `version`, it is refused as a conflict.
///
/// An archived case is published again with the text that was public; a newer one has to be handed in first.
///
/// Publishing what is public already changes nothing. Refused: unauthenticated, not found, forbidden, invalid state (it was not handed in),
/// conflict, four eyes, claimed by somebody else, checklist incomplete, invalid (what the format needs for an approval is missing).
pub fn publish<'a>(
    network: &'a Network,
    viewer: &'a Viewer,
    id: CaseId,
    checklist: &'a Checklist,
    version: i32,
) -> BoxFuture<'a, Result<Arc<CaseView>, UseCaseError>> {
    Box::pin(async move { publish_as(network, viewer, id, checklist, version, Weight::Slight).await })
}

/// How much a next version of a public case changes, by the judgement of whoever publishes it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Weight {
    /// Corrections and the like: nobody is told.
    Slight,
    /// A substantial new version: those are told whose digests it fits. The first publication is always told and needs no such word.
    Substantial,
}

/// The same, where whoever publishes says how much the next version changes.
pub fn publish_as<'a>(
    network: &'a Network,
    viewer: &'a Viewer,
    id: CaseId,
    checklist: &'a Checklist,
    version: i32,
    weight: Weight,
) -> BoxFuture<'a, Result<Arc<CaseView>, UseCaseError>> {
    Box::pin(async move {
        let mut transaction = network.store.begin().await?;
        let (case, next) = access::case_for_step(&mut transaction, viewer, id, Step::Publish).await?;
        if case.state == next {
            return Ok(Arc::new(case));
        }
        debug_assert_eq!(next, WorkflowState::Published);
        if case.state == WorkflowState::Archived && !case.shows_public_text() {
            // Its text was never handed in: it was put away as a draft, or while a next version was written.
            return Err(Refusal::InvalidState { state: case.state }.into());
        }
        let mut review = transaction.case_review(id).await?;
        may_decide(&mut transaction, viewer, &case, &review).await?;
        access::at_version(case.version, version)?;
        let missing = checklist.missing();
        if !missing.is_empty() {
            return Err(Refusal::ChecklistIncomplete(missing).into());
        }
        let violations = case.content.check(Stage::Approval);
        if !violations.is_empty() {
            return Err(Refusal::Invalid(violations).into());
        }
        let now = network.clock.now();
        let was_public = case.first_published_at.is_some();
        let mut case = transaction.publish(id, now, case.first_published_at.unwrap_or(now)).await?;
        if was_public && weight == Weight::Substantial {
            transaction.mark_renewed(id, now).await?;
            case.renewed_at = Some(now);
        }
        network.enqueue(&mut transaction, &Job::IndexCase { case: id }, now).await?;
        let happened = Happened { kind: ReviewEventKind::Published, reason: None, checklist: ChecklistItem::ALL };
        review_log::write_down(network, &mut transaction, viewer, &case, happened, now).await?;
        let people = People::read(network, &mut transaction, &[(&case, &review)], now).await?;
        let authors = people.authors(&case, &review);
        review_log::tell(network, &mut transaction, &case, &mut review, &authors, ReviewNotice::Published.into(), now).await?;
        review.claim = None;
        review.remind_at = None;
        transaction.save_case_review(id, &review).await?;
        network.commit(transaction).await?;
        Ok(Arc::new(case))
    })
}

async fn may_decide(transaction: &mut Transaction, viewer: &Viewer, case: &CaseView, review: &CaseReview) -> Result<(), UseCaseError> {
    let account = access::member(viewer)?.account;
    if !claim_review::hands(transaction, case, review).await?.leave_free(account) {
        return Err(Refusal::FourEyes.into());
    }
    match review.claim {
        Some((holder, _)) if holder != account => Err(Refusal::ClaimedByOther.into()),
        Some(_) | None => Ok(()),
    }
}
