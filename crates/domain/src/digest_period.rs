//! The fixed windows of time that digests report on.
//!
//! A digest never asks "what is new since the last one": it belongs to a window that the calendar alone decides, found by its key.
//! So a run that is late, missed or doubled still makes the same digest (docs/decisions/0006-digest-windows.md). The windows of one schedule
//! tile time: each starts where the one before it ended, and every moment lies in exactly one.
//!
//! A window that would end on one of the reader's quiet days ends on the next working day instead, so that it also covers what came
//! meanwhile; immediate ones end at the reader's hour of that day.
//!
//! Days, weeks and months are those of Germany (Europe/Berlin). Where the clocks change, a window is an hour shorter or longer.

use crate::{clock::local_date, holidays::QuietDays};
use chrono::{DateTime, Datelike, Days, Months, NaiveDate, NaiveTime, Offset, TimeDelta, TimeZone, Timelike, Utc, Weekday};
use chrono_tz::Europe::Berlin;
use serde::{Deserialize, Serialize};

/// The hour at which periods end where the reader chose none: before the working day begins, in local time.
pub const DEFAULT_HOUR: u8 = 7;

/// The day on which weekly periods end, and monthly ones the first such of the month, where the reader chose none.
pub const DEFAULT_WEEKDAY: Weekday = Weekday::Tue;

/// The German names of the days of the week, from Monday on.
pub const WEEKDAYS: [&str; 7] = ["Montag", "Dienstag", "Mittwoch", "Donnerstag", "Freitag", "Samstag", "Sonntag"];

/// How often a reader wants to hear of new cases; in the order from often to rarely.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum Frequency {
    /// Within minutes; what comes up in the same short window is told in one mail.
    Immediate,
    /// Once a day.
    Daily,
    /// Once a week, on a weekday of the reader's choice.
    Weekly,
    /// Once a month, on the first weekday of the reader's choice in it (`BYDAY=1TU` of RFC 5545).
    Monthly,
}

impl Frequency {
    /// All frequencies, in the order in which people see them.
    pub const ALL: [Self; 4] = [Self::Immediate, Self::Daily, Self::Weekly, Self::Monthly];

    /// The frequency's value in the API, in the database and in serde; never changes.
    pub fn key(self) -> &'static str {
        match self {
            Self::Immediate => "IMMEDIATE",
            Self::Daily => "DAILY",
            Self::Weekly => "WEEKLY",
            Self::Monthly => "MONTHLY",
        }
    }

    /// The frequency with this key, if there is one. Keys are compared exactly.
    pub fn from_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|frequency| frequency.key() == key)
    }

    /// What people read, in German.
    pub fn label(self) -> &'static str {
        match self {
            Self::Immediate => "sofort",
            Self::Daily => "täglich",
            Self::Weekly => "wöchentlich",
            Self::Monthly => "monatlich",
        }
    }

    /// Whether the weekday that a reader chooses says when digests come.
    pub fn has_weekday(self) -> bool {
        matches!(self, Self::Weekly | Self::Monthly)
    }
}

/// When a reader's digests come.
///
/// Numbers beyond their limits are read as the nearest one within. Windows of different schedules overlap: whoever changes a
/// schedule decides what becomes of the window that was open.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Schedule {
    /// How often.
    pub frequency: Frequency,
    /// The weekday on which weekly periods end; monthly ones end on the first such of the month. No other frequency reads it.
    pub weekday: Weekday,
    /// The local hour at which periods end, 0 to 23; immediate ones read it after quiet days alone. An hour that the clocks skip means the first
    /// moment after the gap, one that comes twice means the first of the two.
    pub hour: u8,
    /// The width of an immediate window in minutes, 1 to 60. It divides 60, so that windows are aligned to the hour (in UTC);
    /// any other width still tiles time, counted from 1970.
    pub immediate_minutes: u32,
    /// The days on which no window ends.
    pub quiet: QuietDays,
}

/// A fixed window of time: from `start`, up to but without `end`.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct DigestPeriod {
    /// Names the window by its end, readable, unique within one schedule and always the same: `daily-2026-03-29T07`,
    /// `weekly-2026-03-31T07`, `monthly-2026-04-07T07` with the local date and the scheduled hour, `immediate-2026-03-29T12:15Z`
    /// in UTC. ASCII, at most 27 characters for years of four digits.
    pub key: String,
    /// The first moment of the window.
    pub start: DateTime<Utc>,
    /// The first moment after the window, and the earliest at which its digest can be made.
    pub end: DateTime<Utc>,
}

impl Schedule {
    /// The period that `moment` lies in: `start <= moment < end`.
    ///
    /// Moments within 800 days of the ends of chrono's calendar (some 262 000 years away) are read as the nearest one farther in;
    /// so it is with every function here.
    pub fn period_containing(&self, moment: DateTime<Utc>) -> DigestPeriod {
        self.containing(within_calendar(moment))
    }

