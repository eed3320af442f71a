//! Days and times as German readers write them, in the time of Germany.

pub(crate) use domain::german::{day, stretch};

use chrono::{DateTime, Utc};
use chrono_tz::Europe::Berlin;
use domain::german::moment;

/// The day of this moment in Germany, in words.
pub(crate) fn day_of(moment: DateTime<Utc>) -> String {
    day(moment.with_timezone(&Berlin).date_naive())
}

/// The time of day of this moment in Germany: `07:05 Uhr`.
pub(crate) fn time_of(moment: DateTime<Utc>) -> String {
    format!("{} Uhr", moment.with_timezone(&Berlin).format("%H:%M"))
}

/// From when until when, to the minute: `24. November 2026, 07:00 Uhr, bis 1. Dezember 2026, 07:00 Uhr`.
pub(crate) fn span(start: DateTime<Utc>, end: DateTime<Utc>) -> String {
    let local = [start, end].map(|time| time.with_timezone(&Berlin));
    if local[0].date_naive() == local[1].date_naive() {
        format!("{}, {} bis {}", day_of(start), local[0].format("%H:%M"), time_of(end))
    } else {
        format!("{}, bis {}", moment(start), moment(end))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_are_those_of_germany() {
        let span_of = |start: &str, end: &str| span(start.parse().unwrap(), end.parse().unwrap());
        assert_eq!(
            span_of("2026-03-24T06:00:00Z", "2026-03-31T05:00:00Z"),
            "24.\u{a0}März 2026, 07:00 Uhr, bis 31.\u{a0}März 2026, 07:00 Uhr"
        );
        assert_eq!(span_of("2026-12-01T11:00:00Z", "2026-12-01T11:15:00Z"), "1.\u{a0}Dezember 2026, 12:00 bis 12:15 Uhr");
        assert_eq!(time_of("2026-07-01T05:05:00Z".parse().unwrap()), "07:05 Uhr");
        assert_eq!(day_of("2026-12-31T23:30:00Z".parse().unwrap()), "1.\u{a0}Januar 2027");
    }
}
