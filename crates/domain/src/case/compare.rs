//! Two contents field by field, as text that people can read: what changed between two revisions, and where two people changed the same.

use super::{CaseContent, compare_materials};
use serde_json::{Map, Value};

/// The fields of a case in the order of the format, by the names that imports and the API give them.
const FIELDS: &[&str] = &[
    "title",
    "teaser",
    "municipality",
    "elsewhere",
    "partners",
    "fieldsOfAction",
    "components",
    "lifePhases",
    "targetGroups",
    "status",
    "start",
    "end",
    "situation",
    "goals",
    "approach",
    "results",
    "indicators",
    "evidence",
    "costsOneOff",
    "costsYearly",
    "staffEffort",
    "fundingProgrammes",
    "successFactors",
    "pitfalls",
    "transferability",
    "preconditions",
    "firstSteps",
    "contact",
    "offers",
    "links",
    "sourceUrl",
    "licence",
    "summaryEasyLanguage",
    MATERIALS,
];

/// The field whose conflicts are told by entry and part.
const MATERIALS: &str = "materials";

/// Whether a case has a field of this name.
pub fn is_field(name: &str) -> bool {
    FIELDS.contains(&name)
}

/// What a field says: vocabulary values by key, as the API takes them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum FieldText {
    /// Nothing.
    Empty,
    /// One text.
    Text(String),
    /// Several entries, each on a line of its own.
    List(Vec<String>),
}

impl FieldText {
    /// All of it as one text; empty where the field is.
    pub fn text(&self) -> String {
        match self {
            Self::Empty => String::new(),
            Self::Text(text) => text.clone(),
            Self::List(entries) => entries.join("\n"),
        }
    }

    fn entries(&self) -> &[String] {
        match self {
            Self::List(entries) => entries,
            Self::Empty | Self::Text(_) => &[],
        }
    }
}

/// A field that is different in two contents.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FieldDiff {
    /// The field's name.
    pub field: &'static str,
    /// What it said.
    pub old: FieldText,
    /// What it says.
    pub new: FieldText,
    /// Of a list, the entries that came; those that only moved are neither here nor in `removed`.
    pub added: Vec<String>,
    /// Of a list, the entries that went.
    pub removed: Vec<String>,
}

/// A field that somebody wants to say something else than it says now, and that is not as they found it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FieldConflict {
    /// The field's name; of a file on the case its place and part: `materials[0].title`.
    pub field: String,
    /// What both found when they began.
    pub base: String,
    /// What the one who is refused wrote.
    pub mine: String,
    /// What it says now.
    pub theirs: String,
}

/// The fields in which the two differ, in the order of the format.
pub fn diff(old: &CaseContent, new: &CaseContent) -> Vec<FieldDiff> {
    let (old, new) = (keys(old), keys(new));
    let changed = FIELDS.iter().filter(|field| old.get(**field) != new.get(**field));
    changed
        .map(|field| {
            let (old, new) = (read(&old, field), read(&new, field));
            let only_in = |these: &FieldText, those: &FieldText| {
                these.entries().iter().filter(|entry| !those.entries().contains(entry)).cloned().collect::<Vec<_>>()
            };
            FieldDiff { field, added: only_in(&new, &old), removed: only_in(&old, &new), old, new }
        })
        .collect()
}

/// Everything of `mine` that would be lost if `theirs` stood: each field that I changed since `base` and that says something else now.
pub fn conflicts(base: &CaseContent, mine: &CaseContent, theirs: &CaseContent) -> Vec<FieldConflict> {
    let of_materials = compare_materials::conflicts(&base.materials, &mine.materials, &theirs.materials);
    let (base, mine, theirs) = (keys(base), keys(mine), keys(theirs));
    let lost = |field: &str| mine.get(field) != base.get(field) && mine.get(field) != theirs.get(field);
    let text = |of: &Map<String, Value>, field: &str| read(of, field).text();
    let of_fields = FIELDS.iter().filter(|field| **field != MATERIALS && lost(field)).map(|field| FieldConflict {
        field: (*field).to_owned(),
        base: text(&base, field),
        mine: text(&mine, field),
        theirs: text(&theirs, field),
    });
    of_fields.chain(of_materials).collect()
}

fn keys(content: &CaseContent) -> Map<String, Value> {
    match serde_json::to_value(content) {
        Ok(Value::Object(keys)) => keys,
        _ => Map::new(),
    }
}

fn read(keys: &Map<String, Value>, field: &str) -> FieldText {
    match keys.get(field) {
        None | Some(Value::Null) => FieldText::Empty,
        Some(Value::Array(entries)) => FieldText::List(entries.iter().map(line).collect()),
        Some(value) => FieldText::Text(line(value)),
    }
}

