use std::collections::HashSet;

use chrono::Timelike;
use proptest::prelude::*;

use super::*;
use crate::vocabulary::State;

const WEEKDAYS: [Weekday; 7] = [Weekday::Mon, Weekday::Tue, Weekday::Wed, Weekday::Thu, Weekday::Fri, Weekday::Sat, Weekday::Sun];

fn utc(text: &str) -> DateTime<Utc> {
    format!("{text}Z").parse().unwrap_or_else(|error| panic!("{text}: {error}"))
}

fn schedule(frequency: Frequency, hour: u8) -> Schedule {
    Schedule { frequency, weekday: DEFAULT_WEEKDAY, hour, immediate_minutes: 15, quiet: QuietDays::Never }
}

#[test]
fn windows_are_those_of_the_calendar() {
    use Frequency::{Daily, Immediate, Monthly, Weekly};
    // Frequency, hour, moment, start, end (all in UTC), key.
    let table = [
        // A common day in winter and in summer; the last moment of a window and the first of the next.
        (Daily, 7, "2026-01-14T05:59:59.999999", "2026-01-13T06:00:00", "2026-01-14T06:00:00", "daily-2026-01-14T07"),
        (Daily, 7, "2026-01-14T06:00:00", "2026-01-14T06:00:00", "2026-01-15T06:00:00", "daily-2026-01-15T07"),
        (Daily, 7, "2026-07-14T05:00:00", "2026-07-14T05:00:00", "2026-07-15T05:00:00", "daily-2026-07-15T07"),
        // 29 March 2026, 2:00 becomes 3:00: 23 hours. Hour 2 does not exist and ends at the first moment after the gap.
        (Daily, 7, "2026-03-28T12:00:00", "2026-03-28T06:00:00", "2026-03-29T05:00:00", "daily-2026-03-29T07"),
        (Daily, 1, "2026-03-29T00:59:59", "2026-03-29T00:00:00", "2026-03-29T23:00:00", "daily-2026-03-30T01"),
        (Daily, 2, "2026-03-29T00:59:59", "2026-03-28T01:00:00", "2026-03-29T01:00:00", "daily-2026-03-29T02"),
        (Daily, 2, "2026-03-29T01:00:00", "2026-03-29T01:00:00", "2026-03-30T00:00:00", "daily-2026-03-30T02"),
        (Daily, 3, "2026-03-29T00:59:59", "2026-03-28T02:00:00", "2026-03-29T01:00:00", "daily-2026-03-29T03"),
        (Daily, 3, "2026-03-29T01:00:00", "2026-03-29T01:00:00", "2026-03-30T01:00:00", "daily-2026-03-30T03"),
        (Weekly, 7, "2026-03-29T01:00:00", "2026-03-24T06:00:00", "2026-03-31T05:00:00", "weekly-2026-03-31T07"),
        (Monthly, 7, "2026-03-29T01:00:00", "2026-03-03T06:00:00", "2026-04-07T05:00:00", "monthly-2026-04-07T07"),
        (Immediate, 7, "2026-03-29T00:59:59", "2026-03-29T00:45:00", "2026-03-29T01:00:00", "immediate-2026-03-29T01:00Z"),
        // 25 October 2026, 3:00 becomes 2:00: 25 hours. Hour 2 comes twice and ends at the first.
        (Daily, 7, "2026-10-24T12:00:00", "2026-10-24T05:00:00", "2026-10-25T06:00:00", "daily-2026-10-25T07"),
        (Daily, 2, "2026-10-24T23:59:59", "2026-10-24T00:00:00", "2026-10-25T00:00:00", "daily-2026-10-25T02"),
        (Daily, 2, "2026-10-25T00:30:00", "2026-10-25T00:00:00", "2026-10-26T01:00:00", "daily-2026-10-26T02"),
        (Daily, 2, "2026-10-25T01:30:00", "2026-10-25T00:00:00", "2026-10-26T01:00:00", "daily-2026-10-26T02"),
        (Daily, 3, "2026-10-25T01:59:59", "2026-10-24T01:00:00", "2026-10-25T02:00:00", "daily-2026-10-25T03"),
        (Daily, 3, "2026-10-25T02:00:00", "2026-10-25T02:00:00", "2026-10-26T02:00:00", "daily-2026-10-26T03"),
        (Weekly, 7, "2026-10-25T01:00:00", "2026-10-20T05:00:00", "2026-10-27T06:00:00", "weekly-2026-10-27T07"),
        (Monthly, 7, "2026-10-25T01:00:00", "2026-10-06T05:00:00", "2026-11-03T06:00:00", "monthly-2026-11-03T07"),
        (Immediate, 7, "2026-10-25T01:15:00", "2026-10-25T01:15:00", "2026-10-25T01:30:00", "immediate-2026-10-25T01:30Z"),
        // 29 February 2028 is a Tuesday; 2027 has none.
        (Daily, 7, "2028-02-28T12:00:00", "2028-02-28T06:00:00", "2028-02-29T06:00:00", "daily-2028-02-29T07"),
        (Daily, 7, "2028-02-29T12:00:00", "2028-02-29T06:00:00", "2028-03-01T06:00:00", "daily-2028-03-01T07"),
        (Weekly, 7, "2028-02-29T05:00:00", "2028-02-22T06:00:00", "2028-02-29T06:00:00", "weekly-2028-02-29T07"),
        (Monthly, 7, "2028-02-29T12:00:00", "2028-02-01T06:00:00", "2028-03-07T06:00:00", "monthly-2028-03-07T07"),
        (Daily, 7, "2027-02-28T12:00:00", "2027-02-28T06:00:00", "2027-03-01T06:00:00", "daily-2027-03-01T07"),
        // The first Tuesdays of months and the turn of the year; midnight in Berlin is not midnight in UTC.
        (Monthly, 7, "2026-05-05T04:59:59", "2026-04-07T05:00:00", "2026-05-05T05:00:00", "monthly-2026-05-05T07"),
        (Monthly, 0, "2026-05-04T21:59:59", "2026-04-06T22:00:00", "2026-05-04T22:00:00", "monthly-2026-05-05T00"),
        (Monthly, 0, "2026-05-04T22:00:00", "2026-05-04T22:00:00", "2026-06-01T22:00:00", "monthly-2026-06-02T00"),
        (Daily, 0, "2026-12-31T22:59:59", "2026-12-30T23:00:00", "2026-12-31T23:00:00", "daily-2027-01-01T00"),
        (Daily, 23, "2026-12-31T22:00:00", "2026-12-31T22:00:00", "2027-01-01T22:00:00", "daily-2027-01-01T23"),
        (Monthly, 7, "2027-01-05T05:59:59", "2026-12-01T06:00:00", "2027-01-05T06:00:00", "monthly-2027-01-05T07"),
        (Monthly, 7, "2027-01-05T06:00:00", "2027-01-05T06:00:00", "2027-02-02T06:00:00", "monthly-2027-02-02T07"),
        (Weekly, 7, "2026-12-31T23:30:00", "2026-12-29T06:00:00", "2027-01-05T06:00:00", "weekly-2027-01-05T07"),
        (Immediate, 7, "2026-12-31T23:59:59", "2026-12-31T23:45:00", "2027-01-01T00:00:00", "immediate-2027-01-01T00:00Z"),
    ];
    for (frequency, hour, moment, start, end, key) in table {
        let expected = DigestPeriod { key: key.to_owned(), start: utc(start), end: utc(end) };
        assert_eq!(schedule(frequency, hour).period_containing(utc(moment)), expected, "{frequency:?} at {hour}, {moment}");
    }
}

