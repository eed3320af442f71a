//! What a search knows of a case beside its words.

use crate::{
    document::{self, Dates},
    filter_values::{self, FilterGroup, Masks},
    selection::Facts,
};
use domain::{CaseView, ids::CaseId};
use uuid::Uuid;

/// What is known of a case beside its words, read off the case itself.
pub(crate) struct CaseFacts {
    id: CaseId,
    masks: Masks,
    place: u64,
    dates: Dates,
}

impl CaseFacts {
    /// The facts of a case, or nothing if it does not belong into the search.
    pub(crate) fn of(case: &CaseView) -> Option<Self> {
        let dates = document::dates(case)?;
        Some(Self { id: case.id, masks: filter_values::masks(&case.content), place: document::place(&case.content), dates })
    }

    /// The case.
    pub(crate) fn case(&self) -> CaseId {
        self.id
    }
}

impl Facts for CaseFacts {
    fn mask(&self, group: FilterGroup) -> u64 {
        self.masks[group as usize]
    }

    fn place(&self) -> u64 {
        self.place
    }

    fn first_published(&self) -> i64 {
        self.dates.first.timestamp_micros()
    }

    fn published(&self) -> i64 {
        self.dates.latest.timestamp_micros()
    }

    fn renewed(&self) -> i64 {
        self.dates.renewed.map_or(0, |renewed| renewed.timestamp_micros())
    }

    fn confirmed(&self) -> i64 {
        self.dates.confirmed.timestamp_micros()
    }

    fn id(&self) -> (u64, u64) {
        self.id.0.as_u64_pair()
    }
}

/// What an index keeps of a case beside its words.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash)]
pub(crate) struct Card {
    pub(crate) id: Uuid,
    pub(crate) masks: Masks,
    pub(crate) place: u64,
    pub(crate) first_published: i64,
    pub(crate) published: i64,
    pub(crate) renewed: i64,
    pub(crate) confirmed: i64,
}

impl Facts for Card {
    fn mask(&self, group: FilterGroup) -> u64 {
        self.masks[group as usize]
    }

    fn place(&self) -> u64 {
        self.place
    }

    fn first_published(&self) -> i64 {
        self.first_published
    }

    fn published(&self) -> i64 {
        self.published
    }

    fn renewed(&self) -> i64 {
        self.renewed
    }

    fn confirmed(&self) -> i64 {
        self.confirmed
    }

    fn id(&self) -> (u64, u64) {
        self.id.as_u64_pair()
    }
}
