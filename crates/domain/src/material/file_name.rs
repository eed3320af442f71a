//! Names of files: as people gave them, and as they are safe on every system.

use super::FileKind;

/// The longest name that is kept, in characters.
const LONGEST_SHOWN: usize = 150;

/// The longest safe name without its end, in bytes; with the end it stays below the 255 that file systems take.
const LONGEST_SAFE: usize = 100;

/// The name as people see it: the last part of a path, without control characters and marks that change the direction of reading, and
/// not too long. Empty becomes `Datei`.
pub fn shown_name(given: &str) -> String {
    let last = given.rsplit(['/', '\\']).next().unwrap_or_default();
    let visible: String = last.chars().filter(|character| !is_hidden(*character)).collect();
    let name: String = visible.trim().trim_start_matches('.').chars().take(LONGEST_SHOWN).collect();
    let name = name.trim();
    if name.is_empty() { "Datei".to_owned() } else { name.to_owned() }
}

/// The name under which the file is downloaded by programs that understand any letter: the one that people see, with the end that its
/// content deserves.
pub fn download_name(shown: &str, kind: FileKind) -> String {
    format!("{}.{}", stem(shown), kind.key())
}

/// The name under which any program downloads the file: letters, digits, `-` and `_` of ASCII, and the end that its content deserves,
/// whatever it was called.
pub fn safe_name(shown: &str, kind: FileKind) -> String {
    let mut safe = String::new();
    for character in stem(shown).chars() {
        let written = match character {
            'ä' => "ae",
            'ö' => "oe",
            'ü' => "ue",
            'Ä' => "Ae",
            'Ö' => "Oe",
            'Ü' => "Ue",
            'ß' => "ss",
            character if character.is_ascii_alphanumeric() || character == '_' => {
                safe.push(character);
                continue;
            }
            _ if safe.ends_with('-') => continue,
            _ => "-",
        };
        safe.push_str(written);
    }
    safe.truncate(LONGEST_SAFE);
    let stem = safe.trim_matches('-');
    let stem = if stem.is_empty() || is_device(stem) { "Datei" } else { stem };
    format!("{stem}.{}", kind.key())
}

/// Whether Windows takes a file of this name, whatever its end, for one of its devices: `CON`, `COM1`.
fn is_device(stem: &str) -> bool {
    let stem = stem.to_ascii_lowercase();
    let numbered = stem.strip_prefix("com").or_else(|| stem.strip_prefix("lpt"));
    matches!(stem.as_str(), "con" | "prn" | "aux" | "nul") || numbered.is_some_and(|rest| matches!(rest.as_bytes(), [b'0'..=b'9']))
}

/// The name without its end, if a kind of file ends like that. What else follows a full stop, as in `Bericht 2.0`, belongs to the name.
fn stem(shown: &str) -> &str {
    match shown.rsplit_once('.') {
        Some((stem, end)) if FileKind::from_extension(end).is_some() => stem,
        Some(_) | None => shown,
    }
}

/// Control characters, and what changes the direction of reading so that `exe.pdf` looks like `fdp.exe`.
fn is_hidden(character: char) -> bool {
    character.is_control()
        || matches!(character, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}' | '\u{61c}')
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_shown_name_has_no_path_and_nothing_hidden() {
        assert_eq!(shown_name("../../etc/passwd"), "passwd");
        assert_eq!(shown_name("C:\\Ordner\\Übersicht 2025.pdf"), "Übersicht 2025.pdf");
        assert_eq!(shown_name("a\u{202e}fdp.exe\r\nX: y"), "afdp.exeX: y");
        assert_eq!(shown_name("..."), "Datei");
        assert_eq!(shown_name(&"ü".repeat(999)).chars().count(), LONGEST_SHOWN);
    }

    #[test]
    fn a_safe_name_ends_as_its_content_says() {
        assert_eq!(safe_name("Übersicht – Schuljahr 2025/26.docx", FileKind::Pdf), "Uebersicht-Schuljahr-2025-26.pdf");
        assert_eq!(safe_name("Plan.exe", FileKind::Pdf), "Plan-exe.pdf");
        assert_eq!(safe_name("\"; filename=x.html", FileKind::Png), "filename-x-html.png");
        assert_eq!(safe_name("CON.pdf", FileKind::Pdf), "Datei.pdf");
        assert_eq!(safe_name("com1", FileKind::Odt), "Datei.odt");
        assert_eq!(safe_name("LPT9.txt.pdf", FileKind::Pdf), "LPT9-txt.pdf");
        assert_eq!(safe_name("Coma.pdf", FileKind::Pdf), "Coma.pdf", "a word, no device");
        assert_eq!(safe_name("日本", FileKind::Docx), "Datei.docx");
    }

    #[test]
    fn only_the_end_of_a_kind_of_file_is_replaced() {
        for (shown, kind, own, safe) in [
            ("Bericht 2.0", FileKind::Pdf, "Bericht 2.0.pdf", "Bericht-2-0.pdf"),
            ("Bericht 2.0.pdf", FileKind::Pdf, "Bericht 2.0.pdf", "Bericht-2-0.pdf"),
            ("Protokoll vom 3.11.2026", FileKind::Odt, "Protokoll vom 3.11.2026.odt", "Protokoll-vom-3-11-2026.odt"),
            ("Zusage Dr. Müller", FileKind::Docx, "Zusage Dr. Müller.docx", "Zusage-Dr-Mueller.docx"),
            ("Halle.JPEG", FileKind::Jpeg, "Halle.jpg", "Halle.jpg"),
            ("Halle.jpg", FileKind::Webp, "Halle.webp", "Halle.webp"),
        ] {
            assert_eq!((download_name(shown, kind).as_str(), safe_name(shown, kind).as_str()), (own, safe), "{shown}");
        }
    }

    proptest! {
        #[test]
        fn a_safe_name_is_made_of_harmless_letters(given in ".{0,200}") {
            let safe = safe_name(&shown_name(&given), FileKind::Pdf);
            prop_assert!(safe.len() <= LONGEST_SAFE + 5 && safe.strip_suffix(".pdf").is_some() && !safe.starts_with('.'), "{}", safe);
            prop_assert!(safe.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-_.".contains(&byte)), "{}", safe);
        }
    }
}
