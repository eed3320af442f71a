//! When a reader gets their next mail, and which periods it reports on.
//!
//! A reader's subscriptions share a mail wherever they can: a mail tells of every period that has ended when it is due.

use crate::{
    clock::local_date,
    digest_period::{DigestPeriod, Frequency},
    reader::ReaderSettings,
};
use chrono::{DateTime, NaiveDate, TimeDelta, Utc};

/// How long after a period's end its digest is composed. A publication bears the time at which its transaction began, and this leaves such a
/// transaction time to commit, so that no case falls between two periods.
pub const GRACE: TimeDelta = TimeDelta::seconds(3);

/// The longest time after which a mail that waits for its reader's day is looked at again: the reader may have changed their mind.
pub const LONGEST_WAIT: TimeDelta = TimeDelta::days(1);

/// What of a reader decides when their next mail is due.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Standing {
    /// How they wish to be written to.
    pub settings: ReaderSettings,
    /// Until when they want no digest.
    pub paused_until: Option<DateTime<Utc>>,
    /// The day on which mails were counted last.
    pub counted_day: Option<NaiveDate>,
    /// How many mails with digests were written on that day.
    pub counted_mails: u8,
    /// The width of immediate windows in minutes.
    pub immediate_minutes: u32,
}

/// What of an active subscription decides when it is due.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Wait {
    /// How often it tells.
    pub frequency: Frequency,
    /// Up to which moment it has told.
    pub covered_until: DateTime<Utc>,
}

impl Standing {
    /// Until when the reader wants no digest, if that is still to come. A pause that is over stays written down until something changes it.
    pub fn pause(&self, now: DateTime<Utc>) -> Option<DateTime<Utc>> {
        self.paused_until.filter(|until| now < *until)
    }

    /// For each subscription the period that is to be reported on at `now`; nothing for those that are not due.
    ///
    /// The report covers the time from the subscription's own mark to the period's end, however many periods were missed. Nothing is due on quiet
    /// days, in a pause, or once the reader has had as many mails as they wish for on a day. The last of these is kept for what is still to come
    /// at the reader's hour of that day: immediate mails wait for that rather than take it. On other days they may have it, for otherwise whoever
    /// wants one mail a day would be told at once of nothing.
    pub fn due(&self, waits: &[Wait], now: DateTime<Utc>) -> Vec<Option<DigestPeriod>> {
        if self.pause(now).is_some() || self.is_held(now) {
            return vec![None; waits.len()];
        }
        let mut due: Vec<_> = waits
            .iter()
            .map(|wait| {
                let ended = self.settings.schedule(wait.frequency, self.immediate_minutes).last_ended(now - GRACE);
                (ended.end > wait.covered_until).then_some(ended)
            })
            .collect();
        let at_the_hour = waits.iter().zip(&due).any(|(wait, due)| wait.frequency != Frequency::Immediate && due.is_some());
        if !at_the_hour && self.is_immediate_held(waits, now) {
            due.fill(None);
        }
        due
    }

    /// When to look next; nothing without a subscription.
    ///
    /// To be asked after the marks of what was due at `now` have been moved: whatever is still due then is held back and waits for its next moment.
    pub fn next_look(&self, waits: &[Wait], now: DateTime<Utc>) -> Option<DateTime<Utc>> {
        let held = self.is_held(now);
        let immediate_held = held || self.is_immediate_held(waits, now);
        let look = |wait: &Wait| self.look_for(*wait, if wait.frequency == Frequency::Immediate { immediate_held } else { held }, now);
        waits.iter().map(look).min()
    }

    /// Until when a mail that was written on an earlier day has to wait: over quiet days, a pause, and a day on which the reader has had as many
    /// mails as they wish for. Nothing if it may go.
    ///
    /// The wait is at most [`LONGEST_WAIT`]; then it is asked again.
    pub fn late_mail_waits(&self, now: DateTime<Utc>) -> Option<DateTime<Utc>> {
        let pause = self.pause(now);
        if pause.is_none() && !self.is_held(now) {
            return None;
        }
        // The first of the reader's hours from then on, even if that is the very moment.
        let from = pause.map_or(now, |until| until - TimeDelta::microseconds(1));
        let hour = self.settings.schedule(Frequency::Daily, self.immediate_minutes).period_containing(from).end;
        Some(hour.min(now + LONGEST_WAIT))
    }

    fn look_for(&self, wait: Wait, is_held: bool, now: DateTime<Utc>) -> DateTime<Utc> {
        let next_hour = |after| self.settings.schedule(Frequency::Daily, self.immediate_minutes).period_containing(after).end;
        let mut end = self.end_of(wait);
        if is_held {
            end = end.max(next_hour(now - GRACE));
        }
        if let Some(until) = self.pause(now).filter(|until| *until > end) {
            // The first of the reader's hours from the pause's end on, even if that is the very moment.
            end = next_hour(until - TimeDelta::microseconds(1));
        }
        end + GRACE
    }

    /// When the period ends that a subscription has to tell of next.
    fn end_of(&self, wait: Wait) -> DateTime<Utc> {
        self.settings.schedule(wait.frequency, self.immediate_minutes).period_containing(wait.covered_until).end
    }

    /// Whether no digest goes out on the day of `now`, or no further one.
    fn is_held(&self, now: DateTime<Utc>) -> bool {
        self.settings.quiet().contains(local_date(now)) || self.had(now) >= self.settings.max_per_day
    }

    /// Whether what comes at once has to wait because the day's last mail is kept for what comes at the reader's hour.
    fn is_immediate_held(&self, waits: &[Wait], now: DateTime<Utc>) -> bool {
        let today = local_date(now);
        let is_to_come = |wait: &Wait| wait.frequency != Frequency::Immediate && local_date(self.end_of(*wait)) <= today;
        match self.settings.max_per_day.saturating_sub(self.had(now)) {
            0 => true,
            1 => waits.iter().any(is_to_come),
            _ => false,
        }
    }

    /// How many mails with digests were written on the day of `now`.
    fn had(&self, now: DateTime<Utc>) -> u8 {
        if self.counted_day == Some(local_date(now)) { self.counted_mails } else { 0 }
    }
}

#[cfg(test)]
mod tests;
