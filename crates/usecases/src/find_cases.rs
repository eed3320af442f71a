//! Find cases by what people type.

use crate::{Network, UseCaseError};
use domain::{CaseFilter, CaseView, Viewer};
use search_indexer::{Facets, Highlighter, Highlights, SearchOrder, SearchRequest, analysis::Analyser};
use std::sync::Arc;

/// A search as somebody asks for it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct CaseSearch {
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

/// What a search found.
#[derive(Debug, Clone)]
pub struct Found {
    /// How many cases match in all.
    pub total: usize,
    /// One page of them, in order.
    pub hits: Vec<Hit>,
    /// How many of them have which value, if that was asked for.
    pub facets: Option<Facets>,
}

/// One case that was found.
#[derive(Debug, Clone)]
pub struct Hit {
    /// The case as it is now.
    pub case: Arc<CaseView>,
    /// Where it matches.
    pub highlights: Highlights,
}

/// Searches what is public.
///
/// The search says which cases match and in what order; the cases themselves come from the database. One that is no longer public, but
/// not yet gone from the index, is left out: nobody sees through the search what they may not see.
pub async fn find(network: &Network, _viewer: &Viewer, search: CaseSearch) -> Result<Found, UseCaseError> {
    let CaseSearch { text, filter, order, offset, limit, facets } = search;
    let request = SearchRequest { query: Analyser::standard().query(&text), filter, order, offset, limit, facets };
    let response = network.search.search(&request).await?;
    let cases = network.store.published_cases(&response.hits).await?;
    let highlighter = Highlighter::new(&request.query);
    let hits = cases
        .into_iter()
        .filter(|case| case.is_listed())
        .map(|case| Hit { highlights: highlighter.highlights(&case.content), case })
        .collect::<Vec<_>>();
    let left_out = response.hits.len() - hits.len();
    Ok(Found { total: response.total.saturating_sub(left_out), hits, facets: response.facets })
}
