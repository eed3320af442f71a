//! Measures how well an engine finds, on judged queries.
//!
//! A judged set is a folder of two files: `cases.jsonl`, practice cases in the import format, and `queries.jsonl`, what people type with a
//! grade for every case that helps them: 3 is what they look for, 2 is useful, 1 touches it; a case that is not named has 0. The sets of the
//! repository stand in `eval/`; docs/search.md says how they were made and what was measured.

mod ablation;
mod figures;
mod judged;
mod plain_meilisearch;
mod plain_tantivy;

pub use ablation::Measure;
pub use figures::Figures;
pub use judged::{Half, JudgedQuery, JudgedSet, Kind};

use crate::{
    EmbeddedEngine, MeilisearchEngine, MeilisearchOptions, SearchDocument, SearchEngine, SearchError, SearchRequest, TypedSearch,
    analysis::Analyser,
    document,
    reading::{self, Shares},
    typed_search::find_by,
};
use ablation::Ablated;
use domain::{CaseView, ids::CaseId};
use plain_meilisearch::PlainMeilisearch;
use plain_tantivy::PlainTantivy;
use std::{path::Path, sync::Arc};

/// How many hits are judged.
pub const DEPTH: usize = 10;

/// What is measured.
pub enum Subject {
    /// The network's engine in the process.
    Embedded(EmbeddedEngine),
    /// The network's engine on a server, with indexes of its own.
    Meilisearch(MeilisearchEngine),
    /// tantivy with its default tokenizer, title, teaser and body as they are: what the embedded engine has to beat.
    PlainTantivy(PlainTantivy),
    /// Meilisearch with its default settings, the same texts: what the Meilisearch engine has to beat.
    PlainMeilisearch(PlainMeilisearch),
}

impl Subject {
    /// The baseline of the embedded engine, filled with these cases.
    pub fn plain_tantivy(cases: &[CaseView]) -> Result<Self, SearchError> {
        Ok(Self::PlainTantivy(PlainTantivy::new(cases)?))
    }

    /// The baseline of the Meilisearch engine, filled with these cases in an index of its own.
    pub async fn plain_meilisearch(options: MeilisearchOptions, cases: &[CaseView]) -> Result<Self, SearchError> {
        Ok(Self::PlainMeilisearch(PlainMeilisearch::new(options, cases).await?))
    }

    /// The embedded engine in an empty folder, filled with these cases.
    pub async fn embedded(folder: &Path, cases: &[CaseView]) -> Result<Self, SearchError> {
        let engine = EmbeddedEngine::open(folder)?;
        Self::fill(&engine, cases).await?;
        Ok(Self::Embedded(engine))
    }

    /// The Meilisearch engine in indexes of its own, filled with these cases.
    pub async fn meilisearch(options: MeilisearchOptions, cases: &[CaseView]) -> Result<Self, SearchError> {
        let engine = MeilisearchEngine::connect(options)?;
        Self::fill(&engine, cases).await?;
        Ok(Self::Meilisearch(engine))
    }

    async fn fill(engine: &dyn SearchEngine, cases: &[CaseView]) -> Result<(), SearchError> {
        let documents: Vec<SearchDocument> = cases.iter().filter_map(document).collect();
        let count = documents.len();
        let mut rebuild = engine.start_rebuild().await?;
        rebuild.add(documents).await?;
        rebuild.finish(count).await.map(|_| ())
    }

    /// Deletes what was made on a server.
    pub async fn remove(&self) -> Result<(), SearchError> {
        match self {
            Self::Meilisearch(engine) => engine.remove().await,
            Self::PlainMeilisearch(engine) => engine.remove().await,
            Self::Embedded(_) | Self::PlainTantivy(_) => Ok(()),
        }
    }

    /// The first [`DEPTH`] cases that somebody who types this sees, without a measure of the network's engines if one is named.
    pub async fn find(&self, cases: &[CaseView], query: &str, without: Option<Measure>) -> Result<Vec<CaseId>, SearchError> {
        let engine: &dyn SearchEngine = match self {
            Self::Embedded(engine) => engine,
            Self::Meilisearch(engine) => engine,
            Self::PlainTantivy(engine) => return engine.find(query),
            Self::PlainMeilisearch(engine) => return engine.find(query).await,
        };
        let load = |ids: Vec<CaseId>| {
            let found = ids.iter().filter_map(|id| cases.iter().find(|case| case.id == *id)).map(|case| Arc::new(case.clone())).collect();
            std::future::ready(Ok::<Vec<Arc<CaseView>>, SearchError>(found))
        };
        if without == Some(Measure::Places) {
            let query = Analyser::standard().query(query);
            let request = SearchRequest { query, limit: reading::READ, ..SearchRequest::default() };
            let mut response = engine.search(&request).await?;
            let analyser = Analyser::standard();
            reading::bring_forward(&mut response, &request.query, analyser, Shares::default(), load).await?;
            response.hits.truncate(DEPTH);
            return Ok(response.hits);
        }
        let ablated = without.map(|without| Ablated { engine, without });
        let engine: &dyn SearchEngine = match &ablated {
            Some(ablated) => ablated,
            None => engine,
        };
        let search = TypedSearch { text: query.to_owned(), limit: DEPTH, ..TypedSearch::default() };
        let found = find_by(engine, Analyser::standard(), &search, shares(without), load).await?;
        Ok(found.response.hits)
    }
}

/// What the texts of the first cases count without a measure.
fn shares(without: Option<Measure>) -> Shares {
    let all = Shares::default();
    match without {
        Some(Measure::Passages) => Shares { passages: 0.0, ..all },
        Some(Measure::Associations) => Shares { associations: 0.0, ..all },
        _ => all,
    }
}

/// The texts that the baselines index: what a plain search of a website would.
fn plain_texts(case: &CaseView) -> [String; 3] {
    let texts = crate::case_texts::CaseTexts::of(&case.content);
    let labels = texts.labels.iter().map(AsRef::as_ref);
    let body: Vec<&str> = labels.chain(texts.body.iter().copied()).collect();
    [texts.title.to_owned(), texts.teaser.to_owned(), body.join("\n")]
}
