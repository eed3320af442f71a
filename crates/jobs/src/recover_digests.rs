//! Find readers who should have been due and are not.

use crate::outcome::Outcome;
use chrono::{DateTime, TimeDelta, Utc};
use domain::{
    ids::{ReaderId, SubscriptionId},
    subscription::SubscriptionState,
};
use storage::{Reader, StoreError, Subscription};
use usecases::{Failure, Network, reader::waits};

/// How many readers are read at once.
const PAGE: u64 = 1_000;

/// How far in the future something may lie that was written down: the clocks of several machines differ a little. What lies further ahead was written
/// while a clock was wrong.
pub(crate) const CLOCKS_DIFFER_BY: TimeDelta = TimeDelta::minutes(5);

/// The note whose time is the latest up to which anybody was told ahead of time.
const TOLD_AHEAD: &str = "digests_told_ahead";

/// Compares for every reader when they are to be due with what is written down, and sets right what lies too late or is missing, as after a
/// database was restored or changed by hand. Subscriptions' marks say what was told, so that everything missed since is composed, once.
///
/// A mark in the future was set while a clock was ahead: its reader would hear nothing until then. It is set to now, and what they were told
/// meanwhile is not told again when its time comes ([`told_until`]).
pub(crate) async fn run(network: &Network) -> Outcome {
    recover(network).await.map_or_else(Outcome::from, |Recovered { readers, marks }| {
        if marks > 0 {
            tracing::warn!(marks, "marks of subscriptions lay in the future, as after a clock that was ahead; they are set to now");
        }
        if readers > 0 {
            tracing::warn!(recovered = readers, "readers were not due when they should have been");
        }
        Outcome::Done
    })
}

/// The latest moment up to which anybody was told before it came; nothing if nobody ever was.
pub(crate) async fn told_until(network: &Network) -> Result<Option<DateTime<Utc>>, StoreError> {
    Ok(network.store.mail_note(TOLD_AHEAD).await?.map(|note| note.noted_at))
}

/// What was set right.
#[derive(Debug, Default)]
struct Recovered {
    readers: usize,
    marks: usize,
}

async fn recover(network: &Network) -> Result<Recovered, Failure> {
    let now = network.clock.now();
    let mut recovered = Recovered::default();
    let mut told = told_until(network).await?;
    let mut after = None;
    loop {
        let page = network.store.readers_after(after, PAGE).await?;
        let Some(last) = page.last() else { return Ok(recovered) };
        after = Some(last.reader.id);
        for one in page {
            let right = Right::of(network, &one.reader, &one.subscriptions, now);
            if !right.differs_from(&one.reader) {
                continue;
            }
            if right.latest > told {
                // Before any mark moves, so that whoever composes after that knows.
                told = right.latest;
                network.store.set_mail_note(TOLD_AHEAD, "", told.unwrap_or(now)).await?;
            }
            match set_right(network, one.reader.id, now).await {
                Ok(Some(marks)) => {
                    recovered.readers += usize::from(marks == 0);
                    recovered.marks += marks;
                }
                Ok(None) => {}
                Err(Failure::Store(error @ StoreError::Row { .. })) => {
                    tracing::error!(reader = %one.reader.id, %error, "a reader of whom something cannot be read is left as it is");
                }
                Err(error) => return Err(error),
            }
        }
    }
}

/// Sets a reader right and returns how many marks that took; nothing if there was nothing to do. Looks once more with the reader held, for
/// somebody may be composing for them or changing what they want.
async fn set_right(network: &Network, id: ReaderId, now: DateTime<Utc>) -> Result<Option<usize>, Failure> {
    let mut transaction = network.store.begin().await?;
    let Some(reader) = transaction.reader_for_update(id).await? else { return Ok(None) };
    let subscriptions = transaction.subscriptions_of_reader(id).await?;
    let right = Right::of(network, &reader, &subscriptions, now);
    if !right.differs_from(&reader) {
        return Ok(None);
    }
    let marks: Vec<_> = right.ahead.iter().map(|subscription| (*subscription, now)).collect();
    transaction.move_marks(&marks).await?;
    transaction.set_apart_digests_ahead(&right.ahead, now).await?;
    transaction.set_reader_due(id, right.next).await?;
    transaction.commit().await?;
    Ok(Some(marks.len()))
}

/// How it should be with a reader.
struct Right {
    /// When they are due.
    next: Option<DateTime<Utc>>,
    /// The subscriptions whose marks are to be set to now.
    ahead: Vec<SubscriptionId>,
    /// The latest of these marks.
    latest: Option<DateTime<Utc>>,
}

impl Right {
    fn of(network: &Network, reader: &Reader, subscriptions: &[Subscription], now: DateTime<Utc>) -> Self {
        let ahead = |mark: &DateTime<Utc>| *mark > now + CLOCKS_DIFFER_BY;
        let mut waits = waits(subscriptions);
        let latest = waits.iter().map(|wait| wait.covered_until).filter(ahead).max();
        for wait in waits.iter_mut().filter(|wait| ahead(&wait.covered_until)) {
            wait.covered_until = now;
        }
        let active = subscriptions.iter().filter(|one| one.state == SubscriptionState::Active);
        let ahead = active.filter(|one| one.covered_until.as_ref().is_some_and(ahead)).map(|one| one.id).collect();
        Self { next: reader.standing(network.settings.immediate_minutes).next_look(&waits, now), ahead, latest }
    }

    fn differs_from(&self, reader: &Reader) -> bool {
        !self.ahead.is_empty() || is_late(reader.next_due_at, self.next)
    }
}

fn is_late<T: PartialOrd>(written: Option<T>, right: Option<T>) -> bool {
    match (written, right) {
        (Some(written), Some(right)) => written > right,
        (None, Some(_)) => true,
        (_, None) => false,
    }
}
