//! What an operation selects of a list, so that nothing is read that nobody asked for.

use async_graphql::Context;

/// Whether the list's entries are asked for, or where they stand; not only how many there are.
pub(crate) fn wants_rows(context: &Context<'_>) -> bool {
    ["edges", "nodes", "pageInfo"].iter().any(|field| wants(context, field))
}

/// Whether this field of the list is asked for.
pub(crate) fn wants(context: &Context<'_>, field: &str) -> bool {
    context.look_ahead().field(field).exists()
}
