//! The start page: search, what is new, and the fields of action as ways in.

use crate::{
    client::document, errors::PageError, format, frame::Frame, pages::feed, respond, search_state::SearchState, types::DateTime,
    visitor::Visitor, website::Website,
};
use askama::Template;
use axum::{extract::State, response::Response};
use domain::{
    Viewer, municipality,
    vocabulary::{FieldOfAction, Vocabulary},
};
use std::sync::Arc;

document!(Newest, "src/pages/start/query.graphql");

document!(Spread, "src/pages/start/query.graphql");

#[derive(Template)]
#[template(path = "pages/start/page.html")]
struct StartPage {
    frame: Frame,
    search: SearchState,
    newest: newest::NewestPracticeCases,
    topics: Vec<Topic>,
    /// How many municipalities have a case; unknown while the search is away.
    places: Option<i64>,
    all_places: usize,
}

/// A field of action as a way in.
struct Topic {
    key: &'static str,
    label: &'static str,
    /// How many cases it has; unknown while the search is away.
    count: Option<i64>,
}

/// `GET /`
pub(crate) async fn show(State(site): State<Arc<Website>>, visitor: Visitor) -> Result<Response, PageError> {
    let newest = site.ask::<Newest>(&visitor.viewer, newest::Variables).await?.practice_cases;
    let spread = spread(&site, &visitor.viewer).await;
    let mut frame = Frame::new(&site, &visitor.viewer, "Praxisbeispiele aus der kommunalen Bildungsarbeit");
    frame.description = Some(
        "Was Kommunen in Sachsen, Sachsen-Anhalt und Thüringen in der Bildung erprobt haben: mit Zahlen, Stolpersteinen und Kontakt."
            .to_owned(),
    );
    frame.canonical = Some(site.absolute("/"));
    let topics = FieldOfAction::ALL.iter().map(|field| topic(*field, spread.as_ref())).collect();
    let places = spread.as_ref().and_then(|facets| i64::try_from(facets.municipalities.len()).ok());
    let all_places = municipality::all().len();
    Ok(respond::page(&StartPage { frame, search: SearchState::default(), newest, topics, places, all_places }))
}

/// The start page does without the counts rather than fail with the search.
async fn spread(site: &Website, viewer: &Viewer) -> Option<spread::SpreadSearchCasesFacets> {
    site.ask::<Spread>(viewer, spread::Variables).await.ok()?.search_cases.map(|found| found.facets)
}

fn topic(field: FieldOfAction, facets: Option<&spread::SpreadSearchCasesFacets>) -> Topic {
    let count = facets.map(|facets| facets.fields_of_action.iter().find(|facet| facet.value == field.key()).map_or(0, |facet| facet.count));
    Topic { key: field.key(), label: field.label(), count }
}
