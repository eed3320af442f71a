//! The addresses of all published cases, for search engines (sitemaps.org). The pages of the search, which lead to all of them, are closed to robots,
//! and those of municipalities do not lead to cases from elsewhere.
//!
//! It is the same for everybody, like a feed, and kept until something is published or archived: it goes through all cases, so it is made once for
//! all who ask.

use crate::{client::document, conditional::Answer, errors::PageError, types::DateTime, website::Website};
use askama::Template;
use axum::{body::Bytes, extract::State, response::Response};
use chrono::SecondsFormat;
use domain::Viewer;
use graphql_api::entity_tag;
use http::{HeaderMap, HeaderValue};
use std::sync::Arc;
use tokio::sync::Mutex;
use usecases::content_stamp;

/// Where it is.
pub(crate) const PATH: &str = "/sitemap.xml";

/// How many cases it names at most. The format allows 50,000 addresses, and the start page is one of them.
const MOST: usize = 49_900;

/// How long caches answer by themselves.
const CACHE_CONTROL: HeaderValue = HeaderValue::from_static("public, max-age=3600");

/// Where the sitemap is kept. Whoever makes it holds the lock, and the others wait for theirs.
#[derive(Default)]
pub(crate) struct Shelf(Mutex<Option<Kept>>);

/// The sitemap as it was made at a content stamp.
#[derive(Clone)]
struct Kept {
    stamp: i64,
    tag: String,
    xml: Bytes,
}

document!(SitemapCases, "src/pages/sitemap/query.graphql");

#[derive(Template)]
#[template(path = "pages/sitemap/sitemap.xml")]
struct Sitemap {
    start: String,
    cases: Vec<Entry>,
}

/// A case in it.
struct Entry {
    url: String,
    /// When what is public now became so, as RFC 3339 writes it.
    changed_at: Option<String>,
}

/// `GET /sitemap.xml`
pub(crate) async fn show(State(site): State<Arc<Website>>, headers: HeaderMap) -> Result<Response, PageError> {
    let Kept { tag, xml, .. } = current(&site).await?;
    let kind = "application/xml; charset=utf-8";
    Ok(Answer { kind, cache_control: CACHE_CONTROL, tag, body: xml }.to(&headers))
}

/// The sitemap at the present content stamp. The stamp is read first: what changes meanwhile is made anew for the next who asks.
async fn current(site: &Website) -> Result<Kept, PageError> {
    let mut shelf = site.sitemap.0.lock().await;
    let stamp = content_stamp(&site.options.network).await;
    let stamp = stamp.map_err(|error| PageError::from_use_case(site, "the content stamp could not be read", error))?;
    if let Some(kept) = shelf.as_ref().filter(|kept| kept.stamp == stamp) {
        return Ok(kept.clone());
    }
    let sitemap = Sitemap { start: site.absolute("/"), cases: cases(site).await? };
    let xml = sitemap.render().map_err(|error| PageError::internal(site, "the sitemap could not be written", &error))?;
    Ok(shelf.insert(Kept { stamp, tag: entity_tag(&xml), xml: xml.into() }).clone())
}

/// All that the public finds in lists, the first published one first.
async fn cases(site: &Website) -> Result<Vec<Entry>, PageError> {
    let mut entries = Vec::new();
    let mut after = None;
    loop {
        let variables = sitemap_cases::Variables { after };
        let page = site.ask::<SitemapCases>(&Viewer::Public, variables).await?.practice_cases;
        entries.extend(page.nodes.into_iter().map(entry));
        after = page.page_info.end_cursor;
        if !page.page_info.has_next_page || entries.len() >= MOST {
            return Ok(entries);
        }
    }
}

fn entry(case: sitemap_cases::SitemapCasesPracticeCasesNodes) -> Entry {
    let changed_at = case.revision_published_at.map(|moment| moment.to_rfc3339_opts(SecondsFormat::Secs, true));
    Entry { url: case.url, changed_at }
}
