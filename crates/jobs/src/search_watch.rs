//! See to it that there is an index to search in.

use crate::outcome::with_causes;
use domain::{Job, ids::JobId};
use std::time::Duration;
use storage::StoreError;
use tokio_util::sync::CancellationToken;
use usecases::Network;

/// How often to look whether the index is there.
const LOOK_EVERY: Duration = Duration::from_mins(1);

/// How soon to look again while the engine does not answer.
const LOOK_AGAIN: Duration = Duration::from_secs(2);

/// Has the index built anew whenever the engine says that it is missing, damaged or of other settings. An engine that is away is asked
/// until it is back: only then can it say.
pub(crate) async fn run(network: &Network, stop: &CancellationToken) {
    let mut was_away = false;
    loop {
        let wait = match network.search.needs_rebuild().await {
            Ok(needed) => {
                if was_away {
                    tracing::info!(engine = network.search.name(), "the search answers again");
                }
                was_away = false;
                if needed {
                    tracing::warn!(
                        engine = network.search.name(),
                        "the search index is missing, damaged or of other settings and is built anew"
                    );
                    if let Err(error) = request_rebuild(network).await {
                        tracing::error!(%error, "the rebuild of the search index could not be requested");
                    }
                }
                LOOK_EVERY
            }
            Err(error) => {
                if !was_away {
                    tracing::error!(engine = network.search.name(), error = with_causes(&error), "the search does not answer");
                }
                was_away = true;
                LOOK_AGAIN
            }
        };
        tokio::select! {
            () = stop.cancelled() => return,
            () = tokio::time::sleep(wait) => {}
        }
    }
}

/// Writes the job down that builds the index anew, and returns its id. One that waits already is the same job.
pub async fn request_rebuild(network: &Network) -> Result<JobId, StoreError> {
    let id = JobId(network.ids.next());
    let now = network.clock.now();
    let mut transaction = network.store.begin().await?;
    transaction.enqueue(id, &Job::Reindex, now, now).await?;
    transaction.commit().await?;
    let waiting = network.store.waiting_job(&Job::Reindex.key()).await?;
    network.wake.notify_one();
    Ok(waiting.unwrap_or(id))
}
