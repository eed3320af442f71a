//! Confirm that what is public still holds.

use crate::{Network, Refusal, UseCaseError, access, review_log, secret};
use chrono::{DateTime, Utc};
use domain::{
    CaseView, Job, Viewer, WorkflowState, clock::local_date, freshness::FreshnessStage, ids::CaseId, permission::Action,
    review::ReviewEventKind,
};
use futures_util::future::BoxFuture;
use mail::ReviewNotice;
use std::sync::Arc;
use storage::Transaction;

/// Vouches for a case for another year. What people are working on stays as it is. The authors are told if it was asked for; who vouches
/// unasked moves a date that nobody waits for yet. On the day on which somebody did so already, or published, there is nothing to move.
///
/// Refused: unauthenticated, not found, forbidden, invalid state (it is not public, or archived).
pub fn confirm<'a>(network: &'a Network, viewer: &'a Viewer, id: CaseId) -> BoxFuture<'a, Result<Arc<CaseView>, UseCaseError>> {
    Box::pin(async move {
        let mut transaction = network.store.begin().await?;
        let case = access::case_for(&mut transaction, viewer, id, Action::Confirm).await?;
        let now = network.clock.now();
        let case = vouch(network, &mut transaction, viewer, case, now).await?;
        network.commit(transaction).await?;
        Ok(Arc::new(case))
    })
}

/// The same by the link in a mail: whoever reads the case's function mailbox holds it. Confirming again by the same link changes nothing.
///
/// Refused: not found (the link is unknown, or of an earlier year), invalid state (the case was archived meanwhile).
pub fn confirm_by_link<'a>(network: &'a Network, token: &'a str) -> BoxFuture<'a, Result<Arc<CaseView>, UseCaseError>> {
    Box::pin(async move {
        let id = network.store.case_by_freshness_hash(&secret::hash(token)).await?.ok_or(Refusal::NotFound)?;
        let mut transaction = network.store.begin().await?;
        let case = transaction.case_for_update(id).await?.ok_or(Refusal::NotFound)?;
        if case.freshness != FreshnessStage::Confirmed || case.archived_at.is_some() {
            let now = network.clock.now();
            vouch(network, &mut transaction, &Viewer::Public, case, now).await?;
            network.commit(transaction).await?;
        } else {
            drop(transaction);
        }
        // Whoever reads the function mailbox sees what everybody sees, not what is being worked on.
        Ok(network.store.published_case(id).await?.ok_or(Refusal::NotFound)?)
    })
}

/// The case that a link from a mail is about, as everybody sees it.
pub fn by_link<'a>(network: &'a Network, token: &'a str) -> BoxFuture<'a, Result<Option<Arc<CaseView>>, UseCaseError>> {
    Box::pin(async move {
        match network.store.case_by_freshness_hash(&secret::hash(token)).await? {
            Some(id) => Ok(network.store.published_case(id).await?),
            None => Ok(None),
        }
    })
}

async fn vouch(
    network: &Network,
    transaction: &mut Transaction,
    viewer: &Viewer,
    case: CaseView,
    now: DateTime<Utc>,
) -> Result<CaseView, UseCaseError> {
    if case.archived_at.is_some() {
        // Also where its next version is written: whoever holds a link is told nothing of that.
        return Err(Refusal::InvalidState { state: WorkflowState::Archived }.into());
    }
    if case.first_published_at.is_none() {
        return Err(Refusal::InvalidState { state: case.state }.into());
    }
    let is_of_today = |at: DateTime<Utc>| local_date(at) == local_date(now);
    if case.freshness == FreshnessStage::Confirmed && case.confirmed_at.is_some_and(is_of_today) {
        return Ok(case);
    }
    transaction.confirm_case(case.id, now).await?;
    network.enqueue(transaction, &Job::IndexCase { case: case.id }, now).await?;
    review_log::write_down(network, transaction, viewer, &case, ReviewEventKind::Confirmed.into(), now).await?;
    if case.freshness != FreshnessStage::Confirmed {
        review_log::tell_authors(network, transaction, &case, ReviewNotice::Confirmed, now).await?;
    }
    Ok(CaseView { confirmed_at: Some(now), freshness: FreshnessStage::Confirmed, ..case })
}
