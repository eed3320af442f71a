//! What members ask each other: the list, one question with its replies, and the form to ask.

mod steps;

pub(crate) use steps::{ask, close, erase, reply};

use crate::{
    client::{answered, document},
    errors::PageError,
    fields::QueryFields,
    form_errors::FormErrors,
    format,
    frame::Frame,
    respond,
    types::{DateTime, SubscriptionState},
    visitor::Visitor,
    website::Website,
};
use askama::Template;
use axum::{
    extract::{Path, State, rejection::PathRejection},
    response::Response,
};
use domain::{ErrorCode, ids::RequestId};
use std::sync::Arc;
use uuid::Uuid;

document!(Requests, "src/pages/requests/query.graphql");
document!(OneRequest, "src/pages/requests/query.graphql");

#[derive(Template)]
#[template(path = "pages/requests/list.html")]
struct ListPage {
    frame: Frame,
    /// Open ones, closed ones, or all.
    is_open: Option<bool>,
    requests: Vec<Listed>,
    /// Whether replies to the viewer's own questions come gathered.
    gathers_replies: bool,
    /// What was done just now.
    done: Option<&'static str>,
    next: Option<String>,
}

/// A question in the list.
struct Listed {
    request: requests::RequestsRequestsEdgesNode,
    who: String,
}

#[derive(Template)]
#[template(path = "pages/requests/one.html")]
struct OnePage {
    frame: Frame,
    id: Uuid,
    request: one_request::OneRequestRequest,
    who: String,
    replies: Vec<Reply>,
    done: Option<&'static str>,
    errors: FormErrors,
    reply: String,
    case: String,
}

/// A reply on the page.
struct Reply {
    reply: one_request::OneRequestRequestReplies,
    who: String,
}

#[derive(Template)]
#[template(path = "pages/requests/ask.html")]
struct AskPage {
    frame: Frame,
    question: String,
    details: String,
    errors: FormErrors,
}

/// `GET /fragen`
pub(crate) async fn list(
    State(site): State<Arc<Website>>,
    visitor: Visitor,
    QueryFields(fields): QueryFields,
) -> Result<Response, PageError> {
    let is_open = match fields.get("stand") {
        "alle" => None,
        "geschlossen" => Some(false),
        _ => Some(true),
    };
    let variables = requests::Variables { is_open, after: fields.given("nach").map(str::to_owned) };
    let requests::ResponseData { viewer, requests } = site.ask::<Requests>(&visitor.caller, variables).await?;
    let found = answered(requests)?;
    let subscriptions = viewer.and_then(|viewer| viewer.reader).map(|reader| reader.subscriptions).unwrap_or_default();
    Ok(respond::page(&ListPage {
        frame: Frame::new(&site, &visitor.viewer, "Fragen an das Netzwerk").in_section("/fragen").hidden(),
        is_open,
        requests: found.edges.into_iter().map(|edge| Listed::new(edge.node)).collect(),
        gathers_replies: subscriptions.iter().any(|one| one.gathers_replies && one.state == SubscriptionState::Active),
        done: match fields.get("erledigt") {
            "geloescht" => Some("Die Frage ist mit ihren Antworten endgültig gelöscht."),
            "schon-geloescht" => Some("Diese Frage gibt es nicht mehr: Sie ist bereits gelöscht."),
            _ => None,
        },
        next: found.page_info.end_cursor.filter(|_| found.page_info.has_next_page),
    }))
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
            Some("Ihre Frage ist gestellt. Kommunen mit passenden Praxisbeispielen und die Redaktion werden per E-Mail darauf hingewiesen.")
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
    let place = request.municipality.as_ref().map(|place| place.display_name.as_str());
    Ok(OnePage {
        who: who(place, &request.by.role_label, request.by.is_viewer),
        replies: std::mem::take(&mut request.replies).into_iter().map(Reply::new).collect(),
        frame: Frame::new(site, &visitor.viewer, request.question.clone()).in_section("/fragen").hidden(),
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
    let frame = Frame::new(site, &visitor.viewer, "Das Netzwerk fragen").in_section("/fragen").hidden();
    respond::page_with(status, &AskPage { frame, question: question.to_owned(), details: details.to_owned(), errors })
}

/// The question's id as the API writes it.
fn global(id: Uuid) -> String {
    graphql_api::request_id(RequestId(id)).to_string()
}

impl Listed {
    fn new(request: requests::RequestsRequestsEdgesNode) -> Self {
        let place = request.municipality.as_ref().map(|place| place.display_name.as_str());
        Self { who: who(place, &request.by.role_label, request.by.is_viewer), request }
    }
}

impl Reply {
    fn new(reply: one_request::OneRequestRequestReplies) -> Self {
        let place = reply.municipality.as_ref().map(|place| place.display_name.as_str());
        Self { who: who(place, &reply.by.role_label, reply.by.is_viewer), reply }
    }
}

impl ListPage {
    /// The states that the list can be narrowed to: address, label, whether it is this one.
    fn states(&self) -> [(&'static str, &'static str, bool); 3] {
        [(Some(true), "offen"), (Some(false), "geschlossen"), (None, "alle")]
            .map(|(state, label)| (Self::href(state), label, self.is_open == state))
    }

    /// What stands where there is no question.
    fn nothing(&self) -> &'static str {
        if self.is_open == Some(true) { "Zurzeit ist keine Frage offen." } else { "Hier steht noch keine Frage." }
    }

    /// The list in one state.
    fn href(is_open: Option<bool>) -> &'static str {
        match is_open {
            Some(true) => "/fragen",
            Some(false) => "/fragen?stand=geschlossen",
            None => "/fragen?stand=alle",
        }
    }

    /// The next page. Cursors are made of signs that addresses may hold.
    fn next_href(&self, cursor: &str) -> String {
        let state = match self.is_open {
            Some(true) => "",
            Some(false) => "stand=geschlossen&",
            None => "stand=alle&",
        };
        format!("/fragen?{state}nach={cursor}")
    }

    /// The path of an absolute address of this instance.
    fn path(url: &str) -> &str {
        url.find("/fragen/").map_or(url, |at| &url[at..])
    }
}

impl OnePage {
    fn reply_count(&self) -> String {
        format::counted(self.replies.len(), "Antwort", "Antworten")
    }
}

/// Who it was, as people read it: the municipality, or the role.
fn who(place: Option<&str>, role: &str, is_viewer: bool) -> String {
    let name = place.map_or_else(|| role.to_owned(), |place| format!("{place} ({role})"));
    if is_viewer { format!("{name}, Sie selbst") } else { name }
}
