//! What the command line makes of people.

use crate::people::{account, ags, id_of, refused, token};
use chrono::TimeDelta;
use domain::{ErrorCode, Role};
use test_network::TestNetwork;
use usecases::{
    UseCaseError,
    people::{self, DeputyRequest, InviteRequest},
    secret::Token,
    sign_in,
    tokens::{self, TokenRequest},
};

/// Makes a token for `<name>@example.org` as somebody of this role and place.
async fn make(test: &TestNetwork, name: &str, role: Role, place: Option<&str>) -> Result<Token, UseCaseError> {
    let email = format!("{name}@example.org").parse().unwrap();
    let request = TokenRequest { email, role, municipality: place.map(ags), label: "Skript".to_owned(), valid_days: 1 };
    tokens::create(&test.network, &request).await
}

#[tokio::test]
async fn the_command_line_leaves_nobody_without_coordination_and_administration() {
    let test = TestNetwork::new().await;
    let role_of = async |name: &str| account(&test, &format!("{name}@example.org")).await.unwrap().role;
    make(&test, "erste", Role::Administrator, None).await.unwrap();
    make(&test, "koordination", Role::Coordinator, Some("15084")).await.unwrap();
    for (name, role, place) in [
        ("erste", Role::Reviewer, None),
        ("koordination", Role::Author, Some("15084")),
        ("koordination", Role::Administrator, None),
        ("koordination", Role::Coordinator, Some("15088")),
    ] {
        assert_eq!(refused(make(&test, name, role, place).await), ErrorCode::LastOfRole, "{name} as {role:?}");
    }
    assert_eq!((role_of("erste").await, role_of("koordination").await), (Role::Administrator, Role::Coordinator));
    make(&test, "koordination", Role::Coordinator, Some("15084550")).await.unwrap();
    make(&test, "zweite", Role::Administrator, None).await.unwrap();
    make(&test, "erste", Role::Reviewer, None).await.unwrap();
    assert_eq!(role_of("erste").await, Role::Reviewer, "once there is another");
}

#[tokio::test]
async fn whoever_speaks_for_another_municipality_stands_in_for_nobody_any_more() {
    let test = TestNetwork::new().await;
    let network = &test.network;
    let administrator = test.member(Role::Administrator, None).await;
    let coordinator = test.member(Role::Coordinator, Some("15084")).await;
    let reader = test.member(Role::Reader, Some("15084")).await;
    let request = DeputyRequest { deputy: id_of(&reader), from: test.now(), until: test.now() + TimeDelta::days(8) };
    let named = async || network.store.deputations(&ags("15084"), test.now()).await.unwrap().len();
    people::name_deputy(network, &coordinator, request.clone()).await.unwrap();
    make(&test, "reader-15084", Role::Author, Some("15084550")).await.unwrap();
    assert_eq!(named().await, 1, "the coordination is the same");
    make(&test, "reader-15084", Role::Author, Some("15088")).await.unwrap();
    assert_eq!(named().await, 0);
    make(&test, "reader-15084", Role::Reader, Some("15084")).await.unwrap();
    people::name_deputy(network, &coordinator, request).await.unwrap();
    let email = "reader-15084@example.org".to_owned();
    let offer = InviteRequest { email, role: Role::Reviewer, municipality: None, function: None, key: None };
    people::invite(network, &administrator, offer).await.unwrap();
    people::accept(network, &token(&test).await).await.unwrap();
    assert_eq!(named().await, 0, "an invitation is no other way");
}

#[tokio::test]
async fn another_role_by_the_command_line_ends_earlier_tokens_and_is_written_down() {
    let test = TestNetwork::new().await;
    let network = &test.network;
    let first = make(&test, "skript", Role::Author, Some("15084")).await.unwrap();
    let second = make(&test, "skript", Role::Author, Some("15084")).await.unwrap();
    let counts = async |token: &Token| sign_in::caller_by_token(network, token.reveal()).await.unwrap().is_some();
    assert_eq!([counts(&first).await, counts(&second).await], [true, true], "the same role again changes nothing");
    let third = make(&test, "skript", Role::Reviewer, None).await.unwrap();
    assert_eq!([counts(&first).await, counts(&second).await, counts(&third).await], [false, false, true]);
    let id = account(&test, "skript@example.org").await.unwrap().id;
    let entries = network.store.audit_of(id.0).await.unwrap();
    let told: Vec<_> = entries.iter().map(|entry| (entry.action.as_str(), entry.actor)).collect();
    let made = ("token.created", None);
    assert_eq!(told, [made, made, ("account.role_changed", None), made]);
    assert_eq!(refused(make(&test, "skript", Role::Author, None).await), ErrorCode::Required);
    assert_eq!(refused(make(&test, "skript", Role::Reviewer, Some("15084")).await), ErrorCode::ConflictingValues);
}

#[tokio::test]
async fn a_token_has_a_label_that_its_holder_can_recognise() {
    let test = TestNetwork::new().await;
    let labelled = async |label: &str| {
        let (email, label) = ("skript@example.org".parse().unwrap(), label.to_owned());
        let request = TokenRequest { email, role: Role::Author, municipality: Some(ags("15084")), label, valid_days: 1 };
        tokens::create(&test.network, &request).await
    };
    assert_eq!(refused(labelled(" ").await), ErrorCode::Required);
    assert_eq!(refused(labelled(&"ä".repeat(101)).await), ErrorCode::TooLong);
    assert!(account(&test, "skript@example.org").await.is_none(), "nothing was made");
    labelled(&"ä".repeat(100)).await.unwrap();
}
