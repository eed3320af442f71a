//! Access tokens that people make themselves.

use crate::{
    people::refused,
    second_factor::code,
    signing_in::{AUTHOR, caller, session},
    two_processes::A_WHILE,
};
use chrono::TimeDelta;
use domain::{EmailAddress, ErrorCode, Role, Scope, Scopes, Viewer};
use test_network::TestNetwork;
use usecases::{
    Caller, Proof, SignInSettings,
    access_tokens::{self, AccessTokenRequest},
    second_factor, sessions, sign_in,
    tokens::{self, TokenRequest},
};

fn request(label: &str, scopes: &[Scope], valid_days: u32) -> AccessTokenRequest {
    AccessTokenRequest { label: label.to_owned(), scopes: scopes.to_vec(), valid_days, key: None }
}

async fn by_token(test: &TestNetwork, secret: &str) -> Option<Caller> {
    sign_in::caller_by_token(&test.network, secret).await.unwrap()
}

#[tokio::test]
async fn a_token_is_its_holder_for_its_scopes_and_its_time() {
    let test = TestNetwork::new().await;
    let author = test.member(Role::Author, Some("15084")).await;
    let here = caller(&test, &session(&test, AUTHOR).await).await.unwrap();
    let (token, secret) = access_tokens::create(&test.network, &here, &request(" Statistik ", &[Scope::Read], 30)).await.unwrap();
    assert_eq!((token.label.as_str(), token.last_used_at), ("Statistik", None));
    let known = by_token(&test, secret.reveal()).await.unwrap();
    assert_eq!(known, Caller { viewer: author.clone(), proof: Proof::Token(Scopes::new(&[Scope::Read]).unwrap()) });
    assert_eq!((known.may(Scope::Read), known.may(Scope::Write)), (true, false));
    let first_use = test.now();
    let last_use = async || access_tokens::list(&test.network, &author).await.unwrap()[0].last_used_at;
    assert_eq!(last_use().await, Some(first_use));
    test.clock.advance(TimeDelta::seconds(59));
    by_token(&test, secret.reveal()).await.unwrap();
    assert_eq!(last_use().await, Some(first_use), "at most once a minute");
    test.clock.advance(TimeDelta::days(30));
    assert_eq!(by_token(&test, secret.reveal()).await, None);
    assert_eq!(access_tokens::list(&test.network, &author).await.unwrap(), []);
}

#[tokio::test]
async fn a_token_is_revoked_by_its_holder_alone() {
    let test = TestNetwork::new().await;
    let author = Caller::from(test.member(Role::Author, Some("15084")).await);
    let stranger = Caller::from(test.member(Role::Administrator, None).await);
    let (token, secret) = access_tokens::create(&test.network, &author, &request("x", Scope::ALL, 1)).await.unwrap();
    assert_eq!(refused(access_tokens::revoke(&test.network, &stranger, token.id).await), ErrorCode::NotFound);
    assert!(by_token(&test, secret.reveal()).await.is_some());
    access_tokens::revoke(&test.network, &author, token.id).await.unwrap();
    assert_eq!(by_token(&test, secret.reveal()).await, None);
    assert_eq!(refused(access_tokens::revoke(&test.network, &author, token.id).await), ErrorCode::NotFound);
}

/// When the second revokes the token it is over, but not yet for others than the first.
#[tokio::test]
async fn of_two_who_revoke_a_token_at_once_one_does() {
    let test = TestNetwork::new().await;
    let author = Caller::from(test.member(Role::Author, Some("15084")).await);
    let (token, _) = access_tokens::create(&test.network, &author, &request("x", Scope::ALL, 1)).await.unwrap();
    let mut first = test.network.store.begin().await.unwrap();
    assert!(first.revoke_token(token.id, test.now()).await.unwrap());
    let second = tokio::spawn({
        let (network, author) = (test.network.clone(), author.clone());
        async move { access_tokens::revoke(&network, &author, token.id).await }
    });
    tokio::time::sleep(A_WHILE).await;
    assert!(!second.is_finished(), "it waits for the first");
    first.commit().await.unwrap();
    assert_eq!(refused(second.await.unwrap()), ErrorCode::NotFound);
}

