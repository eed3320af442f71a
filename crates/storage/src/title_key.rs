//! How titles sort.

use domain::german::sort_key;

/// The most characters of a title that decide its place.
const MAX_LENGTH: usize = 200;

/// What a title is sorted by. Both databases compare it byte by byte.
pub(crate) fn of(title: &str) -> String {
    sort_key(title).chars().take(MAX_LENGTH).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_is_never_longer_than_an_index_takes() {
        assert_eq!(of(&"ä ".repeat(5_000)).chars().count(), MAX_LENGTH);
    }
}
