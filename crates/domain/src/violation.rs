//! What is wrong with a value: field, rule, limit and what was given, as a code and as German text.

use crate::{
    ErrorCode,
    german::{beginning, counted},
};
use serde::Serialize;

/// A rule that a value broke, with the limit and what was given instead.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(tag = "rule", rename_all = "SCREAMING_SNAKE_CASE")]
pub enum Rule {
    /// Nothing was given where something is needed.
    Required,
    /// A text has fewer characters than it needs.
    TooShort {
        /// The least number of characters.
        min: usize,
        /// How many were given.
        given: usize,
    },
    /// A text has more characters than fit.
    TooLong {
        /// The greatest number of characters.
        max: usize,
        /// How many were given.
        given: usize,
    },
    /// A list has fewer entries than it needs.
    TooFew {
        /// The least number of entries.
        min: usize,
        /// How many were given.
        given: usize,
    },
    /// A list has more entries than fit.
    TooMany {
        /// The greatest number of entries.
        max: usize,
        /// How many were given.
        given: usize,
    },
    /// A list has the same entry twice.
    Duplicate {
        /// The entry.
        given: String,
    },
    /// A value must be nobody else's and is.
    Taken {
        /// The value.
        given: String,
    },
    /// A value is not of the form that is asked for.
    Malformed {
        /// The form, in German.
        expected: &'static str,
        /// What was given.
        given: String,
    },
    /// A key is not in the list that it must come from.
    Unknown {
        /// The name of the list, in German.
        list: &'static str,
        /// What was given.
        given: String,
    },
    /// The end lies before the start.
    EndBeforeStart {
        /// The start.
        start: String,
        /// The end that was given.
        given: String,
    },
    /// Two values exclude each other.
    Conflict {
        /// The other field's name.
        other: &'static str,
    },
    /// What is named is not there (any more), or not to be seen.
    NotThere,
}

/// How many characters of what was given a message repeats at most, an ellipsis included: enough to recognise it.
const MOST_REPEATED: usize = 100;

impl Rule {
    /// A value that is not of the form that is asked for, which `expected` says in German. What was given may be of any length, so no more than its
    /// beginning is repeated.
    pub fn malformed(expected: &'static str, given: &str) -> Self {
        Self::Malformed { expected, given: beginning(given, MOST_REPEATED) }
    }

    /// A key that no municipality of the network has ([`crate::Ags`]), or that is none. No more than its beginning is repeated.
    pub fn no_municipality(given: &str) -> Self {
        Self::Unknown { list: "Kommunen des Netzwerks (AGS mit 5 oder 8 Ziffern)", given: beginning(given, MOST_REPEATED) }
    }

    /// The rule's stable code, for programs.
    pub fn code(&self) -> ErrorCode {
        match self {
            Self::Required => ErrorCode::Required,
            Self::TooShort { .. } => ErrorCode::TooShort,
            Self::TooLong { .. } => ErrorCode::TooLong,
            Self::TooFew { .. } => ErrorCode::TooFew,
            Self::TooMany { .. } => ErrorCode::TooMany,
            Self::Duplicate { .. } | Self::Taken { .. } => ErrorCode::Duplicate,
            Self::Malformed { .. } => ErrorCode::Malformed,
            Self::Unknown { .. } => ErrorCode::UnknownValue,
            Self::EndBeforeStart { .. } => ErrorCode::EndBeforeStart,
            Self::Conflict { .. } => ErrorCode::ConflictingValues,
            Self::NotThere => ErrorCode::NotFound,
        }
    }
}

/// A broken rule and the field it was broken in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Violation {
    /// The field's path as imports and the API write it: `title`, `goals[2]`, `contact.mailbox`. Entries are counted from 0.
    pub field: String,
    /// What is wrong.
    #[serde(flatten)]
    pub rule: Rule,
}

impl Violation {
    /// A violation of `rule` in `field`.
    pub fn new(field: impl Into<String>, rule: Rule) -> Self {
        Self { field: field.into(), rule }
    }

    /// The rule's stable code, for programs.
    pub fn code(&self) -> ErrorCode {
        self.rule.code()
    }

