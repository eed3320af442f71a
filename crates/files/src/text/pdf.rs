//! The text of PDF files.

use super::{Deadline, Limits, MOST_CHARACTERS, TextError, reason};
use lopdf::{Document, Error, LoadOptions};

/// No page of a report has more; each page's content and the streams that are unpacked while loading are held to it.
const MOST_BYTES_OF_A_PAGE: usize = 20_000_000;

/// How many pages are looked at.
const MOST_PAGES: usize = 2_000;

pub(super) fn text(bytes: &[u8], limits: Limits, deadline: Deadline) -> Result<String, TextError> {
    let most = usize::try_from(limits.unpacked).unwrap_or(usize::MAX).min(MOST_BYTES_OF_A_PAGE);
    let options = LoadOptions { max_decompressed_size: Some(most), ..LoadOptions::default() };
    let document = Document::load_mem_with_options(bytes, options).map_err(trouble)?;
    if document.is_encrypted() {
        return Err(TextError::Encrypted);
    }
    let mut text = String::new();
    let mut failed = None;
    for page in document.get_pages().into_keys().take(MOST_PAGES) {
        deadline.check()?;
        // A page that cannot be read does not take the others with it.
        match document.extract_text_with_limit(&[page], most) {
            Ok(words) => {
                text.push_str(&words);
                text.push('\n');
            }
            Err(error) => failed = Some(error),
        }
        if text.len() > 4 * MOST_CHARACTERS {
            break;
        }
    }
    match failed {
        Some(error) if text.trim().is_empty() => Err(trouble(error)),
        _ => Ok(text),
    }
}

fn trouble(error: Error) -> TextError {
    match error {
        Error::Decompress(lopdf::DecompressError::MemoryLimitExceeded { .. }) => TextError::TooLarge,
        Error::Decryption(_) | Error::InvalidPassword => TextError::Encrypted,
        error => TextError::Broken(reason(&error.to_string())),
    }
}
