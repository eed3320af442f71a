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
        // A revision that the viewer may not read does not become their text; what it says never changes while the version that they read holds.
        let old = read_review::revision_contents(network, viewer, &[(id, number)]).await?.remove(&(id, number));
        let found = old.clone();
        let mut transaction = network.store.begin().await?;
        let (case, next, content) = update_case::changed(&mut transaction, viewer, id, Some(version), |content| {
            if let Some(old) = old {
                *content = old;
            }
        })
        .await?;
        if found.is_none() {
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
