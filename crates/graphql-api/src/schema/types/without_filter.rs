//! What a search would find without one of its filters.

use crate::{errors::ApiError, session::Session};
use async_graphql::SimpleObject;
use domain::CaseFilter;
use usecases::{
    TypedSearch,
    find_cases::{self, Matching},
};

/// How many cases a search would find without one of its filters.
#[derive(Debug, Clone, SimpleObject)]
pub(crate) struct WithoutFilter {
    /// The filter's name in `CaseFilter`: `fieldsOfAction`.
    filter: &'static str,
    /// How many cases the search finds without it.
    total_count: i32,
}

/// The lists of a filter, each with what empties it.
type Emptying = (&'static str, fn(&CaseFilter) -> bool, fn(&mut CaseFilter));

const LISTS: [Emptying; 11] = [
    ("fieldsOfAction", |filter| filter.fields_of_action.is_empty(), |filter| filter.fields_of_action.clear()),
    ("components", |filter| filter.components.is_empty(), |filter| filter.components.clear()),
    ("lifePhases", |filter| filter.life_phases.is_empty(), |filter| filter.life_phases.clear()),
    ("targetGroups", |filter| filter.target_groups.is_empty(), |filter| filter.target_groups.clear()),
    ("statuses", |filter| filter.statuses.is_empty(), |filter| filter.statuses.clear()),
    ("states", |filter| filter.states.is_empty(), |filter| filter.states.clear()),
    ("municipalities", |filter| filter.municipalities.is_empty(), |filter| filter.municipalities.clear()),
    ("fundingProgrammes", |filter| filter.funding_programmes.is_empty(), |filter| filter.funding_programmes.clear()),
    (
        "publishedAfter",
        |filter| filter.published_after.is_none() && filter.published_before.is_none(),
        |filter| (filter.published_after, filter.published_before) = (None, None),
    ),
    ("focusAreas", |filter| filter.focus_areas.is_empty(), |filter| filter.focus_areas.clear()),
    (
        "renewedAfter",
        |filter| filter.renewed_after.is_none() && filter.renewed_before.is_none(),
        |filter| (filter.renewed_after, filter.renewed_before) = (None, None),
    ),
];

impl WithoutFilter {
    /// For each filter of a search that found nothing, what it finds without it.
    pub(crate) async fn all(session: &Session, (search, matching): (&TypedSearch, Matching), total: usize) -> Result<Vec<Self>, ApiError> {
        let mut found = Vec::new();
        // Without one of its filters a search for every word may have more cases to look through than it takes.
        if total > 0 || matching == Matching::EveryWord {
            return Ok(found);
        }
        for (name, is_empty, empty) in LISTS {
            if is_empty(&search.filter) {
                continue;
            }
            let mut wider = search.clone();
            empty(&mut wider.filter);
            let total = find_cases::count(&session.network, &wider).await.map_err(|error| session.error(error))?;
            if total > 0 {
                found.push(Self { filter: name, total_count: i32::try_from(total).unwrap_or(i32::MAX) });
            }
        }
        found.sort_by_key(|without| std::cmp::Reverse(without.total_count));
        Ok(found)
    }
}
