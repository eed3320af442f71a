//! The restricted Markdown of a case as one line of plain text.

use std::borrow::Cow;

/// A text without emphasis marks, list marks, headings and link targets, and with single spaces.
pub(super) fn plain(text: &str) -> Cow<'_, str> {
    if !text.contains(['*', '_', '[', '#', '`', '\n', '>']) && !text.contains("  ") {
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
    let mut characters = line.char_indices().peekable();
    while let Some((place, character)) = characters.next() {
        let before = line[..place].chars().next_back();
        let after = characters.peek().map(|(_, after)| *after);
        match character {
            ']' if after == Some('(') => {
                let end = line[place..].find(')').map_or(line.len(), |length| place + length);
                while characters.next_if(|(place, _)| *place <= end).is_some() {}
            }
            '[' | ']' | '`' => {}
            // Kolleg*innen, a_b: the mark joins two letters.
            '*' | '_' if !(is_letter(before) && is_letter(after)) => {}
            ' ' if plain.ends_with(' ') => {}
            _ => plain.push(character),
        }
    }
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
