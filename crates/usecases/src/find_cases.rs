//! Find cases by what people type.

use crate::{Network, UseCaseError, search_gaps};
use domain::{CaseView, Viewer, ids::CaseId};
use search_indexer::{Effect, Facets, Highlighter, TypedSearch, understanding::Interpretation};
use std::sync::Arc;

/// What a search found.
#[derive(Debug, Clone)]
pub struct Found {
    /// How many cases match in all.
    pub total: usize,
    /// One page of them, in order, as they are now.
    pub hits: Vec<Arc<CaseView>>,
    /// Says where a hit matches. That costs more than the rest of a search, so it is done for those who show it.
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

/// Searches what is public.
///
/// The search says which cases match and in what order; the cases themselves come from the database. One that is no longer public, but
/// not yet gone from the index, is left out: nobody sees through the search what they may not see.
pub async fn find(network: &Network, _viewer: &Viewer, search: &TypedSearch) -> Result<Found, UseCaseError> {
    let analyser = network.analyser().await?;
    let load = async |ids: Vec<CaseId>| Ok::<_, UseCaseError>(network.store.published_cases(&ids).await?);
    let typed = search_indexer::find(&*network.search, &analyser, search, load).await?;
    let response = typed.response;
    let cases = network.store.published_cases(&response.hits).await?;
    let hits: Vec<_> = cases.into_iter().filter(|case| case.is_listed()).collect();
    let left_out = response.hits.len() - hits.len();
    let total = response.total.saturating_sub(left_out);
    // Whoever asks for the number alone shows no page to anybody.
    let is_first_page = search.offset == 0 && search.limit > 0;
    if total == 0 && is_first_page {
        search_gaps::note(network, &analyser, &search.text);
    }
    Ok(Found {
        total,
        hits,
        highlighter: Arc::new(Highlighter::new(&typed.query)),
        facets: response.facets,
        interpretations: typed.interpretations,
        effect: typed.effect,
        corrected: typed.corrected,
    })
}
