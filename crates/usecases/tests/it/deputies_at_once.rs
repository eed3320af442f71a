//! A deputy is named while their account is changed.

use crate::{
    people::{ags, id_of, refused},
    two_processes::{A_WHILE, TwoProcesses, on_postgres, on_sqlite},
};
use chrono::TimeDelta;
use domain::{ErrorCode, Role};
use usecases::people::{self, DeputyRequest};

#[tokio::test]
async fn whoever_is_shut_out_while_they_are_named_is_no_deputy_on_sqlite() {
    on_sqlite(false, named_while_shut_out).await;
}

#[tokio::test]
async fn whoever_is_shut_out_while_they_are_named_is_no_deputy_on_postgres() {
    on_postgres(false, named_while_shut_out).await;
}

/// Somebody is named between two steps of their account's disabling: the account is disabled and its deputations are gone, but not yet for others.
async fn named_while_shut_out(processes: TwoProcesses) {
    let test = processes.one;
    let coordinator = test.member(Role::Coordinator, Some("15084")).await;
    let author = test.member(Role::Author, Some("15084")).await;
    let mut disabling = test.network.store.begin().await.unwrap();
    disabling.lock_people().await.unwrap();
    disabling.set_disabled(id_of(&author), Some(test.now())).await.unwrap();
    disabling.delete_deputations_of(id_of(&author)).await.unwrap();
    let request = DeputyRequest { deputy: id_of(&author), from: test.now(), until: test.now() + TimeDelta::days(7) };
    let naming = tokio::spawn({
        let (network, coordinator) = (test.network.clone(), coordinator.clone());
        async move { people::name_deputy(&network, &coordinator, request).await }
    });
    tokio::time::sleep(A_WHILE).await;
    disabling.commit().await.unwrap();
    assert_eq!(refused(naming.await.unwrap()), ErrorCode::Malformed);
    assert_eq!(people::deputations(&test.network, &coordinator, &ags("15084")).await.unwrap(), []);
}
