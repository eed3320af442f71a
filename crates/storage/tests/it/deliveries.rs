//! What is written down of a mail: what came of it, and what is found after a sender has died.

use crate::{
    fixtures::{at, email, id},
    harness::TestDatabase,
    schema::{QUEUE_STEP, STEPS},
};
use chrono::{DateTime, Utc};
use domain::{Hidden, ids::DeliveryId};
use std::time::Duration;
use storage::{Delivery, DeliveryClaim, DeliveryOutcome, DeliveryState, OpenDeliveries, Store};

on_both_databases!(
    a_mail_is_written_down_with_everything_that_came_of_it,
    a_mail_whose_answer_was_lost_is_due_once_more_and_then_never_again,
    a_mail_that_comes_back_while_it_is_being_sent_has_come_back_whatever_its_sender_writes,
    what_is_not_at_its_end_is_counted_and_only_the_rest_is_forgotten,
    mails_that_wait_at_an_upgrade_are_in_the_queue_and_have_jobs_on_the_way_back,
    a_commit_tells_of_mails_and_of_nothing_else,
);

/// How long a claim of these tests holds.
pub(crate) const LEASE: Duration = Duration::from_secs(15);

pub(crate) fn delivery(bulk: bool, second: i64) -> Delivery {
    Delivery {
        id: DeliveryId(id()),
        kind: if bulk { "digest" } else { "sign_in" }.to_owned(),
        recipient: email("leserin"),
        message_id: "<1@example.org>".to_owned(),
        mail_json: "{}".into(),
        state: DeliveryState::Queued,
        bulk,
        attempts: 0,
        uncertain: 0,
        due_at: Some(at(second)),
        last_attempt_at: None,
        last_reply: None,
        skip_reason: None,
        created_at: at(second),
        sent_at: None,
    }
}

pub(crate) fn outcome(id: DeliveryId, state: DeliveryState, due_at: Option<DateTime<Utc>>) -> DeliveryOutcome {
    DeliveryOutcome { id, state, due_at, reply: Some("250 gut\0".into()), skip_reason: None, tried: true, is_uncertain: false }
}

pub(crate) async fn posted(store: &Store, deliveries: &[Delivery]) {
    let mut transaction = store.begin().await.unwrap();
    transaction.insert_deliveries(deliveries).await.unwrap();
    transaction.commit().await.unwrap();
}

pub(crate) async fn claimed(store: &Store, sender: &str, limit: u64, second: i64) -> Vec<DeliveryId> {
    let claim = store.claim_deliveries(sender, &DeliveryClaim::of(limit), at(second), LEASE).await;
    claim.unwrap().iter().map(|delivery| delivery.id).collect()
}

/// Says that these are being sent; gives how many may be.
pub(crate) async fn sending(store: &Store, sender: &str, ids: &[DeliveryId], second: i64) -> usize {
    store.note_deliveries(sender, ids, at(second) + LEASE, &[], at(second)).await.unwrap().0.len()
}

pub(crate) async fn recorded(store: &Store, sender: &str, outcomes: &[DeliveryOutcome], second: i64) -> u64 {
    store.note_deliveries(sender, &[], at(second), outcomes, at(second)).await.unwrap().1
}

pub(crate) async fn read(store: &Store, id: DeliveryId) -> Delivery {
    store.delivery(id).await.unwrap().unwrap()
}

