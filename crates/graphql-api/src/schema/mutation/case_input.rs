//! What a case says, as mutations take it: every field may be left out, and null is not the same as left out.
//!
//! Written as JSON the input is a line of an import, and is read by the same code (`CaseRecord`), so that both are refused for the same
//! reasons in the same words.

use crate::schema::{types::user_error::UserError, vocabulary_enum::Term};
use async_graphql::{InputObject, MaybeUndefined};
use domain::{
    CaseContent, ErrorCode, Violation,
    case::{CaseRecord, Stage},
    vocabulary::{
        Component, CostBand, Evidence, FieldOfAction, FundingProgramme, Licence, LifePhase, Offer, Precondition, StaffBand, State, Status,
        TargetGroup,
    },
};
use serde::Serialize;
use serde_json::{Map, Value};
use usecases::Refusal;

/// What a case says. A draft may leave out every field; what is needed to hand the case in, and what besides to publish it, stands with it.
#[derive(Debug, Default, InputObject, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct PracticeCaseInput {
    /// The identity that a source outside gave it, 1 to 100 characters, unique. Only for a new case.
    #[serde(skip_serializing_if = "MaybeUndefined::is_undefined")]
    external_id: MaybeUndefined<String>,
    /// Says what was done, not only a brand name. 10 to 120 characters. Needed to hand in.
    #[serde(skip_serializing_if = "MaybeUndefined::is_undefined")]
    title: MaybeUndefined<String>,
    /// The case in a few sentences, plain text. 80 to 300 characters. Needed to hand in.
    #[serde(skip_serializing_if = "MaybeUndefined::is_undefined")]
    teaser: MaybeUndefined<String>,
    /// The AGS of the municipality whose case this is; either this or `elsewhere`. Needed to hand in.
    #[serde(skip_serializing_if = "MaybeUndefined::is_undefined")]
    municipality: MaybeUndefined<String>,
    /// A municipality outside the network, for good examples from elsewhere.
    #[serde(skip_serializing_if = "MaybeUndefined::is_undefined")]
    elsewhere: MaybeUndefined<ElsewhereInput>,
    /// The AGS of further municipalities that took part.
    #[serde(skip_serializing_if = "MaybeUndefined::is_undefined")]
    partners: MaybeUndefined<Vec<String>>,
    /// Handlungsfelder, 1 to 3, the first is the primary one. Needed to hand in.
    #[serde(skip_serializing_if = "MaybeUndefined::is_undefined")]
    fields_of_action: MaybeUndefined<Vec<Term<FieldOfAction>>>,
    /// Kernkomponenten, 1 to 4. Needed to hand in.
    #[serde(skip_serializing_if = "MaybeUndefined::is_undefined")]
    components: MaybeUndefined<Vec<Term<Component>>>,
    /// Lebensphasen, 1 to 9. Needed to hand in.
    #[serde(skip_serializing_if = "MaybeUndefined::is_undefined")]
    life_phases: MaybeUndefined<Vec<Term<LifePhase>>>,
    /// Zielgruppen, 1 to 5. Needed to hand in.
    #[serde(skip_serializing_if = "MaybeUndefined::is_undefined")]
    target_groups: MaybeUndefined<Vec<Term<TargetGroup>>>,
    /// Umsetzungsstand. Needed to hand in.
    #[serde(skip_serializing_if = "MaybeUndefined::is_undefined")]
    status: MaybeUndefined<Term<Status>>,
    /// The month it began, as `2024-09`. Needed to hand in.
    #[serde(skip_serializing_if = "MaybeUndefined::is_undefined")]
    start: MaybeUndefined<String>,
    /// The month it ended, as `2026-02`; not before its start.
    #[serde(skip_serializing_if = "MaybeUndefined::is_undefined")]
    end: MaybeUndefined<String>,
    /// Ausgangslage und Bedarf. 200 to 1,500 characters. Needed to publish.
    #[serde(skip_serializing_if = "MaybeUndefined::is_undefined")]
    situation: MaybeUndefined<String>,
    /// Ziele. 1 to 5 of up to 200 characters. Needed to publish.
    #[serde(skip_serializing_if = "MaybeUndefined::is_undefined")]
    goals: MaybeUndefined<Vec<String>>,
    /// Vorgehen in restricted Markdown: paragraphs, lists, emphasis, links. 300 to 3,000 characters. Needed to publish.
    #[serde(skip_serializing_if = "MaybeUndefined::is_undefined")]
    approach: MaybeUndefined<String>,
    /// Ergebnisse. 200 to 2,000 characters. Needed to publish.
    #[serde(skip_serializing_if = "MaybeUndefined::is_undefined")]
    results: MaybeUndefined<String>,
    /// Kennzahlen that the case moved. Up to 20.
    #[serde(skip_serializing_if = "MaybeUndefined::is_undefined")]
    indicators: MaybeUndefined<Vec<IndicatorInput>>,
    /// Wirkungsnachweis. Needed to publish.
    #[serde(skip_serializing_if = "MaybeUndefined::is_undefined")]
    evidence: MaybeUndefined<Term<Evidence>>,
    /// Einmalige Kosten.
    #[serde(skip_serializing_if = "MaybeUndefined::is_undefined")]
    costs_one_off: MaybeUndefined<Term<CostBand>>,
    /// Jährliche Kosten.
    #[serde(skip_serializing_if = "MaybeUndefined::is_undefined")]
    costs_yearly: MaybeUndefined<Term<CostBand>>,
    /// Personalaufwand.
    #[serde(skip_serializing_if = "MaybeUndefined::is_undefined")]
    staff_effort: MaybeUndefined<Term<StaffBand>>,
    /// Förderprogramme.
    #[serde(skip_serializing_if = "MaybeUndefined::is_undefined")]
    funding_programmes: MaybeUndefined<Vec<Term<FundingProgramme>>>,
    /// Erfolgsfaktoren. 1 to 6 of up to 300 characters. Needed to publish.
    #[serde(skip_serializing_if = "MaybeUndefined::is_undefined")]
    success_factors: MaybeUndefined<Vec<String>>,
    /// Stolpersteine: what one would do differently. 1 to 6 of up to 300 characters. Needed to publish.
    #[serde(skip_serializing_if = "MaybeUndefined::is_undefined")]
    pitfalls: MaybeUndefined<Vec<String>>,
    /// Übertragbarkeit. 100 to 1,200 characters. Needed to publish.
    #[serde(skip_serializing_if = "MaybeUndefined::is_undefined")]
    transferability: MaybeUndefined<String>,
    /// Voraussetzungen; null means not answered yet, an empty list that there are none. Needed to publish.
    #[serde(skip_serializing_if = "MaybeUndefined::is_undefined")]
    preconditions: MaybeUndefined<Vec<Term<Precondition>>>,
    /// Erste Schritte in the first 90 days. Up to 7 of up to 200 characters.
    #[serde(skip_serializing_if = "MaybeUndefined::is_undefined")]
    first_steps: MaybeUndefined<Vec<String>>,
    /// Whom to ask. Needed to hand in.
    #[serde(skip_serializing_if = "MaybeUndefined::is_undefined")]
    contact: MaybeUndefined<ContactInput>,
    /// What the people behind the case offer to other municipalities.
    #[serde(skip_serializing_if = "MaybeUndefined::is_undefined")]
    offers: MaybeUndefined<Vec<Term<Offer>>>,
    /// Links to material. Up to 20.
    #[serde(skip_serializing_if = "MaybeUndefined::is_undefined")]
    links: MaybeUndefined<Vec<LinkInput>>,
    /// Where the case came from, if it is not the municipality's own text.
    #[serde(skip_serializing_if = "MaybeUndefined::is_undefined")]
    source_url: MaybeUndefined<String>,
    /// On which terms others may use the text; CC_BY_4_0 if nothing is chosen.
    #[serde(skip_serializing_if = "MaybeUndefined::is_undefined")]
    licence: MaybeUndefined<Term<Licence>>,
    /// The case in Einfacher Sprache. Up to 1,000 characters.
    #[serde(skip_serializing_if = "MaybeUndefined::is_undefined")]
    summary_easy_language: MaybeUndefined<String>,
}

