//! Talking to the server: every call with a limit of time, every failed task an error.

use super::{
    MeilisearchOptions, NAME,
    documents::Document,
    index_state::IndexState,
    requests::{Answer, without_index},
    settings::{settings, synonym_settings},
};
use crate::{INDEX_VERSION, SearchDocument, SearchError, analysis::SynonymTable, kept::Kept};
use domain::ids::CaseId;
use meilisearch_sdk::{
    client::{Client, SwapIndexes},
    errors::{Error, ErrorType},
    indexes::Index,
    request::{HttpClient, Method},
    reqwest::ReqwestClient,
    task_info::TaskInfo,
};
use serde::{Deserialize, Serialize, de::DeserializeOwned};
use serde_json::{Value, json};
use std::{collections::HashMap, fmt, future::Future, time::Duration};
use uuid::Uuid;

/// How many documents are sent in one task.
const BATCH: usize = 500;
/// How long a task is waited for. The queue may hold a whole rebuild of another process.
const TASK_TIMEOUT: Duration = Duration::from_mins(5);
/// How long to wait before a task is looked at again: at first, and at most.
const FIRST_LOOK: Duration = Duration::from_millis(4);
const SLOWEST_LOOK: Duration = Duration::from_millis(250);

/// A server with the indexes of one network.
pub(super) struct Server {
    client: Client,
    /// For what the client has no method for.
    http: ReqwestClient,
    options: MeilisearchOptions,
    state: IndexState,
    /// What was answered since the index last changed.
    pub(super) kept: Kept<String, Answer>,
}

impl fmt::Debug for Server {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        // The client would print its key.
        self.options.fmt(formatter)
    }
}

/// A task that the server has accepted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Ticket(u32);

#[derive(Deserialize)]
struct TaskState {
    status: String,
    error: Option<TaskError>,
}

#[derive(Deserialize)]
struct TaskError {
    code: String,
    message: String,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Accepted {
    task_uid: u32,
}

/// The one document of the index that describes the others.
#[derive(Serialize, Deserialize)]
struct Meta {
    id: String,
    version: u32,
}

#[derive(Deserialize)]
struct Listing {
    results: Vec<Listed>,
}

#[derive(Deserialize)]
struct Listed {
    id: Uuid,
    hash: String,
}

impl Server {
    pub(super) fn new(mut options: MeilisearchOptions) -> Result<Self, SearchError> {
        let reject = |code: &str, message: &str| rejected("reading the options", code, message);
        // The client would panic on a key that fits no header.
        if options.key.as_ref().is_some_and(|key| !key.bytes().all(|byte| byte.is_ascii_graphic())) {
            return Err(reject("invalid_api_key", "the key has characters that no key has"));
        }
        let is_name = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_');
        if options.index_prefix.is_empty() || !options.index_prefix.bytes().all(is_name) {
            return Err(reject("invalid_index_uid", "the index prefix must be letters, digits, - and _"));
        }
        options.url.truncate(options.url.trim_end_matches('/').len());
        let http = ReqwestClient::new(options.key.as_deref()).map_err(|error| fail("reading the options", error))?;
        let client = Client::new_with_client(&options.url, options.key.as_ref(), http.clone());
        Ok(Self { client, http, options, state: IndexState::default(), kept: Kept::default() })
    }

    /// The name of the index that serves.
    pub(super) fn live_index(&self) -> String {
        format!("{}-cases", self.options.index_prefix)
    }

    /// The name of the index that a rebuild fills.
    pub(super) fn next_index(&self) -> String {
        format!("{}-cases-next", self.options.index_prefix)
    }

    fn meta_index(&self) -> String {
        format!("{}-meta", self.options.index_prefix)
    }

    /// Whether the server answers and is well.
    pub(super) async fn health(&self) -> Result<(), SearchError> {
        self.call("asking for its health", self.client.health()).await.map(|_| ())
    }

