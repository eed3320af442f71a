//! The practice case (Praxisbeispiel): what it holds, and the rules its fields obey.

mod check;
mod compare;
mod compare_materials;
mod record;
mod year_month;

pub use check::Stage;
pub use compare::{FieldConflict, FieldDiff, FieldText, conflicts, diff, is_field};
pub use record::{CaseRecord, check_external_id};
pub use year_month::{MONTHS, YearMonth};

use crate::{
    hexadecimal,
    material::Material,
    municipality::Ags,
    vocabulary::{
        Component, CostBand, Evidence, FieldOfAction, FundingProgramme, Licence, LifePhase, Offer, Precondition, StaffBand, State, Status,
        TargetGroup, Vocabulary,
    },
};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

/// What a case says: the content of one revision, complete or still in the making.
///
/// Serialised it is the format of imports and exports (`docs/case-format.md`): camelCase keys, vocabulary values by key, what is
/// empty left out. [`CaseContent::check`] says whether it is fit to be kept, submitted or approved.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields, default)]
pub struct CaseContent {
    /// Says what was done, not only a brand name. 10 to 120 characters.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub title: String,
    /// The case in a few sentences, plain text. 80 to 300 characters.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub teaser: String,
    /// The municipality of the network whose case this is; either this or `elsewhere`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub municipality: Option<Ags>,
    /// A municipality outside the network, for good examples from elsewhere.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub elsewhere: Option<Elsewhere>,
    /// Further municipalities that took part.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub partners: Vec<Ags>,
    /// Handlungsfelder, 1 to 3, the first is the primary one.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub fields_of_action: Vec<FieldOfAction>,
    /// Kernkomponenten, 1 to 4.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub components: Vec<Component>,
    /// Lebensphasen, 1 to 9.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub life_phases: Vec<LifePhase>,
    /// Zielgruppen, 1 to 5.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub target_groups: Vec<TargetGroup>,
    /// Umsetzungsstand.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub status: Option<Status>,
    /// The month it began.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub start: Option<YearMonth>,
    /// The month it ended, not before its start.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub end: Option<YearMonth>,
    /// Ausgangslage und Bedarf. 200 to 1,500 characters.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub situation: String,
    /// Ziele. 1 to 5 of up to 200 characters.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub goals: Vec<String>,
    /// Vorgehen in restricted Markdown (paragraphs, lists, emphasis, links). 300 to 3,000 characters.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub approach: String,
    /// Ergebnisse. 200 to 2,000 characters.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub results: String,
    /// Kennzahlen that the case moved. Up to 20.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub indicators: Vec<Indicator>,
    /// Wirkungsnachweis.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub evidence: Option<Evidence>,
    /// Einmalige Kosten.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub costs_one_off: Option<CostBand>,
    /// Jährliche Kosten.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub costs_yearly: Option<CostBand>,
    /// Personalaufwand.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub staff_effort: Option<StaffBand>,
    /// Förderprogramme.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub funding_programmes: Vec<FundingProgramme>,
    /// Erfolgsfaktoren. 1 to 6 of up to 300 characters.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub success_factors: Vec<String>,
    /// Stolpersteine: what one would do differently. 1 to 6 of up to 300 characters.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub pitfalls: Vec<String>,
    /// Übertragbarkeit. 100 to 1,200 characters.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub transferability: String,
    /// Voraussetzungen; `None` means not answered yet, an empty list that there are none.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub preconditions: Option<Vec<Precondition>>,
    /// Erste Schritte in the first 90 days. Up to 7 of up to 200 characters.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub first_steps: Vec<String>,
    /// Whom to ask.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub contact: Option<Contact>,
    /// What the people behind the case offer to other municipalities.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub offers: Vec<Offer>,
    /// Links to material. Up to 20.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub links: Vec<Link>,
    /// Files. Up to [`crate::material::MOST_MATERIALS`].
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub materials: Vec<Material>,
    /// Where the case came from, if it is not the municipality's own text.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub source_url: Option<String>,
    /// On which terms others may use the text.
    pub licence: Licence,
    /// The case in Einfacher Sprache. Up to 1,000 characters.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub summary_easy_language: String,
}

/// A municipality outside the network.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Elsewhere {
    /// Its name. 2 to 120 characters.
    pub name: String,
    /// The Land it belongs to.
    pub state: State,
}

/// A figure that the case moved.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Indicator {
    /// What is counted. 2 to 200 characters.
    pub name: String,
    /// The figure before.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub before: Option<f64>,
    /// The figure after.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub after: Option<f64>,
    /// The unit of both: `Prozent`, `Plätze`. Up to 40 characters.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub unit: Option<String>,
    /// The year of the later figure, 1990 to 2100.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub year: Option<i32>,
    /// Where the figures come from. Up to 200 characters.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub source: Option<String>,
}

/// Whom to ask about a case.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Contact {
    /// A function mailbox, which outlives the person who reads it.
    pub mailbox: String,
    /// A person's or function's name. Up to 120 characters; personal data.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// A telephone number. Up to 40 characters; personal data.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub phone: Option<String>,
}

impl std::fmt::Debug for Contact {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str("Contact(…)")
    }
}

/// A link to material.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Link {
    /// What people read. 2 to 200 characters.
    pub title: String,
    /// An address of http or https, up to 2,000 characters.
    pub url: String,
}

/// The title of a case, or what stands in its place as long as a draft has none: headings, links, windows and mails want a name.
pub fn shown_title(title: &str) -> &str {
    if title.is_empty() { "Ohne Titel" } else { title }
}

impl CaseContent {
    /// The Land that the case belongs to, as far as it is known yet.
    pub fn state(&self) -> Option<State> {
        let own = self.municipality.as_ref().map(|ags| ags.municipality().state);
        own.or(self.elsewhere.as_ref().map(|place| place.state))
    }

    /// What people read as the case's place: `Burgenlandkreis`, or `Musterstadt (Brandenburg)` for one from elsewhere.
    pub fn place_name(&self) -> Option<String> {
        let own = self.municipality.as_ref().map(Ags::display_name);
        own.or_else(|| self.elsewhere.as_ref().map(|place| format!("{} ({})", place.name, place.state.label())))
    }

    /// The content as one canonical JSON text: what the database keeps and what [`CaseContent::hash`] is taken of.
    pub fn to_json(&self) -> String {
        serde_json::to_string(self).unwrap_or_default()
    }

    /// SHA-256 over the canonical JSON in 64 hexadecimal digits: two contents are the same if and only if their hashes are.
    pub fn hash(&self) -> String {
        hexadecimal(&Sha256::digest(self.to_json()))
    }
}
