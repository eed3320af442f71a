//! How German orders words and writes numbers, days and times; times are those of Germany (Europe/Berlin).

use crate::{
    case::MONTHS,
    clock::{day_begun_at, local_date},
};
use chrono::{DateTime, Datelike, NaiveDate, Utc};
use chrono_tz::Europe::Berlin;
use unicode_normalization::{UnicodeNormalization, char::is_combining_mark};

/// What a name or a title is sorted by, as German dictionaries do (DIN 5007, variant 1): umlauts and other marked letters as the plain letter, ß
/// as ss; case and signs do not count. Keys are compared byte by byte.
pub fn sort_key(text: &str) -> String {
    let mut key = String::with_capacity(text.len());
    for character in text.nfd().filter(|character| !is_combining_mark(*character)) {
        match character {
            // The gender colon stands within a word and does not part it.
            ':' | '\'' | '’' => {}
            _ if whole_letter(character).is_some() => key.extend(whole_letter(character)),
            character if character.is_alphanumeric() => key.extend(character.to_lowercase()),
            _ if key.is_empty() || key.ends_with(' ') => {}
            _ => key.push(' '),
        }
    }
    key.truncate(key.trim_end().len());
    key
}

/// The plain letters for one that is no plain one with a mark but a letter of its own, as `ß` and the Sorbian `ł` are.
pub(crate) fn whole_letter(character: char) -> Option<&'static str> {
    Some(match character {
        'ß' | 'ẞ' => "ss",
        'æ' | 'Æ' => "ae",
        'œ' | 'Œ' => "oe",
        'ø' | 'Ø' => "o",
        'ł' | 'Ł' => "l",
        'đ' | 'Đ' => "d",
        _ => return None,
    })
}

/// The digits of a whole number in groups of three, parted by points: `1.234.567`.
pub fn grouped(digits: &str) -> String {
    let mut text = String::with_capacity(digits.len() + digits.len() / 3);
    for (place, digit) in digits.chars().enumerate() {
        if place > 0 && (digits.len() - place).is_multiple_of(3) {
            text.push('.');
        }
        text.push(digit);
    }
    text
}

/// The day in words: `1. Dezember 2026`, with a space after the point at which no line breaks.
pub fn day(date: NaiveDate) -> String {
    format!("{}.\u{a0}{} {}", date.day(), MONTHS[date.month0() as usize], date.year())
}

/// A day and a time of day: `24. November 2026, 07:00 Uhr`.
pub fn moment(time: DateTime<Utc>) -> String {
    format!("{}, {} Uhr", day(local_date(time)), time.with_timezone(&Berlin).format("%H:%M"))
}

/// From when until when, in days where it begins and ends with them, as what was asked for on a page does; programs may name any moment:
/// `vom 1. Dezember 2026 bis einschließlich 14. Dezember 2026`.
pub fn stretch(start: DateTime<Utc>, end: DateTime<Utc>) -> String {
    let first = day_begun_at(start).map_or_else(|| moment(start), day);
    let last_day = day_begun_at(end).and_then(|after| after.pred_opt());
    let last = last_day.map_or_else(|| moment(end), |last| format!("einschließlich {}", day(last)));
    format!("vom {first} bis {last}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_stretch_is_told_in_days_where_it_begins_and_ends_with_them() {
        let stretch_of = |start: &str, end: &str| stretch(start.parse().unwrap(), end.parse().unwrap());
        assert_eq!(
            stretch_of("2026-03-17T23:00:00Z", "2026-03-31T22:00:00Z"),
            "vom 18.\u{a0}März 2026 bis einschließlich 31.\u{a0}März 2026"
        );
        assert_eq!(
            stretch_of("2026-03-17T10:00:00Z", "2026-03-31T22:30:00Z"),
            "vom 17.\u{a0}März 2026, 11:00 Uhr bis 1.\u{a0}April 2026, 00:30 Uhr"
        );
    }

    #[test]
    fn umlauts_sort_with_their_letter_and_signs_do_not_count() {
        let mut titles = ["Zukunft", "Ärmel", "Arm", "„Ast“", "Straße", "Strasse 2", "éclair", "Schüler:innen", "Schuld", "Łužica"];
        titles.sort_by_key(|title| sort_key(title));
        assert_eq!(titles, ["Arm", "Ärmel", "„Ast“", "éclair", "Łužica", "Schuld", "Schüler:innen", "Straße", "Strasse 2", "Zukunft"]);
    }

    #[test]
    fn points_part_thousands() {
        assert_eq!(["0", "640", "1234", "123456", "1234567"].map(grouped), ["0", "640", "1.234", "123.456", "1.234.567"]);
    }
}
