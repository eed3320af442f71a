//! Index jobs: many together, and the next ones while the engine is at it.

use super::{CLAIM, Worker, pause, say_taken_over};
use crate::{contained::contained, index_cases, outcome::Outcome};
use domain::{Job, ids::CaseId};
use futures_util::future::join_all;
use std::time::{Duration, Instant};
use storage::{ClaimedJob, JobClaim, Lane};
use tokio_util::sync::CancellationToken;

/// How many batches are under way at once.
const BATCHES: usize = 4;

impl Worker {
    /// Does the jobs that wait for the search engine, several batches at once: while the engine takes one, the next are made ready. Meilisearch takes
    /// what waits for it together, and each time it takes something costs it nearly as much, however much that is.
    pub(super) async fn work_on_the_index(&self, stop: &CancellationToken) {
        join_all((0..BATCHES).map(|_| self.index_batches(stop))).await;
    }

    async fn index_batches(&self, stop: &CancellationToken) {
        while !stop.is_cancelled() {
            match self.claim(Lane::Index, CLAIM).await {
                Ok(claimed) if claimed.is_empty() => {
                    tokio::select! {
                        () = stop.cancelled() => {}
                        () = self.index_wake.notified() => {}
                        () = self.turn_to_look() => {}
                    }
                }
                Ok(claimed) => {
                    if claimed.len() as u64 == CLAIM {
                        // There may be more.
                        self.index_wake.notify_one();
                    }
                    self.run_claimed(claimed).await;
                }
                // The quick lane has said so.
                Err(_) => pause(stop, Duration::from_secs(1)).await,
            }
        }
    }

    /// Waits until it is time to look for jobs of other processes: of all that have nothing to do one does so at a time.
    async fn turn_to_look(&self) {
        let _turn = self.index_turn.lock().await;
        tokio::time::sleep(self.options.poll).await;
    }

    /// Brings the cases of these jobs into the search's index as one batch, and writes down what came of each.
    pub(super) async fn index(&self, jobs: &[ClaimedJob]) {
        let cases: Vec<CaseId> = jobs.iter().filter_map(case).collect();
        if cases.is_empty() {
            return;
        }
        let began = Instant::now();
        let outcomes = contained(index_cases::run(&self.network, &cases)).await;
        let outcomes = outcomes.unwrap_or_else(|words| vec![Outcome::panicked(&words); cases.len()]);
        // Once, and before the outcomes are written down one by one: until that is done the trouble may be over, or begin.
        if let Some((job, _)) = jobs.iter().zip(&outcomes).find(|(_, outcome)| matches!(outcome, Outcome::Done)) {
            self.watch_success(job, began).await;
        }
        self.meet_trouble(&outcomes, began).await;
        let (done, others): (Vec<_>, Vec<_>) = jobs.iter().zip(outcomes).partition(|(_, outcome)| matches!(outcome, Outcome::Done));
        let done: Vec<JobClaim> = done.into_iter().map(|(job, _)| job.claim()).collect();
        let count = done.len() as u64;
        match self.network.store.finish(&done).await {
            Ok(finished) if finished < count => say_taken_over("index_case", count - finished),
            Ok(_) => {}
            Err(error) => tracing::error!(jobs = count, %error, "the outcome of jobs could not be written down"),
        }
        for (job, outcome) in others {
            self.write_down(job, outcome).await;
        }
    }
}

fn case(job: &ClaimedJob) -> Option<CaseId> {
    match job.job {
        Job::IndexCase { case } => Some(case),
        _ => None,
    }
}
