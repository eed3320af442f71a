//! Sign in and out: the ways in. A link by mail, a provider, and on demo instances one click.

use crate::{
    client_info::ClientInfo,
    cookies::Cookie,
    enter,
    errors::PageError,
    fields::{FormFields, QueryFields},
    frame::Frame,
    respond,
    visitor::Visitor,
    website::Website,
};
use askama::Template;
use axum::{extract::State, response::Response};
use domain::{ErrorCode, Role, ids::AccountId};
use http::{HeaderMap, StatusCode, header};
use std::sync::Arc;
use usecases::{Account, UseCaseError, sign_in, sign_in_link};

#[derive(Template)]
#[template(path = "pages/sign_in/page.html")]
struct SignInPage {
    frame: Frame,
    email: String,
    error: Option<String>,
    /// Key and label of each provider.
    providers: Vec<(String, String)>,
    /// What a demo offers.
    accounts: Vec<DemoAccount>,
}

#[derive(Template)]
#[template(path = "pages/sign_in/asked.html")]
struct AskedPage {
    frame: Frame,
}

/// An account to sign in to. Demo accounts are shown by role and municipality, never by address.
struct DemoAccount {
    id: AccountId,
    name: String,
    may: &'static str,
}

/// `GET /anmelden?weiter=…`: remembers the page that somebody wanted to see.
pub(crate) async fn show(
    State(site): State<Arc<Website>>,
    visitor: Visitor,
    QueryFields(query): QueryFields,
) -> Result<Response, PageError> {
    let mut response = respond::page(&page(&site, &visitor).await?);
    if let Some(path) = query.given("weiter").and_then(enter::own_path) {
        response.headers_mut().append(header::SET_COOKIE, Cookie::Return.set(&site, path)?);
    }
    Ok(response)
}

async fn page(site: &Website, visitor: &Visitor) -> Result<SignInPage, PageError> {
    let accounts = if site.options.is_demo {
        let accounts = sign_in::accounts(&site.options.network).await;
        accounts.map_err(|error| PageError::from_use_case(site, "the accounts could not be read", error))?
    } else {
        Vec::new()
    };
    Ok(SignInPage {
        frame: Frame::new(site, &visitor.viewer, "Anmelden").hidden(),
        email: String::new(),
        error: None,
        providers: site.options.providers.known.list().map(|(key, label)| (key.to_owned(), label.to_owned())).collect(),
        accounts: accounts.iter().filter(|account| account.disabled_at.is_none()).map(DemoAccount::of).collect(),
    })
}

/// `POST /anmelden`: asks for a link. The answer is the same whether or not there is an account.
pub(crate) async fn ask(
    State(site): State<Arc<Website>>,
    visitor: Visitor,
    headers: HeaderMap,
    FormFields(fields): FormFields,
) -> Result<Response, PageError> {
    let email = fields.get("email");
    let browser = Cookie::Browser.read(&site, &headers);
    match sign_in_link::request(&site.options.network, email, browser.as_deref()).await {
        Ok(browser) => {
            let mut response = respond::see_other("/anmelden/angefragt");
            response.headers_mut().append(header::SET_COOKIE, Cookie::Browser.set(&site, browser.reveal())?);
            Ok(response)
        }
        Err(UseCaseError::Refused(refusal)) if refusal.code() != ErrorCode::RateLimited => {
            let page = page(&site, &visitor).await?;
            let page = SignInPage { email: email.chars().take(300).collect(), error: Some(refusal.message()), ..page };
            Ok(respond::page_with(StatusCode::UNPROCESSABLE_ENTITY, &page))
        }
        Err(error) => Err(PageError::from_use_case(&site, "a link could not be asked for", error)),
    }
}

/// `GET /anmelden/angefragt`
pub(crate) async fn asked(State(site): State<Arc<Website>>, visitor: Visitor) -> Response {
    respond::page(&AskedPage { frame: Frame::new(&site, &visitor.viewer, "Bitte sehen Sie in Ihr Postfach").hidden() })
}

/// `POST /demo/anmelden`
pub(crate) async fn sign_in(
    State(site): State<Arc<Website>>,
    ClientInfo(client): ClientInfo,
    headers: HeaderMap,
    FormFields(fields): FormFields,
) -> Result<Response, PageError> {
    if !site.options.is_demo {
        return Err(ErrorCode::NotFound.into());
    }
    let account: uuid::Uuid = fields.get("konto").parse().map_err(|_| PageError::from(ErrorCode::BadRequest))?;
    let token = sign_in::demo_sign_in(&site.options.network, account.into(), &client).await;
    let token =
        token.map_err(|error| PageError::from_use_case(&site, "a session could not be begun", error))?.ok_or(ErrorCode::NotFound)?;
    enter::session(&site, &headers, &token, respond::see_other("/meine")).await
}

/// `POST /abmelden`
pub(crate) async fn sign_out(State(site): State<Arc<Website>>, headers: HeaderMap) -> Result<Response, PageError> {
    if let Some(cookie) = Cookie::Session.read(&site, &headers) {
        let outcome = sign_in::sign_out(&site.options.network, &cookie).await;
        outcome.map_err(|error| PageError::from_use_case(&site, "a session could not be ended", error))?;
    }
    signed_out(&site)
}

/// The start page, for somebody whose session is over: the browser forgets it.
pub(crate) fn signed_out(site: &Website) -> Result<Response, PageError> {
    let mut response = respond::see_other("/");
    response.headers_mut().insert(header::SET_COOKIE, Cookie::Session.clear(site)?);
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
