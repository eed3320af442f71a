//! Remind those who review that a submission waits.

use crate::{
    Network, UseCaseError, access,
    review_log::{self, People},
};
use chrono::{DateTime, Utc};
use domain::{Viewer, WorkflowState, ids::CaseId, review::REMINDER_WORKING_DAYS, working_days};
use futures_util::future::BoxFuture;
use mail::ReviewNotice;
use serde_json::json;
use storage::CaseReview;

/// Tells everybody who reviews that the case waits, once for each submission. If somebody has claimed the review, it is them who are told, and
/// everybody when they have not decided after twice the time: whoever is ill or has gone decides nothing. Does nothing where a reminder is
/// not due (any more): the mark is moved in the transaction that writes the mails, so two workers remind once.
pub fn remind(network: &Network, id: CaseId) -> BoxFuture<'_, Result<(), UseCaseError>> {
    Box::pin(async move {
        let mut transaction = network.store.begin().await?;
        let Some(case) = transaction.case_for_update(id).await? else { return Ok(()) };
        let mut review = transaction.case_review(id).await?;
        let now = network.clock.now();
        if review.remind_at.is_none_or(|at| at > now) {
            return Ok(());
        }
        review.remind_at = None;
        if case.state == WorkflowState::Submitted {
            let people = People::read(network, &mut transaction, &[(&case, &review)], now).await?;
            let mut reviewers = people.reviewers(&case, &review);
            if let Some(holder) = people.holder(&case, &review) {
                let last = last_reminder(&review);
                if last.is_some_and(|at| at <= now) {
                    reviewers.extend(people.all_reviewers(&case, &[holder.id]));
                } else {
                    review.remind_at = last;
                }
            }
            review_log::tell(network, &mut transaction, &case, &mut review, &reviewers, ReviewNotice::Waiting.into(), now).await?;
            let detail = json!({ "mails": reviewers.len() });
            access::audit(network, &mut transaction, &Viewer::Public, "case.review_reminded", id, detail, now).await?;
        }
        transaction.save_case_review(id, &review).await?;
        network.commit(transaction).await?;
        Ok(())
    })
}

/// When everybody is told of a submission that somebody has claimed: after twice the time in which they could have decided.
fn last_reminder(review: &CaseReview) -> Option<DateTime<Utc>> {
    let (_, claimed_at) = review.claim?;
    let since = review.submitted_at.map_or(claimed_at, |submitted_at| submitted_at.max(claimed_at));
    Some(working_days::after(since, 2 * REMINDER_WORKING_DAYS))
}
