//! What became of digests, in numbers.

use crate::{
    deliveries::{delivery, posted},
    digests::{active_of, digest, known},
    fixtures::at,
    harness::TestDatabase,
};
use storage::{Delivery, DeliveryState, Digest, DigestOutcome, MailCount};

on_both_databases!(mails_and_what_made_none_are_counted_by_the_day_on_which_they_were_made);

async fn mails_and_what_made_none_are_counted_by_the_day_on_which_they_were_made(database: TestDatabase) {
    let store = &database.store;
    // Days that begin at 100, 200 and 300; what is at 99 and 400 is on none of them.
    let bounds = [at(400), at(300), at(200), at(100)];
    let sent = |second| Delivery { state: DeliveryState::Sent, due_at: None, sent_at: Some(at(second)), ..delivery(true, second) };
    let skipped = Delivery { state: DeliveryState::Skipped, due_at: None, skip_reason: Some("left".into()), ..delivery(true, 399) };
    let mails = [sent(99), sent(100), sent(150), delivery(true, 199), sent(300), skipped, sent(400), delivery(false, 350)];
    posted(store, &mails).await;
    let count = |state, reason: Option<&str>, count| MailCount { state, reason: reason.map(str::to_owned), count };
    let mut counted = store.digest_mails(&bounds).await.unwrap();
    for day in &mut counted {
        day.sort_by_key(|mails| mails.state.key());
    }
    let latest = vec![count(DeliveryState::Sent, None, 1), count(DeliveryState::Skipped, Some("left"), 1)];
    let earliest = vec![count(DeliveryState::Queued, None, 1), count(DeliveryState::Sent, None, 2)];
    assert_eq!(counted, [latest, vec![], earliest]);

    let subscription = active_of(store, &known(store, "leserin", None).await).await.id;
    let mut transaction = store.begin().await.unwrap();
    for (key, second) in [("a", 99), ("b", 100), ("c", 250), ("d", 299), ("e", 400)] {
        let outcome = DigestOutcome::Skipped { reason: "no new case fits".to_owned() };
        let one = Digest { created_at: at(second), ..digest(subscription, key, second, outcome) };
        transaction.insert_digests(&[one]).await.unwrap();
    }
    transaction.commit().await.unwrap();
    let counts = |count| vec![("no new case fits".to_owned(), count)];
    assert_eq!(store.digests_without_mail(&bounds).await.unwrap(), [vec![], counts(2), counts(1)]);
    for none in [&bounds[..1], &[]] {
        assert_eq!((store.digest_mails(none).await.unwrap().len(), store.digests_without_mail(none).await.unwrap().len()), (0, 0));
    }
}
