//! `wissensnetz export`

use crate::{
    commands::describe,
    config::Settings,
    progress::Progress,
    wiring::{self, Search},
};
use anyhow::Context;
use std::{
    fs::File,
    io::{BufWriter, Write},
    path::PathBuf,
    process::ExitCode,
};
use usecases::export_cases::Export;

/// Where to.
#[derive(Debug, clap::Args)]
pub(crate) struct Options {
    /// The file to write; left out or `-`: standard output
    file: Option<PathBuf>,
}

/// Writes all published cases in the format of imports.
pub(crate) async fn run(settings: &Settings, options: &Options) -> anyhow::Result<ExitCode> {
    let network = wiring::network(settings, Search::Closed).await?;
    let total = network.store.count_published(&domain::CaseFilter::default()).await?;
    let mut progress = Progress::new("Praxisbeispielen exportiert", total);
    let target = options.file.as_ref().filter(|path| path.as_os_str() != "-");
    let mut output: BufWriter<Box<dyn Write + Send>> = BufWriter::new(match target {
        Some(path) => Box::new(File::create(path).with_context(|| format!("{} cannot be written", path.display()))?),
        None => Box::new(std::io::stdout()),
    });
    let broken_off = || match target {
        Some(path) => format!("{} could not be written to its end", path.display()),
        None => "the export could not be written to its end".to_owned(),
    };
    let (mut export, mut exported) = (Export::default(), 0);
    while let Some(records) = export.next(&network).await.map_err(describe)? {
        for record in &records {
            serde_json::to_writer(&mut output, record).with_context(broken_off)?;
            output.write_all(b"\n").with_context(broken_off)?;
        }
        exported += records.len();
        progress.add(records.len() as u64);
    }
    output.flush().with_context(broken_off)?;
    progress.finish();
    eprintln!("{exported} Praxisbeispiele exportiert.");
    Ok(ExitCode::SUCCESS)
}
