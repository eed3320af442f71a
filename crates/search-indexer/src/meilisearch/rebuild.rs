//! Builds a new index beside the one that serves.

use super::{
    NAME, Shared,
    server::{Server, Ticket},
};
use crate::{
    Rebuild, SearchDocument, SearchError,
    analysis::SynonymTable,
    change_log::{Recording, Replay, Turn},
};
use async_trait::async_trait;
use domain::ids::CaseId;
use serde_json::Value;
use std::{collections::VecDeque, sync::Arc};

/// So many tasks are left to the server before more is sent. What waits there becomes one batch, and a batch without bounds could take longer than a
/// task is waited for, and more memory than the server has.
const MOST_AHEAD: usize = 200;

/// A new index in the making.
pub(super) struct MeilisearchRebuild {
    shared: Arc<Shared>,
    recording: Recording,
    /// The name of the new index.
    next: String,
    /// When the server made it.
    made: Option<Value>,
    /// The tasks whose end has not been waited for, each with the cases that it is about.
    tickets: VecDeque<(Ticket, Arc<[CaseId]>)>,
    /// The cases of which something was refused.
    refused: Vec<CaseId>,
    /// The synonyms that the new index was made with.
    synonyms: Arc<SynonymTable>,
    is_finished: bool,
}

impl MeilisearchRebuild {
    /// Makes the new index, with its settings first. What earlier rebuilds left behind is thrown away.
    pub(super) async fn start(shared: Arc<Shared>) -> Result<Self, SearchError> {
        let recording = shared.changes.record(NAME).await?;
        shared.server.remove_left_behind().await?;
        let synonyms = shared.synonyms.load_full();
        let next = shared.server.next_index();
        let (made, tickets, refused) = (None, VecDeque::new(), Vec::new());
        let mut rebuild = Self { shared, recording, next, made, tickets, refused, synonyms, is_finished: false };
        rebuild.server().make_index(&rebuild.next, &rebuild.synonyms).await?;
        rebuild.made = rebuild.server().made_at(&rebuild.next).await?;
        Ok(rebuild)
    }

    fn server(&self) -> &Server {
        &self.shared.server
    }

    /// Waits for the oldest tasks until no more than so many are left.
    async fn wait_for_all_but(&mut self, left: usize) -> Result<(), SearchError> {
        let what = format!("filling {}", self.next);
        while self.tickets.len() > left
            && let Some((ticket, cases)) = self.tickets.pop_front()
        {
            let done = self.server().wait(&what, ticket).await;
            match done {
                Err(error) if error.is_about_the_documents() => self.refuse(&cases, &error),
                done => done?,
            }
        }
        Ok(())
    }

    /// Sends documents that are to be added or replaced, and cases that are to be taken out. What is refused at once is noted like what is
    /// refused later.
    async fn send(&mut self, upserts: &[SearchDocument], deletions: &[CaseId]) -> Result<(), SearchError> {
        let cases: Arc<[CaseId]> = upserts.iter().map(SearchDocument::id).chain(deletions.iter().copied()).collect();
        let sent = self.server().send_change(&self.next, upserts, deletions).await;
        match sent {
            Ok(tickets) => self.tickets.extend(tickets.into_iter().map(|ticket| (ticket, Arc::clone(&cases)))),
            Err(error) if error.is_about_the_documents() => self.refuse(&cases, &error),
            Err(error) => return Err(error),
        }
        self.wait_for_all_but(MOST_AHEAD).await
    }

    fn refuse(&mut self, cases: &[CaseId], error: &SearchError) {
        if let [case] = cases {
            tracing::error!(%case, %error, "a case is not taken into the new search index");
        } else {
            tracing::warn!(cases = cases.len(), %error, "some cases together are not taken into the new search index");
        }
        self.refused.extend(cases);
    }

    /// When the new index was made. Fails if another rebuild took it away: for what came after that the server has made another one by
    /// itself.
    async fn still_has_its_index(&self) -> Result<Value, SearchError> {
        match self.server().made_at(&self.next).await? {
            Some(made) if self.made.as_ref() == Some(&made) => Ok(made),
            _ => Err(SearchError::OtherRebuild { engine: NAME, what: format!("swapping {}", self.next) }),
        }
    }

    async fn swap(&mut self, expected: usize, _turn: Turn) -> Result<Vec<CaseId>, SearchError> {
        let next = self.next.clone();
        self.still_has_its_index().await?;
        let found = self.server().count(&next).await?;
        if found != expected {
            return Err(SearchError::Incomplete { engine: NAME, expected, found });
        }
        let Replay { upserts, deletions, forgotten } = self.recording.take();
        self.send(&upserts, &deletions).await?;
        self.wait_for_all_but(0).await?;
        let mut again = forgotten;
        again.append(&mut self.refused);
        let synonyms = self.shared.synonyms.load_full();
        if !Arc::ptr_eq(&synonyms, &self.synonyms) {
            self.server().set_synonyms(&next, &synonyms).await?;
        }
        // Indexes can only be swapped if both exist. The one that goes need not be set up.
        self.shared.make_missing().await?;
        // What was sent since may have made another one.
        let made = self.still_has_its_index().await?;
        self.server().swap(&next, &made).await?;
        self.is_finished = true;
        self.server().set_index_version().await?;
        self.server().delete_index(&next).await?;
        Ok(again)
    }
}

#[async_trait]
impl Rebuild for MeilisearchRebuild {
    async fn add(&mut self, documents: Vec<SearchDocument>) -> Result<(), SearchError> {
        self.send(&documents, &[]).await
    }

    async fn refused(&mut self) -> Result<Vec<CaseId>, SearchError> {
        self.wait_for_all_but(0).await?;
        let mut refused = std::mem::take(&mut self.refused);
        refused.sort_unstable();
        refused.dedup();
        Ok(refused)
    }

    async fn finish(mut self: Box<Self>, expected: usize) -> Result<Vec<CaseId>, SearchError> {
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
            let (shared, next) = (Arc::clone(&self.shared), std::mem::take(&mut self.next));
            runtime.spawn(async move {
                if let Err(error) = shared.server.delete_index(&next).await {
                    tracing::warn!(%error, "the unfinished search index could not be deleted");
                }
            });
        }
    }
}
