//! A search that never answers keeps back what waits for it, and nothing else.

use async_trait::async_trait;
use chrono::TimeDelta;
use domain::{
    Job, Role,
    ids::{CaseId, JobId},
};
use search_indexer::{Enqueued, Rebuild, SearchDocument, SearchEngine, SearchError, SearchRequest, SearchResponse};
use std::{
    collections::HashMap,
    future::pending,
    sync::{
        Arc,
        atomic::{AtomicBool, AtomicUsize, Ordering},
    },
    time::Duration,
};
use storage::Lane;
use tempfile::TempDir;
use test_network::{TestNetwork, complete_case};
use tokio_util::sync::CancellationToken;
use usecases::requests::{self, AskRequest};

/// A search that is there and says nothing to whoever searches, nor what became of the changes in its queue; it notes that it was asked.
#[derive(Default)]
struct Silent {
    is_asked: AtomicBool,
    queue: AtomicUsize,
}

#[async_trait]
impl SearchEngine for Silent {
    async fn search(&self, _: &SearchRequest) -> Result<SearchResponse, SearchError> {
        self.is_asked.store(true, Ordering::SeqCst);
        pending().await
    }

    async fn apply(&self, _: Vec<SearchDocument>, _: Vec<CaseId>) -> Result<(), SearchError> {
        Ok(())
    }

    async fn enqueue(&self, _: Vec<SearchDocument>, _: Vec<CaseId>) -> Result<Enqueued, SearchError> {
        self.queue.fetch_add(1, Ordering::SeqCst);
        Ok(Box::pin(pending()))
    }

    async fn start_rebuild(&self) -> Result<Box<dyn Rebuild>, SearchError> {
        pending().await
    }

    async fn contents(&self, _: usize, _: usize) -> Result<Vec<(CaseId, String)>, SearchError> {
        Ok(Vec::new())
    }

    async fn hashes(&self, _: &[CaseId]) -> Result<HashMap<CaseId, String>, SearchError> {
        Ok(HashMap::new())
    }

    async fn ready(&self) -> Result<(), SearchError> {
        Ok(())
    }

    fn name(&self) -> &'static str {
        "silent"
    }
}

/// Waits until it is so, and fails the test if it never is.
async fn until(what: &str, is_so: impl AsyncFn() -> bool) {
    let waiting = async {
        while !is_so().await {
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
    };
    assert!(tokio::time::timeout(Duration::from_secs(10), waiting).await.is_ok(), "never: {what}");
}

#[tokio::test]
async fn whoever_looks_for_those_who_may_answer_a_question_keeps_no_mail_back() {
    let folder = TempDir::new().unwrap();
    let url = format!("sqlite://{}", folder.path().join("test.db").display());
    let search = Arc::new(Silent::default());
    let test = TestNetwork::with(folder, &url, search.clone()).await;
    let store = &test.network.store;
    let asker = test.member(Role::Author, Some("15084")).await;
    let question = AskRequest { question: "Wer hat ein Elterncafé aufgebaut?".to_owned(), ..AskRequest::default() };
    requests::ask(&test.network, &asker, question).await.unwrap();
    let (worker, stop) = (test.another_worker("at work"), CancellationToken::new());
    let working = tokio::spawn(async move { worker.run(stop).await });
    until("the search is asked", async || search.is_asked.load(Ordering::SeqCst)).await;

    let later = JobId(test.network.ids.next());
    let mut transaction = store.begin().await.unwrap();
    transaction.enqueue(later, &Job::TellReplies, test.now(), test.now()).await.unwrap();
    transaction.commit().await.unwrap();
    until("other work is done", async || store.job(later).await.unwrap().is_none()).await;
    assert_eq!(store.open_jobs(&["route_request"], test.now()).await.unwrap(), 1, "which waits as before");
    working.abort();
}

#[tokio::test]
async fn what_it_has_in_its_queue_keeps_back_neither_the_next_nor_a_stop_and_is_indexed_by_another() {
    let folder = TempDir::new().unwrap();
    let url = format!("sqlite://{}", folder.path().join("test.db").display());
    let search = Arc::new(Silent::default());
    let test = TestNetwork::with(folder, &url, search.clone()).await;
    // Else the worker begins with a comparison, which has what is on its way to this engine indexed once more.
    jobs::request_check(&test.network, false).await.unwrap();
    test.run_jobs().await;
    let (worker, stop) = (test.another_worker("at work"), CancellationToken::new());
    let working = tokio::spawn({
        let stop = stop.clone();
        async move { worker.run(stop).await }
    });
    for (number, title) in [(1, "Ausbildungsbus im ländlichen Raum"), (2, "Musikschule auf Rädern")] {
        test.publish_without_jobs(complete_case(title)).await;
        until("the case is in the queue", async || search.queue.load(Ordering::SeqCst) == number).await;
    }
    stop.cancel();
    assert!(tokio::time::timeout(Duration::from_secs(10), working).await.is_ok(), "it does not stop");
    let store = &test.network.store;
    assert_eq!(store.open_jobs(&["index_case"], test.now()).await.unwrap(), 2);
    test.clock.advance(TimeDelta::seconds(20));
    let again = store.claim_of(Lane::Index, "another", 10, test.now(), Duration::from_secs(15)).await.unwrap();
    assert_eq!(again.iter().map(|job| job.attempts).collect::<Vec<_>>(), [2, 2]);
}
