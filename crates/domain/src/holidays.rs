//! The public holidays of the Länder, computed for any year, and the days on which readers are left in peace.
//!
//! Sources: the holiday laws of the Länder (Feiertagsgesetze) as they stand in 2026. Days that only some Gemeinden of a Land keep (Fronleichnam
//! in parts of Sachsen and Thüringen, Mariä Himmelfahrt in parts of Bayern, the Augsburger Friedensfest) are working days here.

use crate::vocabulary::State;
use chrono::{Datelike, Days, NaiveDate, Weekday};

/// The days on which a reader gets no digest: what falls on one comes with the next working day's.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum QuietDays {
    /// None: digests come on any day.
    Never,
    /// Saturdays, Sundays and the public holidays of this Land; without a Land, those that all Länder share.
    Of(Option<State>),
}

impl QuietDays {
    /// Whether no digest comes on this day.
    pub fn contains(self, day: NaiveDate) -> bool {
        match self {
            Self::Never => false,
            Self::Of(state) => matches!(day.weekday(), Weekday::Sat | Weekday::Sun) || is_holiday(day, state),
        }
    }

    /// The first day from this one on that is not quiet.
    pub fn next_working_day(self, day: NaiveDate) -> NaiveDate {
        // No Land has two weeks without a working day.
        day.iter_days().take(15).find(|day| !self.contains(*day)).unwrap_or(day)
    }
}

/// Whether this day is a public holiday in the whole of the Land; without a Land, in all Länder.
pub fn is_holiday(day: NaiveDate, state: Option<State>) -> bool {
    is_common_holiday(day) || state.is_some_and(|state| is_holiday_of(day, state))
}

fn is_common_holiday(day: NaiveDate) -> bool {
    match (day.month(), day.day()) {
        // Neujahr, Tag der Arbeit, Tag der Deutschen Einheit, Weihnachten; the Reformation's 500th year was celebrated everywhere.
        (1 | 5, 1) | (10, 3) | (12, 25 | 26) => true,
        (10, 31) => day.year() == 2017,
        // Karfreitag, Ostermontag, Christi Himmelfahrt, Pfingstmontag.
        (3..=6, _) => days_after_easter(day).is_some_and(|days| [-2, 1, 39, 50].contains(&days)),
        _ => false,
    }
}

fn is_holiday_of(day: NaiveDate, state: State) -> bool {
    use State::{
        BadenWuerttemberg, Bayern, Berlin, Brandenburg, Bremen, Hamburg, Hessen, MecklenburgVorpommern, Niedersachsen, NordrheinWestfalen,
        RheinlandPfalz, Saarland, Sachsen, SachsenAnhalt, SchleswigHolstein, Thueringen,
    };
    let since = |year: i32| day.year() >= year;
    match (day.month(), day.day()) {
        // Heilige Drei Könige.
        (1, 6) => matches!(state, BadenWuerttemberg | Bayern | SachsenAnhalt),
        // Internationaler Frauentag.
        (3, 8) => matches!(state, Berlin) && since(2019) || matches!(state, MecklenburgVorpommern) && since(2023),
        // 75 and 80 years since the liberation; 75 years since the uprising of 17 June 1953.
        (5, 8) if matches!(day.year(), 2020 | 2025) => matches!(state, Berlin),
        (6, 17) if day.year() == 2028 => matches!(state, Berlin),
        (3..=6, _) => match days_after_easter(day) {
            // Ostersonntag and Pfingstsonntag.
            Some(0 | 49) => matches!(state, Brandenburg),
            // Fronleichnam.
            Some(60) => matches!(state, BadenWuerttemberg | Bayern | Hessen | NordrheinWestfalen | RheinlandPfalz | Saarland),
            _ => false,
        },
        // Mariä Himmelfahrt.
        (8, 15) => matches!(state, Saarland),
        // Weltkindertag.
        (9, 20) => matches!(state, Thueringen) && since(2019),
        // Reformationstag.
        (10, 31) => match state {
            Brandenburg | MecklenburgVorpommern | Sachsen | SachsenAnhalt | Thueringen => true,
            Bremen | Hamburg | Niedersachsen | SchleswigHolstein => since(2018),
            _ => false,
        },
        // Allerheiligen.
        (11, 1) => matches!(state, BadenWuerttemberg | Bayern | NordrheinWestfalen | RheinlandPfalz | Saarland),
        // Buß- und Bettag: the Wednesday before 23 November.
        (11, 16..=22) => matches!(state, Sachsen) && day.weekday() == Weekday::Wed,
        _ => false,
    }
}

/// How many days after Easter Sunday of its year this day is.
fn days_after_easter(day: NaiveDate) -> Option<i64> {
    Some((day - easter(day.year())?).num_days())
}

/// Easter Sunday of a year of the Gregorian calendar, by Gauß's rule in the form of Lichtenberg (1997), which needs no table of exceptions.
fn easter(year: i32) -> Option<NaiveDate> {
    let century = year / 100;
    let moon = 15 + (3 * century + 3) / 4 - (8 * century + 13) / 25;
    let sun = 2 - (3 * century + 3) / 4;
    let lunar = year % 19;
    let seed = (19 * lunar + moon) % 30;
    let correction = (seed + lunar / 11) / 29;
    let full_moon = 21 + seed - correction;
    let first_sunday = 7 - (year + year / 4 + sun) % 7;
    let distance = 7 - (full_moon - first_sunday) % 7;
    let march_day = u64::try_from(full_moon + distance).ok()?;
    NaiveDate::from_ymd_opt(year, 3, 1)?.checked_add_days(Days::new(march_day - 1))
}

#[cfg(test)]
mod tests;
