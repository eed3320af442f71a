//! Readers, what they are told of, and what municipalities work on.

use crate::{
    deliveries::{delivery, posted},
    digests::{active_of, kept, known, subscription},
    fixtures::{account, at, content, email, id, published, reader},
    harness::TestDatabase,
};
use chrono::Weekday;
use domain::{
    Ags, Role,
    ids::AuditId,
    reader::ReaderSettings,
    subscription::{Criteria, SubscriptionState},
    vocabulary::{FieldOfAction, State},
};
use serde_json::json;
use storage::{AuditEntry, Delivery, News, NewsKind, Reader, ReaderMoved, Subscription};

on_both_databases!(
    a_reader_reads_back_as_it_was_written_and_changed,
    readers_who_are_due_come_with_their_active_subscriptions_the_longest_due_first,
    a_reader_who_cannot_be_read_keeps_no_other_back,
    what_the_readers_who_are_due_want_is_told_once,
    readers_without_a_subscription_are_deleted,
    another_address_goes_with_the_account_that_alone_subscribed_with_it,
    a_publication_is_news_once_and_a_substantial_new_version_again,
    focus_areas_keep_their_order,
);

async fn a_reader_reads_back_as_it_was_written_and_changed(database: TestDatabase) {
    let store = &database.store;
    let written = known(store, "leserin", Some(7)).await;
    let mut transaction = store.begin().await.unwrap();
    let again = transaction.ensure_reader(&reader(email("leserin"))).await.unwrap();
    assert_eq!(again, written, "an address has one reader");
    let settings = ReaderSettings {
        hour: 23,
        weekday: Weekday::Sun,
        state: Some(State::Thueringen),
        quiet_days: false,
        titles_only: true,
        max_per_day: 24,
    };
    let changed = Reader { settings, paused_until: Some(at(90)), next_due_at: None, ..written.clone() };
    transaction.save_reader(&changed).await.unwrap();
    transaction.commit().await.unwrap();
    let by_id = store.digest_reader(written.id).await.unwrap();
    let by_token = store.reader_by_token(written.token.reveal()).await.unwrap();
    let by_email = store.reader_by_email(&email("leserin")).await.unwrap();
    assert_eq!([by_id, by_token, by_email], [(); 3].map(|()| Some(changed.clone())));
    assert_eq!(store.reader_by_token("a\0b").await.unwrap(), None);
    assert_eq!(store.digest_readers(&[written.id]).await.unwrap(), [changed]);
}

async fn readers_who_are_due_come_with_their_active_subscriptions_the_longest_due_first(database: TestDatabase) {
    let store = &database.store;
    let late = known(store, "a", Some(5)).await;
    let later = known(store, "b", Some(10)).await;
    let _not_yet = known(store, "c", Some(11)).await;
    let _never = known(store, "d", None).await;
    let active = active_of(store, &late).await;
    kept(store, subscription(&late, None, 0)).await;
    assert!(store.is_any_reader_due(at(5)).await.unwrap() && !store.is_any_reader_due(at(4)).await.unwrap());
    let mut transaction = store.begin().await.unwrap();
    let due = transaction.due_readers(at(10), 10).await.unwrap();
    assert_eq!(due.iter().map(|one| &one.reader).collect::<Vec<_>>(), [&late, &later]);
    assert_eq!((due[0].subscriptions.as_slice(), due[1].subscriptions.len()), ([active.clone()].as_slice(), 0));
    assert_eq!(transaction.due_readers(at(10), 1).await.unwrap().len(), 1);
    transaction.move_marks(&[(active.id, at(8))]).await.unwrap();
    let day = at(0).date_naive();
    let moved = |reader: &Reader, due, mails| ReaderMoved { reader: reader.id, next_due_at: due, counted: (Some(day), mails) };
    transaction.move_readers(&[moved(&late, Some(at(20)), 1), moved(&later, None, 0)]).await.unwrap();
    transaction.commit().await.unwrap();
    let found = store.digest_reader(late.id).await.unwrap().unwrap();
    assert_eq!((found.next_due_at, found.counted_day, found.counted_mails), (Some(at(20)), Some(day), 1));
    assert_eq!(store.digest_reader(later.id).await.unwrap().unwrap().next_due_at, None);
    assert_eq!(store.subscription(active.id).await.unwrap().unwrap().covered_until, Some(at(8)));
    let all = store.readers_after(None, 10).await.unwrap();
    assert_eq!(all.len(), 4);
    assert_eq!(store.readers_after(Some(all[1].reader.id), 10).await.unwrap().len(), 2);
}

