//! Talking to the server: every call with a limit of time, every failed task an error.

mod contents;
mod http;
mod indexes;
mod tasks;

pub(super) use tasks::Ticket;

use super::{
    MeilisearchOptions, NAME,
    index_state::IndexState,
    requests::{Answer, without_index},
};
use crate::{SearchError, kept::Kept};
use http::Http;
use meilisearch_sdk::{
    client::Client,
    errors::{Error, ErrorType},
    indexes::Index,
    request::{HttpClient, Method},
};
use serde::de::DeserializeOwned;
use serde_json::Value;
use std::{
    fmt,
    future::Future,
    hash::{BuildHasher, Hasher, RandomState},
    sync::{Mutex, PoisonError},
};

/// A server with the indexes of one network.
pub(super) struct Server {
    client: Client<Http>,
    /// For what the client has no method for.
    http: Http,
    options: MeilisearchOptions,
    state: IndexState,
    /// When the serving index was made, if a rebuild is known to have filled that one.
    filled: Mutex<Value>,
    /// What was answered since the index last changed.
    pub(super) kept: Kept<String, Answer>,
}

impl fmt::Debug for Server {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        // The client would print its key.
        self.options.fmt(formatter)
    }
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
        let http = Http::new(options.key.as_deref()).map_err(|error| fail("reading the options", error))?;
        let client = Client::new_with_client(&options.url, options.key.as_ref(), http.clone());
        Ok(Self { client, http, options, state: IndexState::default(), filled: Mutex::default(), kept: Kept::default() })
    }

    /// The name of the index that serves.
    pub(super) fn live_index(&self) -> String {
        format!("{}-cases", self.options.index_prefix)
    }

    /// A name for the index that a rebuild fills, which no other rebuild has: one may go on in another process though its job was taken over, and
    /// what is deleted late must not be somebody else's.
    pub(super) fn next_index(&self) -> String {
        // As random as the keys of a hash map.
        format!("{}-{:016x}", self.next_prefix(), RandomState::new().build_hasher().finish())
    }

    /// Whether this is the name of an index that a rebuild fills; earlier versions of this program had one name for all.
    fn is_next_index(&self, uid: &str) -> bool {
        let is_mark = |mark: &str| mark.len() == 16 && mark.bytes().all(|byte| byte.is_ascii_hexdigit());
        uid.strip_prefix(&self.next_prefix()).is_some_and(|rest| rest.is_empty() || rest.strip_prefix('-').is_some_and(is_mark))
    }

    fn next_prefix(&self) -> String {
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

    /// The number of the state that the serving index is in: another one after every change, by whomever. What changes have put into an index that
    /// no rebuild has filled is no answer to a search, so there is none to search in then.
    pub(super) async fn index_state(&self) -> Result<u64, SearchError> {
        let uid = self.live_index();
        let what = format!("asking when {uid} changed");
        if self.state.is_not_told() {
            return Err(SearchError::Timeout { engine: NAME, what, after: self.options.timeout });
        }
        let look = async {
            let index = self.call(&what, self.client.get_raw_index(&uid)).await.map_err(without_index)?;
            if !self.is_filled(&index["createdAt"]).await? {
                return Err(SearchError::MissingIndex { engine: NAME, what: format!("searching {uid}, which has not been built") });
            }
            Ok(format!("{} {}", index["createdAt"], index["updatedAt"]))
        };
        // One search looks and the others wait for it. A server that hangs keeps each of them for one such time, not for one of every search before it.
        let number = self.in_time(&what, self.state.number(look, || self.kept.clear())).await;
        if matches!(number, Err(SearchError::Timeout { .. })) {
            self.state.was_not_told();
        }
        number
    }

    /// Whether a rebuild has filled the serving index, which was made at this time. The server is asked once for each index that it makes.
    async fn is_filled(&self, made: &Value) -> Result<bool, SearchError> {
        let filled = || self.filled.lock().unwrap_or_else(PoisonError::into_inner);
        let is_known = *filled() == *made;
        if is_known {
            return Ok(true);
        }
        let is_filled = self.index_version().await?.is_some();
        if is_filled {
            *filled() = made.clone();
        }
        Ok(is_filled)
    }

    fn index(&self, uid: &str) -> Index<Http> {
        self.client.index(uid)
    }

    /// Waits for something that takes several answers, but no longer than for one of them.
    pub(super) async fn in_time<T>(&self, what: &str, work: impl Future<Output = Result<T, SearchError>>) -> Result<T, SearchError> {
        let after = self.options.timeout;
        let timeout = |_| Err(SearchError::Timeout { engine: NAME, what: what.to_owned(), after });
        tokio::time::timeout(after, work).await.unwrap_or_else(timeout)
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

fn rejected(what: &str, code: &str, message: &str) -> SearchError {
    // The log has one line for it, whatever the server or the client put into the text.
    let message = message.split_whitespace().collect::<Vec<_>>().join(" ");
    SearchError::Rejected { engine: NAME, what: what.to_owned(), code: code.to_owned(), message }
}

/// Refusals that say nothing of what was sent: the server, or a proxy before it, has too much to do at the moment.
const PASSING: [u16; 2] = [408, 429];

/// Sorts the client's errors: what may pass by itself is unavailable, everything else a refusal.
fn fail(what: &str, error: Error) -> SearchError {
    let unavailable = |source: Error| SearchError::Unavailable { engine: NAME, what: what.to_owned(), source: source.into() };
    match &error {
        Error::Meilisearch(refusal) if refusal.error_type != ErrorType::Internal => {
            rejected(what, &refusal.error_code.to_string(), &refusal.error_message)
        }
        Error::MeilisearchCommunication(refusal) if refusal.status_code < 500 && !PASSING.contains(&refusal.status_code) => {
            rejected(what, &format!("http_{}", refusal.status_code), refusal.message.as_deref().unwrap_or_default())
        }
        Error::ParseError(reason) => rejected(what, "unreadable_answer", &reason.to_string()),
        Error::InvalidRequest | Error::Yaup(_) => rejected(what, "invalid_request", &error.to_string()),
        _ => unavailable(error),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use meilisearch_sdk::errors::MeilisearchCommunicationError;
    use std::time::Duration;

    #[test]
    fn a_server_that_has_too_much_to_do_is_unavailable_and_refuses_nothing() {
        for (status_code, passes) in [(408, true), (429, true), (503, true), (400, false), (413, false)] {
            let answer = MeilisearchCommunicationError { status_code, message: None, url: "http://127.0.0.1:1".to_owned() };
            let error = fail("searching", Error::MeilisearchCommunication(answer));
            assert_eq!((error.is_unavailable(), error.is_about_the_documents()), (passes, !passes), "{status_code}: {error}");
        }
    }

    #[test]
    fn each_rebuild_has_an_index_of_its_own_and_knows_those_of_others() {
        let options = |prefix: &str| MeilisearchOptions {
            url: "http://127.0.0.1:1".to_owned(),
            key: None,
            index_prefix: prefix.to_owned(),
            timeout: Duration::from_secs(1),
        };
        let server = Server::new(options("netz")).unwrap();
        let (one, other) = (server.next_index(), server.next_index());
        assert_ne!(one, other);
        assert!([&*one, &*other, "netz-cases-next"].iter().all(|uid| server.is_next_index(uid)), "{one} {other}");
        // Those of a network whose prefix begins like a name of ours are its own.
        let neighbour = Server::new(options("netz-cases-next-0")).unwrap();
        for uid in [neighbour.live_index(), neighbour.meta_index(), neighbour.next_index(), server.live_index(), server.meta_index()] {
            assert!(!server.is_next_index(&uid), "{uid}");
        }
    }
}
