//! Mails that this version of the program cannot read.

use crate::{
    deliveries::{claimed, delivery, posted},
    fixtures::at,
    harness::TestDatabase,
};
use storage::{Delivery, DeliveryState, StoreError};

on_both_databases!(
    a_mail_that_cannot_be_read_keeps_no_other_back,
    many_that_cannot_be_read_leave_their_place_to_others,
    a_list_leaves_out_what_cannot_be_read,
);

/// What this program takes for a mail's address; an earlier version may have taken less.
const UNREADABLE: &str = "UPDATE delivery SET recipient = 'wer auch immer' WHERE message_id = '<odd@example.org>'";

fn odd(bulk: bool) -> Delivery {
    Delivery { message_id: "<odd@example.org>".to_owned(), ..delivery(bulk, 0) }
}

async fn a_mail_that_cannot_be_read_keeps_no_other_back(database: TestDatabase) {
    for bulk in [false, true] {
        let store = &database.store;
        let mails = [delivery(bulk, 0), odd(bulk), delivery(bulk, 1)];
        posted(store, &mails).await;
        database.execute(UNREADABLE).await;
        assert_eq!(claimed(store, "one", 10, 5).await, [mails[0].id, mails[2].id]);
        // It is held by nobody, and is looked at again after an hour.
        store.release_deliveries("one", &[mails[0].id, mails[2].id], at(1_000_000)).await.unwrap();
        assert_eq!(claimed(store, "one", 10, 3_604).await, []);
        database.execute("UPDATE delivery SET recipient = 'leserin@example.org' WHERE message_id = '<odd@example.org>'").await;
        assert_eq!(claimed(store, "one", 10, 3_604).await, []);
        assert_eq!(claimed(store, "one", 10, 3_605).await, [mails[1].id]);
        store.release_deliveries("one", &[mails[1].id], at(1_000_000)).await.unwrap();
    }
}

async fn many_that_cannot_be_read_leave_their_place_to_others(database: TestDatabase) {
    let store = &database.store;
    let odd: Vec<_> = (0..7).map(|_| odd(true)).collect();
    posted(store, &odd).await;
    let mails = [delivery(true, 1), delivery(true, 2), delivery(true, 3)];
    posted(store, &mails).await;
    database.execute(UNREADABLE).await;
    assert_eq!(claimed(store, "one", 2, 5).await, [mails[0].id, mails[1].id], "as many as were asked for");
    assert_eq!(claimed(store, "one", 2, 5).await, [mails[2].id]);
    assert_eq!(store.open_deliveries().await.unwrap().queued, 10, "and none is lost");
}

async fn a_list_leaves_out_what_cannot_be_read(database: TestDatabase) {
    let store = &database.store;
    let refused = |mail: Delivery| Delivery { state: DeliveryState::Failed, due_at: None, ..mail };
    let mails = [refused(delivery(false, 0)), refused(odd(false)), refused(delivery(false, 1))];
    posted(store, &mails).await;
    database.execute(UNREADABLE).await;
    let listed: Vec<_> = store.failed_deliveries(10).await.unwrap().into_iter().map(|mail| mail.id).collect();
    assert_eq!(listed, [mails[2].id, mails[0].id]);
    // Asked for alone it is there, and nobody takes it for one that is not.
    let alone = store.delivery(mails[1].id).await;
    assert!(matches!(&alone, Err(StoreError::Row { table: "delivery", column, .. }) if column == "recipient"), "{alone:?}");
}
