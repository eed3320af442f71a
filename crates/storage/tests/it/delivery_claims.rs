//! Which mails a sender claims, and what it may do about those that others hold.

use crate::{
    deliveries::{LEASE, claimed, delivery, outcome, posted, read, recorded, sending},
    fixtures::at,
    harness::TestDatabase,
};
use domain::ids::DeliveryId;
use std::collections::HashSet;
use storage::{Delivery, DeliveryClaim, DeliveryState, Store};

on_both_databases!(
    mails_that_somebody_waits_for_are_claimed_first_then_the_longest_due,
    a_claim_takes_of_each_domain_its_share_and_leaves_out_those_that_are_full,
    senders_at_once_never_hold_the_same_mail,
    a_claim_that_is_given_back_or_has_ended_is_for_others,
    what_another_sender_has_claimed_is_left_to_it_unless_it_was_certainly_taken,
);

/// Claims these at second 10.
async fn wanted(store: &Store, wanted: &DeliveryClaim) -> Vec<DeliveryId> {
    store.claim_deliveries("one", wanted, at(10), LEASE).await.unwrap().iter().map(|delivery| delivery.id).collect()
}

async fn mails_that_somebody_waits_for_are_claimed_first_then_the_longest_due(database: TestDatabase) {
    let store = &database.store;
    let mails = [delivery(true, 2), delivery(true, 1), delivery(false, 3), delivery(false, 99), delivery(true, 99)];
    posted(store, &mails).await;
    let only_urgent = store.claim_urgent_deliveries("one", &DeliveryClaim::of(10), at(5), LEASE).await.unwrap();
    assert_eq!(only_urgent.iter().map(|mail| mail.id).collect::<Vec<_>>(), [mails[2].id]);
    store.release_deliveries("one", &[mails[2].id], at(5)).await.unwrap();
    assert_eq!(claimed(store, "one", 2, 5).await, [mails[2].id, mails[1].id]);
    assert_eq!(claimed(store, "two", 10, 5).await, [mails[0].id]);
    assert_eq!(claimed(store, "two", 10, 5).await, []);
}

async fn a_claim_takes_of_each_domain_its_share_and_leaves_out_those_that_are_full(database: TestDatabase) {
    let store = &database.store;
    let to = |address: &str, bulk, second| Delivery { recipient: address.parse().unwrap(), ..delivery(bulk, second) };
    let crowd: Vec<_> = (0..6).map(|second| to("leser@viele.example.org", true, second)).collect();
    let others = [to("a@sub.viele.example.org", true, 7), to("b@andere.example.org", true, 8), to("c@viele.example.org", false, 9)];
    posted(store, &crowd).await;
    posted(store, &others).await;
    let shares = DeliveryClaim { per_domain: Some(2), ..DeliveryClaim::of(6) };
    assert_eq!(
        wanted(store, &shares).await,
        [others[2].id, crowd[0].id, crowd[1].id],
        "the longest due of a domain, whatever else there is"
    );
    let full = DeliveryClaim { not_bulk_to: vec!["viele.example.org".into(), "dritte.example.org".into()], ..shares.clone() };
    assert_eq!(wanted(store, &full).await, [others[0].id, others[1].id], "a subdomain is another domain");
    assert_eq!(wanted(store, &full).await, []);
    let late = to("d@viele.example.org", false, 10);
    posted(store, std::slice::from_ref(&late)).await;
    let not_urgent = DeliveryClaim { not_urgent_to: vec!["viele.example.org".into()], ..full.clone() };
    assert_eq!(wanted(store, &not_urgent).await, []);
    assert_eq!(wanted(store, &full).await, [late.id], "the lanes are apart");
    assert_eq!(wanted(store, &DeliveryClaim::of(9)).await, crowd[2..].iter().map(|mail| mail.id).collect::<Vec<_>>());
}

async fn senders_at_once_never_hold_the_same_mail(database: TestDatabase) {
    let mails: Vec<_> = (0..300).map(|number| delivery(number % 3 > 0, 0)).collect();
    posted(&database.store, &mails).await;
    let mut tasks = Vec::new();
    for sender in 0..5 {
        let store = database.another_store().await;
        tasks.push(tokio::spawn(async move {
            let (name, mut all) = (format!("sender {sender}"), Vec::new());
            loop {
                let some = claimed(&store, &name, 7, 1).await;
                if some.is_empty() {
                    return all;
                }
                assert_eq!(sending(&store, &name, &some, 1).await, some.len());
                all.extend(some);
            }
        }));
    }
    let mut all = Vec::new();
    for task in tasks {
        all.extend(task.await.unwrap());
    }
    assert_eq!((all.len(), all.iter().collect::<HashSet<_>>().len()), (300, 300));
}

async fn a_claim_that_is_given_back_or_has_ended_is_for_others(database: TestDatabase) {
    let store = &database.store;
    let mails = [delivery(false, 0), delivery(false, 0)];
    posted(store, &mails).await;
    let ids = claimed(store, "one", 10, 0).await;
    store.extend_claims("one", &ids[..1], at(30)).await.unwrap();
    store.extend_claims("two", &ids, at(99)).await.unwrap();
    assert_eq!(claimed(store, "two", 10, 14).await, []);
    assert_eq!(claimed(store, "two", 10, 15).await, ids[1..], "the other claim was prolonged");
    assert_eq!(sending(store, "one", &ids, 16).await, 1, "whose claim has ended may not send");
    store.release_deliveries("one", &ids, at(16)).await.unwrap();
    assert_eq!(claimed(store, "three", 10, 17).await, [], "what is being sent is not given back, nor what others hold");
    store.release_deliveries("two", &ids, at(17)).await.unwrap();
    assert_eq!(claimed(store, "three", 10, 17).await, ids[1..]);
}

async fn what_another_sender_has_claimed_is_left_to_it_unless_it_was_certainly_taken(database: TestDatabase) {
    let store = &database.store;
    let mails = [delivery(false, 0), delivery(false, 0)];
    posted(store, &mails).await;
    let ids = claimed(store, "one", 10, 0).await;
    assert_eq!(claimed(store, "two", 10, 20).await, ids);
    let late = [outcome(ids[0], DeliveryState::Deferred, Some(at(99))), outcome(ids[1], DeliveryState::Sent, None)];
    assert_eq!(recorded(store, "one", &late, 21).await, 1);
    assert_eq!(sending(store, "two", &ids, 21).await, 1, "the second has arrived");
    assert_eq!(read(store, ids[1]).await.state, DeliveryState::Sent);
    let late = [outcome(ids[0], DeliveryState::Sent, None)];
    assert_eq!(recorded(store, "one", &late, 22).await, 0, "it is on its way once more already");
    assert_eq!(recorded(store, "two", &late, 22).await, 1);
}
