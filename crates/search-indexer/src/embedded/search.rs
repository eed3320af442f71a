//! Answers a search from one generation of the embedded index.

use super::{collector::CaseCollector, generation::Generation, queries::Queries};
use crate::{
    SearchError, SearchRequest, SearchResponse,
    analysis::{Analyser, Query as Wanted},
    relaxation,
    selection::{Found, Selection},
};
use tantivy::{
    Searcher, TantivyError,
    query::{AllQuery, Query},
};

/// Finds cases.
pub(super) fn search(generation: &Generation, request: &SearchRequest) -> Result<SearchResponse, SearchError> {
    find(generation, request).map_err(|error| generation.error("searching", error))
}

fn find(generation: &Generation, request: &SearchRequest) -> Result<SearchResponse, TantivyError> {
    let searcher = generation.searcher();
    let wanted = Analyser::standard().query(&request.query);
    let selection = Selection::new(request, request.effective_order(&wanted));
    let found = if wanted.is_empty() {
        collect(&searcher, &AllQuery, &selection)?
    } else {
        find_words(&Queries { fields: generation.fields(), searcher: &searcher }, &wanted, &selection)?
    };
    Ok(selection.response(found))
}

/// Asks for all units first, then for fewer and fewer until something, but not too little, is found.
///
/// What is asked for depends on the words and the index alone, never on the filter: otherwise a click on a facet would change the
/// question, and its number would not be what the click gives.
fn find_words(queries: &Queries<'_>, wanted: &Wanted, selection: &Selection) -> Result<Found, TantivyError> {
    let mut last = None;
    for step in relaxation::steps(wanted) {
        let found = collect(queries.searcher, &queries.query(wanted, &step)?, selection)?;
        let is_enough = found.matching >= relaxation::ENOUGH;
        last = Some(found);
        if is_enough {
            break;
        }
    }
    Ok(last.unwrap_or_default())
}

fn collect(searcher: &Searcher, query: &dyn Query, selection: &Selection) -> Result<Found, TantivyError> {
    searcher.search(query, &CaseCollector(selection.clone()))
}
