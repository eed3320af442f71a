//! A message as it goes over the line after DATA.

use memchr::memmem;
use std::fmt;

/// A message whose lines end with CRLF, with what RFC 5321 (4.5.2) puts into it: a dot before each line that begins with one, and the line with
/// a dot alone that ends it.
///
/// lettre does the same octet by octet and writes the end apart; mails in their thousands feel both.
pub(super) struct Content<'a>(pub(super) &'a str);

impl fmt::Display for Content<'_> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self(message) = self;
        if message.starts_with('.') {
            formatter.write_str(".")?;
        }
        let mut written = 0;
        for line_end in memmem::find_iter(message.as_bytes(), "\r\n.") {
            let dot = line_end + 2;
            formatter.write_str(&message[written..dot])?;
            formatter.write_str(".")?;
            written = dot;
        }
        formatter.write_str(&message[written..])?;
        formatter.write_str(if message.ends_with("\r\n") { ".\r\n" } else { "\r\n.\r\n" })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_that_begin_with_a_dot_get_another_and_the_last_line_is_a_dot() {
        for (message, expected) in [
            ("a\r\n", "a\r\n.\r\n"),
            ("a", "a\r\n.\r\n"),
            ("", "\r\n.\r\n"),
            (".\r\n", "..\r\n.\r\n"),
            ("..\r\n.a.\r\n", "...\r\n..a.\r\n.\r\n"),
            ("a.\r\n\r\n.\r\n.\r\nü.b\r\n", "a.\r\n\r\n..\r\n..\r\nü.b\r\n.\r\n"),
        ] {
            assert_eq!(Content(message).to_string(), expected, "{message:?}");
        }
    }
}