#[test]
fn weekly_windows_end_on_the_chosen_weekday() {
    // Seen from Wednesday, 25 March 2026; the clocks change on Sunday.
    let expected = [
        ("2026-03-23T06:00:00", "2026-03-30T05:00:00", "weekly-2026-03-30T07"),
        ("2026-03-24T06:00:00", "2026-03-31T05:00:00", "weekly-2026-03-31T07"),
        ("2026-03-25T06:00:00", "2026-04-01T05:00:00", "weekly-2026-04-01T07"),
        ("2026-03-19T06:00:00", "2026-03-26T06:00:00", "weekly-2026-03-26T07"),
        ("2026-03-20T06:00:00", "2026-03-27T06:00:00", "weekly-2026-03-27T07"),
        ("2026-03-21T06:00:00", "2026-03-28T06:00:00", "weekly-2026-03-28T07"),
        ("2026-03-22T06:00:00", "2026-03-29T05:00:00", "weekly-2026-03-29T07"),
    ];
    for (weekday, (start, end, key)) in WEEKDAYS.into_iter().zip(expected) {
        let weekly = Schedule { weekday, ..schedule(Frequency::Weekly, DEFAULT_HOUR) };
        let expected = DigestPeriod { key: key.to_owned(), start: utc(start), end: utc(end) };
        assert_eq!(weekly.period_containing(utc("2026-03-25T12:00:00")), expected, "{weekday}");
    }
}

