//! Work that panics: it is tried again, and keeps no other work back.

use crate::{faults::ask_for_a_mail, sending::post_many_to};
use async_trait::async_trait;
use chrono::TimeDelta;
use domain::ids::CaseId;
use jobs::{SendingPolicy, Worker, WorkerOptions};
use mail::{Mail, MailTransport, Receipt, SendError, Threshold};
use search_indexer::{Rebuild, SearchDocument, SearchEngine, SearchError, SearchRequest, SearchResponse};
use std::{collections::HashMap, sync::Arc, time::Duration};
use tempfile::TempDir;
use test_network::{Mailroom, TestNetwork, complete_case};

/// A search that panics when it is to take anything in.
struct Slippery;

#[async_trait]
impl SearchEngine for Slippery {
    async fn search(&self, _: &SearchRequest) -> Result<SearchResponse, SearchError> {
        Ok(SearchResponse::default())
    }

    async fn apply(&self, _: Vec<SearchDocument>, _: Vec<CaseId>) -> Result<(), SearchError> {
        panic!("it slips")
    }

    async fn start_rebuild(&self) -> Result<Box<dyn Rebuild>, SearchError> {
        panic!("it slips")
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
        "slippery"
    }
}

#[tokio::test]
async fn a_job_that_panics_is_tried_again_and_the_others_are_done() {
    let folder = TempDir::new().unwrap();
    let url = format!("sqlite://{}", folder.path().join("test.db").display());
    let test = TestNetwork::with(folder, &url, Arc::new(Slippery)).await;
    let store = &test.network.store;
    test.publish_without_jobs(complete_case("Ausbildungsbus")).await;
    let rebuild = jobs::request_rebuild(&test.network).await.unwrap();
    ask_for_a_mail(&test).await;
    test.run_jobs().await;
    assert_eq!(store.open_jobs(&["index_case", "reindex"], test.now()).await.unwrap(), 2);
    assert_eq!(store.queue_counts(test.now()).await.unwrap().failed, 0);
    assert!(test.sent().iter().any(|mail| mail.to.reveal() == "lesen@kreis.example.org"), "the mail of another");
    test.pass(TimeDelta::minutes(1)).await;
    assert!(store.job(rebuild).await.unwrap().unwrap().attempts > 1, "it is tried again");
}

/// A mail server of ours that panics over mails to one domain.
struct Clumsy(Arc<Mailroom>);

#[async_trait]
impl MailTransport for Clumsy {
    async fn hand_over(&self, mail: &Mail, threshold: &dyn Threshold) -> Result<Receipt, SendError> {
        assert_ne!(mail.to.domain(), "glatt.example.org", "it slips");
        self.0.hand_over(mail, threshold).await
    }

    async fn ready(&self) -> Result<(), SendError> {
        Ok(())
    }

    fn name(&self) -> &'static str {
        "clumsy"
    }
}

#[tokio::test]
async fn mails_over_which_the_sender_panics_keep_no_others_back_and_are_sent_later() {
    let test = TestNetwork::new().await;
    ask_for_a_mail(&test).await;
    test.run_jobs().await;
    // More than go at once, in all and to one domain.
    post_many_to(&test, 40, &"leser@glatt.example.org".parse().unwrap()).await;
    post_many_to(&test, 5, &"leserin@andere.example.org".parse().unwrap()).await;
    let options = WorkerOptions { name: "clumsy".into(), poll: Duration::from_millis(10), longest_backoff: Duration::from_mins(1) };
    let policy = SendingPolicy { at_once_per_domain: Some(3), ..SendingPolicy::default() };
    let worker = Worker::new(test.network.clone(), Arc::new(Clumsy(test.mails.clone())), options).allowed(policy);
    let handled = tokio::time::timeout(Duration::from_secs(20), worker.run_some()).await.expect("the round ends");
    assert_eq!((handled.unwrap(), test.sent().len()), (45, 1 + 5));
    // Their claims end, as those of a process that died.
    test.pass(TimeDelta::seconds(16)).await;
    assert_eq!(test.sent().len(), 1 + 5 + 40);
}
