//! The schema's history.

use crate::{
    fixtures::{at, content, published},
    harness::TestDatabase,
};
use storage::StoreError;

/// How many steps there are; the test of the way down needs at least two.
const STEPS: u32 = 10;

on_both_databases!(
    migrating_again_finds_nothing_to_do,
    every_step_goes_down_and_up_again,
    two_processes_that_migrate_at_once_take_turns,
    references_that_a_step_would_leave_dangling_stop_it,
);

async fn migrating_again_finds_nothing_to_do(database: TestDatabase) {
    assert_eq!(database.store.pending_migrations().await.unwrap(), 0);
    assert_eq!(database.store.migrate().await.unwrap(), 0);
}

async fn every_step_goes_down_and_up_again(database: TestDatabase) {
    let store = &database.store;
    published(store, content("Vorher"), at(0)).await;
    for missing in 1..=STEPS {
        assert_eq!(store.migrate_down_one().await.unwrap(), 1);
        assert_eq!(store.pending_migrations().await.unwrap(), missing);
        // Up and down again from every depth: a step leaves nothing behind that would be in its own way.
        assert_eq!(store.migrate().await.unwrap(), missing);
        for _ in 0..missing {
            assert_eq!(store.migrate_down_one().await.unwrap(), 1);
        }
    }
    assert_eq!(store.migrate_down_one().await.unwrap(), 0);
    assert_eq!(store.migrate().await.unwrap(), STEPS);
    let case = published(store, content("Nachher"), at(0)).await;
    assert_eq!(store.published_case(case.id).await.unwrap().unwrap().content.title, "Nachher");
}

async fn two_processes_that_migrate_at_once_take_turns(database: TestDatabase) {
    for _ in 0..STEPS {
        database.store.migrate_down_one().await.unwrap();
    }
    let (one, other) = (database.another_store().await, database.another_store().await);
    let (here, there, everywhere) = tokio::join!(database.store.migrate(), one.migrate(), other.migrate());
    let mut applied = [here.unwrap(), there.unwrap(), everywhere.unwrap()];
    applied.sort_unstable();
    assert_eq!(applied, [0, 0, STEPS]);
}

async fn references_that_a_step_would_leave_dangling_stop_it(database: TestDatabase) {
    if !database.is_sqlite() {
        // PostgreSQL checks references at every statement.
        return;
    }
    let insert = "INSERT INTO case_term (case_id, vocabulary, key) VALUES (x'00', 'state', 'SACHSEN')";
    database.execute(&format!("PRAGMA foreign_keys = OFF; {insert}")).await;
    let error = database.store.migrate_down_one().await.unwrap_err();
    assert!(matches!(&error, StoreError::DanglingReferences { tables } if tables == "case_term"), "{error}");
    assert_eq!(database.store.pending_migrations().await.unwrap(), 0, "nothing was changed");
}
