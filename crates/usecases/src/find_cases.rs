//! Find cases by what people type.

use crate::{
    Network, Refusal, UseCaseError, failed_searches,
    search_gaps::{self, InTheWay},
    wishes::{CASES_AT_ONCE, CaseFits, Wishes},
};
use domain::{CaseFilter, CaseView, Rule, Violation, ids::CaseId, subscription::Criteria};
use futures_util::future::BoxFuture;
use search_indexer::{
    Effect, Facets, Highlighter, SearchOrder, SearchRequest, SearchResponse, TypedSearch,
    analysis::{Analyser, Unit},
    understanding::{Interpretation, understand, understand_or_words},
};
use std::{cmp::Reverse, collections::HashMap, sync::Arc};
use storage::{StoreError, read_apart};

/// How many cases that pass the filter are looked through for every word at most: more than digests of a week or a month lead to.
const MOST_LOOKED_THROUGH: usize = 2_000;

/// How many words of a text are searched for alone at most.
const MOST_ALONE: usize = 5;

/// In how many cases it is looked whether they hold every word, where a search with filters for every word found nothing.
const LOOKED_THROUGH_FOR_GAPS: usize = 20;

/// Which cases a search takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Matching {
    /// Those that hold most of the text, in any way: a typing mistake is forgiven, and where few hold all of it a word may be missing.
    #[default]
    Best,
    /// Those that hold every word, itself or by a synonym, and all of them: what digests tell.
    EveryWord,
}

impl Matching {
    /// How many searches it counts as: one for every word may read and look through 2,000 cases.
    pub fn weight(self) -> u16 {
        match self {
            Self::Best => 1,
            Self::EveryWord => 10,
        }
    }
}

/// What a search found.
#[derive(Debug, Clone)]
pub struct Found {
    /// How many cases match in all.
    pub total: usize,
    /// One page of them, in order, as they are now.
    pub hits: Vec<Arc<CaseView>>,
    /// Where each of them stands on the page, from 0 on. Those that are left out keep their places there, since the index has them still.
    pub places: Vec<usize>,
    /// How many cases of the page are left out, and not in the total.
    pub left_out: usize,
    /// Says where a hit matches, for those who show it.
    pub highlighter: Arc<Highlighter>,
    /// How many of them have which value, if that was asked for.
    pub facets: Option<Facets>,
    /// What was recognised in the text as a filter.
    pub interpretations: Vec<Interpretation>,
    /// What became of these filters.
    pub effect: Effect,
    /// The text that was searched instead of the typed one, if that held a word that no case has.
    pub corrected: Option<String>,
}

/// Searches what is public, the same for everybody. Invalid if every word is asked for and more than 2,000 cases pass the filter, each of which
/// would be looked through.
///
/// The search says which cases match and in what order; the cases themselves come from the database. One that is no longer public, but
/// not yet gone from the index, is left out: nobody sees through the search what they may not see. So is one that this version of the program
/// cannot read; the log names it.
pub fn find<'a>(network: &'a Network, search: &'a TypedSearch, matching: Matching) -> BoxFuture<'a, Result<Found, UseCaseError>> {
    Box::pin(async move {
        match matching {
            Matching::Best => best(network, search).await,
            Matching::EveryWord => every_word(network, search).await,
        }
    })
}

/// How many cases this search would find, whatever part of the list it asks for: for ways on that are offered. None is read.
pub fn count<'a>(network: &'a Network, search: &'a TypedSearch) -> BoxFuture<'a, Result<usize, UseCaseError>> {
    Box::pin(async move {
        let counted = TypedSearch { offset: 0, limit: 0, facets: false, ..search.clone() };
        Ok(find(network, &counted, Matching::Best).await?.total)
    })
}

/// The first words of a text that say what is looked for, each to be searched for alone, without the places and sizes in it. What was quoted
/// stays so: as a phrase, and no place. None where that is the whole text.
pub fn words_alone<'a>(network: &'a Network, text: &'a str) -> BoxFuture<'a, Result<Vec<String>, UseCaseError>> {
    Box::pin(async move {
        let understood = understand(text);
        let query = network.analyser().await?.query(&understood.rest);
        let is_less = query.units.len() > 1 || !understood.interpretations.is_empty();
        let alone = |unit: &Unit| if unit.is_quoted { format!("\"{}\"", unit.written()) } else { unit.written() };
        Ok(query.units.iter().map(alone).filter(|_| is_less).take(MOST_ALONE).collect())
    })
}

