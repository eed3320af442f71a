//! Messages in the form that is signed: "relaxed" (RFC 6376, 3.4.2 and 3.4.4).

use aws_lc_rs::digest;

/// A header, its name in lower case.
pub(super) struct Header<'a> {
    pub(super) name: String,
    value: &'a [u8],
}

impl Header<'_> {
    /// `name:value` in one line, every run of white space one space, none around the value.
    pub(super) fn canonical(&self) -> Vec<u8> {
        let mut line = self.name.clone().into_bytes();
        line.push(b':');
        let mut words = self.value.split(u8::is_ascii_whitespace).filter(|word| !word.is_empty());
        if let Some(first) = words.next() {
            line.extend_from_slice(first);
        }
        for word in words {
            line.push(b' ');
            line.extend_from_slice(word);
        }
        line
    }
}

/// One header with its name, as it stands in a message.
pub(super) fn header(line: &[u8]) -> Header<'_> {
    let colon = line.iter().position(|byte| *byte == b':').unwrap_or(line.len());
    let name = String::from_utf8_lossy(&line[..colon]).trim().to_ascii_lowercase();
    Header { name, value: line.get(colon + 1..).unwrap_or_default() }
}

/// The headers of a message, and its body.
pub(super) fn parts(message: &[u8]) -> (Vec<Header<'_>>, &[u8]) {
    let mut headers = Vec::new();
    let mut rest = message;
    while !rest.is_empty() && !rest.starts_with(b"\r\n") {
        let end = end_of_header(rest);
        headers.push(header(&rest[..end]));
        rest = rest.get(end + 2..).unwrap_or_default();
    }
    (headers, rest.get(2..).unwrap_or_default())
}

/// Where a header ends: at a line end that no white space follows.
fn end_of_header(text: &[u8]) -> usize {
    let mut from = 0;
    while let Some(at) = text[from..].windows(2).position(|pair| pair == b"\r\n").map(|at| from + at) {
        if !matches!(text.get(at + 2), Some(b' ' | b'\t')) {
            return at;
        }
        from = at + 2;
    }
    text.len()
}

/// How many bytes are looked at together.
const PIECE: usize = 64;

/// Every run of white space in a line one space, none at its end; no empty lines at the end. Lines end as in all messages, with CRLF.
///
/// Most of a mail stands as it is to be signed. What does is taken by the piece: for a mail of 26 kB that is most of the time of signing besides
/// the signature itself.
pub(super) fn body(text: &[u8]) -> Vec<u8> {
    let mut body = Vec::with_capacity(text.len() + 2);
    let mut rest = text;
    while let Some((piece, after)) = rest.split_at_checked(PIECE).filter(|(_, after)| !after.is_empty()) {
        rest = if is_relaxed(piece, &rest[1..=PIECE]) {
            body.extend_from_slice(piece);
            after
        } else {
            relax(rest, PIECE, &mut body)
        };
    }
    relax(rest, rest.len(), &mut body);
    if !body.is_empty() && !body.ends_with(b"\r\n") {
        body.extend_from_slice(b"\r\n");
    }
    while body.ends_with(b"\r\n\r\n") {
        body.truncate(body.len() - 2);
    }
    if body == b"\r\n" { Vec::new() } else { body }
}

/// Whether no white space in a piece is a tab, or followed by more of it or the end of a line. `next` is the same, one byte further on.
#[expect(clippy::needless_bitwise_bool, reason = "without a branch it is done for many bytes at once")]
fn is_relaxed(piece: &[u8], next: &[u8]) -> bool {
    let is_irregular =
        |(one, next): (&u8, &u8)| (*one == b'\t') | ((*one == b' ') & ((*next == b' ') | (*next == b'\t') | (*next == b'\r')));
    !piece.iter().zip(next).map(is_irregular).fold(false, |any, this| any | this)
}

/// Relaxes at least so many bytes of a text, to the end of what white space they end with; returns the rest.
fn relax<'a>(text: &'a [u8], length: usize, body: &mut Vec<u8>) -> &'a [u8] {
    let mut is_between_words = false;
    for (at, byte) in text.iter().enumerate() {
        if matches!(byte, b' ' | b'\t') {
            is_between_words = true;
            continue;
        }
        if is_between_words && *byte != b'\r' {
            body.push(b' ');
        }
        if at >= length {
            return &text[at..];
        }
        is_between_words = false;
        body.push(*byte);
    }
    &[]
}

/// The SHA-256 of a text.
pub(super) fn hash(text: &[u8]) -> Vec<u8> {
    digest::digest(&digest::SHA256, text).as_ref().to_vec()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The example of RFC 6376, 3.4.5.
    #[test]
    fn headers_and_body_of_the_standard_s_example() {
        let message = b"A: X\r\nB : Y\t\r\n\tZ  \r\n\r\n C \r\nD \t E\r\n\r\n\r\n";
        let (headers, text) = parts(message);
        let lines: Vec<_> = headers.iter().map(|header| String::from_utf8(header.canonical()).unwrap()).collect();
        assert_eq!(lines, ["a:X", "b:Y Z"]);
        assert_eq!(body(text), b" C\r\nD E\r\n");
    }

    #[test]
    fn a_body_of_nothing_is_nothing_and_a_last_line_gets_its_end() {
        assert_eq!(body(b""), b"");
        assert_eq!(body(b"\r\n\r\n"), b"");
        assert_eq!(body(b"a"), b"a\r\n");
        assert_eq!(body(b" \t\r\n\ta \r\n"), b"\r\n a\r\n");
        assert_eq!(body(b"a \t"), b"a\r\n");
    }

    /// Wherever it stands beside the bounds of what is looked at together.
    #[test]
    fn white_space_is_relaxed_at_every_place_of_a_text() {
        for (written, relaxed) in
            [("  ", " "), ("\t", " "), (" \r\n", "\r\n"), (" \t \r\n\t\t", "\r\n "), (" ", " "), ("\r\n \r\n", "\r\n\r\n")]
        {
            for before in 1..2 * PIECE + 2 {
                let text = |between: &str| format!("{}{between}{}\r\n", "a".repeat(before), "b".repeat(PIECE + 3));
                assert_eq!(body(text(written).as_bytes()), text(relaxed).as_bytes(), "{written:?} after {before}");
                let end = format!("{}{}", "a".repeat(before), " \t".repeat(before));
                assert_eq!(body(end.as_bytes()), format!("{}\r\n", "a".repeat(before)).as_bytes());
            }
        }
    }
}
