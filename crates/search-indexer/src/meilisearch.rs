//! The engine beside the process: a Meilisearch server.
//!
//! Meilisearch gets words, not texts: each case as stems and expansions by group, made by the same analysis as everywhere else, in an index
//! without a locale, so that its own segmenter leaves them alone. It gives back ids; titles and highlights come from the database.

mod card;
mod documents;
mod fusion;
mod groups;
mod hits;
mod index_state;
mod rebuild;
mod requests;
mod server;
mod settings;
mod window;
mod wording;

use crate::{
    Enqueued, INDEX_VERSION, IndexState, Rebuild, SearchDocument, SearchEngine, SearchError, SearchRequest, SearchResponse,
    analysis::{Analyser, SynonymTable},
    change_log::ChangeLog,
};
use arc_swap::ArcSwap;
use async_trait::async_trait;
use domain::ids::CaseId;
use fusion::Fused;
use requests::Strategy;
use server::Server;
use std::{collections::HashMap, sync::Arc, time::Duration};

/// The engine's name in the log.
const NAME: &str = "meilisearch";

/// With at least as many cases that hold all of a query the server's own order is taken: then most of the window is as good. With fewer
/// the answers for each unit are put together here, which finds what holds less as well, in the order of the embedded engine.
const ENOUGH_FOR_THE_SERVER: usize = 50;

/// Where Meilisearch is and how it is used.
#[derive(Clone)]
pub struct MeilisearchOptions {
    /// Its address: `http://127.0.0.1:7700`.
    pub url: String,
    /// Its key, which must be allowed to search, and to make, change and delete the indexes with the prefix.
    pub key: Option<String>,
    /// What the names of this network's indexes begin with: letters, digits, hyphens and underscores.
    pub index_prefix: String,
    /// How long an answer is waited for, and a search with all the answers that it takes. A task that runs after the answer may take longer.
    pub timeout: Duration,
}

impl std::fmt::Debug for MeilisearchOptions {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let Self { url, index_prefix, timeout, .. } = self;
        write!(formatter, "MeilisearchOptions {{ url: {url:?}, index_prefix: {index_prefix:?}, timeout: {timeout:?} }}")
    }
}

/// The search engine on a Meilisearch server. Cheap to share; all methods may be called at once.
#[derive(Debug)]
pub struct MeilisearchEngine {
    shared: Arc<Shared>,
}

#[derive(Debug)]
struct Shared {
    server: Server,
    /// Taken by whoever changes the index in this process.
    changes: ChangeLog,
    /// What this process was told last of the synonyms in force, for the next index that it makes.
    synonyms: ArcSwap<SynonymTable>,
}

impl MeilisearchEngine {
    /// An engine that talks to a server; nothing is sent yet. Fails if the options cannot be right.
    pub fn connect(options: MeilisearchOptions) -> Result<Self, SearchError> {
        let server = Server::new(options)?;
        let synonyms = ArcSwap::from_pointee(Analyser::standard().synonyms().clone());
        let shared = Shared { server, changes: ChangeLog::default(), synonyms };
        Ok(Self { shared: Arc::new(shared) })
    }

    /// Deletes everything that this engine keeps on the server: for an index that served a measurement or a test.
    pub async fn remove(&self) -> Result<(), SearchError> {
        self.shared.server.remove_indexes().await
    }
}

impl Shared {
    /// Asked before every change: the server would make an index that is missing by itself, with settings of its own. One that is made here is set
    /// up, and searched once a rebuild has filled it. Returns whether one was made.
    async fn prepare(&self) -> Result<bool, SearchError> {
        let is_new = self.make_missing().await?;
        if is_new {
            let synonyms = self.synonyms.load_full();
            self.server.set_up(&self.server.live_index(), &synonyms).await?;
        }
        Ok(is_new)
    }

    /// Makes the serving index if it is missing: empty, and not set up. Returns whether one was made.
    async fn make_missing(&self) -> Result<bool, SearchError> {
        let live = self.server.live_index();
        if self.server.index_exists(&live).await? {
            return Ok(false);
        }
        self.server.forget_index_version().await?;
        self.server.make_bare_index(&live).await?;
        Ok(true)
    }
}

