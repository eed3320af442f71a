//! The website's own files: one style sheet, two scripts and one picture, part of the program.

use axum::{
    Router,
    extract::State,
    response::{IntoResponse, Redirect, Response},
    routing::get,
};
use http::{HeaderValue, header};
use std::{
    hash::{DefaultHasher, Hash, Hasher},
    sync::Arc,
};

use crate::{pages::sitemap, website::Website};

const STYLE: &str = include_str!("assets/style.css");
const SCRIPT: &str = include_str!("assets/suggest.js");
const AUTOSAVE: &str = include_str!("assets/autosave.js");
const ICON: &str = include_str!("assets/favicon.svg");

/// Facets make endlessly many addresses of the search; robots read the cases themselves, which the sitemap names.
const ROBOTS: &str = "User-agent: *\n\
    Disallow: /suche?\n\
    Disallow: /feed.atom?\n\
    Disallow: /feed.json?\n\
    Disallow: /abo\n\
    Disallow: /anmelden\n\
    Disallow: /meine\n\
    Disallow: /faelle/neu\n\
    Disallow: /postfach\n\
    Disallow: /redaktion\n\
    Disallow: /graphql\n\
    Disallow: /graphiql\n";

/// The style sheet's address. It changes with the content, so that browsers may keep what they have for a year.
pub(crate) fn style_href() -> String {
    versioned("/style.css", STYLE)
}

/// The address of the script that suggests searches, in the same way.
pub(crate) fn script_href() -> String {
    versioned("/suggest.js", SCRIPT)
}

/// The address of the script that keeps what is being typed into the form of a case.
pub(crate) fn autosave_href() -> String {
    versioned("/autosave.js", AUTOSAVE)
}

fn versioned(path: &str, content: &str) -> String {
    let mut hasher = DefaultHasher::new();
    content.hash(&mut hasher);
    format!("{path}?v={:016x}", hasher.finish())
}

/// The routes of these files.
pub(crate) fn routes() -> Router<Arc<Website>> {
    Router::new()
        .route("/style.css", get(async || file("text/css; charset=utf-8", "public, max-age=31536000, immutable", STYLE)))
        .route("/suggest.js", get(async || script(SCRIPT)))
        .route("/autosave.js", get(async || script(AUTOSAVE)))
        .route("/favicon.svg", get(async || file("image/svg+xml", "public, max-age=86400", ICON)))
        .route("/favicon.ico", get(icon))
        .route("/robots.txt", get(robots))
}

/// Where browsers and robots look for the picture of a site whose pages they have not read.
async fn icon() -> Response {
    let keeping = [(header::CACHE_CONTROL, HeaderValue::from_static("public, max-age=86400"))];
    (keeping, Redirect::permanent("/favicon.svg")).into_response()
}

async fn robots(State(site): State<Arc<Website>>) -> Response {
    let content = format!("{ROBOTS}\nSitemap: {}\n", site.absolute(sitemap::PATH));
    file("text/plain; charset=utf-8", "public, max-age=86400", content)
}

fn script(content: &'static str) -> Response {
    file("text/javascript; charset=utf-8", "public, max-age=31536000, immutable", content)
}

fn file(kind: &'static str, cache: &'static str, content: impl IntoResponse) -> Response {
    let headers = [(header::CONTENT_TYPE, HeaderValue::from_static(kind)), (header::CACHE_CONTROL, HeaderValue::from_static(cache))];
    (headers, content).into_response()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::search_state::GROUPS;

    #[test]
    fn the_script_names_filters_as_the_search_page_does() {
        for (name, _) in GROUPS {
            assert!(SCRIPT.contains(&format!("\"{name}\"")) || SCRIPT.contains(&format!("{{ {name}:")), "{name}");
        }
    }

    #[test]
    fn the_scripts_are_written_for_a_policy_without_eval_and_inline_styles() {
        for forbidden in ["innerHTML", "eval(", ".style", "insertAdjacentHTML", "document.write"] {
            assert!(!SCRIPT.contains(forbidden) && !AUTOSAVE.contains(forbidden), "{forbidden}");
        }
    }
}
