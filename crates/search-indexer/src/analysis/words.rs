//! Cuts a text into words.

use std::ops::Range;

/// What may stand between a person's word and its feminine ending.
const GENDER_SIGNS: &[char] = &[':', '*', '_', '/', '·'];
const GENDER_ENDINGS: &[&str] = &[PLURAL, "in"];

/// The plural of women.
const PLURAL: &str = "innen";

/// The ending that a hyphen joins to its word as well; `-in` stands in other words, too (`Check-in`).
const HYPHENED_ENDINGS: &[&str] = &[PLURAL];

/// The signs that join the plural and what it goes on with (`Bürger:innenrat`). A slash parts two words (`Flur/innenliegend`).
const SIGNS_IN_COMPOUNDS: &[char] = &[':', '*', '_', '·'];

/// The words of a text as byte ranges: runs of letters and digits. A gender sign joins the feminine ending to its word
/// (`Lehrer:innen`, `Lehrer*in`, `Lehrer/-innen`), and so do brackets around it or a part of it (`Lehrer(in)`, `Kolleg(inn)en`) and a hyphen
/// before its plural (`Lehrer-Innen`); otherwise a hyphen parts words.
pub(crate) fn words(text: &str) -> Words<'_> {
    Words { text, position: 0 }
}

/// Iterator over the words of a text.
pub(crate) struct Words<'a> {
    text: &'a str,
    position: usize,
}

impl Iterator for Words<'_> {
    type Item = Range<usize>;

    fn next(&mut self) -> Option<Range<usize>> {
        let start = first(self.text, self.position, true);
        if start == self.text.len() {
            return None;
        }
        let end = word_end(self.text, start);
        self.position = with_gender_ending(self.text, end).unwrap_or(end);
        Some(start..self.position)
    }
}

/// Letters and digits, and what is written within a word without being one: combining marks and soft hyphens.
fn is_word_character(character: char) -> bool {
    character.is_alphanumeric() || matches!(character, '\u{300}'..='\u{36f}' | '\u{ad}')
}

fn word_end(text: &str, start: usize) -> usize {
    first(text, start, false)
}

/// The place of the first character from `start` on that belongs to a word, or that belongs to none.
fn first(text: &str, start: usize, of_a_word: bool) -> usize {
    let bytes = text.as_bytes();
    let mut place = start;
    while let Some(byte) = bytes.get(place) {
        // Nearly all characters are one byte, and tables are slow.
        let (is_of_a_word, length) = if byte.is_ascii() {
            (byte.is_ascii_alphanumeric(), 1)
        } else {
            let character = text[place..].chars().next().unwrap_or_default();
            (is_word_character(character), character.len_utf8())
        };
        if is_of_a_word == of_a_word {
            return place;
        }
        place += length;
    }
    text.len()
}

/// The end of the word with its feminine ending, if a gender sign and such an ending follow the word that ends at `end`.
fn with_gender_ending(text: &str, end: usize) -> Option<usize> {
    // Nearly every word ends with a blank or a full stop.
    if matches!(text.as_bytes().get(end), None | Some(b' ' | b'.' | b',' | b'\n')) {
        return None;
    }
    let rest = &text[end..];
    if rest.starts_with('(') {
        return bracketed_ending(text, end + 1);
    }
    let (ending, endings) = if let Some(ending) = rest.strip_prefix('-') {
        (ending, HYPHENED_ENDINGS)
    } else {
        let after_sign = rest.strip_prefix(GENDER_SIGNS)?;
        (after_sign.strip_prefix('-').unwrap_or(after_sign), GENDER_ENDINGS)
    };
    let ending_start = text.len() - ending.len();
    let ending_end = word_end(text, ending_start);
    let ending = &text[ending_start..ending_end];
    let goes_on = rest.starts_with(SIGNS_IN_COMPOUNDS) && ending.starts_with(PLURAL);
    (goes_on || is_one_of(endings, ending)).then_some(ending_end)
}

/// The end of a feminine ending whose bracket opens right before `inside`, and which may end behind the bracket: `(-innen)`, `(inn)en`, `(in)nen`.
fn bracketed_ending(text: &str, inside: usize) -> Option<usize> {
    let start = inside + usize::from(text[inside..].starts_with('-'));
    let bracket = word_end(text, start);
    let behind = text[bracket..].strip_prefix(')').filter(|_| bracket > start)?;
    let behind_start = text.len() - behind.len();
    let end = word_end(text, behind_start);
    let ending = [&text[start..bracket], &text[behind_start..end]].concat();
    is_one_of(GENDER_ENDINGS, &ending).then_some(end)
}

fn is_one_of(endings: &[&str], ending: &str) -> bool {
    endings.iter().any(|known| ending.eq_ignore_ascii_case(known))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cut(text: &str) -> Vec<&str> {
        words(text).map(|range| &text[range]).collect()
    }

    #[test]
    fn a_gender_sign_joins_and_a_hyphen_parts() {
        assert_eq!(
            cut("Schüler:innen, Lehrer*innen; Kolleg_in – Erzieher/-innen: innen"),
            ["Schüler:innen", "Lehrer*innen", "Kolleg_in", "Erzieher/-innen", "innen"]
        );
        assert_eq!(
            cut("Schüler-Innen, Bürger-innen und Check-in, Kita-Innenhof -innen"),
            ["Schüler-Innen", "Bürger-innen", "und", "Check", "in", "Kita", "Innenhof", "innen"]
        );
        assert_eq!(cut("Kita-Schule (Klasse 8)"), ["Kita", "Schule", "Klasse", "8"]);
        assert_eq!(
            cut("Bürger:innenrat, Schüler*innenzahl: Flur/innenliegend, Ort:Innenstadt"),
            ["Bürger:innenrat", "Schüler*innenzahl", "Flur", "innenliegend", "Ort", "Innenstadt"]
        );
        assert_eq!(cut("Hinweis: in Halle/Saale"), ["Hinweis", "in", "Halle", "Saale"]);
    }

    #[test]
    fn brackets_join_a_feminine_ending_and_nothing_else() {
        let joined =
            ["Lehrer(in)", "Schüler(innen)", "Schüler(-innen)", "Schüler(inne)n", "Kolleg(inn)en", "Leiter(in)nen", "LEHRER(INNEN)"];
        assert_eq!(cut(&joined.join(" ")), joined);
        assert_eq!(cut("Kind(er) Halle(Saale) Leiter (in)"), ["Kind", "er", "Halle", "Saale", "Leiter", "in"]);
        assert_eq!(cut("Kita(in Planung) Kita()in Kita(in"), ["Kita", "in", "Planung", "Kita", "in", "Kita", "in"]);
    }

    #[test]
    fn decomposed_umlauts_and_soft_hyphens_stay_in_their_word() {
        assert_eq!(cut("Scho\u{308}ne Bil\u{ad}dung"), ["Scho\u{308}ne", "Bil\u{ad}dung"]);
        assert!(cut(" … –").is_empty());
    }
}
