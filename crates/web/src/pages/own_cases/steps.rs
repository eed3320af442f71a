//! The steps of the workflow, as the buttons of the list and of the case page send them.

use super::{PATH, RefusedStep, list, part};
use crate::{
    client::{document, messages},
    errors::PageError,
    fields::FormFields,
    list_part,
    pages::case_form::{self, Kept},
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
    let errors = match case_form::submit(&site, &visitor, fields.get("fall").to_owned(), fields.version()).await? {
        Kept::Wrong(errors) => errors.into_iter().map(|error| error.message).collect(),
        Kept::Saved(_) | Kept::Conflict(_) => Vec::new(),
    };
    finish(&site, &visitor, "eingereicht", RefusedStep { fields, errors }).await
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
    let substantial = fields.given("wesentlich").is_some();
    let variables = publish_case::Variables { id, checklist, version: fields.version(), substantial };
    let outcome = site.ask::<PublishCase>(&visitor.viewer, variables).await?.publish_practice_case;
    finish(&site, &visitor, "veroeffentlicht", RefusedStep { fields, errors: messages!(outcome) }).await
}

/// `POST /meine/archivieren`
pub(crate) async fn archive(
    State(site): State<Arc<Website>>,
    visitor: Visitor,
    FormFields(fields): FormFields,
) -> Result<Response, PageError> {
    let id = fields.get("fall").to_owned();
    let outcome = site.ask::<ArchiveCase>(&visitor.viewer, archive_case::Variables { id }).await?.archive_practice_case;
    finish(&site, &visitor, "archiviert", RefusedStep { fields, errors: messages!(outcome) }).await
}

/// Back to the part of the list that the form was on: with what was done, or with why it was not.
async fn finish(site: &Website, visitor: &Visitor, done: &str, step: RefusedStep) -> Result<Response, PageError> {
    if step.errors.is_empty() {
        return Ok(list_part::back(PATH, part(&step.fields), done));
    }
    let fields = step.fields.clone();
    list(site, visitor, &fields, step).await
}
