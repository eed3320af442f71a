//! The process that reads one file and ends.

use super::{Limits, answer, read};
use domain::material::FileKind;
use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};
use std::{
    io::{Read, Write, stdin, stdout},
    process::ExitCode,
};

/// How much memory of its own the process may have. A long report with many pictures takes a quarter of it.
const MEMORY: u64 = 512 * 1024 * 1024;

/// How much address space it may have, the program itself and what its allocator sets aside included: for systems that count memory of
/// one's own (`RLIMIT_DATA`) otherwise than Linux.
const ADDRESS_SPACE: u64 = 1024 * 1024 * 1024;

/// Reads the file of this kind that stands on standard input, and says on standard output what came of it: the whole work of a process that
/// [`Extractor`](super::Extractor) starts. Before it looks at the file it gives up what it does not need: memory, time, files, processes.
#[expect(clippy::print_stderr, reason = "what stopped it is for the process that started it")]
pub fn run(kind: &str) -> ExitCode {
    let outcome = match FileKind::from_key(kind) {
        Some(kind) => hold_back().and_then(|()| work(kind)),
        None => Err(std::io::Error::other("it is told no kind of file")),
    };
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("the reader of a file: {error}");
            ExitCode::FAILURE
        }
    }
}

fn work(kind: FileKind) -> std::io::Result<()> {
    let mut output = stdout().lock();
    output.write_all(answer::READY)?;
    output.flush()?;
    let mut bytes = Vec::new();
    stdin().lock().read_to_end(&mut bytes)?;
    output.write_all(answer::encode(&read(kind, &bytes, Limits::default())).as_bytes())?;
    output.flush()
}

/// Sets this process's limits, for good.
fn hold_back() -> std::io::Result<()> {
    // Where all memory is used up, Linux ends this process before any other. Elsewhere there is no such file.
    let _ = std::fs::write("/proc/self/oom_score_adj", "1000");
    let seconds = Limits::default().time.as_secs();
    // The second number is what the system ends it by in silence; the first by a signal that says why.
    lower(Resource::Cpu, seconds, seconds + 1)?;
    // No memory dump, which would hold the file; nothing written, nothing opened beside the three that are open; no further process.
    for (resource, most) in [(Resource::Core, 0), (Resource::Fsize, 0), (Resource::Nofile, 3), (Resource::Nproc, 0)] {
        lower(resource, most, most)?;
    }
    for (resource, most) in [(Resource::Data, MEMORY), (Resource::As, ADDRESS_SPACE)] {
        let lowered = lower(resource, most, most);
        // macOS knows these limits, and takes none.
        if cfg!(target_os = "linux") {
            lowered?;
        }
    }
    Ok(())
}

/// Lowers a limit; one that is narrower already stays.
fn lower(resource: Resource, soft: u64, hard: u64) -> rustix::io::Result<()> {
    let hard = getrlimit(resource).maximum.map_or(hard, |present| present.min(hard));
    setrlimit(resource, Rlimit { current: Some(soft.min(hard)), maximum: Some(hard) })
}
