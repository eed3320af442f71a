//! Addresses in a mail's text part, so that they can be followed.

/// A piece of a text.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Piece<'a> {
    /// Plain text.
    Text(&'a str),
    /// A web address.
    Link(&'a str),
}

/// Takes a text apart into plain text and web addresses; put together again, the pieces are the text.
pub(super) fn pieces(text: &str) -> Vec<Piece<'_>> {
    let mut pieces = Vec::new();
    let mut rest = text;
    while let Some(start) = next_start(rest) {
        let (before, from_link) = rest.split_at(start);
        let end = from_link.find(|c: char| c.is_whitespace() || matches!(c, '<' | '>' | '"')).unwrap_or(from_link.len());
        // A full stop at the end belongs to the sentence.
        let link = from_link[..end].trim_end_matches(['.', ',', ';', ':', ')', '!', '?']);
        if !before.is_empty() {
            pieces.push(Piece::Text(before));
        }
        pieces.push(Piece::Link(link));
        rest = &from_link[link.len()..];
    }
    if !rest.is_empty() {
        pieces.push(Piece::Text(rest));
    }
    pieces
}

fn next_start(text: &str) -> Option<usize> {
    [text.find("https://"), text.find("http://")].into_iter().flatten().min()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_are_found_without_the_sentence_around_them() {
        let text = "Bitte hier: https://x.example.org/a?b=c.\n(http://y.example.org/)";
        assert_eq!(
            pieces(text),
            [
                Piece::Text("Bitte hier: "),
                Piece::Link("https://x.example.org/a?b=c"),
                Piece::Text(".\n("),
                Piece::Link("http://y.example.org/"),
                Piece::Text(")")
            ]
        );
        assert_eq!(pieces("nichts"), [Piece::Text("nichts")]);
    }
}