    /// Posts JSON and reads the answer.
    pub(super) async fn post<Answer: DeserializeOwned + Send + 'static>(
        &self,
        what: &str,
        path: &str,
        body: &Value,
    ) -> Result<Answer, SearchError> {
        let url = format!("{}{path}", self.options.url);
        self.call(what, self.http.request::<(), &Value, Answer>(&url, Method::Post { query: (), body }, 200)).await
    }

    /// The number of the state that the serving index is in: another one after every change, by whomever.
    pub(super) async fn index_state(&self) -> Result<u64, SearchError> {
        let uid = self.live_index();
        let look = async {
            let what = format!("asking when {uid} changed");
            let index = self.call(&what, self.client.get_raw_index(&uid)).await.map_err(without_index)?;
            Ok(format!("{} {}", index["createdAt"], index["updatedAt"]))
        };
        self.state.number(look, || self.kept.clear()).await
    }

    /// Whether an index exists.
    pub(super) async fn index_exists(&self, uid: &str) -> Result<bool, SearchError> {
        match self.call(&format!("looking for the index {uid}"), self.client.get_raw_index(uid)).await {
            Ok(_) => Ok(true),
            Err(SearchError::Rejected { code, .. }) if code == "index_not_found" => Ok(false),
            Err(error) => Err(error),
        }
    }

    /// Makes an empty index with this version's settings and these synonyms.
    pub(super) async fn make_index(&self, uid: &str, synonyms: &SynonymTable) -> Result<(), SearchError> {
        let what = format!("making the index {uid}");
        let created = self.call(&what, self.client.create_index(uid, Some("id"))).await?;
        match self.wait(&what, ticket(&created)).await {
            // Another process was faster.
            Err(SearchError::Rejected { code, .. }) if code == "index_already_exists" => {}
            done => done?,
        }
        self.set_up(uid, synonyms).await
    }

    /// Gives an index this version's settings and these synonyms; what is in it stays, and it serves on.
    pub(super) async fn set_up(&self, uid: &str, synonyms: &SynonymTable) -> Result<(), SearchError> {
        self.set(&format!("setting up the index {uid}"), uid, settings(synonyms)).await
    }

    /// The settings of an index.
    pub(super) async fn settings(&self, uid: &str) -> Result<Value, SearchError> {
        let url = format!("{}/indexes/{uid}/settings", self.options.url);
        let what = format!("reading the settings of {uid}");
        self.call(&what, self.http.request::<(), (), Value>(&url, Method::Get { query: () }, 200)).await
    }

    /// Replaces the synonyms of an index; everything else of it stays, and it serves on.
    pub(super) async fn set_synonyms(&self, uid: &str, synonyms: &SynonymTable) -> Result<(), SearchError> {
        self.set(&format!("setting the synonyms of {uid}"), uid, synonym_settings(synonyms)).await
    }

    async fn set(&self, what: &str, uid: &str, body: Value) -> Result<(), SearchError> {
        let url = format!("{}/indexes/{uid}/settings", self.options.url);
        let accepted: Accepted =
            self.call(what, self.http.request::<(), Value, Accepted>(&url, Method::Patch { query: (), body }, 202)).await?;
        self.wait(what, Ticket(accepted.task_uid)).await
    }

    /// Deletes an index; one that does not exist is no error.
    pub(super) async fn delete_index(&self, uid: &str) -> Result<(), SearchError> {
        let what = format!("deleting the index {uid}");
        let deleted = self.call(&what, self.client.delete_index(uid)).await?;
        match self.wait(&what, ticket(&deleted)).await {
            Err(SearchError::Rejected { code, .. }) if code == "index_not_found" => Ok(()),
            done => done,
        }
    }

    /// Forgets with which version the serving index was rebuilt: one that was made since has to be.
    pub(super) async fn forget_index_version(&self) -> Result<(), SearchError> {
        self.delete_index(&self.meta_index()).await
    }

