//! Hand a case in for review.

use crate::{
    Network, Refusal, UseCaseError, access,
    rate_limit::{self, Limited},
    review_log::{self, People},
};
use domain::{
    CaseView, Viewer,
    case::Stage,
    ids::CaseId,
    review::{ReviewEventKind, reminder_at},
    workflow::{Step, WorkflowState},
};
use futures_util::future::BoxFuture;
use mail::ReviewNotice;
use std::sync::Arc;

/// Hands the working copy in, so that reviewers see it; also again, after changes were asked for. Handing in what is handed in already
/// changes nothing. Authors are told by mail, and so is whoever reviewed it before.
///
/// Refused: unauthenticated, not found, forbidden, invalid state, conflict (the case changed since it was at `version`), invalid (what the
/// format needs for a submission is missing), rate limited.
pub fn submit<'a>(
    network: &'a Network,
    viewer: &'a Viewer,
    id: CaseId,
    version: i32,
) -> BoxFuture<'a, Result<Arc<CaseView>, UseCaseError>> {
    Box::pin(async move {
        let mut transaction = network.store.begin().await?;
        let (mut case, next) = access::case_for_step(&mut transaction, viewer, id, Step::Submit).await?;
        if case.state == next {
            return Ok(Arc::new(case));
        }
        access::at_version(case.version, version)?;
        let violations = case.content.check(Stage::Submission);
        if !violations.is_empty() {
            return Err(Refusal::Invalid(violations).into());
        }
        rate_limit::check(network, Limited::Review, viewer)?;
        let now = network.clock.now();
        let again = case.state == WorkflowState::ChangesRequested;
        transaction.set_state(id, next, now).await?;
        case.state = next;
        case.version += 1;
        let mut review = transaction.case_review(id).await?;
        review.submitted_at = Some(now);
        review.submitted_by = viewer.member().map(|member| member.account);
        review.submitted_number = Some(case.revision);
        review.remind_at = Some(reminder_at(now));
        let people = People::read(network, &mut transaction, &[(&case, &review)], now).await?;
        // Nobody waits for whoever does not review any more.
        if people.holder(&case, &review).is_none() {
            review.claim = None;
        }
        let (kind, notice) = if again {
            (ReviewEventKind::Resubmitted, ReviewNotice::Resubmitted)
        } else {
            (ReviewEventKind::Submitted, ReviewNotice::Submitted)
        };
        review_log::write_down(network, &mut transaction, viewer, &case, kind.into(), now).await?;
        let authors = people.authors(&case, &review);
        review_log::tell(network, &mut transaction, &case, &mut review, &authors, notice.into(), now).await?;
        // Whoever reviews it is told; where nobody does yet, everybody who may, at once: a few cases come in a week, and one that nobody has
        // noticed waits for days. Whoever hands it in does not review it and has the other mail.
        let mut reviewers = people.reviewers(&case, &review);
        reviewers.retain(|account| authors.iter().all(|author| author.id != account.id));
        let notice = if review.claim.is_some() { ReviewNotice::ReviewAgain } else { ReviewNotice::ToReview };
        review_log::tell(network, &mut transaction, &case, &mut review, &reviewers, notice.into(), now).await?;
        transaction.save_case_review(id, &review).await?;
        network.commit(transaction).await?;
        Ok(Arc::new(case))
    })
}
