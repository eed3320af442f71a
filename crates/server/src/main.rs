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
use std::{process::ExitCode, time::Duration};

/// How long whatever still holds a thread when all else is done is waited for, as for a disk that does not answer. No signal is heard any more by then.
const LAST_PATIENCE: Duration = Duration::from_secs(5);

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
    match run(commands::run(arguments)) {
        Ok(code) => code,
        Err(error) => {
            eprintln!("wissensnetz: {}", one_line(&error));
            ExitCode::FAILURE
        }
    }
}

/// Runs this, and ends what it has left behind.
fn run<T>(work: impl Future<Output = anyhow::Result<T>>) -> anyhow::Result<T> {
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
    let outcome = runtime.block_on(work);
    runtime.shutdown_timeout(LAST_PATIENCE);
    outcome
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
    use std::{sync::mpsc, time::Instant};
    use tokio::task::spawn_blocking;

    #[test]
    fn a_thread_that_is_held_for_ever_holds_no_end() {
        let (release, held) = mpsc::channel::<()>();
        let began = Instant::now();
        let work = async {
            spawn_blocking(move || held.recv());
            Ok(())
        };
        run(work).unwrap();
        assert!(began.elapsed() < LAST_PATIENCE * 4);
        drop(release);
    }

    #[test]
    fn a_cause_is_said_once() {
        let error = anyhow::anyhow!("no room").context("writing: no room").context("the case cannot be saved");
        assert_eq!(one_line(&error), "the case cannot be saved: writing: no room");
        assert_eq!(one_line(&anyhow::anyhow!("no room")), "no room");
    }
}
