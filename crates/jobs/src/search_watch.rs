//! See to it that there is an index to search in, and that it is as the database.

use crate::{
    check_index, scheduler,
    search_trouble::{SearchTrouble, Seen},
};
use domain::{Job, ids::JobId, with_causes};
use std::time::{Duration, Instant};
use storage::StoreError;
use tokio_util::sync::CancellationToken;
use usecases::Network;

/// How often to look whether the index is there.
const LOOK_EVERY: Duration = Duration::from_mins(1);

/// How soon to look again while the engine is in trouble.
const LOOK_AGAIN: Duration = Duration::from_secs(2);

/// What was seen so far.
#[derive(Debug, Default)]
struct Watch {
    has_answered: bool,
    needed_rebuild: bool,
}

/// Has the index built anew whenever the engine says that it is missing, damaged or of another version, and compared with the database
/// after the engine was away, or where the last comparison is older than a night. An engine that is away is asked until it is back.
pub(crate) async fn run(network: &Network, trouble: &SearchTrouble, stop: &CancellationToken) {
    let mut watch = Watch::default();
    loop {
        let began = Instant::now();
        match network.search.needs_rebuild().await {
            Ok(needed) => {
                if let Err(error) = watch.answered(network, trouble, needed, began).await {
                    tracing::error!(%error, "work on the search index could not be written down");
                }
            }
            Err(error) => trouble.met(network, error.trouble(), &with_causes(&error), began).await,
        }
        let wait = if trouble.is_in().await { LOOK_AGAIN } else { LOOK_EVERY };
        tokio::select! {
            () = stop.cancelled() => return,
            () = tokio::time::sleep(wait) => {}
            () = trouble.begins() => {}
        }
    }
}

impl Watch {
    async fn answered(
        &mut self,
        network: &Network,
        trouble: &SearchTrouble,
        needs_rebuild: bool,
        began: Instant,
    ) -> Result<(), StoreError> {
        let is_over = trouble.works(network, Seen::Answers, began).await;
        if needs_rebuild {
            if !self.needed_rebuild {
                let engine = network.search.name();
                if is_first(network).await? {
                    tracing::info!(engine, "there is no search index yet; it is built");
                } else {
                    tracing::warn!(engine, "the search index is missing, damaged or of another version and is built anew");
                }
            }
            need_rebuild(network, is_over || !self.has_answered).await?;
        } else if is_over
            || (!self.has_answered && scheduler::is_unchecked_since(network, scheduler::last_night(network.clock.now())).await?)
        {
            check_index::request_check(network, true).await?;
        }
        self.needed_rebuild = needs_rebuild;
        self.has_answered = true;
        Ok(())
    }
}

/// Whether this network has never had an index, whatever the engine: each build ends with a comparison, which is noted in the database.
async fn is_first(network: &Network) -> Result<bool, StoreError> {
    Ok(check_index::last_checked(network).await?.is_none())
}

/// Has the index built that searches need, unless that is on its way: two builds one after the other come to the same.
///
/// A build that runs is left alone, also one whose worker died: it is taken over when its lease ends. One that failed and waits for its next
/// attempt is left to wait, or is tried `at_once` where what made it fail may be over.
pub(crate) async fn need_rebuild(network: &Network, at_once: bool) -> Result<(), StoreError> {
    let (job, now) = (Job::Reindex, network.clock.now());
    let mut transaction = network.store.begin().await?;
    if transaction.is_running(&job.key()).await? || (!at_once && transaction.waiting_job(&job.key()).await?.is_some()) {
        return Ok(());
    }
    transaction.enqueue(JobId(network.ids.next()), &job, now, now).await?;
    transaction.commit().await?;
    network.wake.notify_one();
    Ok(())
}

/// Writes the job down that builds the index anew, and returns its id. One that waits already is the same job.
pub async fn request_rebuild(network: &Network) -> Result<JobId, StoreError> {
    request(network, &Job::Reindex).await
}

/// Writes a job down to be run at once, and returns its id or that of the one like it that waits already.
pub(crate) async fn request(network: &Network, job: &Job) -> Result<JobId, StoreError> {
    let id = JobId(network.ids.next());
    let now = network.clock.now();
    let mut transaction = network.store.begin().await?;
    transaction.enqueue(id, job, now, now).await?;
    let waiting = transaction.waiting_job(&job.key()).await?;
    transaction.commit().await?;
    network.wake.notify_one();
    Ok(waiting.unwrap_or(id))
}

#[cfg(test)]
mod tests {
    use super::*;
    use chrono::TimeDelta;
    use storage::{JobClaim, Lane};
    use test_network::{TestNetwork, complete_case};

    async fn claimed(test: &TestNetwork) -> Option<JobClaim> {
        let lease = Duration::from_secs(15);
        let mut jobs = test.network.store.claim_of(Lane::Long, "a worker", 1, test.now(), lease).await.unwrap();
        jobs.pop().map(|job| job.claim())
    }

    #[tokio::test]
    async fn only_the_first_index_of_a_network_is_none_that_was_lost() {
        let test = TestNetwork::new().await;
        test.publish_without_jobs(complete_case("Ausbildungsbus im ländlichen Raum")).await;
        assert!(is_first(&test.network).await.unwrap(), "as after an import before the first start");
        request_rebuild(&test.network).await.unwrap();
        test.run_jobs().await;
        assert!(!is_first(&test.network).await.unwrap());
    }

    #[tokio::test]
    async fn a_build_that_is_on_its_way_is_not_asked_for_again() {
        let test = TestNetwork::new().await;
        let network = &test.network;
        let open = async || network.store.open_jobs(&["reindex"], test.now()).await.unwrap();
        need_rebuild(network, false).await.unwrap();
        let job = claimed(&test).await.unwrap();
        need_rebuild(network, true).await.unwrap();
        assert_eq!(open().await, 1, "it runs, or its worker died and its lease goes on");
        network.store.retry(job, test.now() + TimeDelta::minutes(1), "no room").await.unwrap();
        need_rebuild(network, false).await.unwrap();
        assert_eq!((open().await, claimed(&test).await), (1, None), "it waits for its next attempt");
        need_rebuild(network, true).await.unwrap();
        let again = JobClaim { attempt: 2, ..job };
        assert_eq!((open().await, claimed(&test).await), (1, Some(again)), "what made it fail is over");
    }
}
