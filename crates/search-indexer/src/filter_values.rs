//! The values that a case is filtered and counted by, as both engines keep them.

use domain::{
    Ags, CaseContent, CaseFilter, municipality,
    vocabulary::{Component, FieldOfAction, FundingProgramme, LifePhase, State, Status, TargetGroup, Vocabulary},
};

/// A list of [`CaseFilter`] and the facet that belongs to it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) enum FilterGroup {
    FieldsOfAction,
    Components,
    LifePhases,
    TargetGroups,
    Statuses,
    States,
    FundingProgrammes,
    Municipalities,
}

/// All groups, each at the place of its number.
pub(crate) const GROUPS: &[FilterGroup; 8] = &[
    FilterGroup::FieldsOfAction,
    FilterGroup::Components,
    FilterGroup::LifePhases,
    FilterGroup::TargetGroups,
    FilterGroup::Statuses,
    FilterGroup::States,
    FilterGroup::FundingProgrammes,
    FilterGroup::Municipalities,
];

impl FilterGroup {
    /// The group's name as a field of an index.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::FieldsOfAction => FieldOfAction::NAME,
            Self::Components => Component::NAME,
            Self::LifePhases => LifePhase::NAME,
            Self::TargetGroups => TargetGroup::NAME,
            Self::Statuses => Status::NAME,
            Self::States => State::NAME,
            Self::FundingProgrammes => FundingProgramme::NAME,
            Self::Municipalities => "district",
        }
    }

    /// The value with this ordinal: a vocabulary's key or the AGS of a district.
    pub(crate) fn value(self, ordinal: usize) -> Option<&'static str> {
        fn key<V: Vocabulary>(ordinal: usize) -> Option<&'static str> {
            V::ALL.get(ordinal).map(|term| term.key())
        }
        match self {
            Self::FieldsOfAction => key::<FieldOfAction>(ordinal),
            Self::Components => key::<Component>(ordinal),
            Self::LifePhases => key::<LifePhase>(ordinal),
            Self::TargetGroups => key::<TargetGroup>(ordinal),
            Self::Statuses => key::<Status>(ordinal),
            Self::States => key::<State>(ordinal),
            Self::FundingProgrammes => key::<FundingProgramme>(ordinal),
            Self::Municipalities => municipality::all().get(ordinal).map(|municipality| municipality.ags),
        }
    }

    /// The value with this ordinal together with the group, for an index that keeps all groups in one field.
    pub(crate) fn qualified(self, ordinal: usize) -> Option<String> {
        self.value(ordinal).map(|value| format!("{}:{value}", self.name()))
    }

    /// The ordinals in a mask.
    pub(crate) fn ordinals(self, mask: u64) -> impl Iterator<Item = usize> {
        (0..self.len()).filter(move |ordinal| mask & (1 << ordinal) != 0)
    }

    /// How many values the group has.
    pub(crate) fn len(self) -> usize {
        match self {
            Self::FieldsOfAction => FieldOfAction::ALL.len(),
            Self::Components => Component::ALL.len(),
            Self::LifePhases => LifePhase::ALL.len(),
            Self::TargetGroups => TargetGroup::ALL.len(),
            Self::Statuses => Status::ALL.len(),
            Self::States => State::ALL.len(),
            Self::FundingProgrammes => FundingProgramme::ALL.len(),
            Self::Municipalities => municipality::all().len(),
        }
    }
}

/// One set of values per group, as a bit mask of their ordinals; indexed by the group's number.
pub(crate) type Masks = [u64; GROUPS.len()];

/// The masks of a case. At most 64 districts fit; a test holds the table to that.
pub(crate) fn masks(content: &CaseContent) -> Masks {
    let district = content.municipality.as_ref().and_then(|ags| district_ordinal(ags.district()));
    [
        mask(&content.fields_of_action),
        mask(&content.components),
        mask(&content.life_phases),
        mask(&content.target_groups),
        mask(content.status.as_slice()),
        mask(content.state().as_slice()),
        mask(&content.funding_programmes),
        district.map_or(0, |ordinal| 1 << ordinal),
    ]
}

/// The masks that a filter asks for; 0 where it asks for nothing. The municipalities are not in it, see [`wanted_places`].
pub(crate) fn wanted(filter: &CaseFilter) -> Masks {
    [
        mask(&filter.fields_of_action),
        mask(&filter.components),
        mask(&filter.life_phases),
        mask(&filter.target_groups),
        mask(&filter.statuses),
        mask(&filter.states),
        mask(&filter.funding_programmes),
        0,
    ]
}

/// The focus areas that a filter asks for beside its fields, as a mask of that group; 0 where it asks for none.
pub(crate) fn wanted_focus(filter: &CaseFilter) -> u64 {
    mask(&filter.focus_areas)
}

/// The municipalities that a filter asks for, as [`place_number`]s, and for districts the number of their own.
pub(crate) fn wanted_places(filter: &CaseFilter) -> Vec<u64> {
    filter.municipalities.iter().map(place_number).collect()
}

/// An AGS as a number: eight digits, a district's own key ending in three zeros. 0 is no municipality.
pub(crate) fn place_number(ags: &Ags) -> u64 {
    let number = ags.as_str().parse().unwrap_or(0);
    if ags.is_gemeinde() { number } else { number * 1000 }
}

/// The place of a district in the table of municipalities.
pub(crate) fn district_ordinal(district: &str) -> Option<usize> {
    municipality::all().binary_search_by(|municipality| municipality.ags.cmp(district)).ok()
}

fn mask<V: Vocabulary>(terms: &[V]) -> u64 {
    terms.iter().fold(0, |mask, term| mask | 1 << term.ordinal())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_group_fits_a_mask_and_stands_at_its_number() {
        for (place, group) in GROUPS.iter().enumerate() {
            assert_eq!(*group as usize, place);
            assert!(group.len() <= 64, "{group:?}");
            assert!(group.value(group.len() - 1).is_some() && group.value(group.len()).is_none());
        }
    }

    #[test]
    fn districts_are_found_by_their_key() {
        assert_eq!(municipality::all()[district_ordinal("15084").unwrap()].name, "Burgenlandkreis");
        assert_eq!(place_number(&"15084".parse().unwrap()), 15_084_000);
        assert_eq!(place_number(&"15084550".parse().unwrap()), 15_084_550);
    }
}
