//! What the forms of these pages send.

use super::{OnePage, form_page, global, one};
use crate::{
    client::{document, done_once, field_errors},
    errors::PageError,
    fields::{Fields, FormFields},
    form_errors::FormErrors,
    form_token, respond,
    visitor::Visitor,
    website::Website,
};
use axum::{
    extract::{Path, State},
    response::Response,
};
use std::sync::Arc;
use uuid::Uuid;

document!(AskNetwork, "src/pages/requests/query.graphql");
document!(ReplyToRequest, "src/pages/requests/query.graphql");
document!(CloseRequest, "src/pages/requests/query.graphql");
document!(EraseRequest, "src/pages/requests/query.graphql");
document!(CaseOfAddress, "src/pages/requests/query.graphql");

/// `POST /fragen/neu`
pub(crate) async fn ask(State(site): State<Arc<Website>>, visitor: Visitor, FormFields(fields): FormFields) -> Result<Response, PageError> {
    let (question, details) = (fields.get("frage"), fields.get("beschreibung"));
    let variables =
        ask_network::Variables { question: question.to_owned(), details: details.to_owned(), idempotency_key: form_token::wish(&fields) };
    let outcome = site.ask::<AskNetwork>(&visitor.caller, variables).await?.ask_network;
    if let Some(request) = outcome.request {
        return Ok(respond::see_other(&format!("{}?erledigt=gefragt", super::ListPage::path(&request.url))));
    }
    let errors = field_errors!(outcome.user_errors, field_of);
    Ok(form_page(&site, &visitor, question, details, errors))
}

/// `POST /fragen/{id}/antworten`
pub(crate) async fn reply(
    State(site): State<Arc<Website>>,
    visitor: Visitor,
    Path(id): Path<Uuid>,
    FormFields(fields): FormFields,
) -> Result<Response, PageError> {
    let case = match fields.given("beispiel") {
        None => None,
        Some(address) => {
            let Some(case) = case_of(&site, &visitor, address).await? else {
                let unknown = "Praxisbeispiel: Unter dieser Adresse steht keines. Bitte kopieren Sie die Adresse seiner Seite.".to_owned();
                return again(&site, &visitor, id, &fields, FormErrors::at("beispiel", unknown)).await;
            };
            Some(case)
        }
    };
    let (reply, idempotency_key) = (fields.get("antwort").to_owned(), form_token::wish(&fields));
    let variables = reply_to_request::Variables { id: global(id), reply, case, idempotency_key };
    let errors = site.ask::<ReplyToRequest>(&visitor.caller, variables).await?.reply_to_request.user_errors;
    if errors.is_empty() {
        return Ok(respond::see_other(&format!("/fragen/{id}?erledigt=geantwortet")));
    }
    let errors = field_errors!(errors, field_of);
    again(&site, &visitor, id, &fields, errors).await
}

/// The field of these forms that one of the API stands for.
fn field_of(field: Option<&str>) -> &'static str {
    match field {
        Some("question") => "frage",
        Some("details") => "beschreibung",
        Some("reply") => "antwort",
        Some("case") => "beispiel",
        _ => "",
    }
}

/// The page again, with what was typed and why it was not taken.
async fn again(site: &Website, visitor: &Visitor, id: Uuid, fields: &Fields, errors: FormErrors) -> Result<Response, PageError> {
    let page = one(site, visitor, id).await?;
    let (reply, case) = (fields.get("antwort").to_owned(), fields.get("beispiel").to_owned());
    Ok(respond::page_with(errors.status(), &OnePage { errors, reply, case, ..page }))
}

/// The case that an address or its last part names.
async fn case_of(site: &Website, visitor: &Visitor, address: &str) -> Result<Option<String>, PageError> {
    let path = address.split(['?', '#']).next().unwrap_or_default();
    let slug = path.trim().trim_end_matches('/').rsplit('/').next().unwrap_or_default().to_owned();
    let found = site.ask::<CaseOfAddress>(&visitor.caller, case_of_address::Variables { slug }).await?;
    Ok(found.practice_case.map(|case| case.id))
}

/// `POST /fragen/{id}/schliessen`
pub(crate) async fn close(State(site): State<Arc<Website>>, visitor: Visitor, Path(id): Path<Uuid>) -> Result<Response, PageError> {
    let errors = site.ask::<CloseRequest>(&visitor.caller, close_request::Variables { id: global(id) }).await?.close_request.user_errors;
    if errors.is_empty() {
        return Ok(respond::see_other(&format!("/fragen/{id}?erledigt=geschlossen")));
    }
    again(&site, &visitor, id, &Fields::default(), FormErrors::of_none(errors.into_iter().map(|error| error.message))).await
}

/// `POST /fragen/{id}/loeschen`
pub(crate) async fn erase(State(site): State<Arc<Website>>, visitor: Visitor, Path(id): Path<Uuid>) -> Result<Response, PageError> {
    let refused = site.ask::<EraseRequest>(&visitor.caller, erase_request::Variables { id: global(id) }).await?.erase_request.user_errors;
    match done_once!(refused, erase_request, "geloescht", "schon-geloescht") {
        Ok(done) => Ok(respond::see_other(&format!("/fragen?erledigt={done}"))),
        Err(errors) => again(&site, &visitor, id, &Fields::default(), errors).await,
    }
}
