//! How lists, searches and subscriptions narrow down cases, and the order that lists come in.

use crate::{
    case::CaseContent,
    municipality::Ags,
    vocabulary::{Component, FieldOfAction, FundingProgramme, LifePhase, State, Status, TargetGroup},
};
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

/// How many municipalities a filter from outside may name: ten times as many as the network has Landkreise and kreisfreie Städte.
pub const MOST_MUNICIPALITIES: usize = 500;

/// A case passes if, for every list that is not empty, it has at least one of its values, and if its publications lie within the
/// bounds. Serialised, it is what a subscription keeps.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct CaseFilter {
    /// Handlungsfelder.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub fields_of_action: Vec<FieldOfAction>,
    /// Kernkomponenten.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub components: Vec<Component>,
    /// Lebensphasen.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub life_phases: Vec<LifePhase>,
    /// Zielgruppen.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub target_groups: Vec<TargetGroup>,
    /// Umsetzungsstand.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub statuses: Vec<Status>,
    /// Länder.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub states: Vec<State>,
    /// Municipalities; the key of a Landkreis means its Gemeinden as well. Partners do not count.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub municipalities: Vec<Ags>,
    /// Förderprogramme.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub funding_programmes: Vec<FundingProgramme>,
    /// Handlungsfelder once more, beside `fields_of_action`: what a municipality works on, of which a case must have one as well.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub focus_areas: Vec<FieldOfAction>,
    /// First published at this moment or later.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub published_after: Option<DateTime<Utc>>,
    /// First published before this moment.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub published_before: Option<DateTime<Utc>>,
    /// With a substantial new version published at this moment or later.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub renewed_after: Option<DateTime<Utc>>,
    /// With a substantial new version, the latest of which was published before this moment.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub renewed_before: Option<DateTime<Utc>>,
}

impl CaseFilter {
    /// Whether this filter lets everything pass.
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }

    /// Whether a case with this content passes that was first published at `published_at`, and anew at `renewed_at` if ever.
    pub fn matches(&self, content: &CaseContent, published_at: DateTime<Utc>, renewed_at: Option<DateTime<Utc>>) -> bool {
        fn any<T: PartialEq>(wanted: &[T], has: &[T]) -> bool {
            wanted.is_empty() || has.iter().any(|value| wanted.contains(value))
        }
        any(&self.fields_of_action, &content.fields_of_action)
            && any(&self.components, &content.components)
            && any(&self.life_phases, &content.life_phases)
            && any(&self.target_groups, &content.target_groups)
            && any(&self.statuses, content.status.as_slice())
            && any(&self.states, content.state().as_slice())
            && any(&self.funding_programmes, &content.funding_programmes)
            && any(&self.focus_areas, &content.fields_of_action)
            && (self.municipalities.is_empty() || content.municipality.as_ref().is_some_and(|ags| self.names(ags)))
            && self.published_after.is_none_or(|bound| published_at >= bound)
            && self.published_before.is_none_or(|bound| published_at < bound)
            && self.renewed_after.is_none_or(|bound| renewed_at.is_some_and(|at| at >= bound))
            && self.renewed_before.is_none_or(|bound| renewed_at.is_some_and(|at| at < bound))
    }

    /// How many of the asked-for fields of action, components, life phases, target groups and funding programmes the case has: the more, the better it
    /// fits. The other lists are conditions that a case meets or does not.
    pub fn shared(&self, content: &CaseContent) -> u32 {
        fn both<T: PartialEq>(wanted: &[T], has: &[T]) -> usize {
            has.iter().filter(|value| wanted.contains(value)).count()
        }
        let shared = both(&self.fields_of_action, &content.fields_of_action)
            + both(&self.components, &content.components)
            + both(&self.life_phases, &content.life_phases)
            + both(&self.target_groups, &content.target_groups)
            + both(&self.funding_programmes, &content.funding_programmes);
        u32::try_from(shared).unwrap_or(u32::MAX)
    }

    fn names(&self, ags: &Ags) -> bool {
        self.municipalities.iter().any(|wanted| wanted == ags || wanted.as_str() == ags.district())
    }
}

/// The order that a list of cases comes in. Ties are broken by the case's id, so that an order is total.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum CaseOrder {
    /// The latest first publication first.
    #[default]
    Newest,
    /// The earliest first publication first.
    Oldest,
    /// The latest change of the published text first.
    RecentlyUpdated,
    /// What somebody vouched for last, by publishing or confirming it, first.
    RecentlyConfirmed,
    /// By title as a German dictionary sorts it.
    Title,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists_are_joined_by_and_their_values_by_or() {
        let content = CaseContent {
            municipality: "15084550".parse().ok(),
            fields_of_action: vec![FieldOfAction::Governance, FieldOfAction::Inclusion],
            ..CaseContent::default()
        };
        let at = DateTime::UNIX_EPOCH;
        let passes = |filter: CaseFilter| filter.matches(&content, at, Some(at));
        let fields_of_action = vec![FieldOfAction::Inclusion, FieldOfAction::Volunteering];
        assert!(passes(CaseFilter { fields_of_action: fields_of_action.clone(), ..CaseFilter::default() }));
        assert!(!passes(CaseFilter { fields_of_action, states: vec![State::Sachsen], ..CaseFilter::default() }));
        let both =
            CaseFilter { fields_of_action: content.fields_of_action.clone(), states: vec![State::SachsenAnhalt], ..CaseFilter::default() };
        assert_eq!((both.shared(&content), CaseFilter::default().shared(&content)), (2, 0));
        assert!(passes(CaseFilter { municipalities: vec!["15084".parse().unwrap()], ..CaseFilter::default() }));
        assert!(!passes(CaseFilter { published_before: Some(at), ..CaseFilter::default() }));
        assert!(passes(CaseFilter { published_after: Some(at), ..CaseFilter::default() }));
        let both = CaseFilter {
            fields_of_action: vec![FieldOfAction::Governance],
            focus_areas: vec![FieldOfAction::Inclusion],
            ..CaseFilter::default()
        };
        assert!(passes(both.clone()), "one of each list, though the lists share none");
        assert!(!passes(CaseFilter { focus_areas: vec![FieldOfAction::Volunteering], ..both }));
        let (since, before) = (
            CaseFilter { renewed_after: Some(at), ..CaseFilter::default() },
            CaseFilter { renewed_before: Some(at), ..CaseFilter::default() },
        );
        assert!(!passes(before) && !since.matches(&content, at, None), "what was never renewed lies within no bounds");
        assert!(passes(since));
    }
}
