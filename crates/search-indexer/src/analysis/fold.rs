//! Makes the spellings of a word alike.

use unicode_normalization::UnicodeNormalization;

/// The folded form of a word: lower case, umlauts and what stands for them (`ä`, `ae`) as the plain vowel, `ß` as `ss`, no accents,
/// no gender signs.
///
/// `ae`, `oe` and `ue` count as umlauts except behind a vowel or `q`, where they are two sounds (`neue`, `bauen`, `Quelle`). Words like
/// `aktuell` are caught as well; since documents and queries are folded alike, that costs nothing.
pub fn fold(word: &str) -> String {
    let mut folded = String::with_capacity(word.len() + 2);
    fold_into(word, &mut folded);
    folded
}

/// Like [`fold`], appended to a text. Returns whether an `e` was taken for the second half of an umlaut.
pub(crate) fn fold_into(word: &str, folded: &mut String) -> bool {
    folded_into(word, folded, false)
}

/// Like [`fold_into`], but every `e` stays: it may be the first letter of a part (`Kita|eltern`).
pub(crate) fn fold_with_every_e(word: &str, folded: &mut String) {
    folded_into(word, folded, true);
}

fn folded_into(word: &str, folded: &mut String, keeps_e: bool) -> bool {
    let mut folding = Folding { folded, before: ' ', last: ' ', keeps_e, has_halves: false };
    for character in word.chars() {
        match character {
            'a'..='z' | '0'..='9' => folding.push(character),
            'A'..='Z' => folding.push(character.to_ascii_lowercase()),
            'ä' | 'Ä' => folding.push('a'),
            'ö' | 'Ö' => folding.push('o'),
            'ü' | 'Ü' => folding.push('u'),
            'ß' | 'ẞ' => ['s', 's'].into_iter().for_each(|letter| folding.push(letter)),
            _ if character.is_ascii() => {}
            _ => character.nfkd().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).for_each(|letter| folding.push(letter)),
        }
    }
    folding.has_halves
}

/// A word being folded, with its last two letters, to see an umlaut that is written as two.
struct Folding<'a> {
    folded: &'a mut String,
    before: char,
    last: char,
    keeps_e: bool,
    has_halves: bool,
}

impl Folding<'_> {
    fn push(&mut self, letter: char) {
        let is_second_half = letter == 'e' && matches!(self.last, 'a' | 'o' | 'u') && !is_vowel_or_q(self.before);
        self.has_halves |= is_second_half;
        if self.keeps_e || !is_second_half {
            self.folded.push(letter);
        }
        (self.before, self.last) = (self.last, letter);
    }
}

fn is_vowel_or_q(character: char) -> bool {
    matches!(character, 'a' | 'e' | 'i' | 'o' | 'u' | 'q')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn three_spellings_of_an_umlaut_are_one() {
        for (one, other) in [
            ("Übergang", "Uebergang"),
            ("Größe", "GROESSE"),
            ("Größe", "Grosse"),
            ("Straße", "Strasse"),
            ("STRAẞE", "straße"),
            ("Mädchen", "Madchen"),
            ("Ma\u{308}dchen", "Mädchen"),
            ("Schüler:innen", "SchülerInnen"),
            ("Schüler-Innen", "Schülerinnen"),
            ("Kolleg(inn)en", "Kolleginnen"),
            ("Bil\u{ad}dung", "Bildung"),
            ("Café", "cafe"),
        ] {
            assert_eq!(fold(one), fold(other), "{one} {other}");
        }
    }

    #[test]
    fn an_e_that_may_begin_a_part_is_kept_beside() {
        for (word, folded, with_every_e) in [("Kitaeltern", "kitaltern", "kitaeltern"), ("Größe", "grosse", "grosse")] {
            let (mut one, mut other) = (String::new(), String::new());
            assert_eq!(fold_into(word, &mut one), folded != with_every_e);
            fold_with_every_e(word, &mut other);
            assert_eq!((one.as_str(), other.as_str()), (folded, with_every_e));
        }
    }

    #[test]
    fn two_sounds_stay_two_letters() {
        for word in ["neue", "bauen", "quelle", "steuerung", "euro", "feuer"] {
            assert_eq!(fold(word), word);
        }
    }
}