    /// The latest period that has ended at `now`: `end <= now`.
    pub fn last_ended(&self, now: DateTime<Utc>) -> DigestPeriod {
        self.before(&self.period_containing(now))
    }

    fn before(self, period: &DigestPeriod) -> DigestPeriod {
        self.containing(period.start - TimeDelta::nanoseconds(1))
    }

    fn containing(self, moment: DateTime<Utc>) -> DigestPeriod {
        if self.frequency == Frequency::Immediate {
            return self.immediate(moment);
        }
        let mut first = self.first_day(local_date(moment));
        while moment < self.moved(first) {
            // Early on a window's first day, or before the working day that it was moved to: the window before is still open.
            first = self.first_day(first - Days::new(1));
        }
        let start = self.moved(first);
        let mut next = self.next_first_day(first);
        while self.moved(next) == start {
            // Several quiet days were moved to the same working day.
            next = self.next_first_day(next);
        }
        let last = self.quiet.next_working_day(next);
        DigestPeriod {
            key: format!("{}-{last}T{:02}", self.frequency.key().to_ascii_lowercase(), self.hour()),
            start,
            end: self.boundary(last),
        }
    }

    /// The moment at which the window of this day starts, moved to the next working day.
    fn moved(self, day: NaiveDate) -> DateTime<Utc> {
        self.boundary(self.quiet.next_working_day(day))
    }

    fn immediate(self, moment: DateTime<Utc>) -> DigestPeriod {
        let width = i64::from(self.immediate_minutes.clamp(1, 60)) * 60;
        let seconds = moment.timestamp();
        let mut start = DateTime::UNIX_EPOCH + TimeDelta::seconds(seconds - seconds.rem_euclid(width));
        let mut end = start + TimeDelta::seconds(width);
        // At most two weeks of quiet days in a row, and a day to either side.
        let most = 16 * 24 * 3600 / width;
        for _ in 0..most {
            if !self.is_held(start) {
                break;
            }
            start -= TimeDelta::seconds(width);
        }
        for _ in 0..most {
            if !self.is_held(end) {
                break;
            }
            end += TimeDelta::seconds(width);
        }
        DigestPeriod { key: format!("immediate-{}", end.format("%Y-%m-%dT%H:%MZ")), start, end }
    }

    /// Whether an immediate window cannot end at this moment: it is a quiet day, or early on the first working day after one.
    fn is_held(self, moment: DateTime<Utc>) -> bool {
        if self.quiet == QuietDays::Never {
            return false;
        }
        let local = moment.with_timezone(&Berlin);
        let day = local.date_naive();
        self.quiet.contains(day) || i64::from(local.hour()) < self.hour() && self.quiet.contains(day - Days::new(1))
    }

    /// The latest day up to `day` on which a window starts.
    fn first_day(self, day: NaiveDate) -> NaiveDate {
        match self.frequency {
            Frequency::Immediate | Frequency::Daily => day,
            Frequency::Weekly => day - Days::new(u64::from(day.weekday().days_since(self.weekday))),
            Frequency::Monthly => {
                let first = self.first_weekday(day);
                if first <= day { first } else { self.first_weekday(day - Days::new(u64::from(day.day0()) + 1)) }
            }
        }
    }

    /// The day on which the window after that of `first` starts.
    fn next_first_day(self, first: NaiveDate) -> NaiveDate {
        match self.frequency {
            Frequency::Immediate | Frequency::Daily => first + Days::new(1),
            Frequency::Weekly => first + Days::new(7),
            Frequency::Monthly => self.first_weekday(first + Months::new(1)),
        }
    }

    /// The first of the reader's weekdays in the month of this day.
    fn first_weekday(self, day: NaiveDate) -> NaiveDate {
        let first = day - Days::new(u64::from(day.day0()));
        first + Days::new(u64::from(self.weekday.days_since(first.weekday())))
    }

    /// The moment at which one window ends and the next starts, on this local day.
    fn boundary(self, day: NaiveDate) -> DateTime<Utc> {
        let local = day.and_time(NaiveTime::MIN) + TimeDelta::hours(self.hour());
        match Berlin.from_local_datetime(&local).earliest() {
            Some(moment) => moment.to_utc(),
            // Clocks are put forward at a full hour, so the skipped one is where the gap starts, told by the offset before it.
            None => (local - Berlin.offset_from_utc_datetime(&(local - TimeDelta::hours(6))).fix()).and_utc(),
        }
    }

    fn hour(self) -> i64 {
        i64::from(self.hour.min(23))
    }
}

/// Keeps `moment` so far from the ends of the calendar that no window around it, nor the one before, reaches beyond.
fn within_calendar(moment: DateTime<Utc>) -> DateTime<Utc> {
    let margin = TimeDelta::days(800);
    moment.clamp(DateTime::<Utc>::MIN_UTC + margin, DateTime::<Utc>::MAX_UTC - margin)
}

#[cfg(test)]
mod tests;
