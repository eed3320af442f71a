//! Read how a case came to be what it is: its review, history, conversation and revisions. All of it is for those who see the working copy,
//! but for revisions that were never more than drafts: they are for those who may read drafts.

use crate::{Account, Network, UseCaseError, read_case::working_copies, rights::by_role};
use domain::{
    CaseContent, CaseView, Viewer,
    case::{FieldDiff, diff},
    ids::{CaseId, CommentId},
    permission::{Action, Relation},
    review,
};
use futures_util::future::BoxFuture;
use std::{
    collections::{HashMap, HashSet},
    ops::Range,
    sync::Arc,
};
use storage::{CaseReview, ReviewComment, ReviewEvent, RevisionInfo};

/// Who reviews these cases since when, and when they were handed in; of those whose working copy the viewer sees.
pub fn reviews<'a>(
    network: &'a Network,
    viewer: &'a Viewer,
    ids: &'a [CaseId],
) -> BoxFuture<'a, Result<HashMap<CaseId, CaseReview>, UseCaseError>> {
    Box::pin(async move {
        let seen = seen(network, viewer, ids).await?;
        let found = network.store.case_reviews(&seen).await?;
        Ok(of_each(seen, found))
    })
}

/// Who reviews these cases, for those who review: nobody else is told who they are. Without those that nobody has claimed.
pub fn holders<'a>(
    network: &'a Network,
    viewer: &'a Viewer,
    ids: &'a [CaseId],
) -> BoxFuture<'a, Result<HashMap<CaseId, Account>, UseCaseError>> {
    Box::pin(async move {
        if !sees_reviewers(viewer) {
            return Ok(HashMap::new());
        }
        let claimed = reviews(network, viewer, ids).await?.into_iter().filter_map(|(case, review)| Some((case, review.claim?.0)));
        let claimed: Vec<_> = claimed.collect();
        let holders: HashSet<_> = claimed.iter().map(|(_, holder)| *holder).collect();
        let accounts = network.store.accounts_with_ids(&holders.into_iter().collect::<Vec<_>>()).await?;
        let accounts: HashMap<_, _> = accounts.into_iter().map(|account| (account.id, account)).collect();
        Ok(claimed.into_iter().filter_map(|(case, holder)| Some((case, accounts.get(&holder)?.clone()))).collect())
    })
}

/// What happened to these cases, the first thing first; of those whose working copy the viewer sees.
pub fn histories<'a>(
    network: &'a Network,
    viewer: &'a Viewer,
    ids: &'a [CaseId],
) -> BoxFuture<'a, Result<HashMap<CaseId, Vec<ReviewEvent>>, UseCaseError>> {
    Box::pin(async move {
        let seen = seen(network, viewer, ids).await?;
        let found = network.store.review_events_of(&seen).await?;
        Ok(of_each(seen, found))
    })
}

/// The comments on these cases, the first one first; of those whose working copy the viewer sees.
pub fn comments<'a>(
    network: &'a Network,
    viewer: &'a Viewer,
    ids: &'a [CaseId],
) -> BoxFuture<'a, Result<HashMap<CaseId, Vec<ReviewComment>>, UseCaseError>> {
    Box::pin(async move {
        let seen = seen(network, viewer, ids).await?;
        let found = network.store.review_comments_of(&seen).await?;
        Ok(of_each(seen, found))
    })
}

/// The revisions of these cases that the viewer may read, the first one first; of those whose working copy they see.
pub fn revisions<'a>(
    network: &'a Network,
    viewer: &'a Viewer,
    ids: &'a [CaseId],
) -> BoxFuture<'a, Result<HashMap<CaseId, Vec<RevisionInfo>>, UseCaseError>> {
    Box::pin(async move {
        let cases = working_copies(network, viewer, ids).await?;
        let hidden = hidden_drafts(network, viewer, &cases).await?;
        let seen: Vec<_> = cases.into_keys().collect();
        let mut found = network.store.revisions_of(&seen).await?;
        for (case, revisions) in &mut found {
            revisions.retain(|revision| !is_among(&hidden, *case, revision.number));
        }
        Ok(of_each(seen, found))
    })
}

/// Those of these cases whose working copy the viewer sees.
async fn seen(network: &Network, viewer: &Viewer, ids: &[CaseId]) -> Result<Vec<CaseId>, UseCaseError> {
    Ok(working_copies(network, viewer, ids).await?.into_keys().collect())
}

