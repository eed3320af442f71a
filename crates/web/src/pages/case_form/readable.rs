//! What a field of a case says, as people read it: of differences and conflicts the API tells it with the keys that programs know.

use super::specification::{Entry, SECTIONS};
use crate::format;
use domain::{
    Ags,
    violation::label,
    vocabulary::{self, State, Vocabulary},
};

/// The field with the files.
const FILES: &str = "materials";

/// The parts of a file that say nothing to people.
const PARTS_FOR_PROGRAMS: [&str; 4] = ["file", "kind", "sha256", "size"];

/// The text of the field at this path (`status`, `materials[0].licence`), with its entries one a line.
pub(crate) fn readable(path: &str, text: &str) -> String {
    let field = path.rsplit_once("].").map_or(path, |(_, part)| part);
    match field {
        "municipality" | "partners" => in_lines(text, place),
        "start" | "end" => format::month(text),
        "before" | "after" => text.parse().map_or_else(|_| text.to_owned(), format::number),
        "elsewhere" | "contact" | "indicators" | "links" | FILES => in_lines(text, |line| parts(field, line)),
        _ => match vocabulary_of(field) {
            Some(name) => in_lines(text, |key| term(name, key)),
            None => text.to_owned(),
        },
    }
}

fn in_lines(text: &str, read: impl Fn(&str) -> String) -> String {
    text.lines().map(read).collect::<Vec<_>>().join("\n")
}

fn place(key: &str) -> String {
    key.parse::<Ags>().map_or_else(|_| key.to_owned(), |place| place.display_name())
}

/// An entry of several parts, `title: Ablaufplan, url: https://…`, with what these are called in German. What is no part of the format, as after a
/// comma in a text, stays as it is.
fn parts(field: &str, line: &str) -> String {
    let pieces = line.split(", ").filter_map(|piece| {
        let Some((name, value)) = piece.split_once(": ") else { return Some(piece.to_owned()) };
        if field == FILES && PARTS_FOR_PROGRAMS.contains(&name) {
            return None;
        }
        let paths = [format!("{field}.{name}"), name.to_owned()];
        let german = paths.iter().map(|path| (path, label(path))).find(|(path, german)| *path != german);
        Some(german.map_or_else(|| piece.to_owned(), |(_, german)| format!("{german}: {}", readable(name, value))))
    });
    pieces.collect::<Vec<_>>().join(", ")
}

/// The vocabulary whose terms the field has.
fn vocabulary_of(field: &str) -> Option<&'static str> {
    if field == State::NAME {
        return Some(State::NAME);
    }
    let spec = SECTIONS.iter().flat_map(|section| section.fields).find(|spec| spec.name == field)?;
    match spec.entry {
        Entry::One(name) | Entry::Many(name) => Some(name),
        _ => None,
    }
}

/// The label of a term of the vocabulary with this name; the key itself where there is no such term.
fn term(name: &str, key: &str) -> String {
    let mut terms = vocabulary::all().into_iter().filter(|listing| listing.name == name).flat_map(|listing| listing.terms);
    terms.find(|term| term.key == key).map_or(key, |term| term.label).to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::{
        CaseContent,
        case::{Contact, Elsewhere, Indicator, diff},
        vocabulary::{CostBand, FieldOfAction, Licence, Status},
    };

    #[test]
    fn keys_are_read_as_what_they_stand_for() {
        for (path, text, expected) in [
            ("status", "PILOT", "Erprobung"),
            ("fieldsOfAction", "GOVERNANCE\nINCLUSION", "Steuerung, Gremien, Leitbild\nInklusion und Teilhabe"),
            ("materials[2].licence", "CC0_1_0", "CC0 1.0"),
            ("materials[2].title", "CC0_1_0", "CC0_1_0"),
            ("municipality", "15084", "Burgenlandkreis"),
            ("start", "2024-09", "September 2024"),
            ("title", "PILOT", "PILOT"),
            ("approach", "eins\n\nzwei\n", "eins\n\nzwei\n"),
            ("status", "", ""),
            ("costsYearly", "A_BAND_OF_TOMORROW", "A_BAND_OF_TOMORROW"),
        ] {
            assert_eq!(readable(path, text), expected, "{path}");
        }
    }

    #[test]
    fn entries_of_several_parts_name_them_in_german() {
        let indicator = Indicator {
            name: "Plätze, belegt: alle".to_owned(),
            before: Some(12.0),
            after: Some(1270.5),
            unit: None,
            year: Some(2025),
            source: None,
        };
        let content = CaseContent {
            indicators: vec![indicator],
            elsewhere: Some(Elsewhere { name: "Musterstadt".to_owned(), state: State::Brandenburg }),
            contact: Some(Contact { mailbox: "amt@kreis.example.org".to_owned(), name: None, phone: Some("03443 1".to_owned()) }),
            ..CaseContent::default()
        };
        let told = |name: &str| {
            let found = diff(&CaseContent::default(), &content).into_iter().find(|field| field.field == name).expect("a difference");
            readable(name, &found.new.text())
        };
        for piece in ["Bezeichnung: Plätze, belegt: alle", "Wert vorher: 12", "Wert nachher: 1.270,5", "Jahr: 2025"] {
            assert!(told("indicators").contains(piece), "{piece}: {}", told("indicators"));
        }
        assert!(told("elsewhere").ends_with("Brandenburg") && told("elsewhere").contains(": Musterstadt"), "{}", told("elsewhere"));
        assert!(told("contact").contains("Funktionspostfach: amt@kreis.example.org"), "{}", told("contact"));
    }

    #[test]
    fn every_vocabulary_that_the_form_asks_for_is_read() {
        assert_eq!(readable("licence", Licence::CcBy40.key()), Licence::CcBy40.label());
        assert_eq!(readable("costsOneOff", CostBand::ALL[0].key()), CostBand::ALL[0].label());
        assert_eq!(readable("fieldsOfAction", FieldOfAction::Governance.key()), FieldOfAction::Governance.label());
        assert_eq!(readable("status", Status::Running.key()), Status::Running.label());
        for spec in SECTIONS.iter().flat_map(|section| section.fields) {
            let Some(name) = vocabulary_of(spec.name) else { continue };
            assert!(vocabulary::all().iter().any(|listing| listing.name == name), "{name}");
        }
    }
}