    /// Deletes every index of this network.
    pub(super) async fn remove_indexes(&self) -> Result<(), SearchError> {
        for uid in [self.next_index(), self.live_index(), self.meta_index()] {
            self.delete_index(&uid).await?;
        }
        Ok(())
    }

    /// Puts the rebuilt index in the place of the one that serves, at one stroke.
    pub(super) async fn swap(&self) -> Result<(), SearchError> {
        let what = format!("swapping {} and {}", self.live_index(), self.next_index());
        let pair = SwapIndexes { indexes: (self.live_index(), self.next_index()), rename: None };
        let swapped = self.call(&what, self.client.swap_indexes([&pair])).await?;
        self.wait(&what, ticket(&swapped)).await
    }

    /// Sends documents in batches without waiting for the tasks.
    pub(super) async fn send(&self, uid: &str, documents: &[SearchDocument]) -> Result<Vec<Ticket>, SearchError> {
        let index = self.index(uid);
        let mut tickets = Vec::new();
        for batch in documents.chunks(BATCH) {
            let batch: Vec<Document<'_>> = batch.iter().map(Document::new).collect();
            let what = format!("sending {} documents to {uid}", batch.len());
            tickets.push(ticket(&self.call(&what, index.add_or_replace(&batch, Some("id"))).await?));
        }
        Ok(tickets)
    }

    /// Adds or replaces documents and takes others out; returns when searches see it.
    pub(super) async fn change(&self, uid: &str, upserts: &[SearchDocument], deletions: &[CaseId]) -> Result<(), SearchError> {
        let mut tickets = self.send(uid, upserts).await?;
        if !deletions.is_empty() {
            let ids: Vec<Uuid> = deletions.iter().map(|id| id.0).collect();
            let what = format!("deleting {} documents from {uid}", ids.len());
            tickets.push(ticket(&self.call(&what, self.index(uid).delete_documents(&ids)).await?));
        }
        for ticket in tickets {
            self.wait(&format!("changing {uid}"), ticket).await?;
        }
        Ok(())
    }

    /// How many documents an index holds.
    pub(super) async fn count(&self, uid: &str) -> Result<usize, SearchError> {
        let index = self.index(uid);
        Ok(self.call(&format!("counting {uid}"), index.get_stats()).await?.number_of_documents)
    }

    /// A part of what the serving index holds, each case with its hash. In the order that the server keeps them in: asked for another one,
    /// Meilisearch 1.21 begins one document too early behind an offset.
    pub(super) async fn contents(&self, offset: usize, limit: usize) -> Result<Vec<(CaseId, String)>, SearchError> {
        let body = json!({ "offset": offset, "limit": limit, "fields": ["id", "hash"] });
        self.list("listing the cases", &body).await
    }

    /// The hashes of these cases in the serving index, as far as they are in it.
    pub(super) async fn hashes(&self, cases: &[CaseId]) -> Result<HashMap<CaseId, String>, SearchError> {
        if cases.is_empty() {
            return Ok(HashMap::new());
        }
        let ids: Vec<Uuid> = cases.iter().map(|id| id.0).collect();
        let body = json!({ "ids": ids, "limit": ids.len(), "fields": ["id", "hash"] });
        Ok(self.list("looking cases up", &body).await?.into_iter().collect())
    }

    async fn list(&self, what: &str, body: &Value) -> Result<Vec<(CaseId, String)>, SearchError> {
        let path = format!("/indexes/{}/documents/fetch", self.live_index());
        let listing: Listing = self.post(what, &path, body).await.map_err(without_index)?;
        Ok(listing.results.into_iter().map(|listed| (CaseId(listed.id), listed.hash)).collect())
    }

