//! `wissensnetz subscriptions`

use crate::{
    commands::describe,
    config::Settings,
    wiring::{self, Search},
};
use anyhow::Context;
use domain::EmailAddress;
use std::process::ExitCode;
use usecases::{Refusal, UseCaseError, reader};

/// What to do with subscriptions.
#[derive(Debug, clap::Subcommand)]
pub(crate) enum Command {
    /// End everything that goes to an address whose owner asked for it in another way than by the link in its mails. Make sure who asks
    End {
        /// The address that digests go to
        #[arg(long, value_name = "ADDRESS")]
        address: String,
    },
}

/// Does it.
pub(crate) async fn run(settings: &Settings, command: &Command) -> anyhow::Result<ExitCode> {
    let Command::End { address } = command;
    let address = address.parse::<EmailAddress>().context("--address")?;
    let network = wiring::network(settings, Search::Closed).await?;
    match reader::withdraw_all_by_operator(&network, &address).await {
        Err(UseCaseError::Refused(Refusal::NotFound)) => anyhow::bail!("--address: no subscription was ever asked for with this address"),
        other => match other.map_err(describe)? {
            0 => eprintln!("Alle Abos dieser Adresse waren schon beendet; geändert wurde nichts."),
            ended => eprintln!("Beendete Abos dieser Adresse: {ended}. Dorthin gehen keine Sammel-E-Mails mehr."),
        },
    }
    Ok(ExitCode::SUCCESS)
}
