//! What of a typed text is quoted, and what is excluded.

/// A stretch of a text that is read in one way.
pub(super) struct Section<'a> {
    pub(super) text: &'a str,
    pub(super) is_quoted: bool,
    pub(super) is_excluded: bool,
}

/// Whether a character opens or closes a quoted phrase. Which of the two does not matter: people mix them.
pub(crate) fn is_quote(character: char) -> bool {
    matches!(character, '"' | '„' | '“' | '”' | '«' | '»')
}

/// Cuts a text at its quotes, and takes words with a minus in front out of what stands between them. A quote that is not closed is a slip.
pub(super) fn sections(text: &str) -> Vec<Section<'_>> {
    let pieces: Vec<&str> = text.split(is_quote).collect();
    let mut sections = Vec::new();
    let mut excludes_next = false;
    for (place, piece) in pieces.iter().enumerate() {
        if place % 2 == 1 && place + 1 < pieces.len() {
            sections.push(Section { text: piece, is_quoted: true, is_excluded: excludes_next });
            excludes_next = false;
            continue;
        }
        excludes_next = is_minus_at_end(piece);
        plain_sections(piece, &mut sections);
    }
    sections
}

/// A text as it would be typed without its quotes and without what a minus excludes, with single blanks.
pub fn without_signs(text: &str) -> String {
    let meant = sections(text).into_iter().filter(|section| !section.is_excluded);
    // What is left of an excluded phrase is its minus.
    let words = meant.flat_map(|section| section.text.split_whitespace()).filter(|word| *word != "-");
    words.collect::<Vec<_>>().join(" ")
}

/// A minus that nothing follows but a quote, and that nothing touches from before.
fn is_minus_at_end(piece: &str) -> bool {
    piece.strip_suffix('-').is_some_and(|before| before.is_empty() || before.ends_with(char::is_whitespace))
}

fn plain_sections<'a>(piece: &'a str, sections: &mut Vec<Section<'a>>) {
    let mut rest_start = 0;
    let mut at = 0;
    for word in piece.split_inclusive(char::is_whitespace) {
        let trimmed = word.trim_end();
        if let Some(excluded) = trimmed.strip_prefix('-').filter(|excluded| excluded.starts_with(char::is_alphanumeric)) {
            sections.push(Section { text: &piece[rest_start..at], is_quoted: false, is_excluded: false });
            sections.push(Section { text: excluded, is_quoted: false, is_excluded: true });
            rest_start = at + word.len();
        }
        at += word.len();
    }
    sections.push(Section { text: &piece[rest_start..], is_quoted: false, is_excluded: false });
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn signs_go_and_words_stay() {
        for (text, plain) in [
            ("„Frühe Hilfen“ -kita  hort", "Frühe Hilfen hort"),
            ("-kita", ""),
            ("kita -\"runder tisch\" hort", "kita hort"),
            ("-„runder tisch“ kita - hort", "kita hort"),
            ("Jena-Lobeda \"hort", "Jena-Lobeda hort"),
        ] {
            assert_eq!(without_signs(text), plain, "{text}");
        }
    }
}
