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
mod shutdown;
mod wiring;

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
            eprintln!("wissensnetz: {error:#}");
            ExitCode::FAILURE
        }
    }
}