async fn a_mail_is_written_down_with_everything_that_came_of_it(database: TestDatabase) {
    let store = &database.store;
    let mails: Vec<_> = (0..4).map(|_| delivery(true, 0)).collect();
    posted(store, &mails).await;
    assert_eq!(read(store, mails[0].id).await, mails[0]);
    let ids = claimed(store, "one", 10, 1).await;
    assert_eq!(ids.len(), 4);
    assert_eq!(sending(store, "one", &ids[..3], 1).await, 3);
    assert_eq!(read(store, ids[0]).await.state, DeliveryState::Sending);
    assert_eq!(read(store, ids[3]).await.state, DeliveryState::Queued, "a claim leaves the state");
    let skipped = DeliveryOutcome {
        reply: None,
        skip_reason: Some("nothing left".into()),
        tried: false,
        ..outcome(ids[3], DeliveryState::Skipped, None)
    };
    let outcomes = [
        outcome(ids[0], DeliveryState::Sent, None),
        outcome(ids[1], DeliveryState::Deferred, Some(at(60))),
        outcome(ids[2], DeliveryState::Failed, None),
        skipped,
    ];
    assert_eq!(recorded(store, "one", &outcomes, 2).await, 4);
    let base = |at_index: usize| Delivery {
        attempts: 1,
        last_attempt_at: Some(at(2)),
        last_reply: Some("250 gut".into()),
        due_at: None,
        ..mails.iter().find(|mail| mail.id == ids[at_index]).unwrap().clone()
    };
    let sent = Delivery { state: DeliveryState::Sent, sent_at: Some(at(2)), mail_json: Hidden::default(), ..base(0) };
    assert_eq!(read(store, ids[0]).await, sent);
    assert_eq!(read(store, ids[1]).await, Delivery { state: DeliveryState::Deferred, due_at: Some(at(60)), ..base(1) });
    assert_eq!(store.failed_deliveries(10).await.unwrap(), [Delivery { state: DeliveryState::Failed, ..base(2) }]);
    let skipped = read(store, ids[3]).await;
    assert_eq!((skipped.state, skipped.skip_reason.as_deref(), skipped.attempts), (DeliveryState::Skipped, Some("nothing left"), 0));
    assert_eq!((skipped.mail_json.reveal(), skipped.last_attempt_at), ("", None));
    assert_eq!(claimed(store, "one", 10, 59).await, []);
    assert_eq!(claimed(store, "one", 10, 60).await, [ids[1]]);
}

async fn a_mail_whose_answer_was_lost_is_due_once_more_and_then_never_again(database: TestDatabase) {
    let store = &database.store;
    let mails = [delivery(false, 0), delivery(false, 0)];
    posted(store, &mails).await;
    for (second, due) in [(0, Some(at(100))), (100, None)] {
        let ids = claimed(store, "one", 10, second).await;
        assert_eq!(sending(store, "one", &ids[..1], second).await, 1);
        assert_eq!(store.lose_unanswered_deliveries(at(second + 14)).await.unwrap(), 0);
        assert_eq!(store.lose_unanswered_deliveries(at(100 + second)).await.unwrap(), 1);
        let lost = read(store, ids[0]).await;
        assert_eq!((lost.state, lost.due_at), (DeliveryState::Uncertain, due));
        assert_eq!((lost.uncertain, lost.attempts, lost.mail_json.reveal()), (lost.attempts, if due.is_some() { 1 } else { 2 }, "{}"));
        if due.is_some() {
            // The other one was claimed and never begun: it is simply due.
            assert_eq!((ids.len(), read(store, ids[1]).await.state), (2, DeliveryState::Queued));
            let other = claimed(store, "other", 10, second + 99).await;
            assert_eq!(other, ids[1..]);
            recorded(store, "other", &[outcome(other[0], DeliveryState::Sent, None)], 99).await;
        }
    }
    assert_eq!(claimed(store, "one", 10, 10_000).await, []);
}

async fn a_mail_that_comes_back_while_it_is_being_sent_has_come_back_whatever_its_sender_writes(database: TestDatabase) {
    let store = &database.store;
    posted(store, &[delivery(false, 0), delivery(false, 0)]).await;
    let ids = claimed(store, "one", 10, 0).await;
    assert_eq!(sending(store, "one", &ids[..1], 0).await, 1);
    assert!(came_back(store, ids[0]).await && !came_back(store, ids[0]).await, "known once");
    assert_eq!(recorded(store, "one", &[outcome(ids[0], DeliveryState::Sent, None)], 1).await, 0);
    let first = read(store, ids[0]).await;
    assert_eq!((first.state, first.due_at, first.last_reply.as_deref()), (DeliveryState::Bounced, None, Some("5.1.1 unknown")));

    let unsure = DeliveryOutcome { is_uncertain: true, ..outcome(ids[1], DeliveryState::Uncertain, Some(at(5))) };
    assert_eq!(recorded(store, "one", &[unsure], 1).await, 1);
    assert_eq!(claimed(store, "two", 10, 6).await, ids[1..]);
    assert!(came_back(store, ids[1]).await);
    assert_eq!(sending(store, "two", &ids, 7).await, 0, "there is nothing to send any more");
    assert_eq!(store.lose_unanswered_deliveries(at(999)).await.unwrap(), 0);
    assert_eq!(read(store, ids[1]).await.state, DeliveryState::Bounced);
}

