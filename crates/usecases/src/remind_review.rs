//! Remind those who review that a submission waits.

use crate::{
    Network, UseCaseError, access,
    review_log::{self, People},
};
use domain::{Viewer, WorkflowState, ids::CaseId};
use mail::ReviewNotice;
use serde_json::json;

/// Tells whoever claimed the review, or everybody who reviews, that the case waits; once for each submission. Does nothing where that is not
/// due (any more): the mark is taken away in the transaction that writes the mails, so two workers remind once.
pub async fn remind(network: &Network, id: CaseId) -> Result<(), UseCaseError> {
    let mut transaction = network.store.begin().await?;
    let Some(case) = transaction.case_for_update(id).await? else { return Ok(()) };
    let mut review = transaction.case_review(id).await?;
    let now = network.clock.now();
    if review.remind_at.is_none_or(|at| at > now) {
        return Ok(());
    }
    review.remind_at = None;
    if case.state == WorkflowState::Submitted {
        let people = People::read(&mut transaction, now).await?;
        let reviewers = people.reviewers(&case, &review);
        review_log::tell(network, &mut transaction, &case, &mut review, &reviewers, ReviewNotice::Waiting.into(), now).await?;
        let detail = json!({ "mails": reviewers.len() });
        access::audit(network, &mut transaction, &Viewer::Public, "case.review_reminded", id, detail, now).await?;
    }
    transaction.save_case_review(id, &review).await?;
    network.commit(transaction).await?;
    Ok(())
}
