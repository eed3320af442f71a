//! What statements that claim rows of a queue say differently to the two databases.

use crate::Backend;

/// A statement for this database: `{skip_locked}` ends a part that reads what is to be claimed, `{among} SELECT … {end}` stands for the ids that it
/// found.
///
/// PostgreSQL passes by what others hold; SQLite has one writer at a time and no such words. PostgreSQL is given the ids as an array, because it
/// cannot know how many a limit lets through, and for a tenth of the queue, which it guesses, would read all of the table.
///
/// What an UPDATE says of these ids once more, for what others changed between its parts, is put so that no index answers it. PostgreSQL keeps the
/// plan that it made while the queue was empty, and there an index of what is due looks as good as that of ids: each claim of a full queue would go
/// through all that is due.
pub(crate) fn claiming(backend: Backend, sql: &str) -> String {
    let (skip_locked, among, end) = match backend {
        Backend::Sqlite => ("", "IN (", ")"),
        Backend::Postgres => ("FOR UPDATE SKIP LOCKED", "= ANY(ARRAY(", "))"),
    };
    sql.replace("{skip_locked}", skip_locked).replace("{among}", among).replace("{end}", end)
}

#[cfg(test)]
mod plan_tests;
