//! What editors teach the search, and what it tells them.

use crate::{
    fixtures::{account, at, id},
    harness::TestDatabase,
};
use chrono::NaiveDate;
use domain::{Role, SynonymGroup, SynonymKind, ids::SynonymGroupId};
use storage::{GapCounts, SearchGap, StoreError};

on_both_databases!(
    a_group_is_kept_changed_and_deleted_and_each_time_the_stamp_moves,
    a_group_that_is_not_there_cannot_be_changed,
    gaps_are_added_up_and_listed_the_most_frequent_first,
    gaps_tell_what_was_in_the_way,
    gaps_past_their_time_are_deleted,
);

fn group(phrases: &[&str]) -> SynonymGroup {
    SynonymGroup {
        id: SynonymGroupId(id()),
        kind: SynonymKind::Synonym,
        phrases: phrases.iter().map(|phrase| (*phrase).to_owned()).collect(),
        created_at: at(0),
        changed_at: at(0),
        version: 1,
    }
}

async fn a_group_is_kept_changed_and_deleted_and_each_time_the_stamp_moves(database: TestDatabase) {
    let store = &database.store;
    let editor = account(store, "a", Role::Reviewer).await.id;
    let mut stamps = vec![store.content_stamp().await.unwrap()];
    let made = group(&["Kita", "Krümelhaus „Ost“"]);
    let mut transaction = store.begin().await.unwrap();
    transaction.insert_synonym_group(&made, Some(editor)).await.unwrap();
    transaction.commit().await.unwrap();
    stamps.push(store.content_stamp().await.unwrap());
    assert_eq!(store.synonym_groups().await.unwrap(), std::slice::from_ref(&made));
    let (kind, phrases) = (SynonymKind::Related, vec!["Hort".into(), "Bude".into()]);
    let changed = SynonymGroup { kind, phrases, changed_at: at(9), version: 2, ..made.clone() };
    let mut transaction = store.begin().await.unwrap();
    assert_eq!(transaction.synonym_group_for_update(made.id).await.unwrap(), Some(made.clone()));
    transaction.update_synonym_group(&changed, None).await.unwrap();
    transaction.commit().await.unwrap();
    stamps.push(store.content_stamp().await.unwrap());
    assert_eq!(store.synonym_groups().await.unwrap(), [changed]);
    let mut transaction = store.begin().await.unwrap();
    transaction.delete_synonym_group(made.id).await.unwrap();
    transaction.commit().await.unwrap();
    stamps.push(store.content_stamp().await.unwrap());
    assert_eq!(store.synonym_groups().await.unwrap(), []);
    assert!(stamps.is_sorted_by(|one, next| one < next), "{stamps:?}");
}

async fn a_group_that_is_not_there_cannot_be_changed(database: TestDatabase) {
    let mut transaction = database.store.begin().await.unwrap();
    let unknown = group(&["Kita", "Krippe"]);
    assert_eq!(transaction.synonym_group_for_update(unknown.id).await.unwrap(), None);
    let errors = [
        transaction.update_synonym_group(&unknown, None).await.unwrap_err(),
        transaction.delete_synonym_group(unknown.id).await.unwrap_err(),
    ];
    assert!(errors.iter().all(|error| matches!(error, StoreError::Missing { table: "synonym_group", .. })), "{errors:?}");
}

fn day(number: i64) -> NaiveDate {
    (at(0) + chrono::TimeDelta::days(number)).date_naive()
}

async fn count(database: &TestDatabase, counts: &[(&str, u64)], on: i64) {
    let counts: Vec<_> = counts.iter().map(|(terms, all)| ((*terms).to_owned(), GapCounts { all: *all, ..GapCounts::default() })).collect();
    count_as(database, &counts, on).await;
}

async fn count_as(database: &TestDatabase, counts: &[(String, GapCounts)], on: i64) {
    let mut transaction = database.store.begin().await.unwrap();
    transaction.count_search_gaps(counts, day(on)).await.unwrap();
    transaction.commit().await.unwrap();
}

fn lines(gaps: &[SearchGap]) -> Vec<(&str, u64, NaiveDate)> {
    gaps.iter().map(|gap| (gap.terms.as_str(), gap.counts.all, gap.last_seen)).collect()
}

async fn gaps_are_added_up_and_listed_the_most_frequent_first(database: TestDatabase) {
    let store = &database.store;
    count(&database, &[("sternwarte", 2), ("a b", 1), ("ab", 3), ("zirkus", 3)], 5).await;
    count(&database, &[("sternwarte", 2), ("a b", 2)], 4).await;
    let all = store.search_gaps(3, None, 10).await.unwrap();
    assert_eq!(lines(&all), [("sternwarte", 4, day(5)), ("a b", 3, day(5)), ("ab", 3, day(5)), ("zirkus", 3, day(5))]);
    let mut seen = Vec::new();
    let mut after = None;
    while let Some(gap) =
        store.search_gaps(3, after.as_ref().map(|gap: &SearchGap| (gap.counts.all, gap.terms.as_str())), 1).await.unwrap().pop()
    {
        seen.push(gap.clone());
        assert!(seen.len() <= all.len(), "a page begins behind the one before: {seen:?}");
        after = Some(gap);
    }
    assert_eq!(seen, all);
    assert_eq!(store.search_gaps(5, None, 10).await.unwrap(), []);
}

async fn gaps_tell_what_was_in_the_way(database: TestDatabase) {
    let some = [GapCounts { all: 2, filtered: 1, every_word: 0 }, GapCounts { all: 3, filtered: 1, every_word: 2 }];
    for counts in some {
        count_as(&database, &[("sternwarte".to_owned(), counts)], 5).await;
    }
    let gaps = database.store.search_gaps(5, None, 10).await.unwrap();
    assert_eq!(gaps.iter().map(|gap| gap.counts).collect::<Vec<_>>(), [GapCounts { all: 5, filtered: 2, every_word: 2 }]);
}

async fn gaps_past_their_time_are_deleted(database: TestDatabase) {
    count(&database, &[("oft und alt", 9), ("selten und alt", 1)], 0).await;
    count(&database, &[("oft", 3), ("selten", 2)], 10).await;
    count(&database, &[("selten und neu", 2)], 20).await;
    let mut transaction = database.store.begin().await.unwrap();
    assert_eq!(transaction.delete_search_gaps(3, day(20), day(1)).await.unwrap(), 3);
    transaction.commit().await.unwrap();
    let left = database.store.search_gaps(1, None, 10).await.unwrap();
    assert_eq!(lines(&left), [("oft", 3, day(10)), ("selten und neu", 2, day(20))]);
}
