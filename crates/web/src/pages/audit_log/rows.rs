//! The entries of the log as the table shows them.

use super::{
    documents::{NamedThings, log_entries, named_things},
    filter::{THING, WHO},
    narrowed,
};
use crate::{
    errors::PageError,
    format,
    pages::{municipalities, requests},
    visitor::Visitor,
    website::Website,
};
use domain::Ags;
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};

type Entry = log_entries::LogEntriesAuditLogNodes;
type Found = named_things::NamedThingsNodes;

/// The kinds of things that have a name by which they are found again.
const NAMED: [&str; 4] = ["practice_case", "request", "municipality", "synonym_group"];

/// An entry.
pub(super) struct Row {
    pub(super) at: String,
    /// Who did it, if that is known.
    pub(super) actor: Option<Actor>,
    pub(super) label: String,
    pub(super) thing: Thing,
    /// The log narrowed down to the thing.
    pub(super) thing_href: String,
    pub(super) network: String,
    pub(super) detail: String,
}

/// Who did something.
pub(super) struct Actor {
    pub(super) name: String,
    pub(super) role: String,
    /// The log narrowed down to what they did.
    pub(super) href: String,
}

/// What something was done to.
pub(super) struct Thing {
    /// What kind of thing it is, as people read it.
    pub(super) kind: String,
    /// What it is called, if it is still there and has a name.
    pub(super) name: Option<String>,
    /// Its page.
    pub(super) href: Option<String>,
    /// Whether it had a name, and is gone.
    pub(super) is_gone: bool,
}

/// The table of these entries, in this part of the log.
pub(super) async fn rows(
    site: &Website,
    visitor: &Visitor,
    entries: Vec<Entry>,
    part: &[(&'static str, String)],
) -> Result<Vec<Row>, PageError> {
    let ids: BTreeSet<_> =
        entries.iter().filter(|entry| NAMED.contains(&entry.object_type.as_str())).map(|entry| &entry.object_id).collect();
    let ids: Vec<_> = ids.into_iter().cloned().collect();
    let found = if ids.is_empty() {
        Vec::new()
    } else {
        site.ask::<NamedThings>(&visitor.caller, named_things::Variables { ids: ids.clone() }).await?.nodes
    };
    let found: BTreeMap<_, _> = ids.into_iter().zip(found).collect();
    Ok(entries.into_iter().map(|entry| Row::new(entry, &found, part)).collect())
}

impl Row {
    fn new(entry: Entry, found: &BTreeMap<String, Option<Found>>, part: &[(&'static str, String)]) -> Self {
        let thing = Thing::of(&entry, found.get(&entry.object_id).and_then(Option::as_ref));
        let actor = entry.actor.map(|actor| Actor {
            href: narrowed(part, WHO, &actor.id),
            name: named(actor.function.as_deref(), &actor.email),
            role: actor.role_label,
        });
        Self {
            at: format::moment(&entry.at),
            actor,
            label: entry.label,
            thing,
            thing_href: narrowed(part, THING, &entry.object_id),
            network: entry.network.unwrap_or_default(),
            detail: told(&entry.detail),
        }
    }
}

impl Thing {
    fn of(entry: &Entry, found: Option<&Found>) -> Self {
        let (name, href) = match (found, &entry.account) {
            (Some(Found::PracticeCase(case)), _) => (Some(format::title(&case.title).to_owned()), Some(format!("/faelle/{}", case.slug))),
            (Some(Found::Request(request)), _) => (Some(request.question.clone()), Some(requests::path(&request.url).to_owned())),
            (Some(Found::Municipality(place)), _) => {
                (Some(place.display_name.clone()), place.ags.parse::<Ags>().ok().map(|ags| municipalities::href(&ags)))
            }
            (Some(Found::SynonymGroup(group)), _) => (Some(group.phrases.join(", ")), None),
            (_, Some(account)) => (Some(named(account.function.as_deref(), &account.email)), None),
            _ => (None, None),
        };
        let has_name = entry.object_type == "account" || NAMED.contains(&entry.object_type.as_str());
        Self { kind: kind(&entry.object_type), is_gone: has_name && name.is_none(), name, href }
    }
}

/// Somebody as a list names them.
fn named(function: Option<&str>, email: &str) -> String {
    function.map_or_else(|| email.to_owned(), |function| format!("{function} ({email})"))
}

/// What kind of thing it is, as people read it; as the log writes it if this page knows none such.
fn kind(kind: &str) -> String {
    let german = match kind {
        "practice_case" => "Praxisbeispiel",
        "account" => "Konto",
        "reader" => "Leser:in von Sammel-E-Mails",
        "subscription" => "Abo",
        "file" => "Datei",
        "invitation" => "Einladung",
        "deputation" => "Vertretung",
        "request" => "Frage an das Netzwerk",
        "suppression" => "Gesperrte Adresse",
        "synonym_group" => "Synonymgruppe",
        "municipality" => "Kommune",
        other => other,
    };
    german.to_owned()
}

/// What else the log has of it: `revision: 3, checklist: complete implemented`.
fn told(detail: &str) -> String {
    let Ok(Value::Object(parts)) = serde_json::from_str(detail) else { return detail.to_owned() };
    parts.iter().map(|(name, value)| format!("{name}: {}", text(value))).collect::<Vec<_>>().join(", ")
}

fn text(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        Value::Array(entries) => entries.iter().map(text).collect::<Vec<_>>().join(" "),
        Value::Null => "–".to_owned(),
        other => other.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_kind_of_thing_is_called_something_in_german() {
        for name in usecases::audit_log::Thing::KINDS {
            assert_ne!(kind(name), **name, "{name}");
        }
        assert!(NAMED.iter().all(|name| usecases::audit_log::Thing::KINDS.contains(name)));
        assert_eq!(kind("starship"), "starship");
    }

    #[test]
    fn details_are_told_in_a_line() {
        assert_eq!(
            told(r#"{"from":"author","to":null,"areas":["GOVERNANCE","INCLUSION"],"ended":2}"#),
            "areas: GOVERNANCE INCLUSION, ended: 2, from: author, to: –"
        );
        assert_eq!([told("{}"), told("keines")], ["", "keines"]);
    }
}
