//! The second step of signing in: a code, or setting up what makes codes where the role requires that.
//!
//! Whoever is here has no session yet: the cookie of the pending sign-in opens these pages and nothing else.

use crate::{
    client_info::ClientInfo, cookies::Cookie, enter, errors::PageError, fields::FormFields, frame::Frame, qr, respond, visitor::Visitor,
    website::Website,
};
use askama::Template;
use axum::{extract::State, response::Response};
use domain::{ErrorCode, Viewer};
use http::{HeaderMap, StatusCode};
use std::sync::Arc;
use usecases::{
    UseCaseError,
    second_factor::{self, SetUp},
};

#[derive(Template)]
#[template(path = "pages/second_step/code.html")]
struct CodePage {
    frame: Frame,
    error: Option<&'static str>,
}

#[derive(Template)]
#[template(path = "pages/second_step/set_up.html")]
struct SetUpPage {
    frame: Frame,
    secret: String,
    qr_code: String,
    error: Option<&'static str>,
}

#[derive(Template)]
#[template(path = "pages/second_step/recovery_codes.html")]
struct RecoveryCodesPage {
    frame: Frame,
    codes: Vec<String>,
}

/// `GET /anmelden/code`
pub(crate) async fn show_code(State(site): State<Arc<Website>>, visitor: Visitor, headers: HeaderMap) -> Response {
    match second_factor::needs_set_up(&site.options.network, &pending(&site, &headers)).await {
        Ok(false) => respond::page(&code_page(&site, &visitor, None)),
        Ok(true) => respond::see_other("/anmelden/einrichten"),
        Err(error) => enter::problem(&site, &visitor, error),
    }
}

/// `POST /anmelden/code`
pub(crate) async fn give_code(
    State(site): State<Arc<Website>>,
    visitor: Visitor,
    ClientInfo(client): ClientInfo,
    headers: HeaderMap,
    FormFields(fields): FormFields,
) -> Result<Response, PageError> {
    match second_factor::give_code(&site.options.network, &pending(&site, &headers), fields.get("code"), &client).await {
        Ok(token) => enter::session(&site, &headers, &token, respond::see_other("/meine")).await,
        Err(error) => Ok(match try_again(&error) {
            Some(text) => respond::page_with(StatusCode::UNPROCESSABLE_ENTITY, &code_page(&site, &visitor, Some(text))),
            None => enter::problem(&site, &visitor, error),
        }),
    }
}

/// `GET /anmelden/einrichten`
pub(crate) async fn show_set_up(State(site): State<Arc<Website>>, visitor: Visitor, headers: HeaderMap) -> Response {
    match second_factor::set_up_of(&site.options.network, &pending(&site, &headers)).await {
        Ok(set_up) => respond::secret_page(StatusCode::OK, &set_up_page(&site, &visitor, set_up, None)),
        Err(error) => enter::problem(&site, &visitor, error),
    }
}

/// `POST /anmelden/einrichten`
pub(crate) async fn confirm_set_up(
    State(site): State<Arc<Website>>,
    visitor: Visitor,
    ClientInfo(client): ClientInfo,
    headers: HeaderMap,
    FormFields(fields): FormFields,
) -> Result<Response, PageError> {
    let (network, cookie) = (&site.options.network, pending(&site, &headers));
    match second_factor::confirm_set_up(network, &cookie, fields.get("code"), &client).await {
        Ok((token, codes)) => enter::session(&site, &headers, &token, recovery_codes(&site, codes)).await,
        Err(error) => Ok(match (try_again(&error), second_factor::set_up_of(network, &cookie).await) {
            (Some(text), Ok(set_up)) => {
                respond::secret_page(StatusCode::UNPROCESSABLE_ENTITY, &set_up_page(&site, &visitor, set_up, Some(text)))
            }
            _ => enter::problem(&site, &visitor, error),
        }),
    }
}

/// The recovery codes, shown this once. The page comes with the cookie of a new session, for which no form of it would be good: so it shows none.
pub(crate) fn recovery_codes(site: &Website, codes: Vec<String>) -> Response {
    let frame = Frame::new(site, &Viewer::Public, "Ihre Wiederherstellungscodes").hidden();
    respond::secret_page(StatusCode::OK, &RecoveryCodesPage { frame, codes })
}

/// The cookie of the pending sign-in; empty, and so unknown, if there is none.
fn pending(site: &Website, headers: &HeaderMap) -> String {
    Cookie::Pending.read(site, headers).unwrap_or_default()
}

/// What to say if another code may be tried.
fn try_again(error: &UseCaseError) -> Option<&'static str> {
    match error {
        UseCaseError::Refused(refusal) if refusal.code() == ErrorCode::WrongCode => Some(ErrorCode::WrongCode.message()),
        _ => None,
    }
}

fn code_page(site: &Website, visitor: &Visitor, error: Option<&'static str>) -> CodePage {
    CodePage { frame: Frame::new(site, &visitor.viewer, "Zweiter Schritt der Anmeldung").hidden(), error }
}

fn set_up_page(site: &Website, visitor: &Visitor, set_up: SetUp, error: Option<&'static str>) -> SetUpPage {
    let frame = Frame::new(site, &visitor.viewer, "Zweiten Faktor einrichten").hidden();
    SetUpPage { frame, qr_code: qr::svg(&set_up.uri), secret: set_up.secret, error }
}
