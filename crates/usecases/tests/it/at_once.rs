//! People are changed at the same time: one after the other, and nobody waits for somebody who waits for them.

use crate::{
    people::{account, id_of, person, refused, token},
    two_processes::{TwoProcesses, on_postgres, on_sqlite},
};
use domain::{ErrorCode, Role, Viewer};
use std::sync::Arc;
use test_network::TestNetwork;
use tokio::task::JoinHandle;
use usecases::{
    Account, Network, UseCaseError, erase_account,
    people::{self, HandedOver, InviteRequest},
};

/// How often each is tried: whether two meet is a matter of chance.
const ROUNDS: usize = 20;

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn of_two_last_coordinators_who_are_disabled_at_once_one_stays_on_sqlite() {
    on_sqlite(false, two_are_disabled).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn of_two_last_coordinators_who_are_disabled_at_once_one_stays_on_postgres() {
    on_postgres(false, two_are_disabled).await;
}

async fn two_are_disabled(processes: TwoProcesses) {
    let test = processes.one;
    let administrator = test.member(Role::Administrator, None).await;
    let one = person(&test, "eine@kreis.example.org", Role::Coordinator, Some("15084")).await;
    let other = person(&test, "andere@kreis.example.org", Role::Coordinator, Some("15084")).await;
    for round in 0..ROUNDS {
        let tasks = [&one, &other].map(|coordinator| disabling(&test.network, &administrator, coordinator));
        let mut disabled = Vec::new();
        let mut refusals = Vec::new();
        for task in tasks {
            match task.await.unwrap() {
                Ok(found) => disabled.push(found.id),
                refusal => refusals.push(refused(refusal)),
            }
        }
        assert_eq!((disabled.len(), refusals.as_slice()), (1, &[ErrorCode::LastOfRole][..]), "round {round}");
        people::enable(&test.network, &administrator, disabled[0]).await.unwrap();
    }
}

fn disabling(network: &Arc<Network>, by: &Viewer, whom: &Viewer) -> JoinHandle<Result<Account, UseCaseError>> {
    let (network, by, id) = (network.clone(), by.clone(), id_of(whom));
    tokio::spawn(async move { people::disable(&network, &by, id).await })
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn two_who_hand_over_to_each_other_at_once_both_do_on_sqlite() {
    on_sqlite(false, two_hand_over).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn two_who_hand_over_to_each_other_at_once_both_do_on_postgres() {
    on_postgres(false, two_hand_over).await;
}

async fn two_hand_over(processes: TwoProcesses) {
    let test = processes.one;
    let coordinator = test.member(Role::Coordinator, Some("15084")).await;
    let one = person(&test, "eine@kreis.example.org", Role::Author, Some("15084")).await;
    let other = person(&test, "andere@kreis.example.org", Role::Author, Some("15084")).await;
    for round in 0..ROUNDS {
        let tasks = [(&one, &other), (&other, &one)].map(|(from, to)| handing_over(&test.network, &coordinator, from, to));
        for task in tasks {
            let handed = task.await.unwrap();
            assert!(handed.is_ok(), "round {round}: {handed:?}");
        }
    }
}

fn handing_over(network: &Arc<Network>, by: &Viewer, from: &Viewer, to: &Viewer) -> JoinHandle<Result<HandedOver, UseCaseError>> {
    let (network, by, from, to) = (network.clone(), by.clone(), id_of(from), id_of(to));
    tokio::spawn(async move { people::hand_over(&network, &by, from, to).await })
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn an_invitation_is_accepted_while_sender_and_colleague_are_erased_on_sqlite() {
    on_sqlite(false, accepted_while_others_go).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn an_invitation_is_accepted_while_sender_and_colleague_are_erased_on_postgres() {
    on_postgres(false, accepted_while_others_go).await;
}

/// A coordinator whom the agency calls to itself, and a colleague who leaves the same coordination, both must see that somebody stays.
async fn accepted_while_others_go(processes: TwoProcesses) {
    let test = processes.one;
    test.member(Role::Administrator, None).await;
    test.member(Role::Coordinator, Some("15084")).await;
    for round in 0..ROUNDS {
        let address = |name: &str| format!("{name}-{round}@kreis.example.org");
        let sender = person(&test, &address("absender"), Role::Administrator, None).await;
        let colleague = person(&test, &address("kollege"), Role::Coordinator, Some("15084")).await;
        person(&test, &address("geladen"), Role::Coordinator, Some("15084")).await;
        let accepting = {
            let (network, token) = (test.network.clone(), invited(&test, &sender, &address("geladen")).await);
            async move { people::accept(&network, &token).await }
        };
        let mut erasing = Vec::new();
        for viewer in [&sender, &colleague] {
            let (network, session) = (test.network.clone(), test.session(viewer).await);
            erasing.push(async move { erase_account::erase_my_account(&network, &session, None).await });
        }
        let accepting = tokio::spawn(accepting);
        let erasing: Vec<_> = erasing.into_iter().map(tokio::spawn).collect();
        for task in erasing {
            let erased = task.await.unwrap();
            assert!(erased.is_ok(), "round {round}: {erased:?}");
        }
        let role = match accepting.await.unwrap() {
            Ok(_) => Role::Reviewer,
            // The sender was gone first.
            refusal => {
                assert_eq!(refused(refusal), ErrorCode::NotFound, "round {round}");
                Role::Coordinator
            }
        };
        assert_eq!(account(&test, &address("geladen")).await.unwrap().role, role, "round {round}");
    }
}

/// Invites a coordinator as a reviewer and returns the token of the mail.
async fn invited(test: &TestNetwork, by: &Viewer, email: &str) -> String {
    let request = InviteRequest { email: email.to_owned(), role: Role::Reviewer, municipality: None, function: None };
    people::invite(&test.network, by, request).await.unwrap();
    token(test).await
}
