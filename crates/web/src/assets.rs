//! The website's own files: one style sheet and one picture, part of the program.

use axum::{
    Router,
    response::{IntoResponse, Response},
    routing::get,
};
use http::{HeaderValue, header};
use std::{
    hash::{DefaultHasher, Hash, Hasher},
    sync::Arc,
};

use crate::website::Website;

const STYLE: &str = include_str!("assets/style.css");
const ICON: &str = include_str!("assets/favicon.svg");

/// Facets make endlessly many addresses of the search; robots read the cases themselves.
const ROBOTS: &str = "User-agent: *\n\
    Disallow: /suche?\n\
    Disallow: /abo\n\
    Disallow: /anmelden\n\
    Disallow: /meine\n\
    Disallow: /faelle/neu\n\
    Disallow: /postfach\n\
    Disallow: /graphql\n\
    Disallow: /graphiql\n";

/// The style sheet's address. It changes with the content, so that browsers may keep what they have for a year.
pub(crate) fn style_href() -> String {
    let mut hasher = DefaultHasher::new();
    STYLE.hash(&mut hasher);
    format!("/style.css?v={:016x}", hasher.finish())
}

/// The routes of these files.
pub(crate) fn routes() -> Router<Arc<Website>> {
    Router::new()
        .route("/style.css", get(async || file("text/css; charset=utf-8", "public, max-age=31536000, immutable", STYLE)))
        .route("/favicon.svg", get(async || file("image/svg+xml", "public, max-age=86400", ICON)))
        .route("/robots.txt", get(async || file("text/plain; charset=utf-8", "public, max-age=86400", ROBOTS)))
}

fn file(kind: &'static str, cache: &'static str, content: &'static str) -> Response {
    let headers = [(header::CONTENT_TYPE, HeaderValue::from_static(kind)), (header::CACHE_CONTROL, HeaderValue::from_static(cache))];
    (headers, content).into_response()
}
