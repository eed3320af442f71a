//! Reading the text of files: this program once more, as a process for each of them.

use anyhow::Context;
use files::text::{Extractor, Limits, Program};
use std::{env, path::PathBuf};

/// What that process is told. It is no command for people, and `--help` does not have it.
const WORD: &str = "extract-text";

/// What mimalloc sets aside at a time, in KiB. By default it is 1 GiB, which is all address space that the process may have.
const ARENA: (&str, &str) = ("MIMALLOC_ARENA_RESERVE", "65536");

/// The kind of the file that this process was started for to read, if it was; then it does nothing else.
pub(crate) fn asked_for() -> Option<String> {
    let mut arguments = env::args_os().skip(1);
    if arguments.next()? != WORD {
        return None;
    }
    Some(arguments.next().and_then(|kind| kind.into_string().ok()).unwrap_or_default())
}

/// Has files read by processes of this program.
pub(crate) fn extractor() -> anyhow::Result<Extractor> {
    Ok(Extractor::Program(Program {
        path: this_program().context("where this program is cannot be found out")?,
        arguments: vec![WORD.to_owned()],
        environment: vec![(ARENA.0.to_owned(), ARENA.1.to_owned())],
        time: Limits::default().time,
    }))
}

/// Linux has a name for the very program that runs, even where an update has put another in its place.
fn this_program() -> std::io::Result<PathBuf> {
    let itself = PathBuf::from("/proc/self/exe");
    if itself.exists() { Ok(itself) } else { env::current_exe() }
}
