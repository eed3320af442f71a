//! A search as somebody types it: what the text means is decided here, the same for both engines.

use crate::{
    SearchEngine, SearchError, SearchOrder, SearchRequest, SearchResponse,
    analysis::{Analyser, Query},
    correction::corrected,
    understanding::{Interpretation, Understood, understand},
};
use domain::{CaseFilter, CaseView, ids::CaseId};
use std::sync::Arc;

/// A search as somebody asks for it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct TypedSearch {
    /// What they typed. A text without a meaningful word finds everything.
    pub text: String,
    /// What narrows the search down.
    pub filter: CaseFilter,
    /// The order of the hits.
    pub order: SearchOrder,
    /// How many hits to skip.
    pub offset: usize,
    /// How many hits to give at most; 0 to learn the total and the facets alone.
    pub limit: usize,
    /// Whether to count facets.
    pub facets: bool,
}

/// What was found, and how the text was taken.
#[derive(Debug, Clone)]
pub struct TypedResponse {
    /// What was found.
    pub response: SearchResponse,
    /// The words that were looked for.
    pub query: Query,
    /// What was recognised in the text as a filter.
    pub interpretations: Vec<Interpretation>,
    /// What became of it.
    pub effect: Effect,
    /// The text that was searched instead of the typed one, if that held a word that no case has.
    pub corrected: Option<String>,
}

/// What became of the filters that were recognised in a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Effect {
    /// They narrow the search: every case found passes them.
    Filters,
    /// Few cases about the rest of the text pass them: those come first, and the others follow.
    ComesFirst,
    /// No case about the rest of the text passes them, or they contradict the filter that was chosen: the text was searched as it is.
    None,
}

/// With fewer cases of a place than this the others follow.
const ENOUGH_OF_A_PLACE: usize = 10;

/// From how many of the first cases it is read what a mistyped word was meant to be.
const CASES_TO_READ: usize = 10;

/// Searches. `load` gives the public cases with some ids, to see in their texts what a mistyped word was meant to be.
///
/// A place in the text filters. Nobody who typed one stands before a nearly empty page for that: where only few cases pass, the others about
/// the same follow them. A word that no case has is replaced by the word near it that the first cases have; in quotes it stays as it is.
pub async fn find<E, Cases>(
    engine: &dyn SearchEngine,
    analyser: &Analyser,
    search: &TypedSearch,
    load: impl Fn(Vec<CaseId>) -> Cases,
) -> Result<TypedResponse, E>
where
    E: From<SearchError>,
    Cases: Future<Output = Result<Vec<Arc<CaseView>>, E>>,
{
    let found = ask(engine, analyser, search).await?;
    if found.response.unknown.is_empty() {
        return Ok(found);
    }
    let first = if search.offset == 0 && search.limit >= CASES_TO_READ {
        found.response.hits.iter().take(CASES_TO_READ).copied().collect()
    } else {
        let first = TypedSearch { offset: 0, limit: CASES_TO_READ, facets: false, ..search.clone() };
        ask(engine, analyser, &first).await?.response.hits
    };
    let cases = load(first).await?;
    let contents = cases.iter().map(|case| &case.content);
    let Some(text) = corrected(&search.text, &found.query, &found.response.unknown, &contents) else { return Ok(found) };
    let again = ask(engine, analyser, &TypedSearch { text: text.clone(), ..search.clone() }).await?;
    Ok(if again.response.total > 0 { TypedResponse { corrected: Some(text), ..again } } else { found })
}

/// Searches for a text as it is typed.
async fn ask(engine: &dyn SearchEngine, analyser: &Analyser, search: &TypedSearch) -> Result<TypedResponse, SearchError> {
    let understood = understand(&search.text);
    let plain = request(search);
    let taken = |response, query, effect, understood: Understood| TypedResponse {
        response,
        query,
        interpretations: understood.interpretations,
        effect,
        corrected: None,
    };
    if let Some(filter) = understood.narrowed(&search.filter).filter(|_| !understood.interpretations.is_empty()) {
        let query = analyser.query(&understood.rest);
        let narrowed = SearchRequest { filter, query: query.clone(), ..plain.clone() };
        let response = engine.search(&narrowed).await?;
        let total = response.total;
        if total >= ENOUGH_OF_A_PLACE {
            return Ok(taken(response, query, Effect::Filters, understood));
        }
        if total > 0 {
            // Behind the cases of a place that was all that was typed come those that speak of it.
            let words = if query.is_empty() { analyser.query(&search.text) } else { query.clone() };
            let all = before_others(engine, &narrowed, SearchRequest { query: words, ..plain.clone() }).await?;
            let (response, effect) = if all.total < total { (response, Effect::Filters) } else { (all, Effect::ComesFirst) };
            return Ok(taken(response, query, effect, understood));
        }
    }
    let query = analyser.query(&search.text);
    let response = engine.search(&SearchRequest { query: query.clone(), ..plain }).await?;
    Ok(taken(response, query, Effect::None, understood))
}

fn request(search: &TypedSearch) -> SearchRequest {
    let TypedSearch { filter, order, offset, limit, facets, .. } = search;
    SearchRequest { query: Query::default(), filter: filter.clone(), order: *order, offset: *offset, limit: *limit, facets: *facets }
}

/// The few cases that pass the narrowed filter, then the others of the plain search. How much of the words a case must hold does not depend
/// on a filter, so the first are among all.
async fn before_others(engine: &dyn SearchEngine, narrowed: &SearchRequest, plain: SearchRequest) -> Result<SearchResponse, SearchError> {
    let first = SearchRequest { offset: 0, limit: ENOUGH_OF_A_PLACE, facets: false, ..narrowed.clone() };
    let first = engine.search(&first).await?.hits;
    let (offset, limit) = (plain.offset, plain.limit);
    let all = SearchRequest { offset: 0, limit: offset.saturating_add(limit).saturating_add(first.len()), ..plain };
    let mut all = engine.search(&all).await?;
    let others = all.hits.iter().filter(|id| !first.contains(id));
    let hits: Vec<CaseId> = first.iter().chain(others).skip(offset).take(limit).copied().collect();
    all.hits = hits;
    Ok(all)
}
