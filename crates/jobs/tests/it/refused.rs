//! A search engine that does not take every document.

use crate::like_embedded::like_embedded;
use async_trait::async_trait;
use domain::ids::CaseId;
use jobs::DifferenceKind;
use search_indexer::{EmbeddedEngine, Rebuild, SearchDocument, SearchError, SearchRequest};
use std::{
    collections::HashSet,
    sync::{Arc, Mutex},
};
use tempfile::TempDir;
use test_network::{TestNetwork, complete_case, embedded_search};

/// An engine that refuses all that comes together with one of these cases, as a server does.
struct Picky {
    engine: EmbeddedEngine,
    refuses: Arc<Mutex<HashSet<CaseId>>>,
}

struct PickyRebuild {
    rebuild: Box<dyn Rebuild>,
    refuses: Arc<Mutex<HashSet<CaseId>>>,
    refused: Vec<CaseId>,
}

fn refuses(refuses: &Mutex<HashSet<CaseId>>, documents: &[SearchDocument]) -> bool {
    let refuses = refuses.lock().unwrap();
    documents.iter().any(|document| refuses.contains(&document.id()))
}

like_embedded!(Picky, "picky", {
    async fn apply(&self, upserts: Vec<SearchDocument>, deletions: Vec<CaseId>) -> Result<(), SearchError> {
        if refuses(&self.refuses, &upserts) {
            let (code, message) = ("invalid_document".to_owned(), "not this one".to_owned());
            return Err(SearchError::Rejected { engine: "picky", what: "changing".to_owned(), code, message });
        }
        self.engine.apply(upserts, deletions).await
    }
    async fn start_rebuild(&self) -> Result<Box<dyn Rebuild>, SearchError> {
        let rebuild = self.engine.start_rebuild().await?;
        Ok(Box::new(PickyRebuild { rebuild, refuses: Arc::clone(&self.refuses), refused: Vec::new() }))
    }
});

#[async_trait]
impl Rebuild for PickyRebuild {
    async fn add(&mut self, documents: Vec<SearchDocument>) -> Result<(), SearchError> {
        if refuses(&self.refuses, &documents) {
            self.refused.extend(documents.iter().map(SearchDocument::id));
            return Ok(());
        }
        self.rebuild.add(documents).await
    }
    async fn refused(&mut self) -> Result<Vec<CaseId>, SearchError> {
        Ok(std::mem::take(&mut self.refused))
    }
    async fn finish(self: Box<Self>, expected: usize) -> Result<Vec<CaseId>, SearchError> {
        self.rebuild.finish(expected).await
    }
}

async fn found(test: &TestNetwork) -> usize {
    test.network.search.search(&SearchRequest { limit: 10, ..SearchRequest::default() }).await.unwrap().total
}

#[tokio::test]
async fn a_document_that_is_refused_keeps_no_other_from_the_new_index() {
    let dir = TempDir::new().unwrap();
    let refuses = Arc::new(Mutex::new(HashSet::new()));
    let search = Picky { engine: embedded_search(&dir).await, refuses: Arc::clone(&refuses) };
    let url = format!("sqlite://{}", dir.path().join("test.db").display());
    let test = TestNetwork::with(dir, &url, Arc::new(search)).await;
    let mut cases = Vec::new();
    for title in ["Ausbildungsbus im ländlichen Raum", "Musikschule auf Rädern für alle", "Vorlesestunde in der Bibliothek"] {
        cases.push(test.publish(complete_case(title)).await.id);
    }
    assert_eq!(found(&test).await, 3);

    // Where nothing is taken it is no matter of single documents, and the old index serves on.
    refuses.lock().unwrap().extend(cases.iter().copied());
    let job = jobs::request_rebuild(&test.network).await.unwrap();
    test.run_jobs().await;
    assert_eq!(jobs::check_report(&test.network, job).await.unwrap(), None);
    assert_eq!((found(&test).await, test.network.store.open_jobs(&["reindex"], test.now()).await.unwrap()), (3, 1));

    refuses.lock().unwrap().retain(|case| *case == cases[1]);
    let job = jobs::request_rebuild(&test.network).await.unwrap();
    test.run_jobs().await;
    let report = jobs::check_report(&test.network, job).await.unwrap().unwrap();
    assert_eq!((report.listed, report.indexed, report.missing, report.stale, report.surplus), (3, 2, 1, 0, 0));
    assert_eq!((report.first[0].kind, report.first[0].case), (DifferenceKind::Missing, cases[1]));
    assert_eq!((found(&test).await, test.network.store.open_jobs(&["reindex"], test.now()).await.unwrap()), (2, 0));

    // Its job goes on trying, and the case is in the index as soon as it is taken.
    refuses.lock().unwrap().clear();
    test.pass(chrono::TimeDelta::minutes(2)).await;
    assert_eq!(found(&test).await, 3);
}
