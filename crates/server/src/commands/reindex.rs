//! `wissensnetz reindex`

use crate::{commands::queue::Queue, config::Settings, progress::Progress};
use std::process::ExitCode;

/// Has the index built anew.
pub(crate) async fn run(settings: &Settings) -> anyhow::Result<ExitCode> {
    let total = Queue::with(settings, rebuild).await?;
    eprintln!("{total} Praxisbeispiele indexiert.");
    Ok(ExitCode::SUCCESS)
}

/// Returns how many cases the index was to hold.
async fn rebuild(queue: &mut Queue<'_>) -> anyhow::Result<u64> {
    let total = queue.network().store.count_published(&domain::CaseFilter::default()).await?;
    let job = jobs::request_rebuild(queue.network()).await?;
    let mut progress = Progress::new("Praxisbeispielen indexiert", total);
    queue.wait_for(job, "the index could not be rebuilt, the old one serves on", |so_far| progress.set(so_far.done)).await?;
    progress.set(total);
    progress.finish();
    Ok(total)
}
