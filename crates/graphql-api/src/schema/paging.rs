//! The paging arguments of every list: `first` and `after` forwards, `last` and `before` backwards.

use crate::errors::ApiError;
use std::ops::Range;

/// The greatest page.
pub(crate) const MAX_PAGE: i32 = 100;

/// The page where nothing is said.
pub(crate) const DEFAULT_PAGE: i32 = 20;

/// The four arguments as given.
#[derive(Debug, Clone, Default)]
pub(crate) struct PageArguments {
    /// The size of a page forwards.
    pub(crate) first: Option<i32>,
    /// Where a page forwards begins, exclusively.
    pub(crate) after: Option<String>,
    /// The size of a page backwards.
    pub(crate) last: Option<i32>,
    /// Where a page backwards ends, exclusively.
    pub(crate) before: Option<String>,
}

/// Which part of a list is asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Slice {
    /// How many entries, 1 to [`MAX_PAGE`].
    pub(crate) limit: u16,
    /// From where, exclusively: after it, or before it if `backward`.
    pub(crate) cursor: Option<String>,
    /// Whether the entries before the cursor are asked for (or the last of the list).
    pub(crate) backward: bool,
}

impl Slice {
    /// The argument that the cursor came in.
    pub(crate) fn cursor_argument(&self) -> &'static str {
        if self.backward { "before" } else { "after" }
    }

    /// Which entries of a list that is in memory are asked for. It has `total` of them, and the page begins with, or ends before, the entry number
    /// `bound`; without one with the list.
    pub(crate) fn range(&self, total: usize, bound: Option<usize>) -> Range<usize> {
        let limit = usize::from(self.limit);
        if self.backward {
            let end = bound.unwrap_or(total);
            end.saturating_sub(limit)..end
        } else {
            let start = bound.unwrap_or(0);
            start..total.min(start + limit)
        }
    }

    /// The same of a list that is ordered by `place`, from where the cursor stands on. Whether its entry is still there does not matter.
    pub(crate) fn range_in_order<T, P: Ord>(&self, all: &[T], cursor: Option<&P>, place: impl Fn(&T) -> P) -> Range<usize> {
        let is_before = |entry: &T, cursor: &P| if self.backward { place(entry) < *cursor } else { place(entry) <= *cursor };
        self.range(all.len(), cursor.map(|cursor| all.partition_point(|entry| is_before(entry, cursor))))
    }
}

impl PageArguments {
    /// What is asked for; `default` is the page where neither `first` nor `last` is given.
    pub(crate) fn slice(self, default: i32) -> Result<Slice, ApiError> {
        match self {
            Self { first: Some(_), last: Some(_), .. } => Err(ApiError::bad_input("first, last: Bitte geben Sie nur eines von beiden an.")),
            Self { last: Some(_), after: Some(_), .. } => {
                Err(ApiError::bad_input("after: Dieser Cursor gehört zu first; zu last gehört before."))
            }
            Self { last: None, before: Some(_), .. } => {
                Err(ApiError::bad_input("before: Dieser Cursor gehört zu last; bitte geben Sie last an."))
            }
            Self { last: Some(last), before, .. } => Ok(Slice { limit: size("last", last)?, cursor: before, backward: true }),
            Self { first, after, .. } => Ok(Slice { limit: size("first", first.unwrap_or(default))?, cursor: after, backward: false }),
        }
    }
}

/// The size of a list that has no pages: what is given, 1 to `most`, or `default`.
pub(crate) fn length(argument: &str, given: Option<i32>, default: i32, most: i32) -> Result<usize, ApiError> {
    within(argument, given.unwrap_or(default), most)
}

/// What is given as a number for this argument, 1 to `most`.
pub(crate) fn within<N: TryFrom<i32>>(argument: &str, given: i32, most: i32) -> Result<N, ApiError> {
    let number = N::try_from(given).ok().filter(|_| (1..=most).contains(&given));
    number.ok_or_else(|| ApiError::bad_input(format!("{argument}: Möglich sind 1 bis {most}; angegeben ist {given}.")))
}

fn size(argument: &str, given: i32) -> Result<u16, ApiError> {
    within(argument, given, MAX_PAGE)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_is_cut_where_its_cursor_stands_even_if_that_entry_is_gone() {
        let page = |backward, limit, cursor: Option<i32>| {
            Slice { limit, cursor: None, backward }.range_in_order(&[10, 20, 30, 40], cursor.as_ref(), |entry| *entry)
        };
        let forward = [(None, 0..3), (Some(20), 2..4), (Some(25), 2..4), (Some(5), 0..3), (Some(40), 4..4), (Some(99), 4..4)];
        for (cursor, expected) in forward {
            assert_eq!(page(false, 3, cursor), expected, "after {cursor:?}");
        }
        let backward = [(None, 1..4), (Some(30), 0..2), (Some(25), 0..2), (Some(5), 0..0), (Some(10), 0..0), (Some(99), 1..4)];
        for (cursor, expected) in backward {
            assert_eq!(page(true, 3, cursor), expected, "before {cursor:?}");
        }
    }

    #[test]
    fn pages_go_one_way_and_have_a_hard_maximum() {
        let slice = |first, after: Option<&str>, last, before: Option<&str>| {
            PageArguments { first, after: after.map(str::to_owned), last, before: before.map(str::to_owned) }.slice(20)
        };
        assert_eq!(slice(None, None, None, None).unwrap(), Slice { limit: 20, cursor: None, backward: false });
        assert_eq!(slice(None, None, Some(5), Some("x")).unwrap(), Slice { limit: 5, cursor: Some("x".into()), backward: true });
        for refused in [
            slice(Some(1), None, Some(1), None),
            slice(Some(0), None, None, None),
            slice(Some(-1), None, None, None),
            slice(None, Some("x"), Some(1), None),
            slice(None, None, None, Some("x")),
        ] {
            assert_eq!(refused.unwrap_err().code(), domain::ErrorCode::BadUserInput);
        }
        let message = slice(Some(250), None, None, None).unwrap_err().to_string();
        assert_eq!(message, "first: Möglich sind 1 bis 100; angegeben ist 250.");
    }
}
