//! What keeps the search from its work: said once in the log, and written down for `/readyz` of every process.

use chrono::{DateTime, Utc};
use search_indexer::Trouble;
use storage::StoreError;
use tokio::sync::{Mutex, Notify};
use usecases::Network;

/// The note that holds the present trouble.
const NOTE: &str = "trouble";

/// What was seen of a search that works.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Seen {
    /// It answers.
    Answers,
    /// It takes changes of its index.
    TakesChanges,
}

/// What this process knows of the search's trouble.
#[derive(Debug, Default)]
pub(crate) struct SearchTrouble {
    known: Mutex<Known>,
    /// Told when trouble begins.
    begun: Notify,
}

#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
enum Known {
    /// Nothing has been tried yet; a process before this one may have left a note.
    #[default]
    Nothing,
    Works,
    Trouble(Trouble),
}

impl SearchTrouble {
    /// The search cannot do something. The same trouble again is no news.
    pub(crate) async fn met(&self, network: &Network, trouble: Trouble, reason: &str) {
        let mut known = self.known.lock().await;
        if *known == Known::Trouble(trouble) {
            return;
        }
        *known = Known::Trouble(trouble);
        tracing::error!(
            engine = network.search.name(),
            trouble = trouble.key(),
            %reason,
            "the search is in trouble; nothing is lost, what changes meanwhile is indexed when it is over"
        );
        if let Err(error) = network.store.set_search_note(NOTE, trouble.key(), network.clock.now()).await {
            tracing::warn!(%error, "the trouble of the search could not be noted");
        }
        self.begun.notify_one();
    }

    /// The search can do something. Returns whether a trouble is over that this shows the end of.
    pub(crate) async fn works(&self, network: &Network, seen: Seen) -> bool {
        let mut known = self.known.lock().await;
        let trouble = match *known {
            Known::Works => return false,
            Known::Trouble(trouble) => Some(trouble),
            Known::Nothing => match noted(network).await {
                Ok(note) => note.map(|(trouble, _)| trouble),
                Err(_) => return false,
            },
        };
        if trouble.is_some_and(|trouble| seen == Seen::Answers && !trouble.shows_when_asked()) {
            return false;
        }
        if let Some(trouble) = trouble {
            if let Err(error) = network.store.delete_search_note(NOTE).await {
                tracing::warn!(%error, "the end of the search's trouble could not be noted");
                return false;
            }
            tracing::info!(engine = network.search.name(), trouble = trouble.key(), "the search works again");
        }
        *known = Known::Works;
        trouble.is_some()
    }

    /// Whether this process knows of trouble.
    pub(crate) async fn is_in(&self) -> bool {
        matches!(*self.known.lock().await, Known::Trouble(_))
    }

    /// Ends when trouble begins.
    pub(crate) async fn begins(&self) {
        self.begun.notified().await;
    }
}

/// The trouble that a worker on this database has with the search, and since when.
pub async fn noted(network: &Network) -> Result<Option<(Trouble, DateTime<Utc>)>, StoreError> {
    let note = network.store.search_note(NOTE).await?;
    Ok(note.and_then(|note| Some((Trouble::from_key(&note.value)?, note.noted_at))))
}
