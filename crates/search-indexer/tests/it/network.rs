//! Cases and engines to try things on.

use chrono::{DateTime, TimeDelta, Utc};
use domain::{
    CaseContent, CaseFilter, CaseView, WorkflowState,
    case::CaseRecord,
    ids::CaseId,
    vocabulary::{Component, FieldOfAction, LifePhase, Status, TargetGroup},
};
use search_indexer::{
    EmbeddedEngine, Facets, MeilisearchEngine, MeilisearchOptions, SearchEngine, SearchRequest, SearchResponse,
    analysis::{Analyser, Query},
    document,
};
use serde_json::json;
use std::{
    sync::atomic::{AtomicU32, Ordering},
    time::Duration,
};
use uuid::Uuid;

/// Makes of one check two tests, one per engine.
macro_rules! on_both_engines {
    ($($(#[$doc:meta])* async fn $name:ident($network:ident: &Network) $body:block)+) => { $(
        $(#[$doc])*
        mod $name {
            use super::*;

            async fn check($network: &Network) $body

            #[tokio::test]
            async fn embedded() {
                check(&Network::embedded().await).await;
            }

            #[tokio::test]
            async fn meilisearch() {
                let Some(network) = Network::meilisearch().await else { return };
                let result = std::panic::AssertUnwindSafe(check(&network)).catch_unwind().await;
                network.clean_up().await;
                if let Err(panic) = result {
                    std::panic::resume_unwind(panic);
                }
            }
        }
    )+ };
}
pub(crate) use on_both_engines;

/// What somebody who types this looks for.
pub(crate) fn wanted(text: &str) -> Query {
    Analyser::standard().query(text)
}

/// An engine with nothing in it, whose index has been built: until then nothing is searched.
pub(crate) struct Network {
    pub(crate) engine: Box<dyn SearchEngine>,
    /// The folder of the embedded engine, removed at the end.
    _folder: Option<tempfile::TempDir>,
    prefix: String,
}

impl Network {
    pub(crate) async fn embedded() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let engine = Box::new(EmbeddedEngine::open(folder.path()).unwrap());
        engine.start_rebuild().await.unwrap().finish(0).await.unwrap();
        Self { engine, _folder: Some(folder), prefix: String::new() }
    }

    pub(crate) async fn meilisearch() -> Option<Self> {
        let prefix = new_prefix();
        let engine = MeilisearchEngine::connect(server(&prefix)?).unwrap();
        engine.start_rebuild().await.unwrap().finish(0).await.unwrap();
        Some(Self { engine: Box::new(engine), _folder: None, prefix })
    }

    /// Deletes what a test made on the server.
    pub(crate) async fn clean_up(&self) {
        clean_up(&self.prefix).await;
    }

    pub(crate) async fn put(&self, cases: &[CaseView]) {
        self.engine.apply(cases.iter().map(|case| document(case).unwrap()).collect(), Vec::new()).await.unwrap();
    }

    pub(crate) async fn search(&self, request: &SearchRequest) -> SearchResponse {
        self.engine.search(request).await.unwrap()
    }

    /// The numbers of the cases that a text finds, in order.
    pub(crate) async fn find(&self, query: &str) -> Vec<u128> {
        numbers(&self.search(&SearchRequest { query: wanted(query), limit: 100, ..SearchRequest::default() }).await)
    }

    pub(crate) async fn filtered(&self, query: &str, filter: CaseFilter) -> SearchResponse {
        self.search(&SearchRequest { query: wanted(query), filter, limit: 100, facets: true, ..SearchRequest::default() }).await
    }
}

/// Where Meilisearch is, with this prefix for its indexes. Nothing if tests run without it.
pub(crate) fn server(prefix: &str) -> Option<MeilisearchOptions> {
    let Some(url) = variable("WISSENSNETZ_TEST_MEILISEARCH_URL") else {
        let is_required = variable("WISSENSNETZ_TEST_REQUIRE_SERVICES").is_some_and(|value| value == "1");
        assert!(!is_required, "WISSENSNETZ_TEST_REQUIRE_SERVICES=1, but WISSENSNETZ_TEST_MEILISEARCH_URL names no server");
        return None;
    };
    let key = variable("WISSENSNETZ_TEST_MEILISEARCH_KEY");
    Some(MeilisearchOptions { url, key, index_prefix: prefix.to_owned(), timeout: Duration::from_secs(30) })
}

#[expect(clippy::disallowed_methods, reason = "tests learn from the environment where the services are")]
fn variable(name: &str) -> Option<String> {
    std::env::var(name).ok().filter(|value| !value.is_empty())
}

/// A prefix that no other test uses.
pub(crate) fn new_prefix() -> String {
    static LAST: AtomicU32 = AtomicU32::new(0);
    format!("test-{}-{}", std::process::id(), LAST.fetch_add(1, Ordering::Relaxed))
}

/// Deletes the indexes with this prefix.
pub(crate) async fn clean_up(prefix: &str) {
    let Some(options) = server(prefix) else { return };
    let (client, key) = (reqwest::Client::new(), options.key.clone().unwrap_or_default());
    for uid in indexes(&options).await {
        client.delete(format!("{}/indexes/{uid}", options.url)).bearer_auth(&key).send().await.unwrap();
    }
}

/// The names of the indexes with this prefix, in order.
pub(crate) async fn indexes(options: &MeilisearchOptions) -> Vec<String> {
    let request = reqwest::Client::new().get(format!("{}/indexes?limit=100000", options.url));
    let answer = request.bearer_auth(options.key.clone().unwrap_or_default()).send().await.unwrap();
    let listing: serde_json::Value = answer.error_for_status().unwrap().json().await.unwrap();
    let uids = listing["results"].as_array().unwrap().iter().filter_map(|index| index["uid"].as_str());
    let own = format!("{}-", options.index_prefix);
    let mut uids: Vec<_> = uids.filter(|uid| uid.starts_with(&own)).map(str::to_owned).collect();
    uids.sort_unstable();
    uids
}

/// A published case with little in it. Later numbers are published later.
pub(crate) fn case(number: u128, title: &str) -> CaseView {
    case_with(number, title, |_| {})
}

/// A published case with something changed in its content.
pub(crate) fn case_with(number: u128, title: &str, change: impl FnOnce(&mut CaseContent)) -> CaseView {
    let mut content = CaseContent {
        title: title.to_owned(),
        fields_of_action: vec![FieldOfAction::Governance],
        components: vec![Component::Quality],
        life_phases: vec![LifePhase::HigherEducation],
        target_groups: vec![TargetGroup::Politics],
        status: Some(Status::Running),
        ..CaseContent::default()
    };
    change(&mut content);
    published(number, content, time(number))
}

/// A moment that grows with the number.
pub(crate) fn time(number: u128) -> DateTime<Utc> {
    let days = i64::try_from(number).unwrap();
    DateTime::<Utc>::from_timestamp(1_700_000_000, 0).unwrap() + TimeDelta::days(days)
}

fn published(number: u128, content: CaseContent, at: DateTime<Utc>) -> CaseView {
    CaseView {
        id: CaseId(Uuid::from_u128(number)),
        slug: format!("case-{number}"),
        external_id: None,
        content,
        revision: 1,
        published_revision: Some(1),
        state: WorkflowState::Published,
        is_working_copy: false,
        version: 1,
        author: None,
        created_at: at,
        updated_at: at,
        first_published_at: Some(at),
        published_at: Some(at),
        renewed_at: None,
        confirmed_at: Some(at),
        freshness: domain::freshness::FreshnessStage::default(),
        archived_at: None,
    }
}

/// The demo cases; `demo-001` has the number 1.
pub(crate) fn demo_cases() -> Vec<CaseView> {
    let lines = include_str!("../../../server/demo/cases.jsonl").lines();
    let records = lines.map(|line| CaseRecord::from_json(line).unwrap());
    (1..).zip(records).map(|(number, record)| published(number, record.content, record.published_at.unwrap())).collect()
}

/// The numbers of the cases found.
pub(crate) fn numbers(response: &SearchResponse) -> Vec<u128> {
    response.hits.iter().map(|id| id.0.as_u128()).collect()
}

/// Facets in one line each, to compare them.
pub(crate) fn facet_lines(facets: &Facets) -> Vec<String> {
    let groups = [
        ("field", &facets.fields_of_action),
        ("state", &facets.states),
        ("phase", &facets.life_phases),
        ("component", &facets.components),
        ("target", &facets.target_groups),
        ("status", &facets.status),
        ("place", &facets.municipalities),
        ("funding", &facets.funding_programmes),
    ];
    let line = |(name, counts): (&str, &Vec<search_indexer::FacetCount>)| {
        let counts: Vec<_> = counts.iter().map(|count| json!([count.value, count.count])).collect();
        format!("{name} {}", json!(counts))
    };
    groups.into_iter().map(line).collect()
}
