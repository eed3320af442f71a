//! What an operation costs: one for each field, lists times their size, and more for what reads the database or the search.

use crate::schema::{DEFAULT_PAGE, MAX_PAGE};
use usecases::find_cases::Matching;

/// What reading from the database costs, beside the fields that are then written out.
pub(crate) const READ: usize = 5;

/// What a search costs.
pub(crate) const SEARCH: usize = 50;

/// What marking the words of a search in a case costs: its whole text is gone through, and for every hit that is more than finding it.
pub(crate) const HIGHLIGHTS: usize = 10;

/// What a search costs that takes cases in this way.
pub(crate) fn search(matching: Option<Matching>) -> usize {
    SEARCH * usize::from(matching.unwrap_or_default().weight())
}

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
    fn a_search_for_every_word_costs_as_many_as_it_counts() {
        assert_eq!((search(None), search(Some(Matching::Best)), search(Some(Matching::EveryWord))), (SEARCH, SEARCH, 10 * SEARCH));
    }

    #[test]
    fn a_list_costs_its_size() {
        assert_eq!(list(Some(10), None, 7), READ + 70);
        assert_eq!(list(None, Some(3), 7), READ + 21);
        assert_eq!(list(None, None, 1), READ + 20);
        assert_eq!(list(Some(i32::MAX), None, 1), READ + 100);
    }
}
