//! Who has which role, and what ends with it.

use crate::{invitations::invitation, leaving::leave};
use domain::{
    Ags, ErrorCode, Role, Viewer,
    ids::{AccountId, TokenId},
};
use std::fmt::Debug;
use test_network::TestNetwork;
use usecases::{Account, UseCaseError, people, rights, sign_in};

pub(crate) fn ags(key: &str) -> Ags {
    key.parse().unwrap()
}

pub(crate) fn id_of(viewer: &Viewer) -> AccountId {
    viewer.member().unwrap().account
}

/// The code that something was refused with.
pub(crate) fn refused<T: Debug>(outcome: Result<T, UseCaseError>) -> ErrorCode {
    match outcome {
        Err(UseCaseError::Refused(refusal)) => refusal.code(),
        other => panic!("not refused: {other:?}"),
    }
}

/// The token in the latest mail.
pub(crate) async fn token(test: &TestNetwork) -> String {
    test.run_jobs().await;
    // Others may be sent at the same time, in no order.
    let mail = test.sent().into_iter().rfind(|mail| mail.text.contains("token=")).unwrap();
    mail.text.split("token=").nth(1).unwrap().split_whitespace().next().unwrap().to_owned()
}

pub(crate) async fn account(test: &TestNetwork, email: &str) -> Option<Account> {
    test.network.store.account_by_email(&email.parse().unwrap()).await.unwrap()
}

/// Somebody of this role and place with an address of their own.
pub(crate) async fn person(test: &TestNetwork, email: &str, role: Role, place: Option<&str>) -> Viewer {
    let mut transaction = test.network.store.begin().await.unwrap();
    let id = AccountId(test.network.ids.next());
    let place = place.map(ags);
    let account = transaction.upsert_account(&email.parse().unwrap(), role, place.as_ref(), id, test.now()).await.unwrap();
    transaction.commit().await.unwrap();
    rights::viewer_of(&test.network, &account).await.unwrap()
}

/// The person as the next request finds them.
pub(crate) async fn again(test: &TestNetwork, viewer: &Viewer) -> Viewer {
    let account = test.network.store.account(id_of(viewer)).await.unwrap().unwrap();
    rights::viewer_of(&test.network, &account).await.unwrap()
}

#[tokio::test]
async fn the_last_coordinator_and_the_last_administrator_stay() {
    let test = TestNetwork::new().await;
    let network = &test.network;
    let administrator = test.member(Role::Administrator, None).await;
    let coordinator = test.member(Role::Coordinator, Some("15084")).await;
    person(&test, "anders@example.org", Role::Coordinator, Some("15088")).await;
    let last = ErrorCode::LastOfRole;
    assert_eq!(refused(people::disable(network, &administrator, id_of(&coordinator)).await), last);
    assert_eq!(refused(people::change_role(network, &administrator, id_of(&coordinator), Role::Reader, None).await), last);
    assert_eq!(refused(leave(&test, &coordinator, None).await), last);
    assert_eq!(refused(people::disable(network, &administrator, id_of(&administrator)).await), last);
    assert_eq!(refused(leave(&test, &administrator, None).await), last);
    people::invite(network, &administrator, invitation("coordinator-15084@example.org", Role::Reviewer, None)).await.unwrap();
    assert_eq!(refused(people::accept(network, &token(&test).await).await), last, "not even for the agency");
    let author = test.member(Role::Author, Some("15084")).await;
    people::change_role(network, &coordinator, id_of(&author), Role::Coordinator, None).await.unwrap();
    leave(&test, &coordinator, None).await.unwrap();
    assert_eq!(refused(people::disable(network, &administrator, id_of(&author)).await), last, "a disabled coordinator is none");
}

#[tokio::test]
async fn nobody_raises_their_own_role_and_nobody_sees_strangers() {
    let test = TestNetwork::new().await;
    let network = &test.network;
    let coordinator = test.member(Role::Coordinator, Some("15084")).await;
    let reviewer = test.member(Role::Reviewer, None).await;
    let change = async |viewer: &Viewer, of: &Viewer, role| people::change_role(network, viewer, id_of(of), role, None).await;
    assert_eq!(refused(change(&coordinator, &coordinator, Role::Reviewer).await), ErrorCode::Forbidden);
    assert_eq!(refused(change(&reviewer, &reviewer, Role::Administrator).await), ErrorCode::NotFound, "the agency is for administrators");
    let foreign = test.member(Role::Author, Some("15088")).await;
    assert_eq!(refused(change(&coordinator, &foreign, Role::Reader).await), ErrorCode::NotFound);
    assert_eq!(refused(people::members(network, &coordinator, Some(&ags("15088"))).await), ErrorCode::Forbidden);
    let author = test.member(Role::Author, Some("15084")).await;
    assert_eq!(refused(change(&coordinator, &author, Role::Reviewer).await), ErrorCode::Forbidden);
    assert_eq!(refused(change(&author, &author, Role::Coordinator).await), ErrorCode::NotFound);
    assert_eq!(people::members(network, &coordinator, Some(&ags("15084"))).await.unwrap().len(), 2);
}

#[tokio::test]
async fn sessions_and_tokens_end_with_the_account_and_with_another_role() {
    let test = TestNetwork::new().await;
    let network = &test.network;
    let coordinator = test.member(Role::Coordinator, Some("15084")).await;
    let author = test.member(Role::Author, Some("15084")).await;
    let begin = async || {
        let cookie = sign_in::demo_sign_in(network, id_of(&author), &usecases::Client::default()).await.unwrap().unwrap();
        let mut transaction = network.store.begin().await.unwrap();
        let id = TokenId(network.ids.next());
        transaction.insert_token(id, id_of(&author), &usecases::secret::hash(&id.to_string()), "", test.now(), None).await.unwrap();
        transaction.commit().await.unwrap();
        (cookie, id.to_string())
    };
    let counts = async |(cookie, token): &(usecases::secret::Token, String)| {
        let session = sign_in::caller_by_session(network, cookie.reveal()).await.unwrap().is_some();
        (session, sign_in::caller_by_token(network, token).await.unwrap().is_some())
    };
    let first = begin().await;
    assert_eq!(counts(&first).await, (true, true));
    people::change_role(network, &coordinator, id_of(&author), Role::Reader, None).await.unwrap();
    assert_eq!(counts(&first).await, (false, false));
    let second = begin().await;
    people::disable(network, &coordinator, id_of(&author)).await.unwrap();
    assert_eq!(counts(&second).await, (false, false));
    assert!(sign_in::demo_sign_in(network, id_of(&author), &usecases::Client::default()).await.unwrap().is_none());
    people::enable(network, &coordinator, id_of(&author)).await.unwrap();
    assert_eq!(counts(&second).await, (false, false), "what has ended stays ended");
}

#[tokio::test]
async fn a_function_that_is_said_twice_is_written_down_once() {
    let test = TestNetwork::new().await;
    let network = &test.network;
    let author = test.member(Role::Author, Some("15084")).await;
    for said in ["Bildungskoordination", " Bildungskoordination ", "Schulsozialarbeit"] {
        let account = people::set_function(network, &author, Some(said)).await.unwrap();
        assert_eq!(account.function.as_deref(), Some(said.trim()));
    }
    let log = network.store.audit_of(id_of(&author).0).await.unwrap();
    assert_eq!(log.iter().filter(|entry| entry.action == "account.function_changed").count(), 2);
}