    /// The [`INDEX_VERSION`] that the serving index was last rebuilt with.
    pub(super) async fn index_version(&self) -> Result<Option<u32>, SearchError> {
        let index = self.index(&self.meta_index());
        match self.call("reading the version of the index", index.get_document::<Meta>("settings")).await {
            Ok(meta) => Ok(Some(meta.version)),
            Err(SearchError::Rejected { code, .. }) if matches!(code.as_str(), "index_not_found" | "document_not_found") => Ok(None),
            Err(error) => Err(error),
        }
    }

    /// Remembers that the serving index was rebuilt by this version of the program.
    pub(super) async fn set_index_version(&self) -> Result<(), SearchError> {
        let what = "writing the version of the index";
        let meta = Meta { id: "settings".to_owned(), version: INDEX_VERSION };
        let index = self.index(&self.meta_index());
        let written = self.call(what, index.add_or_replace(&[meta], Some("id"))).await?;
        self.wait(what, ticket(&written)).await
    }

    /// Waits until a task is done; a task that failed or was cancelled is an error.
    pub(super) async fn wait(&self, what: &str, Ticket(uid): Ticket) -> Result<(), SearchError> {
        let url = format!("{}/tasks/{uid}", self.options.url);
        let look = async || self.call(what, self.http.request::<(), (), TaskState>(&url, Method::Get { query: () }, 200)).await;
        let done = async {
            let mut pause = FIRST_LOOK;
            loop {
                let task = look().await?;
                match task.status.as_str() {
                    "succeeded" => {
                        self.state.look_again().await;
                        return Ok(());
                    }
                    "enqueued" | "processing" => tokio::time::sleep(pause).await,
                    status => {
                        let error =
                            task.error.unwrap_or(TaskError { code: status.to_owned(), message: format!("task {uid} was {status}") });
                        return Err(rejected(what, &error.code, &error.message));
                    }
                }
                pause = (pause * 3 / 2).min(SLOWEST_LOOK);
            }
        };
        let timeout = |_| SearchError::Timeout { engine: NAME, what: format!("{what} (task {uid})"), after: TASK_TIMEOUT };
        tokio::time::timeout(TASK_TIMEOUT, done).await.map_err(timeout)?
    }

    fn index(&self, uid: &str) -> Index {
        self.client.index(uid)
    }

    /// Waits for an answer, but not for ever.
    async fn call<T>(&self, what: &str, answer: impl Future<Output = Result<T, Error>>) -> Result<T, SearchError> {
        let after = self.options.timeout;
        match tokio::time::timeout(after, answer).await {
            Ok(answer) => answer.map_err(|error| fail(what, error)),
            Err(_) => Err(SearchError::Timeout { engine: NAME, what: what.to_owned(), after }),
        }
    }
}

fn ticket(task: &TaskInfo) -> Ticket {
    Ticket(task.get_task_uid())
}

fn rejected(what: &str, code: &str, message: &str) -> SearchError {
    // The log has one line for it, whatever the server or the client put into the text.
    let message = message.split_whitespace().collect::<Vec<_>>().join(" ");
    SearchError::Rejected { engine: NAME, what: what.to_owned(), code: code.to_owned(), message }
}

/// Sorts the client's errors: what may pass by itself is unavailable, everything else a refusal.
fn fail(what: &str, error: Error) -> SearchError {
    let unavailable = |source: Error| SearchError::Unavailable { engine: NAME, what: what.to_owned(), source: source.into() };
    match &error {
        Error::Meilisearch(refusal) if refusal.error_type != ErrorType::Internal => {
            rejected(what, &refusal.error_code.to_string(), &refusal.error_message)
        }
        Error::MeilisearchCommunication(refusal) if refusal.status_code < 500 => {
            rejected(what, &format!("http_{}", refusal.status_code), refusal.message.as_deref().unwrap_or_default())
        }
        Error::ParseError(reason) => rejected(what, "unreadable_answer", &reason.to_string()),
        Error::InvalidRequest | Error::Yaup(_) => rejected(what, "invalid_request", &error.to_string()),
        _ => unavailable(error),
    }
}
