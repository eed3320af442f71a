//! Knowing whether what was read before is still what the database says.
//!
//! The database counts, in the content stamp, the commits that changed what the public sees. This process counts generations: a new one
//! begins whenever the stamp turns out to have moved. What is read is kept together with the generation that it was read *in*, taken
//! before the query was sent; it counts only as long as that generation lasts. A slow query that began before a commit and ended after
//! it is thus never taken for new.

use crate::StoreError;
use sea_orm::DbErr;
use std::{
    sync::{PoisonError, RwLock},
    time::Duration,
};
use tokio::{sync::Mutex, time::Instant};

/// For how long a stamp that was read counts as the present one: how late this process may notice another's commit. For as long no connection is waited
/// for where one was just waited for in vain.
pub(crate) const STAMP_LIFETIME: Duration = Duration::from_millis(200);

#[derive(Debug, Default)]
pub(crate) struct Freshness {
    known: RwLock<Known>,
    /// Held by the one who asks the database; others who need to know wait for the answer instead of asking as well. Of a database that is away they
    /// would otherwise ask, and wait for it, one after the other.
    asking: Mutex<Option<InVain>>,
}

/// That there was no connection to ask the database over.
#[derive(Debug)]
struct InVain {
    at: Instant,
    source: DbErr,
}

#[derive(Debug, Clone, Copy, Default)]
struct Known {
    stamp: i64,
    generation: u64,
    /// When the stamp was asked for last; the answer is at least as new as that.
    asked_at: Option<Instant>,
}

/// What holds at this moment.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Present {
    pub(crate) generation: u64,
    pub(crate) stamp: i64,
}

impl Freshness {
    /// The present generation and stamp; asks the database by `read` where the known stamp is too old.
    pub(crate) async fn present<F>(&self, read: impl Fn() -> F + Send) -> Result<Present, StoreError>
    where
        F: Future<Output = Result<i64, StoreError>> + Send,
    {
        if let Some(present) = self.recent() {
            return Ok(present);
        }
        let mut in_vain = self.asking.lock().await;
        if let Some(present) = self.recent() {
            return Ok(present);
        }
        if let Some(InVain { source, .. }) = in_vain.as_ref().filter(|waited| waited.at.elapsed() < STAMP_LIFETIME) {
            return Err(StoreError::Database { what: "content_stamp", source: source.clone() });
        }
        let generation = self.known().generation;
        let asked_at = Instant::now();
        let stamp = read().await;
        if let Err(StoreError::Database { source: source @ DbErr::ConnectionAcquire(_), .. }) = &stamp {
            *in_vain = Some(InVain { at: Instant::now(), source: source.clone() });
        }
        Ok(self.learn(stamp?, generation, asked_at))
    }

    /// A commit of this process has set the stamp.
    pub(crate) fn committed(&self, stamp: i64) {
        let mut known = self.known.write().unwrap_or_else(PoisonError::into_inner);
        known.stamp = known.stamp.max(stamp);
        known.generation += 1;
    }

    /// Takes in an answer of the database to a question that was put in `generation`.
    fn learn(&self, stamp: i64, generation: u64, asked_at: Instant) -> Present {
        let mut known = self.known.write().unwrap_or_else(PoisonError::into_inner);
        // Where a commit of this process came between question and answer, an answer from before it is no news. Otherwise any other
        // stamp is, a smaller one too: a restored backup has one.
        let moved = if known.generation == generation { stamp != known.stamp } else { stamp > known.stamp };
        if moved {
            known.stamp = stamp;
            known.generation += 1;
        }
        known.asked_at = Some(asked_at);
        Present { generation: known.generation, stamp: known.stamp }
    }

    fn recent(&self) -> Option<Present> {
        let known = self.known();
        let recent = known.asked_at.is_some_and(|at| at.elapsed() < STAMP_LIFETIME);
        recent.then_some(Present { generation: known.generation, stamp: known.stamp })
    }

    fn known(&self) -> Known {
        *self.known.read().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use sea_orm::ConnAcquireErr;
    use std::sync::atomic::{AtomicI64, AtomicUsize, Ordering};

    async fn present(freshness: &Freshness, stamp: i64) -> Present {
        freshness.present(|| async move { Ok(stamp) }).await.unwrap()
    }

    #[tokio::test(start_paused = true)]
    async fn a_foreign_commit_is_noticed_after_the_lifetime_and_not_before() {
        let freshness = Freshness::default();
        let first = present(&freshness, 5).await;
        tokio::time::advance(STAMP_LIFETIME / 2).await;
        assert_eq!(present(&freshness, 6).await, first);
        tokio::time::advance(STAMP_LIFETIME).await;
        let later = present(&freshness, 6).await;
        assert_eq!((later.stamp, later.generation), (6, first.generation + 1));
    }

    #[tokio::test(start_paused = true)]
    async fn an_own_commit_is_noticed_at_once_and_does_not_count_twice() {
        let freshness = Freshness::default();
        let first = present(&freshness, 5).await;
        freshness.committed(6);
        let own = present(&freshness, 6).await;
        assert_eq!((own.stamp, own.generation), (6, first.generation + 1));
        tokio::time::advance(STAMP_LIFETIME).await;
        assert_eq!(present(&freshness, 6).await, own);
    }

    #[tokio::test(start_paused = true)]
    async fn an_answer_from_before_an_own_commit_does_not_turn_the_stamp_back() {
        let freshness = Freshness::default();
        present(&freshness, 5).await;
        tokio::time::advance(STAMP_LIFETIME).await;
        let slow = freshness.present(|| async {
            freshness.committed(6);
            Ok(5)
        });
        assert_eq!(slow.await.unwrap().stamp, 6);
    }

    #[tokio::test(start_paused = true)]
    async fn many_readers_ask_once() {
        let freshness = Freshness::default();
        let (asked, stamp) = (AtomicUsize::new(0), AtomicI64::new(3));
        let ask = || async {
            asked.fetch_add(1, Ordering::Relaxed);
            tokio::task::yield_now().await;
            Ok(stamp.load(Ordering::Relaxed))
        };
        let (one, two, three) = tokio::join!(freshness.present(ask), freshness.present(ask), freshness.present(ask));
        assert_eq!([one.unwrap().stamp, two.unwrap().stamp, three.unwrap().stamp], [3; 3]);
        assert_eq!(asked.load(Ordering::Relaxed), 1);
    }

    #[tokio::test(start_paused = true)]
    async fn a_database_that_is_away_is_waited_for_once_however_many_ask() {
        let wait = Duration::from_secs(3);
        let (freshness, asked, began) = (Freshness::default(), AtomicUsize::new(0), Instant::now());
        let ask = || async {
            asked.fetch_add(1, Ordering::Relaxed);
            tokio::time::sleep(wait).await;
            Err(StoreError::Database { what: "content_stamp", source: DbErr::ConnectionAcquire(ConnAcquireErr::Timeout) })
        };
        let (one, two) = tokio::join!(freshness.present(ask), freshness.present(ask));
        assert!(one.is_err() && two.is_err());
        assert!(freshness.present(ask).await.is_err(), "nor does who asks at once again wait once more");
        assert!(asked.load(Ordering::Relaxed) == 1 && began.elapsed() < wait * 2);
        tokio::time::advance(STAMP_LIFETIME).await;
        assert_eq!(present(&freshness, 5).await.stamp, 5, "it is back");
    }
}
