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
    plan_of(store, StatementBuilder::build(statement, &store.reader().get_database_backend())).await
}

/// Like [`plan`], for a statement that is SQL already.
pub(crate) async fn plan_of(store: &Store, statement: Statement) -> String {
    let explain = match store.backend() {
        Backend::Sqlite => "EXPLAIN QUERY PLAN",
        Backend::Postgres => "EXPLAIN",
    };
    steps(store, Statement { sql: format!("{explain} {}", statement.sql), ..statement }).await
}

/// The plans that PostgreSQL has for a statement: one made for these arguments, and the one for any arguments that a connection keeps once it has run
/// the statement some times.
pub(crate) async fn plans(store: &Store, sql: &str, arguments: &str) -> Vec<String> {
    let mut plans = Vec::new();
    for mode in ["force_custom_plan", "force_generic_plan"] {
        run(store, &format!("SET plan_cache_mode = {mode}; PREPARE planned AS {sql}")).await;
        let explain = format!("EXPLAIN EXECUTE planned({arguments})");
        plans.push(steps(store, Statement::from_string(store.reader().get_database_backend(), explain)).await);
        run(store, "DEALLOCATE planned; RESET plan_cache_mode").await;
    }
    plans
}

/// Runs statements on the connection that a test looks at plans with.
pub(crate) async fn run(store: &Store, sql: &str) {
    store.reader().execute_unprepared(sql).await.unwrap();
}

async fn steps(store: &Store, explain: Statement) -> String {
    let column = match store.backend() {
        Backend::Sqlite => "detail",
        Backend::Postgres => "QUERY PLAN",
    };
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
