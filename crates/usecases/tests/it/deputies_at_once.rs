//! A deputy is named, or a deputation ended, while the deputy's account is changed or somebody else ends it.

use crate::{
    people::{ags, id_of, refused},
    two_processes::{A_WHILE, TwoProcesses, on_postgres, on_sqlite},
};
use chrono::TimeDelta;
use domain::{ErrorCode, Role, Viewer, ids::DeputationId};
use storage::Transaction;
use test_network::TestNetwork;
use usecases::people::{self, DeputyRequest};

#[tokio::test]
async fn whoever_is_shut_out_while_they_are_named_is_no_deputy_on_sqlite() {
    on_sqlite(false, named_while_shut_out).await;
}

#[tokio::test]
async fn whoever_is_shut_out_while_they_are_named_is_no_deputy_on_postgres() {
    on_postgres(false, named_while_shut_out).await;
}

/// Somebody is named between two steps of their account's disabling.
async fn named_while_shut_out(processes: TwoProcesses) {
    let test = processes.one;
    let coordinator = test.member(Role::Coordinator, Some("15084")).await;
    let author = test.member(Role::Author, Some("15084")).await;
    let disabling = half_disabled(&test, &author).await;
    let request = for_a_week(&test, &author);
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
async fn a_deputy_who_is_named_twice_at_once_has_one_deputation_on_sqlite() {
    on_sqlite(false, named_twice).await;
}

#[tokio::test]
async fn a_deputy_who_is_named_twice_at_once_has_one_deputation_on_postgres() {
    on_postgres(false, named_twice).await;
}

/// A form is sent twice, as by two clicks: the deputation that ends is the only one.
async fn named_twice(processes: TwoProcesses) {
    let test = processes.one;
    let network = &test.network;
    let coordinator = test.member(Role::Coordinator, Some("15084")).await;
    let author = test.member(Role::Author, Some("15084")).await;
    let request = for_a_week(&test, &author);
    let (first, second) =
        tokio::join!(people::name_deputy(network, &coordinator, request.clone()), people::name_deputy(network, &coordinator, request));
    let first = first.unwrap();
    assert_eq!(second.unwrap(), first);
    assert_eq!(actions(&test, first.id).await, ["deputation.begun"]);
    assert_eq!(people::deputations(network, &coordinator, &ags("15084")).await.unwrap(), [first]);
}

#[tokio::test]
async fn of_two_who_end_a_deputation_at_once_one_does_on_sqlite() {
    on_sqlite(false, ended_by_two).await;
}

#[tokio::test]
async fn of_two_who_end_a_deputation_at_once_one_does_on_postgres() {
    on_postgres(false, ended_by_two).await;
}

/// When the second ends the deputation it is gone, but not yet for others than the first.
async fn ended_by_two(processes: TwoProcesses) {
    let test = processes.one;
    let network = &test.network;
    let coordinator = test.member(Role::Coordinator, Some("15084")).await;
    let author = test.member(Role::Author, Some("15084")).await;
    let deputation = people::name_deputy(network, &coordinator, for_a_week(&test, &author)).await.unwrap().id;
    let mut first = network.store.begin().await.unwrap();
    first.lock_people().await.unwrap();
    first.delete_deputation(deputation).await.unwrap();
    let second = tokio::spawn({
        let (network, coordinator) = (network.clone(), coordinator.clone());
        async move { people::end_deputation(&network, &coordinator, deputation).await }
    });
    tokio::time::sleep(A_WHILE).await;
    assert!(!second.is_finished(), "it waits for the first");
    first.commit().await.unwrap();
    assert_eq!(refused(second.await.unwrap()), ErrorCode::NotFound);
    assert_eq!(actions(&test, deputation).await, ["deputation.begun"], "whoever ended it writes it down");
}

#[tokio::test]
async fn a_deputation_that_ends_with_its_deputy_s_account_is_not_ended_once_more_on_sqlite() {
    on_sqlite(false, ended_while_shut_out).await;
}

#[tokio::test]
async fn a_deputation_that_ends_with_its_deputy_s_account_is_not_ended_once_more_on_postgres() {
    on_postgres(false, ended_while_shut_out).await;
}

/// A deputation is ended between two steps of its deputy's disabling.
async fn ended_while_shut_out(processes: TwoProcesses) {
    let test = processes.one;
    let coordinator = test.member(Role::Coordinator, Some("15084")).await;
    let author = test.member(Role::Author, Some("15084")).await;
    let deputation = people::name_deputy(&test.network, &coordinator, for_a_week(&test, &author)).await.unwrap();
    let disabling = half_disabled(&test, &author).await;
    let ending = tokio::spawn({
        let (network, coordinator, id) = (test.network.clone(), coordinator.clone(), deputation.id);
        async move { people::end_deputation(&network, &coordinator, id).await }
    });
    tokio::time::sleep(A_WHILE).await;
    disabling.commit().await.unwrap();
    assert_eq!(refused(ending.await.unwrap()), ErrorCode::NotFound);
    assert_eq!(actions(&test, deputation.id).await, ["deputation.begun"], "nobody ended it by hand");
}

/// What the audit log says about a deputation.
async fn actions(test: &TestNetwork, deputation: DeputationId) -> Vec<String> {
    test.network.store.audit_of(deputation.0).await.unwrap().into_iter().map(|entry| entry.action).collect()
}

/// The account is disabled and its deputations are gone, but not yet for others.
async fn half_disabled(test: &TestNetwork, deputy: &Viewer) -> Transaction {
    let mut disabling = test.network.store.begin().await.unwrap();
    disabling.lock_people().await.unwrap();
    disabling.set_disabled(id_of(deputy), Some(test.now())).await.unwrap();
    disabling.delete_deputations_of(id_of(deputy)).await.unwrap();
    disabling
}

fn for_a_week(test: &TestNetwork, deputy: &Viewer) -> DeputyRequest {
    DeputyRequest { deputy: id_of(deputy), from: test.now(), until: test.now() + TimeDelta::days(7) }
}
