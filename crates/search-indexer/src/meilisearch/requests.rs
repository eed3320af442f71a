//! A search that the server answers in one go.

use super::{
    documents::{DATES, Hit},
    server::Server,
};
use crate::{
    Facets, SearchError, SearchOrder, SearchRequest, SearchResponse,
    analysis::{Query, Unit, WayKind},
    facets::GroupCounts,
    filter_values::{self, FilterGroup, GROUPS, Masks},
};
use domain::CaseFilter;
use serde::Deserialize;
use serde_json::{Value, json};
use std::collections::HashMap;

/// Which words may be missing.
#[derive(Debug, Clone, Copy)]
pub(super) enum Strategy {
    /// None.
    All,
    /// As many as it takes to find something, the last one first.
    FromTheEnd,
}

/// The answer to a search.
pub(super) struct Answered {
    /// The response to the request.
    pub(super) response: SearchResponse,
    /// How many cases match the words, whatever the filter says.
    pub(super) matching: usize,
}

/// One answer of several.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Answer {
    pub(super) hits: Vec<Hit>,
    pub(super) total_hits: usize,
    #[serde(default)]
    facet_distribution: HashMap<String, HashMap<String, usize>>,
}

#[derive(Debug, Deserialize)]
struct Answers {
    results: Vec<Answer>,
}

/// Asks the server several searches at once. A missing index is being made: that passes.
pub(super) async fn ask(server: &Server, queries: &[Value]) -> Result<Vec<Answer>, SearchError> {
    let what = format!("searching {}", server.live_index());
    let answers: Result<Answers, _> = server.post(&what, "/multi-search", &json!({ "queries": queries })).await;
    match answers {
        Ok(answers) if answers.results.len() == queries.len() => Ok(answers.results),
        Ok(answers) => Err(SearchError::Rejected {
            engine: super::NAME,
            what,
            code: "unreadable_answer".to_owned(),
            message: format!("{} answers to {} searches", answers.results.len(), queries.len()),
        }),
        Err(SearchError::Rejected { engine, what, code, message }) if code == "index_not_found" => {
            Err(SearchError::Unavailable { engine, what, source: message.into() })
        }
        Err(error) => Err(error),
    }
}

/// The search with its facets, and how many cases match without the filter.
pub(super) async fn search(server: &Server, request: &SearchRequest, wanted: &Query, strategy: Strategy) -> Result<Answered, SearchError> {
    let strategy = match strategy {
        Strategy::All => "all",
        Strategy::FromTheEnd => "last",
    };
    let index = server.live_index();
    let words = text(&wanted.units);
    let window = Window::of(request);
    let filter = Filter::of(&request.filter);
    let search = |filter: Option<Value>| json!({ "indexUid": index, "q": words, "matchingStrategy": strategy, "filter": filter, "page": 1, "hitsPerPage": 0 });
    let mut main = search(filter.all());
    main["page"] = json!(window.page);
    main["hitsPerPage"] = json!(window.size);
    main["attributesToRetrieve"] = json!(["id"]);
    main["sort"] = json!(sort(request.effective_order()));
    let selected: Vec<FilterGroup> = if request.facets { filter.groups().collect() } else { Vec::new() };
    if request.facets {
        main["facets"] = json!(GROUPS.map(FilterGroup::name));
    }
    let mut queries = vec![main];
    for group in &selected {
        let mut query = search(filter.without(*group));
        query["facets"] = json!([group.name()]);
        queries.push(query);
    }
    let is_filtered = filter.all().is_some();
    queries.extend(is_filtered.then(|| search(None)));
    let mut answers = ask(server, &queries).await?;
    let matching = if is_filtered { answers.pop().map_or(0, |answer| answer.total_hits) } else { answers[0].total_hits };
    let facets = request.facets.then(|| facets(&answers, &selected));
    let hits = answers[0].hits.iter().skip(window.skip).take(request.limit).map(Hit::case).collect();
    Ok(Answered { response: SearchResponse { hits, total: answers[0].total_hits, facets, unknown: Vec::new() }, matching })
}

/// The units as Meilisearch takes them. A blank at the end says that the last word is whole; what must not be corrected is quoted.
pub(super) fn text(units: &[Unit]) -> String {
    let mut text = String::new();
    for unit in units {
        let stems: Vec<&str> = unit.stems().collect();
        // A quoted word gets no synonyms; known abbreviations are kept from correction by the settings instead.
        let has_synonyms = unit.ways.iter().any(|way| way.kind == WayKind::Synonym);
        let quote = if unit.is_quoted || (unit.is_exact && !has_synonyms) { "\"" } else { "" };
        text.extend([quote, &stems.join(" "), quote, " "]);
    }
    if units.last().is_some_and(|unit| unit.is_prefix) {
        text.pop();
    }
    text
}