/// The revisions of each of these cases that are drafts which the viewer may not read, though they see what became of them.
async fn hidden_drafts(
    network: &Network,
    viewer: &Viewer,
    cases: &HashMap<CaseId, Arc<CaseView>>,
) -> Result<HashMap<CaseId, Vec<Range<i32>>>, UseCaseError> {
    let hiding: Vec<_> = cases.values().filter(|case| !case.may(viewer, Action::ReadDraft)).map(|case| case.id).collect();
    let histories = network.store.review_events_of(&hiding).await?;
    Ok(histories.into_iter().map(|(case, history)| (case, drafts(&history))).collect())
}

/// Which revisions are drafts of those whose case it is, by what happened to it.
pub(crate) fn drafts(history: &[ReviewEvent]) -> Vec<Range<i32>> {
    review::drafts(history.iter().map(|event| (event.kind, event.revision)))
}

fn is_among(hidden: &HashMap<CaseId, Vec<Range<i32>>>, case: CaseId, number: i32) -> bool {
    hidden.get(&case).is_some_and(|drafts| drafts.iter().any(|some| some.contains(&number)))
}

/// What was found of each case; the empty one where nothing was.
fn of_each<T: Default>(cases: Vec<CaseId>, mut found: HashMap<CaseId, T>) -> HashMap<CaseId, T> {
    cases.into_iter().map(|case| (case, found.remove(&case).unwrap_or_default())).collect()
}

/// The comment with this id.
pub fn comment<'a>(network: &'a Network, viewer: &'a Viewer, id: CommentId) -> BoxFuture<'a, Result<Option<ReviewComment>, UseCaseError>> {
    Box::pin(async move {
        if viewer.member().is_none() {
            return Ok(None);
        }
        let Some(comment) = network.store.review_comment(id).await? else { return Ok(None) };
        let is_seen = !seen(network, viewer, &[comment.case]).await?.is_empty();
        Ok(is_seen.then_some(comment))
    })
}

/// Two revisions of a case, to be compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Comparison {
    /// The case.
    pub case: CaseId,
    /// The number of the older revision.
    pub from: i32,
    /// The number of the newer revision.
    pub to: i32,
}

/// What cases say in revisions of these numbers.
type Contents = HashMap<(CaseId, i32), CaseContent>;

/// What revisions say, each by its case and number; of cases whose working copy the viewer sees, and without those that are not there for
/// them.
pub fn revision_contents<'a>(
    network: &'a Network,
    viewer: &'a Viewer,
    revisions: &'a [(CaseId, i32)],
) -> BoxFuture<'a, Result<Contents, UseCaseError>> {
    Box::pin(async move {
        let cases: HashSet<_> = revisions.iter().map(|(case, _)| *case).collect();
        let cases = working_copies(network, viewer, &cases.into_iter().collect::<Vec<_>>()).await?;
        let hidden = hidden_drafts(network, viewer, &cases).await?;
        let is_shown = |case: CaseId, number: i32| cases.contains_key(&case) && !is_among(&hidden, case, number);
        // The same revision may be named twice: it is read once.
        let shown: HashSet<_> = revisions.iter().copied().filter(|(case, number)| is_shown(*case, *number)).collect();
        Ok(network.store.contents_of(&shown.into_iter().collect::<Vec<_>>()).await?)
    })
}

/// In which fields revisions differ; of cases whose working copy the viewer sees, and without what names a revision that is not there.
pub fn revision_diffs<'a>(
    network: &'a Network,
    viewer: &'a Viewer,
    comparisons: &'a [Comparison],
) -> BoxFuture<'a, Result<HashMap<Comparison, Vec<FieldDiff>>, UseCaseError>> {
    Box::pin(async move {
        let revisions: Vec<_> = comparisons.iter().flat_map(|one| [(one.case, one.from), (one.case, one.to)]).collect();
        let contents = revision_contents(network, viewer, &revisions).await?;
        let compared = |one: &Comparison| {
            let old = contents.get(&(one.case, one.from))?;
            let new = contents.get(&(one.case, one.to))?;
            Some((*one, diff(old, new)))
        };
        Ok(comparisons.iter().filter_map(compared).collect())
    })
}

/// The people to whom a review can be handed over, for those who review.
pub fn reviewers<'a>(network: &'a Network, viewer: &'a Viewer) -> BoxFuture<'a, Result<Vec<Account>, UseCaseError>> {
    Box::pin(async move {
        if !sees_reviewers(viewer) {
            return Ok(Vec::new());
        }
        let accounts = network.store.accounts().await?.into_iter().filter(|account| account.disabled_at.is_none());
        Ok(accounts.filter(|account| by_role(account).may(Action::Review, Relation::Foreign)).collect())
    })
}

/// Those who review see each other.
fn sees_reviewers(viewer: &Viewer) -> bool {
    viewer.member().is_some_and(|member| member.may(Action::Review, Relation::Foreign))
}
