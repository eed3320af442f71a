//! Sign in and out. So far by one click, on demo instances alone.

use crate::{errors::PageError, fields::FormFields, frame::Frame, origin, respond, session_cookie, visitor::Visitor, website::Website};
use askama::Template;
use axum::{extract::State, response::Response};
use domain::{ErrorCode, Role, ids::AccountId};
use http::{HeaderMap, header};
use std::sync::Arc;
use usecases::{Account, sign_in};

#[derive(Template)]
#[template(path = "pages/sign_in/page.html")]
struct SignInPage {
    frame: Frame,
    accounts: Vec<DemoAccount>,
}

/// An account to sign in to. Demo accounts are shown by role and municipality, never by address.
struct DemoAccount {
    id: AccountId,
    name: String,
    may: &'static str,
}

/// `GET /anmelden`
pub(crate) async fn show(State(site): State<Arc<Website>>, visitor: Visitor) -> Result<Response, PageError> {
    if !site.options.is_demo {
        return Err(ErrorCode::NotFound.into());
    }
    let accounts = sign_in::accounts(&site.options.network).await;
    let accounts = accounts.map_err(|error| PageError::from_use_case(&site, "the accounts could not be read", error))?;
    let page = SignInPage {
        frame: Frame::new(&site, &visitor.viewer, "Anmelden").hidden(),
        accounts: accounts.iter().filter(|account| account.disabled_at.is_none()).map(DemoAccount::of).collect(),
    };
    Ok(respond::page(&page))
}

/// `POST /demo/anmelden`
pub(crate) async fn sign_in(
    State(site): State<Arc<Website>>,
    headers: HeaderMap,
    FormFields(fields): FormFields,
) -> Result<Response, PageError> {
    if !site.options.is_demo {
        return Err(ErrorCode::NotFound.into());
    }
    origin::check(&headers, &site.options.public_url)?;
    let account: uuid::Uuid = fields.get("konto").parse().map_err(|_| PageError::from(ErrorCode::BadRequest))?;
    let token = sign_in::demo_sign_in(&site.options.network, account.into()).await;
    let token =
        token.map_err(|error| PageError::from_use_case(&site, "a session could not be begun", error))?.ok_or(ErrorCode::NotFound)?;
    let mut response = respond::see_other("/meine");
    response.headers_mut().insert(header::SET_COOKIE, session_cookie::set(&site, token.reveal())?);
    Ok(response)
}

/// `POST /abmelden`
pub(crate) async fn sign_out(State(site): State<Arc<Website>>, headers: HeaderMap) -> Result<Response, PageError> {
    origin::check(&headers, &site.options.public_url)?;
    if let Some(cookie) = session_cookie::read(&site, &headers) {
        let outcome = sign_in::sign_out(&site.options.network, cookie).await;
        outcome.map_err(|error| PageError::from_use_case(&site, "a session could not be ended", error))?;
    }
    let mut response = respond::see_other("/");
    response.headers_mut().insert(header::SET_COOKIE, session_cookie::clear(&site)?);
    Ok(response)
}

impl DemoAccount {
    fn of(account: &Account) -> Self {
        let role = account.role.label();
        let name = account.municipality.as_ref().map_or_else(|| role.to_owned(), |place| format!("{role}, {}", place.display_name()));
        Self { id: account.id, name, may: may(account.role) }
    }
}

/// What a role may do, in a few words.
fn may(role: Role) -> &'static str {
    match role {
        Role::Reader => "Liest und abonniert.",
        Role::Author => "Schreibt Praxisbeispiele der eigenen Kommune und reicht sie ein.",
        Role::Coordinator => "Schreibt Praxisbeispiele der eigenen Kommune, reicht sie ein und archiviert sie.",
        Role::Reviewer => "Legt Praxisbeispiele an, prüft eingereichte und veröffentlicht sie.",
        Role::Adviser => "Berät Kommunen, liest und abonniert.",
        Role::Administrator => "Darf alles, auch löschen.",
    }
}
