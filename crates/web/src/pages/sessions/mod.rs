//! Where one is signed in, and how to end that.

use crate::{
    client::{document, done_once, messages},
    errors::PageError,
    fields::{FormFields, QueryFields},
    form_errors::FormErrors,
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
    done: Option<&'static str>,
    errors: FormErrors,
}

/// `GET /konto/sitzungen`
pub(crate) async fn show(
    State(site): State<Arc<Website>>,
    visitor: Visitor,
    QueryFields(fields): QueryFields,
) -> Result<Response, PageError> {
    list(&site, &visitor, done(fields.get("erledigt")), FormErrors::default()).await
}

/// `POST /konto/sitzungen/beenden`
pub(crate) async fn end(State(site): State<Arc<Website>>, visitor: Visitor, FormFields(fields): FormFields) -> Result<Response, PageError> {
    let variables = end_session::Variables { id: fields.get("sitzung").to_owned() };
    let refused = site.ask::<EndSession>(&visitor.caller, variables).await?.end_session.user_errors;
    finish(&site, &visitor, done_once!(refused, end_session, "beendet", "schon-beendet")).await
}

/// `POST /konto/sitzungen/andere-beenden`
pub(crate) async fn end_others(State(site): State<Arc<Website>>, visitor: Visitor) -> Result<Response, PageError> {
    let outcome = site.ask::<EndOtherSessions>(&visitor.caller, end_other_sessions::Variables {}).await?.end_other_sessions;
    let errors = FormErrors::of_none(messages!(outcome));
    finish(&site, &visitor, if errors.is_empty() { Ok("beendet") } else { Err(errors) }).await
}

/// Back to the list: with what was done, or with why it was not.
async fn finish(site: &Website, visitor: &Visitor, outcome: Result<&'static str, FormErrors>) -> Result<Response, PageError> {
    match outcome {
        Ok(done) => Ok(respond::see_other(&format!("/konto/sitzungen?erledigt={done}"))),
        Err(errors) => list(site, visitor, None, errors).await,
    }
}

/// What was done just now, from the address that the step led to.
fn done(key: &str) -> Option<&'static str> {
    Some(match key {
        "beendet" => "Das ist erledigt.",
        "schon-beendet" => "Diese Anmeldung gibt es nicht mehr: Sie ist bereits beendet.",
        _ => return None,
    })
}

async fn list(site: &Website, visitor: &Visitor, done: Option<&'static str>, errors: FormErrors) -> Result<Response, PageError> {
    let own = site.ask::<Sessions>(&visitor.caller, sessions::Variables {}).await?.viewer.ok_or(ErrorCode::Unauthenticated)?;
    let status = errors.status();
    let page = SessionsPage {
        frame: Frame::new(site, &visitor.viewer, "Ihre Anmeldungen").hidden(),
        here: "/konto/sitzungen",
        sessions: own.sessions,
        done,
        errors,
    };
    Ok(respond::page_with(status, &page))
}
