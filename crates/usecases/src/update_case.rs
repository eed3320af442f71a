//! Change a case's working copy.

use crate::{Network, Refusal, UseCaseError, access, read_review};
use domain::{
    CaseContent, CaseView, Viewer, WorkflowState,
    case::{Stage, conflicts},
    ids::{CaseId, RevisionId},
    permission::Action,
    workflow::Step,
};
use futures_util::future::BoxFuture;
use serde_json::json;
use std::sync::Arc;
use storage::Transaction;

/// Applies `change` to the working copy and keeps the result as a new revision. What is public stays as it is.
///
/// With a `version`, the change is refused as a conflict if somebody else changed the text since that version was read; the refusal has the
/// texts of both for every field that would be lost. A step of the workflow, which changes no text, is no conflict, and neither is a change that
/// led to what stands there now, as one that is sent twice. A change that changes nothing leaves no revision, but an autosave is then kept as it
/// is. Refused otherwise: unauthenticated, not found, forbidden, invalid state, invalid.
pub fn update<'a>(
    network: &'a Network,
    viewer: &'a Viewer,
    id: CaseId,
    version: Option<i32>,
    change: impl FnOnce(&mut CaseContent) + Send + 'a,
) -> BoxFuture<'a, Result<Arc<CaseView>, UseCaseError>> {
    update_boxed(network, viewer, id, version, Box::new(change))
}

fn update_boxed<'a>(
    network: &'a Network,
    viewer: &'a Viewer,
    id: CaseId,
    version: Option<i32>,
    change: Box<dyn FnOnce(&mut CaseContent) + Send + 'a>,
) -> BoxFuture<'a, Result<Arc<CaseView>, UseCaseError>> {
    Box::pin(async move {
        let mut transaction = network.store.begin().await?;
        let (case, next, content) = changed(&mut transaction, viewer, id, version, change).await?;
        let violations = content.check(Stage::Draft);
        if !violations.is_empty() {
            return Err(Refusal::Invalid(violations).into());
        }
        if content == case.content {
            transaction.keep_autosave(id).await?;
            network.commit(transaction).await?;
            return Ok(Arc::new(case));
        }
        let member = access::member(viewer)?;
        let now = network.clock.now();
        let revision = RevisionId(network.ids.next());
        let case = transaction.save_revision(id, revision, &content, Some(member.account), now, next).await?;
        access::audit(network, &mut transaction, viewer, "case.changed", id, json!({ "revision": case.revision }), now).await?;
        network.commit(transaction).await?;
        Ok(Arc::new(case))
    })
}

/// The case to be changed, the state that the change leads to, and the content that it would have. Nothing is written.
pub(crate) async fn changed(
    transaction: &mut Transaction,
    viewer: &Viewer,
    id: CaseId,
    version: Option<i32>,
    change: impl FnOnce(&mut CaseContent) + Send,
) -> Result<(CaseView, WorkflowState, CaseContent), UseCaseError> {
    let (case, next) = access::case_for_step(transaction, viewer, id, Step::Edit).await?;
    // No case has the version 0, so whoever names it has read none, even of a text whose version was not noted.
    if let Some(read) = version
        && read != case.version
        && !(transaction.text_version(id).await?.max(1)..=case.version).contains(&read)
    {
        let base = base(transaction, viewer, &case, read).await?;
        let mut mine = base.clone();
        change(&mut mine);
        // As by a second click: nothing that anybody wrote is undone by it.
        if mine == case.content {
            return Ok((case, next, mine));
        }
        let fields = conflicts(&base, &mine, &case.content);
        return Err(Refusal::Conflict { version: case.version, fields }.into());
    }
    let mut content = case.content.clone();
    change(&mut content);
    // Nobody moves a case into a municipality that they do not speak for, not even one that they began.
    let member = access::member(viewer)?;
    let relations = member.relations(None, content.municipality.as_ref());
    let stays = content.municipality == case.content.municipality;
    if !stays && !member.may(Action::Create, relations) {
        return Err(Refusal::Forbidden.into());
    }
    Ok((case, next, content))
}

/// What the case said at the version that was read; nothing where that is not known, or was a draft that is not for this viewer.
async fn base(transaction: &mut Transaction, viewer: &Viewer, case: &CaseView, read: i32) -> Result<CaseContent, UseCaseError> {
    let Some((number, content)) = transaction.content_at_version(case.id, read).await? else { return Ok(CaseContent::default()) };
    if case.may(viewer, Action::ReadDraft) {
        return Ok(content);
    }
    let drafts = read_review::drafts(&transaction.review_events(case.id).await?);
    let is_hidden = drafts.iter().any(|some| some.contains(&number));
    Ok(if is_hidden { CaseContent::default() } else { content })
}
