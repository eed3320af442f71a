//! Answers a search from one generation of the embedded index.

use super::{
    collector::{CaseCollector, ScoreCollector},
    generation::Generation,
    queries::{Queries, SearchQueries},
};
use crate::{
    SearchRequest, SearchResponse, relaxation,
    selection::{Found, Selection},
};
use tantivy::{
    Searcher, TantivyError,
    query::{AllQuery, Query},
};

/// Finds cases.
pub(super) fn find(generation: &Generation, request: &SearchRequest) -> Result<SearchResponse, TantivyError> {
    let searcher = generation.searcher();
    let selection = Selection::new(request);
    let queries = Queries::new(generation.fields(), &searcher);
    if request.query.is_empty() {
        return Ok(selection.response(collect(&searcher, &queries.without(&request.query, Box::new(AllQuery)), &selection)?));
    }
    let asked = queries.of(&request.query)?;
    let found = find_words(&searcher, &asked, &selection)?;
    Ok(SearchResponse { unknown: asked.unknown, ..selection.response(found) })
}

/// Asks for all units first, and where too few cases hold them, for what holds most of them.
fn find_words(searcher: &Searcher, asked: &SearchQueries, selection: &Selection) -> Result<Found, TantivyError> {
    let found = collect(searcher, &*asked.all, selection)?;
    if found.matching >= relaxation::ENOUGH {
        return Ok(found);
    }
    searcher.search(&*asked.any, &ScoreCollector)?.best(searcher, selection)
}

fn collect(searcher: &Searcher, query: &dyn Query, selection: &Selection) -> Result<Found, TantivyError> {
    searcher.search(query, &CaseCollector(selection.clone()))
}
