//! Dates, numbers and titles as people read them in German.

pub(crate) use domain::{
    case::shown_title as title,
    german::{beginning, counted},
};

use chrono::{DateTime, NaiveDate, Utc};
use domain::{
    case::YearMonth,
    german::{self, grouped},
};

// Templates hand moments over by reference.

/// The day of a moment: `3. November 2026`.
pub(crate) fn day(time: &DateTime<Utc>) -> String {
    german::day_of(*time)
}

/// A day and a time of day: `3. November 2026, 07:05 Uhr`.
pub(crate) fn moment(time: &DateTime<Utc>) -> String {
    german::moment(*time)
}

/// A time of day: `07:05`.
pub(crate) fn time(time: &DateTime<Utc>) -> String {
    german::time_of_day(*time)
}

/// A day as the API writes it, `2026-03-17`, as tables have it: `17.03.2026`.
pub(crate) fn date(text: &str) -> String {
    text.parse::<NaiveDate>().map_or_else(|_| text.to_owned(), german::short_day)
}

/// A month as the API writes it, `2024-09`, as people read it: `September 2024`.
pub(crate) fn month(text: &str) -> String {
    text.parse::<YearMonth>().map_or_else(|_| text.to_owned(), YearMonth::label)
}

/// A number with a decimal comma and at most two places, thousands grouped by dots: `1.234,5`.
pub(crate) fn number(value: f64) -> String {
    let rounded = format!("{:.2}", value.abs());
    let (whole, fraction) = rounded.split_once('.').unwrap_or((&rounded, ""));
    let fraction = fraction.trim_end_matches('0');
    let sign = if value < 0.0 && (whole != "0" || !fraction.is_empty()) { "−" } else { "" };
    let comma = if fraction.is_empty() { "" } else { "," };
    format!("{sign}{}{comma}{fraction}", grouped(whole))
}

/// A number of bytes: `340 kB`, `1,2 MB`.
pub(crate) fn size(bytes: i64) -> String {
    match bytes {
        0..1_000_000 => format!("{}\u{a0}kB", (bytes + 999) / 1_000),
        _ => format!("{}\u{a0}MB", number(f64::from(i32::try_from(bytes / 100_000).unwrap_or(i32::MAX)) / 10.0)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_written_as_germans_do() {
        let written: Vec<_> = [0.0, 640.0, 1234.5, 12_345_678.0, 0.126, -3.5, -0.001].map(number).into();
        assert_eq!(written, ["0", "640", "1.234,5", "12.345.678", "0,13", "−3,5", "0"]);
        assert_eq!([size(1), size(340_000), size(1_250_000), size(20_000_000)], ["1\u{a0}kB", "340\u{a0}kB", "1,2\u{a0}MB", "20\u{a0}MB"]);
    }

    #[test]
    fn what_the_api_writes_is_read_and_anything_else_stays() {
        assert_eq!([month("2024-09"), month("bald")], ["September 2024", "bald"]);
        assert_eq!([date("2026-03-07"), date("gestern")], ["07.03.2026", "gestern"]);
    }
}
