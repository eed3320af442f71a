//! Searches that find nothing: counted, so that editors see what is missing. Who searched is not kept, nor when beyond the day.
//!
//! Counts gather in the process and are written some seconds later, so that no search waits for it. What a process holds when it dies is
//! lost: the counts are a hint, no account.

mod terms;

use crate::{Network, UseCaseError, synonyms::editor};
use chrono::NaiveDate;
use domain::{Viewer, clock::local_date};
use futures_util::future::BoxFuture;
use search_indexer::analysis::Analyser;
use std::{
    collections::HashMap,
    sync::{
        Arc, Mutex, PoisonError,
        atomic::{AtomicBool, Ordering},
    },
    time::Duration,
};
use storage::{GapCounts, SearchGap, Store, StoreError};

/// Editors see what was searched for in vain at least this often. What fewer people typed could tell about one of them.
pub const LEAST: u64 = 3;

/// How long counts gather before they are written.
const FLUSH_AFTER: Duration = Duration::from_secs(5);

/// How many different terms are gathered in that time; who sends more than that searches for nothing.
const MOST_TERMS: usize = 200;

/// Searches in vain that are not written down yet.
#[derive(Debug, Clone, Default)]
pub struct GapCounter(Arc<Inner>);

#[derive(Debug, Default)]
struct Inner {
    counts: Mutex<HashMap<(NaiveDate, String), GapCounts>>,
    is_flush_planned: AtomicBool,
}

/// Why a search found nothing. Of filters no more is kept than that there were some.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum InTheWay {
    /// There is no case for its words.
    Nothing,
    /// None that is there passes the filters that were chosen.
    Filters,
    /// None that is there holds every word, which was asked for.
    EveryWord,
}

impl InTheWay {
    fn counts(self) -> GapCounts {
        GapCounts { all: 1, filtered: u64::from(self == Self::Filters), every_word: u64::from(self == Self::EveryWord) }
    }
}

/// Counts a search that found nothing, if its text has words that may be kept. Returns at once.
pub(crate) fn note(network: &Network, analyser: &Analyser, text: &str, in_the_way: InTheWay) {
    let Some(terms) = terms::of(analyser, text) else { return };
    let counter = &network.gaps;
    counter.add(local_date(network.clock.now()), terms, in_the_way.counts());
    if counter.0.is_flush_planned.swap(true, Ordering::AcqRel) {
        return;
    }
    let (counter, store) = (counter.clone(), network.store.clone());
    tokio::spawn(async move {
        tokio::time::sleep(FLUSH_AFTER).await;
        counter.0.is_flush_planned.store(false, Ordering::Release);
        if let Err(error) = counter.flush(&store).await {
            tracing::warn!(%error, "searches in vain could not be counted");
        }
    });
}

/// Writes down what has gathered, now.
pub fn flush(network: &Network) -> BoxFuture<'_, Result<(), StoreError>> {
    Box::pin(async move { network.gaps.flush(&network.store).await })
}

/// What was searched for in vain at least [`LEAST`] times, the most frequent first, from behind the place `after` on (a count and its
/// terms). Refused: unauthenticated, forbidden.
pub fn list<'a>(
    network: &'a Network,
    viewer: &'a Viewer,
    after: Option<(u64, &'a str)>,
    limit: u64,
) -> BoxFuture<'a, Result<Vec<SearchGap>, UseCaseError>> {
    Box::pin(async move {
        editor(viewer)?;
        Ok(network.store.search_gaps(LEAST, after, limit).await?)
    })
}

impl GapCounter {
    fn add(&self, day: NaiveDate, terms: String, more: GapCounts) {
        let mut counts = self.0.counts.lock().unwrap_or_else(PoisonError::into_inner);
        let is_full = counts.len() >= MOST_TERMS;
        let key = (day, terms);
        if let Some(known) = counts.get_mut(&key) {
            *known += more;
        } else if !is_full {
            counts.insert(key, more);
        }
    }

    async fn flush(&self, store: &Store) -> Result<(), StoreError> {
        let gathered = std::mem::take(&mut *self.0.counts.lock().unwrap_or_else(PoisonError::into_inner));
        let mut days: HashMap<NaiveDate, Vec<(String, GapCounts)>> = HashMap::new();
        for ((day, terms), count) in gathered {
            days.entry(day).or_default().push((terms, count));
        }
        let mut outcome = Ok(());
        for (day, mut counts) in days {
            // In one order by everybody, so that two processes never wait for each other's rows.
            counts.sort_unstable();
            if outcome.is_ok() {
                outcome = write(store, day, &counts).await;
            }
            // What cannot be written waits for the next time, and so do the days behind it.
            if outcome.is_err() {
                for (terms, count) in counts {
                    self.add(day, terms, count);
                }
            }
        }
        outcome
    }
}

async fn write(store: &Store, day: NaiveDate, counts: &[(String, GapCounts)]) -> Result<(), StoreError> {
    let mut transaction = store.begin().await?;
    transaction.count_search_gaps(counts, day).await?;
    transaction.commit().await
}

#[cfg(test)]
mod tests {
    use super::*;
    use storage::StoreOptions;

    #[tokio::test]
    async fn what_cannot_be_written_waits_whatever_day_it_is_of() {
        let folder = tempfile::tempdir().unwrap();
        let store = Store::connect(&StoreOptions::new(format!("sqlite://{}/gaps.db", folder.path().display()))).await.unwrap();
        let counter = GapCounter::default();
        for day in ["2026-03-16", "2026-03-17"] {
            counter.add(day.parse().unwrap(), "sternwarte".to_owned(), InTheWay::Nothing.counts());
        }
        counter.flush(&store).await.expect_err("there is no table yet");
        store.migrate().await.unwrap();
        counter.flush(&store).await.unwrap();
        let gaps = store.search_gaps(1, None, 10).await.unwrap();
        assert_eq!(gaps.iter().map(|gap| (gap.terms.as_str(), gap.counts.all)).collect::<Vec<_>>(), [("sternwarte", 2)]);
    }
}
