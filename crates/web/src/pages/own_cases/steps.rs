//! The steps of the workflow, as the buttons of the list and of the case page send them.

use super::list;
use crate::{
    client::{document, messages},
    errors::PageError,
    fields::{Fields, FormFields},
    pages::case_form::{self, Kept},
    respond,
    visitor::Visitor,
    website::Website,
};
use axum::{extract::State, response::Response};
use domain::review::ChecklistItem;
use std::sync::Arc;

document!(PublishCase, "src/pages/own_cases/query.graphql");
document!(ArchiveCase, "src/pages/own_cases/query.graphql");

/// `POST /meine/einreichen`
pub(crate) async fn submit(
    State(site): State<Arc<Website>>,
    visitor: Visitor,
    FormFields(fields): FormFields,
) -> Result<Response, PageError> {
    let errors = match case_form::submit(&site, &visitor, fields.get("fall").to_owned(), case_form::version_read(&fields)).await? {
        Kept::Wrong(errors) => errors.into_iter().map(|error| error.message).collect(),
        Kept::Saved(_) | Kept::Conflict(_) => Vec::new(),
    };
    finish(&site, &visitor, "eingereicht", errors).await
}

/// `POST /meine/veroeffentlichen`
pub(crate) async fn publish(
    State(site): State<Arc<Website>>,
    visitor: Visitor,
    FormFields(fields): FormFields,
) -> Result<Response, PageError> {
    let id = fields.get("fall").to_owned();
    let confirmed = |item: ChecklistItem| !fields.get(item.key()).is_empty();
    let checklist = publish_case::ReviewChecklistInput {
        complete: confirmed(ChecklistItem::Complete),
        implemented: confirmed(ChecklistItem::Implemented),
        no_personal_data: confirmed(ChecklistItem::NoPersonalData),
        rights_cleared: confirmed(ChecklistItem::RightsCleared),
        accessible_files: confirmed(ChecklistItem::AccessibleFiles),
    };
    let variables = publish_case::Variables { id, checklist, version: case_form::version_read(&fields) };
    let outcome = site.ask::<PublishCase>(&visitor.viewer, variables).await?.publish_practice_case;
    finish(&site, &visitor, "veroeffentlicht", messages!(outcome)).await
}

/// `POST /meine/archivieren`
pub(crate) async fn archive(
    State(site): State<Arc<Website>>,
    visitor: Visitor,
    FormFields(fields): FormFields,
) -> Result<Response, PageError> {
    let id = fields.get("fall").to_owned();
    let outcome = site.ask::<ArchiveCase>(&visitor.viewer, archive_case::Variables { id }).await?.archive_practice_case;
    finish(&site, &visitor, "archiviert", messages!(outcome)).await
}

/// Back to the list: with what was done, or with why it was not.
async fn finish(site: &Website, visitor: &Visitor, done: &str, errors: Vec<String>) -> Result<Response, PageError> {
    if errors.is_empty() {
        return Ok(respond::see_other(&format!("/meine?erledigt={done}")));
    }
    list(site, visitor, &Fields::default(), errors).await
}
