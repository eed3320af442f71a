//! The binary `wissensnetz`: reads the configuration, wires the parts together, and runs one command.

#![expect(clippy::print_stderr, reason = "commands speak to whoever runs them; everything else writes to the log")]

mod app;
mod clock;
mod closed_search;
mod commands;
mod config;
mod connections;
mod headers;
mod health;
mod logging;
mod mailbox;
mod memory;
mod progress;
mod reader;
mod refusals;
mod shutdown;
mod wiring;
mod write_probe;

use clap::Parser;
use std::process::ExitCode;

/// Many small allocations per request are what this allocator is good at.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    if let Some(kind) = reader::asked_for() {
        return files::text::child::run(&kind);
    }
    let arguments = commands::Arguments::parse();
    if arguments.run_for_long() {
        memory::begin_frugally();
    }
    let outcome = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()
        .map_err(anyhow::Error::from)
        .and_then(|runtime| runtime.block_on(commands::run(arguments)));
    match outcome {
        Ok(code) => code,
        Err(error) => {
            eprintln!("wissensnetz: {}", one_line(&error));
            ExitCode::FAILURE
        }
    }
}

/// An error with its causes. Those that the text ends with already are left out: some libraries repeat theirs.
fn one_line(error: &anyhow::Error) -> String {
    let mut line = String::new();
    for cause in error.chain().map(ToString::to_string) {
        if line.is_empty() {
            line = cause;
        } else if !line.ends_with(&cause) {
            line = format!("{line}: {cause}");
        }
    }
    line
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cause_is_said_once() {
        let error = anyhow::anyhow!("no room").context("writing: no room").context("the case cannot be saved");
        assert_eq!(one_line(&error), "the case cannot be saved: writing: no room");
        assert_eq!(one_line(&anyhow::anyhow!("no room")), "no room");
    }
}