#[tokio::test]
async fn a_token_that_cannot_be_is_refused_by_name() {
    let test = TestNetwork::new().await;
    let author = Caller::from(test.member(Role::Author, Some("15084")).await);
    for (wrong, code) in [
        (request(" ", Scope::ALL, 1), ErrorCode::Required),
        (request(&"x".repeat(101), Scope::ALL, 1), ErrorCode::TooLong),
        (request("x", &[], 1), ErrorCode::Required),
        (request("x", Scope::ALL, 0), ErrorCode::Malformed),
        (request("x", Scope::ALL, 366), ErrorCode::Malformed),
    ] {
        assert_eq!(refused(access_tokens::create(&test.network, &author, &wrong).await), code, "{wrong:?}");
    }
    let public = Caller::from(Viewer::Public);
    assert_eq!(refused(access_tokens::create(&test.network, &public, &request("x", Scope::ALL, 1)).await), ErrorCode::Unauthenticated);
    for number in 0..50 {
        access_tokens::create(&test.network, &author, &request(&number.to_string(), Scope::ALL, 1)).await.unwrap();
    }
    assert_eq!(refused(access_tokens::create(&test.network, &author, &request("x", Scope::ALL, 1)).await), ErrorCode::TooMany);
}

#[tokio::test]
async fn a_token_cannot_touch_what_is_about_signing_in() {
    let test = TestNetwork::new().await;
    let author = Caller::from(test.member(Role::Author, Some("15084")).await);
    let (token, secret) = access_tokens::create(&test.network, &author, &request("x", Scope::ALL, 1)).await.unwrap();
    let caller = by_token(&test, secret.reveal()).await.unwrap();
    let network = &test.network;
    let outcomes = [
        refused(access_tokens::create(network, &caller, &request("y", Scope::ALL, 1)).await),
        refused(access_tokens::revoke(network, &caller, token.id).await),
        refused(sessions::end_others(network, &caller).await),
        refused(second_factor::begin(network, &caller).await),
        refused(second_factor::confirm(network, &caller, "000000").await),
        refused(second_factor::remove(network, &caller, "000000").await),
        refused(second_factor::renew_recovery_codes(network, &caller, "000000").await),
    ];
    assert_eq!(outcomes, [ErrorCode::InsufficientScope; 7]);
}

#[tokio::test]
async fn a_token_is_no_way_around_the_second_factor_that_the_role_must_have() {
    let test = TestNetwork::signing_in(SignInSettings { second_factor_roles: vec![Role::Author], ..SignInSettings::default() }).await;
    let network = &test.network;
    let email: EmailAddress = AUTHOR.parse().unwrap();
    let wish = TokenRequest { email, role: Role::Author, municipality: "15084".parse().ok(), label: "Skript".to_owned(), valid_days: 1 };
    let token = tokens::create(network, &wish).await.unwrap();
    let known = async || sign_in::caller_by_token(network, token.reveal()).await;
    assert_eq!(refused(known().await), ErrorCode::SecondFactorRequired);
    let holder = Caller::from(test.member(Role::Author, Some("15084")).await);
    let set_up = second_factor::begin(network, &holder).await.unwrap();
    assert_eq!(refused(known().await), ErrorCode::SecondFactorRequired, "it does not count yet");
    second_factor::confirm(network, &holder, &code(&test, &set_up.secret, 0)).await.unwrap();
    assert_eq!(known().await.unwrap().unwrap().viewer, holder.viewer);
}

#[tokio::test]
async fn a_browser_that_was_left_open_makes_no_token_and_no_second_factor() {
    let test = TestNetwork::new().await;
    let network = &test.network;
    test.member(Role::Author, Some("15084")).await;
    let here = caller(&test, &session(&test, AUTHOR).await).await.unwrap();
    test.clock.advance(TimeDelta::minutes(15) + TimeDelta::seconds(1));
    let made = access_tokens::create(network, &here, &request("x", Scope::ALL, 1)).await;
    assert_eq!(refused(made), ErrorCode::RecentSignInRequired);
    assert_eq!(refused(second_factor::begin(network, &here).await), ErrorCode::RecentSignInRequired);
    let anew = caller(&test, &session(&test, AUTHOR).await).await.unwrap();
    access_tokens::create(network, &anew, &request("x", Scope::ALL, 1)).await.unwrap();
    second_factor::begin(network, &anew).await.unwrap();
}
