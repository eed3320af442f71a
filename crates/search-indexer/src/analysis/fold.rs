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

/// Like [`fold`], appended to a text.
pub(crate) fn fold_into(word: &str, folded: &mut String) {
    // The last two letters, to see an umlaut that is written as two.
    let (mut before, mut last) = ('\0', '\0');
    for character in word.chars() {
        for letter in letters(character) {
            let is_second_half = letter == 'e' && matches!(last, 'a' | 'o' | 'u') && !is_vowel_or_q(before);
            if !is_second_half {
                folded.push(letter);
            }
            (before, last) = (last, letter);
        }
    }
}

/// The letters that a character stands for, in lower case and without marks; none for what is no letter.
fn letters(character: char) -> impl Iterator<Item = char> {
    let (one, two, others) = match character {
        'a'..='z' | '0'..='9' => (Some(character), None, None),
        'A'..='Z' => (Some(character.to_ascii_lowercase()), None, None),
        'ä' | 'Ä' => (Some('a'), None, None),
        'ö' | 'Ö' => (Some('o'), None, None),
        'ü' | 'Ü' => (Some('u'), None, None),
        'ß' | 'ẞ' => (Some('s'), Some('s'), None),
        _ if character.is_ascii() => (None, None, None),
        _ => (None, None, Some(character.nfkd().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase))),
    };
    one.into_iter().chain(two).chain(others.into_iter().flatten())
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
            ("Bil\u{ad}dung", "Bildung"),
            ("Café", "cafe"),
        ] {
            assert_eq!(fold(one), fold(other), "{one} {other}");
        }
    }

    #[test]
    fn two_sounds_stay_two_letters() {
        for word in ["neue", "bauen", "quelle", "steuerung", "euro", "feuer"] {
            assert_eq!(fold(word), word);
        }
    }
}
