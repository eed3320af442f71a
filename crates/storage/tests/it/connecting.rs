//! Opening databases, and transactions as such.

use crate::{
    fixtures::{at, content, draft, new_case, retitle},
    harness::TestDatabase,
};
use domain::{WorkflowState, ids::RevisionId};
use sea_orm::{ConnectionTrait, Statement};
use std::time::{Duration, Instant};
use storage::{Backend, Store, StoreError, StoreOptions};

on_both_databases!(
    a_transaction_that_is_dropped_changes_nothing,
    sixteen_who_read_and_then_write_lose_nothing,
    a_closed_store_answers_no_more,
    a_file_is_opened_as_one_writer_and_many_readers_need_it,
);

async fn a_transaction_that_is_dropped_changes_nothing(database: TestDatabase) {
    let store = &database.store;
    let case = draft(store, content("Bleibt"), at(0)).await;
    let mut transaction = store.begin().await.unwrap();
    let gone = transaction.insert_case(new_case(content("Geht"), at(0))).await.unwrap();
    transaction.publish(case.id, at(1), at(1)).await.unwrap();
    drop(transaction);
    assert_eq!(store.working_case(gone.id).await.unwrap(), None);
    assert_eq!(store.working_case(case.id).await.unwrap(), Some(case));
}

async fn sixteen_who_read_and_then_write_lose_nothing(database: TestDatabase) {
    const TASKS: usize = 16;
    const ROUNDS: usize = 20;
    let case = draft(&database.store, content("0"), at(0)).await.id;
    // Half of them in another process, where no queue of this one's helps.
    let stores = [database.store.clone(), database.another_store().await];
    let tasks: Vec<_> = (0..TASKS)
        .map(|task| {
            let store = stores[task % 2].clone();
            tokio::spawn(async move {
                for _ in 0..ROUNDS {
                    let mut transaction = store.begin().await.unwrap();
                    let read = transaction.case_for_update(case).await.unwrap().unwrap();
                    let next = read.content.title.parse::<usize>().unwrap() + 1;
                    let revision = RevisionId(crate::fixtures::id());
                    let next = content(&next.to_string());
                    transaction.save_revision(case, revision, &next, None, at(1), WorkflowState::Draft).await.unwrap();
                    transaction.commit().await.unwrap();
                }
            })
        })
        .collect();
    for task in tasks {
        task.await.unwrap();
    }
    let after = database.store.working_case(case).await.unwrap().unwrap();
    assert_eq!(after.content.title, (TASKS * ROUNDS).to_string());
    assert_eq!(usize::try_from(after.version).unwrap(), TASKS * ROUNDS + 1);
    assert_eq!(database.store.revisions(case).await.unwrap().len(), TASKS * ROUNDS + 1);
}

async fn a_closed_store_answers_no_more(database: TestDatabase) {
    database.store.ping().await.unwrap();
    let other = database.another_store().await;
    other.close().await.unwrap();
    let error = other.ping().await.unwrap_err();
    assert!(matches!(error, StoreError::Database { what: "ping", .. }), "{error}");
}

async fn a_file_is_opened_as_one_writer_and_many_readers_need_it(database: TestDatabase) {
    if !database.is_sqlite() {
        return;
    }
    assert_eq!(database.store.backend(), Backend::Sqlite);
    let connection = database.connection().await;
    let mode = connection.query_one_raw(Statement::from_string(connection.get_database_backend(), "PRAGMA journal_mode")).await;
    assert_eq!(mode.unwrap().unwrap().try_get::<String>("", "journal_mode").unwrap(), "wal");
    // Readers go on reading the last state while somebody writes.
    let case = draft(&database.store, content("Alt"), at(0)).await;
    let mut transaction = database.store.begin().await.unwrap();
    let revision = RevisionId(crate::fixtures::id());
    transaction.save_revision(case.id, revision, &content("Neu"), None, at(1), WorkflowState::Draft).await.unwrap();
    assert_eq!(database.store.working_case(case.id).await.unwrap().unwrap().content.title, "Alt");
    transaction.commit().await.unwrap();
    assert_eq!(database.store.working_case(case.id).await.unwrap().unwrap().content.title, "Neu");
    assert_eq!(retitle(&database.store, case.id, "Neuer", at(2)).await.revision, 3);
}

#[tokio::test]
async fn a_folder_that_does_not_exist_is_named() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("missing").join("wissensnetz.db");
    let error = Store::connect(&StoreOptions::new(format!("sqlite://{}", path.display()))).await.unwrap_err();
    assert!(matches!(error, StoreError::File { .. }));
    let text = error.to_string();
    assert!(text.contains(&path.display().to_string()) && text.contains("missing does not exist"), "{text}");
}

#[tokio::test]
async fn a_file_that_is_no_database_is_named() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("notes.txt");
    std::fs::write(&path, "These are notes and not a database, long enough to be looked at as one. ".repeat(20)).unwrap();
    let error = Store::connect(&StoreOptions::new(format!("sqlite://{}", path.display()))).await.unwrap_err();
    assert!(error.to_string().contains("notes.txt"), "{error}");
}

#[tokio::test]
async fn a_server_that_is_not_there_is_not_waited_for_and_its_password_is_not_told() {
    let options = StoreOptions::new("postgres://somebody:geheim@127.0.0.1:1/network");
    let began = Instant::now();
    let error = Store::connect(&StoreOptions { connection_timeout: Duration::from_millis(200), ..options }).await.unwrap_err();
    assert!(matches!(error, StoreError::Database { .. }) && began.elapsed() < Duration::from_secs(2), "{error}");
    let error_of_address = Store::connect(&StoreOptions::new("postgres://somebody:geheim@host:port/network")).await.unwrap_err();
    for text in [error.to_string(), format!("{error:?}"), error_of_address.to_string(), format!("{error_of_address:?}")] {
        assert!(!text.contains("geheim"), "{text}");
    }
}