    /// What is wrong and what is asked for instead, in German, for people.
    pub fn message(&self) -> String {
        let label = label(&self.field);
        match &self.rule {
            Rule::Required => format!("{label}: Diese Angabe fehlt."),
            Rule::TooShort { min, given } => {
                format!("{label}: Der Text ist mit {given} Zeichen zu kurz; mindestens {min} Zeichen sind nötig.")
            }
            Rule::TooLong { max, given } => {
                format!("{label}: Der Text ist mit {given} Zeichen zu lang; höchstens {max} Zeichen sind möglich.")
            }
            Rule::TooFew { min, given } => format!("{label}: {} angegeben; mindestens {min} nötig.", entries(*given)),
            Rule::TooMany { max, given } => format!("{label}: {} angegeben; höchstens {max} möglich.", entries(*given)),
            Rule::Duplicate { given } => format!("{label}: „{given}“ ist doppelt angegeben."),
            Rule::Taken { given } => format!("{label}: „{given}“ ist schon vergeben."),
            Rule::Malformed { expected, given } => {
                format!("{label}: „{given}“ hat nicht die erwartete Form: {expected}.")
            }
            Rule::Unknown { list, given } => {
                format!("{label}: „{given}“ steht nicht in der Liste „{list}“.")
            }
            Rule::EndBeforeStart { start, given } => {
                format!("{label}: Das Ende {given} liegt vor dem Beginn {start}.")
            }
            Rule::Conflict { other } => {
                format!("{label}: Bitte entweder diese Angabe machen oder „{}“, nicht beides.", self::label(other))
            }
            Rule::NotThere => format!("{label}: Das gibt es nicht (mehr), oder es ist nicht öffentlich."),
        }
    }
}

fn entries(count: usize) -> String {
    counted(count, "Eintrag", "Einträge")
}

/// A field's German name, with the place of an entry where the path has one: `goals[2]` is `Ziele (3. Eintrag)`.
pub fn label(path: &str) -> String {
    let (field, place) = match path.split_once('[') {
        Some((field, rest)) => (field, rest.split(']').next().and_then(|place| place.parse::<usize>().ok())),
        None => (path, None),
    };
    let rest = path.split_once("].").map_or("", |(_, rest)| rest);
    let name = FIELD_LABELS.iter().find(|(key, _)| *key == field).map_or(field, |(_, label)| label);
    let part = FIELD_LABELS.iter().find(|(key, _)| *key == rest).map_or(rest, |(_, label)| label);
    match (place, part) {
        (None, _) => name.to_owned(),
        (Some(place), "") => format!("{name} ({}. Eintrag)", place + 1),
        (Some(place), part) => format!("{name} ({}. Eintrag, {part})", place + 1),
    }
}

