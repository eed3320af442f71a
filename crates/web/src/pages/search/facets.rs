//! The filters beside the results, with how many cases each value has.

use super::search::{Counts, SearchSearchCasesFacets};
use crate::search_state::{GROUPS, PLACES, SearchState, Selected};
use domain::Ags;

/// One filter with its values.
pub(super) struct FacetGroup {
    /// The filter's name in addresses.
    pub name: &'static str,
    /// The filter's German name.
    pub label: &'static str,
    /// Its values: those in force and those that would find something.
    pub values: Vec<FacetValue>,
    /// Whether the group is shown unfolded.
    pub is_open: bool,
    /// How many of its values are in force.
    pub active: usize,
}

/// One value of a filter.
pub(super) struct FacetValue {
    pub value: String,
    pub label: String,
    /// How many cases have it; nothing for a Gemeinde, which is counted with its Landkreis.
    pub count: Option<i64>,
    pub is_selected: bool,
}

/// The groups in the order in which people see them; groups without a value are left out.
pub(super) fn groups(search: &SearchState, facets: &SearchSearchCasesFacets) -> Vec<FacetGroup> {
    let selected = search.selected();
    let counts: [&[Counts]; 8] = [
        &facets.fields_of_action,
        &facets.states,
        &facets.municipalities,
        &facets.life_phases,
        &facets.target_groups,
        &facets.components,
        &facets.status,
        &facets.funding_programmes,
    ];
    let named = GROUPS.into_iter().zip(counts).enumerate();
    named
        .map(|(place, ((name, label), counts))| group(place, name, label, counts, &selected))
        .filter(|group| !group.values.is_empty())
        .collect()
}

fn group(place: usize, name: &'static str, label: &'static str, counts: &[Counts], selected: &[Selected]) -> FacetGroup {
    let own: Vec<_> = selected.iter().filter(|selected| selected.name == name).collect();
    // What is in force stands first, so that it is seen even where it finds nothing any more.
    let mut values: Vec<_> = own
        .iter()
        .map(|selected| {
            let counted = counts.iter().find(|count| count.value == selected.value).map(|count| count.count);
            let is_gemeinde = || name == PLACES && selected.value.parse::<Ags>().is_ok_and(|ags| ags.is_gemeinde());
            let count = counted.or_else(|| (!is_gemeinde()).then_some(0));
            FacetValue { value: selected.value.clone(), label: selected.label.clone(), count, is_selected: true }
        })
        .collect();
    values.extend(counts.iter().filter(|count| own.iter().all(|selected| selected.value != count.value)).map(|count| FacetValue {
        value: count.value.clone(),
        label: count.label.clone(),
        count: Some(count.count),
        is_selected: false,
    }));
    // The first two lists are what most people look for.
    FacetGroup { name, label, is_open: place < 2 || !own.is_empty(), active: own.len(), values }
}
