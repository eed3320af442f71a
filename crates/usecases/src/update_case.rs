//! Change a case's working copy.

use crate::{Network, Refusal, UseCaseError, access};
use domain::{
    CaseContent, CaseView, Viewer,
    case::Stage,
    ids::{CaseId, RevisionId},
    permission::Action,
    workflow::Step,
};
use serde_json::json;
use std::sync::Arc;

/// Applies `change` to the working copy and keeps the result as a new revision. What is public stays as it is.
///
/// With a `version`, the change is refused as a conflict if somebody else changed the case since that version was read. A change
/// that changes nothing leaves no revision. Refused otherwise: unauthenticated, not found, forbidden, invalid state, invalid.
pub async fn update(
    network: &Network,
    viewer: &Viewer,
    id: CaseId,
    version: Option<i32>,
    change: impl FnOnce(&mut CaseContent) + Send,
) -> Result<Arc<CaseView>, UseCaseError> {
    let mut transaction = network.store.begin().await?;
    let (case, next) = access::case_for_step(&mut transaction, viewer, id, Step::Edit, version).await?;
    let mut content = case.content.clone();
    change(&mut content);
    if content == case.content {
        return Ok(Arc::new(case));
    }
    // Nobody moves a case into a municipality that they do not speak for.
    let member = access::member(viewer)?;
    let relation = member.relation(case.author, content.municipality.as_ref());
    let stays = content.municipality == case.content.municipality;
    if !stays && !member.may(Action::Create, relation) {
        return Err(Refusal::Forbidden.into());
    }
    let violations = content.check(Stage::Draft);
    if !violations.is_empty() {
        return Err(Refusal::Invalid(violations).into());
    }
    let now = network.clock.now();
    let revision = RevisionId(network.ids.next());
    let case = transaction.save_revision(id, revision, &content, Some(member.account), now, next).await?;
    access::audit(network, &mut transaction, viewer, "case.changed", id, json!({ "revision": case.revision }), now).await?;
    network.commit(transaction).await?;
    Ok(Arc::new(case))
}
