//! Subscriptions and digests.

use crate::{
    fixtures::{account, at, content, email, id, published, reader},
    harness::TestDatabase,
};
use chrono::Weekday;
use domain::{
    Ags, CaseFilter, Role,
    digest_period::Frequency,
    ids::{AccountId, CaseId, DeliveryId, DigestId, SubscriptionId},
    reader::ReaderSettings,
    subscription::{Criteria, SubscriptionState},
    vocabulary::{FieldOfAction, State},
};
use storage::{Digest, DigestOutcome, News, NewsKind, Reader, ReaderMoved, Store, Subscription};

on_both_databases!(
    a_subscription_reads_back_as_it_was_written,
    a_subscription_is_confirmed_once_and_left_once,
    a_reader_reads_back_as_it_was_written_and_changed,
    readers_who_are_due_come_with_their_active_subscriptions_the_longest_due_first,
    what_the_readers_who_are_due_want_is_told_once,
    readers_without_a_subscription_are_deleted,
    a_publication_is_news_once_and_a_substantial_new_version_again,
    focus_areas_keep_their_order,
    unconfirmed_subscriptions_are_deleted_after_their_time,
    a_period_has_one_digest,
    two_who_compose_the_same_reader_do_it_once,
);

fn subscription(reader: &Reader, account: Option<AccountId>, second: i64) -> Subscription {
    Subscription {
        id: SubscriptionId(id()),
        reader: reader.id,
        account,
        criteria: Criteria {
            text: "Übergang".to_owned(),
            filter: CaseFilter { states: vec![State::Sachsen], published_after: Some(at(1)), ..CaseFilter::default() },
            focus_of: "15084".parse().ok(),
            case: Some(CaseId(reader.id.0)),
        },
        frequency: Frequency::Weekly,
        wanted_weekday: Some(Weekday::Sun),
        state: SubscriptionState::Pending,
        consent_version: "2026-11".to_owned(),
        requested_at: at(second),
        confirmed_at: None,
        withdrawn_at: None,
        unsubscribe_token: id().to_string(),
        confirm_token_hash: Some(id().to_string()),
        covered_until: None,
        requested_from: None,
        confirmed_from: None,
    }
}

async fn kept(store: &Store, subscription: Subscription) -> Subscription {
    let mut transaction = store.begin().await.unwrap();
    transaction.insert_subscription(&subscription).await.unwrap();
    transaction.commit().await.unwrap();
    subscription
}

/// A reader of that name, due at this second.
async fn known(store: &Store, name: &str, due: Option<i64>) -> Reader {
    let mut transaction = store.begin().await.unwrap();
    let reader = transaction.ensure_reader(&Reader { next_due_at: due.map(at), ..reader(email(name)) }).await.unwrap();
    transaction.commit().await.unwrap();
    reader
}

/// An active subscription whose mark is at second 0.
async fn active_of(store: &Store, reader: &Reader) -> Subscription {
    let state = SubscriptionState::Active;
    kept(store, Subscription { state, covered_until: Some(at(0)), ..subscription(reader, None, 0) }).await
}

async fn active(store: &Store) -> Subscription {
    active_of(store, &known(store, "leserin", None).await).await
}

async fn a_subscription_reads_back_as_it_was_written(database: TestDatabase) {
    let store = &database.store;
    let account = account(store, "leserin", Role::Reader).await.id;
    let reader = known(store, "leserin", None).await;
    let mut subscriptions = Vec::new();
    for (second, wanted_weekday) in [Some(Weekday::Mon), Some(Weekday::Sun), None].into_iter().enumerate() {
        let second = i64::try_from(second).unwrap();
        subscriptions.push(kept(store, Subscription { wanted_weekday, ..subscription(&reader, Some(account), second) }).await);
    }
    let foreign = kept(store, subscription(&known(store, "andere", None).await, None, 0)).await;
    assert_eq!(store.subscriptions_of(account).await.unwrap(), subscriptions);
    assert_eq!(store.subscriptions_of_reader(reader.id).await.unwrap(), subscriptions);
    let by_id = store.subscription(foreign.id).await.unwrap();
    let by_token = store.subscription_by_unsubscribe_token(&foreign.unsubscribe_token).await.unwrap();
    let by_hash = store.subscription_by_confirm_hash(foreign.confirm_token_hash.as_deref().unwrap()).await.unwrap();
    assert_eq!([by_id, by_token, by_hash], [(); 3].map(|()| Some(foreign.clone())));
}

