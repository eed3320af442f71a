//! The addresses of all published cases, for search engines (sitemaps.org). Without them they would know of few: the pages of the search, which lead
//! to all of them, are closed to robots.
//!
//! It is the same for everybody, like a feed.

use crate::{client::document, errors::PageError, types::DateTime, website::Website};
use askama::Template;
use axum::{
    extract::State,
    response::{IntoResponse, Response},
};
use chrono::SecondsFormat;
use domain::Viewer;
use http::{HeaderValue, header};
use std::sync::Arc;

/// Where it is.
pub(crate) const PATH: &str = "/sitemap.xml";

/// How many cases it names at most. The format allows 50,000 addresses, and the start page is one of them.
const MOST: usize = 49_900;

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
pub(crate) async fn show(State(site): State<Arc<Website>>) -> Result<Response, PageError> {
    let sitemap = Sitemap { start: site.absolute("/"), cases: cases(&site).await? };
    let xml = sitemap.render().map_err(|error| PageError::internal(&site, "the sitemap could not be written", &error))?;
    let headers = [
        (header::CONTENT_TYPE, HeaderValue::from_static("application/xml; charset=utf-8")),
        (header::CACHE_CONTROL, HeaderValue::from_static("public, max-age=3600")),
    ];
    Ok((headers, xml).into_response())
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
