//! Bring a case back to what it said before.

use crate::{Network, Refusal, UseCaseError, access, read_review, review_log, update_case};
use domain::{
    CaseView, Viewer,
    ids::{CaseId, RevisionId},
    review::ReviewEventKind,
};
use futures_util::future::BoxFuture;
use std::sync::Arc;

/// Keeps the content of an older revision as a new one; nothing in between is lost. What is public stays as it is. Rolling back to what it
/// says already changes nothing.
///
/// Refused: unauthenticated, not found (the case, or the revision for this viewer), forbidden, invalid state, conflict as by [`update_case::update`].
pub fn roll_back<'a>(
    network: &'a Network,
    viewer: &'a Viewer,
    id: CaseId,
    number: i32,
    version: i32,
) -> BoxFuture<'a, Result<Arc<CaseView>, UseCaseError>> {
    Box::pin(async move {
        // A revision that the viewer may not read does not become their text.
        let is_shown = !read_review::revision_contents(network, viewer, &[(id, number)]).await?.is_empty();
        let mut transaction = network.store.begin().await?;
        // What it says is read once nobody else changes it: whoever was erased until then is not in it any more.
        access::hold(&mut transaction, viewer).await?;
        transaction.lock_cases(&[id]).await?;
        let old = if is_shown { transaction.revision(id, number).await? } else { None };
        let is_found = old.is_some();
        let (case, next, content) = update_case::changed(&mut transaction, viewer, id, Some(version), |content| {
            if let Some(old) = old {
                *content = old;
            }
        })
        .await?;
        if !is_found {
            return Err(Refusal::NotFound.into());
        }
        if content == case.content {
            return Ok(Arc::new(case));
        }
        let account = access::member(viewer)?.account;
        let now = network.clock.now();
        transaction.keep_autosave(id).await?;
        let revision = RevisionId(network.ids.next());
        let case = transaction.save_revision(id, revision, &content, Some(account), now, next).await?;
        review_log::write_down(network, &mut transaction, viewer, &case, ReviewEventKind::RolledBack.into(), now).await?;
        network.commit(transaction).await?;
        Ok(Arc::new(case))
    })
}
