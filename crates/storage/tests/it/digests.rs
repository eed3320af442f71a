//! Subscriptions and digests.

use crate::{
    fixtures::{account, at, email, id, reader},
    harness::TestDatabase,
};
use chrono::Weekday;
use domain::{
    CaseFilter, Role,
    digest_period::Frequency,
    ids::{AccountId, CaseId, DeliveryId, DigestId, SubscriptionId},
    subscription::{Criteria, SubscriptionState},
    vocabulary::State,
};
use storage::{Account, Digest, DigestOutcome, Reader, ReaderMoved, Store, Subscription, ToldAhead};

on_both_databases!(
    a_subscription_reads_back_as_it_was_written,
    a_change_reads_what_it_has_written,
    a_subscription_is_confirmed_once_and_left_once,
    unconfirmed_subscriptions_are_deleted_after_their_time,
    a_period_has_one_digest,
    two_who_compose_the_same_reader_do_it_once,
    digests_of_a_time_to_come_free_their_periods_and_what_they_told_stays_known,
);

pub(crate) fn subscription(reader: &Reader, account: Option<AccountId>, second: i64) -> Subscription {
    Subscription {
        id: SubscriptionId(id()),
        reader: reader.id,
        account,
        criteria: Criteria {
            text: "Übergang".to_owned(),
            filter: CaseFilter { states: vec![State::Sachsen], published_after: Some(at(1)), ..CaseFilter::default() },
            focus_of: "15084".parse().ok(),
            case: Some(CaseId(reader.id.0)),
            replies: true,
        },
        typed_text: Some("Übegang".to_owned()),
        frequency: Frequency::Weekly,
        wanted_weekday: Some(Weekday::Sun),
        wanted_hour: Some(18),
        state: SubscriptionState::Pending,
        consent_version: "2027-01".to_owned(),
        consent_text: Some("Ich möchte das.".to_owned()),
        requested_at: at(second),
        confirmed_at: None,
        withdrawn_at: None,
        unsubscribe_token: id().to_string().into(),
        confirm_token_hash: Some(id().to_string()),
        covered_until: None,
        requested_from: None,
        confirmed_from: None,
    }
}

pub(crate) async fn kept(store: &Store, subscription: Subscription) -> Subscription {
    let mut transaction = store.begin().await.unwrap();
    transaction.insert_subscription(&subscription).await.unwrap();
    transaction.commit().await.unwrap();
    subscription
}

/// A reader of that name, due at this second.
pub(crate) async fn known(store: &Store, name: &str, due: Option<i64>) -> Reader {
    let mut transaction = store.begin().await.unwrap();
    let reader = transaction.ensure_reader(&Reader { next_due_at: due.map(at), ..reader(email(name)) }).await.unwrap();
    transaction.commit().await.unwrap();
    reader
}

/// An active subscription whose mark is at second 0.
pub(crate) async fn active_of(store: &Store, reader: &Reader) -> Subscription {
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
    let by_token = store.subscription_by_unsubscribe_token(foreign.unsubscribe_token.reveal()).await.unwrap();
    let by_hash = store.subscription_by_confirm_hash(foreign.confirm_token_hash.as_deref().unwrap()).await.unwrap();
    assert_eq!([by_id, by_token, by_hash], [(); 3].map(|()| Some(foreign.clone())));
}

async fn a_change_reads_what_it_has_written(database: TestDatabase) {
    let store = &database.store;
    let account = account(store, "leserin", Role::Reader).await;
    let reader = known(store, "leserin", None).await;
    let first = kept(store, subscription(&reader, Some(account.id), 1)).await;
    let mut transaction = store.begin().await.unwrap();
    let earlier = subscription(&reader, Some(account.id), 0);
    transaction.insert_subscription(&earlier).await.unwrap();
    transaction.set_disabled(account.id, Some(at(5))).await.unwrap();
    let both = [earlier, first.clone()];
    assert_eq!(transaction.subscriptions_of(account.id).await.unwrap(), both);
    assert_eq!(transaction.subscriptions_of_accounts(&[account.id, AccountId(id())]).await.unwrap(), both);
    let place = account.municipality.as_ref();
    assert_eq!(transaction.members(place).await.unwrap(), [Account { disabled_at: Some(at(5)), ..account.clone() }]);
    drop(transaction);
    assert_eq!(store.subscriptions_of_accounts(&[account.id]).await.unwrap(), [first], "nobody else does");
    assert_eq!(store.members(place).await.unwrap(), std::slice::from_ref(&account));
}

async fn a_subscription_is_confirmed_once_and_left_once(database: TestDatabase) {
    let store = &database.store;
    let asked = kept(store, subscription(&known(store, "leserin", None).await, None, 0)).await;
    let mut transaction = store.begin().await.unwrap();
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
        wanted_hour: None,
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

pub(crate) fn digest(subscription: SubscriptionId, period: &str, end: i64, outcome: DigestOutcome) -> Digest {
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

async fn digests_of_a_time_to_come_free_their_periods_and_what_they_told_stays_known(database: TestDatabase) {
    let store = &database.store;
    let subscription = active(store).await.id;
    let skipped = || DigestOutcome::Skipped { reason: String::new() };
    let (past, future) = (digest(subscription, "daily-1", 1, skipped()), digest(subscription, "daily-9", 9, skipped()));
    let mut transaction = store.begin().await.unwrap();
    transaction.insert_digests(&[past, future.clone()]).await.unwrap();
    assert!(transaction.told_ahead(&[subscription]).await.unwrap().is_empty());
    for second in [5, 6] {
        transaction.set_apart_digests_ahead(&[subscription], at(second)).await.unwrap();
        let periods = transaction.digests_of_periods(&[subscription], &["daily-1", "daily-9"]).await.unwrap();
        assert_eq!(periods.into_iter().collect::<Vec<_>>(), [(subscription, "daily-1".to_owned())]);
    }
    let told = transaction.told_ahead(&[subscription]).await.unwrap();
    let expected = ToldAhead { new: future.case_ids.iter().copied().collect(), renewed: future.renewed_ids.iter().copied().collect() };
    assert_eq!(told[&subscription], expected);
    // The clock is ahead once more, in the same period.
    let again = digest(subscription, "daily-9", 9, skipped());
    transaction.insert_digests(&[again]).await.unwrap();
    transaction.set_apart_digests_ahead(&[subscription], at(7)).await.unwrap();
    assert_eq!(transaction.told_ahead(&[subscription]).await.unwrap()[&subscription].new.len(), 4);
    transaction.commit().await.unwrap();
}
