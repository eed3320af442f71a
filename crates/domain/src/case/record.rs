//! A case as imports and exports write it, one JSON object a line.

use super::{CaseContent, Stage};
use crate::{
    municipality::InvalidAgs,
    violation::{Rule, Violation},
};
use chrono::{DateTime, Utc};
use serde::{Serialize, de::DeserializeOwned};
use serde_json::{Map, Value};

/// The longest external identity, in characters.
const MAX_EXTERNAL_ID: usize = 100;

/// A case's content, its identity elsewhere, and when it was first published.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct CaseRecord {
    /// The identity that a source outside gave it, 1 to 100 characters; importing it again updates the case.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub external_id: Option<String>,
    /// What the case says.
    #[serde(flatten)]
    pub content: CaseContent,
    /// When it was first published; only an import may set it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub published_at: Option<DateTime<Utc>>,
}

impl CaseRecord {
    /// Reads one line of an import. Every key that does not fit is named, not only the first.
    ///
    /// This checks keys, types and vocabulary values; whether the content is complete is for [`CaseContent::check`] to say.
    pub fn from_json(line: &str) -> Result<Self, Vec<Violation>> {
        let mut keys = keys(line)?;
        let mut violations = Vec::new();
        let external_id = take(&mut keys, "externalId", "ein Text", &mut violations);
        violations.extend(check_external_id(external_id.as_deref()));
        let published_at = take(&mut keys, "publishedAt", "ein Zeitpunkt wie 2025-03-11T09:20:00Z (RFC 3339)", &mut violations);
        match serde_json::from_value::<CaseContent>(Value::Object(keys.clone())) {
            Ok(content) if violations.is_empty() => Ok(Self { external_id, content, published_at }),
            Ok(_) => Err(violations),
            Err(_) => {
                violations.extend(keys.into_iter().filter_map(wrong_key));
                Err(violations)
            }
        }
    }

    /// Everything that keeps a line from `stage`: every key that does not fit, and what is wrong with the rest. Empty means that it may pass.
    pub fn violations(line: &str, stage: Stage) -> Vec<Violation> {
        let mut unread = match Self::from_json(line) {
            Ok(record) => return record.content.check(stage),
            Err(unread) => unread,
        };
        // Of a line that is no object there is no rest.
        let Ok(mut rest) = keys(line) else { return unread };
        rest.retain(|key, _| !["externalId", "publishedAt"].contains(&key.as_str()) && unread.iter().all(|wrong| wrong.field != *key));
        let Ok(rest) = serde_json::from_value::<CaseContent>(Value::Object(rest)) else { return unread };
        // What cannot be read is not missing, and neither is the municipality of a case from elsewhere, however that place is written.
        let is_given = |key: &str| unread.iter().any(|wrong| wrong.field == key || (wrong.field == "elsewhere" && key == "municipality"));
        let key = |violation: &Violation| violation.field.split(['.', '[']).next().unwrap_or_default().to_owned();
        let further: Vec<_> = rest.check(stage).into_iter().filter(|violation| !is_given(&key(violation))).collect();
        unread.extend(further);
        unread
    }
}

/// The keys of a line that say something.
fn keys(line: &str) -> Result<Map<String, Value>, Vec<Violation>> {
    let malformed = |expected| vec![Violation::new("", Rule::malformed(expected, line.trim()))];
    match serde_json::from_str(line) {
        Ok(Value::Object(keys)) => Ok(keys.into_iter().filter(|(_, value)| !value.is_null()).collect()),
        Ok(_) => Err(malformed("ein JSON-Objekt, beginnend mit {")),
        Err(_) => Err(malformed("ein JSON-Objekt in einer Zeile, UTF-8")),
    }
}

/// What is wrong with an external identity, if anything.
pub fn check_external_id(id: Option<&str>) -> Option<Violation> {
    let id = id?;
    if id.chars().any(char::is_control) {
        let visible: String = id.chars().filter(|character| !character.is_control()).collect();
        return Some(Violation::new("externalId", Rule::malformed("ein Text ohne Steuerzeichen", &visible)));
    }
    let given = id.chars().count();
    match given {
        0 => Some(Violation::new("externalId", Rule::TooShort { min: 1, given })),
        1..=MAX_EXTERNAL_ID => None,
        _ => Some(Violation::new("externalId", Rule::TooLong { max: MAX_EXTERNAL_ID, given })),
    }
}

fn take<T: DeserializeOwned>(
    keys: &mut Map<String, Value>,
    key: &'static str,
    expected: &'static str,
    violations: &mut Vec<Violation>,
) -> Option<T> {
    let value = keys.remove(key)?;
    let given = plain(&value);
    serde_json::from_value(value).map_err(|_| violations.push(Violation::new(key, Rule::malformed(expected, &given)))).ok()
}

/// Reads one key on its own, to say of each what is wrong with it.
fn wrong_key((key, value): (String, Value)) -> Option<Violation> {
    let given = plain(&value);
    let alone = Map::from_iter([(key.clone(), value)]);
    let reason = serde_json::from_value::<CaseContent>(Value::Object(alone)).err()?.to_string();
    let rule = if reason.starts_with(&format!("unknown field `{key}`")) {
        Rule::Unknown { list: "Felder eines Praxisbeispiels", given: key.clone() }
    } else if let Some(term) = reason.strip_prefix("unknown term \"") {
        Rule::Unknown { list: list_of(&reason), given: term.split('"').next().unwrap_or_default().to_owned() }
    } else if [InvalidAgs::Malformed, InvalidAgs::Unknown].iter().any(|invalid| reason == invalid.to_string()) {
        Rule::no_municipality(&given)
    } else {
        Rule::malformed(expected_form(&key), &given)
    };
    Some(Violation::new(key, rule))
}

