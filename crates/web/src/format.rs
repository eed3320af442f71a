//! Dates, numbers and titles as people read them in German.

pub(crate) use domain::case::shown_title as title;

use chrono::{DateTime, Datelike, NaiveDate, Timelike, Utc};
use chrono_tz::Europe::Berlin;
use domain::{case::YearMonth, german::grouped};

/// A day in local time: `3. November 2026`, with a space after the first number that no line breaks at.
pub(crate) fn day(time: &DateTime<Utc>) -> String {
    let local = time.with_timezone(&Berlin);
    let month = format!("{:04}-{:02}", local.year(), local.month()).parse::<YearMonth>();
    match month {
        Ok(month) => format!("{}.\u{a0}{}", local.day(), month.label()),
        Err(_) => local.format("%d.%m.%Y").to_string(),
    }
}

/// A day and a time of day in local time: `3. November 2026, 07:05 Uhr`.
pub(crate) fn moment(time: &DateTime<Utc>) -> String {
    format!("{}, {} Uhr", day(time), self::time(time))
}

/// A time of day in local time: `07:05`.
pub(crate) fn time(time: &DateTime<Utc>) -> String {
    let local = time.with_timezone(&Berlin);
    format!("{:02}:{:02}", local.hour(), local.minute())
}

/// A day as the API writes it, `2026-03-17`, as tables have it: `17.03.2026`.
pub(crate) fn date(text: &str) -> String {
    text.parse::<NaiveDate>().map_or_else(|_| text.to_owned(), |day| day.format("%d.%m.%Y").to_string())
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

/// A count with its noun: `1 Treffer`, `12 Praxisbeispiele`.
pub(crate) fn counted(count: i64, one: &str, many: &str) -> String {
    let digits = grouped(&count.to_string());
    format!("{digits} {}", if count == 1 { one } else { many })
}

/// The beginning of a text: whole words of at most `most` characters, with an ellipsis where something was left out.
pub(crate) fn beginning(text: &str, most: usize) -> String {
    let Some((end, _)) = text.char_indices().nth(most) else { return text.to_owned() };
    let whole = text[..end].rfind(char::is_whitespace).unwrap_or(end);
    format!("{}\u{a0}…", text[..whole].trim_end())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_written_as_germans_do() {
        let written: Vec<_> = [0.0, 640.0, 1234.5, 12_345_678.0, 0.126, -3.5, -0.001].map(number).into();
        assert_eq!(written, ["0", "640", "1.234,5", "12.345.678", "0,13", "−3,5", "0"]);
        assert_eq!([size(1), size(340_000), size(1_250_000), size(20_000_000)], ["1\u{a0}kB", "340\u{a0}kB", "1,2\u{a0}MB", "20\u{a0}MB"]);
        assert_eq!(counted(1, "Treffer", "Treffer"), "1 Treffer");
        assert_eq!(counted(1024, "Beispiel", "Beispiele"), "1.024 Beispiele");
    }

    #[test]
    fn a_beginning_ends_behind_a_whole_word() {
        assert_eq!(beginning("Zwölf Schüler üben", 18), "Zwölf Schüler üben");
        assert_eq!(beginning("Zwölf Schüler üben", 17), "Zwölf Schüler\u{a0}…");
        assert_eq!(beginning("Donaudampfschiff", 5), "Donau\u{a0}…");
    }

    #[test]
    fn days_are_those_of_germany() {
        let time = "2026-10-31T23:30:00Z".parse().unwrap();
        assert_eq!(day(&time), "1.\u{a0}November 2026");
        assert_eq!(moment(&time), "1.\u{a0}November 2026, 00:30 Uhr");
        assert_eq!(month("2024-09"), "September 2024");
        assert_eq!([date("2026-03-07"), date("gestern")], ["07.03.2026", "gestern"]);
    }
}
