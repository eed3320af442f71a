//! The pages behind the links in mails: confirm a subscription, end one.
//!
//! Mail programs and their guards fetch links by themselves, so GET shows what would happen and changes nothing; the button does it
//! with POST. The token alone decides who may; no account is needed.

mod documents;
pub(crate) mod shown;

use crate::{
    errors::PageError,
    fields::{FormFields, QueryFields},
    frame::{Frame, UNKNOWN_LINK},
    respond,
    types::SubscriptionState,
    visitor::Visitor,
    website::Website,
};
use askama::Template;
use axum::{
    extract::{Path, State},
    response::{IntoResponse, Response},
};
use documents::{Confirm, SubscriptionByToken, Unsubscribe, confirm, subscription_by_token, unsubscribe};
use domain::{ErrorCode, Viewer};
use http::StatusCode;
use shown::Shown;
use std::sync::Arc;

/// What a link is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Purpose {
    Confirm,
    Leave,
}

#[derive(Template)]
#[template(path = "pages/token_pages/page.html")]
struct TokenPage {
    frame: Frame,
    purpose: Purpose,
    token: String,
    subscription: Shown,
    /// Everything that goes to the address and is not ended, where the link stands for all of it.
    all: Option<Vec<Shown>>,
    /// Whether it was done just now.
    is_done: bool,
    /// The wording of the consent that the button stands for.
    consent: String,
}

#[derive(Template)]
#[template(path = "pages/token_pages/unknown.html")]
struct UnknownPage {
    frame: Frame,
    purpose: Purpose,
    /// After how many days what nobody confirms is deleted.
    unconfirmed_days: u32,
}

/// `GET /abo/bestaetigen?token=…`
pub(crate) async fn show_confirm(
    State(site): State<Arc<Website>>,
    visitor: Visitor,
    QueryFields(fields): QueryFields,
) -> Result<Response, PageError> {
    show(&site, &visitor, Purpose::Confirm, fields.get("token")).await
}

/// `GET /abo/abmelden?token=…`
pub(crate) async fn show_leave(
    State(site): State<Arc<Website>>,
    visitor: Visitor,
    QueryFields(fields): QueryFields,
) -> Result<Response, PageError> {
    show(&site, &visitor, Purpose::Leave, fields.get("token")).await
}

/// `GET /abo/abmelden/{token}`: where people follow the one-click address as a link.
pub(crate) async fn show_leave_by_path(
    State(site): State<Arc<Website>>,
    visitor: Visitor,
    Path(token): Path<String>,
) -> Result<Response, PageError> {
    show(&site, &visitor, Purpose::Leave, &token).await
}

/// `POST /abo/bestaetigen`
pub(crate) async fn confirm(
    State(site): State<Arc<Website>>,
    visitor: Visitor,
    FormFields(fields): FormFields,
) -> Result<Response, PageError> {
    let token = fields.get("token").to_owned();
    let outcome = site.ask::<Confirm>(&visitor.viewer, confirm::Variables { token }).await?.confirm_subscription;
    Ok(done(
        &site,
        &visitor,
        Purpose::Confirm,
        outcome.subscription.map(|one| Found { subscription: one.into(), all: None, consent: String::new() }),
    ))
}

/// `POST /abo/abmelden`
pub(crate) async fn leave(
    State(site): State<Arc<Website>>,
    visitor: Visitor,
    FormFields(fields): FormFields,
) -> Result<Response, PageError> {
    let token = fields.get("token").to_owned();
    site.ask::<Unsubscribe>(&visitor.viewer, unsubscribe::Variables { token: token.clone() }).await?;
    Ok(done(&site, &visitor, Purpose::Leave, find(&site, &visitor, &token).await?))
}

/// `POST /abo/abmelden/{token}`: one-click unsubscribe (RFC 8058), sent by mail programs.
///
/// The body says nothing that the address does not, so it is not read: form, multipart or none at all. A token that is unknown or used up
/// is answered like any other; mail programs would only try again.
pub(crate) async fn leave_at_once(State(site): State<Arc<Website>>, Path(token): Path<String>) -> Result<Response, PageError> {
    let outcome = site.ask::<Unsubscribe>(&Viewer::Public, unsubscribe::Variables { token }).await;
    match outcome {
        Err(error) if error.code.http_status() >= 500 => Err(error),
        Ok(_) | Err(_) => Ok((StatusCode::OK, "Sie sind abgemeldet.\n").into_response()),
    }
}

