//! Sign-ins that wait for their second factor, when the factor itself changes.

use crate::{
    deputies::named,
    people::refused,
    second_factor::code,
    signing_in::{AUTHOR, by_link, caller, client, session},
};
use chrono::TimeDelta;
use domain::{ErrorCode, Role};
use test_network::TestNetwork;
use usecases::{Caller, SignInSettings, SignedIn, second_factor, sessions};

#[tokio::test]
async fn a_sign_in_that_waits_is_not_shown_the_secret_that_the_owner_makes_anew() {
    let test = TestNetwork::new().await;
    let network = &test.network;
    let author = Caller::from(test.member(Role::Author, Some("15084")).await);
    let first = second_factor::begin(network, &author).await.unwrap();
    second_factor::confirm(network, &author, &code(&test, &first.secret, 0)).await.unwrap();
    let SignedIn::NeedsCode(waiting) = by_link(&test, AUTHOR).await else { panic!("a code") };
    test.clock.advance(TimeDelta::minutes(1));
    assert_eq!(refused(second_factor::remove(network, &author, "000000").await), ErrorCode::WrongCode);
    assert!(!second_factor::needs_set_up(network, waiting.reveal()).await.unwrap(), "what is refused changes nothing");
    second_factor::remove(network, &author, &code(&test, &first.secret, 0)).await.unwrap();
    let anew = second_factor::begin(network, &author).await.unwrap();
    assert_eq!(refused(second_factor::needs_set_up(network, waiting.reveal()).await), ErrorCode::SignInExpired);
    assert_eq!(refused(second_factor::set_up_of(network, waiting.reveal()).await), ErrorCode::SignInExpired);
    let right = code(&test, &anew.secret, 0);
    let stolen = second_factor::confirm_set_up(network, waiting.reveal(), &right, &client()).await;
    assert_eq!(refused(stolen), ErrorCode::SignInExpired);
    second_factor::confirm(network, &author, &right).await.unwrap();
}

#[tokio::test]
async fn the_session_in_which_a_factor_is_set_up_has_one_from_then_on_and_another_cookie() {
    let test = TestNetwork::new().await;
    let network = &test.network;
    test.member(Role::Author, Some("15084")).await;
    let cookie = session(&test, AUTHOR).await;
    let here = caller(&test, &cookie).await.unwrap();
    let set_up = second_factor::begin(network, &here).await.unwrap();
    let (renewed, _) = second_factor::confirm(network, &here, &code(&test, &set_up.secret, 0)).await.unwrap();
    let renewed = renewed.unwrap();
    let listed = sessions::list(network, &here.viewer).await.unwrap();
    assert_eq!(listed.iter().map(|session| (Some(session.id), session.second_factor)).collect::<Vec<_>>(), [(here.session(), true)]);
    assert_eq!((caller(&test, &cookie).await, caller(&test, renewed.reveal()).await.as_ref()), (None, Some(&here)));
    test.clock.advance(TimeDelta::minutes(1));
    let once_more = second_factor::remove(network, &here, &code(&test, &set_up.secret, 0)).await.unwrap().unwrap();
    assert_eq!((caller(&test, renewed.reveal()).await, caller(&test, once_more.reveal()).await), (None, Some(here)));
}

#[tokio::test]
async fn a_sign_in_that_waits_for_a_set_up_ends_when_the_owner_begins_one() {
    let settings = SignInSettings { second_factor_roles: vec![Role::Coordinator], ..SignInSettings::default() };
    let test = TestNetwork::signing_in(settings).await;
    let network = &test.network;
    let author = test.member(Role::Author, Some("15084")).await;
    let here = caller(&test, &session(&test, AUTHOR).await).await.unwrap();
    let coordinator = test.member(Role::Coordinator, Some("15084")).await;
    named(&test, &coordinator, &author).await;
    let SignedIn::NeedsSetUp(elsewhere) = by_link(&test, AUTHOR).await else { panic!("a set-up") };
    second_factor::begin(network, &here).await.unwrap();
    assert_eq!(refused(second_factor::set_up_of(network, elsewhere.reveal()).await), ErrorCode::SignInExpired);
}
