//! Roles that must have a second factor.

use crate::{
    deputies::named,
    people::{id_of, refused},
    second_factor::code,
    signing_in::{AUTHOR, by_link, caller, client, session},
};
use chrono::TimeDelta;
use domain::{ErrorCode, Role, Scope, SignInMethod};
use test_network::TestNetwork;
use usecases::{
    SignInSettings, SignedIn,
    access_tokens::{self, AccessTokenRequest},
    second_factor, sessions, sign_in,
};

fn required() -> SignInSettings {
    SignInSettings { second_factor_roles: vec![Role::Author], ..SignInSettings::default() }
}

#[tokio::test]
async fn where_the_role_requires_it_it_is_set_up_before_there_is_a_session() {
    let test = TestNetwork::signing_in(required()).await;
    let author = test.member(Role::Author, Some("15084")).await;
    test.member(Role::Reader, None).await;
    assert!(matches!(by_link(&test, "reader-agentur@example.org").await, SignedIn::Session(_)));
    let SignedIn::NeedsSetUp(cookie) = by_link(&test, AUTHOR).await else { panic!("a set-up") };
    let cookie = cookie.reveal();
    assert_eq!(caller(&test, cookie).await, None);
    let set_up = second_factor::set_up_of(&test.network, cookie).await.unwrap();
    assert_eq!(second_factor::set_up_of(&test.network, cookie).await.unwrap(), set_up, "looking again changes nothing");
    assert_eq!(refused(second_factor::give_code(&test.network, cookie, "000000", &client()).await), ErrorCode::SignInExpired);
    assert_eq!(refused(second_factor::confirm_set_up(&test.network, cookie, "000000", &client()).await), ErrorCode::WrongCode);
    let right = code(&test, &set_up.secret, 0);
    let (token, codes) = second_factor::confirm_set_up(&test.network, cookie, &right, &client()).await.unwrap();
    let here = caller(&test, token.reveal()).await.unwrap();
    assert_eq!((&here.viewer, codes.len()), (&author, 10));
    assert_eq!(refused(second_factor::remove(&test.network, &here, &right).await), ErrorCode::SecondFactorRequired);
    test.clock.advance(TimeDelta::seconds(60));
    assert!(matches!(by_link(&test, AUTHOR).await, SignedIn::NeedsCode(_)));
}

#[tokio::test]
async fn sessions_from_before_the_rule_end_with_it() {
    let test = TestNetwork::new().await;
    let author = test.member(Role::Author, Some("15084")).await;
    let account = test.network.store.account(id_of(&author)).await.unwrap().unwrap();
    let cookie = session(&test, AUTHOR).await;
    let stricter = TestNetwork::signing_in(required()).await;
    let moved = test.member(Role::Author, Some("15084")).await;
    assert_eq!(author, moved);
    // The same rows under the stricter rule: copied, because a network keeps its settings.
    stricter.member(Role::Author, Some("15084")).await;
    let listed = sessions::list(&test.network, &author).await.unwrap().remove(0);
    let mut transaction = stricter.network.store.begin().await.unwrap();
    let there = transaction.account_by_email(&account.email).await.unwrap().unwrap();
    let kept = usecases::Session { account: there.id, ..listed };
    transaction.insert_session(&kept, &usecases::secret::hash(&cookie), &there).await.unwrap();
    transaction.commit().await.unwrap();
    assert_eq!(caller(&stricter, &cookie).await, None);
    assert!(caller(&test, &cookie).await.is_some());
    let demo = sign_in::demo_sign_in(&stricter.network, there.id, &usecases::Client::default()).await.unwrap().unwrap();
    assert!(caller(&stricter, demo.reveal()).await.is_some(), "a demo asks for no proof at all");
    assert_eq!(kept.method, SignInMethod::Link);
}

#[tokio::test]
async fn a_deputation_counts_once_there_is_the_factor_that_coordinators_must_have() {
    let settings = SignInSettings { second_factor_roles: vec![Role::Coordinator], ..SignInSettings::default() };
    let test = TestNetwork::signing_in(settings).await;
    let network = &test.network;
    let author = test.member(Role::Author, Some("15084")).await;
    let cookie = session(&test, AUTHOR).await;
    let here = caller(&test, &cookie).await.unwrap();
    let wish = AccessTokenRequest { label: "Skript".to_owned(), scopes: Scope::ALL.to_vec(), valid_days: 1, key: None };
    let (_, token) = access_tokens::create(network, &here, &wish).await.unwrap();
    let role_by_token = async || sign_in::caller_by_token(network, token.reveal()).await.unwrap().unwrap().viewer.member().unwrap().role;
    assert!(!second_factor::standing(network, &author).await.unwrap().is_required);
    let coordinator = test.member(Role::Coordinator, Some("15084")).await;
    named(&test, &coordinator, &author).await;
    assert_eq!(caller(&test, &cookie).await, None, "the session began with other rights");
    assert_eq!(role_by_token().await, Role::Author, "the token goes on, with the account's own rights");
    assert!(second_factor::standing(network, &author).await.unwrap().is_required);
    let SignedIn::NeedsSetUp(waiting) = by_link(&test, AUTHOR).await else { panic!("a set-up") };
    let set_up = second_factor::set_up_of(network, waiting.reveal()).await.unwrap();
    assert_eq!(role_by_token().await, Role::Author, "the factor does not count yet");
    let right = code(&test, &set_up.secret, 0);
    let (cookie, _) = second_factor::confirm_set_up(network, waiting.reveal(), &right, &client()).await.unwrap();
    let here = caller(&test, cookie.reveal()).await.unwrap();
    assert_eq!([here.viewer.member().unwrap().role, role_by_token().await], [Role::Coordinator; 2]);
    assert_eq!(refused(second_factor::remove(network, &here, "000000").await), ErrorCode::SecondFactorRequired);
}
