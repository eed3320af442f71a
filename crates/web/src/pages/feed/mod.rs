//! The cases that fit a search and were published or renewed last, as a feed: the way to hear of them without giving an address.
//!
//! A feed is the same for everybody. It is made for the public whoever asks, so no cookie and no token is looked at, and caches may keep it.

mod atom;
mod content;
mod json;

use crate::{
    client::{answered, document},
    conditional::Answer,
    errors::PageError,
    fields::QueryFields,
    search_state::SearchState,
    types::{DateTime, SearchOrder},
    website::Website,
};
use axum::{extract::State, response::Response};
use content::{Content, Item};
use domain::{CaseFilter, ErrorCode, Viewer, vocabulary::FieldOfAction};
use graphql_api::entity_tag;
use http::{HeaderMap, HeaderValue};
use std::{collections::HashSet, sync::Arc};

/// Where feeds in Atom (RFC 4287) are.
pub(crate) const ATOM: &str = "/feed.atom";

/// Where feeds in JSON (JSON Feed 1.1) are.
pub(crate) const JSON: &str = "/feed.json";

/// How long caches answer by themselves: a new case is told of at most this much later than by a visit.
const CACHE_CONTROL: HeaderValue = HeaderValue::from_static("public, max-age=300");

/// How many cases a feed holds.
const ENTRIES: usize = 50;

/// How many cases are looked at that were renewed since the oldest of the [`ENTRIES`] newest ones was published.
const RENEWED: usize = 100;

document!(FeedCount, "src/pages/feed/count.graphql", variable_types("domain::CaseFilter"));

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
    Ok(answer("application/atom+xml; charset=utf-8", body).to(&headers))
}

/// `GET /feed.json?q=…` with the filters of `/suche`
pub(crate) async fn show_json(
    State(site): State<Arc<Website>>,
    headers: HeaderMap,
    QueryFields(fields): QueryFields,
) -> Result<Response, PageError> {
    let content = content(&site, SearchState::read(&fields), JSON).await?;
    let body = json::write(&content).map_err(|error| PageError::internal(&site, "a feed could not be written", &error))?;
    Ok(answer("application/feed+json; charset=utf-8", body).to(&headers))
}

/// A feed, written down as `body`.
fn answer(kind: &'static str, body: String) -> Answer {
    Answer { kind, cache_control: CACHE_CONTROL, tag: entity_tag(&body), body: body.into() }
}

/// What the feed says. A filter value that no list has is an error: left out, the reader would get everything.
async fn content(site: &Website, search: SearchState, path: &'static str) -> Result<Content, PageError> {
    if !search.unknown.is_empty() {
        return Err(ErrorCode::BadUserInput.into());
    }
    let items = latest(site, &search).await?;
    Ok(Content::new(site, &search, path, items))
}

/// The cases that fit and were published or renewed last, the latest first.
async fn latest(site: &Website, search: &SearchState) -> Result<Vec<Item>, PageError> {
    let matching = search.every_word.then_some(feed_count::SearchMatching::EVERY_WORD);
    let counted = feed_count::Variables { filter: Some(search.filter.clone()), query: search.text.clone(), matching };
    if answered(site.ask::<FeedCount>(&Viewer::Public, counted).await?.search_cases)?.total_count == 0 {
        return Ok(Vec::new());
    }
    let mut items = found(site, search, search.filter.clone(), SearchOrder::Newest, ENTRIES).await?;
    // Searches know no order by what came last of the two. What is not among the newest belongs into the feed only if it was renewed since
    // the oldest of them was published; the order by publication of any version brings it, since a renewal is one.
    if let Some(oldest) = items.get(ENTRIES - 1) {
        let since = search.filter.renewed_after.map_or(oldest.published_at, |bound| bound.max(oldest.published_at));
        let filter = CaseFilter { renewed_after: Some(since), ..search.filter.clone() };
        let renewed = found(site, search, filter, SearchOrder::RecentlyUpdated, RENEWED).await?;
        let known: HashSet<String> = items.iter().map(|item| item.id.clone()).collect();
        items.extend(renewed.into_iter().filter(|item| !known.contains(&item.id)));
    }
    // With the identity, so that what came at the same moment always stands in one order and the feed's tag with it.
    items.sort_by(|one, other| other.updated_at.cmp(&one.updated_at).then_with(|| one.id.cmp(&other.id)));
    items.truncate(ENTRIES);
    Ok(items)
}

/// The first cases that this search finds in this order.
async fn found(site: &Website, search: &SearchState, filter: CaseFilter, order: SearchOrder, most: usize) -> Result<Vec<Item>, PageError> {
    let first = i64::try_from(most).unwrap_or(i64::MAX);
    let matching = search.every_word.then_some(feed_cases::SearchMatching::EVERY_WORD);
    let variables = feed_cases::Variables { filter: Some(filter), query: search.text.clone(), matching, order, first };
    let cases = answered(site.ask::<FeedCases>(&Viewer::Public, variables).await?.search_cases)?;
    Ok(cases.edges.into_iter().filter_map(|edge| item(site, edge.node)).collect())
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
    })
}