async fn a_subscription_is_confirmed_once_and_left_once(database: TestDatabase) {
    let store = &database.store;
    let asked = kept(store, subscription(&known(store, "leserin", None).await, None, 0)).await;
    let mut transaction = store.begin().await.unwrap();
    assert_eq!(transaction.subscription_for_update(asked.id).await.unwrap().unwrap(), asked);
    assert!(!transaction.set_frequency(asked.id, Frequency::Daily).await.unwrap(), "nothing is changed before it is confirmed");
    assert!(transaction.confirm_subscription(asked.id, at(5), at(4)).await.unwrap());
    assert!(!transaction.confirm_subscription(asked.id, at(6), at(6)).await.unwrap());
    assert!(transaction.set_frequency(asked.id, Frequency::Daily).await.unwrap());
    transaction.commit().await.unwrap();
    let confirmed = Subscription {
        state: SubscriptionState::Active,
        confirmed_at: Some(at(5)),
        covered_until: Some(at(4)),
        wanted_weekday: None,
        frequency: Frequency::Daily,
        ..asked.clone()
    };
    assert_eq!(store.subscription(asked.id).await.unwrap().unwrap(), confirmed);
    let mut transaction = store.begin().await.unwrap();
    assert!(transaction.withdraw_subscription(asked.id, at(7)).await.unwrap());
    assert!(!transaction.withdraw_subscription(asked.id, at(8)).await.unwrap());
    assert!(!transaction.confirm_subscription(asked.id, at(8), at(8)).await.unwrap(), "who has left is not brought back");
    transaction.commit().await.unwrap();
    let left = Subscription { state: SubscriptionState::Withdrawn, withdrawn_at: Some(at(7)), ..confirmed };
    assert_eq!(store.subscription(asked.id).await.unwrap().unwrap(), left);
}

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
    let by_token = store.reader_by_token(&written.token).await.unwrap();
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

async fn unconfirmed_subscriptions_are_deleted_after_their_time(database: TestDatabase) {
    let store = &database.store;
    let reader = known(store, "leserin", None).await;
    kept(store, subscription(&reader, None, 4)).await;
    let young = kept(store, subscription(&reader, None, 5)).await.id;
    let confirmed = active_of(store, &reader).await.id;
    let mut transaction = store.begin().await.unwrap();
    assert_eq!(transaction.delete_unconfirmed(at(5)).await.unwrap(), 1);
    transaction.commit().await.unwrap();
    assert!(store.subscription(young).await.unwrap().is_some() && store.subscription(confirmed).await.unwrap().is_some());
}

fn digest(subscription: SubscriptionId, period: &str, end: i64, outcome: DigestOutcome) -> Digest {
    Digest {
        id: DigestId(id()),
        subscription,
        period_key: period.to_owned(),
        window_start: at(end - 1),
        window_end: at(end),
        outcome,
        case_ids: vec![CaseId(id()), CaseId(id())],
        total: 7,
        renewed_ids: vec![CaseId(id())],
        renewed_total: 1,
        created_at: at(end),
    }
}

async fn a_period_has_one_digest(database: TestDatabase) {
    let store = &database.store;
    let subscription = active(store).await.id;
    let delivery = DeliveryId(id());
    let first = digest(subscription, "daily-1", 1, DigestOutcome::Composed { delivery });
    let empty = digest(subscription, "daily-2", 2, DigestOutcome::Skipped { reason: "nothing".to_owned() });
    let again = digest(subscription, "daily-1", 1, DigestOutcome::Skipped { reason: "again".to_owned() });
    let mut transaction = store.begin().await.unwrap();
    transaction.insert_digests(&[first.clone(), empty.clone()]).await.unwrap();
    transaction.insert_digests(&[again]).await.unwrap();
    let told = transaction.digests_of_periods(&[subscription], &["daily-2", "daily-3"]).await.unwrap();
    assert_eq!(told.into_iter().collect::<Vec<_>>(), [(subscription, "daily-2".to_owned())]);
    transaction.commit().await.unwrap();
    assert_eq!(store.digests(subscription).await.unwrap(), [empty, first.clone()]);
    let of = store.digests_of_deliveries(&[delivery, DeliveryId(id())]).await.unwrap();
    assert_eq!(of.into_iter().collect::<Vec<_>>(), [(delivery, vec![first])]);
    let mut transaction = store.begin().await.unwrap();
    assert_eq!(transaction.delete_old_digests(at(2)).await.unwrap(), 1, "the mail of the first is no longer there");
}

async fn two_who_compose_the_same_reader_do_it_once(database: TestDatabase) {
    let reader = known(&database.store, "leserin", Some(5)).await;
    let subscription = active_of(&database.store, &reader).await.id;
    let tasks: Vec<_> = (0..8)
        .map(|_| {
            let store = database.store.clone();
            tokio::spawn(async move {
                let mut transaction = store.begin().await.unwrap();
                let due = transaction.due_readers(at(5), 10).await.unwrap();
                for one in &due {
                    let outcome = DigestOutcome::Skipped { reason: String::new() };
                    transaction.insert_digests(&[digest(one.subscriptions[0].id, "daily-5", 5, outcome)]).await.unwrap();
                    let moved = ReaderMoved { reader: one.reader.id, next_due_at: Some(at(50)), counted: (None, 0) };
                    transaction.move_readers(&[moved]).await.unwrap();
                }
                transaction.commit().await.unwrap();
                due.len()
            })
        })
        .collect();
    let mut composed = 0;
    for task in tasks {
        composed += task.await.unwrap();
    }
    assert_eq!((composed, database.store.digests(subscription).await.unwrap().len()), (1, 1));
}
