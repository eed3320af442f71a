//! Addresses that mails came back from, and notes about the mail server.

use crate::{
    deliveries::{delivery, posted},
    fixtures::{account, at, email, id},
    harness::TestDatabase,
};
use domain::{Role, ids::SuppressionId};
use std::{slice, time::Duration};
use storage::{DeliveryClaim, DeliveryOutcome, DeliveryState, HardBounce, PolicyRefusal, Store, Suppression};

on_both_databases!(
    bounces_are_counted_until_they_suppress_and_counted_anew_after_a_reactivation,
    what_came_of_a_mail_is_written_once_with_what_follows_from_it_by_whoever_has_claimed_it,
    an_address_is_forgotten_after_its_time_and_with_its_holder,
    a_note_about_the_mail_server_takes_the_place_of_the_one_before,
    refusals_for_what_we_are_are_counted_by_domain_and_forgotten_after_their_time,
);

async fn bounced(store: &Store, name: &str, second: i64) -> Suppression {
    let mut transaction = store.begin().await.unwrap();
    let bounce = HardBounce { status: "5.1.1", reason: "un\0bekannt", suppress_after: 2 };
    let known = transaction.count_bounce(SuppressionId(id()), &email(name), bounce, at(second)).await.unwrap();
    transaction.commit().await.unwrap();
    known
}

async fn bounces_are_counted_until_they_suppress_and_counted_anew_after_a_reactivation(database: TestDatabase) {
    let store = &database.store;
    let first = bounced(store, "leserin", 1).await;
    assert_eq!((first.bounces, first.suppressed_at, first.last_reason.as_str()), (1, None, "unbekannt"));
    assert_eq!(store.suppressions(9).await.unwrap(), []);
    let second = bounced(store, "leserin", 2).await;
    assert_eq!(second, Suppression { bounces: 2, last_at: at(2), suppressed_at: Some(at(2)), ..first.clone() });
    let third = bounced(store, "leserin", 3).await;
    assert_eq!((third.bounces, third.suppressed_at), (3, Some(at(2))), "since the second");
    bounced(store, "andere", 4).await;
    let (one, other) = (email("leserin"), email("andere"));
    assert_eq!(store.suppressed_among(&[&one, &other]).await.unwrap().into_iter().collect::<Vec<_>>(), [one.reveal().to_owned()]);

    let editor = account(store, "editor", Role::Reviewer).await;
    let mut transaction = store.begin().await.unwrap();
    assert_eq!(transaction.reactivate(third.id, editor.id, at(5)).await.unwrap(), Some(third.clone()));
    assert_eq!(transaction.reactivate(third.id, editor.id, at(6)).await.unwrap(), None);
    assert_eq!(transaction.reactivate(SuppressionId(id()), editor.id, at(6)).await.unwrap(), None);
    transaction.commit().await.unwrap();
    assert!(store.suppressed_among(&[&one]).await.unwrap().is_empty());
    let anew = bounced(store, "leserin", 7).await;
    assert_eq!((anew.bounces, anew.suppressed_at, anew.reactivated_at), (1, None, Some(at(5))));
    assert_eq!(bounced(store, "leserin", 8).await.suppressed_at, Some(at(8)));
}

async fn what_came_of_a_mail_is_written_once_with_what_follows_from_it_by_whoever_has_claimed_it(database: TestDatabase) {
    let store = &database.store;
    let mail = delivery(false, 0);
    posted(store, slice::from_ref(&mail)).await;
    store.claim_deliveries("one", &DeliveryClaim::of(9), at(0), Duration::from_secs(15)).await.unwrap();
    let reply = Some("550 5.1.1 unbe\0kannt".to_owned());
    let state = DeliveryState::Failed;
    let refused = DeliveryOutcome { id: mail.id, state, due_at: None, reply, skip_reason: None, tried: true, is_uncertain: false };
    let bounce = HardBounce { status: "5.1.1", reason: "unbekannt", suppress_after: 2 };
    for (sender, is_committed, is_told) in [("other", true, false), ("one", false, true), ("one", true, true), ("one", true, false)] {
        let mut transaction = store.begin().await.unwrap();
        assert_eq!(transaction.note_delivery(sender, &refused, at(1)).await.unwrap(), is_told, "{sender}");
        if is_told {
            transaction.count_bounce(SuppressionId(id()), &mail.recipient, bounce, at(1)).await.unwrap();
        }
        if is_committed {
            transaction.commit().await.unwrap();
        }
    }
    let noted = store.delivery(mail.id).await.unwrap().unwrap();
    assert_eq!((noted.state, noted.attempts, noted.last_reply.as_deref()), (state, 1, Some("550 5.1.1 unbekannt")));
    assert_eq!(store.suppression_of(&mail.recipient).await.unwrap().unwrap().bounces, 1);
}

async fn an_address_is_forgotten_after_its_time_and_with_its_holder(database: TestDatabase) {
    let store = &database.store;
    bounced(store, "alt", 1).await;
    bounced(store, "holder", 5).await;
    let holder = account(store, "holder", Role::Reader).await;
    let mut transaction = store.begin().await.unwrap();
    assert_eq!(transaction.delete_old_suppressions(at(1)).await.unwrap(), 0);
    assert_eq!(transaction.delete_old_suppressions(at(2)).await.unwrap(), 1);
    transaction.erase_traces(holder.id, &holder.email).await.unwrap();
    transaction.commit().await.unwrap();
    assert_eq!(store.suppression_of(&email("holder")).await.unwrap(), None);
}

async fn a_note_about_the_mail_server_takes_the_place_of_the_one_before(database: TestDatabase) {
    let store = &database.store;
    assert_eq!(store.mail_note("trouble").await.unwrap(), None);
    for (second, text) in [(1, "away"), (2, "full\0")] {
        store.set_mail_note("trouble", text, at(second)).await.unwrap();
    }
    let note = store.mail_note("trouble").await.unwrap().unwrap();
    assert_eq!((note.value.as_str(), note.noted_at), ("full", at(2)));
    store.delete_mail_note("trouble").await.unwrap();
    store.delete_mail_note("trouble").await.unwrap();
    assert_eq!(store.mail_note("trouble").await.unwrap(), None);
}

async fn refusals_for_what_we_are_are_counted_by_domain_and_forgotten_after_their_time(database: TestDatabase) {
    let store = &database.store;
    let mut transaction = store.begin().await.unwrap();
    for (domain, reply, second) in [("eins.example.org", "no", 1), ("zwei.example.org", "no", 2), ("eins.example.org", "5.7\0.1", 3)] {
        transaction.count_policy_refusal(domain, reply, at(second)).await.unwrap();
    }
    transaction.commit().await.unwrap();
    let refusals = store.policy_refusals(at(0)).await.unwrap();
    let expected = PolicyRefusal {
        domain: "eins.example.org".to_owned(),
        refusals: 2,
        first_at: at(1),
        last_at: at(3),
        last_reply: "5.7.1".to_owned(),
    };
    assert_eq!((refusals.len(), &refusals[0]), (2, &expected), "the latest first");
    assert_eq!(store.policy_refusals(at(2)).await.unwrap(), [expected]);
    let mut transaction = store.begin().await.unwrap();
    assert_eq!(transaction.delete_policy_refusals(at(2)).await.unwrap(), 1);
    transaction.commit().await.unwrap();
    assert_eq!(store.policy_refusals(at(0)).await.unwrap().len(), 1);
}