#[test]
fn monthly_windows_end_on_the_first_chosen_weekday_of_the_month() {
    // 1 May 2026 is a Friday, 1 June a Monday: seen from between, and from the 4th, when only some weekdays have had their first.
    for (weekday, first, next, before) in [
        (Weekday::Mon, "2026-05-04", "2026-06-01", "2026-05-04"),
        (Weekday::Tue, "2026-05-05", "2026-06-02", "2026-04-07"),
        (Weekday::Wed, "2026-05-06", "2026-06-03", "2026-04-01"),
        (Weekday::Thu, "2026-05-07", "2026-06-04", "2026-04-02"),
        (Weekday::Fri, "2026-05-01", "2026-06-05", "2026-05-01"),
        (Weekday::Sat, "2026-05-02", "2026-06-06", "2026-05-02"),
        (Weekday::Sun, "2026-05-03", "2026-06-07", "2026-05-03"),
    ] {
        let monthly = Schedule { weekday, ..schedule(Frequency::Monthly, DEFAULT_HOUR) };
        let at_seven = |day: &str| utc(&format!("{day}T05:00:00"));
        let expected = DigestPeriod { key: format!("monthly-{next}T07"), start: at_seven(first), end: at_seven(next) };
        assert_eq!(monthly.period_containing(utc("2026-05-20T12:00:00")), expected, "{weekday}");
        assert_eq!(monthly.last_ended(utc("2026-05-04T12:00:00")).end, at_seven(before), "{weekday}");
    }
}

#[test]
fn a_period_has_ended_at_its_end_and_not_before() {
    let daily = schedule(Frequency::Daily, 7);
    assert_eq!(daily.last_ended(utc("2026-03-29T04:59:59.999999")).key, "daily-2026-03-28T07");
    assert_eq!(daily.last_ended(utc("2026-03-29T05:00:00")).key, "daily-2026-03-29T07");
}

