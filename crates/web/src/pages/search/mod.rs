//! The search: results with what matched, filters with counts, and ways on when nothing was found.

mod facets;

use crate::{
    client::{answered, document},
    errors::PageError,
    fields::QueryFields,
    format,
    frame::Frame,
    pages::feed,
    respond,
    search_state::{GROUPS, ORDERS, SearchState, Selected, uncorrected},
    types::{DateTime, SearchOrder},
    visitor::Visitor,
    website::Website,
};
use askama::Template;
use axum::{extract::State, response::Response};
use domain::{
    ErrorCode,
    vocabulary::{FieldOfAction, Status, Vocabulary},
};
use facets::FacetGroup;
use http::{HeaderValue, StatusCode, header};
use std::sync::Arc;
use url::form_urlencoded;
use usecases::without_signs;

/// How many results a page shows.
const PAGE_SIZE: i64 = 20;

document!(Search, "src/pages/search/query.graphql", variable_types("domain::CaseFilter"));

#[derive(Template)]
#[template(path = "pages/search/page.html")]
struct SearchPage {
    frame: Frame,
    search: SearchState,
    selected: Vec<Selected>,
    found: search::SearchSearchCases,
    facets: Vec<FacetGroup>,
    pages: i64,
    subscribe_href: String,
}

#[derive(Template)]
#[template(path = "pages/search/unavailable.html")]
struct UnavailablePage {
    frame: Frame,
    search: SearchState,
}

/// `GET /suche`
pub(crate) async fn show(
    State(site): State<Arc<Website>>,
    visitor: Visitor,
    QueryFields(fields): QueryFields,
) -> Result<Response, PageError> {
    let search = SearchState::read(&fields);
    let title = if search.text.is_empty() { "Suche".to_owned() } else { format!("Suche nach „{}“", search.text) };
    let title = if search.page > 1 { format!("{title}, Seite {}", search.page) } else { title };
    let mut frame = Frame::new(&site, &visitor.viewer, title).in_section("/suche");
    // Searches are for people; robots read the cases.
    frame.hidden_from_robots = !search.is_empty();
    let found = match site.ask::<Search>(&visitor.viewer, variables(&search)).await {
        Ok(data) => answered(data.search_cases)?,
        Err(error) if error.code == ErrorCode::SearchUnavailable => return Ok(unavailable(frame, search)),
        // Too many cases to look through for every word, as when a mail's window was taken off: then the best are shown.
        Err(error) if error.code == ErrorCode::TooMany && search.every_word => {
            return Ok(respond::see_other(&SearchState { every_word: false, ..search }.href("/suche")));
        }
        Err(error) => return Err(error),
    };
    // A list that has become shorter may have no such page any more.
    let is_later_page = search.after.is_some() || search.before.is_some();
    if is_later_page && found.edges.is_empty() && found.total_count > 0 {
        return Ok(respond::see_other(&search.href("/suche")));
    }
    let page = SearchPage {
        selected: search.selected(),
        facets: facets::groups(&search, &found.facets),
        pages: (found.total_count + PAGE_SIZE - 1) / PAGE_SIZE,
        subscribe_href: search.lasting().href("/abo"),
        frame,
        search,
        found,
    };
    Ok(respond::page(&page))
}

fn variables(search: &SearchState) -> search::Variables {
    let is_backward = search.before.is_some();
    search::Variables {
        filter: Some(search.filter.clone()),
        query: search.text.clone(),
        order: search.order,
        matching: Some(if search.every_word { search::SearchMatching::EVERY_WORD } else { search::SearchMatching::BEST }),
        first: (!is_backward).then_some(PAGE_SIZE),
        after: search.after.clone().filter(|_| !is_backward),
        last: is_backward.then_some(PAGE_SIZE),
        before: search.before.clone(),
    }
}

fn unavailable(frame: Frame, search: SearchState) -> Response {
    let page = UnavailablePage { frame: frame.hidden(), search };
    let mut response = respond::page_with(StatusCode::SERVICE_UNAVAILABLE, &page);
    response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from_static("60"));
    response
}

