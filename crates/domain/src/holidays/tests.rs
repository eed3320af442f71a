use super::*;
use crate::vocabulary::Vocabulary;

/// One line for each Land and year: the Land's key, the year, its holidays as month and day. Made by the Python library `holidays` 0.109
/// (`scripts/holidays-table` makes it anew), which knows nothing of the rules here.
const TABLE: &str = include_str!("table_2024_2030.txt");

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn of_year(year: i32, state: Option<State>) -> Vec<String> {
    let days = NaiveDate::from_ymd_opt(year, 1, 1).unwrap().iter_days().take_while(|day| day.year() == year);
    days.filter(|day| is_holiday(*day, state)).map(|day| day.format("%m-%d").to_string()).collect()
}

#[test]
fn the_holidays_of_every_land_are_those_of_the_table() {
    let mut lines = 0;
    for line in TABLE.lines() {
        let mut words = line.split(' ');
        let state = State::from_key(words.next().unwrap()).unwrap();
        let year: i32 = words.next().unwrap().parse().unwrap();
        assert_eq!(of_year(year, Some(state)), words.collect::<Vec<_>>(), "{} {year}", state.key());
        lines += 1;
    }
    assert_eq!(lines, State::ALL.len() * 7, "every Land, 2024 to 2030");
}

/// Written by hand from the calendars of the three Länder.
#[test]
fn the_network_s_own_laender_keep_their_own_days() {
    for (text, name, sachsen, sachsen_anhalt, thueringen) in [
        ("2024-01-06", "Heilige Drei Könige", false, true, false),
        ("2025-01-06", "Heilige Drei Könige", false, true, false),
        ("2024-09-20", "Weltkindertag", false, false, true),
        ("2018-09-20", "Weltkindertag, a year too early", false, false, false),
        ("2024-10-31", "Reformationstag", true, true, true),
        ("2024-11-20", "Buß- und Bettag", true, false, false),
        ("2025-11-19", "Buß- und Bettag", true, false, false),
        ("2026-11-18", "Buß- und Bettag", true, false, false),
        ("2027-11-17", "Buß- und Bettag", true, false, false),
        ("2028-11-22", "Buß- und Bettag", true, false, false),
        ("2029-11-21", "Buß- und Bettag", true, false, false),
        ("2030-11-20", "Buß- und Bettag", true, false, false),
        ("2026-11-25", "the Wednesday after", false, false, false),
        ("2024-05-30", "Fronleichnam", false, false, false),
        ("2024-11-01", "Allerheiligen", false, false, false),
    ] {
        let kept = [State::Sachsen, State::SachsenAnhalt, State::Thueringen].map(|state| is_holiday(day(text), Some(state)));
        assert_eq!(kept, [sachsen, sachsen_anhalt, thueringen], "{text} {name}");
    }
}

#[test]
fn easter_falls_on_the_days_that_are_known() {
    for text in [
        "2000-04-23",
        "2008-03-23",
        "2011-04-24",
        "2019-04-21",
        "2024-03-31",
        "2025-04-20",
        "2026-04-05",
        "2027-03-28",
        "2038-04-25",
        "2076-04-19",
    ] {
        assert_eq!(easter(day(text).year()), Some(day(text)));
    }
}

#[test]
fn without_a_land_only_what_all_share_is_a_holiday() {
    let common = ["01-01", "04-03", "04-06", "05-01", "05-14", "05-25", "10-03", "12-25", "12-26"];
    assert_eq!(of_year(2026, None), common);
}

#[test]
fn quiet_days_end_with_the_next_working_day() {
    let quiet = QuietDays::Of(Some(State::Sachsen));
    for (from, next) in [
        ("2026-12-24", "2026-12-24"),
        ("2026-12-25", "2026-12-28"),
        ("2026-04-03", "2026-04-07"),
        ("2026-11-18", "2026-11-19"),
        ("2026-10-31", "2026-11-02"),
        ("2025-10-31", "2025-11-03"),
    ] {
        assert_eq!(quiet.next_working_day(day(from)), day(next), "{from}");
    }
    assert_eq!(QuietDays::Never.next_working_day(day("2026-12-25")), day("2026-12-25"));
    assert_eq!(QuietDays::Of(None).next_working_day(day("2026-11-18")), day("2026-11-18"));
}
