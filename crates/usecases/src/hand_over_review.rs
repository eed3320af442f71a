//! Hand a review over to a colleague.

use crate::{
    Network, Refusal, UseCaseError, access, claim_review,
    rate_limit::{self, Limited},
    review_log::{self, People},
};
use domain::{
    CaseView, Rule, Viewer, Violation,
    ids::{AccountId, CaseId},
    permission::Action,
    review::ReviewEventKind,
};
use futures_util::future::BoxFuture;
use mail::ReviewNotice;
use std::sync::Arc;

/// Makes somebody else the one who reviews the case, and tells them so. Its authors are told that it is somebody else, not who. Whoever is to
/// have it and has it already keeps it.
///
/// Refused: unauthenticated, not found, forbidden, invalid state, not claimed, invalid (the other does not review), four eyes (the other had
/// a hand in the text), rate limited.
pub fn hand_over<'a>(
    network: &'a Network,
    viewer: &'a Viewer,
    id: CaseId,
    to: Option<AccountId>,
) -> BoxFuture<'a, Result<Arc<CaseView>, UseCaseError>> {
    Box::pin(async move {
        access::member(viewer)?;
        let mut transaction = network.store.begin().await?;
        if let Some(to) = to {
            // Before the case, for which whoever erases the account may wait. Who is gone by then is not found among those who review.
            transaction.hold_account(to).await?;
        }
        let (case, mut review) = claim_review::in_review(&mut transaction, viewer, id, Action::Review).await?;
        // As by a second click, which is no longer made by whoever reviews.
        if to.is_some() && review.claim.map(|(holder, _)| holder) == to {
            return Ok(Arc::new(case));
        }
        claim_review::hold_themselves(&review, viewer)?;
        let now = network.clock.now();
        let people = People::read(network, &mut transaction, &[(&case, &review)], now).await?;
        let Some(colleague) = to.and_then(|to| people.reviewer(to)) else {
            let rule = Rule::Unknown { list: "Redaktion", given: to.map(|to| to.to_string()).unwrap_or_default() };
            return Err(Refusal::Invalid(vec![Violation::new("to", rule)]).into());
        };
        if !claim_review::hands(&mut transaction, &case, &review).await?.leave_free(colleague.id) {
            return Err(Refusal::FourEyes.into());
        }
        rate_limit::check(network, Limited::Review, viewer)?;
        claim_review::hold(&case, &mut review, colleague.id, now);
        review_log::write_down(network, &mut transaction, viewer, &case, ReviewEventKind::HandedOver.into(), now).await?;
        let told = ReviewNotice::ReviewHandedOver.into();
        review_log::tell(network, &mut transaction, &case, &mut review, &[colleague], told, now).await?;
        let authors = people.authors(&case, &review);
        review_log::tell(network, &mut transaction, &case, &mut review, &authors, ReviewNotice::TakenOver.into(), now).await?;
        transaction.save_case_review(id, &review).await?;
        network.commit(transaction).await?;
        Ok(Arc::new(case))
    })
}
