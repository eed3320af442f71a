//! Have a job done by the worker that runs on this database, or, where none does, by this command.
//!
//! Commands on the search index go through the queue, because the embedded index belongs to one process, and it may be the server's.

use crate::{
    commands::work,
    config::Settings,
    wiring::{self, Search},
};
use anyhow::{bail, ensure};
use domain::ids::JobId;
use search_indexer::SearchError;
use std::{sync::Arc, time::Duration};
use storage::{JobProgress, JobState};
use tokio::task::JoinHandle;
use tokio_util::sync::CancellationToken;
use usecases::Network;

/// How often to look how far the work has come.
pub(crate) const LOOK_EVERY: Duration = Duration::from_millis(200);

/// For how long somebody else's worker may leave a job waiting before this command runs it itself.
const PATIENCE: Duration = Duration::from_secs(3);

/// For how long a job may wait while the process that has the embedded index does no other work either.
const LONGEST_IDLE: Duration = Duration::from_secs(12);

/// Waits for jobs, with a worker of its own if nobody else takes them.
pub(crate) struct Queue<'a> {
    settings: &'a Settings,
    network: Arc<Network>,
    stop: CancellationToken,
    worker: Option<JoinHandle<()>>,
}

impl<'a> Queue<'a> {
    /// Opens the database, and leaves the search to whoever has it.
    pub(crate) async fn open(settings: &'a Settings) -> anyhow::Result<Self> {
        let network = wiring::network(settings, Search::Closed).await?;
        Ok(Self { settings, network, stop: CancellationToken::new(), worker: None })
    }

    /// The network, whose search is closed.
    pub(crate) fn network(&self) -> &Network {
        &self.network
    }

    /// Returns once the job is done; `failed` begins the text of the error if it is not.
    pub(crate) async fn wait_for(&mut self, job: JobId, failed: &str, mut progress: impl FnMut(JobProgress)) -> anyhow::Result<()> {
        // It may have been tried in vain before, and wait for its next turn.
        let before = self.network.store.job(job).await?.map_or(0, |job| job.attempts);
        let (mut waited, mut idle) = (Duration::ZERO, Duration::ZERO);
        loop {
            tokio::time::sleep(LOOK_EVERY).await;
            let Some(standing) = self.network.store.job(job).await? else { return Ok(()) };
            match standing.state {
                JobState::Failed => bail!("{failed}; the job's reason is in the log of the worker"),
                JobState::Running => {
                    if let Some(so_far) = standing.progress {
                        progress(so_far);
                    }
                }
                JobState::Waiting if standing.attempts > before => {
                    bail!("{failed}; the reason is in the log of the worker, which tries again")
                }
                JobState::Waiting => {
                    waited += LOOK_EVERY;
                    if waited >= PATIENCE && self.worker.is_none() {
                        self.start_worker().await?;
                        idle = if self.is_nobody_at_work().await? { idle + waited } else { Duration::ZERO };
                        waited = Duration::ZERO;
                    }
                    ensure!(
                        idle < LONGEST_IDLE,
                        "{failed}; the process that has the search index open does no jobs of this database (database.url)"
                    );
                }
            }
        }
    }

    /// Whether no worker was started here, and none elsewhere holds a job.
    async fn is_nobody_at_work(&self) -> anyhow::Result<bool> {
        let counts = self.network.store.queue_counts(self.network.clock.now()).await?;
        Ok(self.worker.is_none() && counts.running == 0)
    }

    /// Ends the worker, if one was started.
    pub(crate) async fn close(self) -> anyhow::Result<()> {
        self.stop.cancel();
        if let Some(worker) = self.worker {
            worker.await?;
        }
        Ok(())
    }

    /// Starts a worker in this process. Where the embedded index is another process's, that one will do the job when its other work lets it.
    async fn start_worker(&mut self) -> anyhow::Result<()> {
        let network = match wiring::network(self.settings, Search::Open).await {
            Ok(network) => network,
            Err(error) if matches!(error.downcast_ref(), Some(SearchError::Locked { .. })) => return Ok(()),
            Err(error) => return Err(error),
        };
        let worker = work::worker(self.settings, network, wiring::mail(self.settings)?.transport);
        let stop = self.stop.clone();
        self.worker = Some(tokio::spawn(async move { worker.run(stop).await }));
        Ok(())
    }
}
