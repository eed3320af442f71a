//! Two networks on one database and one search, as two processes would be, on either database and either engine.

use sea_orm::{ConnectionTrait, Database};
use search_indexer::{MeilisearchEngine, MeilisearchOptions, SearchEngine};
use std::{
    panic::resume_unwind,
    process,
    sync::{
        Arc,
        atomic::{AtomicU32, Ordering},
    },
    time::Duration,
};
use tempfile::TempDir;
use test_network::TestNetwork;
use tokio::task::JoinError;

/// How long whoever waits for somebody is left to come as far as they can.
pub(crate) const A_WHILE: Duration = Duration::from_millis(300);

/// The two networks. The second has identifiers of its own that begin like the first's: it only reads, and runs jobs.
pub(crate) struct TwoProcesses {
    pub(crate) one: TestNetwork,
    pub(crate) other: TestNetwork,
    /// Whether the engine keeps synonyms of its own.
    pub(crate) keeps_synonyms: bool,
    /// Where the engine's server is, if it has one.
    pub(crate) server: Option<MeilisearchOptions>,
}

/// Makes of one test four.
macro_rules! on_every_pair {
    ($($test:ident),+ $(,)?) => { $(
        mod $test {
            #[tokio::test]
            async fn sqlite_embedded() {
                $crate::two_processes::on_sqlite(false, super::$test).await;
            }
            #[tokio::test]
            async fn sqlite_meilisearch() {
                $crate::two_processes::on_sqlite(true, super::$test).await;
            }
            #[tokio::test]
            async fn postgres_embedded() {
                $crate::two_processes::on_postgres(false, super::$test).await;
            }
            #[tokio::test]
            async fn postgres_meilisearch() {
                $crate::two_processes::on_postgres(true, super::$test).await;
            }
        }
    )+ };
}
pub(crate) use on_every_pair;

/// Tells the databases and indexes of one process apart.
static NUMBER: AtomicU32 = AtomicU32::new(0);

fn name() -> String {
    format!("wissensnetz_usecases_{}_{}", process::id(), NUMBER.fetch_add(1, Ordering::Relaxed))
}

pub(crate) async fn on_sqlite<F: Future<Output = ()> + Send + 'static>(meilisearch: bool, test: impl FnOnce(TwoProcesses) -> F) {
    let folder = TempDir::new().unwrap();
    let url = format!("sqlite://{}", folder.path().join("test.db").display());
    if let Err(failed) = on(&url, meilisearch, test).await {
        resume_unwind(failed.into_panic());
    }
}

pub(crate) async fn on_postgres<F: Future<Output = ()> + Send + 'static>(meilisearch: bool, test: impl FnOnce(TwoProcesses) -> F) {
    let Some(server) = service("WISSENSNETZ_TEST_POSTGRES_URL") else { return };
    let admin = Database::connect(server.as_str()).await.unwrap();
    let name = name();
    admin.execute_unprepared(&format!("CREATE DATABASE {name}")).await.unwrap();
    let base: Vec<&str> = server.split('/').take(3).collect();
    let result = on(&format!("{}/{name}", base.join("/")), meilisearch, test).await;
    admin.execute_unprepared(&format!("DROP DATABASE {name} WITH (FORCE)")).await.unwrap();
    if let Err(failed) = result {
        resume_unwind(failed.into_panic());
    }
}

async fn on<F: Future<Output = ()> + Send + 'static>(
    url: &str,
    meilisearch: bool,
    test: impl FnOnce(TwoProcesses) -> F,
) -> Result<(), JoinError> {
    let folders = [TempDir::new().unwrap(), TempDir::new().unwrap()];
    let mut server = None;
    let engines: [Arc<dyn SearchEngine>; 2] = if meilisearch {
        let Some(url) = service("WISSENSNETZ_TEST_MEILISEARCH_URL") else { return Ok(()) };
        let options = MeilisearchOptions {
            url,
            key: variable("WISSENSNETZ_TEST_MEILISEARCH_KEY"),
            index_prefix: name(),
            timeout: Duration::from_secs(30),
        };
        server = Some(options.clone());
        let engine = || Arc::new(MeilisearchEngine::connect(options.clone()).unwrap());
        let [one, other] = [engine(), engine()];
        // Until then nothing is searched.
        one.start_rebuild().await.unwrap().finish(0).await.unwrap();
        [one, other]
    } else {
        // Only one process may use the folder; two that share it share the engine.
        let engine = Arc::new(test_network::embedded_search(&folders[0]).await);
        [engine.clone(), engine]
    };
    let ([first, second], [engine, other_engine]) = (folders, engines);
    let processes = TwoProcesses {
        one: TestNetwork::with(first, url, engine).await,
        other: TestNetwork::with(second, url, other_engine).await,
        keeps_synonyms: meilisearch,
        server: server.clone(),
    };
    // In a task of its own, so that what was made on the servers goes even where the test fails.
    let result = tokio::spawn(test(processes)).await;
    if let Some(server) = server {
        MeilisearchEngine::connect(server).unwrap().remove().await.unwrap();
    }
    result
}

fn service(name: &str) -> Option<String> {
    let url = variable(name);
    let is_required = variable("WISSENSNETZ_TEST_REQUIRE_SERVICES").is_some_and(|value| value == "1");
    assert!(url.is_some() || !is_required, "WISSENSNETZ_TEST_REQUIRE_SERVICES=1, but {name} names no server");
    url
}

#[expect(clippy::disallowed_methods, reason = "tests learn from the environment which services there are")]
fn variable(name: &str) -> Option<String> {
    std::env::var(name).ok().filter(|value| !value.is_empty())
}