/// Takes in the report that a mail came back; says whether that was news.
async fn came_back(store: &Store, id: DeliveryId) -> bool {
    let mut transaction = store.begin().await.unwrap();
    let is_news = transaction.delivery_bounced(id, "5.1.1 unknown").await.unwrap();
    transaction.commit().await.unwrap();
    is_news
}

async fn what_is_not_at_its_end_is_counted_and_only_the_rest_is_forgotten(database: TestDatabase) {
    let store = &database.store;
    let mails: Vec<_> = (0..6).map(|second| delivery(false, second)).collect();
    posted(store, &mails).await;
    let ids = claimed(store, "one", 5, 5).await;
    sending(store, "one", &ids[..2], 5).await;
    let unsure = |due_at| DeliveryOutcome { is_uncertain: true, ..outcome(ids[2], DeliveryState::Uncertain, due_at) };
    let outcomes = [outcome(ids[0], DeliveryState::Sent, None), unsure(Some(at(9))), outcome(ids[3], DeliveryState::Deferred, Some(at(9)))];
    assert_eq!(recorded(store, "one", &outcomes, 6).await, 3);
    let open = OpenDeliveries { queued: 2, sending: 1, deferred: 1, uncertain: 1, oldest: Some(at(1)) };
    assert_eq!(store.open_deliveries().await.unwrap(), open);
    let forget = async |second| {
        let mut transaction = store.begin().await.unwrap();
        let count = transaction.delete_old_mails(at(second)).await.unwrap();
        transaction.commit().await.unwrap();
        count
    };
    assert_eq!((forget(0).await, forget(1000).await), (0, 1));
    claimed(store, "one", 10, 10).await;
    recorded(store, "one", &[unsure(None)], 10).await;
    assert_eq!(forget(1000).await, 1, "what stays uncertain is at its end");
}

async fn mails_that_wait_at_an_upgrade_are_in_the_queue_and_have_jobs_on_the_way_back(database: TestDatabase) {
    let store = &database.store;
    let mut waits = delivery(true, 0);
    waits.due_at = Some(at(0));
    let over = Delivery { state: DeliveryState::Suppressed, due_at: None, ..delivery(false, 1) };
    let sent =
        Delivery { state: DeliveryState::Sent, due_at: None, mail_json: Hidden::default(), sent_at: Some(at(2)), ..delivery(false, 1) };
    posted(store, &[waits.clone(), over.clone(), sent.clone()]).await;
    for _ in QUEUE_STEP..=STEPS {
        store.migrate_down_one().await.unwrap();
    }
    let jobs = store.claim("worker", 10, at(5), LEASE).await.unwrap();
    assert_eq!(jobs, [], "this program does not know the kind");
    let failed = store.failed_jobs(10).await.unwrap();
    assert_eq!(failed.iter().map(|job| job.key.clone()).collect::<Vec<_>>(), [format!("deliver_mail:{}", waits.id)]);
    assert!(failed[0].reason.contains("unknown variant `deliver_mail`"), "{}", failed[0].reason);
    store.migrate().await.unwrap();
    assert_eq!(store.failed_jobs(10).await.unwrap(), []);
    assert_eq!(read(store, waits.id).await, waits);
    assert_eq!(read(store, sent.id).await, sent);
    assert_eq!(read(store, over.id).await.state, DeliveryState::Failed);
    assert_eq!(claimed(store, "one", 10, 5).await, [waits.id]);
    database.refuses("UPDATE delivery SET state = 'lost'").await;
    database.refuses("UPDATE delivery SET state = 'queued', due_at = NULL").await;
    database.refuses("UPDATE delivery SET state = 'skipped'").await;
}

async fn a_commit_tells_of_mails_and_of_nothing_else(database: TestDatabase) {
    let store = &database.store;
    let told = async || tokio::time::timeout(Duration::from_millis(50), store.mails_posted()).await.is_ok();
    posted(store, &[]).await;
    let mut transaction = store.begin().await.unwrap();
    transaction.insert_delivery(&delivery(false, 0)).await.unwrap();
    assert!(!told().await);
    drop(transaction);
    assert!(!told().await);
    posted(store, &[delivery(false, 0)]).await;
    assert!(told().await);
    assert!(!told().await);
    assert_eq!(store.open_deliveries().await.unwrap().oldest, Some(at(0)));
}
