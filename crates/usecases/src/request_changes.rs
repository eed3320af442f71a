//! Give a case back, with a reason.

use crate::{
    Network, Refusal, UseCaseError, access, claim_review,
    rate_limit::{self, Limited},
    review_log::{self, Happened, People, Told},
};
use domain::{
    CaseView, Rule, Viewer, Violation,
    ids::CaseId,
    permission::Action,
    review::{ReviewEventKind, TEXT_MAX},
    workflow::Step,
};
use futures_util::future::BoxFuture;
use mail::ReviewNotice;
use std::sync::Arc;
use storage::Transaction;

/// Asks those who wrote the case for changes. Whoever does so with an unclaimed case claims it: it comes back to them, unless they began or
/// handed it in themselves and so would keep it from everybody who could decide. Asking once more in the same words, as by a second click, changes
/// nothing.
///
/// Refused: unauthenticated, not found, forbidden, invalid state, invalid (no reason, or too long a one), claimed by somebody else, conflict
/// (the case changed since it was at `version`: the reason may be mended already), rate limited.
pub fn request_changes<'a>(
    network: &'a Network,
    viewer: &'a Viewer,
    id: CaseId,
    reason: &'a str,
    version: i32,
) -> BoxFuture<'a, Result<Arc<CaseView>, UseCaseError>> {
    Box::pin(async move {
        let mut transaction = network.store.begin().await?;
        let (mut case, next) = match access::case_for_step(&mut transaction, viewer, id, Step::RequestChanges).await {
            Err(refusal @ UseCaseError::Refused(Refusal::InvalidState { .. })) => {
                let case = access::case_for(&mut transaction, viewer, id, Action::Review).await?;
                return if was_asked(&mut transaction, viewer, id, reason).await? { Ok(Arc::new(case)) } else { Err(refusal) };
            }
            found => found?,
        };
        let reason = words("reason", reason)?;
        let mut review = transaction.case_review(id).await?;
        let member = access::member(viewer)?;
        if review.claim.is_some_and(|(holder, _)| holder != member.account) {
            return Err(Refusal::ClaimedByOther.into());
        }
        access::at_version(case.version, version)?;
        rate_limit::check(network, Limited::Review, viewer)?;
        let now = network.clock.now();
        if !claim_review::is_their_own(&case, &review, member.account) {
            review.claim.get_or_insert((member.account, now));
        }
        review.remind_at = None;
        transaction.set_state(id, next, now).await?;
        case.state = next;
        case.version += 1;
        let happened = Happened { kind: ReviewEventKind::ChangesRequested, reason: Some(reason), checklist: &[] };
        review_log::write_down(network, &mut transaction, viewer, &case, happened, now).await?;
        let people = People::read(network, &mut transaction, &[(&case, &review)], now).await?;
        let authors = people.authors(&case, &review);
        let told = Told { words: Some(reason), ..ReviewNotice::ChangesRequested.into() };
        review_log::tell(network, &mut transaction, &case, &mut review, &authors, told, now).await?;
        transaction.save_case_review(id, &review).await?;
        network.commit(transaction).await?;
        Ok(Arc::new(case))
    })
}

/// Whether the last thing that happened to the case is that the viewer asked for changes in these words.
async fn was_asked(transaction: &mut Transaction, viewer: &Viewer, id: CaseId, reason: &str) -> Result<bool, UseCaseError> {
    let account = access::member(viewer)?.account;
    let latest = transaction.review_events(id).await?.pop();
    Ok(latest.is_some_and(|event| {
        let is_theirs = event.kind == ReviewEventKind::ChangesRequested && event.actor == Some(account);
        is_theirs && event.reason.as_deref() == Some(reason.trim())
    }))
}

/// Words that people write to each other: some, and not too many.
pub(crate) fn words<'a>(field: &str, text: &'a str) -> Result<&'a str, Refusal> {
    let text = text.trim();
    let given = text.chars().count();
    let rule = match given {
        0 => Rule::Required,
        1..=TEXT_MAX => return Ok(text),
        _ => Rule::TooLong { max: TEXT_MAX, given },
    };
    Err(Refusal::Invalid(vec![Violation::new(field, rule)]))
}