const FIELD_LABELS: &[(&str, &str)] = &[
    ("externalId", "Externe Kennung"),
    ("title", "Titel"),
    ("teaser", "Kurzbeschreibung"),
    ("municipality", "Kommune"),
    ("elsewhere", "Kommune außerhalb des Netzwerks"),
    ("elsewhere.name", "Name der Kommune außerhalb des Netzwerks"),
    ("elsewhere.state", "Land der Kommune außerhalb des Netzwerks"),
    ("partners", "Partnerkommunen"),
    ("fieldsOfAction", "Handlungsfelder"),
    ("components", "Kernkomponenten"),
    ("lifePhases", "Lebensphasen"),
    ("targetGroups", "Zielgruppen"),
    ("status", "Umsetzungsstand"),
    ("start", "Beginn"),
    ("end", "Ende"),
    ("situation", "Ausgangslage und Bedarf"),
    ("goals", "Ziele"),
    ("approach", "Vorgehen"),
    ("results", "Ergebnisse"),
    ("indicators", "Kennzahlen"),
    ("evidence", "Wirkungsnachweis"),
    ("costsOneOff", "Einmalige Kosten"),
    ("costsYearly", "Jährliche Kosten"),
    ("staffEffort", "Personalaufwand"),
    ("fundingProgrammes", "Förderprogramme"),
    ("successFactors", "Erfolgsfaktoren"),
    ("pitfalls", "Stolpersteine"),
    ("transferability", "Übertragbarkeit"),
    ("preconditions", "Voraussetzungen"),
    ("firstSteps", "Erste Schritte"),
    ("contact", "Kontakt"),
    ("contact.mailbox", "Funktionspostfach"),
    ("contact.name", "Ansprechperson"),
    ("contact.phone", "Telefon"),
    ("offers", "Angebote an andere Kommunen"),
    ("links", "Links"),
    ("materials", "Materialien"),
    ("alternativeText", "Alternativtext"),
    ("file", "Datei"),
    ("url", "Adresse"),
    ("name", "Bezeichnung"),
    ("before", "Wert vorher"),
    ("after", "Wert nachher"),
    ("unit", "Einheit"),
    ("source", "Quelle"),
    ("year", "Jahr"),
    ("sourceUrl", "Quelle im Netz"),
    ("licence", "Lizenz"),
    ("summaryEasyLanguage", "Zusammenfassung in Einfacher Sprache"),
    ("publishedAt", "Veröffentlicht am"),
    ("text", "Suchtext"),
    ("email", "E-Mail-Adresse"),
    ("weekday", "Wochentag"),
    ("hour", "Uhrzeit"),
    ("maxPerDay", "Sammel-E-Mails am Tag"),
    ("filter", "Filter"),
    ("areas", "Arbeitsschwerpunkte"),
    ("focusOf", "Arbeitsschwerpunkte"),
    ("phrases", "Wörter"),
    ("synonymGroup", "Synonymgruppe"),
    ("role", "Rolle"),
    ("function", "Funktion"),
    ("domains", "E-Mail-Domains"),
    ("domain", "E-Mail-Domain"),
    ("deputy", "Vertretung"),
    ("from", "Beginn"),
    ("until", "Ende"),
    ("municipalities", "Kommunen"),
    ("read", "Gelesene Kommunen"),
    ("reason", "Begründung"),
    ("body", "Kommentar"),
    ("field", "Feld"),
    ("to", "Nachfolge oder Empfänger:in"),
    ("label", "Bezeichnung des Zugriffsschlüssels"),
    ("scopes", "Umfang"),
    ("validDays", "Gültigkeit in Tagen"),
    ("accessTokens", "Zugriffsschlüssel"),
    ("question", "Frage"),
    ("details", "Beschreibung"),
    ("reply", "Antwort"),
    ("case", "Praxisbeispiel"),
    ("idempotencyKey", "Idempotenzschlüssel"),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_german_text_names_field_rule_limit_and_what_was_given() {
        let violation = Violation::new("goals[2]", Rule::TooLong { max: 200, given: 251 });
        assert_eq!(violation.code().as_str(), "TOO_LONG");
        assert_eq!(violation.message(), "Ziele (3. Eintrag): Der Text ist mit 251 Zeichen zu lang; höchstens 200 Zeichen sind möglich.");
        let violation = Violation::new("links[0].url", Rule::Required);
        assert_eq!(violation.message(), "Links (1. Eintrag, Adresse): Diese Angabe fehlt.");
        let violation = Violation::new("externalId", Rule::Taken { given: "x-1".to_owned() });
        assert_eq!((violation.code().as_str(), violation.message().as_str()), ("DUPLICATE", "Externe Kennung: „x-1“ ist schon vergeben."));
        let violation = Violation::new("case", Rule::NotThere);
        assert_eq!(violation.code().as_str(), "NOT_FOUND");
        assert_eq!(violation.message(), "Praxisbeispiel: Das gibt es nicht (mehr), oder es ist nicht öffentlich.");
    }

    #[test]
    fn a_message_does_not_grow_with_what_was_given() {
        let rule = Rule::malformed("ein Jahr", &"ü".repeat(1_000_000));
        assert_eq!(rule, Rule::Malformed { expected: "ein Jahr", given: "ü".repeat(MOST_REPEATED - 2) + "\u{a0}…" });
        let message = Violation::new("municipality", Rule::no_municipality(&"9".repeat(1_000_000))).message();
        assert_eq!(message.matches('9').count(), MOST_REPEATED - 2, "{message}");
    }
}
