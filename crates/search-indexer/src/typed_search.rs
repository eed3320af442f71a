//! A search as somebody types it: what the text means is decided here, the same for both engines.

mod comes_first;

use crate::{
    FacetCount, Facets, SearchEngine, SearchError, SearchOrder, SearchRequest, SearchResponse,
    analysis::{Analyser, Query, QueryWord},
    correction,
    reading::{self, Read, Shares},
    understanding::{Interpretation, Understood, understand},
};
use domain::{CaseFilter, CaseView, ids::CaseId, vocabulary::Vocabulary};
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
#[derive(Debug)]
pub struct TypedResponse {
    /// What was found.
    pub response: SearchResponse,
    /// The words that were looked for, those of a place included where cases that speak of it were found.
    pub query: Query,
    /// What was recognised in the text as a filter.
    pub interpretations: Vec<Interpretation>,
    /// What became of it.
    pub effect: Effect,
    /// The text that was searched instead of the typed one, if that held a word that no case has.
    pub corrected: Option<String>,
    /// What was read of the first hits, if it was, for whoever shows them.
    pub read: Option<Read>,
}

/// What became of the filters that were recognised in a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Effect {
    /// They narrow the search: every case found passes them.
    Filters,
    /// Few cases about the rest of the text pass them: the best that pass come first, and the others follow. In an order by dates all of them mix.
    ComesFirst,
    /// No case about the rest of the text passes them, or they contradict the filter that was chosen: the text was searched as it is.
    None,
}

/// If so many cases of a place hold most of the other words, nothing but cases of the place is found. Otherwise as many as do come first, at least
/// the best, and the others follow: cases that merely touch the words must not hide those elsewhere that are about them.
const ENOUGH_OF_A_PLACE: usize = 10;

/// In how many of the first cases it is looked up what a mistyped word was meant to be.
const CASES_TO_READ: usize = 10;

/// How many mistyped words of a text that the first cases do not explain are searched for on their own, at most; each costs a search.
const MOST_ALONE: usize = 3;

/// Searches. `load` gives the public cases with some ids, to see in their texts what a mistyped word was meant to be, and which of the first say
/// what is looked for at one place.
///
/// A place in the text filters. That leaves nobody with a nearly empty page: where only few cases pass, the others about the same follow them.
///
/// A word that no case has is replaced by one that differs from it by a typing mistake: a word of the first cases, or else of the synonyms, or else of
/// the cases that are found for the word alone. The filter and the order that were chosen play no part in that. A word in quotes stays as it is.
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
    find_by(engine, analyser, search, Shares::default(), load).await
}

/// The same with what the texts of the first cases count.
pub(crate) async fn find_by<E, Cases>(
    engine: &dyn SearchEngine,
    analyser: &Analyser,
    search: &TypedSearch,
    shares: Shares,
    load: impl Fn(Vec<CaseId>) -> Cases,
) -> Result<TypedResponse, E>
where
    E: From<SearchError>,
    Cases: Future<Output = Result<Vec<Arc<CaseView>>, E>>,
{
    Searcher { engine, analyser, shares, load }.find(search).await
}

/// What all steps of a search work with.
struct Searcher<'a, Load> {
    engine: &'a dyn SearchEngine,
    analyser: &'a Analyser,
    shares: Shares,
    load: Load,
}

