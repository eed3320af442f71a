//! The website's own files: one style sheet, two scripts and one picture, part of the program.

use axum::{
    Router,
    body::Bytes,
    extract::State,
    response::{IntoResponse, Redirect, Response},
    routing::get,
};
use graphql_api::entity_tag;
use http::{HeaderMap, HeaderValue, Uri, header};
use std::{
    hash::{DefaultHasher, Hash, Hasher},
    sync::Arc,
};

use crate::{conditional::Answer, pages::sitemap, website::Website};

/// A file whose address changes with its content, so that browsers may keep what they have for a year.
struct Versioned {
    path: &'static str,
    kind: &'static str,
    content: &'static str,
}

/// Of two rules alike the later one counts: what is for single pages comes after what is for all, and what a medium changes comes last.
static STYLE: Versioned = Versioned {
    path: "/style.css",
    kind: "text/css; charset=utf-8",
    content: concat!(
        include_str!("assets/style/base.css"),
        include_str!("assets/style/frame.css"),
        include_str!("assets/style/forms.css"),
        include_str!("assets/style/blocks.css"),
        include_str!("assets/style/cases.css"),
        include_str!("assets/style/members.css"),
        include_str!("assets/style/media.css"),
    ),
};
static SUGGEST: Versioned =
    Versioned { path: "/suggest.js", kind: "text/javascript; charset=utf-8", content: include_str!("assets/suggest.js") };
static AUTOSAVE: Versioned =
    Versioned { path: "/autosave.js", kind: "text/javascript; charset=utf-8", content: include_str!("assets/autosave.js") };

const ICON: &str = include_str!("assets/favicon.svg");

/// For how long browsers may keep what has one address whatever it says: a day.
const A_DAY: HeaderValue = HeaderValue::from_static("public, max-age=86400");

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

impl Versioned {
    /// The address of what it says now.
    fn href(&self) -> String {
        let mut hasher = DefaultHasher::new();
        self.content.hash(&mut hasher);
        format!("{}?v={:016x}", self.path, hasher.finish())
    }

    /// What whoever asks for this address gets. While one server after the other is replaced by a newer one, a page of one asks the other for its
    /// file: that is answered with what is there, which nobody keeps under the address of what was meant.
    fn answer(&self, asked: &Uri, request: &HeaderMap) -> Response {
        let is_meant = asked.path_and_query().is_some_and(|asked| asked.as_str() == self.href());
        let keeping = if is_meant { "public, max-age=31536000, immutable" } else { "no-cache" };
        file(self.kind, HeaderValue::from_static(keeping), Bytes::from_static(self.content.as_bytes()), request)
    }
}

/// The style sheet's address.
pub(crate) fn style_href() -> String {
    STYLE.href()
}

/// The address of the script that suggests searches.
pub(crate) fn script_href() -> String {
    SUGGEST.href()
}

/// The address of the script that keeps what is being typed into the form of a case.
pub(crate) fn autosave_href() -> String {
    AUTOSAVE.href()
}

/// The routes of these files.
pub(crate) fn routes() -> Router<Arc<Website>> {
    let versioned = [&STYLE, &SUGGEST, &AUTOSAVE].into_iter().fold(Router::new(), |router, file| {
        router.route(file.path, get(move |asked: Uri, request: HeaderMap| async move { file.answer(&asked, &request) }))
    });
    versioned.route("/favicon.svg", get(picture)).route("/favicon.ico", get(icon)).route("/robots.txt", get(robots))
}

async fn picture(request: HeaderMap) -> Response {
    file("image/svg+xml", A_DAY, Bytes::from_static(ICON.as_bytes()), &request)
}

/// Where browsers and robots look for the picture of a site whose pages they have not read.
async fn icon() -> Response {
    ([(header::CACHE_CONTROL, A_DAY)], Redirect::permanent("/favicon.svg")).into_response()
}

async fn robots(State(site): State<Arc<Website>>, request: HeaderMap) -> Response {
    let content = format!("{ROBOTS}\nSitemap: {}\n", site.absolute(sitemap::PATH));
    file("text/plain; charset=utf-8", A_DAY, content.into(), &request)
}

fn file(kind: &'static str, cache_control: HeaderValue, body: Bytes, request: &HeaderMap) -> Response {
    Answer { kind, cache_control, tag: entity_tag(&body), body }.to(request)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::search_state::GROUPS;

    #[test]
    fn the_script_names_filters_as_the_search_page_does() {
        for (name, _) in GROUPS {
            let script = SUGGEST.content;
            assert!(script.contains(&format!("\"{name}\"")) || script.contains(&format!("{{ {name}:")), "{name}");
        }
    }

    #[test]
    fn the_style_sheet_is_made_of_all_its_files() {
        let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/src/assets/style");
        for file in std::fs::read_dir(folder).expect("the folder") {
            let path = file.expect("a file").path();
            let part = std::fs::read_to_string(&path).expect("text");
            assert!(STYLE.content.contains(&part) && part.ends_with("}\n"), "{}", path.display());
        }
    }

    #[test]
    fn what_forced_colours_and_paper_change_is_not_changed_back_behind_it() {
        let (_, behind) = STYLE.content.split_once("\n@media (forced-colors: active)").expect("what holds there");
        assert!(behind.contains(".mail-chart .sent") && behind.contains("\n@media print"), "{behind}");
        for line in behind.lines().skip(1) {
            assert!(line.is_empty() || line.starts_with([' ', '}', '@']), "{line}");
        }
    }

    #[test]
    fn the_keyboard_goes_in_the_order_that_is_seen() {
        for moved in ["{ order:", "; order:", "row-reverse", "tabindex"] {
            assert!(!STYLE.content.contains(moved), "{moved}");
        }
    }

    #[test]
    fn the_scripts_are_written_for_a_policy_without_eval_and_inline_styles() {
        for forbidden in ["innerHTML", "eval(", ".style", "insertAdjacentHTML", "document.write"] {
            assert!(!SUGGEST.content.contains(forbidden) && !AUTOSAVE.content.contains(forbidden), "{forbidden}");
        }
    }
}
