//! Time and identifiers are handed in: these are the two ways they arrive.

use chrono::{DateTime, Days, DurationRound, NaiveDate, NaiveTime, TimeDelta, TimeZone, Utc};
use chrono_tz::Europe::Berlin;
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
    time.with_timezone(&Berlin).date_naive()
}

/// The first moment of a local day (Europe/Berlin).
pub fn start_of_day(day: NaiveDate) -> DateTime<Utc> {
    let midnight = day.and_time(NaiveTime::MIN);
    // No change of clocks skips midnight in Germany.
    Berlin.from_local_datetime(&midnight).earliest().map_or(midnight.and_utc(), |moment| moment.to_utc())
}

/// The local day (Europe/Berlin) of which this is the first moment, if it is one's.
pub fn day_begun_at(time: DateTime<Utc>) -> Option<NaiveDate> {
    Some(local_date(time)).filter(|day| start_of_day(*day) == time)
}

/// The last moment up to `now` at which clocks in Germany (Europe/Berlin) showed this time. On a day that skips it, it does not come; where
/// it comes twice, the first counts.
pub fn last_time_of_day(time: NaiveTime, now: DateTime<Utc>) -> DateTime<Utc> {
    let today = local_date(now);
    (0..=2)
        .filter_map(|days| Berlin.from_local_datetime(&(today - Days::new(days)).and_time(time)).earliest())
        .map(|moment| moment.to_utc())
        .find(|moment| *moment <= now)
        .unwrap_or(now)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn last(hour: u32, now: &str) -> String {
        let time = NaiveTime::from_hms_opt(hour, 30, 0).unwrap();
        last_time_of_day(time, now.parse().unwrap()).to_rfc3339()
    }

    #[test]
    fn a_time_of_day_is_that_of_germany() {
        assert_eq!(last(3, "2026-01-10T02:29:59Z"), "2026-01-09T02:30:00+00:00", "not yet today");
        assert_eq!(last(3, "2026-01-10T02:30:00Z"), "2026-01-10T02:30:00+00:00");
        assert_eq!(last(3, "2026-07-10T23:00:00Z"), "2026-07-10T01:30:00+00:00", "the next day has begun there");
    }

    #[test]
    fn a_day_begins_with_one_moment() {
        let begun = |time: &str| day_begun_at(time.parse().unwrap()).map(|day| day.to_string());
        assert_eq!(begun("2026-03-31T22:00:00Z").as_deref(), Some("2026-04-01"));
        assert_eq!(begun("2026-12-31T23:00:00Z").as_deref(), Some("2027-01-01"));
        for time in ["2026-03-31T22:00:00.000001Z", "2026-03-31T21:59:59Z", "2026-03-31T23:00:00Z", "2026-12-31T00:00:00Z"] {
            assert_eq!(begun(time), None, "{time}");
        }
    }

    #[test]
    fn where_clocks_change_a_time_is_skipped_or_the_first_of_two() {
        assert_eq!(last(2, "2026-03-29T12:00:00Z"), "2026-03-28T01:30:00+00:00");
        assert_eq!(last(2, "2026-10-25T12:00:00Z"), "2026-10-25T00:30:00+00:00");
    }
}
