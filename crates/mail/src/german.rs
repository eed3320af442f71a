//! Days and times as German readers write them, in the time of Germany.

pub(crate) use domain::german::{counted, day, day_of, moment, stretch};

use chrono::{DateTime, Utc};
use domain::{clock::local_date, german::time_of_day};

/// The time of day of this moment in Germany: `07:05 Uhr`.
pub(crate) fn time_of(moment: DateTime<Utc>) -> String {
    format!("{} Uhr", time_of_day(moment))
}

/// From when until when, to the minute: `24. November 2026, 07:00 Uhr, bis 1. Dezember 2026, 07:00 Uhr`.
pub(crate) fn span(start: DateTime<Utc>, end: DateTime<Utc>) -> String {
    if local_date(start) == local_date(end) {
        format!("{}, {} bis {}", day_of(start), time_of_day(start), time_of(end))
    } else {
        format!("{}, bis {}", moment(start), moment(end))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_span_names_its_day_once() {
        let span_of = |start: &str, end: &str| span(start.parse().unwrap(), end.parse().unwrap());
        assert_eq!(
            span_of("2026-03-24T06:00:00Z", "2026-03-31T05:00:00Z"),
            "24.\u{a0}März 2026, 07:00 Uhr, bis 31.\u{a0}März 2026, 07:00 Uhr"
        );
        assert_eq!(span_of("2026-12-01T11:00:00Z", "2026-12-01T11:15:00Z"), "1.\u{a0}Dezember 2026, 12:00 bis 12:15 Uhr");
    }
}
