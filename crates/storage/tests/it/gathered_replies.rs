//! Replies that digests tell, instead of a mail for each.

use crate::{
    digests::{digest, kept, known, subscription},
    fixtures::{account, at, id},
    harness::TestDatabase,
};
use domain::{
    Role,
    ids::{AccountId, CaseId, DeliveryId, ReplyId, RequestId, SubscriptionId},
    subscription::{Criteria, SubscriptionState},
};
use storage::{Account, Digest, DigestOutcome, NetworkRequest, RequestReply, Store, StoreError, Subscription};

on_both_databases!(
    a_reply_waits_for_one_digest_and_is_told_by_it_alone,
    what_no_digest_tells_any_more_is_taken_once,
    what_is_gathered_goes_with_the_reply_the_digest_and_the_subscription,
    replies_of_others_are_counted_for_whoever_asked,
    a_reply_that_names_a_case_that_is_gone_is_told_apart,
);

/// A question of one account, and the subscription that gathers the replies to it.
struct Asked {
    asker: Account,
    replier: Account,
    request: RequestId,
    subscription: Subscription,
}

async fn asked(store: &Store) -> Asked {
    let asker = account(store, "fragt", Role::Reader).await;
    let replier = account(store, "weiss", Role::Author).await;
    let reader = known(store, "fragt", None).await;
    let criteria = Criteria { replies: true, ..Criteria::default() };
    let active =
        Subscription { criteria, state: SubscriptionState::Active, covered_until: Some(at(0)), ..subscription(&reader, Some(asker.id), 0) };
    assert!(active.gathers_replies());
    let subscription = kept(store, active).await;
    let request = NetworkRequest {
        id: RequestId(id()),
        asker: Some(asker.id),
        asker_role: asker.role,
        municipality: asker.municipality.clone(),
        question: "Wer hat ein Elterncafé?".to_owned(),
        details: String::new(),
        asked_at: at(0),
        routed_at: None,
        closed_at: None,
    };
    let mut transaction = store.begin().await.unwrap();
    transaction.insert_request(&request).await.unwrap();
    assert_eq!(transaction.requests_with(&[request.id, RequestId(id())]).await.unwrap(), std::slice::from_ref(&request));
    transaction.commit().await.unwrap();
    assert_eq!(store.requests_with(&[request.id, RequestId(id())]).await.unwrap(), std::slice::from_ref(&request));
    Asked { asker, replier, request: request.id, subscription }
}

impl Asked {
    /// A reply at this second, gathered.
    async fn gathered(&self, store: &Store, second: i64) -> RequestReply {
        let reply = self.replied(store, Some(self.replier.id), second).await;
        let mut transaction = store.begin().await.unwrap();
        transaction.gather_reply(reply.id, self.subscription.id).await.unwrap();
        transaction.commit().await.unwrap();
        reply
    }

    async fn replied(&self, store: &Store, author: Option<AccountId>, second: i64) -> RequestReply {
        let reply = RequestReply {
            id: ReplyId(id()),
            request: self.request,
            author,
            author_role: Role::Author,
            municipality: "15084".parse().ok(),
            body: "Wir.".to_owned(),
            case: None,
            created_at: at(second),
        };
        let mut transaction = store.begin().await.unwrap();
        transaction.insert_reply(&reply).await.unwrap();
        transaction.commit().await.unwrap();
        reply
    }

    /// Has the next digest tell all that waits.
    async fn composed(&self, store: &Store, second: i64) -> Digest {
        let composed =
            digest(self.subscription.id, &format!("daily-{second}"), second, DigestOutcome::Composed { delivery: DeliveryId(id()) });
        let mut transaction = store.begin().await.unwrap();
        let waiting = transaction.waiting_replies(&[self.subscription.id]).await.unwrap().remove(&self.subscription.id);
        transaction.insert_digests(std::slice::from_ref(&composed)).await.unwrap();
        transaction.put_replies_into_digests(&[(composed.id, waiting.unwrap_or_default())]).await.unwrap();
        transaction.commit().await.unwrap();
        composed
    }

    async fn end(&self, store: &Store) {
        let mut transaction = store.begin().await.unwrap();
        assert!(transaction.withdraw_subscription(self.subscription.id, at(50)).await.unwrap());
        transaction.commit().await.unwrap();
    }
}

async fn take(store: &Store) -> Vec<ReplyId> {
    let mut taken = Vec::new();
    for account in store.accounts_with_left_replies(10).await.unwrap() {
        let mut transaction = store.begin().await.unwrap();
        taken.extend(transaction.take_left_replies(account, 10).await.unwrap().into_iter().map(|reply| reply.id));
        transaction.commit().await.unwrap();
    }
    taken.sort_unstable();
    taken
}

