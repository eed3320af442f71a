//! Find cases like another one.

use crate::{Network, Refusal, UseCaseError, failed_searches, find_cases, read_case};
use domain::{CaseView, Viewer, ids::CaseId};
use futures_util::future::BoxFuture;
use search_indexer::{SearchOrder, SearchRequest};
use std::sync::Arc;

/// Up to `most` public cases about the same as this one, the most alike first; never the case itself. Refused as not found if the viewer
/// may not see the case. Members get what is like the working copy where they may see it.
pub fn similar<'a>(
    network: &'a Network,
    viewer: &'a Viewer,
    id: CaseId,
    most: usize,
) -> BoxFuture<'a, Result<Vec<Arc<CaseView>>, UseCaseError>> {
    Box::pin(async move {
        let case = read_case::by_id(network, viewer, id).await?.ok_or(Refusal::NotFound)?;
        let query = search_indexer::similar(&case.content);
        if query.is_empty() {
            // An empty query finds everything, and nothing of that is alike.
            return Ok(Vec::new());
        }
        // The case itself is most like itself, and takes a place if it is public.
        let request = SearchRequest { query, order: SearchOrder::Relevance, limit: most.saturating_add(1), ..SearchRequest::default() };
        let found = failed_searches::noted(network, network.search.search(&request).await.map_err(UseCaseError::from)).await?.hits;
        let others: Vec<CaseId> = found.into_iter().filter(|other| *other != id).take(most).collect();
        let cases = find_cases::as_they_are(network, &others).await?;
        // The index follows the database with a delay: what is no longer public is left out, and so is what cannot be read.
        Ok(cases.into_iter().filter(|case| case.is_listed()).collect())
    })
}
