//! `wissensnetz import`

use crate::{
    commands::describe,
    config::Settings,
    progress::Progress,
    wiring::{self, Search},
};
use anyhow::Context;
use domain::{Violation, case::CaseRecord};
use std::{
    fs::File,
    io::{BufRead, BufReader, Read, Seek, SeekFrom, Write},
    path::{Path, PathBuf},
    process::ExitCode,
};
use usecases::{
    Network,
    import_cases::{ImportAs, Imported, LineReader, import},
};

/// How many cases one transaction takes; enough for speed, few enough for little memory and short locks.
const BATCH: usize = 200;

/// The longest line that is read, in bytes; a case at the limits of all its fields stays far below.
const LONGEST_LINE: u64 = 1 << 20;

/// What to import and how.
#[derive(Debug, clap::Args)]
pub(crate) struct Options {
    /// The file to read, one JSON object a line as docs/case-format.md says; `-`: standard input
    file: PathBuf,
    /// Check every line, import nothing
    #[arg(long)]
    dry_run: bool,
    /// Import the good lines even if others are bad
    #[arg(long)]
    skip_invalid: bool,
    /// Keep the cases as drafts instead of publishing them
    #[arg(long)]
    as_drafts: bool,
}

/// Checks the whole file first, then imports it in batches.
pub(crate) async fn run(settings: &Settings, options: &Options) -> anyhow::Result<ExitCode> {
    let mut source = open(&options.file)?;
    let target = if options.as_drafts { ImportAs::Drafts } else { ImportAs::Published };
    let checked = check(&mut source, target).with_context(|| unreadable(&options.file))?;
    if checked.bad > 0 && !options.skip_invalid {
        eprintln!(
            "Nichts importiert: {} von {} Zeilen sind fehlerhaft. Mit --skip-invalid werden die übrigen importiert.",
            checked.bad, checked.lines
        );
        return Ok(ExitCode::FAILURE);
    }
    if options.dry_run {
        eprintln!(
            "Geprüft: {} Zeilen, {} gültig, {} fehlerhaft. Nichts importiert (--dry-run).",
            checked.lines,
            checked.lines - checked.bad,
            checked.bad
        );
        return Ok(if checked.bad > 0 { ExitCode::FAILURE } else { ExitCode::SUCCESS });
    }
    source.seek(SeekFrom::Start(0))?;
    let network = wiring::network(settings, Search::Closed).await?;
    let mut progress = Progress::new("Praxisbeispielen importiert", checked.lines - checked.bad);
    let summary = load(&network, &mut source, target, &mut progress).await?;
    progress.finish();
    wiring::close(&network).await;
    eprintln!(
        "{} neu, {} geändert, {} unverändert, {} fehlerhaft übersprungen.",
        summary.created, summary.updated, summary.unchanged, checked.bad
    );
    Ok(ExitCode::SUCCESS)
}

/// What came of the import in all.
#[derive(Debug, Default, Clone, Copy)]
pub(crate) struct Summary {
    pub(crate) created: usize,
    pub(crate) updated: usize,
    pub(crate) unchanged: usize,
}

/// Imports all good lines, batch by batch.
pub(crate) async fn load(network: &Network, source: impl Read, target: ImportAs, progress: &mut Progress) -> anyhow::Result<Summary> {
    let mut summary = Summary::default();
    let mut reader = LineReader::new(target);
    let mut batch: Vec<CaseRecord> = Vec::with_capacity(BATCH);
    let mut lines = Lines::new(source);
    loop {
        let line = lines.next()?;
        if let Some((_, line)) = &line
            && let Ok(record) = read(&mut reader, line.as_deref())
        {
            batch.push(record);
        }
        if batch.len() == BATCH || line.is_none() {
            let count = batch.len();
            let records = std::mem::replace(&mut batch, Vec::with_capacity(BATCH));
            for outcome in import(network, records, target).await.map_err(describe)? {
                match outcome {
                    Imported::Created => summary.created += 1,
                    Imported::Updated => summary.updated += 1,
                    Imported::Unchanged => summary.unchanged += 1,
                }
            }
            progress.add(count as u64);
        }
        if line.is_none() {
            return Ok(summary);
        }
    }
}

