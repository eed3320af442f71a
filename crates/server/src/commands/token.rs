//! `wissensnetz token`

use crate::{
    commands::describe,
    config::Settings,
    wiring::{self, Search},
};
use anyhow::Context;
use domain::{Ags, EmailAddress, Role};
use std::process::ExitCode;
use usecases::tokens::{self, TokenRequest};

/// What to do with tokens.
#[derive(Debug, clap::Subcommand)]
pub(crate) enum Command {
    /// Make a token for an account, which is made as well if there is none yet; the token is printed this once
    Create {
        /// The account's mail address
        #[arg(long)]
        email: String,
        /// The account's role: reader, author, coordinator, reviewer, adviser or administrator. An account that has another gets this one,
        /// unless it is the last coordinator of its municipality or the last administrator; its sessions and tokens end
        #[arg(long)]
        role: String,
        /// The municipality that the account speaks for, by its AGS; authors and coordinators need one, the agency's people have none
        #[arg(long, value_name = "AGS")]
        municipality: Option<String>,
        /// What the token is for
        #[arg(long, default_value = "Kommandozeile")]
        label: String,
        /// For how many days it is good
        #[arg(long, default_value_t = 365, value_parser = clap::value_parser!(u32).range(1..=3650))]
        valid_days: u32,
    },
}

/// Does it.
#[expect(clippy::print_stdout, reason = "the token alone goes to standard output, so that scripts can read it")]
pub(crate) async fn run(settings: &Settings, command: Command) -> anyhow::Result<ExitCode> {
    let Command::Create { email, role, municipality, label, valid_days } = command;
    let request = TokenRequest {
        email: email.parse::<EmailAddress>().context("--email")?,
        role: Role::from_key(&role)
            .with_context(|| format!("--role: {role:?} is none of reader, author, coordinator, reviewer, adviser, administrator"))?,
        municipality: municipality.map(|ags| ags.parse::<Ags>().with_context(|| format!("--municipality: {ags:?}"))).transpose()?,
        label,
        valid_days,
    };
    let network = wiring::network(settings, Search::Closed).await?;
    let token = tokens::create(&network, &request).await.map_err(describe)?;
    println!("{}", token.reveal());
    eprintln!("Das Token gilt {valid_days} Tage für die Rolle {} und wird nur dieses eine Mal gezeigt.", request.role.label());
    Ok(ExitCode::SUCCESS)
}