/// A municipality outside the network.
#[derive(Debug, InputObject, Serialize)]
pub(crate) struct ElsewhereInput {
    /// Its name. 2 to 120 characters.
    name: String,
    /// The Land it belongs to.
    state: Term<State>,
}

/// Kennzahl: a figure that the case moved.
#[derive(Debug, InputObject, Serialize)]
pub(crate) struct IndicatorInput {
    /// What is counted. 2 to 200 characters.
    name: String,
    /// The figure before.
    before: Option<f64>,
    /// The figure after.
    after: Option<f64>,
    /// The unit of both: `Prozent`, `Plätze`. Up to 40 characters.
    unit: Option<String>,
    /// The year of the later figure, 1990 to 2100.
    year: Option<i32>,
    /// Where the figures come from. Up to 200 characters.
    source: Option<String>,
}

/// Whom to ask about a case.
#[derive(Debug, InputObject, Serialize)]
pub(crate) struct ContactInput {
    /// A function mailbox, which outlives the person who reads it.
    mailbox: String,
    /// A person's or function's name. Up to 120 characters; shown to members only.
    name: Option<String>,
    /// A telephone number. Up to 40 characters; shown to members only.
    phone: Option<String>,
}

/// A link to material.
#[derive(Debug, InputObject, Serialize)]
pub(crate) struct LinkInput {
    /// What people read. 2 to 200 characters.
    title: String,
    /// An address of http or https, up to 2,000 characters.
    url: String,
}