/// Karfreitag 2026 is 3 April, Ostermontag the 6th; Christmas falls on a Friday and a Saturday.
#[test]
fn what_would_end_on_a_quiet_day_ends_on_the_next_working_day() {
    use Frequency::{Daily, Immediate, Monthly, Weekly};
    let quiet = QuietDays::Of(Some(State::Sachsen));
    for (frequency, weekday, moment, start, end, key) in [
        (Daily, Weekday::Tue, "2026-04-04T12:00:00", "2026-04-02T05:00:00", "2026-04-07T05:00:00", "daily-2026-04-07T07"),
        (Daily, Weekday::Tue, "2026-04-07T04:59:59", "2026-04-02T05:00:00", "2026-04-07T05:00:00", "daily-2026-04-07T07"),
        (Daily, Weekday::Tue, "2026-04-07T05:00:00", "2026-04-07T05:00:00", "2026-04-08T05:00:00", "daily-2026-04-08T07"),
        (Weekly, Weekday::Fri, "2026-12-22T12:00:00", "2026-12-18T06:00:00", "2026-12-28T06:00:00", "weekly-2026-12-28T07"),
        (Weekly, Weekday::Fri, "2026-12-27T12:00:00", "2026-12-18T06:00:00", "2026-12-28T06:00:00", "weekly-2026-12-28T07"),
        // 1 January 2027 is a Friday, so the next window is a short one.
        (Weekly, Weekday::Fri, "2026-12-28T06:00:00", "2026-12-28T06:00:00", "2027-01-04T06:00:00", "weekly-2027-01-04T07"),
        (Monthly, Weekday::Fri, "2026-12-31T12:00:00", "2026-12-04T06:00:00", "2027-01-04T06:00:00", "monthly-2027-01-04T07"),
        (Monthly, Weekday::Fri, "2027-01-04T06:00:00", "2027-01-04T06:00:00", "2027-02-05T06:00:00", "monthly-2027-02-05T07"),
        (Monthly, Weekday::Sat, "2026-04-07T04:59:59", "2026-03-09T06:00:00", "2026-04-07T05:00:00", "monthly-2026-04-07T07"),
        // Thursday's last window ends on Tuesday at the reader's hour.
        (Immediate, Weekday::Tue, "2026-04-05T12:07:00", "2026-04-02T21:45:00", "2026-04-07T05:00:00", "immediate-2026-04-07T05:00Z"),
        (Immediate, Weekday::Tue, "2026-04-07T05:07:00", "2026-04-07T05:00:00", "2026-04-07T05:15:00", "immediate-2026-04-07T05:15Z"),
    ] {
        let schedule = Schedule { weekday, quiet, ..schedule(frequency, 7) };
        let expected = DigestPeriod { key: key.to_owned(), start: utc(start), end: utc(end) };
        assert_eq!(schedule.period_containing(utc(moment)), expected, "{moment}");
    }
}

#[test]
fn a_frequency_is_known_by_its_key_everywhere() {
    for frequency in Frequency::ALL {
        assert_eq!(Frequency::from_key(frequency.key()), Some(frequency));
        assert_eq!(serde_json::to_value(frequency).expect("it is a plain enum"), frequency.key());
    }
    assert_eq!(Frequency::from_key("daily"), None);
    assert_eq!(Frequency::ALL.map(Frequency::label), ["sofort", "täglich", "wöchentlich", "monatlich"]);
}

#[test]
fn nothing_panics_and_nothing_loops_at_the_ends_of_the_calendar() {
    let (first, last) = (DateTime::<Utc>::MIN_UTC, DateTime::<Utc>::MAX_UTC);
    for frequency in Frequency::ALL {
        for (hour, immediate_minutes) in [(0, 0), (23, 60), (u8::MAX, u32::MAX)] {
            let schedule = Schedule { hour, immediate_minutes, ..schedule(frequency, hour) };
            assert!(schedule.period_containing(first).start < schedule.period_containing(last).start);
            assert!(schedule.last_ended(first).end < schedule.last_ended(last).end);
        }
    }
}

prop_compose! {
    fn any_schedule()(
        frequency in prop::sample::select(Frequency::ALL.to_vec()),
        weekday in prop::sample::select(WEEKDAYS.to_vec()),
        hour in 0..24_u8,
        immediate_minutes in prop::sample::select(vec![1, 2, 3, 4, 5, 6, 10, 12, 15, 20, 30, 60]),
        quiet in prop::sample::select(vec![
            QuietDays::Never,
            QuietDays::Of(None),
            QuietDays::Of(Some(State::Sachsen)),
            QuietDays::Of(Some(State::Thueringen)),
        ]),
    ) -> Schedule {
        Schedule { frequency, weekday, hour, immediate_minutes, quiet }
    }
}

