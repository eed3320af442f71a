//! `wissensnetz subscriptions`

use crate::{
    commands::describe,
    config::Settings,
    wiring::{self, Search},
};
use anyhow::Context;
use domain::EmailAddress;
use serde_json::Value;
use std::process::ExitCode;
use usecases::{Refusal, UseCaseError, consent_proof, reader};

/// What to do with subscriptions.
#[derive(Debug, clap::Subcommand)]
pub(crate) enum Command {
    /// End everything that goes to an address whose owner asked for it in another way than by the link in its mails. Make sure who asks
    End {
        /// The address that digests go to
        #[arg(long, value_name = "ADDRESS")]
        address: String,
    },
    /// Print what proves that an address's owner agreed, as JSON: each consent's wording and version, when and from which network, cut, it was
    /// asked for and confirmed, and when it was ended
    Proof {
        /// The address that digests go to
        #[arg(long, value_name = "ADDRESS")]
        address: String,
    },
}

/// Does it.
pub(crate) async fn run(settings: &Settings, command: &Command) -> anyhow::Result<ExitCode> {
    let (Command::End { address } | Command::Proof { address }) = command;
    let address = address.parse::<EmailAddress>().context("--address")?;
    let network = wiring::network(settings, Search::Closed).await?;
    match command {
        Command::End { .. } => match known(reader::withdraw_all_by_operator(&network, &address).await)? {
            0 => eprintln!("Alle Abos dieser Adresse waren schon beendet; geändert wurde nichts."),
            ended => eprintln!("Beendete Abos dieser Adresse: {ended}. Dorthin gehen keine Sammel-E-Mails mehr."),
        },
        Command::Proof { .. } => print(&known(consent_proof::by_operator(&network, &address).await)?)?,
    }
    Ok(ExitCode::SUCCESS)
}

/// What came of it, if there is anything of this address.
fn known<T>(outcome: Result<T, UseCaseError>) -> anyhow::Result<T> {
    match outcome {
        Err(UseCaseError::Refused(Refusal::NotFound)) => anyhow::bail!("--address: no subscription was ever asked for with this address"),
        other => other.map_err(describe),
    }
}

#[expect(clippy::print_stdout, reason = "printing is what this command is for")]
fn print(proof: &Value) -> anyhow::Result<()> {
    println!("{}", serde_json::to_string_pretty(proof)?);
    Ok(())
}
