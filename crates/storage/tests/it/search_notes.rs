//! What is noted of the search, and what comparisons with it read.

use crate::{
    fixtures::{archive, at, content, draft, publish, published, retitle},
    harness::TestDatabase,
};
use storage::SearchNote;

on_both_databases!(
    a_note_is_replaced_and_taken_away,
    notes_of_one_beginning_are_deleted_when_they_are_old,
    listed_cases_come_in_pages_with_the_hash_of_what_is_public,
    cases_that_are_read_once_are_not_kept,
);

async fn a_note_is_replaced_and_taken_away(database: TestDatabase) {
    let store = &database.store;
    assert_eq!(store.search_note("trouble").await.unwrap(), None);
    store.set_search_note("trouble", "eins", at(1)).await.unwrap();
    store.set_search_note("trouble", "zwei\0", at(2)).await.unwrap();
    assert_eq!(store.search_note("trouble").await.unwrap(), Some(SearchNote { value: "zwei".to_owned(), noted_at: at(2) }));
    store.delete_search_note("trouble").await.unwrap();
    store.delete_search_note("trouble").await.unwrap();
    assert_eq!(store.search_note("trouble").await.unwrap(), None);
}

async fn notes_of_one_beginning_are_deleted_when_they_are_old(database: TestDatabase) {
    let store = &database.store;
    for (key, second) in [("check", 0), ("check:a", 0), ("check:b", 5), ("other", 0)] {
        store.set_search_note(key, "x", at(second)).await.unwrap();
    }
    assert_eq!(store.delete_search_notes("check:", at(5)).await.unwrap(), 1);
    assert!(store.search_note("check:a").await.unwrap().is_none());
    for key in ["check", "check:b", "other"] {
        assert!(store.search_note(key).await.unwrap().is_some(), "{key}");
    }
}

async fn listed_cases_come_in_pages_with_the_hash_of_what_is_public(database: TestDatabase) {
    let store = &database.store;
    draft(store, content("Entwurf"), at(0)).await;
    let mut expected = Vec::new();
    for number in 0..5 {
        let case = published(store, content(&format!("Öffentlich {number}")), at(number)).await;
        expected.push((case.id, case.content.hash()));
    }
    let gone = published(store, content("Archiviert"), at(9)).await;
    archive(store, gone.id, at(10)).await;
    // A change that is not published yet is none.
    retitle(store, expected[0].0, "Noch nicht", at(11)).await;
    retitle(store, expected[1].0, "Schon", at(11)).await;
    expected[1].1 = publish(store, expected[1].0, at(12)).await.content.hash();
    expected.sort_unstable();

    assert_eq!(store.published_hashes(None, 100).await.unwrap(), expected);
    let mut pages = store.published_hashes(None, 2).await.unwrap();
    while let [_, ..] = store.published_hashes(pages.last().map(|(id, _)| *id), 2).await.unwrap().as_slice() {
        let next = store.published_hashes(pages.last().map(|(id, _)| *id), 2).await.unwrap();
        pages.extend(next);
    }
    assert_eq!(pages, expected);
    let mut listed = store.listed_of(&[expected[0].0, gone.id, expected[4].0]).await.unwrap();
    listed.sort_unstable();
    assert_eq!(listed, [expected[0].0, expected[4].0]);
}

async fn cases_that_are_read_once_are_not_kept(database: TestDatabase) {
    let store = &database.store;
    let case = published(store, content("Öffentlich"), at(0)).await;
    let read = store.published_cases_once(&[case.id]).await.unwrap();
    assert_eq!(read, [(*store.published_case(case.id).await.unwrap().unwrap()).clone()]);
    // Changed past the store, which keeps what it read before.
    database.execute("UPDATE practice_case SET slug = 'anders'").await;
    assert_eq!(store.published_cases_once(&[case.id]).await.unwrap()[0].slug, "anders");
    assert_ne!(store.published_case(case.id).await.unwrap().unwrap().slug, "anders");
}