/// A value in one line: `name: Ausbildungsplätze, before: 12, after: 30`.
fn line(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        Value::Object(parts) => parts.iter().map(|(name, part)| format!("{name}: {}", line(part))).collect::<Vec<_>>().join(", "),
        other => other.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::case::{Contact, Elsewhere, Indicator, Link, YearMonth};
    use crate::material::{FileKind, Material};
    use crate::vocabulary::{
        Component, CostBand, Evidence, FieldOfAction, FundingProgramme, LifePhase, Offer, Precondition, StaffBand, State, Status,
        TargetGroup, Vocabulary,
    };

    fn titled(title: &str, goals: &[&str]) -> CaseContent {
        CaseContent { title: title.into(), goals: goals.iter().map(|goal| (*goal).into()).collect(), ..CaseContent::default() }
    }

    /// A content in which nothing is left out.
    fn full() -> CaseContent {
        let month: Option<YearMonth> = "2025-01".parse().ok();
        CaseContent {
            title: "t".into(),
            teaser: "t".into(),
            municipality: "15084".parse().ok(),
            elsewhere: Some(Elsewhere { name: "e".into(), state: State::Sachsen }),
            partners: vec!["15088".parse().unwrap()],
            fields_of_action: vec![FieldOfAction::Governance],
            components: vec![Component::Coordination],
            life_phases: vec![LifePhase::LowerSecondary],
            target_groups: vec![TargetGroup::Youth],
            status: Some(Status::Running),
            start: month,
            end: month,
            situation: "s".into(),
            goals: vec!["g".into()],
            approach: "a".into(),
            results: "r".into(),
            indicators: vec![Indicator { name: "n".into(), before: Some(1.0), after: None, unit: None, year: None, source: None }],
            evidence: Evidence::ALL.first().copied(),
            costs_one_off: CostBand::ALL.first().copied(),
            costs_yearly: CostBand::ALL.first().copied(),
            staff_effort: StaffBand::ALL.first().copied(),
            funding_programmes: FundingProgramme::ALL.first().copied().into_iter().collect(),
            success_factors: vec!["s".into()],
            pitfalls: vec!["p".into()],
            transferability: "t".into(),
            preconditions: Some(Precondition::ALL.first().copied().into_iter().collect()),
            first_steps: vec!["f".into()],
            contact: Some(Contact { mailbox: "m".into(), name: None, phone: None }),
            offers: Offer::ALL.first().copied().into_iter().collect(),
            links: vec![Link { title: "l".into(), url: "u".into() }],
            source_url: Some("s".into()),
            licence: crate::vocabulary::Licence::default(),
            summary_easy_language: "e".into(),
            materials: vec![Material {
                file: crate::ids::FileId(uuid::Uuid::from_u128(1)),
                title: "m".into(),
                alternative_text: None,
                licence: crate::vocabulary::Licence::default(),
                name: "m.pdf".into(),
                kind: FileKind::Pdf,
                size: 1,
                sha256: "0".into(),
            }],
        }
    }

    #[test]
    fn every_field_of_the_format_is_compared() {
        let keys = keys(&full());
        let missing: Vec<_> = keys.keys().filter(|key| !is_field(key)).collect();
        assert!(missing.is_empty() && keys.len() == FIELDS.len(), "{missing:?}");
    }

    #[test]
    fn every_field_of_the_format_has_a_german_name() {
        let nameless: Vec<_> = FIELDS.iter().filter(|field| crate::violation::label(field) == **field).collect();
        assert!(nameless.is_empty(), "{nameless:?}");
    }

    #[test]
    fn a_difference_names_texts_and_entries() {
        let (old, new) = (titled("Alt", &["eins", "zwei"]), titled("Neu", &["zwei", "drei"]));
        let found = diff(&old, &new);
        assert_eq!(found.iter().map(|field| field.field).collect::<Vec<_>>(), ["title", "goals"]);
        assert_eq!((found[0].old.text(), found[0].new.text()), ("Alt".into(), "Neu".into()));
        assert_eq!((found[1].added.clone(), found[1].removed.clone()), (vec!["drei".to_owned()], vec!["eins".to_owned()]));
        assert_eq!(diff(&old, &old), []);
    }

    #[test]
    fn a_conflict_is_what_would_be_lost() {
        let (base, theirs) = (titled("Alt", &["eins"]), titled("Ihres", &["eins"]));
        let mine = titled("Meines", &["meins"]);
        let lost = conflicts(&base, &mine, &theirs);
        let texts: Vec<_> = lost.iter().map(|field| [field.field.as_str(), &field.base, &field.mine, &field.theirs]).collect();
        assert_eq!(texts, [["title", "Alt", "Meines", "Ihres"], ["goals", "eins", "meins", "eins"]]);
        assert_eq!(conflicts(&base, &titled("Ihres", &["eins"]), &theirs), [], "both wrote the same");
        assert_eq!(conflicts(&base, &base, &theirs), [], "nothing of mine");
    }

    #[test]
    fn entries_of_several_parts_are_one_line_each() {
        let link = Link { title: "Seite".into(), url: "https://kreis.example.org".into() };
        let content = CaseContent { links: vec![link], ..CaseContent::default() };
        let found = diff(&CaseContent::default(), &content);
        assert_eq!(found[0].new.text(), "title: Seite, url: https://kreis.example.org");
    }
}