async fn best(network: &Network, search: &TypedSearch) -> Result<Found, UseCaseError> {
    let analyser = network.analyser().await?;
    let load = async |ids: Vec<CaseId>| Ok::<_, UseCaseError>(as_they_are(network, &ids).await?);
    let typed = failed_searches::noted(network, search_indexer::find(&*network.search, &analyser, search, load).await).await?;
    let response = typed.response;
    let (highlighter, read) = typed.read.unwrap_or_else(|| (Highlighter::new(&typed.query), HashMap::new()));
    let (hits, places) = listed(network, &response.hits, read).await?;
    let left_out = response.hits.len() - hits.len();
    let total = response.total.saturating_sub(left_out);
    // What a minus takes out is no gap.
    if total == 0 && typed.query.excluded.is_empty() {
        Box::pin(note_gap(network, &analyser, search, Matching::Best)).await;
    }
    Ok(Found {
        total,
        hits,
        places,
        left_out,
        highlighter: Arc::new(highlighter),
        facets: response.facets,
        interpretations: typed.interpretations,
        effect: typed.effect,
        corrected: typed.corrected,
    })
}

/// Those of these cases that are still public and can be read, in their order, each with its place among all. Those that were
/// asked for already are in `read`, with nothing where they were not there.
async fn listed(
    network: &Network,
    ids: &[CaseId],
    mut read: HashMap<CaseId, Option<Arc<CaseView>>>,
) -> Result<(Vec<Arc<CaseView>>, Vec<usize>), UseCaseError> {
    let unread: Vec<CaseId> = ids.iter().filter(|id| !read.contains_key(id)).copied().collect();
    if !unread.is_empty() {
        read.extend(as_they_are(network, &unread).await?.into_iter().map(|case| (case.id, Some(case))));
    }
    let listed = ids.iter().enumerate().filter_map(|(place, id)| Some((read.remove(id)??, place)));
    Ok(listed.filter(|(case, _)| case.is_listed()).unzip())
}

/// What [`Wishes`] find, as digests do. What of the text is a place, a Land or a size filters always; facets are not counted. In the order by
/// relevance the best comes first, the newer of two that fit alike.
async fn every_word(network: &Network, search: &TypedSearch) -> Result<Found, UseCaseError> {
    let understood = understand_or_words(&search.text);
    let order = if search.order == SearchOrder::Relevance { SearchOrder::Newest } else { search.order };
    let passing = match understood.narrowed(&search.filter) {
        Some(filter) => {
            let all = SearchRequest { filter, order, limit: MOST_LOOKED_THROUGH, ..SearchRequest::default() };
            failed_searches::noted(network, network.search.search(&all).await.map_err(UseCaseError::from)).await?
        }
        None => SearchResponse::default(),
    };
    if passing.total > MOST_LOOKED_THROUGH {
        let rule = Rule::TooMany { max: MOST_LOOKED_THROUGH, given: passing.total };
        return Err(Refusal::Invalid(vec![Violation::new("filter", rule)]).into());
    }
    let criteria = Criteria { text: search.text.clone(), filter: search.filter.clone(), ..Criteria::default() };
    let wishes = Arc::new(Wishes::read(network, &[criteria]).await?);
    let mut fits: HashMap<CaseId, u32> = HashMap::new();
    for page in passing.hits.chunks(CASES_AT_ONCE) {
        let looked = fits_of(network, &wishes, page).await?;
        fits.extend(looked.into_iter().filter_map(|(case, fits)| Some((case, fits.first()?.fit))));
    }
    let mut fitting: Vec<CaseId> = passing.hits.into_iter().filter(|case| fits.contains_key(case)).collect();
    if search.order == SearchOrder::Relevance {
        fitting.sort_by_key(|case| Reverse(fits[case]));
    }
    let shown: Vec<CaseId> = fitting.iter().copied().skip(search.offset).take(search.limit).collect();
    let analyser = network.analyser().await?;
    let query = analyser.query(&understood.rest);
    if fitting.is_empty() && query.excluded.is_empty() {
        Box::pin(note_gap(network, &analyser, search, Matching::EveryWord)).await;
    }
    let (hits, places) = listed(network, &shown, HashMap::new()).await?;
    let left_out = shown.len() - hits.len();
    Ok(Found {
        total: fitting.len() - left_out,
        hits,
        places,
        left_out,
        highlighter: Arc::new(Highlighter::new(&query)),
        facets: None,
        interpretations: understood.interpretations,
        effect: Effect::Filters,
        corrected: None,
    })
}

