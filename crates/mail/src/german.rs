//! Days and times as German readers write them, in the time of Germany.

use chrono::{DateTime, Datelike, NaiveDate, Utc};
use chrono_tz::Europe::Berlin;
use domain::{case::MONTHS, clock::day_begun_at};

/// The day in words: `1. Dezember 2026`, with a space after the point at which no line breaks.
pub(crate) fn day(date: NaiveDate) -> String {
    format!("{}.\u{a0}{} {}", date.day(), MONTHS[date.month0() as usize], date.year())
}

/// The day of this moment in Germany, in words.
pub(crate) fn day_of(moment: DateTime<Utc>) -> String {
    day(moment.with_timezone(&Berlin).date_naive())
}

/// The time of day of this moment in Germany: `07:05 Uhr`.
pub(crate) fn time_of(moment: DateTime<Utc>) -> String {
    format!("{} Uhr", moment.with_timezone(&Berlin).format("%H:%M"))
}

/// From when until when, in days where it begins and ends with them: `vom 1. Dezember 2026 bis einschließlich 14. Dezember 2026`.
pub(crate) fn stretch(start: DateTime<Utc>, end: DateTime<Utc>) -> String {
    let at = |moment| format!("{}, {}", day_of(moment), time_of(moment));
    let first = day_begun_at(start).map_or_else(|| at(start), day);
    let last_day = day_begun_at(end).and_then(|after| after.pred_opt());
    let last = last_day.map_or_else(|| at(end), |last| format!("einschließlich {}", day(last)));
    format!("vom {first} bis {last}")
}

/// From when until when, to the minute: `24. November 2026, 07:00 Uhr, bis 1. Dezember 2026, 07:00 Uhr`.
pub(crate) fn span(start: DateTime<Utc>, end: DateTime<Utc>) -> String {
    let (start, end) = (start.with_timezone(&Berlin), end.with_timezone(&Berlin));
    if start.date_naive() == end.date_naive() {
        format!("{}, {} bis {} Uhr", day(start.date_naive()), start.format("%H:%M"), end.format("%H:%M"))
    } else {
        let of = |moment: DateTime<chrono_tz::Tz>| format!("{}, {} Uhr", day(moment.date_naive()), moment.format("%H:%M"));
        format!("{}, bis {}", of(start), of(end))
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
        let stretch_of = |start: &str, end: &str| stretch(start.parse().unwrap(), end.parse().unwrap());
        assert_eq!(
            stretch_of("2026-03-17T23:00:00Z", "2026-03-31T22:00:00Z"),
            "vom 18.\u{a0}März 2026 bis einschließlich 31.\u{a0}März 2026"
        );
        assert_eq!(
            stretch_of("2026-03-17T10:00:00Z", "2026-03-31T22:30:00Z"),
            "vom 17.\u{a0}März 2026, 11:00 Uhr bis 1.\u{a0}April 2026, 00:30 Uhr"
        );
        assert_eq!(time_of("2026-07-01T05:05:00Z".parse().unwrap()), "07:05 Uhr");
        assert_eq!(day_of("2026-12-31T23:30:00Z".parse().unwrap()), "1.\u{a0}Januar 2027");
    }
}
