//! How the databases mean to run the lists: along an index, whatever the number of cases. Durations would depend on who else is busy.

use super::*;
use crate::{Backend, Position, StoreOptions};
use domain::vocabulary::{FieldOfAction, State};
use sea_orm::{Database, Statement, StatementBuilder};

const TIME: &str = "2026-11-23T01:00:00.000000Z";

/// Each order with the index that it is to be read along, and a position in it.
const ORDERS: [(CaseOrder, &str, &str); 5] = [
    (CaseOrder::Newest, "practice_case_listed_by_first_publication", TIME),
    (CaseOrder::Oldest, "practice_case_listed_by_first_publication", TIME),
    (CaseOrder::RecentlyUpdated, "practice_case_listed_by_publication", TIME),
    (CaseOrder::RecentlyConfirmed, "practice_case_listed_by_confirmation", TIME),
    (CaseOrder::Title, "practice_case_listed_by_title", "titel"),
];

/// How the database means to read this window of a list, one step a line.
async fn plan(store: &Store, filter: &CaseFilter, order: CaseOrder, position: Option<&str>) -> String {
    let position = position.map(|key| Position { key: key.to_owned(), id: CaseId(uuid::Uuid::nil()) });
    let window = Window { limit: 20, position, backward: false };
    let rows = Keyset::published(order).rows(&list(filter).unwrap(), &window, window.limit).unwrap();
    let statement = StatementBuilder::build(&rows, &store.reader().get_database_backend());
    let (explain, column) = match store.backend() {
        Backend::Sqlite => ("EXPLAIN QUERY PLAN", "detail"),
        Backend::Postgres => ("EXPLAIN", "QUERY PLAN"),
    };
    let explain = Statement { sql: format!("{explain} {}", statement.sql), ..statement };
    let steps = store.reader().query_all_raw(explain).await.unwrap();
    steps.iter().map(|step| step.try_get::<String>("", column).unwrap() + "\n").collect()
}

#[tokio::test]
async fn on_sqlite_a_filtered_list_is_read_along_its_index_and_never_sorted() {
    let folder = tempfile::tempdir().unwrap();
    let store = Store::connect(&StoreOptions::new(format!("sqlite://{}/plan.db", folder.path().display()))).await.unwrap();
    store.migrate().await.unwrap();
    let filter = CaseFilter { fields_of_action: vec![FieldOfAction::Inclusion], states: vec![State::Sachsen], ..CaseFilter::default() };
    for (order, index, key) in ORDERS {
        // From a position on, the index is entered there and not read from its beginning.
        for (position, step) in [(None, "SCAN"), (Some(key), "SEARCH")] {
            let plan = plan(&store, &filter, order, position).await;
            assert!(plan.contains(&format!("{step} practice_case USING INDEX {index}")) && !plan.contains("TEMP B-TREE"), "{plan}");
            assert_eq!(plan.matches("sqlite_autoindex_case_term_1 (case_id=? AND vocabulary=? AND key=?)").count(), 2, "{plan}");
        }
    }
}

#[tokio::test]
async fn on_postgres_a_list_is_read_along_its_index_and_never_sorted() {
    let Some(server) = server() else { return };
    let name = format!("wissensnetz_storage_plans_{}", std::process::id());
    let admin = Database::connect(server.as_str()).await.unwrap();
    admin.execute_unprepared(&format!("CREATE DATABASE {name}")).await.unwrap();
    let url = server.split('/').take(3).chain([name.as_str()]).collect::<Vec<_>>().join("/");
    // One connection, so that the setting below holds for what follows.
    let store = Store::connect(&StoreOptions { max_connections: 1, ..StoreOptions::new(url) }).await.unwrap();
    store.migrate().await.unwrap();
    // Empty tables are read as a whole otherwise: the question is what is possible, not what pays for nothing.
    store.reader().execute_unprepared("SET enable_seqscan = off; SET enable_bitmapscan = off").await.unwrap();
    let mut plans = Vec::new();
    for (order, index, key) in ORDERS {
        plans.push((index, false, plan(&store, &CaseFilter::default(), order, None).await));
        plans.push((index, true, plan(&store, &CaseFilter::default(), order, Some(key)).await));
    }
    store.close().await.unwrap();
    admin.execute_unprepared(&format!("DROP DATABASE {name} WITH (FORCE)")).await.unwrap();
    for (index, entered, plan) in plans {
        assert!(plan.contains(index) && !plan.contains("Sort"), "{plan}");
        assert_eq!(plan.contains("Index Cond: (ROW("), entered, "{plan}");
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
