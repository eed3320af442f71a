//! The part of a list that a page shows: its forms send it along (`frame/part.html`), and their steps lead back there.

use crate::{fields::Fields, respond, search_state::address};
use axum::response::Response;

/// The name in addresses of what was done just now.
pub(crate) const DONE: &str = "erledigt";

/// The name in addresses of the cursor before which a page ends.
pub(crate) const BEFORE: &str = "vor";

/// The name in addresses of the cursor after which a page begins.
pub(crate) const AFTER: &str = "nach";

/// What an address says of the part, name by name.
pub(crate) type Part = Vec<(&'static str, String)>;

/// The part that an address or a form names by these names.
pub(crate) fn read<const N: usize>(fields: &Fields, names: [&'static str; N]) -> Part {
    names.into_iter().filter_map(|name| Some((name, fields.given(name)?.to_owned()))).collect()
}

/// The page of a list, as the API is asked for it.
pub(crate) struct Paging {
    pub first: Option<i64>,
    pub after: Option<String>,
    pub last: Option<i64>,
    pub before: Option<String>,
}

impl Paging {
    /// The page of so many entries that an address or a form names: the one before its cursor, or else the one after it, or the first.
    pub(crate) fn named(fields: &Fields, size: i64) -> Self {
        let before = fields.given(BEFORE).map(str::to_owned);
        Self {
            first: before.is_none().then_some(size),
            after: fields.given(AFTER).filter(|_| before.is_none()).map(str::to_owned),
            last: before.is_some().then_some(size),
            before,
        }
    }
}

/// Leads back to the part, with what was done.
pub(crate) fn back(path: &str, part: Part, done: &str) -> Response {
    respond::see_other(&address(path, part.into_iter().chain([(DONE, done.to_owned())])))
}

/// A list that has become shorter may have no such part any more. Leads to what is there of it, with what was done just now; nothing if all is.
pub(crate) fn shortened(path: &str, part: &[(&'static str, String)], fields: &Fields, is_there: impl Fn(&str) -> bool) -> Option<Response> {
    if part.iter().all(|(name, _)| is_there(name)) {
        return None;
    }
    let done = fields.given(DONE).map(|key| (DONE, key.to_owned()));
    let pairs = part.iter().filter(|(name, _)| is_there(name)).cloned().chain(done);
    Some(respond::see_other(&address(path, pairs)))
}
