//! Begin a case.

use crate::{Network, Refusal, UseCaseError, access};
use domain::{
    CaseContent, CaseView, Rule, Viewer, Violation,
    case::{Stage, check_external_id},
    ids::{CaseId, RevisionId},
    permission::Action,
};
use futures_util::future::BoxFuture;
use serde_json::json;
use std::sync::Arc;
use storage::{NewCase, StoreError};

/// Begins a case as a draft. Whoever speaks for a municipality begins cases of it, and where the content names none it becomes theirs.
///
/// Refused: unauthenticated, forbidden, invalid (what exceeds its limits, an external id that another case has; a draft may lack anything).
pub fn create<'a>(
    network: &'a Network,
    viewer: &'a Viewer,
    mut content: CaseContent,
    external_id: Option<String>,
) -> BoxFuture<'a, Result<Arc<CaseView>, UseCaseError>> {
    Box::pin(async move {
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
            violations.push(taken(id));
        }
        if !violations.is_empty() {
            return Err(Refusal::Invalid(violations).into());
        }
        let now = network.clock.now();
        let id = CaseId(network.ids.next());
        let new = NewCase {
            id,
            revision: RevisionId(network.ids.next()),
            external_id: external_id.clone(),
            slug_base: domain::slug::from_title(&content.title),
            author: Some(member.account),
            content,
            first_published_at: None,
            now,
        };
        let mut transaction = network.store.begin().await?;
        access::hold(&mut transaction, viewer).await?;
        let case = match (transaction.insert_case(new).await, external_id) {
            // Another case got it after it was looked for.
            (Err(StoreError::Duplicate { constraint, .. }), Some(id)) if constraint.contains("external_id") => {
                return Err(Refusal::Invalid(vec![taken(&id)]).into());
            }
            (begun, _) => begun?,
        };
        access::audit(network, &mut transaction, viewer, "case.created", id, json!({ "revision": case.revision }), now).await?;
        network.commit(transaction).await?;
        Ok(Arc::new(case))
    })
}

fn taken(external_id: &str) -> Violation {
    Violation::new("externalId", Rule::Taken { given: external_id.to_owned() })
}
