//! `wissensnetz index check`

#![expect(clippy::print_stdout, reason = "the comparison is what the command is for")]

use crate::{
    commands::queue::{LOOK_EVERY, Queue},
    config::Settings,
};
use anyhow::{Context, ensure};
use jobs::{CheckReport, DifferenceKind};
use std::{process::ExitCode, time::Duration};

/// The kinds of jobs that bring the index in line.
const REPAIRS: &[&str] = &["index_case", "reindex"];

/// For how long no repair may come to its end before the command gives up waiting.
const PATIENCE: Duration = Duration::from_mins(2);

/// What to do with the index.
#[derive(Debug, clap::Subcommand)]
pub(crate) enum Command {
    /// Compare the search index with the database, both ways, and its settings with what they should be; ends with 1 if anything differs
    Check {
        /// Index again what differs and set the settings again, wait for it, and compare once more
        #[arg(long)]
        repair: bool,
    },
}

/// Runs the command.
pub(crate) async fn run(settings: &Settings, command: &Command) -> anyhow::Result<ExitCode> {
    let Command::Check { repair } = command;
    let is_clean = Queue::with(settings, async |queue| compare(queue, *repair).await).await?;
    Ok(if is_clean { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

/// Compares and prints, and once more if something was to be repaired. Returns whether nothing differs in the end.
async fn compare(queue: &mut Queue<'_>, repair: bool) -> anyhow::Result<bool> {
    let mut report = check(queue, repair).await?;
    print(&report);
    if repair && !report.is_clean() {
        wait_for_repairs(queue).await?;
        report = check(queue, false).await?;
        println!("Nach der Reparatur:");
        print(&report);
    }
    Ok(report.is_clean())
}

async fn check(queue: &mut Queue<'_>, repair: bool) -> anyhow::Result<CheckReport> {
    let job = jobs::request_check(queue.network(), repair).await?;
    queue.wait_for(job, "index and database could not be compared", |_| {}).await?;
    jobs::check_report(queue.network(), job).await?.context("the comparison left no report; please try again")
}

/// Waits until the repairs that are written down by now have ended. Those that changes of other people cause later are not waited for.
async fn wait_for_repairs(queue: &Queue<'_>) -> anyhow::Result<()> {
    let network = queue.network();
    let written_by = network.clock.now();
    let (mut least, mut waited) = (u64::MAX, Duration::ZERO);
    loop {
        let open = network.store.open_jobs(REPAIRS, written_by).await?;
        if open == 0 {
            return Ok(());
        }
        waited = if open < least { Duration::ZERO } else { waited + LOOK_EVERY };
        least = least.min(open);
        ensure!(waited < PATIENCE, "{open} repairs do not come to an end; the reason is in the log of the worker, which tries again");
        queue.look_again().await?;
    }
}

fn print(report: &CheckReport) {
    if report.needs_rebuild {
        println!("Der Suchindex fehlt, ist beschädigt oder von einer anderen Version und muss neu aufgebaut werden.");
        return;
    }
    println!("In der Datenbank veröffentlicht: {}, im Suchindex: {}", report.listed, report.indexed);
    println!("Es fehlen: {}, veraltet: {}, überzählig: {}", report.missing, report.stale, report.surplus);
    if !report.settings.is_empty() {
        println!("Einstellungen des Suchindex, die jemand geändert hat: {}", report.settings.join(", "));
    }
    for difference in &report.first {
        let kind = match difference.kind {
            DifferenceKind::Missing => "fehlt",
            DifferenceKind::Stale => "veraltet",
            DifferenceKind::Surplus => "überzählig",
        };
        println!("  {kind:<10} {} {}", difference.case, difference.slug.as_deref().unwrap_or("(nicht mehr in der Datenbank)"));
    }
    let named = report.first.len() as u64;
    let all = report.missing + report.stale + report.surplus;
    if all > named {
        println!("  … und {} weitere", all - named);
    }
}
