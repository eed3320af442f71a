//! What narrows lists, searches and subscriptions down.

use super::{
    timestamp::Timestamp,
    vocabulary_enum::{Term, unwrap},
};
use crate::errors::ApiError;
use async_graphql::InputObject;
use domain::{
    Ags, Rule, Violation,
    case_filter::MOST_MUNICIPALITIES,
    vocabulary::{Component, FieldOfAction, FundingProgramme, LifePhase, State, Status, TargetGroup, Vocabulary},
};

/// Narrows cases down: a case passes if, for every list that is given and not empty, it has at least one of its values, and if its
/// publications lie within the bounds.
#[derive(Debug, Clone, Default, InputObject)]
#[graphql(name = "CaseFilter")]
pub(crate) struct CaseFilterInput {
    /// Handlungsfelder.
    fields_of_action: Option<Vec<Term<FieldOfAction>>>,
    /// Kernkomponenten.
    components: Option<Vec<Term<Component>>>,
    /// Lebensphasen.
    life_phases: Option<Vec<Term<LifePhase>>>,
    /// Zielgruppen.
    target_groups: Option<Vec<Term<TargetGroup>>>,
    /// Umsetzungsstand.
    statuses: Option<Vec<Term<Status>>>,
    /// Länder.
    states: Option<Vec<Term<State>>>,
    /// Municipalities by AGS, up to 500; the five digits of a Landkreis mean its Gemeinden as well.
    municipalities: Option<Vec<String>>,
    /// Förderprogramme.
    funding_programmes: Option<Vec<Term<FundingProgramme>>>,
    /// Handlungsfelder of which a case must have one beside those of `fieldsOfAction`: what a municipality works on.
    focus_areas: Option<Vec<Term<FieldOfAction>>>,
    /// First published at this moment or later.
    published_after: Option<Timestamp>,
    /// First published before this moment.
    published_before: Option<Timestamp>,
    /// With a substantial new version published at this moment or later.
    renewed_after: Option<Timestamp>,
    /// With a substantial new version, the latest of which was published before this moment.
    renewed_before: Option<Timestamp>,
}

impl CaseFilterInput {
    /// The filter of a list or a search; none narrows nothing down.
    pub(crate) fn for_list(given: Option<Self>) -> Result<domain::CaseFilter, ApiError> {
        let refused = |violation: Violation| ApiError::bad_input(format!("filter.municipalities: {}", violation.message()));
        given.unwrap_or_default().into_domain().map_err(refused)
    }

    /// The filter as the domain knows it, or what is wrong with it.
    pub(crate) fn into_domain(self) -> Result<domain::CaseFilter, Violation> {
        let given = self.municipalities.unwrap_or_default();
        if given.len() > MOST_MUNICIPALITIES {
            return Err(Violation::new("municipality", Rule::TooMany { max: MOST_MUNICIPALITIES, given: given.len() }));
        }
        let municipalities = given.iter().map(|ags| municipality(ags)).collect::<Result<_, _>>()?;
        Ok(domain::CaseFilter {
            fields_of_action: each_once(self.fields_of_action),
            components: each_once(self.components),
            life_phases: each_once(self.life_phases),
            target_groups: each_once(self.target_groups),
            statuses: each_once(self.statuses),
            states: each_once(self.states),
            municipalities,
            funding_programmes: each_once(self.funding_programmes),
            published_after: self.published_after.map(|moment| moment.0),
            published_before: self.published_before.map(|moment| moment.0),
            focus_areas: each_once(self.focus_areas),
            renewed_after: self.renewed_after.map(|moment| moment.0),
            renewed_before: self.renewed_before.map(|moment| moment.0),
        })
    }
}

/// The terms of a list, each once however often it is named.
fn each_once<V: Vocabulary>(given: Option<Vec<Term<V>>>) -> Vec<V> {
    let mut terms = Vec::new();
    for term in unwrap(given) {
        if !terms.contains(&term) {
            terms.push(term);
        }
    }
    terms
}

/// The municipality of this key, or what is wrong with it.
pub(crate) fn municipality(given: &str) -> Result<Ags, Violation> {
    given.parse().map_err(|_| Violation::new("municipality", Rule::no_municipality(given)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_term_that_is_named_twice_counts_once() {
        let states = [State::Thueringen, State::Sachsen, State::Thueringen].map(Term).to_vec();
        let filter = CaseFilterInput { states: Some(states), ..CaseFilterInput::default() };
        assert_eq!(filter.into_domain().unwrap().states, [State::Thueringen, State::Sachsen]);
    }
}
