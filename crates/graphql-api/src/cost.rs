//! What an operation costs: one for each field, lists times their size, and more for what reads the database or the search.

use crate::schema::{DEFAULT_PAGE, MAX_PAGE};

/// What reading from the database costs, beside the fields that are then written out.
pub(crate) const READ: usize = 5;

/// What a search costs.
pub(crate) const SEARCH: usize = 50;

/// The cost of a list: each entry's cost times the size of the page. `child` is the cost of what is selected of the list, all of which
/// is counted as if it were selected of its entries.
pub(crate) fn list(first: Option<i32>, last: Option<i32>, child: usize) -> usize {
    let size = first.or(last).unwrap_or(DEFAULT_PAGE).clamp(1, MAX_PAGE);
    READ + usize::try_from(size).unwrap_or_default().saturating_mul(child)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_list_costs_its_size() {
        assert_eq!(list(Some(10), None, 7), READ + 70);
        assert_eq!(list(None, Some(3), 7), READ + 21);
        assert_eq!(list(None, None, 1), READ + 20);
        assert_eq!(list(Some(i32::MAX), None, 1), READ + 100);
    }
}
