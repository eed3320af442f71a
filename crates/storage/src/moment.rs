//! Times on their way into the database.
//!
//! Every time is written in UTC and cut to microseconds, the finest step that PostgreSQL keeps. On SQLite it is text with no, three or
//! six digits of a second and the offset `+00:00`; because `+` sorts before `.` and both before the digits, such texts sort as the times do.

use chrono::{DateTime, SecondsFormat, TimeDelta, Utc};
use domain::clock::to_microseconds;
use sea_orm::{Value, sea_query::Expr};

/// The time as the database keeps it.
pub(crate) fn stored(time: DateTime<Utc>) -> DateTime<Utc> {
    to_microseconds(time)
}

/// The time as a value of a statement.
pub(crate) fn value(time: DateTime<Utc>) -> Value {
    Value::from(stored(time))
}

/// The time as an expression of a statement.
pub(crate) fn expr(time: DateTime<Utc>) -> Expr {
    Expr::val(stored(time))
}

/// A bound that rows are compared with: cut *up* to microseconds, so that "at or after" and "before" mean the same as they do in Rust,
/// and within the years 1 to 9999, beyond which SQLite's texts no longer sort.
pub(crate) fn bound(time: DateTime<Utc>) -> Expr {
    let cut = to_microseconds(time);
    let cut = if cut < time { cut + TimeDelta::microseconds(1) } else { cut };
    Expr::val(cut.clamp(earliest(), latest()))
}

/// A time as text that reads back with [`parse`].
pub(crate) fn text(time: DateTime<Utc>) -> String {
    time.to_rfc3339_opts(SecondsFormat::Micros, true)
}

/// Reads a text made by [`text`]; anything else is nothing.
pub(crate) fn parse(text: &str) -> Option<DateTime<Utc>> {
    let time = DateTime::parse_from_rfc3339(text).ok()?.to_utc();
    (self::text(time) == text && (earliest()..=latest()).contains(&time)).then_some(time)
}

fn earliest() -> DateTime<Utc> {
    DateTime::from_timestamp(-62_135_596_800, 0).unwrap_or(DateTime::UNIX_EPOCH)
}

fn latest() -> DateTime<Utc> {
    DateTime::from_timestamp(253_402_300_799, 999_999_000).unwrap_or(DateTime::UNIX_EPOCH)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_bounds_are_the_years_1_and_9999() {
        assert_eq!(text(earliest()), "0001-01-01T00:00:00.000000Z");
        assert_eq!(text(latest()), "9999-12-31T23:59:59.999999Z");
    }

    #[test]
    fn a_bound_between_two_microseconds_is_the_later_one() {
        let time = DateTime::from_timestamp(0, 1_500).unwrap();
        assert_eq!(bound(time), Expr::val(DateTime::from_timestamp(0, 2_000).unwrap()));
    }

    #[test]
    fn only_texts_made_here_are_read() {
        let time = DateTime::from_timestamp(1_700_000_000, 120_000_000).unwrap();
        assert_eq!(parse(&text(time)), Some(time));
        for other in ["", "2026", "2026-11-23T01:00:00Z", "2026-11-23T01:00:00.000000+01:00", "+12026-11-23T01:00:00.000000Z"] {
            assert_eq!(parse(other), None, "{other}");
        }
    }
}
