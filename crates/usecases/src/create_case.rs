//! Begin a case.

use crate::{Network, Refusal, UseCaseError, access};
use domain::{
    CaseContent, CaseView, Viewer,
    case::{Stage, check_external_id},
    ids::{CaseId, RevisionId},
    permission::Action,
};
use serde_json::json;
use std::sync::Arc;
use storage::NewCase;

/// Begins a case as a draft. Whoever speaks for a municipality begins cases of it, and where the content names none it becomes theirs.
///
/// Refused: unauthenticated, forbidden, invalid (what exceeds its limits; a draft may lack anything).
pub async fn create(
    network: &Network,
    viewer: &Viewer,
    mut content: CaseContent,
    external_id: Option<String>,
) -> Result<Arc<CaseView>, UseCaseError> {
    let member = access::member(viewer)?;
    if content.municipality.is_none() && content.elsewhere.is_none() {
        content.municipality.clone_from(&member.municipality);
    }
    // A case from elsewhere is nobody's in the network; only the agency gathers those.
    let relations = member.relations(None, content.municipality.as_ref());
    if !member.may(Action::Create, relations) {
        return Err(Refusal::Forbidden.into());
    }
    let mut violations = content.check(Stage::Draft);
    violations.extend(check_external_id(external_id.as_deref()));
    if let Some(id) = &external_id
        && network.store.case_by_external_id(id).await?.is_some()
    {
        violations.push(domain::Violation::new("externalId", domain::Rule::Taken { given: id.clone() }));
    }
    if !violations.is_empty() {
        return Err(Refusal::Invalid(violations).into());
    }
    let now = network.clock.now();
    let id = CaseId(network.ids.next());
    let new = NewCase {
        id,
        revision: RevisionId(network.ids.next()),
        external_id,
        slug_base: domain::slug::from_title(&content.title),
        author: Some(member.account),
        content,
        now,
    };
    let mut transaction = network.store.begin().await?;
    access::hold(&mut transaction, viewer).await?;
    let case = transaction.insert_case(new).await?;
    access::audit(network, &mut transaction, viewer, "case.created", id, json!({ "revision": case.revision }), now).await?;
    network.commit(transaction).await?;
    Ok(Arc::new(case))
}
