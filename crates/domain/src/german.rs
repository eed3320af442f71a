//! How German orders words, cuts texts and writes numbers, days and times; times are those of Germany (Europe/Berlin).

use crate::{
    case::MONTHS,
    clock::{day_begun_at, local_date},
};
use chrono::{DateTime, Datelike, NaiveDate, Utc};
use chrono_tz::Europe::Berlin;
use std::fmt::Display;
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

/// A count with its noun: `1 Treffer`, `1.024 Praxisbeispiele`.
pub fn counted(count: impl Copy + Display, one: &str, many: &str) -> String {
    let digits = count.to_string();
    let noun = if digits == "1" { one } else { many };
    format!("{} {noun}", grouped(&digits))
}

/// A text of at most `most` characters as it is; of a longer one the beginning, which has no more than that with the ellipsis behind it. It is cut
/// between words where that leaves more than half, and no line breaks before the ellipsis.
pub fn beginning(text: &str, most: usize) -> String {
    if text.chars().count() <= most {
        return text.to_owned();
    }
    // The ellipsis and the space before it need two.
    let limit = text.char_indices().nth(most.saturating_sub(2)).map_or(text.len(), |(byte, _)| byte);
    let cut = &text[..limit];
    // A cut right before a space is between words already.
    let between = if text[limit..].starts_with(char::is_whitespace) { None } else { cut.rfind(char::is_whitespace) };
    let end = between.filter(|&end| end > cut.len() / 2).unwrap_or(cut.len());
    let ends_no_word = |character: char| character.is_whitespace() || matches!(character, ',' | ':' | ';' | '–' | '-');
    format!("{}\u{a0}…", cut[..end].trim_end_matches(ends_no_word))
}

/// The day in words: `1. Dezember 2026`, with a space after the point at which no line breaks.
pub fn day(date: NaiveDate) -> String {
    format!("{}.\u{a0}{} {}", date.day(), MONTHS[date.month0() as usize], date.year())
}

/// The day in numbers, as tables have it: `17.03.2026`.
pub fn short_day(date: NaiveDate) -> String {
    date.format("%d.%m.%Y").to_string()
}

/// The day of this moment, in words.
pub fn day_of(time: DateTime<Utc>) -> String {
    day(local_date(time))
}

/// The time of day of this moment: `07:05`.
pub fn time_of_day(time: DateTime<Utc>) -> String {
    time.with_timezone(&Berlin).format("%H:%M").to_string()
}

/// A day and a time of day: `24. November 2026, 07:00 Uhr`.
pub fn moment(time: DateTime<Utc>) -> String {
    format!("{}, {} Uhr", day_of(time), time_of_day(time))
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
    fn days_and_times_are_those_of_germany() {
        let time = "2026-10-31T23:30:00Z".parse().unwrap();
        assert_eq!([day_of(time), moment(time)], ["1.\u{a0}November 2026", "1.\u{a0}November 2026, 00:30 Uhr"]);
        assert_eq!(time_of_day("2026-07-01T05:05:00Z".parse().unwrap()), "07:05");
        assert_eq!(short_day("2026-03-07".parse().unwrap()), "07.03.2026");
    }

    #[test]
    fn a_count_has_the_noun_that_goes_with_it() {
        assert_eq!([counted(0, "Abo", "Abos"), counted(1, "Abo", "Abos"), counted(1024, "Abo", "Abos")], ["0 Abos", "1 Abo", "1.024 Abos"]);
    }

    #[test]
    fn a_long_text_is_cut_between_words() {
        assert_eq!(beginning("Ausbildungsbus im Landkreis", 27), "Ausbildungsbus im Landkreis");
        assert_eq!(beginning("Ausbildungsbus im Landkreis", 26), "Ausbildungsbus im\u{a0}…");
        assert_eq!(beginning("Übergangsmanagement", 10), "Übergang\u{a0}…");
        assert_eq!(beginning("Übergang Schule, Beruf", 18), "Übergang Schule\u{a0}…");
        assert_eq!(beginning("Zwölf Schüler\nüben", 17), "Zwölf Schüler\u{a0}…");
    }

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
