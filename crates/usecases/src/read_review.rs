//! Read how a case came to be what it is: its review, history, conversation and revisions. All of it is for those who see the working copy.

use crate::{Account, Network, UseCaseError, rights::by_role};
use domain::{
    CaseView, Viewer,
    case::{FieldDiff, diff},
    ids::{CaseId, CommentId},
    permission::{Action, Relation},
    reach::Sight,
};
use storage::{CaseReview, ReviewComment, ReviewEvent, RevisionInfo};

/// The working copy, for those who see it.
pub async fn working_copy(network: &Network, viewer: &Viewer, id: CaseId) -> Result<Option<CaseView>, UseCaseError> {
    if viewer.member().is_none() {
        return Ok(None);
    }
    Ok(network.store.working_case(id).await?.filter(|case| case.sight(viewer) == Sight::Working))
}

/// Who reviews the case since when, and when it was handed in.
pub async fn review(network: &Network, viewer: &Viewer, id: CaseId) -> Result<Option<CaseReview>, UseCaseError> {
    match working_copy(network, viewer, id).await? {
        Some(_) => Ok(Some(network.store.case_review(id).await?)),
        None => Ok(None),
    }
}

/// What happened to the case, the first thing first.
pub async fn history(network: &Network, viewer: &Viewer, id: CaseId) -> Result<Option<Vec<ReviewEvent>>, UseCaseError> {
    match working_copy(network, viewer, id).await? {
        Some(_) => Ok(Some(network.store.review_events(id).await?)),
        None => Ok(None),
    }
}

/// The comments on the case, the first one first.
pub async fn comments(network: &Network, viewer: &Viewer, id: CaseId) -> Result<Option<Vec<ReviewComment>>, UseCaseError> {
    match working_copy(network, viewer, id).await? {
        Some(_) => Ok(Some(network.store.review_comments(id).await?)),
        None => Ok(None),
    }
}

/// The comment with this id.
pub async fn comment(network: &Network, viewer: &Viewer, id: CommentId) -> Result<Option<ReviewComment>, UseCaseError> {
    if viewer.member().is_none() {
        return Ok(None);
    }
    let Some(comment) = network.store.review_comment(id).await? else { return Ok(None) };
    Ok(working_copy(network, viewer, comment.case).await?.map(|_| comment))
}

/// All revisions of the case, the first one first.
pub async fn revisions(network: &Network, viewer: &Viewer, id: CaseId) -> Result<Option<Vec<RevisionInfo>>, UseCaseError> {
    match working_copy(network, viewer, id).await? {
        Some(_) => Ok(Some(network.store.revisions(id).await?)),
        None => Ok(None),
    }
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