impl SearchPage {
    /// The way back, if there is one.
    fn previous_href(&self) -> Option<String> {
        let info = &self.found.page_info;
        let cursor = info.start_cursor.as_deref().filter(|_| info.has_previous_page)?;
        // The second page leads back to the first one's plain address.
        if self.search.page <= 2 {
            Some(self.search.href("/suche"))
        } else {
            Some(self.search.href_of_page("vor", cursor, self.search.page - 1))
        }
    }

    /// The way on, if there is one.
    fn next_href(&self) -> Option<String> {
        let info = &self.found.page_info;
        let cursor = info.end_cursor.as_deref().filter(|_| info.has_next_page)?;
        Some(self.search.href_of_page("nach", cursor, self.search.page + 1))
    }

    /// Whether what was recognised in the text narrows or orders the results.
    #[expect(clippy::unused_self, reason = "templates call methods")]
    fn is_applied(&self, interpretation: &search::SearchSearchCasesInterpretedAs) -> bool {
        !matches!(interpretation.effect, search::InterpretationEffect::NONE)
    }

    /// What people should know of what was recognised in the text, beside that it filters.
    fn interpretation_note(&self) -> Option<&'static str> {
        match self.found.interpreted_as.first()?.effect {
            search::InterpretationEffect::COMES_FIRST if self.search.order == SearchOrder::Relevance => {
                Some("Von dort gibt es dazu nur wenige Beispiele; sie stehen vorn, weitere Orte folgen.")
            }
            search::InterpretationEffect::COMES_FIRST => {
                Some("Von dort gibt es dazu nur wenige Beispiele; in dieser Reihenfolge stehen sie zwischen denen aus anderen Orten.")
            }
            search::InterpretationEffect::NONE => Some("Von dort gibt es dazu noch kein Beispiel; gesucht wurde überall."),
            _ => None,
        }
    }

    /// The typed text, to search for it as it is.
    fn uncorrected_text(&self, corrected: &str) -> String {
        uncorrected(&self.search.text, corrected)
    }

    /// The form to ask the network, with what was searched for.
    fn ask_href(&self) -> String {
        let query = form_urlencoded::Serializer::new(String::new()).append_pair("frage", &self.search.text).finish();
        format!("/fragen/neu?{query}")
    }

    /// What is in force and has no box to tick: the form carries it along, so that the number beside a box is what it gives.
    fn carried(&self) -> impl Iterator<Item = &Selected> {
        self.selected.iter().filter(|selected| GROUPS.iter().all(|(name, _)| *name != selected.name))
    }

    /// The words that find something alone, with the same filters: the word, the address and how many.
    fn wider_words(&self) -> Vec<(&str, String, String)> {
        let best = SearchState { every_word: false, ..self.search.clone() };
        let words = self.found.wider_queries.iter();
        let found = |count| format::counted(count, "Praxisbeispiel", "Praxisbeispiele");
        words.map(|word| (word.query.as_str(), best.href_with_text(&word.query), found(word.total_count))).collect()
    }

    /// The filters without which something is found: the German name, the address and how many.
    fn wider(&self) -> Vec<(&'static str, String, String)> {
        let named = self.found.without_filter.iter();
        let found = |count| format::counted(count, "Praxisbeispiel", "Praxisbeispiele");
        named
            .filter_map(|without| self.search.without_group(&without.filter).map(|(label, href)| (label, href, found(without.total_count))))
            .collect()
    }

    /// The same search with less asked for, where that may find something. A word that finds something alone is among [`Self::wider_words`], and a
    /// filter without which something is found among [`Self::wider`].
    fn looser(&self) -> Vec<(&'static str, String)> {
        let mut ways = Vec::new();
        if self.search.every_word {
            ways.push((
                "Auch nach Beispielen, denen ein Wort fehlt,",
                SearchState { every_word: false, ..self.search.clone() }.href("/suche"),
            ));
        }
        let plain = without_signs(&self.search.text);
        let typed = self.search.text.split_whitespace().collect::<Vec<_>>().join(" ");
        if !plain.is_empty() && plain != typed {
            ways.push(("Ohne Anführungszeichen und ausgeschlossene Wörter", self.search.href_with_text(plain)));
        }
        if self.selected.len() > 1 && self.found.without_filter.is_empty() {
            ways.push(("Ohne alle Filter", self.search.href_without_filters()));
        }
        ways
    }
}