async fn a_reply_waits_for_one_digest_and_is_told_by_it_alone(database: TestDatabase) {
    let store = &database.store;
    let asked = asked(store).await;
    let (late, early) = (asked.gathered(store, 2).await, asked.gathered(store, 1).await);
    let first = asked.composed(store, 10).await;
    let third = asked.gathered(store, 11).await;
    let second = asked.composed(store, 20).await;
    let told = store.replies_in_digests(&[first.id, second.id]).await.unwrap();
    assert_eq!((told[&first.id].clone(), told[&second.id].clone()), (vec![early, late], vec![third]));
    let mut transaction = store.begin().await.unwrap();
    assert!(transaction.waiting_replies(&[asked.subscription.id, SubscriptionId(id())]).await.unwrap().is_empty());
}

async fn what_no_digest_tells_any_more_is_taken_once(database: TestDatabase) {
    let store = &database.store;
    let asked = asked(store).await;
    let told = asked.gathered(store, 1).await.id;
    let composed = asked.composed(store, 10).await;
    let waiting = asked.gathered(store, 11).await.id;
    assert!(!store.is_any_reply_left().await.unwrap());
    assert!(take(store).await.is_empty(), "its subscription will tell it");
    asked.end(store).await;
    assert!(store.is_any_reply_left().await.unwrap());
    assert_eq!(store.accounts_with_left_replies(10).await.unwrap(), [Some(asked.asker.id)]);
    let mut transaction = store.begin().await.unwrap();
    for nobody_s in [None, Some(asked.replier.id)] {
        assert_eq!(transaction.take_left_replies(nobody_s, 10).await.unwrap(), []);
    }
    drop(transaction);
    let tasks: Vec<_> = (0..8)
        .map(|_| {
            let store = database.store.clone();
            tokio::spawn(async move { take(&store).await })
        })
        .collect();
    let mut taken = Vec::new();
    for task in tasks {
        taken.extend(task.await.unwrap());
    }
    assert_eq!(taken, [waiting], "the other stands in a digest");
    assert!(!store.is_any_reply_left().await.unwrap());
    let mut transaction = store.begin().await.unwrap();
    transaction.take_replies_out_of_digests(&[composed.id]).await.unwrap();
    transaction.commit().await.unwrap();
    assert_eq!((take(store).await, take(store).await), (vec![told], Vec::new()));
    assert_eq!(store.gathered_replies(asked.subscription.id).await.unwrap(), []);
}

async fn what_is_gathered_goes_with_the_reply_the_digest_and_the_subscription(database: TestDatabase) {
    let store = &database.store;
    let asked = asked(store).await;
    let told = asked.gathered(store, 1).await.id;
    let composed = asked.composed(store, 2).await;
    let waiting = asked.gathered(store, 3).await.id;
    let gathered = async || {
        let mut gathered = store.gathered_replies(asked.subscription.id).await.unwrap();
        gathered.sort_unstable_by_key(|(_, digest)| *digest);
        gathered
    };
    assert_eq!(gathered().await, [(waiting, None), (told, Some(composed.id))]);
    let mut transaction = store.begin().await.unwrap();
    assert_eq!(transaction.delete_old_digests(at(3)).await.unwrap(), 1);
    transaction.commit().await.unwrap();
    assert_eq!(gathered().await, [(waiting, None)]);
    let mut transaction = store.begin().await.unwrap();
    transaction.delete_request(asked.request).await.unwrap();
    transaction.commit().await.unwrap();
    assert_eq!(gathered().await, []);
}

async fn replies_of_others_are_counted_for_whoever_asked(database: TestDatabase) {
    let store = &database.store;
    let asked = asked(store).await;
    for (author, second) in [(Some(asked.replier.id), 1), (None, 2), (Some(asked.asker.id), 2), (Some(asked.replier.id), 3)] {
        asked.replied(store, author, second).await;
    }
    let count = async |from, until| {
        let counts = store.count_replies_to(&[asked.asker.id, asked.replier.id], at(from), at(until)).await.unwrap();
        counts.into_iter().collect::<Vec<_>>()
    };
    assert_eq!(count(1, 3).await, [(asked.asker.id, 2)]);
    assert_eq!(count(3, 4).await, [(asked.asker.id, 1)]);
    assert_eq!(count(4, 9).await, []);
}

async fn a_reply_that_names_a_case_that_is_gone_is_told_apart(database: TestDatabase) {
    let asked = asked(&database.store).await;
    let reply = asked.replied(&database.store, Some(asked.replier.id), 1).await;
    let mut transaction = database.store.begin().await.unwrap();
    let pointing = RequestReply { id: ReplyId(id()), case: Some(CaseId(id())), ..reply.clone() };
    let error = transaction.insert_reply(&pointing).await.unwrap_err();
    assert!(matches!(error, StoreError::Dangling { table: "request_reply", .. }), "{error}");
    drop(transaction);
    assert_eq!(database.store.reply(reply.id).await.unwrap(), Some(reply));
    assert_eq!(database.store.reply(pointing.id).await.unwrap(), None);
}
