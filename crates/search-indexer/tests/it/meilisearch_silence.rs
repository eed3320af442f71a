//! A Meilisearch server that is away, or takes its time.

use search_indexer::{INDEX_VERSION, MeilisearchEngine, MeilisearchOptions, SearchEngine, SearchError, SearchRequest};
use std::{
    io::{BufRead, BufReader, Write},
    thread,
    time::Duration,
};
use tokio::net::TcpListener;

fn at(url: &str) -> MeilisearchEngine {
    waiting_at(url, Duration::from_millis(200))
}

fn waiting_at(url: &str, timeout: Duration) -> MeilisearchEngine {
    let options = MeilisearchOptions { url: url.to_owned(), key: None, index_prefix: "test".to_owned(), timeout };
    MeilisearchEngine::connect(options).unwrap()
}

#[tokio::test]
async fn a_server_that_is_away_is_unavailable() {
    let closed = TcpListener::bind("127.0.0.1:0").await.unwrap().local_addr().unwrap();
    let engine = at(&format!("http://{closed}"));
    for error in [
        engine.search(&SearchRequest::default()).await.unwrap_err(),
        engine.apply(Vec::new(), Vec::new()).await.unwrap_err(),
        engine.ready().await.unwrap_err(),
        engine.needs_rebuild().await.unwrap_err(),
    ] {
        assert!(error.is_unavailable(), "{error}");
    }
}

#[tokio::test]
async fn a_server_that_does_not_answer_is_not_waited_for() {
    let silent = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let engine = at(&format!("http://{}", silent.local_addr().unwrap()));
    let started = tokio::time::Instant::now();
    let error = engine.search(&SearchRequest::default()).await.unwrap_err();
    assert!(matches!(error, SearchError::Timeout { .. }) && error.is_unavailable(), "{error}");
    assert!(started.elapsed() < Duration::from_secs(5));
}

#[tokio::test]
async fn searches_do_not_queue_behind_each_other_at_a_server_that_does_not_answer() {
    let silent = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let engine = at(&format!("http://{}", silent.local_addr().unwrap()));
    let anything = SearchRequest::default();
    let started = tokio::time::Instant::now();
    let searches = (0..10).map(|_| engine.search(&anything));
    let outcomes = futures_util::future::join_all(searches).await;
    assert!(outcomes.iter().all(|outcome| matches!(outcome, Err(SearchError::Timeout { .. }))), "{outcomes:?}");
    assert!(started.elapsed() < Duration::from_secs(1), "each waits for 200 ms, and not for those before it: {:?}", started.elapsed());
}

/// Where a server is that says after this time when its index changed, and then answers no search.
fn tired_server(late: Duration) -> String {
    let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    let answer = move |mut connection: std::net::TcpStream| {
        let mut line = String::new();
        BufReader::new(connection.try_clone().unwrap()).read_line(&mut line).unwrap();
        if line.starts_with("POST") {
            thread::park_timeout(Duration::from_secs(20));
        }
        let body = if line.contains("/documents/") {
            serde_json::json!({ "id": "settings", "version": INDEX_VERSION }).to_string()
        } else {
            thread::sleep(late);
            serde_json::json!({ "createdAt": "2026-03-17T10:00:00Z", "updatedAt": "2026-03-17T10:00:00Z" }).to_string()
        };
        let head = "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\nconnection: close\r\n";
        // Whoever has given up no longer reads it.
        let _ = write!(connection, "{head}content-length: {}\r\n\r\n{body}", body.len());
    };
    thread::spawn(move || {
        for connection in listener.incoming() {
            let connection = connection.unwrap();
            thread::spawn(move || answer(connection));
        }
    });
    url
}

#[tokio::test]
async fn all_answers_that_a_search_takes_are_waited_for_as_long_as_one() {
    let wait = Duration::from_secs(1);
    let engine = waiting_at(&tired_server(wait * 7 / 10), wait);
    let started = tokio::time::Instant::now();
    let error = engine.search(&SearchRequest::default()).await.unwrap_err();
    assert!(matches!(error, SearchError::Timeout { .. }), "{error}");
    assert!(started.elapsed() < wait * 3 / 2, "{:?}", started.elapsed());
}

#[tokio::test]
async fn whoever_has_waited_for_the_state_of_the_index_in_vain_does_not_wait_again() {
    let silent = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let wait = Duration::from_secs(1);
    let engine = waiting_at(&format!("http://{}", silent.local_addr().unwrap()), wait);
    let started = tokio::time::Instant::now();
    assert_eq!(engine.state().await, None);
    let error = engine.search(&SearchRequest::default()).await.unwrap_err();
    assert!(matches!(error, SearchError::Timeout { .. }), "{error}");
    assert!(started.elapsed() < wait * 3 / 2, "{:?}", started.elapsed());
}