/// What everybody may read of these cases, in their order. One that cannot be read, as after a step back to an earlier version of this program, is
/// missing like one that is not there.
pub(crate) fn as_they_are<'a>(network: &'a Network, cases: &'a [CaseId]) -> BoxFuture<'a, Result<Vec<Arc<CaseView>>, StoreError>> {
    let read = move |some: Vec<CaseId>| async move { network.store.published_cases(&some).await };
    Box::pin(read_apart(cases, read, |case, error| say_left_out(case, &error)))
}

/// Which wishes each of these cases fits; one that cannot be read is left out.
fn fits_of<'a>(network: &'a Network, wishes: &'a Arc<Wishes>, cases: &'a [CaseId]) -> BoxFuture<'a, Result<CaseFits, StoreError>> {
    let read = move |some: Vec<CaseId>| wishes.fits(network, some);
    Box::pin(read_apart(cases, read, |case, error| say_left_out(case, &error)))
}

fn say_left_out(case: CaseId, error: &StoreError) {
    tracing::error!(%case, %error, "a case that cannot be read is left out of what a search finds");
}

/// Counts a search that found nothing, and what was in the way: one search more tells whether there are cases without the filters that were chosen
/// and without the demand for every word. Whoever asks for the number alone shows no page to anybody, and nobody chooses a window of time: feeds
/// ask for those, and the links of digests.
async fn note_gap(network: &Network, analyser: &Analyser, search: &TypedSearch, matching: Matching) {
    if search.text.trim().is_empty() || search.offset > 0 || search.limit == 0 || has_window(&search.filter) {
        return;
    }
    // The search itself was answered; what this look meets with, the next search will say.
    if let Ok(in_the_way) = in_the_way(network, analyser, search, matching).await {
        search_gaps::note(network, analyser, &search.text, in_the_way);
    }
}

async fn in_the_way(network: &Network, analyser: &Analyser, search: &TypedSearch, matching: Matching) -> Result<InTheWay, UseCaseError> {
    let (is_filtered, wants_every_word) = (!search.filter.is_empty(), matching == Matching::EveryWord);
    if !is_filtered && !wants_every_word {
        return Ok(InTheWay::Nothing);
    }
    // Where only filters can be in the way, the number alone tells it.
    let limit = if is_filtered && wants_every_word { LOOKED_THROUGH_FOR_GAPS } else { 0 };
    let plain = TypedSearch { text: search.text.clone(), limit, ..TypedSearch::default() };
    let load = async |ids: Vec<CaseId>| Ok::<_, UseCaseError>(as_they_are(network, &ids).await?);
    let there = search_indexer::find(&*network.search, analyser, &plain, load).await?.response;
    if there.total == 0 {
        return Ok(InTheWay::Nothing);
    }
    if !wants_every_word {
        return Ok(InTheWay::Filters);
    }
    let holds_every_word = is_filtered && {
        let criteria = Criteria { text: search.text.clone(), ..Criteria::default() };
        let wishes = Arc::new(Wishes::read(network, &[criteria]).await?);
        fits_of(network, &wishes, &there.hits).await?.iter().any(|(_, fits)| !fits.is_empty())
    };
    Ok(if holds_every_word { InTheWay::Filters } else { InTheWay::EveryWord })
}

fn has_window(filter: &CaseFilter) -> bool {
    let bounds = [filter.published_after, filter.published_before, filter.renewed_after, filter.renewed_before];
    bounds.iter().any(Option::is_some)
}
