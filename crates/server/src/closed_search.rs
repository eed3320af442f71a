//! The search of commands that neither search nor index.

use async_trait::async_trait;
use domain::ids::CaseId;
use search_indexer::{Rebuild, SearchDocument, SearchEngine, SearchError, SearchRequest, SearchResponse};
use std::collections::HashMap;

/// Takes the engine's place in commands such as `import`, which leave indexing to the work queue. Opening the embedded index for them
/// would take it from the server that runs beside them.
#[derive(Debug, Clone, Copy)]
pub(crate) struct ClosedSearch;

fn closed() -> SearchError {
    SearchError::Unavailable { engine: "none", what: "search".to_owned(), source: "this command does not open the search".into() }
}

#[async_trait]
impl SearchEngine for ClosedSearch {
    async fn search(&self, _request: &SearchRequest) -> Result<SearchResponse, SearchError> {
        Err(closed())
    }

    async fn apply(&self, _upserts: Vec<SearchDocument>, _deletions: Vec<CaseId>) -> Result<(), SearchError> {
        Err(closed())
    }

    async fn start_rebuild(&self) -> Result<Box<dyn Rebuild>, SearchError> {
        Err(closed())
    }

    async fn contents(&self, _offset: usize, _limit: usize) -> Result<Vec<(CaseId, String)>, SearchError> {
        Err(closed())
    }

    async fn hashes(&self, _cases: &[CaseId]) -> Result<HashMap<CaseId, String>, SearchError> {
        Err(closed())
    }

    async fn ready(&self) -> Result<(), SearchError> {
        Err(closed())
    }

    fn name(&self) -> &'static str {
        "none"
    }
}
