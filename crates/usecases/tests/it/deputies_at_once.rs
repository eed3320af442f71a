//! A deputy is named while their account is changed, and a deputation ended by two.

use crate::{
    people::{ags, id_of, refused},
    two_processes::{A_WHILE, TwoProcesses, on_postgres, on_sqlite},
};
use chrono::TimeDelta;
use domain::{ErrorCode, Role};
use usecases::{
    AuditFilter,
    people::{self, DeputyRequest},
};

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

#[tokio::test]
async fn of_two_who_end_a_deputation_at_once_one_does_on_sqlite() {
    on_sqlite(false, ended_by_two).await;
}

#[tokio::test]
async fn of_two_who_end_a_deputation_at_once_one_does_on_postgres() {
    on_postgres(false, ended_by_two).await;
}

/// The second has found the deputation when the first ends it, but not yet for others.
async fn ended_by_two(processes: TwoProcesses) {
    let test = processes.one;
    let network = &test.network;
    let coordinator = test.member(Role::Coordinator, Some("15084")).await;
    let deputy = id_of(&test.member(Role::Author, Some("15084")).await);
    let request = DeputyRequest { deputy, from: test.now(), until: test.now() + TimeDelta::days(7) };
    let deputation = people::name_deputy(network, &coordinator, request).await.unwrap().id;
    let mut first = network.store.begin().await.unwrap();
    assert!(first.delete_deputation(deputation).await.unwrap());
    let second = tokio::spawn({
        let (network, coordinator) = (network.clone(), coordinator.clone());
        async move { people::end_deputation(&network, &coordinator, deputation).await }
    });
    tokio::time::sleep(A_WHILE).await;
    assert!(!second.is_finished(), "it waits for the first");
    first.commit().await.unwrap();
    assert_eq!(refused(second.await.unwrap()), ErrorCode::NotFound);
    let log = network.store.audit_log(&AuditFilter::default(), None, 10).await.unwrap();
    assert!(log.iter().all(|logged| logged.entry.action != "deputation.ended"), "whoever ended it writes it down");
}
