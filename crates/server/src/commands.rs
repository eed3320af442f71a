//! The commands, one file each.

mod bounce;
mod config;
mod demo;
mod digest;
mod eval_search;
mod export;
mod import;
mod index;
mod mail;
mod migrate;
mod queue;
mod reindex;
mod second_factor;
mod serve;
mod subscriptions;
mod token;
mod work;

use crate::{config as configuration, logging};
use clap::{Parser, Subcommand};
use std::{path::PathBuf, process::ExitCode};

/// Wissensnetz: the knowledge network of municipal education management.
#[derive(Debug, Parser)]
#[command(name = "wissensnetz", version, arg_required_else_help = true)]
pub(crate) struct Arguments {
    /// A configuration file in TOML; `wissensnetz config --reference` prints one with every setting explained
    #[arg(long, global = true, env = "WISSENSNETZ_CONFIG", value_name = "FILE")]
    config: Option<PathBuf>,
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Run everything on this machine with demo data: SQLite, the embedded search, mails written to files
    Demo,
    /// Answer requests and, unless configured otherwise, run the work queue
    Serve,
    /// Run the work queue alone: indexing, digests, mails
    Work,
    /// Bring the database schema up to date
    Migrate(migrate::Options),
    /// Import practice cases, one JSON object a line
    Import(import::Options),
    /// Export all published practice cases, one JSON object a line
    Export(export::Options),
    /// Build the search index anew; searches answer from the old one until it is done
    Reindex,
    /// Look after the search index
    #[command(subcommand)]
    Index(index::Command),
    /// Digests: what they would hold, compose them now, what became of them
    #[command(subcommand)]
    Digest(digest::Command),
    /// Measure how well the search finds, on judged queries
    EvalSearch(eval_search::Options),
    /// Take in mails that came back, and those by which readers leave: one from standard input, or those of a maildir folder
    Bounce(bounce::Options),
    /// Look after mails
    #[command(subcommand)]
    Mail(mail::Command),
    /// Bearer tokens for the API
    #[command(subcommand)]
    Token(token::Command),
    /// Second factors that were lost
    #[command(subcommand)]
    SecondFactor(second_factor::Command),
    /// Subscriptions: end them for readers who cannot by themselves, and prove that they agreed
    #[command(subcommand)]
    Subscriptions(subscriptions::Command),
    /// Print the settings in force, secrets masked, or the reference of all settings
    Config(config::Options),
}

impl Arguments {
    /// Whether the command runs until it is told to stop.
    pub(crate) fn run_for_long(&self) -> bool {
        matches!(self.command, Command::Demo | Command::Serve | Command::Work)
    }
}

/// Runs the command that was given.
pub(crate) async fn run(arguments: Arguments) -> anyhow::Result<ExitCode> {
    let demo = matches!(arguments.command, Command::Demo);
    if let Command::Config(options) = &arguments.command
        && options.reference
    {
        config::print_reference();
        return Ok(ExitCode::SUCCESS);
    }
    let settings = configuration::load(arguments.config.as_deref(), demo)?;
    logging::start(&settings.log)?;
    match arguments.command {
        Command::Demo => Box::pin(demo::run(settings)).await,
        Command::Serve => serve::run(settings).await,
        Command::Work => work::run(settings).await,
        Command::Migrate(options) => migrate::run(&settings, &options).await,
        Command::Import(options) => import::run(&settings, &options).await,
        Command::Export(options) => export::run(&settings, &options).await,
        Command::Reindex => reindex::run(&settings).await,
        Command::Index(command) => index::run(&settings, &command).await,
        Command::Digest(command) => digest::run(&settings, command).await,
        Command::EvalSearch(options) => eval_search::run(&settings, &options).await,
        Command::Bounce(options) => Ok(bounce::run(&settings, &options).await),
        Command::Mail(command) => mail::run(&settings, command).await,
        Command::Token(command) => token::run(&settings, command).await,
        Command::SecondFactor(command) => second_factor::run(&settings, &command).await,
        Command::Subscriptions(command) => subscriptions::run(&settings, &command).await,
        Command::Config(_) => {
            config::print_settings(&settings);
            Ok(ExitCode::SUCCESS)
        }
    }
}

/// Turns what a use case refused or failed with into the one line that ends a command.
pub(crate) fn describe(error: usecases::UseCaseError) -> anyhow::Error {
    match error {
        usecases::UseCaseError::Refused(refusal) => anyhow::anyhow!("{} ({})", refusal.message(), refusal.code().as_str()),
        usecases::UseCaseError::SearchUnavailable(error) => error.into(),
        usecases::UseCaseError::Failed(failure) => failure.into(),
    }
}
