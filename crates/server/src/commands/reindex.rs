//! `wissensnetz reindex`

use crate::{
    commands::work,
    config::Settings,
    progress::Progress,
    wiring::{self, Search},
};
use anyhow::bail;
use search_indexer::SearchError;
use std::{process::ExitCode, sync::Arc, time::Duration};
use storage::JobState;
use tokio_util::sync::CancellationToken;
use usecases::Network;

/// How often to look how far the job has come.
const LOOK_EVERY: Duration = Duration::from_millis(200);

/// For how long somebody else's worker may leave the job waiting before this command runs it itself.
const PATIENCE: Duration = Duration::from_secs(3);

/// Has the index built anew: by the worker that runs on this database, or, where none does, by this command.
///
/// The job goes through the queue either way, because the embedded index belongs to one process, and it may be the server's.
pub(crate) async fn run(settings: &Settings) -> anyhow::Result<ExitCode> {
    let network = wiring::network(settings, Search::Closed).await?;
    let total = network.store.count_published(&domain::CaseFilter::default()).await?;
    let job = jobs::request_rebuild(&network).await?;
    let stop = CancellationToken::new();
    let mut own_worker = None;
    let mut progress = Progress::new("Praxisbeispiele indexiert", total);
    let (mut waited, mut has_run) = (Duration::ZERO, false);
    loop {
        tokio::time::sleep(LOOK_EVERY).await;
        match network.store.job_state(job).await? {
            None => break,
            Some(JobState::Failed) => bail!("the index could not be rebuilt; the job's reason is in the log of the worker"),
            Some(JobState::Running) => {
                has_run = true;
                if let Some(so_far) = network.store.job_progress(job).await? {
                    progress.set(so_far.done);
                }
            }
            Some(JobState::Waiting) if has_run => {
                bail!("the index could not be rebuilt, the old one serves on; the reason is in the log of the worker, which tries again")
            }
            Some(JobState::Waiting) => {
                waited += LOOK_EVERY;
                if waited >= PATIENCE && own_worker.is_none() {
                    own_worker = start_worker(settings, stop.clone()).await?;
                    waited = Duration::ZERO;
                }
            }
        }
    }
    progress.set(total);
    progress.finish();
    stop.cancel();
    if let Some(worker) = own_worker {
        worker.await?;
    }
    eprintln!("{total} Praxisbeispiele indexiert.");
    Ok(ExitCode::SUCCESS)
}

/// Starts a worker in this process. Where the embedded index is another process's, that one will do the job when its other work lets it.
async fn start_worker(settings: &Settings, stop: CancellationToken) -> anyhow::Result<Option<tokio::task::JoinHandle<()>>> {
    let network: Arc<Network> = match wiring::network(settings, Search::Open).await {
        Ok(network) => network,
        Err(error) if matches!(error.downcast_ref(), Some(SearchError::Locked { .. })) => return Ok(None),
        Err(error) => return Err(error),
    };
    let transport = wiring::mail(settings)?.transport;
    let worker = work::worker(settings, network, transport);
    Ok(Some(tokio::spawn(async move { worker.run(stop).await })))
}
