//! What the network asks of a search engine.

use crate::{
    SearchDocument, SearchError,
    analysis::{Query, SynonymTable},
    facets::Facets,
    kept::Bytes,
};
use async_trait::async_trait;
use domain::{CaseFilter, ids::CaseId};
use futures_util::future::BoxFuture;
use std::collections::HashMap;

/// The order of the cases that a search found. Ties are broken by the latest first publication, then by the case's id.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum SearchOrder {
    /// The best match first; without a word to match it is [`SearchOrder::Newest`].
    #[default]
    Relevance,
    /// The latest first publication first.
    Newest,
    /// The earliest first publication first.
    Oldest,
    /// The latest change of the published text first.
    RecentlyUpdated,
    /// What somebody vouched for last, by publishing or confirming it, first.
    RecentlyConfirmed,
}

impl SearchOrder {
    /// The number that an order by dates sorts by, the greatest first; nothing for the order by relevance. It is made of a case's first publication,
    /// the publication of its current text and the time at which somebody last vouched for it, in microseconds.
    pub(crate) fn by_date(self, first_published: i64, published: impl FnOnce() -> i64, confirmed: impl FnOnce() -> i64) -> Option<i64> {
        match self {
            Self::Relevance => None,
            Self::Newest => Some(first_published),
            Self::Oldest => Some(-first_published),
            Self::RecentlyUpdated => Some(published()),
            Self::RecentlyConfirmed => Some(confirmed()),
        }
    }
}

/// A search.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash)]
pub struct SearchRequest {
    /// What is looked for, as [`Analyser::query`](crate::analysis::Analyser::query) understands a typed text. Without a unit everything is
    /// found that is not excluded.
    pub query: Query,
    /// What narrows the search down.
    pub filter: CaseFilter,
    /// The order of the hits.
    pub order: SearchOrder,
    /// How many hits to skip.
    pub offset: usize,
    /// How many hits to give at most; 0 to learn the total and the facets alone.
    pub limit: usize,
    /// Whether to count facets.
    pub facets: bool,
    /// Whether each case has the place that its own score gives it. Otherwise, in the order by relevance, cases like the best one come sooner.
    pub by_score_alone: bool,
}

impl SearchRequest {
    /// The order that the hits come in: without words there is no relevance.
    pub(crate) fn effective_order(&self) -> SearchOrder {
        match self.order {
            SearchOrder::Relevance if self.query.is_empty() => SearchOrder::Newest,
            order => order,
        }
    }
}

impl Bytes for SearchRequest {
    fn bytes(&self) -> usize {
        let ways: usize = self.query.units.iter().map(|unit| unit.ways.len()).sum();
        size_of::<Self>() + 400 * self.query.units.len() + 100 * ways
    }
}

/// What a search found.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct SearchResponse {
    /// The cases of the wanted window, in order.
    pub hits: Vec<CaseId>,
    /// What each of the first hits is worth, in order: as a share of the best score, with what was added for its labels; without that where a server gave
    /// the order by itself. Empty in an order by dates. [`crate::find`] uses them up.
    pub scores: Vec<f32>,
    /// How many cases match in all; exact, the same for every window.
    pub total: usize,
    /// How many of these hold more than half of what the words say, and so do not merely touch it.
    pub holding_most: usize,
    /// The facets, if they were asked for.
    pub facets: Option<Facets>,
    /// The numbers of the query's units that may be typing mistakes: no case holds them, at best words near them.
    pub unknown: Vec<usize>,
}

impl Bytes for SearchResponse {
    fn bytes(&self) -> usize {
        // All values of all facets are about 150.
        size_of::<Self>()
            + size_of_val(self.hits.as_slice())
            + size_of_val(self.scores.as_slice())
            + self.facets.as_ref().map_or(0, |_| 10_000)
    }
}

/// The state that an index is in. Where two looks see the same, searches between them found the same.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct IndexState {
    /// Which index serves.
    pub(crate) index: u64,
    /// How often it has changed since this process knows it.
    pub(crate) changes: u64,
}

/// Ends when searches see a change that the engine has in its queue, or fails as the change did.
pub type Enqueued = BoxFuture<'static, Result<(), SearchError>>;