async fn a_reader_who_cannot_be_read_keeps_no_other_back(database: TestDatabase) {
    let store = &database.store;
    let odd = known(store, "a", Some(1)).await;
    let other = known(store, "b", Some(2)).await;
    let due = async |second: i64, limit: u64| {
        let mut transaction = store.begin().await.unwrap();
        let due = transaction.due_readers(at(second), limit).await.unwrap();
        transaction.commit().await.unwrap();
        due.iter().map(|one| one.reader.id).collect::<Vec<_>>()
    };
    // What this program takes for an address; an earlier version may have taken less.
    database.execute("UPDATE reader SET email = 'wer auch immer' WHERE email LIKE 'a@%'").await;
    assert_eq!(due(10, 1).await, [other.id], "as many as were asked for");
    let after = async |id| store.readers_after(id, 1).await.unwrap().iter().map(|one| one.reader.id).collect::<Vec<_>>();
    assert_eq!(after(None).await, [other.id], "whoever goes through all of them goes on");
    assert!(after(Some(other.id)).await.is_empty());
    database.execute("UPDATE reader SET email = 'a@kreis.example.org' WHERE email = 'wer auch immer'").await;
    assert_eq!(due(3_609, 9).await, [other.id]);
    assert_eq!(due(3_610, 9).await, [other.id, odd.id], "after an hour it is looked at again");
}

async fn what_the_readers_who_are_due_want_is_told_once(database: TestDatabase) {
    let store = &database.store;
    let one = known(store, "a", Some(5)).await;
    let other = known(store, "b", Some(6)).await;
    let later = known(store, "c", Some(60)).await;
    let wish = |text: &str| Criteria { text: text.to_owned(), ..Criteria::default() };
    for (reader, text, mark) in [(&one, "kita", 3), (&one, "hort", 4), (&other, "kita", 2), (&later, "später", 1)] {
        let state = SubscriptionState::Active;
        kept(store, Subscription { criteria: wish(text), state, covered_until: Some(at(mark)), ..subscription(reader, None, 0) }).await;
    }
    let work = store.due_work(at(10)).await.unwrap();
    let mut texts: Vec<_> = work.criteria.iter().map(|criteria| criteria.text.as_str()).collect();
    texts.sort_unstable();
    assert_eq!((texts.as_slice(), work.since), (["hort", "kita"].as_slice(), Some(at(2))));
    let nothing = store.due_work(at(1)).await.unwrap();
    assert_eq!((nothing.criteria.len(), nothing.since), (0, None));
}

async fn readers_without_a_subscription_are_deleted(database: TestDatabase) {
    let store = &database.store;
    known(store, "allein", Some(5)).await;
    let with = known(store, "mit", Some(5)).await;
    kept(store, subscription(&with, None, 0)).await;
    let mut transaction = store.begin().await.unwrap();
    assert_eq!(transaction.delete_idle_readers().await.unwrap(), 1);
    transaction.commit().await.unwrap();
    assert!(store.reader_by_email(&email("allein")).await.unwrap().is_none());
    assert!(store.reader_by_email(&email("mit")).await.unwrap().is_some());
}

