//! What is known of uploaded files.

use crate::{
    fixtures::{account, at, content, draft, id},
    harness::TestDatabase,
};
use domain::{Role, ids::FileId, material::FileKind};
use std::collections::HashMap;
use storage::{FileText, Store, StoredFile};

on_both_databases!(
    a_file_is_put_on_a_case_and_keeps_its_text,
    files_on_no_case_are_orphans_after_a_while,
    files_of_an_erased_case_are_orphans_at_once,
    only_a_file_on_no_case_is_given_up,
    who_asks_for_a_file_does_not_read_its_text,
);

pub(crate) fn file(seconds: i64) -> StoredFile {
    StoredFile {
        id: FileId(id()),
        case: None,
        uploaded_by: None,
        uploaded_at: at(seconds),
        stored_at: None,
        name: "Übersicht.pdf".into(),
        kind: FileKind::Pdf,
        size: 20_000_000_000,
        sha256: "0".repeat(64),
        secret: "geheim".into(),
    }
}

async fn insert(store: &Store, file: &StoredFile) {
    let mut transaction = store.begin().await.unwrap();
    transaction.insert_file(file).await.unwrap();
    transaction.commit().await.unwrap();
}

async fn a_file_is_put_on_a_case_and_keeps_its_text(database: TestDatabase) {
    let store = &database.store;
    let author = account(store, "a", Role::Author).await.id;
    let case = draft(store, content("Mit Datei"), at(0)).await;
    let new = StoredFile { uploaded_by: Some(author), ..file(0) };
    insert(store, &new).await;
    assert_eq!(store.file(new.id).await.unwrap(), Some(new.clone()));
    assert_eq!(store.count_loose_files(author).await.unwrap(), 1);
    let mut transaction = store.begin().await.unwrap();
    transaction.file_is_stored(new.id, at(1)).await.unwrap();
    assert!(transaction.file_for_update(new.id).await.unwrap().is_some());
    transaction.attach_file(new.id, case.id, at(2)).await.unwrap();
    transaction.commit().await.unwrap();
    assert_eq!(store.count_loose_files(author).await.unwrap(), 0);
    let attached = StoredFile { case: Some(case.id), stored_at: Some(at(1)), ..new.clone() };
    assert_eq!(store.file(new.id).await.unwrap(), Some(attached.clone()));
    assert_eq!(store.files_by(author).await.unwrap(), [attached]);
    assert_eq!(store.file_text(new.id).await.unwrap(), None);
    assert!(store.file_texts(&[case.id], 9).await.unwrap().is_empty());
    assert!(store.file_text_counts().await.unwrap().is_empty());
    for outcome in [FileText::Failed("kaputt".into()), FileText::None, FileText::Read("Schülerbeförderung\0".into())] {
        let mut transaction = store.begin().await.unwrap();
        transaction.set_file_text(new.id, &outcome).await.unwrap();
        transaction.commit().await.unwrap();
    }
    assert_eq!(store.file_text(new.id).await.unwrap(), Some(FileText::Read("Schülerbeförderung".into())));
    assert_eq!(store.file_texts(&[case.id], 7).await.unwrap()[&case.id], [(new.id, "Schüler".to_owned())]);
    assert_eq!(store.file_text_counts().await.unwrap(), HashMap::from([(case.id, 1)]));
}

async fn files_on_no_case_are_orphans_after_a_while(database: TestDatabase) {
    let store = &database.store;
    let (old, new) = (file(0), file(100));
    insert(store, &old).await;
    insert(store, &new).await;
    assert_eq!(store.orphaned_files(at(100), 10).await.unwrap(), [old.id]);
    assert_eq!(store.orphaned_files(at(101), 1).await.unwrap().len(), 1);
    let mut transaction = store.begin().await.unwrap();
    transaction.delete_file(old.id).await.unwrap();
    transaction.commit().await.unwrap();
    assert_eq!(store.file(old.id).await.unwrap(), None);
    assert_eq!(store.orphaned_files(at(100), 10).await.unwrap(), []);
}

async fn files_of_an_erased_case_are_orphans_at_once(database: TestDatabase) {
    let store = &database.store;
    let case = draft(store, content("Mit Datei"), at(0)).await;
    let attached = file(0);
    insert(store, &attached).await;
    let mut transaction = store.begin().await.unwrap();
    transaction.attach_file(attached.id, case.id, at(1)).await.unwrap();
    transaction.commit().await.unwrap();
    assert_eq!(store.orphaned_files(at(0), 10).await.unwrap(), []);
    let mut transaction = store.begin().await.unwrap();
    transaction.erase(case.id).await.unwrap();
    transaction.commit().await.unwrap();
    assert_eq!(store.orphaned_files(at(0), 10).await.unwrap(), [attached.id]);
}

async fn only_a_file_on_no_case_is_given_up(database: TestDatabase) {
    let store = &database.store;
    let case = draft(store, content("Mit Datei"), at(0)).await;
    let (loose, attached) = (StoredFile { stored_at: Some(at(0)), ..file(0) }, StoredFile { stored_at: Some(at(0)), ..file(0) });
    insert(store, &loose).await;
    insert(store, &attached).await;
    // Somebody puts it on a case after it was found to be an orphan.
    assert_eq!(store.orphaned_files(at(1), 10).await.unwrap().len(), 2);
    let mut transaction = store.begin().await.unwrap();
    transaction.attach_file(attached.id, case.id, at(1)).await.unwrap();
    transaction.commit().await.unwrap();
    let mut transaction = store.begin().await.unwrap();
    assert!(transaction.give_up_file(loose.id).await.unwrap());
    assert!(!transaction.give_up_file(attached.id).await.unwrap());
    transaction.commit().await.unwrap();
    let kept = store.file(attached.id).await.unwrap().unwrap();
    assert_eq!((kept.case, kept.stored_at), (Some(case.id), Some(at(0))));
    assert_eq!(store.file(loose.id).await.unwrap().unwrap().stored_at, None, "it can be put on no case");
    assert_eq!(store.orphaned_files(at(1), 10).await.unwrap(), [loose.id], "until its row is gone it is tried again");
}

async fn who_asks_for_a_file_does_not_read_its_text(database: TestDatabase) {
    if !database.is_sqlite() {
        // PostgreSQL's columns hold nothing that only whoever reads it stumbles over.
        return;
    }
    let store = &database.store;
    let author = account(store, "a", Role::Author).await.id;
    let new = StoredFile { uploaded_by: Some(author), ..file(0) };
    insert(store, &new).await;
    database.execute("UPDATE material_file SET text_state = 'read', text = x'00'").await;
    store.file_text(new.id).await.unwrap_err();
    assert_eq!(store.file(new.id).await.unwrap(), Some(new.clone()));
    assert_eq!(store.files_with_ids(&[new.id]).await.unwrap(), HashMap::from([(new.id, new.clone())]));
    assert_eq!(store.files_by(author).await.unwrap(), std::slice::from_ref(&new));
    assert_eq!(store.orphaned_files(at(1), 10).await.unwrap(), [new.id]);
    let mut transaction = store.begin().await.unwrap();
    assert_eq!(transaction.file_for_update(new.id).await.unwrap(), Some(new));
}