/// Which page of the server holds the wanted window. Only pages have exact totals.
struct Window {
    page: usize,
    size: usize,
    skip: usize,
}

impl Window {
    fn of(request: &SearchRequest) -> Self {
        let SearchRequest { offset, limit, .. } = *request;
        if limit == 0 || offset % limit == 0 {
            Self { page: offset.checked_div(limit).unwrap_or(0) + 1, size: limit, skip: 0 }
        } else {
            Self { page: 1, size: offset.saturating_add(limit), skip: offset }
        }
    }
}

fn sort(order: SearchOrder) -> Vec<String> {
    let by = |key: &str| vec![key.to_owned(), format!("{}:desc", DATES.0), "id:asc".to_owned()];
    match order {
        SearchOrder::Relevance => Vec::new(),
        SearchOrder::Newest => vec![format!("{}:desc", DATES.0), "id:asc".to_owned()],
        SearchOrder::Oldest => vec![format!("{}:asc", DATES.0), "id:asc".to_owned()],
        SearchOrder::RecentlyUpdated => by(&format!("{}:desc", DATES.1)),
        SearchOrder::RecentlyConfirmed => by(&format!("{}:desc", DATES.2)),
    }
}

/// A filter as conditions of the server, each with its group.
struct Filter(Vec<(Option<FilterGroup>, String)>);

impl Filter {
    fn of(filter: &CaseFilter) -> Self {
        let masks: Masks = filter_values::wanted(filter);
        let mut conditions: Vec<(Option<FilterGroup>, String)> = GROUPS
            .iter()
            .filter(|group| masks[**group as usize] != 0)
            .map(|group| (Some(*group), format!("{} IN [{}]", group.name(), keys(*group, masks[*group as usize]))))
            .collect();
        if !filter.municipalities.is_empty() {
            let wanted: Vec<String> = filter.municipalities.iter().map(|ags| format!("\"{ags}\"")).collect();
            let wanted = wanted.join(",");
            // A district's key is in `district` for its Gemeinden as well; the key of a Gemeinde is in `ags` alone.
            conditions.push((Some(FilterGroup::Municipalities), format!("(district IN [{wanted}] OR ags IN [{wanted}])")));
        }
        let dates = [(">=", filter.published_after), ("<", filter.published_before)];
        conditions.extend(
            dates.into_iter().filter_map(|(sign, bound)| Some((None, format!("{} {sign} {}", DATES.0, bound?.timestamp_micros())))),
        );
        Self(conditions)
    }

    /// All conditions, or nothing if there are none.
    fn all(&self) -> Option<Value> {
        conditions(self.0.iter())
    }

    /// All conditions but those of one group.
    fn without(&self, group: FilterGroup) -> Option<Value> {
        conditions(self.0.iter().filter(|(of, _)| *of != Some(group)))
    }

    /// The groups that narrow the search.
    fn groups(&self) -> impl Iterator<Item = FilterGroup> {
        self.0.iter().filter_map(|(group, _)| *group)
    }
}

fn conditions<'a>(conditions: impl Iterator<Item = &'a (Option<FilterGroup>, String)>) -> Option<Value> {
    let all: Vec<&str> = conditions.map(|(_, condition)| condition.as_str()).collect();
    (!all.is_empty()).then(|| json!(all))
}

fn keys(group: FilterGroup, mask: u64) -> String {
    let keys = (0..group.len()).filter(|ordinal| mask & (1 << ordinal) != 0).filter_map(|ordinal| group.value(ordinal));
    keys.map(|key| format!("\"{key}\"")).collect::<Vec<_>>().join(",")
}

/// The main search's counts, those of the selected groups from their own searches.
fn facets(answers: &[Answer], selected: &[FilterGroup]) -> Facets {
    let mut counts = GroupCounts::default();
    for group in GROUPS {
        let own = selected.iter().position(|other| other == group).map_or(0, |place| place + 1);
        let Some(values) = answers[own].facet_distribution.get(group.name()) else { continue };
        for ordinal in 0..group.len() {
            let count = group.value(ordinal).and_then(|value| values.get(value));
            counts.add(*group, ordinal, count.copied().unwrap_or(0));
        }
    }
    Facets::from_counts(&counts)
}