async fn another_address_goes_with_the_account_that_alone_subscribed_with_it(database: TestDatabase) {
    let store = &database.store;
    let holder = account(store, "holder", Role::Reader).await;
    let (alone, shared) = (known(store, "allein", None).await, known(store, "geteilt", None).await);
    for reader in [&alone, &shared] {
        kept(store, subscription(reader, Some(holder.id), 0)).await;
        let confirmed = AuditEntry {
            id: AuditId(id()),
            at: at(0),
            actor: None,
            action: "subscription.confirmed".to_owned(),
            object_type: "reader".to_owned(),
            object_id: reader.id.0,
            detail: json!({}),
        };
        let mut transaction = store.begin().await.unwrap();
        storage::from_address("192.0.2.77".parse().ok(), transaction.audit(&confirmed)).await.unwrap();
        transaction.commit().await.unwrap();
    }
    kept(store, subscription(&shared, None, 1)).await;
    let mail = |name: &str, kind: &str| Delivery { recipient: email(name), kind: kind.to_owned(), ..delivery(true, 0) };
    let kinds = ["confirmation", "digest", "freshness"];
    posted(store, &kinds.map(|kind| mail("allein", kind))).await;
    posted(store, &kinds.map(|kind| mail("geteilt", kind))).await;
    let mut transaction = store.begin().await.unwrap();
    transaction.erase_traces(holder.id, &holder.email).await.unwrap();
    transaction.commit().await.unwrap();
    assert!(store.reader_by_email(&email("allein")).await.unwrap().is_none());
    assert!(store.reader_by_email(&email("geteilt")).await.unwrap().is_some(), "somebody else asked for it as well");
    let mails = async |name: &str| store.mails_to(&email(name)).await.unwrap().0;
    assert_eq!((mails("allein").await, mails("geteilt").await), (1, 3), "what is not about subscriptions stays");
    let networks = async |reader: &Reader| {
        let entries = store.audit_about(holder.id, Some(reader.id)).await.unwrap();
        entries.into_iter().map(|logged| logged.network).collect::<Vec<_>>()
    };
    assert_eq!((networks(&alone).await, networks(&shared).await), (vec![None], vec![Some("192.0.2.0/24".to_owned())]));
}

async fn a_publication_is_news_once_and_a_substantial_new_version_again(database: TestDatabase) {
    let store = &database.store;
    let case = published(store, content("Neu"), at(5)).await;
    let archived = published(store, content("Nicht mehr"), at(5)).await;
    let mut transaction = store.begin().await.unwrap();
    transaction.archive(archived.id, at(6)).await.unwrap();
    transaction.commit().await.unwrap();
    let first = News { case: case.id, kind: NewsKind::First, at: at(5), first_published_at: at(5) };
    assert_eq!(store.news(at(5), at(6)).await.unwrap(), [first]);
    assert_eq!((store.news(at(0), at(5)).await.unwrap().len(), store.news(at(6), at(9)).await.unwrap().len()), (0, 0));
    let mut transaction = store.begin().await.unwrap();
    transaction.mark_renewed(case.id, at(9)).await.unwrap();
    transaction.commit().await.unwrap();
    let renewed = News { kind: NewsKind::Renewed, at: at(9), ..first };
    assert_eq!(store.news(at(5), at(10)).await.unwrap(), [first, renewed]);
    let mut transaction = store.begin().await.unwrap();
    assert_eq!(transaction.news(at(5), at(10)).await.unwrap(), [first, renewed], "a transaction sees the same");
    assert_eq!(transaction.news(at(6), at(9)).await.unwrap(), []);
    let before = transaction.read_content_stamp().await.unwrap();
    transaction.commit().await.unwrap();
    assert_eq!(store.read_content_stamp().await.unwrap(), before, "nothing became public");
    published(store, content("Noch eins"), at(7)).await;
    assert!(store.read_content_stamp().await.unwrap() > before);
}

async fn focus_areas_keep_their_order(database: TestDatabase) {
    let store = &database.store;
    let (here, there): (Ags, Ags) = ("15084".parse().unwrap(), "14713".parse().unwrap());
    let areas = [FieldOfAction::Inclusion, FieldOfAction::Governance];
    for chosen in [&[FieldOfAction::Volunteering][..], &areas] {
        let mut transaction = store.begin().await.unwrap();
        transaction.set_focus_areas(&here, chosen).await.unwrap();
        transaction.commit().await.unwrap();
    }
    let found = store.focus_areas_of(&[here.clone(), there]).await.unwrap();
    assert_eq!(found.into_iter().collect::<Vec<_>>(), [(here, areas.to_vec())]);
}