/// The German name of the vocabulary that serde's reason ends with.
fn list_of(reason: &str) -> &'static str {
    let name = reason.rsplit(' ').next().unwrap_or_default();
    crate::vocabulary::all().iter().find(|vocabulary| vocabulary.name == name).map_or("Vokabular", |vocabulary| vocabulary.label)
}

fn expected_form(key: &str) -> &'static str {
    match key {
        "partners" => "eine Liste von AGS",
        "start" | "end" => "ein Monat wie 2024-09",
        "goals" | "successFactors" | "pitfalls" | "firstSteps" => "eine Liste von Texten",
        "indicators" => "eine Liste von {name, before, after, unit, year, source}; before und after sind Zahlen, year eine ganze Zahl",
        "links" => "eine Liste von {title, url}",
        "materials" => "eine Liste von {file, title, alternativeText?, licence, name, kind, size, sha256}",
        "contact" => "{mailbox, name?, phone?}",
        "elsewhere" => "{name, state}",
        "fieldsOfAction" | "components" | "lifePhases" | "targetGroups" | "fundingProgrammes" | "preconditions" | "offers" => {
            "eine Liste von Schlüsseln des Vokabulars"
        }
        _ => "ein Text",
    }
}

fn plain(value: &Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_key_that_does_not_fit_is_named() {
        let line = r#"{"title":"Ein Titel","fieldsOfAction":["HOUSING"],"status":7,"start":"2024","municipality":"99999","colour":"red","externalId":"","publishedAt":"gestern"}"#;
        let violations = CaseRecord::from_json(line).unwrap_err();
        let found: Vec<_> = violations.iter().map(|violation| (violation.field.as_str(), violation.code().as_str())).collect();
        assert_eq!(
            found,
            [
                ("externalId", "TOO_SHORT"),
                ("publishedAt", "MALFORMED"),
                ("colour", "UNKNOWN_VALUE"),
                ("fieldsOfAction", "UNKNOWN_VALUE"),
                ("municipality", "UNKNOWN_VALUE"),
                ("start", "MALFORMED"),
                ("status", "MALFORMED"),
            ]
            .as_slice(),
            "{violations:#?}"
        );
    }

    #[test]
    fn what_cannot_be_read_and_what_is_wrong_with_the_rest_is_told_at_once() {
        let line = r#"{"title":"Kurz","start":"gestern","contact":7,"elsewhere":{"name":"Musterstadt"},"externalId":"x-1","indicators":[{"name":"Plätze","year":1800}]}"#;
        let told = |stage| {
            let violations = CaseRecord::violations(line, stage).into_iter();
            violations.map(|violation| format!("{} {}", violation.field, violation.code().as_str())).collect::<Vec<_>>()
        };
        let (unread, year) = (["contact MALFORMED", "elsewhere MALFORMED", "start MALFORMED"], "indicators[0].year MALFORMED");
        assert_eq!(told(Stage::Draft), [&unread[..], &[year]].concat());
        let missing = ["fieldsOfAction", "components", "lifePhases", "targetGroups", "status"].map(|field| format!("{field} REQUIRED"));
        let missing = [vec!["title TOO_SHORT", "teaser REQUIRED"], missing.iter().map(String::as_str).collect()].concat();
        assert_eq!(told(Stage::Submission), [&unread[..], &missing[..], &[year]].concat());
    }

    #[test]
    fn a_line_that_is_no_json_is_repeated_without_its_end() {
        let violations = CaseRecord::from_json("{ kein JSON\r\n").unwrap_err();
        assert!(violations[0].message().contains("„{ kein JSON“"), "{violations:?}");
        assert_eq!(CaseRecord::violations("{ kein JSON\r\n", Stage::Approval), violations, "of which there is no more to be said");
    }

    #[test]
    fn words_within_a_value_do_not_decide_what_is_wrong_with_it() {
        for (line, code) in [
            (r#"{"indicators":"AGS"}"#, "MALFORMED"),
            (r#"{"partners":["15088","1508"]}"#, "UNKNOWN_VALUE"),
            (r#"{"partners":["15088","99999"]}"#, "UNKNOWN_VALUE"),
        ] {
            let violations = CaseRecord::from_json(line).unwrap_err();
            assert_eq!(violations.iter().map(|violation| violation.code().as_str()).collect::<Vec<_>>(), [code], "{line}");
        }
    }

    #[test]
    fn a_record_reads_back_as_it_was_written() {
        let line = r#"{"externalId":"x-1","title":"Ein Titel","municipality":"16056","preconditions":[],"licence":"CC0_1_0","publishedAt":"2025-03-11T09:20:00Z"}"#;
        let record = CaseRecord::from_json(line).unwrap();
        assert_eq!(record.content.municipality.as_ref().unwrap().as_str(), "16063");
        let written = serde_json::to_string(&record).unwrap();
        assert_eq!(CaseRecord::from_json(&written).unwrap(), record);
    }

    #[test]
    fn an_identity_holds_no_control_characters() {
        assert_eq!(check_external_id(Some("a\0b")).unwrap().code().as_str(), "MALFORMED");
        assert_eq!(check_external_id(Some("Fall 1/ä")), None);
    }

    #[test]
    fn what_is_no_object_is_refused() {
        assert_eq!(CaseRecord::from_json("[1]").unwrap_err()[0].code().as_str(), "MALFORMED");
        assert_eq!(CaseRecord::from_json("{").unwrap_err()[0].code().as_str(), "MALFORMED");
    }
}
