//! Begin a case.

use crate::{Network, Refusal, UseCaseError, access, idempotency};
use domain::{
    CaseContent, CaseView, Rule, Viewer, Violation, WorkflowState,
    case::{Stage, check_external_id},
    ids::{CaseId, RevisionId},
    permission::Action,
    reach::Sight,
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
    content: CaseContent,
    external_id: Option<String>,
) -> BoxFuture<'a, Result<Arc<CaseView>, UseCaseError>> {
    create_once(network, viewer, content, external_id, None)
}

/// The same for a client that names its wish by a key, 1 to 255 characters: what was begun under the same key before is there already.
///
/// Refused besides: not found (it was begun and is not to be seen any more).
pub fn create_once<'a>(
    network: &'a Network,
    viewer: &'a Viewer,
    mut content: CaseContent,
    external_id: Option<String>,
    key: Option<&'a str>,
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
        let wish = json!([content.hash(), external_id]);
        let id = CaseId(idempotency::id(network, member.account, key, "practice_case", &wish)?);
        if key.is_some()
            && let Some(case) = begun(network, viewer, id).await?
        {
            return Ok(case);
        }
        check(network, &content, external_id.as_deref()).await?;
        let now = network.clock.now();
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
        let case = match transaction.insert_case(new).await {
            Err(StoreError::Duplicate { table, constraint }) => {
                drop(transaction);
                // The same wish came twice at once, and the other was kept.
                return match (begun(network, viewer, id).await?, external_id) {
                    (Some(case), _) => Ok(case),
                    // Another case got it after it was looked for.
                    (None, Some(given)) if constraint.contains("external_id") => Err(Refusal::Invalid(vec![taken(&given)]).into()),
                    (None, _) => Err(StoreError::Duplicate { table, constraint }.into()),
                };
            }
            inserted => inserted?,
        };
        access::audit(network, &mut transaction, viewer, "case.created", id, json!({ "revision": case.revision }), now).await?;
        network.commit(transaction).await?;
        Ok(Arc::new(case))
    })
}

async fn check(network: &Network, content: &CaseContent, external_id: Option<&str>) -> Result<(), UseCaseError> {
    let mut violations = content.check(Stage::Draft);
    violations.extend(check_external_id(external_id));
    if let Some(id) = external_id
        && network.store.case_by_external_id(id).await?.is_some()
    {
        violations.push(taken(id));
    }
    if violations.is_empty() { Ok(()) } else { Err(Refusal::Invalid(violations).into()) }
}

/// The case that was begun under this id, as it was begun: whoever takes over its version knows the text, whatever became of it since.
async fn begun(network: &Network, viewer: &Viewer, id: CaseId) -> Result<Option<Arc<CaseView>>, UseCaseError> {
    let Some(case) = network.store.working_case(id).await? else { return Ok(None) };
    if case.sight(viewer) != Sight::Working {
        return Err(Refusal::NotFound.into());
    }
    let Some(content) = network.store.revision(id, 1).await? else { return Ok(None) };
    let (state, updated_at) = (WorkflowState::Draft, case.created_at);
    Ok(Some(Arc::new(CaseView { content, revision: 1, version: 1, state, updated_at, ..case })))
}

fn taken(external_id: &str) -> Violation {
    Violation::new("externalId", Rule::Taken { given: external_id.to_owned() })
}
