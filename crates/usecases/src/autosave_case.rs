//! Keep what somebody has not finished writing.

use crate::{Network, UseCaseError, access, update_case};
use chrono::TimeDelta;
use domain::{
    CaseContent, CaseView, Viewer,
    ids::{CaseId, RevisionId},
};
use futures_util::future::BoxFuture;
use serde_json::json;
use std::sync::Arc;

/// For how long after an autosave the next one of the same account takes its place. Whoever goes on writing has one unfinished revision, and
/// whoever comes back after a break leaves what they had before it.
const ONE_SITTING: TimeDelta = TimeDelta::minutes(30);

/// Applies `change` to the working copy without asking whether texts are too long: what is unfinished may be anything that the format can
/// say. Nothing is lost and nothing floods: successive autosaves of one account within a sitting are one revision, which an update, a
/// submission or somebody else's change keeps as it is. The audit log has each of them: it says who changed what when, and a replaced text
/// was a change as well.
///
/// Refused: unauthenticated, not found, forbidden, invalid state, conflict as by [`update_case::update`].
pub fn autosave<'a>(
    network: &'a Network,
    viewer: &'a Viewer,
    id: CaseId,
    version: Option<i32>,
    change: impl FnOnce(&mut CaseContent) + Send + 'a,
) -> BoxFuture<'a, Result<Arc<CaseView>, UseCaseError>> {
    autosave_boxed(network, viewer, id, version, Box::new(change))
}

fn autosave_boxed<'a>(
    network: &'a Network,
    viewer: &'a Viewer,
    id: CaseId,
    version: Option<i32>,
    change: Box<dyn FnOnce(&mut CaseContent) + Send + 'a>,
) -> BoxFuture<'a, Result<Arc<CaseView>, UseCaseError>> {
    Box::pin(async move {
        let mut transaction = network.store.begin().await?;
        let (case, next, content) = update_case::changed(&mut transaction, viewer, id, version, change).await?;
        if content == case.content {
            return Ok(Arc::new(case));
        }
        let account = access::member(viewer)?.account;
        let now = network.clock.now();
        let latest = transaction.latest_revision(id).await?;
        let unfinished = latest.filter(|latest| {
            latest.is_autosave && latest.created_by == Some(account) && now - latest.created_at < ONE_SITTING && case.state == next
        });
        let case = if let Some(latest) = unfinished {
            transaction.replace_autosave(id, latest.id, &content, now).await?
        } else {
            // Whatever was unfinished before stays.
            transaction.keep_autosave(id).await?;
            transaction.autosave_revision(id, RevisionId(network.ids.next()), &content, account, now, next).await?
        };
        access::audit(network, &mut transaction, viewer, "case.autosaved", id, json!({ "revision": case.revision }), now).await?;
        network.commit(transaction).await?;
        Ok(Arc::new(case))
    })
}
