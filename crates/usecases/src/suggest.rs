//! Complete what somebody is typing into the search.

use crate::{Network, UseCaseError};
use domain::ids::CaseId;
use futures_util::future::BoxFuture;
use search_indexer::{Suggestion, TitleSuggestion, Titles};
use std::{
    sync::{Arc, PoisonError, RwLock},
    time::Duration,
};
use storage::{PublishedTitle, StoreError};
use tokio::{sync::Mutex, time::Instant};

/// How many titles are read at once, so that a long list holds no connection for long.
const TITLES_AT_ONCE: u64 = 5_000;

/// After the titles were read anew, they rest this many times as long as that took: where something is published all the time, a long
/// list must not be read all the time.
const REST: u32 = 4;

/// The titles of all published cases, in memory, for everybody who types. Made when they are first needed.
#[derive(Debug, Default)]
pub struct TitleShelf {
    kept: RwLock<Option<Arc<Kept>>>,
    /// Held by the one who reads the titles; nobody else does so at the same time.
    reading: Mutex<()>,
}

#[derive(Debug)]
struct Kept {
    /// The content stamp from before they were read: they are at least as new.
    stamp: i64,
    titles: Titles,
    read_at: Instant,
    took: Duration,
}

/// What this text may become, at most `most`; see [`search_indexer::suggest()`].
///
/// After a publication the old titles answer until the new ones have been read in the background: nobody waits while they type. Only who
/// comes first after a start does. Those of cases that are no longer public are left out meanwhile.
pub fn suggest<'a>(network: &'a Arc<Network>, text: &'a str, most: usize) -> BoxFuture<'a, Result<Vec<Suggestion>, UseCaseError>> {
    Box::pin(async move {
        let stamp = network.store.content_stamp().await?;
        let kept = match network.titles.kept() {
            Some(kept) => {
                if kept.stamp != stamp && kept.read_at.elapsed() >= kept.took * REST {
                    refresh_in_background(network);
                }
                kept
            }
            None => first(network).await?,
        };
        let mut found = search_indexer::suggest(&kept.titles, text, most);
        if kept.stamp != stamp {
            leave_out_what_is_not_public(network, &mut found).await?;
        }
        Ok(found)
    })
}

/// Nobody may have typed for hours, so the titles can be as old as that.
async fn leave_out_what_is_not_public(network: &Network, found: &mut Vec<Suggestion>) -> Result<(), StoreError> {
    let cases: Vec<CaseId> = found.iter().filter_map(case_of).collect();
    if !cases.is_empty() {
        let public = network.store.listed_of(&cases).await?;
        found.retain(|suggestion| case_of(suggestion).is_none_or(|case| public.contains(&case)));
    }
    Ok(())
}

fn case_of(suggestion: &Suggestion) -> Option<CaseId> {
    if let Suggestion::Title(title) = suggestion { Some(title.case) } else { None }
}

impl TitleShelf {
    fn kept(&self) -> Option<Arc<Kept>> {
        self.kept.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    fn keep(&self, kept: Kept) -> Arc<Kept> {
        let kept = Arc::new(kept);
        *self.kept.write().unwrap_or_else(PoisonError::into_inner) = Some(Arc::clone(&kept));
        kept
    }
}

async fn first(network: &Network) -> Result<Arc<Kept>, StoreError> {
    let _reading = network.titles.reading.lock().await;
    match network.titles.kept() {
        // Somebody else was here before.
        Some(kept) => Ok(kept),
        None => Ok(network.titles.keep(read(network).await?)),
    }
}

fn refresh_in_background(network: &Arc<Network>) {
    let network = Arc::clone(network);
    tokio::spawn(async move {
        let Ok(_reading) = network.titles.reading.try_lock() else { return };
        match read(&network).await {
            Ok(kept) => drop(network.titles.keep(kept)),
            Err(error) => tracing::warn!(%error, "titles for suggestions could not be read; the old ones stay"),
        }
    });
}

async fn read(network: &Network) -> Result<Kept, StoreError> {
    let begun = Instant::now();
    let stamp = network.store.content_stamp().await?;
    let mut all: Vec<PublishedTitle> = Vec::new();
    loop {
        let some = network.store.published_titles(all.last().map(|title| title.id), TITLES_AT_ONCE).await?;
        let is_last = some.len() < usize::try_from(TITLES_AT_ONCE).unwrap_or(usize::MAX);
        all.extend(some);
        if is_last {
            break;
        }
    }
    let titles = in_order(all).await;
    Ok(Kept { stamp, titles, read_at: Instant::now(), took: begun.elapsed() })
}

/// Sorting many titles takes longer than other requests may wait for this thread.
async fn in_order(titles: Vec<PublishedTitle>) -> Titles {
    let sort = || Titles::new(titles.into_iter().map(|PublishedTitle { id, slug, title }| TitleSuggestion { case: id, slug, title }));
    match tokio::task::spawn_blocking(sort).await {
        Ok(titles) => titles,
        Err(error) => match error.try_into_panic() {
            Ok(panic) => std::panic::resume_unwind(panic),
            // Only a runtime that is shutting down takes no more work, and then nobody waits for suggestions any more.
            Err(_) => Titles::default(),
        },
    }
}
