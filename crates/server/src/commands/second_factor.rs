//! `wissensnetz second-factor`

use crate::{
    commands::describe,
    config::Settings,
    wiring::{self, Search},
};
use anyhow::Context;
use domain::EmailAddress;
use std::process::ExitCode;
use usecases::{Refusal, UseCaseError, second_factor};

/// What to do with second factors.
#[derive(Debug, clap::Subcommand)]
pub(crate) enum Command {
    /// Take the second factor of an account away whose holder has lost app and recovery codes; its sessions end. Make sure who asks
    Reset {
        /// The account's mail address
        #[arg(long, value_name = "ADDRESS")]
        email: String,
    },
}

/// Does it.
pub(crate) async fn run(settings: &Settings, command: &Command) -> anyhow::Result<ExitCode> {
    let Command::Reset { email } = command;
    let email = email.parse::<EmailAddress>().context("--email")?;
    let network = wiring::network(settings, Search::Closed).await?;
    let had_one = match second_factor::reset_by_operator(&network, &email).await {
        Err(UseCaseError::Refused(Refusal::NotFound)) => anyhow::bail!("--email: there is no account with this address"),
        other => other.map_err(describe)?,
    };
    if had_one {
        eprintln!(
            "Der zweite Faktor und die Wiederherstellungscodes dieses Kontos sind entfernt, seine Sitzungen beendet. Wer es nutzt, erfährt es per E-Mail."
        );
    } else {
        eprintln!("Dieses Konto hat keinen zweiten Faktor; geändert wurde nichts.");
    }
    Ok(ExitCode::SUCCESS)
}
