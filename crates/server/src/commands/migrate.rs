//! `wissensnetz migrate`

use crate::{config::Settings, wiring};
use std::process::ExitCode;

/// Which way to go.
#[derive(Debug, clap::Args)]
pub(crate) struct Options {
    /// Take the latest migration back instead
    #[arg(long, conflicts_with = "status")]
    down: bool,
    /// Only say how many migrations are pending
    #[arg(long)]
    status: bool,
}

/// Brings the schema up to date, or one step back.
pub(crate) async fn run(settings: &Settings, options: &Options) -> anyhow::Result<ExitCode> {
    let store = wiring::store(settings).await?;
    if options.status {
        eprintln!("Ausstehende Migrationen: {}", store.pending_migrations().await?);
    } else if options.down {
        store.migrate_down_one().await?;
        eprintln!("Die letzte Migration wurde zurückgenommen. Ausstehend: {}", store.pending_migrations().await?);
    } else {
        eprintln!("Angewendete Migrationen: {}", store.migrate().await?);
    }
    Ok(ExitCode::SUCCESS)
}
