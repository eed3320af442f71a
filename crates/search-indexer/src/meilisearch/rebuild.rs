//! Builds a new index beside the one that serves.

use super::{
    NAME, Shared,
    server::{Server, Ticket},
};
use crate::{
    Rebuild, SearchDocument, SearchError,
    analysis::SynonymTable,
    change_log::{Recording, Turn},
};
use async_trait::async_trait;
use std::{
    collections::VecDeque,
    sync::{Arc, PoisonError},
};

/// So many tasks are left to the server before more is sent. What waits there becomes one batch, and a batch without bounds could take longer than a
/// task is waited for, and more memory than the server has.
const MOST_AHEAD: usize = 200;

/// A new index in the making.
pub(super) struct MeilisearchRebuild {
    shared: Arc<Shared>,
    recording: Recording,
    /// The tasks whose end has not been waited for.
    tickets: VecDeque<Ticket>,
    /// The synonyms that the new index was made with.
    synonyms: Arc<SynonymTable>,
    is_finished: bool,
}

impl MeilisearchRebuild {
    /// Makes the new index, with its settings first. What an earlier rebuild left behind is thrown away.
    pub(super) async fn start(shared: Arc<Shared>) -> Result<Self, SearchError> {
        let recording = shared.changes.record(NAME).await?;
        let removal = shared.removal.lock().unwrap_or_else(PoisonError::into_inner).take();
        if let Some(removal) = removal {
            // Whether it succeeded makes no difference: the index is deleted once more.
            let _ = removal.await;
        }
        let next = shared.server.next_index();
        shared.server.delete_index(&next).await?;
        let synonyms = shared.synonyms.load_full();
        let rebuild =
            Self { shared: Arc::clone(&shared), recording, tickets: VecDeque::new(), synonyms: Arc::clone(&synonyms), is_finished: false };
        shared.server.make_index(&next, &synonyms).await?;
        Ok(rebuild)
    }

    fn server(&self) -> &Server {
        &self.shared.server
    }

    /// Waits for the oldest tasks until no more than so many are left.
    async fn wait_for_all_but(&mut self, left: usize) -> Result<(), SearchError> {
        let what = format!("filling {}", self.server().next_index());
        while self.tickets.len() > left
            && let Some(ticket) = self.tickets.pop_front()
        {
            self.server().wait(&what, ticket).await?;
        }
        Ok(())
    }

    async fn swap(&mut self, expected: usize, _turn: Turn) -> Result<(), SearchError> {
        let next = self.server().next_index();
        let found = self.server().count(&next).await?;
        if found != expected {
            return Err(SearchError::Incomplete { engine: NAME, expected, found });
        }
        for (upserts, deletions) in self.recording.take() {
            let tickets = self.server().send_change(&next, &upserts, &deletions).await?;
            self.tickets.extend(tickets);
            self.wait_for_all_but(MOST_AHEAD).await?;
        }
        self.wait_for_all_but(0).await?;
        let synonyms = self.shared.synonyms.load_full();
        if !Arc::ptr_eq(&synonyms, &self.synonyms) {
            self.server().set_synonyms(&next, &synonyms).await?;
        }
        // Indexes can only be swapped if both exist.
        self.shared.prepare().await?;
        self.server().swap().await?;
        self.is_finished = true;
        self.server().set_index_version().await?;
        self.server().delete_index(&next).await
    }
}

#[async_trait]
impl Rebuild for MeilisearchRebuild {
    async fn add(&mut self, documents: Vec<SearchDocument>) -> Result<(), SearchError> {
        let tickets = self.server().send(&self.server().next_index(), &documents).await?;
        self.tickets.extend(tickets);
        self.wait_for_all_but(MOST_AHEAD).await
    }

    async fn finish(mut self: Box<Self>, expected: usize) -> Result<(), SearchError> {
        // Before the turn is taken: changes of the old index go on meanwhile.
        self.wait_for_all_but(0).await?;
        let turn = self.shared.changes.turn().await;
        self.swap(expected, turn).await
    }
}

impl Drop for MeilisearchRebuild {
    fn drop(&mut self) {
        if self.is_finished {
            return;
        }
        // Where no runtime is left to do it, the next rebuild removes the index.
        if let Ok(runtime) = tokio::runtime::Handle::try_current() {
            let shared = Arc::clone(&self.shared);
            let removal = runtime.spawn(async move {
                if let Err(error) = shared.server.delete_index(&shared.server.next_index()).await {
                    tracing::warn!(%error, "the unfinished search index could not be deleted");
                }
            });
            *self.shared.removal.lock().unwrap_or_else(PoisonError::into_inner) = Some(removal);
        }
    }
}
