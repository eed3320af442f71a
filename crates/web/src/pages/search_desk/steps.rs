//! What the page's forms send.

use super::{
    PATH,
    documents::{
        CreateSynonymGroup, DeleteSynonymGroup, UpdateSynonymGroup, create_synonym_group, delete_synonym_group, update_synonym_group,
    },
    group::{GROUP, GroupForm, WORDS},
    page, part,
};
use crate::{
    client::{done_once, field_errors},
    errors::PageError,
    fields::{Fields, FormFields},
    form_errors::FormErrors,
    list_part,
    visitor::Visitor,
    website::Website,
};
use axum::{extract::State, response::Response};
use http::StatusCode;
use std::sync::Arc;

/// What is said where somebody deleted the group meanwhile: what was typed is not lost with it.
const GONE: &str = "Diese Synonymgruppe gibt es nicht mehr; sie wurde inzwischen gelöscht. Ihre Wörter stehen noch im Formular: Sie können \
                    daraus eine neue Gruppe anlegen.";

/// What is said where somebody changed the group that was to be deleted.
const NOT_DELETED: &str = "Jemand anderes hat diese Synonymgruppe inzwischen geändert; deshalb ist sie nicht gelöscht. Die Liste zeigt, was jetzt \
                           gespeichert ist. Wenn Sie die Gruppe nicht mehr brauchen, löschen Sie sie bitte noch einmal.";

/// `POST /redaktion/suche`: makes a group, or changes the one that the form names.
pub(crate) async fn save(
    State(site): State<Arc<Website>>,
    visitor: Visitor,
    FormFields(fields): FormFields,
) -> Result<Response, PageError> {
    let form = GroupForm::typed(&fields);
    let Some(id) = form.id.clone() else {
        return create(&site, &visitor, &fields, form).await;
    };
    let variables =
        update_synonym_group::Variables { id: id.clone(), kind: form.kind, phrases: form.phrases.clone(), version: form.version };
    let refused = site.ask::<UpdateSynonymGroup>(&visitor.caller, variables).await?.update_synonym_group.user_errors;
    if refused.is_empty() {
        return Ok(back(&fields, "geaendert"));
    }
    if refused.iter().any(|error| matches!(error.code, update_synonym_group::ErrorCode::CONFLICT))
        && let Some(saved) = GroupForm::saved(&site, &visitor, id).await?
    {
        let message = overtaken(&saved);
        return conflict(&site, &visitor, &fields, GroupForm { version: saved.version, ..form }, message).await;
    }
    if refused.iter().any(|error| matches!(error.code, update_synonym_group::ErrorCode::NOT_FOUND)) {
        let errors = FormErrors::of_none([GONE.to_owned()]);
        return page(&site, &visitor, &fields, Some(GroupForm { id: None, ..form }), errors).await;
    }
    let errors = field_errors!(refused, field_of);
    page(&site, &visitor, &fields, Some(form), errors).await
}

/// What is said where somebody changed the group meanwhile. What was typed stays in the form, which is made from what is saved now.
fn overtaken(saved: &GroupForm) -> String {
    format!(
        "Noch nicht gespeichert: Jemand anderes hat diese Synonymgruppe inzwischen geändert. Gespeichert ist jetzt: „{}“ ({}). Im Formular stehen \
         noch Ihre Wörter; übernehmen Sie aus beiden, was gelten soll, und speichern Sie noch einmal.",
        saved.phrases.join(", "),
        saved.kind.label()
    )
}

/// The page with what was refused because somebody else changed the group meanwhile.
async fn conflict(site: &Website, visitor: &Visitor, fields: &Fields, form: GroupForm, message: String) -> Result<Response, PageError> {
    let mut response = page(site, visitor, fields, Some(form), FormErrors::of_none([message])).await?;
    *response.status_mut() = StatusCode::CONFLICT;
    Ok(response)
}

async fn create(site: &Website, visitor: &Visitor, fields: &Fields, form: GroupForm) -> Result<Response, PageError> {
    let variables = create_synonym_group::Variables { kind: form.kind, phrases: form.phrases.clone() };
    let refused = site.ask::<CreateSynonymGroup>(&visitor.caller, variables).await?.create_synonym_group.user_errors;
    if refused.is_empty() {
        return Ok(back(fields, "angelegt"));
    }
    let errors = field_errors!(refused, field_of);
    page(site, visitor, fields, Some(form), errors).await
}

/// The form's field that one of the API stands for. Each of the words has a place of its own there, and all are in one field here.
fn field_of(field: Option<&str>) -> &'static str {
    if field.is_some_and(|field| field.starts_with("phrases")) { WORDS } else { "" }
}

/// `POST /redaktion/suche/loeschen`
pub(crate) async fn delete(
    State(site): State<Arc<Website>>,
    visitor: Visitor,
    FormFields(fields): FormFields,
) -> Result<Response, PageError> {
    let variables = delete_synonym_group::Variables { id: fields.get(GROUP).to_owned(), version: fields.version() };
    let refused = site.ask::<DeleteSynonymGroup>(&visitor.caller, variables).await?.delete_synonym_group.user_errors;
    if refused.iter().any(|error| matches!(error.code, delete_synonym_group::ErrorCode::CONFLICT)) {
        return conflict(&site, &visitor, &fields, GroupForm::default(), NOT_DELETED.to_owned()).await;
    }
    match done_once!(refused, delete_synonym_group, "geloescht", "schon-geloescht") {
        Ok(done) => Ok(back(&fields, done)),
        Err(errors) => page(&site, &visitor, &fields, Some(GroupForm::default()), errors).await,
    }
}

/// Back to the parts of the lists that the form was on, with what was done.
fn back(fields: &Fields, done: &str) -> Response {
    list_part::back(PATH, part(fields), done)
}
