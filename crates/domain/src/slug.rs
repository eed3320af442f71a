//! Readable addresses of cases.

use crate::german::whole_letter;
use std::iter;
use unicode_normalization::{UnicodeNormalization, char::is_combining_mark};

/// The longest slug made from a title, in characters; a number may follow it.
pub const MAX_LENGTH: usize = 80;

/// Words that stand for pages of their own where slugs stand.
const RESERVED: &[&str] = &["neu"];

/// Turns a title into the part of an address that stands for it: `Görlitz & Meißen` becomes `goerlitz-meissen`.
///
/// Umlauts and ß are written out as Germans do where they are missing, other letters with a mark lose it (`Łužica` becomes `luzica`), everything else
/// that is no ASCII letter or digit becomes one hyphen. Cut at a word's end where possible. A title without a single letter or digit gives `fall`.
pub fn from_title(title: &str) -> String {
    let mut slug = String::with_capacity(title.len());
    // An umlaut may have come as a plain letter and a mark, as from macOS.
    for character in title.nfc().filter(|character| !is_combining_mark(*character)) {
        let plain = iter::once(character).nfd().next().filter(char::is_ascii_alphanumeric);
        match character {
            'ä' | 'Ä' => slug.push_str("ae"),
            'ö' | 'Ö' => slug.push_str("oe"),
            'ü' | 'Ü' => slug.push_str("ue"),
            // The gender colon joins: Schüler:innen reads better as schuelerinnen.
            ':' if slug.ends_with(|c: char| c.is_ascii_lowercase()) => {}
            _ if plain.is_some() => slug.extend(plain.map(|letter| letter.to_ascii_lowercase())),
            _ if whole_letter(character).is_some() => slug.extend(whole_letter(character)),
            _ if slug.is_empty() || slug.ends_with('-') => {}
            _ => slug.push('-'),
        }
    }
    if slug.len() > MAX_LENGTH {
        // Unless that would leave next to nothing: a word of German may be longer than a slug.
        let end = slug[..=MAX_LENGTH].rfind('-').filter(|end| *end > MAX_LENGTH / 2).unwrap_or(MAX_LENGTH);
        slug.truncate(end);
    }
    match slug.trim_matches('-') {
        "" => "fall".to_owned(),
        reserved if RESERVED.contains(&reserved) => format!("fall-{reserved}"),
        slug => slug.to_owned(),
    }
}

/// The slug to try as number `attempt` (0 is the plain one) where others are taken: `titel`, `titel-2`, `titel-3`.
pub fn numbered(slug: &str, attempt: usize) -> String {
    if attempt == 0 { slug.to_owned() } else { format!("{slug}-{}", attempt + 1) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn umlauts_sharp_s_and_signs_are_written_out() {
        assert_eq!(from_title("Görlitz & Meißen: Übergang Kita–Schule"), "goerlitz-meissen-uebergang-kita-schule");
        assert_eq!(from_title("Schüler:innen lesen vor"), "schuelerinnen-lesen-vor");
        assert_eq!(from_title("Šulski pućnik: Łužica à la carte"), "sulski-pucnik-luzica-a-la-carte");
        assert_eq!(from_title("U\u{308}bergang"), "uebergang", "however it is encoded");
        assert_eq!(from_title("???"), "fall");
        assert_eq!(from_title("Neu!"), "fall-neu");
    }

    #[test]
    fn a_long_title_is_cut_at_a_word() {
        let slug = from_title(&"Bildungsmonitoring ".repeat(20));
        assert!(slug.len() <= MAX_LENGTH && slug.ends_with("bildungsmonitoring"), "{slug}");
        assert_eq!(
            from_title(&format!("Die {}", "Übergangs".repeat(12))).len(),
            MAX_LENGTH,
            "no word ends where most of the title is left"
        );
    }
}
