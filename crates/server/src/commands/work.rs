//! `wissensnetz work`

use crate::{config::Settings, shutdown, wiring};
use jobs::{Worker, WorkerOptions};
use mail::MailTransport;
use std::{process::ExitCode, sync::Arc, time::Duration};
use usecases::Network;

/// The longest wait between two attempts at the same job.
const LONGEST_BACKOFF: Duration = Duration::from_mins(1);

/// Runs the work queue until it is told to stop.
pub(crate) async fn run(settings: Settings) -> anyhow::Result<ExitCode> {
    let stop = shutdown::on_signal()?;
    let Some(network) = wiring::network_unless_stopped(&stop, &settings).await? else { return Ok(ExitCode::SUCCESS) };
    let mail = wiring::mail(&settings)?;
    tracing::info!(search = network.search.name(), mail = mail.transport.name(), "working");
    worker(&settings, network.clone(), mail.transport).run(stop).await;
    wiring::close(&network).await;
    Ok(ExitCode::SUCCESS)
}

/// A worker as configured, signing its claims with this process.
pub(crate) fn worker(settings: &Settings, network: Arc<Network>, transport: Arc<dyn MailTransport>) -> Worker {
    let options = WorkerOptions {
        name: format!("{}-{}", network.ids.next().simple(), std::process::id()),
        poll: Duration::from_millis(settings.jobs.poll_milliseconds),
        longest_backoff: LONGEST_BACKOFF,
    };
    Worker::new(network, transport, options).allowed(settings.mail.policy())
}
