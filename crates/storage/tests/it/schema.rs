//! The schema's history.

use crate::{
    fixtures::{at, content, published, retitle},
    harness::TestDatabase,
};
use domain::{WorkflowState, freshness::FreshnessStage};
use storage::StoreError;

/// How many steps there are; the test of the way down needs at least two.
const STEPS: u32 = 12;

/// Which of them changes the closed list of a case's states.
const REVIEW_STEP: u32 = 10;

on_both_databases!(
    migrating_again_finds_nothing_to_do,
    every_step_goes_down_and_up_again,
    two_processes_that_migrate_at_once_take_turns,
    cases_stay_as_they_are_when_their_states_become_more,
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

async fn cases_stay_as_they_are_when_their_states_become_more(database: TestDatabase) {
    let store = &database.store;
    let case = published(store, content("Vorher"), at(0)).await;
    retitle(store, case.id, "Wird überarbeitet", at(1)).await;
    let mut transaction = store.begin().await.unwrap();
    transaction.set_state(case.id, WorkflowState::ChangesRequested, at(2)).await.unwrap();
    transaction.commit().await.unwrap();
    for _ in REVIEW_STEP..=STEPS {
        store.migrate_down_one().await.unwrap();
    }
    store.migrate().await.unwrap();
    let working = store.working_case(case.id).await.unwrap().unwrap();
    assert_eq!((working.state, working.content.title.as_str()), (WorkflowState::Submitted, "Wird überarbeitet"));
    assert_eq!((working.confirmed_at, working.freshness), (case.published_at, FreshnessStage::Confirmed));
    assert_eq!(store.revisions(case.id).await.unwrap().len(), 2);
    assert_eq!(store.due_freshness(at(1), 10).await.unwrap(), [case.id], "the first look finds out when the year is over");
    database.refuses("UPDATE practice_case SET state = 'lost'").await;
    database.refuses("UPDATE practice_case SET freshness = 'lost'").await;
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