/// A file that can be read twice; standard input is kept in a temporary one.
fn open(path: &Path) -> anyhow::Result<File> {
    if path.as_os_str() != "-" {
        return File::open(path).with_context(|| unreadable(path));
    }
    let mut spool = tempfile::tempfile().context("standard input cannot be kept in a temporary file")?;
    std::io::copy(&mut std::io::stdin().lock(), &mut spool)?;
    spool.flush()?;
    spool.seek(SeekFrom::Start(0))?;
    Ok(spool)
}

fn unreadable(path: &Path) -> String {
    format!("{} cannot be read", path.display())
}

struct Checked {
    lines: u64,
    bad: u64,
}

/// Reads every line once and reports each bad one on standard error: line, field, code, reason.
fn check(source: impl Read, target: ImportAs) -> anyhow::Result<Checked> {
    let mut reader = LineReader::new(target);
    let mut checked = Checked { lines: 0, bad: 0 };
    let mut lines = Lines::new(source);
    while let Some((number, line)) = lines.next()? {
        checked.lines += 1;
        if let Err(violations) = read(&mut reader, line.as_deref()) {
            checked.bad += 1;
            for violation in violations {
                let field = if violation.field.is_empty() { "-" } else { &violation.field };
                // What is wrong with a line as a whole has no field's name before it.
                let (code, message) = (violation.code().as_str(), violation.message());
                eprintln!("Zeile {number}: {field}: {code}: {}", message.trim_start_matches(": "));
            }
        }
    }
    Ok(checked)
}

fn read(reader: &mut LineReader, line: Option<&str>) -> Result<CaseRecord, Vec<Violation>> {
    let expected = "eine Zeile JSON in UTF-8, höchstens 1 MiB lang";
    let unreadable = || vec![Violation::new("", domain::Rule::Malformed { expected, given: "…".to_owned() })];
    reader.read(line.ok_or_else(unreadable)?)
}

/// The lines of a source that say something, with their numbers from 1. `None` for a line that is no UTF-8 or too long.
struct Lines<R> {
    source: BufReader<R>,
    number: u64,
}

impl<R: Read> Lines<R> {
    fn new(source: R) -> Self {
        Self { source: BufReader::new(source), number: 0 }
    }

    fn next(&mut self) -> std::io::Result<Option<(u64, Option<String>)>> {
        loop {
            let mut bytes = Vec::new();
            let read = self.source.by_ref().take(LONGEST_LINE).read_until(b'\n', &mut bytes)?;
            if read == 0 {
                return Ok(None);
            }
            self.number += 1;
            if !bytes.ends_with(b"\n") && read as u64 == LONGEST_LINE {
                self.source.skip_until(b'\n')?;
                return Ok(Some((self.number, None)));
            }
            match String::from_utf8(bytes) {
                Ok(text) if text.trim_start_matches('\u{feff}').trim().is_empty() => {}
                Ok(text) => return Ok(Some((self.number, Some(text.trim_start_matches('\u{feff}').to_owned())))),
                Err(_) => return Ok(Some((self.number, None))),
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_numbered_and_unreadable_ones_do_not_stop_the_rest() {
        let mut bytes = b"\xef\xbb\xbf{}\n\n\xff\xfe\n".to_vec();
        bytes.extend(vec![b'x'; usize::try_from(LONGEST_LINE).unwrap() + 10]);
        bytes.extend(b"\nlast");
        let mut lines = Lines::new(bytes.as_slice());
        let mut found = Vec::new();
        while let Some(line) = lines.next().unwrap() {
            found.push(line);
        }
        let expected = [(1, Some("{}\n".to_owned())), (3, None), (4, None), (5, Some("last".to_owned()))];
        assert_eq!(found, expected);
    }
}
