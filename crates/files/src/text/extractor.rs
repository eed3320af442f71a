//! Has files read, each by a process of its own.

use super::{Limits, TextError, answer, read};
use bytes::Bytes;
use domain::material::FileKind;
use rustix::process::Signal;
use std::{
    os::unix::process::ExitStatusExt,
    path::PathBuf,
    process::{ExitStatus, Stdio},
    sync::{Arc, LazyLock},
    time::Duration,
};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    process::{Child, Command},
    sync::{OwnedSemaphorePermit, Semaphore},
    task::spawn_blocking,
    time::timeout,
};

/// How many files are read at the same time.
const AT_ONCE: usize = 2;

static PLACES: LazyLock<Arc<Semaphore>> = LazyLock::new(|| Arc::new(Semaphore::new(AT_ONCE)));

/// Who reads the text out of files.
#[derive(Debug, Clone)]
pub enum Extractor {
    /// A process for every file. Whatever becomes of it, this one goes on.
    Program(Program),
    /// This process itself: for tests and tools, whose files nobody means to harm them with. A file that takes all memory takes theirs, and
    /// one that hangs its reader keeps one of two places until the process ends: threads cannot be ended from outside.
    InProcess(Limits),
}

/// A program that does what [`child::run`](super::child::run) does with the kind of the file, its last argument.
#[derive(Debug, Clone)]
pub struct Program {
    /// Where it is.
    pub path: PathBuf,
    /// What stands before the kind.
    pub arguments: Vec<String>,
    /// Its whole environment: nothing of ours is handed on, which may hold secrets.
    pub environment: Vec<(String, String)>,
    /// How long it may take for one file before it is ended.
    pub time: Duration,
}

impl Extractor {
    /// Reads the text out of a file; nothing for kinds that have none. It is cut at [`MOST_CHARACTERS`](super::MOST_CHARACTERS).
    ///
    /// Two are read at a time; whoever waits for longer than one may take gets [`TextError::Busy`].
    pub async fn read(&self, kind: FileKind, bytes: Bytes) -> Result<Option<String>, TextError> {
        if kind.is_picture() {
            return Ok(None);
        }
        let time = match self {
            Self::Program(program) => program.time,
            Self::InProcess(limits) => limits.time,
        };
        let Ok(Ok(place)) = timeout(time, PLACES.clone().acquire_owned()).await else { return Err(TextError::Busy) };
        let text = match self {
            Self::Program(program) => {
                let _place = place;
                program.read(kind, &bytes).await
            }
            Self::InProcess(limits) => in_process(kind, bytes, *limits, place).await,
        };
        text.map(Some)
    }
}

async fn in_process(kind: FileKind, bytes: Bytes, limits: Limits, place: OwnedSemaphorePermit) -> Result<String, TextError> {
    let reading = spawn_blocking(move || {
        let _place = place;
        read(kind, &bytes, limits)
    });
    match timeout(limits.time, reading).await {
        Ok(Ok(outcome)) => outcome,
        Ok(Err(error)) => Err(TextError::Failed(error.to_string())),
        Err(_) => Err(TextError::TooLong),
    }
}

impl Program {
    async fn read(&self, kind: FileKind, bytes: &[u8]) -> Result<String, TextError> {
        let mut child = self.command(kind).spawn().map_err(|error| unavailable(&error))?;
        match timeout(self.time, converse(&mut child, bytes)).await {
            Ok(Ok((status, said))) => judge(status, &said),
            Ok(Err(error)) => Err(unavailable(&error)),
            Err(_) => {
                // It is waited for, so that nothing is left of it.
                child.kill().await.map_err(|error| unavailable(&error))?;
                Err(TextError::TooLong)
            }
        }
    }

    fn command(&self, kind: FileKind) -> Command {
        let mut command = Command::new(&self.path);
        command
            .args(&self.arguments)
            .arg(kind.key())
            .env_clear()
            .envs(self.environment.iter().cloned())
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            // Ctrl-C in a terminal is for this process, which ends when its work is done.
            .process_group(0)
            .kill_on_drop(true);
        command
    }
}

/// Gives it the file and takes what it says, both at once: either may fill its pipe.
async fn converse(child: &mut Child, bytes: &[u8]) -> std::io::Result<(ExitStatus, Vec<u8>)> {
    let (stdin, stdout) = (child.stdin.take(), child.stdout.take());
    let give = async move {
        if let Some(mut stdin) = stdin {
            // It may be gone before it has taken everything; what it ended with says why.
            let _ = stdin.write_all(bytes).await;
        }
    };
    let take = async move {
        let mut said = Vec::new();
        if let Some(stdout) = stdout {
            stdout.take(answer::MOST_BYTES).read_to_end(&mut said).await?;
        }
        std::io::Result::Ok(said)
    };
    let ((), said) = tokio::join!(give, take);
    let said = said?;
    Ok((child.wait().await?, said))
}

/// What a process said and how it ended, and what that means for the file.
fn judge(status: ExitStatus, said: &[u8]) -> Result<String, TextError> {
    let Some(said) = said.strip_prefix(answer::READY) else {
        return Err(TextError::NoReader(format!("it ended before it looked at the file, with {status}")));
    };
    if status.success()
        && let Some(outcome) = answer::decode(said)
    {
        return outcome;
    }
    let is_one_of = |signals: &[Signal]| signals.iter().any(|signal| status.signal() == Some(signal.as_raw()));
    if is_one_of(&[Signal::XCPU]) {
        Err(TextError::TooLong)
    } else if is_one_of(&[Signal::TERM, Signal::INT, Signal::HUP]) {
        // A service manager that stops this process as well, or a person: not the file.
        Err(TextError::NoReader(format!("it was stopped, with {status}")))
    } else {
        Err(TextError::Failed(status.to_string()))
    }
}

/// The machine has no process, no memory, no such program.
fn unavailable(error: &std::io::Error) -> TextError {
    TextError::NoReader(error.to_string())
}
