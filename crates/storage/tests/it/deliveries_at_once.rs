//! What writes about many mails while another writes about some of them.

use crate::{
    deliveries::{claimed, delivery, posted},
    fixtures::at,
    harness::on_postgres,
};
use domain::ids::DeliveryId;
use sea_orm::{ConnectionTrait, DatabaseConnection, DatabaseTransaction, TransactionTrait};
use std::time::Duration;

/// Two that each held some mails and waited for others would be a deadlock.
#[tokio::test]
async fn claims_are_prolonged_and_lost_mails_found_without_waiting_on_postgres() {
    on_postgres(|database| async move {
        let store = &database.store;
        posted(store, &[delivery(true, 0), delivery(true, 0)]).await;
        let ids = claimed(store, "one", 10, 0).await;
        let connection = database.connection().await;

        let writing = written_about(&connection, ids[0]).await;
        in_a_moment(store.extend_claims("one", &ids, at(30))).await.unwrap();
        writing.rollback().await.unwrap();
        assert_eq!(claimed(store, "two", 10, 15).await, ids[..1], "the other claim was prolonged");

        let (sent, _) = store.note_deliveries("two", &ids[..1], at(31), &[], at(16)).await.unwrap();
        let (others, _) = store.note_deliveries("one", &ids[1..], at(31), &[], at(16)).await.unwrap();
        assert_eq!((sent.len(), others.len()), (1, 1));
        let writing = written_about(&connection, ids[0]).await;
        assert_eq!(in_a_moment(store.lose_unanswered_deliveries(at(40))).await.unwrap(), 1);
        writing.rollback().await.unwrap();
        assert_eq!(store.lose_unanswered_deliveries(at(40)).await.unwrap(), 1, "found once nobody writes about it");
    })
    .await;
}

/// A transaction that holds the row of this mail.
async fn written_about(connection: &DatabaseConnection, id: DeliveryId) -> DatabaseTransaction {
    let transaction = connection.begin().await.unwrap();
    transaction.execute_unprepared(&format!("SELECT id FROM delivery WHERE id = '{}' FOR UPDATE", id.0)).await.unwrap();
    transaction
}

async fn in_a_moment<T>(work: impl Future<Output = T>) -> T {
    tokio::time::timeout(Duration::from_secs(10), work).await.expect("waited for another's row")
}
