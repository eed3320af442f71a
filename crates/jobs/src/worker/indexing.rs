//! Index jobs: many together, and the next ones while the engine is at it.

use super::{CLAIM, Worker, pause, say_taken_over};
use crate::{contained::contained, index_cases, outcome::Outcome};
use domain::{Job, ids::CaseId};
use futures_util::future::join_all;
use std::time::{Duration, Instant};
use storage::{ClaimedJob, JobClaim, Lane};
use tokio::sync::MutexGuard;
use tokio_util::sync::CancellationToken;

/// How many batches are under way at once: as many cases as a rebuild leaves to the server. To take something costs Meilisearch nearly as much,
/// however much that is: for each lot it clears a part of the memory that it may use, a second's work and more where nobody has set a limit.
const BATCHES: usize = 40;

/// How long the engine is waited for once the worker is to stop. What it has in its queue by then stays there, and is indexed again by whoever
/// claims the jobs next.
const PATIENCE: Duration = Duration::from_secs(5);

impl Worker {
    /// Does the jobs that wait for the search engine, many batches at once: while the engine takes some, the next are made ready, and Meilisearch
    /// takes all that waits for it together.
    pub(super) async fn work_on_the_index(&self, stop: &CancellationToken) {
        join_all((0..BATCHES).map(|_| self.index_batches(stop))).await;
    }

    async fn index_batches(&self, stop: &CancellationToken) {
        loop {
            let turn = self.index_turn.lock().await;
            if stop.is_cancelled() {
                return;
            }
            match self.claim(Lane::Index, CLAIM).await {
                Ok(claimed) if claimed.is_empty() => {
                    tokio::select! {
                        () = stop.cancelled() => {}
                        () = self.index_wake.notified() => {}
                        () = tokio::time::sleep(self.options.poll) => {}
                    }
                }
                Ok(claimed) => {
                    tokio::select! {
                        () = self.run_claimed(claimed, Some(turn)) => {}
                        () = patience_ends(stop) => {}
                    }
                }
                // The quick lane has said so.
                Err(_) => pause(stop, Duration::from_secs(1)).await,
            }
        }
    }

    /// Brings the cases of these jobs into the search's index as one batch, and writes down what came of each. Whoever holds the turn lets go of it
    /// when the engine has them in its queue.
    pub(super) async fn index(&self, jobs: &[ClaimedJob], turn: Option<MutexGuard<'_, ()>>) {
        let cases: Vec<CaseId> = jobs.iter().filter_map(case).collect();
        if cases.is_empty() {
            return;
        }
        let began = Instant::now();
        let outcomes = contained(index_cases::run(&self.network, &cases, turn)).await;
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

async fn patience_ends(stop: &CancellationToken) {
    stop.cancelled().await;
    tokio::time::sleep(PATIENCE).await;
}

fn case(job: &ClaimedJob) -> Option<CaseId> {
    match job.job {
        Job::IndexCase { case } => Some(case),
        _ => None,
    }
}