impl<E, Load, Cases> Searcher<'_, Load>
where
    E: From<SearchError>,
    Load: Fn(Vec<CaseId>) -> Cases,
    Cases: Future<Output = Result<Vec<Arc<CaseView>>, E>>,
{
    /// Searches, and reads the first cases where these are asked for in the order by relevance. What is read does not depend on how many are wanted, so
    /// that each stands at its place whatever page is looked at.
    async fn find(&self, search: &TypedSearch) -> Result<TypedResponse, E> {
        if search.order != SearchOrder::Relevance || search.limit == 0 || search.offset >= reading::READ {
            return self.meant_or_typed(search).await;
        }
        let end = search.offset.saturating_add(search.limit);
        let mut found = self.meant_or_typed(&TypedSearch { offset: 0, limit: end.max(reading::READ), ..search.clone() }).await?;
        found.read = reading::bring_forward(&mut found.response, &found.query, self.analyser, self.shares, &self.load).await?;
        let hits = &mut found.response.hits;
        hits.truncate(end);
        hits.drain(..search.offset.min(hits.len()));
        Ok(found)
    }

    /// Searches for what was meant by the text if it holds words that no case has, or else for the text as it is.
    async fn meant_or_typed(&self, search: &TypedSearch) -> Result<TypedResponse, E> {
        let found = self.ask(search).await?;
        if found.response.unknown.is_empty() {
            return Ok(found);
        }
        let Some(text) = self.meant(search, &found).await? else { return Ok(found) };
        let again = self.ask(&TypedSearch { text: text.clone(), ..search.clone() }).await?;
        let finds_something = again.response.total > 0 || (!search.filter.is_empty() && self.finds_something(&text).await?);
        Ok(if finds_something { TypedResponse { corrected: Some(text), ..again } } else { found })
    }

    /// What was meant by a text with words that no case has, if it can be told.
    ///
    /// It is read off the first cases without the filter that was chosen, the best first: a click on a facet must not change what is searched for.
    async fn meant(&self, search: &TypedSearch, found: &TypedResponse) -> Result<Option<String>, E> {
        let is_plain = search.filter.is_empty() && search.order == SearchOrder::Relevance;
        let first = if is_plain && search.offset == 0 && search.limit >= CASES_TO_READ {
            found.response.hits.iter().take(CASES_TO_READ).copied().collect()
        } else {
            let plain = TypedSearch { text: search.text.clone(), limit: CASES_TO_READ, ..TypedSearch::default() };
            self.ask(&plain).await?.response.hits
        };
        let cases = (self.load)(first).await?;
        let mut text = search.text.clone();
        let mut alone = 0;
        for unit in found.response.unknown.iter().filter_map(|number| found.query.units.get(*number)) {
            let Some(word) = unit.maybe_mistyped() else { continue };
            let mut meant = correction::meant_in_cases(word, cases.iter().map(|case| &case.content))
                .or_else(|| correction::meant_in_synonyms(word, self.analyser.synonyms()));
            if meant.is_none() && found.query.units.len() > 1 && alone < MOST_ALONE {
                alone += 1;
                meant = self.meant_alone(word).await?;
            }
            if let Some(meant) = meant {
                correction::replace_word(&mut text, &word.written, &meant);
            }
        }
        Ok((text != search.text).then_some(text))
    }

    /// What was meant by a word, read off the cases that are found for it alone: beside a common word they may not be among the first.
    async fn meant_alone(&self, word: &QueryWord) -> Result<Option<String>, E> {
        // With a blank behind it is not half a word.
        let alone = TypedSearch { text: format!("{} ", word.written), limit: CASES_TO_READ, ..TypedSearch::default() };
        let first = self.ask(&alone).await?.response.hits;
        let cases = (self.load)(first).await?;
        Ok(correction::meant_in_cases(word, cases.iter().map(|case| &case.content)))
    }

    /// Whether a text finds something as long as no filter is chosen.
    async fn finds_something(&self, text: &str) -> Result<bool, E> {
        let plain = TypedSearch { text: text.to_owned(), ..TypedSearch::default() };
        Ok(self.ask(&plain).await?.response.total > 0)
    }

    /// Searches for a text as it is typed.
    ///
    /// What becomes of a recognised filter is decided without the filter that was chosen: otherwise a click on a facet could change it, and the
    /// facet's number would not be what the click gives.
    async fn ask(&self, search: &TypedSearch) -> Result<TypedResponse, E> {
        let understood = understand(&search.text);
        let words = self.analyser.query(&understood.rest);
        let plain = request(search);
        let effect = effect(self.engine, &understood, &words).await?;
        let (mut response, query) = match effect {
            Effect::Filters => {
                if let Some(filter) = understood.narrowed(&search.filter) {
                    let narrowed = SearchRequest { filter, query: words.clone(), ..plain };
                    (within(&understood, self.engine.search(&narrowed).await?), words)
                } else {
                    // What was typed and what was chosen exclude each other. Which words no case has does not depend on that.
                    let all = SearchRequest { query: words.clone(), ..SearchRequest::default() };
                    let unknown = self.engine.search(&all).await?.unknown;
                    (SearchResponse { facets: search.facets.then(Facets::default), unknown, ..SearchResponse::default() }, words)
                }
            }
            Effect::ComesFirst => {
                // Behind the cases of a place that was all that was typed come those that speak of it.
                let others = if words.is_empty() { self.analyser.query(&understood.words) } else { words.clone() };
                let place = SearchRequest {
                    query: words,
                    filter: understood.narrowed(&CaseFilter::default()).unwrap_or_default(),
                    ..request(search)
                };
                (self.before_others(place, SearchRequest { query: others.clone(), ..plain }).await?, others)
            }
            Effect::None => {
                let query = self.analyser.query(&understood.words);
                (self.engine.search(&SearchRequest { query: query.clone(), ..plain }).await?, query)
            }
        };
        // A name that was recognised is no typing mistake, even where no case has it.
        response.unknown.retain(|number| query.units.get(*number).is_some_and(|unit| !understood.names(&unit.written())));
        Ok(TypedResponse { response, query, interpretations: understood.interpretations, effect, corrected: None, read: None })
    }
}

/// What becomes of what was recognised in a text with these other words.
async fn effect(engine: &dyn SearchEngine, understood: &Understood, words: &Query) -> Result<Effect, SearchError> {
    let Some(filter) = understood.narrowed(&CaseFilter::default()).filter(|_| !understood.interpretations.is_empty()) else {
        return Ok(Effect::None);
    };
    let count = SearchRequest { filter, query: words.clone(), ..SearchRequest::default() };
    let found = engine.search(&count).await?;
    Ok(match (found.total, found.holding_most) {
        (0, _) => Effect::None,
        (_, ENOUGH_OF_A_PLACE..) => Effect::Filters,
        _ => Effect::ComesFirst,
    })
}

/// The response without the facet values that what was recognised excludes: a click on them would find nothing.
fn within(understood: &Understood, mut response: SearchResponse) -> SearchResponse {
    if let (Some(facets), Some(filter)) = (&mut response.facets, understood.narrowed(&CaseFilter::default())) {
        let is_state = |count: &FacetCount| filter.states.iter().any(|state| state.key() == count.value);
        let is_place = |count: &FacetCount| filter.municipalities.iter().any(|ags| ags.as_str() == count.value);
        facets.states.retain(|count| filter.states.is_empty() || is_state(count));
        facets.municipalities.retain(|count| filter.municipalities.is_empty() || is_place(count));
    }
    response
}

fn request(search: &TypedSearch) -> SearchRequest {
    let TypedSearch { filter, order, offset, limit, facets, .. } = search;
    SearchRequest { filter: filter.clone(), order: *order, offset: *offset, limit: *limit, facets: *facets, ..SearchRequest::default() }
}
