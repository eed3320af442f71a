//! The real clock and the real source of identifiers: the one place where both are read.

use chrono::{DateTime, TimeDelta, Utc};
use domain::{Clock, IdSource, clock::to_microseconds};
use uuid::Uuid;

/// The system's clock, moved by the configured offset.
#[derive(Debug, Clone, Copy)]
pub(crate) struct SystemClock {
    offset: TimeDelta,
}

impl SystemClock {
    /// A clock that is `seconds` ahead of the system's.
    pub(crate) fn ahead_by(seconds: i64) -> Self {
        Self { offset: TimeDelta::seconds(seconds) }
    }
}

impl Clock for SystemClock {
    #[expect(clippy::disallowed_methods, reason = "this is the clock that everybody else is handed")]
    fn now(&self) -> DateTime<Utc> {
        to_microseconds(Utc::now() + self.offset)
    }
}

/// UUIDs of version 7, so that rows sort by their making.
#[derive(Debug, Clone, Copy)]
pub(crate) struct SystemIds;

impl IdSource for SystemIds {
    #[expect(clippy::disallowed_methods, reason = "this is the source that everybody else is handed")]
    fn next(&self) -> Uuid {
        Uuid::now_v7()
    }
}
