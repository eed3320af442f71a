//! Readers: one for each address that digests go to, with how they wish to be written to.

use crate::{
    digest_period::{DEFAULT_HOUR, DEFAULT_WEEKDAY, Frequency, Schedule},
    holidays::QuietDays,
    violation::{Rule, Violation},
    vocabulary::State,
};
use chrono::Weekday;

/// The most mails with digests that a reader may allow for a day.
pub const MOST_PER_DAY: u8 = 24;

/// How many mails with digests a reader gets on a day at most, where nothing else was chosen.
pub const DEFAULT_PER_DAY: u8 = 5;

/// How a reader wishes to be written to; the same for all their subscriptions, so that what is due on one day is one mail.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct ReaderSettings {
    /// The local hour at which digests come, 0 to 23.
    pub hour: u8,
    /// The day on which weekly digests come, and monthly ones on the first such of the month.
    pub weekday: Weekday,
    /// The Land whose public holidays count.
    pub state: Option<State>,
    /// Whether no digest comes on weekends and public holidays.
    pub quiet_days: bool,
    /// Whether digests name titles alone.
    pub titles_only: bool,
    /// How many mails with digests come on a day at most, 1 to [`MOST_PER_DAY`]. What goes beyond waits for the next day.
    pub max_per_day: u8,
}

impl Default for ReaderSettings {
    fn default() -> Self {
        Self {
            hour: DEFAULT_HOUR,
            weekday: DEFAULT_WEEKDAY,
            state: None,
            quiet_days: true,
            titles_only: false,
            max_per_day: DEFAULT_PER_DAY,
        }
    }
}

impl ReaderSettings {
    /// What is wrong with these settings, if anything.
    pub fn check(&self) -> Vec<Violation> {
        let mut violations = Vec::new();
        if self.hour > 23 {
            let rule = Rule::Malformed { expected: "eine Stunde von 0 bis 23", given: self.hour.to_string() };
            violations.push(Violation::new("hour", rule));
        }
        if !(1..=MOST_PER_DAY).contains(&self.max_per_day) {
            let rule = Rule::Malformed { expected: "eine Zahl von 1 bis 24", given: self.max_per_day.to_string() };
            violations.push(Violation::new("maxPerDay", rule));
        }
        violations
    }

    /// The days on which this reader is left in peace.
    pub fn quiet(&self) -> QuietDays {
        if self.quiet_days { QuietDays::Of(self.state) } else { QuietDays::Never }
    }

    /// The windows of time that this reader's digests of that frequency cover.
    pub fn schedule(&self, frequency: Frequency, immediate_minutes: u32) -> Schedule {
        Schedule { frequency, weekday: self.weekday, hour: self.hour, immediate_minutes, quiet: self.quiet() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hours_and_numbers_of_mails_have_limits() {
        assert_eq!(ReaderSettings::default().check(), []);
        let wrong = ReaderSettings { hour: 24, max_per_day: 0, ..ReaderSettings::default() }.check();
        assert_eq!(wrong.iter().map(|violation| violation.field.as_str()).collect::<Vec<_>>(), ["hour", "maxPerDay"]);
        let said: Vec<_> = wrong.iter().map(Violation::message).collect();
        assert!(said[0].starts_with("Uhrzeit: „24“") && said[1].starts_with("Sammel-E-Mails am Tag: „0“"), "{said:?}");
        assert!(ReaderSettings { max_per_day: 25, ..ReaderSettings::default() }.check().len() == 1);
    }
}
