//! Builds the next generation of the embedded index beside the one that serves.

use super::{NAME, Shared, blocking, folder::Current, generation::Generation};
use crate::{
    Rebuild, SearchDocument, SearchError,
    change_log::{Recording, Replay, Turn},
};
use async_trait::async_trait;
use domain::ids::CaseId;
use std::sync::{Arc, atomic::Ordering};

/// The next generation in the making.
pub(super) struct EmbeddedRebuild {
    shared: Arc<Shared>,
    recording: Recording,
    next: Arc<Generation>,
    is_finished: bool,
}

impl EmbeddedRebuild {
    pub(super) fn new(shared: Arc<Shared>, recording: Recording, next: Generation) -> Self {
        Self { shared, recording, next: Arc::new(next), is_finished: false }
    }

    /// Checks the count, replays what changed meanwhile and puts the new generation in its place.
    fn swap(&mut self, expected: usize, turn: Turn) -> Result<Vec<CaseId>, SearchError> {
        self.next.apply(&[], &[])?;
        let found = usize::try_from(self.next.searcher().num_docs()).unwrap_or(usize::MAX);
        if found != expected {
            return Err(SearchError::Incomplete { engine: NAME, expected, found });
        }
        let Replay { upserts, deletions, forgotten } = self.recording.take();
        if !upserts.is_empty() || !deletions.is_empty() {
            self.next.apply(&upserts, &deletions)?;
        }
        self.shared.folder.set_current(&Current::new(self.next.number(), true))?;
        self.is_finished = true;
        self.shared.current.swap(Arc::clone(&self.next)).retire();
        self.shared.needs_rebuild.store(false, Ordering::Release);
        drop(turn);
        Ok(forgotten)
    }
}

#[async_trait]
impl Rebuild for EmbeddedRebuild {
    async fn add(&mut self, documents: Vec<SearchDocument>) -> Result<(), SearchError> {
        let next = Arc::clone(&self.next);
        blocking(move || next.add(&documents)).await
    }

    async fn finish(mut self: Box<Self>, expected: usize) -> Result<Vec<CaseId>, SearchError> {
        let next = Arc::clone(&self.next);
        blocking(move || next.merge()).await?;
        let turn = self.shared.changes.turn().await;
        blocking(move || self.swap(expected, turn)).await
    }
}

impl Drop for EmbeddedRebuild {
    fn drop(&mut self) {
        if !self.is_finished {
            self.next.retire();
        }
    }
}