/// A search engine: finds cases, and takes changes of them.
#[async_trait]
pub trait SearchEngine: Send + Sync {
    /// Finds cases.
    async fn search(&self, request: &SearchRequest) -> Result<SearchResponse, SearchError>;

    /// The state that the index is in, for whoever keeps what was found. It must be read before a search: what is found may be newer than it, but
    /// not older. Changes of other processes may show 200 ms late. None where it cannot be told, as where there is no index.
    async fn state(&self) -> Option<IndexState> {
        None
    }

    /// Adds or replaces documents and takes others out. Returns when searches see the change. Deleting what is not there is no error.
    async fn apply(&self, upserts: Vec<SearchDocument>, deletions: Vec<CaseId>) -> Result<(), SearchError>;

    /// The same, but returns as soon as the engine has the change in its queue, with what ends when searches see it. An engine without a queue
    /// applies it at once.
    async fn enqueue(&self, upserts: Vec<SearchDocument>, deletions: Vec<CaseId>) -> Result<Enqueued, SearchError> {
        self.apply(upserts, deletions).await?;
        Ok(Box::pin(std::future::ready(Ok(()))))
    }

    /// Begins a new, empty index beside the one that serves. Changes that are applied meanwhile reach both, but for those that
    /// [`Rebuild::finish`] names.
    async fn start_rebuild(&self) -> Result<Box<dyn Rebuild>, SearchError>;

    /// Takes over the synonyms that are in force from now on. Returns when searches see them; they are answered all the while. An engine
    /// that takes them from each request alone has nothing to do.
    async fn set_synonyms(&self, _synonyms: &SynonymTable) -> Result<(), SearchError> {
        Ok(())
    }

    /// The names of those of the engine's own settings that are not as this program sets them, with these synonyms: somebody changed them by hand.
    /// An engine that keeps none has none that differ.
    async fn differing_settings(&self, _synonyms: &SynonymTable) -> Result<Vec<String>, SearchError> {
        Ok(Vec::new())
    }

    /// Sets all of its settings as this program does, with these synonyms. Returns when searches see them; they are answered all the while, and
    /// what is in the index stays in it.
    async fn restore_settings(&self, _synonyms: &SynonymTable) -> Result<(), SearchError> {
        Ok(())
    }

    /// A page of what is in the index, for the comparison with the database: at most `limit` cases after the first `offset`, each with the hash of
    /// the content that was indexed, in an order of the engine's own. Changes between two calls may shift the pages.
    async fn contents(&self, offset: usize, limit: usize) -> Result<Vec<(CaseId, String)>, SearchError>;

    /// The hashes of what was indexed of these cases; those that are not in the index are left out.
    async fn hashes(&self, cases: &[CaseId]) -> Result<HashMap<CaseId, String>, SearchError>;

    /// Whether the index was made by another version of this program, damaged or never filled, so that it has to be rebuilt.
    async fn needs_rebuild(&self) -> Result<bool, SearchError> {
        Ok(false)
    }

    /// Cheap check whether searches can be answered now.
    async fn ready(&self) -> Result<(), SearchError>;

    /// The engine's name for the log: `embedded`, `meilisearch`.
    fn name(&self) -> &'static str;
}

/// A new index in the making. Dropped without [`Rebuild::finish`] it is thrown away and the old index serves on.
#[async_trait]
pub trait Rebuild: Send {
    /// Adds documents, at best some hundreds at a time.
    async fn add(&mut self, documents: Vec<SearchDocument>) -> Result<(), SearchError>;

    /// Waits until the engine has taken or refused what was added since the last call. Returns what it refused, with all that was added by the
    /// same call: added one by one, the others may be taken. An engine that refuses no document by itself has none.
    async fn refused(&mut self) -> Result<Vec<CaseId>, SearchError> {
        Ok(Vec::new())
    }

    /// Checks that `expected` documents were added, replays what was applied to the old index meanwhile, and puts the new index in
    /// its place at one stroke. Returns the cases that are to be indexed once more, because too much changed meanwhile to be
    /// remembered, or because the engine refused a change.
    async fn finish(self: Box<Self>, expected: usize) -> Result<Vec<CaseId>, SearchError>;
}
