//! Searches that the engine does not answer: said once in the log when that begins, and once when it is over.
//!
//! People search on while the engine is away, and a line for each would bury everything else. Where the engine answers but has no index, somebody
//! deleted it: the first search that sees so has it looked at, which builds it anew.

use crate::{Network, UseCaseError};
use domain::Job;
use search_indexer::SearchError;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use storage::StoreError;

/// What this process knows of searches that failed. Nothing to begin with.
#[derive(Debug, Default)]
pub struct FailedSearches {
    /// How many, since one was answered last.
    failed: AtomicU64,
    /// Whether a search since then has had the index looked at.
    has_asked: AtomicBool,
}

impl FailedSearches {
    /// Counts one. Returns whether it is the first.
    fn count(&self) -> bool {
        self.failed.fetch_add(1, Ordering::AcqRel) == 0
    }

    /// One was answered. Returns how many failed before it.
    fn end(&self) -> u64 {
        // Nearly every search is answered, and reading alone costs nothing.
        if self.failed.load(Ordering::Acquire) == 0 {
            return 0;
        }
        self.has_asked.store(false, Ordering::Release);
        self.failed.swap(0, Ordering::AcqRel)
    }
}

/// What came of a search, noted.
pub(crate) async fn noted<T>(network: &Network, result: Result<T, UseCaseError>) -> Result<T, UseCaseError> {
    match &result {
        Ok(_) => {
            let failed = network.failed_searches.end();
            if failed > 0 {
                tracing::info!(engine = network.search.name(), failed, "searches are answered again");
            }
        }
        Err(UseCaseError::SearchUnavailable(error)) => met(network, error).await,
        // It says nothing of the engine.
        Err(UseCaseError::Refused(_) | UseCaseError::Failed(_)) => {}
    }
    result
}

async fn met(network: &Network, error: &SearchError) {
    let known = &network.failed_searches;
    if known.count() {
        tracing::warn!(engine = network.search.name(), %error, "searches are not answered; those that follow are counted");
    }
    if matches!(error, SearchError::MissingIndex { .. })
        && !known.has_asked.swap(true, Ordering::AcqRel)
        && let Err(error) = have_the_index_looked_at(network).await
    {
        known.has_asked.store(false, Ordering::Release);
        tracing::warn!(%error, "that the search has no index could not be written down");
    }
}

/// A repair sees by itself whether the index has to be built, or has been by now.
async fn have_the_index_looked_at(network: &Network) -> Result<(), StoreError> {
    let mut transaction = network.store.begin().await?;
    network.enqueue(&mut transaction, &Job::CheckIndex { repair: true }, network.clock.now()).await?;
    network.commit(transaction).await
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_failure_is_told_from_the_others_and_the_end_says_how_many_there_were() {
        let searches = FailedSearches::default();
        assert_eq!(searches.end(), 0);
        assert!(searches.count());
        assert!(!searches.count() && !searches.count());
        assert_eq!((searches.end(), searches.end()), (3, 0));
        assert!(searches.count(), "and so it begins anew");
    }
}