/// What a search finds, however long it takes.
async fn found(server: &Server, request: &SearchRequest) -> Result<SearchResponse, SearchError> {
    let wanted = &request.query;
    let without = fusion::excluded(server, wanted).await?;
    let mut holding_all = None;
    if !fusion::is_needed_for(wanted) {
        let strict = requests::search(server, request, (wanted, Strategy::All), &without).await?;
        if wanted.is_empty() || strict.matching >= ENOUGH_FOR_THE_SERVER {
            return Ok(strict.response);
        }
        holding_all = Some(strict.response.total);
    }
    match fusion::search(server, request, &without).await? {
        Fused::Response(response) => Ok(*response),
        Fused::TooCommon(ordered) => {
            let response = requests::search(server, request, (&ordered, Strategy::FromTheEnd), &without).await?.response;
            Ok(SearchResponse { holding_most: holding_all.unwrap_or(response.total), ..response })
        }
    }
}

#[async_trait]
impl SearchEngine for MeilisearchEngine {
    async fn search(&self, request: &SearchRequest) -> Result<SearchResponse, SearchError> {
        let server = &self.shared.server;
        // It is put together from several answers, one asked for after the other.
        server.in_time(&format!("searching {}", server.live_index()), Box::pin(found(server, request))).await
    }

    async fn state(&self) -> Option<IndexState> {
        let changes = self.shared.server.index_state().await.ok()?;
        // The server says of another index that it was made at another time, which is a change.
        Some(IndexState { index: 0, changes })
    }

    async fn apply(&self, upserts: Vec<SearchDocument>, deletions: Vec<CaseId>) -> Result<(), SearchError> {
        self.enqueue(upserts, deletions).await?.await
    }

    async fn enqueue(&self, upserts: Vec<SearchDocument>, deletions: Vec<CaseId>) -> Result<Enqueued, SearchError> {
        let shared = Arc::clone(&self.shared);
        let server = &shared.server;
        let uid = server.live_index();
        let mut turn = shared.changes.turn().await;
        shared.prepare().await?;
        let tickets = server.send_change(&uid, &upserts, &deletions).await?;
        turn.remember((upserts, deletions));
        // The server does what it is sent in that order, so the next change may be sent while this one is being done.
        drop(turn);
        Ok(Box::pin(async move { shared.server.wait_for_change(&uid, tickets).await }))
    }

    async fn start_rebuild(&self) -> Result<Box<dyn Rebuild>, SearchError> {
        Ok(Box::new(rebuild::MeilisearchRebuild::start(Arc::clone(&self.shared)).await?))
    }

    async fn contents(&self, offset: usize, limit: usize) -> Result<Vec<(CaseId, String)>, SearchError> {
        self.shared.server.contents(offset, limit).await
    }

    async fn hashes(&self, cases: &[CaseId]) -> Result<HashMap<CaseId, String>, SearchError> {
        self.shared.server.hashes(cases).await
    }

    async fn set_synonyms(&self, synonyms: &SynonymTable) -> Result<(), SearchError> {
        let server = &self.shared.server;
        // Either before the swap at the end of a rebuild, which then gives them to the new index, or after it.
        let _turn = self.shared.changes.turn().await;
        self.shared.synonyms.store(Arc::new(synonyms.clone()));
        let live = server.live_index();
        // Whoever makes one that is missing gives it those that are in force.
        if server.index_exists(&live).await? { server.set_synonyms(&live, synonyms).await } else { Ok(()) }
    }

    async fn differing_settings(&self, synonyms: &SynonymTable) -> Result<Vec<String>, SearchError> {
        let server = &self.shared.server;
        // What a later version has set is its own.
        if server.index_version().await?.is_some_and(|version| version > INDEX_VERSION) {
            return Ok(Vec::new());
        }
        Ok(settings::differing(&settings::settings(synonyms), &server.settings(&server.live_index()).await?))
    }

    async fn restore_settings(&self, synonyms: &SynonymTable) -> Result<(), SearchError> {
        let _turn = self.shared.changes.turn().await;
        self.shared.synonyms.store(Arc::new(synonyms.clone()));
        if self.shared.prepare().await? {
            return Ok(());
        }
        self.shared.server.set_up(&self.shared.server.live_index(), synonyms).await
    }

    async fn needs_rebuild(&self) -> Result<bool, SearchError> {
        let server = &self.shared.server;
        if !server.index_exists(&server.live_index()).await? {
            return Ok(true);
        }
        // A later version is that of a process that replaces this one: two that rebuilt against each other would never end.
        Ok(server.index_version().await?.is_none_or(|version| version < INDEX_VERSION))
    }

    async fn ready(&self) -> Result<(), SearchError> {
        self.shared.server.health().await
    }

    fn name(&self) -> &'static str {
        NAME
    }
}