/// A change of a case's content: what is in it replaces what was there, null empties.
#[derive(Debug)]
pub(crate) struct Change(Map<String, Value>);

impl PracticeCaseInput {
    /// The input as the record of a new case, or every rule that its fields break.
    pub(crate) fn into_record(self) -> Result<CaseRecord, Vec<Violation>> {
        read(&self.into_keys())
    }

    /// The input as a change of a case that is there, or why it is none.
    pub(crate) fn into_change(self) -> Result<Change, Vec<UserError>> {
        if !self.external_id.is_undefined() {
            let message = "Externe Kennung: Sie lässt sich nur beim Anlegen eines Praxisbeispiels angeben.";
            return Err(vec![UserError::of_field(ErrorCode::BadUserInput, "externalId", message)]);
        }
        let keys = self.into_keys();
        match read(&keys) {
            Ok(_) => Ok(Change(keys)),
            Err(violations) => Err(UserError::of_refusal(&Refusal::Invalid(violations))),
        }
    }

    fn into_keys(self) -> Map<String, Value> {
        match serde_json::to_value(self) {
            Ok(Value::Object(keys)) => keys,
            _ => Map::new(),
        }
    }
}

/// What the keys say, or all that is wrong with them: nobody is to mend one thing in order to hear of the next.
fn read(keys: &Map<String, Value>) -> Result<CaseRecord, Vec<Violation>> {
    let line = Value::Object(keys.clone()).to_string();
    CaseRecord::from_json(&line).map_err(|_| CaseRecord::violations(&line, Stage::Draft))
}

impl Change {
    /// Makes the change. The change was read by itself before, and `content` is content, so that both together are content.
    pub(crate) fn apply(self, content: &mut CaseContent) {
        let Ok(Value::Object(mut keys)) = serde_json::to_value(&*content) else { return };
        for (key, value) in self.0 {
            if value.is_null() {
                keys.remove(&key)
            } else {
                keys.insert(key, value)
            };
        }
        if let Ok(changed) = serde_json::from_value(Value::Object(keys)) {
            *content = changed;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_left_out_stays_and_null_empties() {
        let mut content = CaseContent { title: "Ein alter Titel".into(), teaser: "Ein Text".into(), ..CaseContent::default() };
        content.goals = vec!["Ziel".into()];
        let input = PracticeCaseInput {
            title: MaybeUndefined::Value("Ein neuer Titel".into()),
            goals: MaybeUndefined::Null,
            preconditions: MaybeUndefined::Value(Vec::new()),
            ..PracticeCaseInput::default()
        };
        input.into_change().unwrap().apply(&mut content);
        assert_eq!((content.title.as_str(), content.teaser.as_str()), ("Ein neuer Titel", "Ein Text"));
        assert_eq!((content.goals, content.preconditions), (Vec::new(), Some(Vec::new())));
    }

    #[test]
    fn values_of_the_wrong_form_are_told_as_an_import_tells_them_with_whatever_else_is_wrong() {
        let input = PracticeCaseInput {
            title: MaybeUndefined::Value("t".repeat(121)),
            municipality: MaybeUndefined::Value("99999".into()),
            start: MaybeUndefined::Value("gestern".into()),
            ..PracticeCaseInput::default()
        };
        let violations = input.into_record().unwrap_err();
        let found: Vec<_> = violations.iter().map(|violation| (violation.field.as_str(), violation.code().as_str())).collect();
        assert_eq!(found, [("municipality", "UNKNOWN_VALUE"), ("start", "MALFORMED"), ("title", "TOO_LONG")]);
    }
}
