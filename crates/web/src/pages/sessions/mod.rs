//! Where one is signed in, and how to end that.

use crate::{
    client::{document, messages},
    errors::PageError,
    fields::{FormFields, QueryFields},
    format,
    frame::Frame,
    respond,
    types::DateTime,
    visitor::Visitor,
    website::Website,
};
use askama::Template;
use axum::{extract::State, response::Response};
use domain::ErrorCode;
use http::StatusCode;
use std::sync::Arc;

document!(Sessions, "src/pages/sessions/query.graphql");
document!(EndSession, "src/pages/sessions/query.graphql");
document!(EndOtherSessions, "src/pages/sessions/query.graphql");

#[derive(Template)]
#[template(path = "pages/sessions/page.html")]
struct SessionsPage {
    frame: Frame,
    here: &'static str,
    sessions: Vec<sessions::SessionsViewerSessions>,
    is_done: bool,
    errors: Vec<String>,
}

/// `GET /konto/sitzungen`
pub(crate) async fn show(
    State(site): State<Arc<Website>>,
    visitor: Visitor,
    QueryFields(fields): QueryFields,
) -> Result<Response, PageError> {
    list(&site, &visitor, fields.get("erledigt") == "beendet", Vec::new()).await
}

/// `POST /konto/sitzungen/beenden`
pub(crate) async fn end(State(site): State<Arc<Website>>, visitor: Visitor, FormFields(fields): FormFields) -> Result<Response, PageError> {
    let variables = end_session::Variables { id: fields.get("sitzung").to_owned() };
    let outcome = site.ask::<EndSession>(&visitor.caller, variables).await?.end_session;
    finish(&site, &visitor, messages!(outcome)).await
}

/// `POST /konto/sitzungen/andere-beenden`
pub(crate) async fn end_others(State(site): State<Arc<Website>>, visitor: Visitor) -> Result<Response, PageError> {
    let outcome = site.ask::<EndOtherSessions>(&visitor.caller, end_other_sessions::Variables {}).await?.end_other_sessions;
    finish(&site, &visitor, messages!(outcome)).await
}

async fn finish(site: &Website, visitor: &Visitor, errors: Vec<String>) -> Result<Response, PageError> {
    if errors.is_empty() {
        return Ok(respond::see_other("/konto/sitzungen?erledigt=beendet"));
    }
    list(site, visitor, false, errors).await
}

async fn list(site: &Website, visitor: &Visitor, is_done: bool, errors: Vec<String>) -> Result<Response, PageError> {
    let own = site.ask::<Sessions>(&visitor.caller, sessions::Variables {}).await?.viewer.ok_or(ErrorCode::Unauthenticated)?;
    let page = SessionsPage {
        frame: Frame::new(site, &visitor.viewer, "Ihre Anmeldungen").hidden(),
        here: "/konto/sitzungen",
        sessions: own.sessions,
        is_done,
        errors,
    };
    let status = if page.errors.is_empty() { StatusCode::OK } else { StatusCode::CONFLICT };
    Ok(respond::page_with(status, &page))
}
