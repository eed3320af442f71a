//! The text within a file, for the search.
//!
//! Files come from outside, and what reads them is a large part of other people's code. So it runs within limits of size and time, and a
//! panic in it is an outcome like any other.

mod office;
mod pdf;

use bytes::Bytes;
use domain::material::FileKind;
use std::{
    panic::{AssertUnwindSafe, catch_unwind},
    sync::LazyLock,
    time::{Duration, Instant},
};
use tokio::sync::Semaphore;

/// How many characters of one file go into the search; a long report has about 200,000.
pub const MOST_CHARACTERS: usize = 400_000;

/// How many files are read at the same time. A file that hangs its reader keeps its place until it ends.
const AT_ONCE: usize = 2;

static PLACES: LazyLock<std::sync::Arc<Semaphore>> = LazyLock::new(|| std::sync::Arc::new(Semaphore::new(AT_ONCE)));

/// What limits the reading of one file.
#[derive(Debug, Clone, Copy)]
pub struct Limits {
    /// How long it may take.
    pub time: Duration,
    /// How many bytes may come out of all that is compressed in it.
    pub unpacked: u64,
    /// How many times as large as its compressed form a part may become, beyond the first megabyte.
    pub ratio: u64,
}

impl Default for Limits {
    fn default() -> Self {
        Self { time: Duration::from_secs(20), unpacked: 100_000_000, ratio: 200 }
    }
}

/// Why there is no text. What it says is kept beside the file and is for the log.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum TextError {
    /// The file is not as its kind should be.
    #[error("the file is broken: {0}")]
    Broken(String),
    /// Unpacked it would be larger than it may be: a mistake, or an attack.
    #[error("the file unpacks to more than the limit")]
    TooLarge,
    /// It took too long.
    #[error("reading the file took too long")]
    TooLong,
    /// The library that reads it panicked.
    #[error("the reader of the file failed: {0}")]
    Panicked(String),
    /// The file is protected by a password.
    #[error("the file is encrypted")]
    Encrypted,
    /// Two others are being read, or hang; this one's turn comes later.
    #[error("other files are being read")]
    Busy,
}

/// Reads the text out of a file; nothing for kinds that have none. It is cut at [`MOST_CHARACTERS`].
///
/// A reader that does not end in time is left to itself on a thread of its own and keeps one of two places; when both are taken the
/// outcome is [`TextError::Busy`] after the time limit.
pub async fn read(kind: FileKind, bytes: Bytes, limits: Limits) -> Result<Option<String>, TextError> {
    if kind.is_picture() {
        return Ok(None);
    }
    let place = tokio::time::timeout(limits.time, PLACES.clone().acquire_owned()).await;
    let Ok(Ok(place)) = place else { return Err(TextError::Busy) };
    let reading = tokio::task::spawn_blocking(move || {
        let _place = place;
        guarded(|| extract(kind, &bytes, limits))
    });
    match tokio::time::timeout(limits.time, reading).await {
        Ok(Ok(outcome)) => outcome.map(|text| Some(tidy(&text))),
        Ok(Err(error)) => Err(TextError::Panicked(error.to_string())),
        Err(_) => Err(TextError::TooLong),
    }
}

fn extract(kind: FileKind, bytes: &[u8], limits: Limits) -> Result<String, TextError> {
    let deadline = Deadline(Instant::now() + limits.time);
    match kind {
        FileKind::Pdf => pdf::text(bytes, limits, deadline),
        _ => office::text(kind, bytes, limits, deadline),
    }
}

/// Runs a reader; its panic is an error.
fn guarded(reader: impl FnOnce() -> Result<String, TextError>) -> Result<String, TextError> {
    catch_unwind(AssertUnwindSafe(reader)).unwrap_or_else(|panic| {
        let text = panic.downcast_ref::<&str>().map(ToString::to_string).or_else(|| panic.downcast_ref::<String>().cloned());
        Err(TextError::Panicked(text.unwrap_or_else(|| "without a word".to_owned()).chars().take(200).collect()))
    })
}

/// When a reader that can stop by itself has to.
#[derive(Debug, Clone, Copy)]
struct Deadline(Instant);

impl Deadline {
    fn check(self) -> Result<(), TextError> {
        if Instant::now() < self.0 { Ok(()) } else { Err(TextError::TooLong) }
    }
}

/// One space between words, no control characters, and not too long.
fn tidy(text: &str) -> String {
    let mut tidy = String::with_capacity(text.len().min(MOST_CHARACTERS));
    let mut count = 0;
    for word in text.split(|character: char| character.is_whitespace() || character.is_control()).filter(|word| !word.is_empty()) {
        count += word.chars().count() + 1;
        if count > MOST_CHARACTERS {
            break;
        }
        if !tidy.is_empty() {
            tidy.push(' ');
        }
        tidy.push_str(word);
    }
    tidy
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_reader_that_panics_is_an_outcome() {
        let outcome = guarded(|| panic!("index out of bounds"));
        assert_eq!(outcome, Err(TextError::Panicked("index out of bounds".into())));
        let outcome = guarded(|| panic!("at {}", 7));
        assert_eq!(outcome, Err(TextError::Panicked("at 7".into())));
    }

    #[test]
    fn text_is_tidied_and_cut_between_words() {
        assert_eq!(tidy(" a\u{0}b\n\n c\u{a0}d "), "a b c d");
        assert!(tidy(&"wort ".repeat(MOST_CHARACTERS)).chars().count() <= MOST_CHARACTERS);
    }
}
