//! What the reader of a file says to whoever started it: that it is ready, once it holds itself to its limits; then one word for what came
//! of the file, and on the lines after it the text or the reason.

use super::{MOST_CHARACTERS, TextError, reason, tidy};

/// A reader that ends without having said this has not looked at the file.
pub(super) const READY: &[u8] = b"ready\n";

/// More than any answer has.
pub(super) const MOST_BYTES: u64 = 4 * MOST_CHARACTERS as u64 + 2_000;

/// What is said after [`READY`].
pub(super) fn encode(outcome: &Result<String, TextError>) -> String {
    let (word, rest) = match outcome {
        Ok(text) => ("text", text.as_str()),
        Err(TextError::Broken(why)) => ("broken", why.as_str()),
        Err(TextError::TooLarge) => ("too-large", ""),
        Err(TextError::TooLong) => ("too-long", ""),
        Err(TextError::Failed(why)) => ("failed", why.as_str()),
        Err(TextError::Encrypted) => ("encrypted", ""),
        Err(TextError::Busy) => ("busy", ""),
        Err(TextError::NoReader(why)) => ("no-reader", why.as_str()),
    };
    format!("{word}\n{rest}")
}

/// What [`encode`] was given. A file may have got the better of its reader, so nothing is taken on trust: the text is tidied once more.
pub(super) fn decode(said: &[u8]) -> Option<Result<String, TextError>> {
    let (word, rest) = str::from_utf8(said).ok()?.split_once('\n')?;
    Some(match word {
        "text" => Ok(tidy(rest)),
        "broken" => Err(TextError::Broken(reason(rest))),
        "too-large" => Err(TextError::TooLarge),
        "too-long" => Err(TextError::TooLong),
        "failed" => Err(TextError::Failed(reason(rest))),
        "encrypted" => Err(TextError::Encrypted),
        "busy" => Err(TextError::Busy),
        "no-reader" => Err(TextError::NoReader(reason(rest))),
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_outcome_comes_through() {
        let outcomes = [
            Ok("Ein Plan".to_owned()),
            Ok(String::new()),
            Err(TextError::Broken("no pages".to_owned())),
            Err(TextError::TooLarge),
            Err(TextError::TooLong),
            Err(TextError::Failed("index out of bounds".to_owned())),
            Err(TextError::Encrypted),
            Err(TextError::Busy),
            Err(TextError::NoReader("no room".to_owned())),
        ];
        for outcome in outcomes {
            assert_eq!(decode(encode(&outcome).as_bytes()), Some(outcome));
        }
        let longest = encode(&Ok("\u{10ffff}".repeat(MOST_CHARACTERS)));
        assert!(((READY.len() + longest.len()) as u64) < MOST_BYTES);
    }

    #[test]
    fn an_answer_is_not_taken_on_trust() {
        assert_eq!(decode(b"text\na\0b\nc"), Some(Ok("a b c".to_owned())));
        assert_eq!(decode(b"broken\nline\nline"), Some(Err(TextError::Broken("lineline".to_owned()))));
        for said in [&b""[..], b"text", b"poem\nrose", b"text\n\xff"] {
            assert_eq!(decode(said), None);
        }
    }
}
