//! What is kept in memory is never older than it may be.

use crate::{
    fixtures::{archive, at, content, draft, erase, publish, published, retitle},
    harness::TestDatabase,
};
use domain::{CaseFilter, CaseOrder};
use std::{
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    time::Duration,
};
use storage::{Store, StoreOptions, Window};
use tokio::time::{Instant, sleep};

on_both_databases!(
    what_was_read_before_a_commit_is_not_shown_after_it,
    readers_in_a_hurry_never_see_what_was_superseded,
    another_process_notices_within_a_moment,
    the_stamp_grows_with_what_the_public_sees_and_with_nothing_else,
    a_store_without_memory_works_as_well,
);

async fn what_was_read_before_a_commit_is_not_shown_after_it(database: TestDatabase) {
    let store = &database.store;
    let case = published(store, content("Alt"), at(0)).await;
    let title = async || store.published_case(case.id).await.unwrap().map(|case| case.content.title.clone());
    let listed = async || {
        let page = store.published_page(&CaseFilter::default(), CaseOrder::Newest, &Window::first(10)).await.unwrap();
        (page.rows.len(), store.count_published(&CaseFilter::default()).await.unwrap())
    };
    assert_eq!((title().await.as_deref(), listed().await), (Some("Alt"), (1, 1)));
    retitle(store, case.id, "Neu", at(1)).await;
    assert_eq!(title().await.as_deref(), Some("Alt"));
    publish(store, case.id, at(2)).await;
    assert_eq!(title().await.as_deref(), Some("Neu"));
    archive(store, case.id, at(3)).await;
    assert_eq!((title().await.as_deref(), listed().await), (Some("Neu"), (0, 0)));
    erase(store, case.id).await;
    assert_eq!(title().await, None);
}

async fn readers_in_a_hurry_never_see_what_was_superseded(database: TestDatabase) {
    let case = published(&database.store, content("0"), at(0)).await.id;
    let over = Arc::new(AtomicBool::new(false));
    let readers: Vec<_> = (0..6)
        .map(|_| {
            let (store, over) = (database.store.clone(), Arc::clone(&over));
            tokio::spawn(async move {
                // What a reader has once seen is never followed by something older.
                let mut seen = 0;
                while !over.load(Ordering::Relaxed) {
                    let title: u32 = store.published_case(case).await.unwrap().unwrap().content.title.parse().unwrap();
                    assert!(title >= seen, "{title} after {seen}");
                    seen = title;
                    tokio::task::yield_now().await;
                }
            })
        })
        .collect();
    for round in 1..=60 {
        retitle(&database.store, case, &round.to_string(), at(round)).await;
        publish(&database.store, case, at(round)).await;
        let shown = database.store.published_case(case).await.unwrap().unwrap();
        assert_eq!(shown.content.title, round.to_string());
    }
    over.store(true, Ordering::Relaxed);
    for reader in readers {
        reader.await.unwrap();
    }
}

async fn another_process_notices_within_a_moment(database: TestDatabase) {
    let other = database.another_store().await;
    let case = published(&database.store, content("Alt"), at(0)).await.id;
    assert_eq!(other.published_case(case).await.unwrap().unwrap().content.title, "Alt");
    retitle(&database.store, case, "Neu", at(1)).await;
    publish(&database.store, case, at(2)).await;
    let since = Instant::now();
    while other.published_case(case).await.unwrap().unwrap().content.title != "Neu" {
        assert!(since.elapsed() < Duration::from_secs(2), "not noticed");
        sleep(Duration::from_millis(5)).await;
    }
    assert_eq!(other.content_stamp().await.unwrap(), database.store.content_stamp().await.unwrap());
}

async fn the_stamp_grows_with_what_the_public_sees_and_with_nothing_else(database: TestDatabase) {
    let store = &database.store;
    let mut stamps = vec![store.content_stamp().await.unwrap()];
    let case = draft(store, content("Fall"), at(0)).await.id;
    retitle(store, case, "Fall, neu", at(1)).await;
    assert_eq!(store.content_stamp().await.unwrap(), stamps[0]);
    publish(store, case, at(2)).await;
    stamps.push(store.content_stamp().await.unwrap());
    archive(store, case, at(3)).await;
    stamps.push(store.content_stamp().await.unwrap());
    erase(store, case).await;
    stamps.push(store.content_stamp().await.unwrap());
    assert!(stamps.is_sorted_by(|earlier, later| earlier < later), "{stamps:?}");
}

async fn a_store_without_memory_works_as_well(database: TestDatabase) {
    let options = StoreOptions { cache_bytes: 0, ..StoreOptions::new(database.url.as_str()) };
    let store = Store::connect(&options).await.unwrap();
    let case = published(&store, content("Fall"), at(0)).await;
    for _ in 0..2 {
        assert!(store.published_case(case.id).await.unwrap().is_some());
        assert_eq!(store.case_id_by_slug(&case.slug).await.unwrap(), Some(case.id));
    }
}
