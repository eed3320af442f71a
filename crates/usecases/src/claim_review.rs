//! Claim the review of a case.

use crate::{
    Network, Refusal, UseCaseError, access,
    rate_limit::{self, Limited},
    review_log::{self, People},
    rights::by_role,
};
use chrono::{DateTime, Utc};
use domain::{
    CaseView, Viewer, WorkflowState,
    ids::{AccountId, CaseId},
    permission::{Action, Relation},
    review::{Hands, ReviewEventKind, reminder_at},
};
use futures_util::future::BoxFuture;
use mail::ReviewNotice;
use std::sync::Arc;
use storage::{CaseReview, Transaction};

/// Notes that the viewer reviews the case from now on. Its authors are told that it is being looked at, not by whom. Claiming what one has
/// claimed changes nothing.
///
/// Refused: unauthenticated, not found, forbidden, invalid state (it was not handed in), claimed by somebody else, four eyes (the viewer had
/// a hand in the text and so will not be able to publish it), rate limited.
pub fn claim<'a>(network: &'a Network, viewer: &'a Viewer, id: CaseId) -> BoxFuture<'a, Result<Arc<CaseView>, UseCaseError>> {
    Box::pin(async move {
        let mut transaction = network.store.begin().await?;
        let (case, mut review) = in_review(&mut transaction, viewer, id, Action::Review).await?;
        let member = access::member(viewer)?;
        match review.claim {
            Some((holder, _)) if holder == member.account => return Ok(Arc::new(case)),
            Some(_) => return Err(Refusal::ClaimedByOther.into()),
            None => {}
        }
        if !hands(&mut transaction, &case, &review).await?.leave_free(member.account) {
            return Err(Refusal::FourEyes.into());
        }
        rate_limit::check(network, Limited::Review, viewer)?;
        let now = network.clock.now();
        hold(&case, &mut review, member.account, now);
        review_log::write_down(network, &mut transaction, viewer, &case, ReviewEventKind::Claimed.into(), now).await?;
        let people = People::read(network, &mut transaction, &[(&case, &review)], now).await?;
        let authors = people.authors(&case, &review);
        review_log::tell(network, &mut transaction, &case, &mut review, &authors, ReviewNotice::Claimed.into(), now).await?;
        transaction.save_case_review(id, &review).await?;
        network.commit(transaction).await?;
        Ok(Arc::new(case))
    })
}

/// Notes that this account reviews the case from now on. Where nobody is to be reminded of it any more, they are: others no longer look after it.
pub(crate) fn hold(case: &CaseView, review: &mut CaseReview, account: AccountId, now: DateTime<Utc>) {
    review.claim = Some((account, now));
    if case.state == WorkflowState::Submitted {
        review.remind_at.get_or_insert_with(|| reminder_at(now));
    }
}

/// Reads a case that is in review, to change who reviews it.
pub(crate) async fn in_review(
    transaction: &mut Transaction,
    viewer: &Viewer,
    id: CaseId,
    action: Action,
) -> Result<(CaseView, CaseReview), UseCaseError> {
    let case = access::case_for(transaction, viewer, id, action).await?;
    if !case.state.is_in_review() {
        return Err(Refusal::InvalidState { state: case.state }.into());
    }
    let review = transaction.case_review(id).await?;
    Ok((case, review))
}

/// Refused, as not claimed, unless it is the viewer who reviews the case.
pub(crate) fn hold_themselves(review: &CaseReview, viewer: &Viewer) -> Result<(), Refusal> {
    let holder: Option<AccountId> = review.claim.map(|(holder, _)| holder);
    if holder == Some(access::member(viewer)?.account) { Ok(()) } else { Err(Refusal::NotClaimed) }
}

/// Who had a hand in the text that is to be decided about.
///
/// Where one of the case's own handed it in, they have read what stood there, and what was saved since counts. Whoever else hands it in, for
/// the agency or from an account that is gone, vouches for nobody: then all counts that was saved since the text that is public. Otherwise two
/// reviewers could publish a text that nobody but them has read, the one by handing in what the other wrote.
pub(crate) async fn hands(transaction: &mut Transaction, case: &CaseView, review: &CaseReview) -> Result<Hands, UseCaseError> {
    let submitted = review.submitted_number.unwrap_or(0);
    let since = if is_of_its_own(transaction, case, review.submitted_by).await? {
        submitted
    } else {
        case.published_revision.unwrap_or(0).min(submitted)
    };
    let editors = transaction.editors_since(case.id, since).await?;
    Ok(Hands { author: case.author, submitted_by: review.submitted_by, editors })
}

/// Whether this account began the case or handed it in last.
pub(crate) fn is_their_own(case: &CaseView, review: &CaseReview, account: AccountId) -> bool {
    let hands = Hands { author: case.author, submitted_by: review.submitted_by, editors: Vec::new() };
    !hands.leave_free(account)
}

/// Whether this account began the case or is of its municipality.
async fn is_of_its_own(transaction: &mut Transaction, case: &CaseView, account: Option<AccountId>) -> Result<bool, UseCaseError> {
    let Some(id) = account else { return Ok(false) };
    let account = transaction.account(id).await?;
    let place = case.content.municipality.as_ref();
    Ok(account.is_some_and(|account| by_role(&account).relations(case.author, place).include(Relation::Own)))
}
