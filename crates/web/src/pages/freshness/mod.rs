//! The page behind the link that asks whether a case still holds.
//!
//! Mail programs and their guards fetch links by themselves, so GET shows what would happen and changes nothing; the button does it with
//! POST. The token alone decides who may; no account is needed.

use crate::{
    client::document,
    errors::PageError,
    fields::{FormFields, QueryFields},
    format,
    frame::{Frame, UNKNOWN_LINK},
    respond,
    types::{DateTime, FreshnessState},
    visitor::Visitor,
    website::Website,
};
use askama::Template;
use axum::{extract::State, response::Response};
use http::StatusCode;
use std::sync::Arc;

document!(Asked, "src/pages/freshness/query.graphql");
document!(ConfirmByLink, "src/pages/freshness/query.graphql");

/// What the page shows of a case.
struct Shown {
    slug: String,
    title: String,
    place: Option<String>,
    is_archived: bool,
    state: Option<FreshnessState>,
    confirmed: Option<String>,
    due: Option<String>,
}

/// The documents name the same fragment, but each has types of its own.
macro_rules! from_document {
    ($($module:ident),+) => {
        $(impl From<$module::Shown> for Shown {
            fn from(given: $module::Shown) -> Self {
                let freshness = given.freshness.as_ref();
                Self {
                    state: freshness.map(|freshness| freshness.state),
                    confirmed: freshness.map(|freshness| format::day(&freshness.confirmed_at)),
                    due: freshness.and_then(|freshness| freshness.due_at.as_ref()).map(format::day),
                    slug: given.slug,
                    title: given.title,
                    place: given.place_name,
                    is_archived: given.archived_at.is_some(),
                }
            }
        })+
    };
}

from_document!(asked, confirm_by_link);

#[derive(Template)]
#[template(path = "pages/freshness/page.html")]
struct FreshnessPage {
    frame: Frame,
    token: String,
    case: Shown,
    /// Whether it was confirmed just now.
    is_done: bool,
}

#[derive(Template)]
#[template(path = "pages/freshness/unknown.html")]
struct UnknownPage {
    frame: Frame,
}

/// `GET /bestaetigung?token=…`
pub(crate) async fn show(
    State(site): State<Arc<Website>>,
    visitor: Visitor,
    QueryFields(fields): QueryFields,
) -> Result<Response, PageError> {
    page(&site, &visitor, fields.get("token")).await
}

/// `POST /bestaetigung`
pub(crate) async fn confirm(
    State(site): State<Arc<Website>>,
    visitor: Visitor,
    FormFields(fields): FormFields,
) -> Result<Response, PageError> {
    let token = fields.get("token");
    let variables = confirm_by_link::Variables { token: token.to_owned() };
    let outcome = site.ask::<ConfirmByLink>(&visitor.viewer, variables).await?.confirm_practice_case_by_link;
    match outcome.practice_case {
        Some(case) => Ok(respond::page(&FreshnessPage::new(&site, &visitor, "", case.into(), true))),
        // Refused: the page says where the case stands, or that there is no such link.
        None => page(&site, &visitor, token).await,
    }
}

async fn page(site: &Website, visitor: &Visitor, token: &str) -> Result<Response, PageError> {
    let variables = asked::Variables { token: token.to_owned() };
    Ok(match site.ask::<Asked>(&visitor.viewer, variables).await?.freshness_request {
        Some(case) => respond::page(&FreshnessPage::new(site, visitor, token, case.into(), false)),
        None => respond::page_with(StatusCode::NOT_FOUND, &UnknownPage { frame: frame(site, visitor, UNKNOWN_LINK) }),
    })
}

impl FreshnessPage {
    fn new(site: &Website, visitor: &Visitor, token: &str, case: Shown, is_done: bool) -> Self {
        let heading = if case.is_archived {
            "Dieses Praxisbeispiel ist archiviert"
        } else if is_done {
            "Danke, Ihr Praxisbeispiel ist bestätigt"
        } else if case.state == Some(FreshnessState::Confirmed) {
            "Ihr Praxisbeispiel ist schon bestätigt"
        } else {
            "Trifft Ihr Praxisbeispiel noch zu?"
        };
        Self { frame: frame(site, visitor, heading), token: token.to_owned(), case, is_done }
    }
}

fn frame(site: &Website, visitor: &Visitor, title: &str) -> Frame {
    Frame::new(site, &visitor.viewer, title).hidden()
}
