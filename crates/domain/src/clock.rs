//! Time and identifiers are handed in: these are the two ways they arrive.

use chrono::{DateTime, DurationRound, NaiveDate, TimeDelta, Utc};
use uuid::Uuid;

/// Tells what time it is.
///
/// Implementations: the server's system clock (with the offset that tests may configure) and one that tests move.
pub trait Clock: Send + Sync {
    /// The present moment in UTC, cut to microseconds, the finest step that both databases keep.
    fn now(&self) -> DateTime<Utc>;
}

/// Makes identifiers that nobody has used before.
pub trait IdSource: Send + Sync {
    /// A new identifier. The system's source makes UUIDs of version 7 (RFC 9562), so that rows sort by their making.
    fn next(&self) -> Uuid;
}

/// Cuts a time to whole microseconds, so that it reads back from SQLite and PostgreSQL as it was written.
pub fn to_microseconds(time: DateTime<Utc>) -> DateTime<Utc> {
    time.duration_trunc(TimeDelta::microseconds(1)).unwrap_or(time)
}

/// The day that people in the network write at this moment (Europe/Berlin).
pub fn local_date(time: DateTime<Utc>) -> NaiveDate {
    time.with_timezone(&chrono_tz::Europe::Berlin).date_naive()
}
