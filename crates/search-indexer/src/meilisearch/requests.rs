//! A search that the server answers in one go.

use super::{
    card::Card,
    documents::{CONFIRMED, FIRST_PUBLISHED, PUBLISHED, READING_ORDER, RENEWED, VALUES},
    hits::Hit,
    server::Server,
    window::Window,
    wording::{loosely, strictly},
};
use crate::{
    Facets, SearchError, SearchOrder, SearchRequest, SearchResponse,
    analysis::Query,
    facets::GroupCounts,
    filter_values::{self, FilterGroup, GROUPS, Masks},
    kept::Bytes,
};
use chrono::{DateTime, Utc};
use domain::CaseFilter;
use serde::Deserialize;
use serde_json::{Value, json};
use std::{collections::HashMap, sync::Arc};
use uuid::Uuid;

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
    #[serde(default, rename = "facetDistribution")]
    counted: Counted,
}

/// How many of the cases found have which value, attribute by attribute; those that were asked for.
#[derive(Debug, Default, Deserialize)]
struct Counted {
    #[serde(default)]
    values: HashMap<String, usize>,
    #[serde(default)]
    card: HashMap<Card, usize>,
}

impl Answer {
    /// All cases found, if they were asked for.
    pub(super) fn cards(&self) -> impl Iterator<Item = &Card> {
        self.counted.card.keys()
    }
}

#[derive(Debug, Deserialize)]
struct Answers {
    results: Vec<Answer>,
}

impl Bytes for Answer {
    fn bytes(&self) -> usize {
        let counted = 64 * self.counted.values.len() + size_of::<(Card, usize)>() * self.counted.card.len();
        200 + self.hits.iter().map(Hit::bytes).sum::<usize>() + counted
    }
}

/// Asks the server several searches at once; what it has answered since the index last changed is not asked again.
pub(super) async fn ask(server: &Server, queries: &[Value]) -> Result<Vec<Arc<Answer>>, SearchError> {
    let what = format!("searching {}", server.live_index());
    let state = server.index_state().await?;
    let asked: Vec<String> = queries.iter().map(Value::to_string).collect();
    let mut answers: Vec<Option<Arc<Answer>>> = asked.iter().map(|asked| server.kept.get(state, asked)).collect();
    let missing: Vec<usize> = (0..queries.len()).filter(|place| answers[*place].is_none()).collect();
    if !missing.is_empty() {
        let queries: Vec<&Value> = missing.iter().map(|place| &queries[*place]).collect();
        let fresh: Answers = server.post(&what, "/multi-search", &json!({ "queries": queries })).await.map_err(without_index)?;
        for (place, answer) in missing.iter().zip(fresh.results) {
            let answer = Arc::new(answer);
            server.kept.keep(state, asked[*place].clone(), &answer);
            answers[*place] = Some(answer);
        }
    }
    let all: Option<Vec<Arc<Answer>>> = answers.into_iter().collect();
    all.ok_or_else(|| SearchError::Rejected {
        engine: super::NAME,
        what,
        code: "unreadable_answer".to_owned(),
        message: format!("fewer answers than the {} searches", missing.len()),
    })
}

/// That a search finds no index is no refusal: it is built anew, and the same search succeeds then.
pub(super) fn without_index(error: SearchError) -> SearchError {
    match error {
        SearchError::Rejected { engine, what, code, .. } if code == "index_not_found" => SearchError::MissingIndex { engine, what },
        error => error,
    }
}

/// The search with its facets, without some cases, and how many cases match whatever the filter says. Where words may be missing, how many hold
/// most of them is not known, and all that match are taken for such.
pub(super) async fn search(
    server: &Server,
    request: &SearchRequest,
    (wanted, strategy): (&Query, Strategy),
    without: &[Uuid],
) -> Result<Answered, SearchError> {
    let index = server.live_index();
    let (words, strategy) = match strategy {
        Strategy::All => (strictly(&wanted.units), "all"),
        Strategy::FromTheEnd => (loosely(&wanted.units), "last"),
    };
    let window = Window::of(request);
    let filter = Filter::of(&request.filter, without);
    // What people quote is the case's own words. The server looks for all words in the same attributes, so one that is quoted decides for the others.
    let is_quoted = wanted.units.iter().any(|unit| unit.is_quoted);
    let attributes = is_quoted.then_some(&READING_ORDER[..]);
    let search = |filter: Option<Value>| {
        json!({
            "indexUid": index, "q": words, "matchingStrategy": strategy, "filter": filter, "page": 1, "hitsPerPage": 0,
            "attributesToSearchOn": attributes,
        })
    };
    let mut main = search(filter.all());
    main["page"] = json!(window.page);
    main["hitsPerPage"] = json!(window.size);
    main["attributesToRetrieve"] = json!(["id"]);
    main["sort"] = json!(sort(request.effective_order()));
    let is_by_relevance = request.effective_order() == SearchOrder::Relevance;
    main["showRankingScore"] = json!(is_by_relevance);
    let selected: Vec<FilterGroup> = if request.facets { filter.groups().collect() } else { Vec::new() };
    if request.facets {
        main["facets"] = json!([VALUES]);
    }
    let mut queries = vec![main];
    for group in &selected {
        let mut query = search(filter.without(*group));
        query["facets"] = json!([VALUES]);
        queries.push(query);
    }
    let is_filtered = filter.narrows();
    queries.extend(is_filtered.then(|| search(filter.exclusion())));
    let mut answers = ask(server, &queries).await?;
    let matching = if is_filtered { answers.pop().map_or(0, |answer| answer.total_hits) } else { answers[0].total_hits };
    let facets = request.facets.then(|| facets(&answers, &selected));
    let hits = || answers[0].hits.iter().skip(window.skip).take(request.limit);
    let best = answers[0].hits.first().map_or(0.0, |hit| hit.score);
    let scores = hits().map(|hit| hit.score / best).filter(|_| is_by_relevance && best > 0.0).collect();
    let (hits, total) = (hits().map(Hit::case).collect(), answers[0].total_hits);
    Ok(Answered { response: SearchResponse { hits, scores, total, holding_most: total, facets, ..SearchResponse::default() }, matching })
}

