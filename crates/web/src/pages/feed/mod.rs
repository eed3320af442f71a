//! The newest cases that fit a search, as a feed: the way to hear of them without giving an address.
//!
//! A feed is the same for everybody. It is made for the public whoever asks, so no cookie and no token is looked at, and caches may keep it.

mod atom;
mod conditional;
mod content;
mod json;

use crate::{client::document, errors::PageError, fields::QueryFields, search_state::SearchState, types::DateTime, website::Website};
use axum::{extract::State, response::Response};
use conditional::Answer;
use content::{Content, Item};
use domain::{ErrorCode, Viewer, vocabulary::FieldOfAction};
use http::HeaderMap;
use std::sync::Arc;

/// Where feeds in Atom (RFC 4287) are.
pub(crate) const ATOM: &str = "/feed.atom";

/// Where feeds in JSON (JSON Feed 1.1) are.
pub(crate) const JSON: &str = "/feed.json";

document!(FeedCount, "src/pages/feed/query.graphql", variable_types("domain::CaseFilter"));

document!(FeedCases, "src/pages/feed/query.graphql", variable_types("domain::CaseFilter"));

type Found = feed_cases::FeedCasesSearchCasesEdgesNode;

/// `GET /feed.atom?q=…` with the filters of `/suche`
pub(crate) async fn show_atom(
    State(site): State<Arc<Website>>,
    headers: HeaderMap,
    QueryFields(fields): QueryFields,
) -> Result<Response, PageError> {
    let content = content(&site, SearchState::read(&fields), ATOM).await?;
    let body = atom::write(&content).map_err(|error| PageError::internal(&site, "a feed could not be written", &error))?;
    Ok(Answer { kind: "application/atom+xml; charset=utf-8", last_modified: content.changed_at, body }.to(&headers))
}

/// `GET /feed.json?q=…` with the filters of `/suche`
pub(crate) async fn show_json(
    State(site): State<Arc<Website>>,
    headers: HeaderMap,
    QueryFields(fields): QueryFields,
) -> Result<Response, PageError> {
    let content = content(&site, SearchState::read(&fields), JSON).await?;
    let body = json::write(&content).map_err(|error| PageError::internal(&site, "a feed could not be written", &error))?;
    Ok(Answer { kind: "application/feed+json; charset=utf-8", last_modified: content.changed_at, body }.to(&headers))
}

/// What the feed says. A filter value that no list has is an error: left out, the reader would get everything.
async fn content(site: &Website, search: SearchState, path: &'static str) -> Result<Content, PageError> {
    if !search.unknown.is_empty() {
        return Err(ErrorCode::BadUserInput.into());
    }
    let found = newest(site, &search).await?;
    let items: Vec<_> = found.into_iter().filter_map(|found| item(site, found)).collect();
    Ok(Content::new(site, &search, path, items))
}

async fn newest(site: &Website, search: &SearchState) -> Result<Vec<Found>, PageError> {
    let (filter, query) = (Some(search.filter.clone()), search.text.clone());
    let counted = site.ask::<FeedCount>(&Viewer::Public, feed_count::Variables { filter: filter.clone(), query: query.clone() }).await?;
    if counted.search_cases.total_count == 0 {
        return Ok(Vec::new());
    }
    let found = site.ask::<FeedCases>(&Viewer::Public, feed_cases::Variables { filter, query }).await?;
    Ok(found.search_cases.edges.into_iter().map(|edge| edge.node).collect())
}

/// What is public has been published, so nothing is left out here that the search found.
fn item(site: &Website, found: Found) -> Option<Item> {
    let published_at = found.published_at?;
    Some(Item {
        id: content::id_of(site, &found.id),
        url: found.url,
        title: content::clean(&found.title),
        summary: content::clean(&found.teaser),
        place: found.place_name.map(|place| content::clean(&place)),
        fields: found.fields_of_action,
        published_at,
        updated_at: found.renewed_at.map_or(published_at, |renewed| renewed.max(published_at)),
        changed_at: found.revision_published_at.unwrap_or(published_at),
    })
}
