//! A worker that takes longer than it holds its jobs.

use crate::like_embedded::like_embedded;
use chrono::{DateTime, TimeDelta, Utc};
use domain::{Job, ids::CaseId};
use search_indexer::{EmbeddedEngine, Rebuild, SearchDocument, SearchError};
use std::{
    sync::{Arc, OnceLock},
    time::Duration,
};
use storage::{JobState, Store};
use tempfile::TempDir;
use test_network::{TestNetwork, complete_case, embedded_search};

/// A search in which another worker claims the jobs while a change is made: it is a minute later then, and their leases have ended.
struct Slow {
    engine: EmbeddedEngine,
    later: OnceLock<(Store, DateTime<Utc>)>,
}

like_embedded!(Slow, "slow", {
    async fn apply(&self, upserts: Vec<SearchDocument>, deletions: Vec<CaseId>) -> Result<(), SearchError> {
        if let Some((store, later)) = self.later.get() {
            store.claim("quick", 10, *later, Duration::from_secs(15)).await.unwrap();
        }
        self.engine.apply(upserts, deletions).await
    }
    async fn start_rebuild(&self) -> Result<Box<dyn Rebuild>, SearchError> {
        self.engine.start_rebuild().await
    }
});

#[tokio::test]
async fn what_another_worker_has_taken_over_is_for_that_one_to_end() {
    let dir = TempDir::new().unwrap();
    let search = Arc::new(Slow { engine: embedded_search(&dir).await, later: OnceLock::new() });
    let url = format!("sqlite://{}", dir.path().join("test.db").display());
    let test = TestNetwork::with(dir, &url, search.clone()).await;
    test.run_jobs().await;
    test.publish_without_jobs(complete_case("Ausbildungsbus im ländlichen Raum")).await;
    assert!(search.later.set((test.network.store.clone(), test.now() + TimeDelta::minutes(1))).is_ok());
    let open = async || test.network.store.open_jobs(&["index_case"], test.now()).await.unwrap();
    test.run_jobs().await;
    assert_eq!(open().await, 1, "the slow worker has done it, and the quick one holds it");

    // The quick one says no more: when its lease has ended, too, the job is claimed once more and ends.
    let held = test.network.store.claim("third", 10, test.now() + TimeDelta::minutes(2), Duration::from_secs(15)).await.unwrap();
    let held: Vec<_> = held.into_iter().filter(|job| matches!(job.job, Job::IndexCase { .. })).collect();
    assert_eq!(held.iter().map(|job| job.attempts).collect::<Vec<_>>(), [3]);
    assert_eq!(test.network.store.job(held[0].id).await.unwrap().map(|job| job.state), Some(JobState::Running));
    assert_eq!(test.network.store.finish(&[held[0].claim()]).await.unwrap(), 1);
    assert_eq!(open().await, 0);
}
