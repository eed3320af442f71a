//! Alternative texts: what a picture shows, for those who do not see it.

/// What is asked for where a text describes nothing, in German.
pub(crate) const EXPECTED: &str = "eine Beschreibung dessen, was auf dem Bild zu sehen ist, kein Dateiname";

/// How names of files end that people put where a description belongs.
const ENDS: &[&str] = &["png", "jpg", "jpeg", "webp", "gif", "bmp", "tif", "tiff", "heic", "svg", "pdf"];

/// What cameras, telephones and programs call a picture, beside a number.
const CALLED: &[&str] = &[
    "img",
    "image",
    "dsc",
    "dscn",
    "dscf",
    "pict",
    "pxl",
    "mvimg",
    "wa",
    "scan",
    "screenshot",
    "bildschirmfoto",
    "bild",
    "foto",
    "photo",
    "grafik",
    "datei",
    "unbenannt",
    "untitled",
];

/// Whether a text may describe the picture that was uploaded under `name`, as far as can be told without seeing it: it is no file's name,
/// and it has a word that is not in every such name.
pub(crate) fn is_description(text: &str, name: &str) -> bool {
    let (text, name) = (text.trim().to_lowercase(), name.trim().to_lowercase());
    let is_name = text.rsplit_once('.').is_some_and(|(_, end)| ENDS.contains(&end));
    // A name of several words may describe well.
    let stem = name.rsplit_once('.').map_or(name.as_str(), |(stem, _)| stem);
    let is_its_name = !text.contains(char::is_whitespace) && (text == stem || text == name);
    let mut words = text.split(|character: char| !character.is_alphabetic()).filter(|word| !word.is_empty());
    !is_name && !is_its_name && words.any(|word| !CALLED.contains(&word))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_files_and_signs_describe_nothing() {
        let name = "ausbildungsbus_2024.png";
        for text in [
            "ausbildungsbus_2024.png",
            "Ausbildungsbus_2024",
            "Halle mit Ständen.JPG",
            "IMG_1234",
            "DSC04711",
            "Bild 1",
            "Foto",
            "IMG-20240312-WA0007",
            "2024-03-12",
            "…",
            "--",
            "\u{200b}\u{200b}",
        ] {
            assert!(!is_description(text, name), "{text}");
        }
    }

    #[test]
    fn a_description_may_be_short_and_may_be_the_name() {
        for (text, name) in [
            ("Stände in einer Halle", "Stände in einer Halle.png"),
            ("Ein Bus vor der Schule", "IMG_1234.jpg"),
            ("Logo des Burgenlandkreises.", "logo.png"),
            ("Balkendiagramm: 12 Plätze 2023, 30 Plätze 2025", "bild.webp"),
        ] {
            assert!(is_description(text, name), "{text}");
        }
    }
}
