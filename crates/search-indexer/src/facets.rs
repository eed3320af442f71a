//! How many of the cases that a search found have which value.

use crate::filter_values::{FilterGroup, GROUPS};

/// How many cases have one value of a facet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FacetCount {
    /// The vocabulary's key, or the AGS of a Landkreis or kreisfreie Stadt.
    pub value: String,
    /// How many cases a search with this value (beside those selected in the other facets) finds.
    pub count: usize,
}

/// The facets of a search. They are disjunctive: what is selected within a facet narrows the other facets, not its own, so that
/// each number is what a click on it gives. The highest count comes first, equal counts in the vocabulary's order; values that
/// no case has are left out.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Facets {
    /// Handlungsfelder.
    pub fields_of_action: Vec<FacetCount>,
    /// Länder.
    pub states: Vec<FacetCount>,
    /// Lebensphasen.
    pub life_phases: Vec<FacetCount>,
    /// Kernkomponenten.
    pub components: Vec<FacetCount>,
    /// Zielgruppen.
    pub target_groups: Vec<FacetCount>,
    /// Umsetzungsstand.
    pub status: Vec<FacetCount>,
    /// Landkreise and kreisfreie Städte; a Gemeinde counts for the Landkreis around it.
    pub municipalities: Vec<FacetCount>,
    /// Förderprogramme.
    pub funding_programmes: Vec<FacetCount>,
}

impl Facets {
    /// Makes facets of the counts by group and ordinal.
    pub(crate) fn from_counts(counts: &GroupCounts) -> Self {
        let mut facets = Self::default();
        for group in GROUPS {
            *facets.group_mut(*group) = counts.ranked(*group);
        }
        facets
    }

    /// Adds the counts of further cases.
    pub(crate) fn add(&mut self, more: &GroupCounts) {
        let mut counts = more.clone();
        for group in GROUPS {
            for FacetCount { value, count } in &*self.group_mut(*group) {
                if let Some(ordinal) = (0..group.len()).find(|ordinal| group.value(*ordinal) == Some(value.as_str())) {
                    counts.add(*group, ordinal, *count);
                }
            }
        }
        *self = Self::from_counts(&counts);
    }

    fn group_mut(&mut self, group: FilterGroup) -> &mut Vec<FacetCount> {
        match group {
            FilterGroup::FieldsOfAction => &mut self.fields_of_action,
            FilterGroup::Components => &mut self.components,
            FilterGroup::LifePhases => &mut self.life_phases,
            FilterGroup::TargetGroups => &mut self.target_groups,
            FilterGroup::Statuses => &mut self.status,
            FilterGroup::States => &mut self.states,
            FilterGroup::FundingProgrammes => &mut self.funding_programmes,
            FilterGroup::Municipalities => &mut self.municipalities,
        }
    }
}

/// Counts by group and by the value's ordinal within it.
#[derive(Debug, Clone)]
pub(crate) struct GroupCounts([[usize; 64]; GROUPS.len()]);

impl Default for GroupCounts {
    fn default() -> Self {
        Self([[0; 64]; GROUPS.len()])
    }
}

impl GroupCounts {
    /// Counts one case for each value in the mask.
    pub(crate) fn count_mask(&mut self, group: FilterGroup, mut mask: u64) {
        let counts = &mut self.0[group as usize];
        while mask != 0 {
            counts[mask.trailing_zeros() as usize] += 1;
            mask &= mask - 1;
        }
    }

    /// Adds `count` cases to a value.
    pub(crate) fn add(&mut self, group: FilterGroup, ordinal: usize, count: usize) {
        self.0[group as usize][ordinal] += count;
    }

    /// Adds another part's counts.
    pub(crate) fn merge(&mut self, other: &Self) {
        for (own, others) in self.0.iter_mut().flatten().zip(other.0.iter().flatten()) {
            *own += others;
        }
    }

    fn ranked(&self, group: FilterGroup) -> Vec<FacetCount> {
        let counts = self.0[group as usize].iter().copied().enumerate().filter(|(_, count)| *count > 0);
        let mut ranked: Vec<(usize, usize)> = counts.collect();
        ranked.sort_by_key(|(ordinal, count)| (std::cmp::Reverse(*count), *ordinal));
        let value = |ordinal| group.value(ordinal).map(str::to_owned);
        ranked.into_iter().filter_map(|(ordinal, count)| Some(FacetCount { value: value(ordinal)?, count })).collect()
    }
}
