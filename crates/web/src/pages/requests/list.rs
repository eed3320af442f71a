//! The list of questions: open ones, closed ones or all, of all municipalities or of one.

use super::{PATH, Who};
use crate::{
    client::{answered, document},
    errors::PageError,
    fields::QueryFields,
    format,
    frame::Frame,
    list_part::{self, AFTER, DONE},
    respond,
    search_state::address,
    types::{DateTime, SubscriptionState},
    visitor::Visitor,
    website::Website,
};
use askama::Template;
use axum::{extract::State, response::Response};
use domain::{Ags, ErrorCode, Viewer};
use std::{iter, sync::Arc};

document!(Requests, "src/pages/requests/query.graphql");

/// The names in addresses of what the list is narrowed down to.
const STATE: &str = "stand";
const PLACE: &str = "kommune";

#[derive(Template)]
#[template(path = "pages/requests/list.html")]
pub(super) struct ListPage {
    frame: Frame,
    /// Open ones, closed ones, or all.
    is_open: Option<bool>,
    /// Those of one municipality, or of all.
    place: Option<Ags>,
    /// The municipalities that are offered.
    near: Vec<Ags>,
    requests: Vec<Listed>,
    /// Whether replies to the viewer's own questions come gathered.
    gathers_replies: bool,
    /// What was done just now.
    done: Option<&'static str>,
    /// Whether there are newer ones on an earlier page.
    is_later: bool,
    next: Option<String>,
}

/// A question in the list.
struct Listed {
    request: requests::RequestsRequestsEdgesNode,
    who: Who,
}

/// `GET /fragen`
pub(crate) async fn show(
    State(site): State<Arc<Website>>,
    visitor: Visitor,
    QueryFields(fields): QueryFields,
) -> Result<Response, PageError> {
    let is_open = match fields.get(STATE) {
        "alle" => None,
        "geschlossen" => Some(false),
        _ => Some(true),
    };
    let place = fields.given(PLACE).map(str::parse::<Ags>).transpose().map_err(|_| ErrorCode::NotFound)?;
    let place = place.map(|place| place.municipality().key());
    let variables = requests::Variables {
        is_open,
        municipality: place.as_ref().map(|place| place.as_str().to_owned()),
        after: fields.given(AFTER).map(str::to_owned),
    };
    let requests::ResponseData { viewer, requests } = site.ask::<Requests>(&visitor.caller, variables).await?;
    let found = answered(requests)?;
    let part = list_part::read(&fields, [STATE, PLACE, AFTER]);
    if let Some(elsewhere) = list_part::shortened(PATH, &part, &fields, |name| name != AFTER || !found.edges.is_empty()) {
        return Ok(elsewhere);
    }
    let subscriptions = viewer.and_then(|viewer| viewer.reader).map(|reader| reader.subscriptions).unwrap_or_default();
    Ok(respond::page(&ListPage {
        frame: Frame::new(&site, &visitor.viewer, "Fragen an das Netzwerk").in_section(PATH).hidden(),
        is_open,
        near: near(&visitor.viewer, place.as_ref()),
        place,
        requests: found.edges.into_iter().map(|edge| Listed::new(edge.node)).collect(),
        gathers_replies: subscriptions.iter().any(|one| one.gathers_replies && one.state == SubscriptionState::Active),
        done: match fields.get(DONE) {
            "geloescht" => Some("Die Frage ist mit ihren Antworten endgültig gelöscht."),
            "schon-geloescht" => Some("Diese Frage gibt es nicht mehr: Sie ist bereits gelöscht."),
            _ => None,
        },
        is_later: fields.given(AFTER).is_some(),
        next: found.page_info.end_cursor.filter(|_| found.page_info.has_next_page),
    }))
}

/// The municipalities whose questions somebody may look for, each once: their own, those that they advise, and the one that they chose.
fn near(viewer: &Viewer, chosen: Option<&Ags>) -> Vec<Ags> {
    let member = viewer.member();
    let own = member.and_then(|member| member.municipality.as_ref()).map(|own| own.municipality().key());
    let advised = member.map(|member| member.advises.clone()).unwrap_or_default();
    let mut near: Vec<Ags> = Vec::new();
    for place in own.into_iter().chain(advised).chain(chosen.cloned()) {
        if !near.contains(&place) {
            near.push(place);
        }
    }
    near
}

impl Listed {
    fn new(request: requests::RequestsRequestsEdgesNode) -> Self {
        let place = request.municipality.as_ref().map(|place| (place.ags.as_str(), place.display_name.as_str()));
        Self { who: Who::new(place, &request.by.role_label, request.by.is_viewer), request }
    }
}

impl ListPage {
    /// The states that the list can be narrowed to: address, label, whether it is this one.
    fn states(&self) -> [(String, &'static str, bool); 3] {
        [(Some(true), "offen"), (Some(false), "geschlossen"), (None, "alle")]
            .map(|(state, label)| (href(state, self.place.as_ref(), None), label, self.is_open == state))
    }

    /// The municipalities that the list can be narrowed to, likewise.
    fn places(&self) -> Vec<(String, String, bool)> {
        let all = (href(self.is_open, None, None), "alle Kommunen".to_owned(), self.place.is_none());
        let each =
            self.near.iter().map(|place| (href(self.is_open, Some(place), None), place.display_name(), self.place.as_ref() == Some(place)));
        iter::once(all).chain(each).collect()
    }

    /// What stands where there is no question.
    fn nothing(&self) -> &'static str {
        match (self.is_open, self.place.is_some()) {
            (Some(true), false) => "Zurzeit ist keine Frage offen.",
            (Some(false), false) => "Noch ist keine Frage geschlossen.",
            (None, false) => "Hier steht noch keine Frage.",
            (Some(true), true) => "Zurzeit ist keine Frage von dort offen.",
            (Some(false), true) => "Noch ist keine Frage von dort geschlossen.",
            (None, true) => "Von dort hat noch niemand gefragt.",
        }
    }

    /// The beginning of the list.
    fn first_href(&self) -> String {
        href(self.is_open, self.place.as_ref(), None)
    }

    /// The next page.
    fn next_href(&self, cursor: &str) -> String {
        href(self.is_open, self.place.as_ref(), Some(cursor))
    }

    /// The path of an absolute address of this instance.
    pub(super) fn path(url: &str) -> &str {
        url.find("/fragen/").map_or(url, |at| &url[at..])
    }
}

/// The list in one state, of one municipality or of all, from its beginning or behind a cursor.
fn href(is_open: Option<bool>, place: Option<&Ags>, after: Option<&str>) -> String {
    let state = match is_open {
        Some(true) => None,
        Some(false) => Some("geschlossen"),
        None => Some("alle"),
    };
    let pairs = [(STATE, state), (PLACE, place.map(Ags::as_str)), (AFTER, after)];
    address(PATH, pairs.into_iter().filter_map(|(name, value)| Some((name, value?.to_owned()))))
}