/// Any moment from 1970 to 2105; every other one within two days of one of the changes of clocks in 2026.
fn any_moment() -> impl Strategy<Value = DateTime<Utc>> {
    let near = |text| (-172_800_000_000..172_800_000_000_i64).prop_map(move |micros| utc(text) + TimeDelta::microseconds(micros));
    prop_oneof![
        2 => (0..4_260_000_000_000_000_i64).prop_map(|micros| DateTime::UNIX_EPOCH + TimeDelta::microseconds(micros)),
        1 => near("2026-03-29T01:00:00"),
        1 => near("2026-10-25T01:00:00"),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 1_000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn every_moment_lies_in_its_period(schedule in any_schedule(), moment in any_moment()) {
        let period = schedule.period_containing(moment);
        prop_assert!(period.start <= moment && moment < period.end, "{period:?}");
    }

    #[test]
    fn periods_tile_time(schedule in any_schedule(), moment in any_moment()) {
        let period = schedule.period_containing(moment);
        let next = schedule.period_containing(period.end);
        prop_assert_eq!(next.start, period.end);
        prop_assert_ne!(&next.key, &period.key);
        prop_assert_eq!(schedule.last_ended(period.end), period);
    }

    #[test]
    fn a_period_is_the_same_from_any_moment_within(schedule in any_schedule(), moment in any_moment(), part in 0.0..1.0_f64) {
        let period = schedule.period_containing(moment);
        let other = period.start + (period.end - period.start).to_std().map(|width| width.mul_f64(part)).unwrap_or_default();
        prop_assert_eq!(&schedule.period_containing(other), &period);
        prop_assert_eq!(&schedule.period_containing(period.start), &period);
        prop_assert_eq!(&schedule.period_containing(period.end - TimeDelta::nanoseconds(1)), &period);
    }

    #[test]
    fn the_last_ended_period_is_the_one_before_the_present_one(schedule in any_schedule(), now in any_moment()) {
        let last = schedule.last_ended(now);
        prop_assert!(last.end <= now);
        prop_assert_eq!(last.end, schedule.period_containing(now).start);
    }

    #[test]
    fn no_key_comes_twice(schedule in any_schedule(), moment in any_moment()) {
        let following = |period: &DigestPeriod| Some(schedule.period_containing(period.end));
        let periods = std::iter::successors(Some(schedule.period_containing(moment)), following).take(70);
        prop_assert_eq!(periods.map(|period| period.key).collect::<HashSet<_>>().len(), 70);
    }

    #[test]
    fn calendar_windows_end_at_the_scheduled_hour(schedule in any_schedule(), moment in any_moment()) {
        prop_assume!(schedule.frequency != Frequency::Immediate);
        let end = schedule.period_containing(moment).end.with_timezone(&Berlin);
        let before = (end - TimeDelta::nanoseconds(1)).hour();
        let (hour, scheduled) = (end.hour(), u32::from(schedule.hour));
        // Where the clocks skip the scheduled hour, the window ends where they go on.
        prop_assert!(hour == scheduled || (before < scheduled && scheduled < hour), "{end}");
        prop_assert_eq!((end.minute(), end.second(), end.nanosecond()), (0, 0, 0));
        prop_assert!(!schedule.quiet.contains(end.date_naive()), "{end}");
        let is_nominal = |day: NaiveDate| match schedule.frequency {
            Frequency::Weekly => day.weekday() == schedule.weekday,
            Frequency::Monthly => day.weekday() == schedule.weekday && day.day() <= 7,
            Frequency::Daily | Frequency::Immediate => true,
        };
        // The scheduled day, or quiet days from the scheduled one to the day before.
        let mut day = end.date_naive();
        while !is_nominal(day) {
            day = day - Days::new(1);
            prop_assert!(schedule.quiet.contains(day), "{end}");
        }
    }

    #[test]
    fn immediate_windows_end_on_working_days_and_after_quiet_ones_at_the_reader_s_hour(schedule in any_schedule(), moment in any_moment()) {
        let schedule = Schedule { frequency: Frequency::Immediate, ..schedule };
        let period = schedule.period_containing(moment);
        let end = period.end.with_timezone(&Berlin);
        prop_assert!(!schedule.quiet.contains(end.date_naive()), "{end}");
        let width = TimeDelta::minutes(i64::from(schedule.immediate_minutes));
        if period.end - period.start > width {
            prop_assert!(schedule.quiet.contains(end.date_naive() - Days::new(1)), "{period:?}");
            prop_assert!(end.hour() >= u32::from(schedule.hour), "{end}");
        }
    }
}
