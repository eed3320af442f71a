//! What members ask each other: the list, one question with its replies, and the form to ask.

mod list;
mod steps;

pub(crate) use list::show as list;
pub(crate) use steps::{ask, close, erase, reply};

use crate::{
    client::document, errors::PageError, fields::QueryFields, form_errors::FormErrors, format, frame::Frame, pages::municipalities,
    respond, types::DateTime, visitor::Visitor, website::Website,
};
use askama::Template;
use axum::{
    extract::{Path, State, rejection::PathRejection},
    response::Response,
};
use domain::{Ags, ErrorCode, ids::RequestId};
use list::ListPage;
use std::sync::Arc;
use uuid::Uuid;

/// Where the list is.
const PATH: &str = "/fragen";

document!(OneRequest, "src/pages/requests/query.graphql");

/// Who it was (`who.html`): the municipality with the role beside it, or the role.
struct Who {
    name: String,
    /// The municipality's page, where its mailboxes are.
    href: Option<String>,
    beside: String,
}

#[derive(Template)]
#[template(path = "pages/requests/one.html")]
struct OnePage {
    frame: Frame,
    id: Uuid,
    request: one_request::OneRequestRequest,
    who: Who,
    replies: Vec<Reply>,
    done: Option<&'static str>,
    errors: FormErrors,
    reply: String,
    case: String,
}

/// A reply on the page.
struct Reply {
    reply: one_request::OneRequestRequestReplies,
    who: Who,
}

#[derive(Template)]
#[template(path = "pages/requests/ask.html")]
struct AskPage {
    frame: Frame,
    question: String,
    details: String,
    errors: FormErrors,
}

/// The page of the question that has this absolute address.
pub(crate) fn path(url: &str) -> &str {
    ListPage::path(url)
}

/// `GET /fragen/{id}`
pub(crate) async fn show(
    State(site): State<Arc<Website>>,
    visitor: Visitor,
    id: Result<Path<Uuid>, PathRejection>,
    QueryFields(fields): QueryFields,
) -> Result<Response, PageError> {
    // An address that was cut off leads nowhere.
    let Path(id) = id.map_err(|_| ErrorCode::NotFound)?;
    let done = match fields.get("erledigt") {
        "gefragt" => {
            Some("Ihre Frage ist gestellt. Kommunen mit passenden Praxisbeispielen und die Agentur werden per E-Mail darauf hingewiesen.")
        }
        "geantwortet" => Some("Ihre Antwort ist gespeichert. Wer gefragt hat, wird per E-Mail darauf hingewiesen."),
        "geschlossen" => Some("Die Frage ist geschlossen."),
        _ => None,
    };
    let page = one(&site, &visitor, id).await?;
    Ok(respond::page(&OnePage { done, ..page }))
}

/// The page of one question. Who is not signed in is asked to.
async fn one(site: &Website, visitor: &Visitor, id: Uuid) -> Result<OnePage, PageError> {
    if visitor.viewer.member().is_none() {
        return Err(ErrorCode::Unauthenticated.into());
    }
    let variables = one_request::Variables { id: global(id) };
    let mut request = site.ask::<OneRequest>(&visitor.caller, variables).await?.request.ok_or(ErrorCode::NotFound)?;
    let place = request.municipality.as_ref().map(|place| (place.ags.as_str(), place.display_name.as_str()));
    Ok(OnePage {
        who: Who::new(place, &request.by.role_label, request.by.is_viewer),
        replies: std::mem::take(&mut request.replies).into_iter().map(Reply::new).collect(),
        frame: Frame::new(site, &visitor.viewer, request.question.clone()).in_section(PATH).hidden(),
        id,
        request,
        done: None,
        errors: FormErrors::default(),
        reply: String::new(),
        case: String::new(),
    })
}

/// `GET /fragen/neu`
pub(crate) async fn form(
    State(site): State<Arc<Website>>,
    visitor: Visitor,
    QueryFields(fields): QueryFields,
) -> Result<Response, PageError> {
    if visitor.viewer.member().is_none() {
        return Err(ErrorCode::Unauthenticated.into());
    }
    // What was searched for in vain is the beginning of a question.
    Ok(form_page(&site, &visitor, fields.get("frage"), "", FormErrors::default()))
}

fn form_page(site: &Website, visitor: &Visitor, question: &str, details: &str, errors: FormErrors) -> Response {
    let status = errors.status();
    let frame = Frame::new(site, &visitor.viewer, "Das Netzwerk fragen").in_section(PATH).hidden();
    respond::page_with(status, &AskPage { frame, question: question.to_owned(), details: details.to_owned(), errors })
}

/// The question's id as the API writes it.
fn global(id: Uuid) -> String {
    graphql_api::request_id(RequestId(id)).to_string()
}

impl Reply {
    fn new(reply: one_request::OneRequestRequestReplies) -> Self {
        let place = reply.municipality.as_ref().map(|place| (place.ags.as_str(), place.display_name.as_str()));
        Self { who: Who::new(place, &reply.by.role_label, reply.by.is_viewer), reply }
    }
}

impl Who {
    /// `place` is the municipality's key and name.
    fn new(place: Option<(&str, &str)>, role: &str, is_viewer: bool) -> Self {
        let own = if is_viewer { ", Sie selbst" } else { "" };
        match place {
            Some((key, name)) => {
                let href = key.parse::<Ags>().ok().map(|ags| municipalities::href(&ags));
                Self { name: name.to_owned(), href, beside: format!(" ({role}){own}") }
            }
            None => Self { name: role.to_owned(), href: None, beside: own.to_owned() },
        }
    }
}

impl OnePage {
    fn reply_count(&self) -> String {
        format::counted(self.replies.len(), "Antwort", "Antworten")
    }
}
