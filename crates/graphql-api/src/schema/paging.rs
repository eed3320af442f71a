//! The paging arguments of every list: `first` and `after` forwards, `last` and `before` backwards.

use crate::errors::ApiError;

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
