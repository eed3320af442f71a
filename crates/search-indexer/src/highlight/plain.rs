//! The restricted Markdown of a case as one line of plain text.

use std::borrow::Cow;

const TWO_SPACES: &str = "  ";

/// A text without emphasis marks, list marks, headings and link targets, and with single spaces.
pub(super) fn plain(text: &str) -> Cow<'_, str> {
    if !text.bytes().any(|byte| matches!(byte, b'#' | b'>' | b'\n') || is_sign(byte)) && !text.contains(TWO_SPACES) {
        return Cow::Borrowed(text);
    }
    let mut plain = String::with_capacity(text.len());
    for line in text.lines() {
        let line = without_list_mark(line.trim());
        if line.is_empty() {
            continue;
        }
        if !plain.is_empty() {
            plain.push(' ');
        }
        add_line(line, &mut plain);
    }
    Cow::Owned(plain)
}

fn without_list_mark(line: &str) -> &str {
    let line = line.trim_start_matches(['#', '>']).trim_start();
    let number = line.len() - line.trim_start_matches(|c: char| c.is_ascii_digit()).len();
    let rest = if (1..=3).contains(&number) { line[number..].strip_prefix(". ") } else { None };
    rest.or_else(|| line.strip_prefix("- ")).or_else(|| line.strip_prefix("* ")).unwrap_or(line)
}

/// Adds a line: of `[text](address)` the text, marks of emphasis only where they are part of a word.
fn add_line(line: &str, plain: &mut String) {
    let mut rest = line;
    while let Some(place) = rest.bytes().position(is_sign) {
        add(&rest[..place], plain);
        let (before, mut behind) = (line[..line.len() - rest.len() + place].chars().next_back(), &rest[place + 1..]);
        match &rest[place..=place] {
            "]" if behind.starts_with('(') => behind = behind.split_once(')').map_or("", |(_, behind)| behind),
            // Kolleg*innen, a_b: the mark joins two letters.
            sign @ ("*" | "_") if is_letter(before) && is_letter(behind.chars().next()) => plain.push_str(sign),
            _ => {}
        }
        rest = behind;
    }
    add(rest, plain);
}

/// Whether a character may be none of the text.
fn is_sign(byte: u8) -> bool {
    matches!(byte, b'[' | b']' | b'`' | b'*' | b'_')
}

/// Adds a piece without signs, with single spaces.
fn add(piece: &str, plain: &mut String) {
    let mut rest = if plain.ends_with(' ') { piece.trim_start_matches(' ') } else { piece };
    while let Some((before, behind)) = rest.split_once(TWO_SPACES) {
        plain.extend([before, " "]);
        rest = behind.trim_start_matches(' ');
    }
    plain.push_str(rest);
}

fn is_letter(character: Option<char>) -> bool {
    character.is_some_and(char::is_alphanumeric)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_go_and_words_stay() {
        let text = "Der **Kalender** und _er_:\n\n- zwei  Tage,\n1. [Vorlage](https://example.org/a_b) lesen\n* Kolleg*innen";
        assert_eq!(plain(text), "Der Kalender und er: zwei Tage, Vorlage lesen Kolleg*innen");
        assert!(matches!(plain("Nur Text, 2024. - so"), Cow::Borrowed(_)));
        assert_eq!(plain("2024 [offen\nund *schief"), "2024 offen und schief");
    }
}
