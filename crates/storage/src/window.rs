//! Windows of long lists, found by position and not by number, so that a row is neither missed nor seen twice when others come or go.

use crate::StoreError;
use domain::{CaseView, ids::CaseId};
use std::sync::Arc;

/// Which part of a list is wanted.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Window {
    /// How many rows at most.
    pub limit: u64,
    /// The row that the window lies beyond; the row itself is not in it. `None` is the end of the list that one begins at.
    pub position: Option<Position>,
    /// Whether the window lies *before* the position (without one: at the list's end). Its rows come in the list's order all the same.
    pub backward: bool,
}

impl Window {
    /// The first rows of a list.
    pub fn first(limit: u64) -> Self {
        Self { limit, position: None, backward: false }
    }
}

/// Where a row stands in a list: what the list is ordered by, and the id that breaks ties. Taken from the rows of a [`Page`]; it stays
/// meaningful when the row is gone. One that was not made by a list of the same order is refused with [`crate::StoreError::Position`].
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Position {
    /// A time to the microsecond or the beginning of a folded title, depending on the order.
    pub key: String,
    /// The case.
    pub id: CaseId,
}

/// A part of a list.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Page {
    /// The rows in the list's order, but for those of cases that this version of the program cannot read, and that have just left the list.
    pub rows: Vec<(Position, Arc<CaseView>)>,
    /// Where the first and the last row stand, whether or not they are left out: whoever goes on from there gets past a part of which nothing is
    /// shown. Nothing where the list has no rows here.
    pub ends: Option<(Position, Position)>,
    /// Whether the list has rows before these.
    pub has_before: bool,
    /// Whether the list has rows after these.
    pub has_after: bool,
}

impl Page {
    /// Says in the log that a part of a list is without a case.
    pub(crate) fn say_left_out(case: CaseId, error: &StoreError) {
        tracing::error!(%case, %error, "a case that cannot be read is left out of a list");
    }
}

/// The first and the last of these.
pub(crate) fn ends<'a>(mut positions: impl DoubleEndedIterator<Item = &'a Position>) -> Option<(Position, Position)> {
    let first = positions.next()?;
    let last = positions.next_back().unwrap_or(first);
    Some((first.clone(), last.clone()))
}

/// A part of a list, without the cases themselves.
#[derive(Debug, Clone)]
pub(crate) struct ListRows {
    pub(crate) positions: Vec<Position>,
    pub(crate) has_before: bool,
    pub(crate) has_after: bool,
}
