//! Whether what a case says still holds: a year after somebody vouched for it, those behind it are asked.

use chrono::{DateTime, Months, TimeDelta, Utc};

/// For how long a publication or a confirmation vouches for a case, in months.
pub const VALID_MONTHS: u32 = 12;

/// How far the asking has come. Each stage is reached once, in this order, until somebody answers.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum FreshnessStage {
    /// Somebody vouches for it; nobody is asked.
    #[default]
    Confirmed,
    /// The function mailbox was asked.
    Asked,
    /// It was reminded.
    Reminded,
    /// It was reminded for the last time.
    RemindedAgain,
    /// Nobody answered; readers are told so.
    Unconfirmed,
}

/// What people are told of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Freshness {
    /// Somebody vouches for it.
    Confirmed,
    /// The time is over, and those behind it are being asked.
    Due,
    /// They were asked and did not answer.
    Unconfirmed,
}

/// What is to be done at a step.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FreshnessStep {
    /// Ask the function mailbox and note the stage.
    Ask(FreshnessStage),
    /// Tell readers that nobody vouches for it any more.
    MarkUnconfirmed,
    /// Archive the case.
    Archive,
}

/// On which day after the question each step is taken, as the operator decided: each later than the one before
/// ([`FreshnessPlan::is_in_order`]).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FreshnessPlan {
    /// Days from the question to the first and to the second reminder.
    pub reminder_days: [u32; 2],
    /// Days from the question to the mark that nobody vouches for it any more.
    pub unconfirmed_days: u32,
    /// Days from the question to the archive.
    pub archive_days: u32,
}

impl Default for FreshnessPlan {
    fn default() -> Self {
        Self { reminder_days: [14, 28], unconfirmed_days: 42, archive_days: 180 }
    }
}

impl FreshnessPlan {
    /// Whether each step comes after the one before.
    pub fn is_in_order(&self) -> bool {
        let [first, second] = self.reminder_days;
        0 < first && first < second && second < self.unconfirmed_days && self.unconfirmed_days < self.archive_days
    }

    /// The next step for a case at this stage, and how long after it the one that follows is due; nothing if none follows.
    ///
    /// The wait counts from when the step was really taken, so that after an outage nobody gets two mails at once.
    pub fn next(&self, stage: FreshnessStage) -> (FreshnessStep, Option<TimeDelta>) {
        let [first, second] = self.reminder_days;
        let days = |to: u32, from: u32| Some(TimeDelta::days(i64::from(to.saturating_sub(from))));
        match stage {
            FreshnessStage::Confirmed => (FreshnessStep::Ask(FreshnessStage::Asked), days(first, 0)),
            FreshnessStage::Asked => (FreshnessStep::Ask(FreshnessStage::Reminded), days(second, first)),
            FreshnessStage::Reminded => (FreshnessStep::Ask(FreshnessStage::RemindedAgain), days(self.unconfirmed_days, second)),
            FreshnessStage::RemindedAgain => (FreshnessStep::MarkUnconfirmed, days(self.archive_days, self.unconfirmed_days)),
            FreshnessStage::Unconfirmed => (FreshnessStep::Archive, None),
        }
    }
}

/// Until when a confirmation of this moment vouches for a case.
pub fn due_at(confirmed_at: DateTime<Utc>) -> DateTime<Utc> {
    confirmed_at.checked_add_months(Months::new(VALID_MONTHS)).unwrap_or(DateTime::<Utc>::MAX_UTC)
}

impl FreshnessStage {
    /// All stages, in order.
    pub const ALL: &'static [Self] = &[Self::Confirmed, Self::Asked, Self::Reminded, Self::RemindedAgain, Self::Unconfirmed];

    /// The stage as the database writes it.
    pub fn key(self) -> &'static str {
        match self {
            Self::Confirmed => "confirmed",
            Self::Asked => "asked",
            Self::Reminded => "reminded",
            Self::RemindedAgain => "reminded_again",
            Self::Unconfirmed => "unconfirmed",
        }
    }

    /// The stage with this key.
    pub fn from_key(key: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|stage| stage.key() == key)
    }

    /// What people are told.
    pub fn freshness(self) -> Freshness {
        match self {
            Self::Confirmed => Freshness::Confirmed,
            Self::Asked | Self::Reminded | Self::RemindedAgain => Freshness::Due,
            Self::Unconfirmed => Freshness::Unconfirmed,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn from_the_question_to_the_archive() {
        use FreshnessStep::{Archive, Ask, MarkUnconfirmed};
        let plan = FreshnessPlan::default();
        assert!(plan.is_in_order());
        let mut stage = FreshnessStage::Confirmed;
        let mut days = 0;
        let mut seen = Vec::new();
        loop {
            let (step, wait) = plan.next(stage);
            seen.push((days, step));
            stage = match step {
                Ask(next) => next,
                MarkUnconfirmed => FreshnessStage::Unconfirmed,
                Archive => break,
            };
            days += wait.map_or(0, |wait| wait.num_days());
        }
        assert_eq!(
            seen,
            [
                (0, Ask(FreshnessStage::Asked)),
                (14, Ask(FreshnessStage::Reminded)),
                (28, Ask(FreshnessStage::RemindedAgain)),
                (42, MarkUnconfirmed),
                (180, Archive)
            ]
        );
    }

    #[test]
    fn a_confirmation_holds_for_a_year() {
        let due = |at: &str| due_at(at.parse().unwrap()).to_rfc3339();
        assert_eq!(due("2026-03-17T10:00:00Z"), "2027-03-17T10:00:00+00:00");
        assert_eq!(due("2028-02-29T10:00:00Z"), "2029-02-28T10:00:00+00:00");
    }

    #[test]
    fn keys_read_back() {
        for stage in FreshnessStage::ALL {
            assert_eq!(FreshnessStage::from_key(stage.key()), Some(*stage));
        }
    }
}
