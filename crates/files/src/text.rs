//! The text within a file, for the search.
//!
//! Files come from outside, and they are read by large libraries that other people wrote. So the reading runs in a process of its own, within limits
//! of size, memory and time. That this process dies, or panics, is an outcome like any other. [`Extractor`] starts it, and [`child`] is what it does.

mod answer;
pub mod child;
mod extractor;
mod office;
mod pdf;

pub use extractor::{Extractor, Program};

use domain::material::FileKind;
use std::{
    panic::{AssertUnwindSafe, catch_unwind},
    time::{Duration, Instant},
};

/// How many characters of one file go into the search; a long report has about 200,000.
pub const MOST_CHARACTERS: usize = 400_000;

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
    /// The library that reads it panicked, or its process did not survive the file.
    #[error("the reader of the file failed: {0}")]
    Failed(String),
    /// The file is protected by a password.
    #[error("the file is encrypted")]
    Encrypted,
    /// Others are being read; this one's turn comes later.
    #[error("other files are being read")]
    Busy,
    /// Nobody looked into the file: its reader could not be started, or was stopped from outside.
    #[error("the file has no reader at present: {0}")]
    NoReader(String),
}

impl TextError {
    /// Whether it says nothing of the file, which can be read another time.
    pub fn is_passing(&self) -> bool {
        matches!(self, Self::Busy | Self::NoReader(_))
    }
}

/// Reads the text out of a file, in this process and on this thread.
fn read(kind: FileKind, bytes: &[u8], limits: Limits) -> Result<String, TextError> {
    let deadline = Deadline(Instant::now() + limits.time);
    let text = guarded(|| match kind {
        FileKind::Pdf => pdf::text(bytes, limits, deadline),
        _ => office::text(kind, bytes, limits, deadline),
    })?;
    Ok(tidy(&text))
}

/// Runs a reader; its panic is an error.
fn guarded(reader: impl FnOnce() -> Result<String, TextError>) -> Result<String, TextError> {
    catch_unwind(AssertUnwindSafe(reader)).unwrap_or_else(|panic| {
        let text = panic.downcast_ref::<&str>().map(ToString::to_string).or_else(|| panic.downcast_ref::<String>().cloned());
        Err(TextError::Failed(reason(&text.unwrap_or_else(|| "without a word".to_owned()))))
    })
}

/// What a library says of a file, which may repeat parts of it, fit for the log.
fn reason(text: &str) -> String {
    text.chars().filter(|character| !character.is_control()).take(200).collect()
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
        assert_eq!(outcome, Err(TextError::Failed("index out of bounds".into())));
        let outcome = guarded(|| panic!("at {}", 7));
        assert_eq!(outcome, Err(TextError::Failed("at 7".into())));
    }

    #[test]
    fn text_is_tidied_and_cut_between_words() {
        assert_eq!(tidy(" a\u{0}b\n\n c\u{a0}d "), "a b c d");
        assert!(tidy(&"wort ".repeat(MOST_CHARACTERS)).chars().count() <= MOST_CHARACTERS);
    }
}
