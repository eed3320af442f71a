//! Read how a case came to be what it is: its review, history, conversation and revisions. All of it is for those who see the working copy.

use crate::{Account, Network, UseCaseError, rights::by_role};
use domain::{
    CaseView, Viewer,
    case::{FieldDiff, diff},
    ids::{CaseId, CommentId},
    permission::{Action, Relation},
    reach::Sight,
};
use std::collections::HashMap;
use storage::{CaseReview, ReviewComment, ReviewEvent, RevisionInfo};

/// The working copy, for those who see it.
async fn working_copy(network: &Network, viewer: &Viewer, id: CaseId) -> Result<Option<CaseView>, UseCaseError> {
    if viewer.member().is_none() {
        return Ok(None);
    }
    Ok(network.store.working_case(id).await?.filter(|case| case.sight(viewer) == Sight::Working))
}

/// Who reviews these cases since when, and when they were handed in; of those whose working copy the viewer sees.
pub async fn reviews(network: &Network, viewer: &Viewer, ids: &[CaseId]) -> Result<HashMap<CaseId, CaseReview>, UseCaseError> {
    let seen = seen(network, viewer, ids).await?;
    let found = network.store.case_reviews(&seen).await?;
    Ok(of_each(seen, found))
}

/// What happened to these cases, the first thing first; of those whose working copy the viewer sees.
pub async fn histories(network: &Network, viewer: &Viewer, ids: &[CaseId]) -> Result<HashMap<CaseId, Vec<ReviewEvent>>, UseCaseError> {
    let seen = seen(network, viewer, ids).await?;
    let found = network.store.review_events_of(&seen).await?;
    Ok(of_each(seen, found))
}

/// The comments on these cases, the first one first; of those whose working copy the viewer sees.
pub async fn comments(network: &Network, viewer: &Viewer, ids: &[CaseId]) -> Result<HashMap<CaseId, Vec<ReviewComment>>, UseCaseError> {
    let seen = seen(network, viewer, ids).await?;
    let found = network.store.review_comments_of(&seen).await?;
    Ok(of_each(seen, found))
}

/// All revisions of these cases, the first one first; of those whose working copy the viewer sees.
pub async fn revisions(network: &Network, viewer: &Viewer, ids: &[CaseId]) -> Result<HashMap<CaseId, Vec<RevisionInfo>>, UseCaseError> {
    let seen = seen(network, viewer, ids).await?;
    let found = network.store.revisions_of(&seen).await?;
    Ok(of_each(seen, found))
}

/// Those of these cases whose working copy the viewer sees.
async fn seen(network: &Network, viewer: &Viewer, ids: &[CaseId]) -> Result<Vec<CaseId>, UseCaseError> {
    if viewer.member().is_none() {
        return Ok(Vec::new());
    }
    let working = network.store.working_cases(ids).await?.into_iter().filter(|case| case.sight(viewer) == Sight::Working);
    Ok(working.map(|case| case.id).collect())
}

/// What was found of each case; the empty one where nothing was.
fn of_each<T: Default>(cases: Vec<CaseId>, mut found: HashMap<CaseId, T>) -> HashMap<CaseId, T> {
    cases.into_iter().map(|case| (case, found.remove(&case).unwrap_or_default())).collect()
}

/// The comment with this id.
pub async fn comment(network: &Network, viewer: &Viewer, id: CommentId) -> Result<Option<ReviewComment>, UseCaseError> {
    if viewer.member().is_none() {
        return Ok(None);
    }
    let Some(comment) = network.store.review_comment(id).await? else { return Ok(None) };
    Ok(working_copy(network, viewer, comment.case).await?.map(|_| comment))
}

/// In which fields two revisions differ; nothing where there is no such revision.
pub async fn revision_diff(
    network: &Network,
    viewer: &Viewer,
    id: CaseId,
    from: i32,
    to: i32,
) -> Result<Option<Vec<FieldDiff>>, UseCaseError> {
    if working_copy(network, viewer, id).await?.is_none() {
        return Ok(None);
    }
    let old = network.store.revision(id, from).await?;
    let new = network.store.revision(id, to).await?;
    Ok(old.zip(new).map(|(old, new)| diff(&old, &new)))
}

/// The people to whom a review can be handed over, for those who review.
pub async fn reviewers(network: &Network, viewer: &Viewer) -> Result<Vec<Account>, UseCaseError> {
    if !viewer.member().is_some_and(|member| member.may(Action::Review, Relation::Foreign)) {
        return Ok(Vec::new());
    }
    let accounts = network.store.accounts().await?.into_iter().filter(|account| account.disabled_at.is_none());
    Ok(accounts.filter(|account| by_role(account).may(Action::Review, Relation::Foreign)).collect())
}