fn sort(order: SearchOrder) -> Vec<String> {
    let by = |key: String| vec![key, format!("{FIRST_PUBLISHED}:desc"), "id:asc".to_owned()];
    match order {
        SearchOrder::Relevance => Vec::new(),
        SearchOrder::Newest => vec![format!("{FIRST_PUBLISHED}:desc"), "id:asc".to_owned()],
        SearchOrder::Oldest => vec![format!("{FIRST_PUBLISHED}:asc"), "id:asc".to_owned()],
        SearchOrder::RecentlyUpdated => by(format!("{PUBLISHED}:desc")),
        SearchOrder::RecentlyConfirmed => by(format!("{CONFIRMED}:desc")),
    }
}

/// A filter as conditions of the server.
struct Filter {
    /// Each with its group.
    conditions: Vec<(Option<FilterGroup>, String)>,
    /// That some cases are none.
    exclusion: Option<String>,
}

impl Filter {
    fn of(filter: &CaseFilter, without: &[Uuid]) -> Self {
        let masks: Masks = filter_values::wanted(filter);
        let mut conditions: Vec<(Option<FilterGroup>, String)> = GROUPS
            .iter()
            .filter(|group| masks[**group as usize] != 0)
            .map(|group| (Some(*group), is_one_of(*group, masks[*group as usize])))
            .collect();
        if !filter.municipalities.is_empty() {
            let list = |quoted: Vec<String>| quoted.join(",");
            let districts = filter.municipalities.iter().map(|ags| format!("\"{}:{ags}\"", FilterGroup::Municipalities.name()));
            let (districts, keys) =
                (list(districts.collect()), list(filter.municipalities.iter().map(|ags| format!("\"{ags}\"")).collect()));
            // A Gemeinde has its district's key among its values; its own is in `ags` alone.
            conditions.push((Some(FilterGroup::Municipalities), format!("({VALUES} IN [{districts}] OR ags IN [{keys}])")));
        }
        let focus = filter_values::wanted_focus(filter);
        conditions.extend((focus != 0).then(|| (None, is_one_of(FilterGroup::FieldsOfAction, focus))));
        let dates = [
            (FIRST_PUBLISHED, ">=", filter.published_after),
            (FIRST_PUBLISHED, "<", filter.published_before),
            (RENEWED, ">=", filter.renewed_after),
            (RENEWED, "<", filter.renewed_before),
        ];
        let date =
            |(name, sign, bound): (&str, &str, Option<DateTime<Utc>>)| Some((None, format!("{name} {sign} {}", bound?.timestamp_micros())));
        conditions.extend(dates.into_iter().filter_map(date));
        let excluded: Vec<String> = without.iter().map(Uuid::to_string).collect();
        let exclusion = (!excluded.is_empty()).then(|| format!("id NOT IN [{}]", excluded.join(",")));
        Self { conditions, exclusion }
    }

    /// All conditions, or nothing if there are none.
    fn all(&self) -> Option<Value> {
        self.joined(|_| true)
    }

    /// All conditions but those of one group.
    fn without(&self, group: FilterGroup) -> Option<Value> {
        self.joined(|of| of != Some(group))
    }

    /// That some cases are none, whatever else is filtered.
    fn exclusion(&self) -> Option<Value> {
        self.joined(|_| false)
    }

    /// Whether there are conditions beside that.
    fn narrows(&self) -> bool {
        !self.conditions.is_empty()
    }

    fn joined(&self, is_wanted: impl Fn(Option<FilterGroup>) -> bool) -> Option<Value> {
        let wanted = self.conditions.iter().filter(|(of, _)| is_wanted(*of)).map(|(_, condition)| condition);
        let all: Vec<&String> = wanted.chain(&self.exclusion).collect();
        (!all.is_empty()).then(|| json!(all))
    }

    /// The groups that narrow the search.
    fn groups(&self) -> impl Iterator<Item = FilterGroup> {
        self.conditions.iter().filter_map(|(group, _)| *group)
    }
}

fn is_one_of(group: FilterGroup, mask: u64) -> String {
    let values = group.ordinals(mask).filter_map(|ordinal| group.qualified(ordinal));
    format!("{VALUES} IN [{}]", values.map(|value| format!("\"{value}\"")).collect::<Vec<_>>().join(","))
}

/// The main search's counts, those of the selected groups from their own searches.
fn facets(answers: &[Arc<Answer>], selected: &[FilterGroup]) -> Facets {
    let mut counts = GroupCounts::default();
    for group in GROUPS {
        let own = selected.iter().position(|other| other == group).map_or(0, |place| place + 1);
        for ordinal in 0..group.len() {
            let count = group.qualified(ordinal).and_then(|value| answers[own].counted.values.get(&value));
            counts.add(*group, ordinal, count.copied().unwrap_or(0));
        }
    }
    Facets::from_counts(&counts)
}
