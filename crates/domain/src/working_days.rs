//! Working days of the whole network: Monday to Friday, without the public holidays that all its Länder share. Those of one or two of them
//! count as working days: the agency is at home in none in particular.

use crate::{
    holidays::{QuietDays, is_holiday},
    vocabulary::State,
};
use chrono::{DateTime, NaiveDate, TimeZone, Utc};
use chrono_tz::Europe::Berlin;

/// The Länder of the network.
const LAENDER: [State; 3] = [State::Sachsen, State::SachsenAnhalt, State::Thueringen];

/// The moment after this many working days, at the same time of day (Europe/Berlin).
///
/// What begins on a weekend or holiday begins with the first working day after it: five days from a Saturday are those to Friday.
pub fn after(moment: DateTime<Utc>, days: u32) -> DateTime<Utc> {
    let local = moment.with_timezone(&Berlin);
    let mut date = local.date_naive();
    let mut left = days;
    while left > 0 {
        let Some(next) = date.succ_opt() else { return moment };
        date = next;
        left -= u32::from(is_working_day(date));
    }
    // A time that the change to summer time skips does not come that day: an hour later does.
    let at = date.and_time(local.time());
    let found = Berlin.from_local_datetime(&at).earliest();
    let found = found.or_else(|| Berlin.from_local_datetime(&(at + chrono::TimeDelta::hours(1))).earliest());
    found.map_or(moment, |found| found.to_utc())
}

fn is_working_day(date: NaiveDate) -> bool {
    !QuietDays::Of(None).contains(date) && !LAENDER.iter().all(|state| is_holiday(date, Some(*state)))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn five_after(moment: &str) -> String {
        after(moment.parse().unwrap(), 5).to_rfc3339()
    }

    #[test]
    fn a_week_of_work_skips_the_weekend() {
        assert_eq!(five_after("2026-03-17T10:00:00Z"), "2026-03-24T10:00:00+00:00", "Tuesday to Tuesday");
        assert_eq!(five_after("2026-03-13T10:00:00Z"), "2026-03-20T10:00:00+00:00", "Friday to Friday");
        assert_eq!(five_after("2026-03-14T10:00:00Z"), "2026-03-20T10:00:00+00:00", "from Saturday to Friday");
        assert_eq!(five_after("2026-03-15T22:59:00Z"), "2026-03-20T22:59:00+00:00", "from Sunday to Friday");
    }

    #[test]
    fn holidays_that_the_whole_network_keeps_are_skipped() {
        assert_eq!(five_after("2026-03-31T10:00:00Z"), "2026-04-09T10:00:00+00:00", "Karfreitag and Ostermontag");
        assert_eq!(five_after("2026-04-03T10:00:00Z"), "2026-04-13T10:00:00+00:00", "from Karfreitag on");
        assert_eq!(five_after("2026-12-22T10:00:00Z"), "2026-12-30T10:00:00+00:00", "Christmas");
        assert_eq!(five_after("2025-10-28T10:00:00Z"), "2025-11-05T10:00:00+00:00", "Reformationstag, in all three Länder");
        assert_eq!(five_after("2026-11-17T10:00:00Z"), "2026-11-24T10:00:00+00:00", "Buß- und Bettag, in Sachsen alone, is worked");
        assert_eq!(five_after("2028-09-19T10:00:00Z"), "2028-09-26T10:00:00+00:00", "Weltkindertag, in Thüringen alone, is worked");
    }

    #[test]
    fn the_time_of_day_is_that_of_germany() {
        assert_eq!(five_after("2026-03-25T10:00:00Z"), "2026-04-01T09:00:00+00:00", "across the change to summer time");
        assert_eq!(five_after("2026-03-13T23:30:00Z"), "2026-03-19T23:30:00+00:00", "Saturday there already");
    }

    #[test]
    fn no_days_change_nothing() {
        let moment = "2026-03-14T10:00:00Z".parse().unwrap();
        assert_eq!(after(moment, 0), moment);
    }
}
