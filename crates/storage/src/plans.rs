//! For tests: how the databases mean to run a statement. Durations would depend on who else is busy.

use crate::{Backend, Store, StoreOptions};
use sea_orm::{ConnectionTrait, Database, Statement, StatementBuilder};
use std::{
    panic::resume_unwind,
    process,
    sync::atomic::{AtomicU32, Ordering},
};

/// Tells the databases of one process apart.
static NUMBER: AtomicU32 = AtomicU32::new(0);

/// How the database means to run this statement, one step a line.
pub(crate) async fn plan(store: &Store, statement: &impl StatementBuilder) -> String {
    let statement = StatementBuilder::build(statement, &store.reader().get_database_backend());
    let (explain, column) = match store.backend() {
        Backend::Sqlite => ("EXPLAIN QUERY PLAN", "detail"),
        Backend::Postgres => ("EXPLAIN", "QUERY PLAN"),
    };
    let explain = Statement { sql: format!("{explain} {}", statement.sql), ..statement };
    let steps = store.reader().query_all_raw(explain).await.unwrap();
    steps.iter().map(|step| step.try_get::<String>("", column).unwrap() + "\n").collect()
}

/// Runs a test on a new, empty database.
pub(crate) async fn on_sqlite<F: Future<Output = ()>>(test: impl FnOnce(Store) -> F) {
    let folder = tempfile::tempdir().unwrap();
    let store = Store::connect(&StoreOptions::new(format!("sqlite://{}/plan.db", folder.path().display()))).await.unwrap();
    store.migrate().await.unwrap();
    test(store).await;
}

/// Runs a test on a new, empty database, if there is a server. There is one connection, so that what is set holds for all that follows.
pub(crate) async fn on_postgres<F>(test: impl FnOnce(Store) -> F)
where
    F: Future<Output = ()> + Send + 'static,
{
    let Some(server) = server() else { return };
    let name = format!("wissensnetz_storage_plans_{}_{}", process::id(), NUMBER.fetch_add(1, Ordering::Relaxed));
    let admin = Database::connect(server.as_str()).await.unwrap();
    admin.execute_unprepared(&format!("CREATE DATABASE {name}")).await.unwrap();
    let url = server.split('/').take(3).chain([name.as_str()]).collect::<Vec<_>>().join("/");
    let store = Store::connect(&StoreOptions { max_connections: 1, ..StoreOptions::new(url) }).await.unwrap();
    store.migrate().await.unwrap();
    // In a task of its own, so that the database goes even where the test fails.
    let result = tokio::spawn(test(store.clone())).await;
    store.close().await.unwrap();
    admin.execute_unprepared(&format!("DROP DATABASE {name} WITH (FORCE)")).await.unwrap();
    if let Err(failed) = result {
        resume_unwind(failed.into_panic());
    }
}

#[expect(clippy::disallowed_methods, reason = "tests learn from the environment which services there are")]
fn server() -> Option<String> {
    let variable = |name| std::env::var(name).ok().filter(|value| !value.is_empty());
    let server = variable("WISSENSNETZ_TEST_POSTGRES_URL");
    let required = variable("WISSENSNETZ_TEST_REQUIRE_SERVICES").is_some_and(|value| value == "1");
    assert!(server.is_some() || !required, "WISSENSNETZ_TEST_REQUIRE_SERVICES=1, but WISSENSNETZ_TEST_POSTGRES_URL names no server");
    server
}
