//! Have a job done by the worker that runs on this database, or, where none does, by this command.
//!
//! Commands on the search index go through the queue, because the embedded index belongs to one process, and it may be the server's.
//!
//! A worker does all that waits, and sends mails, too: whatever becomes of the command, it is brought to its end in good order.

use crate::{
    commands::work,
    config::Settings,
    shutdown,
    wiring::{self, Search},
};
use anyhow::{Context, bail, ensure};
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
    /// Opens the database, leaves the search to whoever has it, does this with the queue, and ends the worker if one was started.
    pub(crate) async fn with<T>(settings: &'a Settings, work: impl AsyncFnOnce(&mut Self) -> anyhow::Result<T>) -> anyhow::Result<T> {
        let network = wiring::network(settings, Search::Closed).await?;
        let mut queue = Self { settings, network, stop: CancellationToken::new(), worker: None };
        let outcome = work(&mut queue).await;
        queue.stop.cancel();
        if let Some(worker) = queue.worker {
            worker.await.context("the worker ended")?;
        }
        outcome
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
            self.look_again().await?;
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

    /// Waits until it is time to look how far the work has come. Fails where the command is told to stop meanwhile.
    pub(crate) async fn look_again(&self) -> anyhow::Result<()> {
        tokio::select! {
            () = tokio::time::sleep(LOOK_EVERY) => Ok(()),
            () = self.stop.cancelled() => bail!("told to stop; what was not done waits for the next worker"),
        }
    }

    /// Whether no worker was started here, and none elsewhere holds a job.
    async fn is_nobody_at_work(&self) -> anyhow::Result<bool> {
        let counts = self.network.store.queue_counts(self.network.clock.now()).await?;
        Ok(self.worker.is_none() && counts.running == 0)
    }

    /// Starts a worker in this process. Where the embedded index is another process's, that one will do the job when its other work lets it.
    async fn start_worker(&mut self) -> anyhow::Result<()> {
        let network = match wiring::network(self.settings, Search::Open).await {
            Ok(network) => network,
            Err(error) if matches!(error.downcast_ref(), Some(SearchError::Locked { .. })) => return Ok(()),
            Err(error) => return Err(error),
        };
        let worker = work::worker(self.settings, network, wiring::mail(self.settings)?.transport);
        self.stop = shutdown::on_signal()?;
        let stop = self.stop.clone();
        self.worker = Some(tokio::spawn(async move { worker.run(stop).await }));
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::REFERENCE;
    use figment::{
        Figment,
        providers::{Format, Toml},
    };
    use search_indexer::EmbeddedEngine;
    use tokio::time::{sleep, timeout};

    #[tokio::test]
    async fn the_worker_ends_with_the_command_though_that_fails() {
        let folder = tempfile::tempdir().unwrap();
        let mut settings: Settings = Figment::from(Toml::string(REFERENCE)).extract().unwrap();
        settings.data_dir = folder.path().to_owned();
        let outcome: anyhow::Result<()> = Queue::with(&settings, async |queue| {
            queue.start_worker().await?;
            bail!("it was not possible")
        })
        .await;
        assert_eq!(outcome.unwrap_err().to_string(), "it was not possible");
        // As long as a worker is there, it has the index.
        let is_left = async {
            while EmbeddedEngine::open(&folder.path().join("search")).is_err() {
                sleep(LOOK_EVERY).await;
            }
        };
        timeout(Duration::from_secs(10), is_left).await.expect("a worker that has let go of the index");
    }
}