/// What a link stands for.
struct Found {
    subscription: Shown,
    all: Option<Vec<Shown>>,
    consent: String,
}

async fn show(site: &Website, visitor: &Visitor, purpose: Purpose, token: &str) -> Result<Response, PageError> {
    Ok(match find(site, visitor, token).await? {
        Some(found) => respond::page(&page(site, visitor, purpose, token.to_owned(), found, false)),
        None => unknown(site, visitor, purpose),
    })
}

async fn find(site: &Website, visitor: &Visitor, token: &str) -> Result<Option<Found>, PageError> {
    let variables = subscription_by_token::Variables { token: token.to_owned() };
    let data = match site.ask::<SubscriptionByToken>(&visitor.viewer, variables).await {
        Ok(data) => data,
        Err(error) if error.code == ErrorCode::BadUserInput => return Ok(None),
        Err(error) => return Err(error),
    };
    let all = data.reader.map(|reader| {
        let all = reader.subscriptions.into_iter().map(Shown::from);
        all.filter(|shown| shown.state != SubscriptionState::Withdrawn).collect()
    });
    Ok(data.subscription.map(|one| Found { subscription: one.shown.into(), all, consent: one.consent.wording }))
}

fn done(site: &Website, visitor: &Visitor, purpose: Purpose, found: Option<Found>) -> Response {
    match found {
        Some(found) => respond::page(&page(site, visitor, purpose, String::new(), found, true)),
        None => unknown(site, visitor, purpose),
    }
}

fn page(site: &Website, visitor: &Visitor, purpose: Purpose, token: String, found: Found, is_done: bool) -> TokenPage {
    // A confirmation is about one subscription, whatever its token.
    let all = found.all.filter(|_| purpose == Purpose::Leave);
    let frame = frame(site, visitor, heading(purpose, &found.subscription, all.is_some(), is_done));
    TokenPage { frame, purpose, token, subscription: found.subscription, all, is_done, consent: found.consent }
}

fn unknown(site: &Website, visitor: &Visitor, purpose: Purpose) -> Response {
    let unconfirmed_days = site.retention().unconfirmed_subscription_days;
    respond::page_with(StatusCode::NOT_FOUND, &UnknownPage { frame: frame(site, visitor, UNKNOWN_LINK), purpose, unconfirmed_days })
}

/// What stands over the page, and in the browser's title: whoever presses the button hears there first what came of it.
fn heading(purpose: Purpose, shown: &Shown, is_about_all: bool, is_done: bool) -> &'static str {
    match (purpose, shown.state) {
        (Purpose::Confirm, SubscriptionState::Withdrawn) => "Dieses Abo ist beendet",
        (Purpose::Confirm, SubscriptionState::Active) if is_done => "Danke, Ihr Abo ist bestätigt",
        (Purpose::Confirm, SubscriptionState::Active) => "Ihr Abo ist schon bestätigt",
        (Purpose::Confirm, SubscriptionState::Pending) if shown.is_gone => "Dieses Abo lässt sich nicht mehr bestätigen",
        (Purpose::Confirm, SubscriptionState::Pending) => "Abo bestätigen",
        (Purpose::Leave, SubscriptionState::Withdrawn) if is_done => "Sie sind abgemeldet",
        (Purpose::Leave, SubscriptionState::Withdrawn) => "Sie sind schon abgemeldet",
        (Purpose::Leave, SubscriptionState::Pending | SubscriptionState::Active) if is_about_all => "Alle Abos beenden",
        (Purpose::Leave, SubscriptionState::Pending | SubscriptionState::Active) => "Abo beenden",
    }
}

fn frame(site: &Website, visitor: &Visitor, title: &str) -> Frame {
    Frame::new(site, &visitor.viewer, title).in_section("/abo").hidden()
}
