//! A fresh database for every test.

use sea_orm::{ConnectionTrait, Database, DatabaseConnection};
use std::{
    panic::resume_unwind,
    process,
    sync::atomic::{AtomicU32, Ordering},
};
use storage::{Backend, Store, StoreOptions};
use tempfile::TempDir;

/// Makes each of these tests run on both databases.
macro_rules! on_both_databases {
    ($($test:ident),+ $(,)?) => {
        mod on_sqlite {
            $(#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
            async fn $test() {
                $crate::harness::on_sqlite(super::$test).await;
            })+
        }
        mod on_postgres {
            $(#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
            async fn $test() {
                $crate::harness::on_postgres(super::$test).await;
            })+
        }
    };
}

/// Tells the databases of one process apart.
static NUMBER: AtomicU32 = AtomicU32::new(0);

/// A database of one test.
pub(crate) struct TestDatabase {
    /// The store under test, its schema in place.
    pub(crate) store: Store,
    /// The same database's address, for a second store or for statements of one's own.
    pub(crate) url: String,
}

impl TestDatabase {
    /// Runs statements past the store.
    pub(crate) async fn execute(&self, sql: &str) {
        let connection = self.connection().await;
        connection.execute_unprepared(sql).await.unwrap();
        connection.close().await.unwrap();
    }

    /// Checks that the database does not take a statement.
    pub(crate) async fn refuses(&self, sql: &str) {
        let connection = self.connection().await;
        assert!(connection.execute_unprepared(sql).await.is_err(), "taken: {sql}");
        connection.close().await.unwrap();
    }

    /// A connection past the store.
    pub(crate) async fn connection(&self) -> DatabaseConnection {
        Database::connect(self.url.as_str()).await.unwrap()
    }

    /// A second store on the same database, as another process would have.
    pub(crate) async fn another_store(&self) -> Store {
        Store::connect(&StoreOptions::new(self.url.as_str())).await.unwrap()
    }

    pub(crate) fn is_sqlite(&self) -> bool {
        self.store.backend() == Backend::Sqlite
    }
}

pub(crate) async fn on_sqlite<F: Future<Output = ()>>(test: impl FnOnce(TestDatabase) -> F) {
    let folder = TempDir::new().unwrap();
    let url = format!("sqlite://{}", folder.path().join("a database with ümlauts.db").display());
    let store = opened(&url).await;
    test(TestDatabase { store, url }).await;
}

pub(crate) async fn on_postgres<F>(test: impl FnOnce(TestDatabase) -> F)
where
    F: Future<Output = ()> + Send + 'static,
{
    let Some(server) = variable("WISSENSNETZ_TEST_POSTGRES_URL") else {
        let required = variable("WISSENSNETZ_TEST_REQUIRE_SERVICES").is_some_and(|value| value == "1");
        assert!(!required, "WISSENSNETZ_TEST_REQUIRE_SERVICES=1, but WISSENSNETZ_TEST_POSTGRES_URL names no server");
        return;
    };
    let name = format!("wissensnetz_storage_{}_{}", process::id(), NUMBER.fetch_add(1, Ordering::Relaxed));
    let admin = Database::connect(server.as_str()).await.unwrap();
    // A database whose own order ignores spaces and signs: what must be ordered by bytes has to say so itself.
    let create = format!("CREATE DATABASE {name} TEMPLATE template0 LOCALE_PROVIDER icu ICU_LOCALE 'de-u-ka-shifted'");
    admin.execute_unprepared(&create).await.unwrap();
    let mut url: Vec<&str> = server.split('/').collect();
    url.truncate(3);
    let url = format!("{}/{name}", url.join("/"));
    let store = opened(&url).await;
    let database = TestDatabase { store: store.clone(), url };
    // In a task of its own, so that the database goes even where the test fails.
    let result = tokio::spawn(test(database)).await;
    store.close().await.unwrap();
    admin.execute_unprepared(&format!("DROP DATABASE {name} WITH (FORCE)")).await.unwrap();
    if let Err(failed) = result {
        resume_unwind(failed.into_panic());
    }
}

async fn opened(url: &str) -> Store {
    let store = Store::connect(&StoreOptions::new(url)).await.unwrap();
    store.migrate().await.unwrap();
    store
}

#[expect(clippy::disallowed_methods, reason = "tests learn from the environment which services there are")]
fn variable(name: &str) -> Option<String> {
    std::env::var(name).ok().filter(|value| !value.is_empty())
}
