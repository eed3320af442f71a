//! When a subscription's digests are due.

use crate::Network;
use chrono::{DateTime, TimeDelta, Utc};
use domain::digest_period::Schedule;
use storage::Subscription;

/// How long after a period's end its digest is composed. A case's publication bears the time at which its transaction began; this leaves
/// such a transaction time to commit, so that no case falls between two periods.
pub const GRACE: TimeDelta = TimeDelta::seconds(3);

/// The fixed windows of time that the subscription's digests cover.
pub fn schedule(network: &Network, subscription: &Subscription) -> Schedule {
    Schedule {
        frequency: subscription.frequency,
        weekday: subscription.weekday,
        hour: subscription.hour,
        immediate_minutes: network.settings.immediate_minutes,
    }
}

/// When to look next: when the period that `moment` lies in has ended.
pub fn due_after(schedule: &Schedule, moment: DateTime<Utc>) -> DateTime<Utc> {
    schedule.period_containing(moment).end + GRACE
}
