//! Subscriptions, digests and mails.

use crate::{
    fixtures::{account, at, email, id},
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
use storage::{Delivery, DeliveryState, Digest, DigestOutcome, Store, StoreError, Subscription};

on_both_databases!(
    a_subscription_reads_back_as_it_was_written,
    a_subscription_is_confirmed_once_and_left_once,
    the_longest_due_active_subscriptions_come_first,
    the_mark_moves_only_from_where_it_was_read,
    unconfirmed_subscriptions_are_deleted_after_their_time,
    a_period_has_one_digest,
    two_who_compose_the_same_period_make_one_digest,
    a_mail_is_written_down_with_everything_that_came_of_it,
);

fn subscription(account: Option<AccountId>, second: i64) -> Subscription {
    Subscription {
        id: SubscriptionId(id()),
        email: email("leserin"),
        account,
        criteria: Criteria {
            text: "Übergang".to_owned(),
            filter: CaseFilter { states: vec![State::Sachsen], published_after: Some(at(1)), ..CaseFilter::default() },
        },
        frequency: Frequency::Weekly,
        weekday: Weekday::Sun,
        hour: 23,
        state: SubscriptionState::Pending,
        consent_version: "2026-11".to_owned(),
        requested_at: at(second),
        confirmed_at: None,
        withdrawn_at: None,
        unsubscribe_token: id().to_string(),
        confirm_token_hash: Some(id().to_string()),
        covered_until: None,
        next_due_at: None,
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

/// An active subscription whose mark is at second 0.
async fn active(store: &Store, due: i64) -> Subscription {
    let state = SubscriptionState::Active;
    kept(store, Subscription { state, covered_until: Some(at(0)), next_due_at: Some(at(due)), ..subscription(None, 0) }).await
}

async fn a_subscription_reads_back_as_it_was_written(database: TestDatabase) {
    let store = &database.store;
    let account = account(store, "leserin", Role::Reader).await.id;
    let mut subscriptions = Vec::new();
    for (second, weekday) in [Weekday::Mon, Weekday::Sun, Weekday::Thu].into_iter().enumerate() {
        let second = i64::try_from(second).unwrap();
        subscriptions.push(kept(store, Subscription { weekday, ..subscription(Some(account), second) }).await);
    }
    let foreign = kept(store, subscription(None, 0)).await;
    assert_eq!(store.subscriptions_of(account).await.unwrap(), subscriptions);
    let by_id = store.subscription(foreign.id).await.unwrap();
    let by_token = store.subscription_by_unsubscribe_token(&foreign.unsubscribe_token).await.unwrap();
    let by_hash = store.subscription_by_confirm_hash(foreign.confirm_token_hash.as_deref().unwrap()).await.unwrap();
    assert_eq!([by_id, by_token, by_hash], [(); 3].map(|()| Some(foreign.clone())));
}

async fn a_subscription_is_confirmed_once_and_left_once(database: TestDatabase) {
    let store = &database.store;
    let asked = kept(store, subscription(None, 0)).await;
    let mut transaction = store.begin().await.unwrap();
    assert_eq!(transaction.subscription_for_update(asked.id).await.unwrap().unwrap(), asked);
    assert!(!transaction.set_next_due(asked.id, at(1)).await.unwrap(), "nothing is due before it is confirmed");
    assert!(transaction.confirm_subscription(asked.id, at(5), at(4), at(9)).await.unwrap());
    assert!(!transaction.confirm_subscription(asked.id, at(6), at(6), at(6)).await.unwrap());
    transaction.commit().await.unwrap();
    let confirmed = Subscription {
        state: SubscriptionState::Active,
        confirmed_at: Some(at(5)),
        covered_until: Some(at(4)),
        next_due_at: Some(at(9)),
        ..asked.clone()
    };
    assert_eq!(store.subscription(asked.id).await.unwrap().unwrap(), confirmed);
    let mut transaction = store.begin().await.unwrap();
    assert!(transaction.withdraw_subscription(asked.id, at(7)).await.unwrap());
    assert!(!transaction.withdraw_subscription(asked.id, at(8)).await.unwrap());
    assert!(!transaction.confirm_subscription(asked.id, at(8), at(8), at(8)).await.unwrap(), "who has left is not brought back");
    transaction.commit().await.unwrap();
    let left = Subscription { state: SubscriptionState::Withdrawn, withdrawn_at: Some(at(7)), next_due_at: None, ..confirmed };
    assert_eq!(store.subscription(asked.id).await.unwrap().unwrap(), left);
}

async fn the_longest_due_active_subscriptions_come_first(database: TestDatabase) {
    let store = &database.store;
    kept(store, subscription(None, 0)).await;
    let (late, later, _not_yet) = (active(store, 5).await.id, active(store, 10).await.id, active(store, 11).await.id);
    let left = active(store, 1).await.id;
    let mut transaction = store.begin().await.unwrap();
    transaction.withdraw_subscription(left, at(2)).await.unwrap();
    transaction.commit().await.unwrap();
    assert_eq!(store.due_subscriptions(at(10), 10).await.unwrap(), [late, later]);
    assert_eq!(store.due_subscriptions(at(10), 1).await.unwrap(), [late]);
}

async fn the_mark_moves_only_from_where_it_was_read(database: TestDatabase) {
    let store = &database.store;
    let id = active(store, 5).await.id;
    let mut transaction = store.begin().await.unwrap();
    assert!(!transaction.advance_subscription(id, at(1), at(9), at(10)).await.unwrap());
    assert!(transaction.advance_subscription(id, at(0), at(9), at(10)).await.unwrap());
    assert!(!transaction.advance_subscription(id, at(0), at(9), at(10)).await.unwrap());
    transaction.commit().await.unwrap();
    let moved = store.subscription(id).await.unwrap().unwrap();
    assert_eq!((moved.covered_until, moved.next_due_at), (Some(at(9)), Some(at(10))));
}

async fn unconfirmed_subscriptions_are_deleted_after_their_time(database: TestDatabase) {
    let store = &database.store;
    kept(store, subscription(None, 4)).await;
    let young = kept(store, subscription(None, 5)).await.id;
    let confirmed = active(store, 1).await.id;
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
        created_at: at(end),
    }
}

async fn a_period_has_one_digest(database: TestDatabase) {
    let store = &database.store;
    let subscription = active(store, 1).await.id;
    let delivery = DeliveryId(id());
    let first = digest(subscription, "daily-1", 1, DigestOutcome::Composed { delivery });
    let empty =
        Digest { case_ids: Vec::new(), ..digest(subscription, "daily-2", 2, DigestOutcome::Skipped { reason: "nothing".to_owned() }) };
    let again = digest(subscription, "daily-1", 1, DigestOutcome::Skipped { reason: "again".to_owned() });
    let mut transaction = store.begin().await.unwrap();
    let mut inserted = Vec::new();
    for digest in [&first, &empty, &again] {
        inserted.push(transaction.insert_digest(digest).await.unwrap());
    }
    transaction.commit().await.unwrap();
    assert_eq!(inserted, [true, true, false]);
    assert_eq!(store.digests(subscription).await.unwrap(), [empty, first.clone()]);
    assert_eq!(store.digest_of_delivery(delivery).await.unwrap(), Some(first));
    assert_eq!(store.digest_of_delivery(DeliveryId(id())).await.unwrap(), None);
}

async fn two_who_compose_the_same_period_make_one_digest(database: TestDatabase) {
    let subscription = active(&database.store, 1).await.id;
    let tasks: Vec<_> = (0..8)
        .map(|_| {
            let store = database.store.clone();
            tokio::spawn(async move {
                let mut transaction = store.begin().await.unwrap();
                let moved = transaction.advance_subscription(subscription, at(0), at(5), at(6)).await.unwrap();
                let digest = digest(subscription, "daily-5", 5, DigestOutcome::Skipped { reason: String::new() });
                let inserted = transaction.insert_digest(&digest).await.unwrap();
                assert_eq!(moved, inserted);
                transaction.commit().await.unwrap();
                usize::from(inserted)
            })
        })
        .collect();
    let mut composed = 0;
    for task in tasks {
        composed += task.await.unwrap();
    }
    assert_eq!((composed, database.store.digests(subscription).await.unwrap().len()), (1, 1));
}

fn delivery() -> Delivery {
    Delivery {
        id: DeliveryId(id()),
        kind: "digest".to_owned(),
        recipient: email("leserin"),
        message_id: "1@example.org".to_owned(),
        mail_json: "{}".to_owned(),
        state: DeliveryState::Queued,
        attempts: 0,
        last_attempt_at: None,
        last_reply: None,
        created_at: at(0),
        sent_at: None,
    }
}

async fn a_mail_is_written_down_with_everything_that_came_of_it(database: TestDatabase) {
    let store = &database.store;
    let (sent, failed) = (delivery(), delivery());
    let mut transaction = store.begin().await.unwrap();
    transaction.insert_delivery(&sent).await.unwrap();
    transaction.insert_delivery(&failed).await.unwrap();
    transaction.commit().await.unwrap();
    assert_eq!(store.delivery(sent.id).await.unwrap(), Some(sent.clone()));

    let mut transaction = store.begin().await.unwrap();
    transaction.delivery_deferred(sent.id, "450 später", at(1)).await.unwrap();
    transaction.delivery_sent(sent.id, "250 angenommen\0", at(2)).await.unwrap();
    transaction.delivery_failed(failed.id, "550 unbekannt", at(3)).await.unwrap();
    let missing = transaction.delivery_sent(DeliveryId(id()), "", at(3)).await;
    assert!(matches!(missing, Err(StoreError::Missing { table: "delivery", .. })));
    transaction.commit().await.unwrap();
    let expected = Delivery {
        state: DeliveryState::Sent,
        attempts: 2,
        last_attempt_at: Some(at(2)),
        last_reply: Some("250 angenommen".to_owned()),
        mail_json: String::new(),
        sent_at: Some(at(2)),
        ..sent.clone()
    };
    assert_eq!(store.delivery(sent.id).await.unwrap(), Some(expected));
    let failures = store.failed_deliveries(10).await.unwrap();
    assert_eq!(failures.len(), 1);
    assert_eq!((failures[0].last_reply.as_deref(), failures[0].mail_json.as_str()), (Some("550 unbekannt"), "{}"));
}
