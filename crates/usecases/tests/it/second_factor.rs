//! The second factor: how it is set up, and which codes count.

use crate::{
    people::{id_of, refused},
    signing_in::{AUTHOR, by_link, caller, client, session},
};
use chrono::TimeDelta;
use domain::{ErrorCode, Role, Viewer};
use sea_orm::{ConnectionTrait, Statement};
use test_network::TestNetwork;
use totp_rs::{Algorithm, Builder, Secret};
use usecases::{Caller, Refusal, SealKey, SignInSettings, SignedIn, UseCaseError, from_address, second_factor, sessions};

/// The code that an app with this secret shows so many seconds from now.
pub(crate) fn code(test: &TestNetwork, secret: &str, seconds: i64) -> String {
    let app = Builder::new().with_algorithm(Algorithm::SHA1).with_secret(Secret::try_from_base32(secret).unwrap()).build().unwrap();
    app.generate(u64::try_from(test.now().timestamp() + seconds).unwrap()).to_string()
}

/// A member with a second factor: who they are, the app's secret, the recovery codes. A step later, so that the next code is a new one.
pub(crate) async fn with_factor(test: &TestNetwork) -> (Caller, String, Vec<String>) {
    let author = Caller::from(test.member(Role::Author, Some("15084")).await);
    let set_up = second_factor::begin(&test.network, &author).await.unwrap();
    assert!(set_up.uri.contains(&format!("secret={}", set_up.secret)) && set_up.uri.contains("author%2D15084%40example%2Eorg"));
    let (_, codes) = second_factor::confirm(&test.network, &author, &code(test, &set_up.secret, 0)).await.unwrap();
    test.clock.advance(TimeDelta::seconds(60));
    (author, set_up.secret, codes)
}

/// The cookie of a sign-in of the author's that waits for a code.
pub(crate) async fn waiting(test: &TestNetwork) -> String {
    match by_link(test, AUTHOR).await {
        SignedIn::NeedsCode(token) => token.reveal().to_owned(),
        other => panic!("{other:?}"),
    }
}

#[tokio::test]
async fn a_factor_counts_only_once_a_code_of_it_was_given() {
    let test = TestNetwork::new().await;
    let author = Caller::from(test.member(Role::Author, Some("15084")).await);
    assert_eq!(refused(second_factor::confirm(&test.network, &author, "000000").await), ErrorCode::InvalidState, "nothing was begun");
    let first = second_factor::begin(&test.network, &author).await.unwrap();
    assert!(matches!(by_link(&test, AUTHOR).await, SignedIn::Session(_)), "it does not count yet");
    let second = second_factor::begin(&test.network, &author).await.unwrap();
    assert_eq!(refused(second_factor::confirm(&test.network, &author, &code(&test, &first.secret, 0)).await), ErrorCode::WrongCode);
    let here = caller(&test, &session(&test, AUTHOR).await).await.unwrap();
    let (_, codes) = second_factor::confirm(&test.network, &here, &code(&test, &second.secret, 0)).await.unwrap();
    assert_eq!((codes.len(), codes[0].len()), (second_factor::RECOVERY_CODES, 19));
    assert_eq!(sessions::list(&test.network, &author.viewer).await.unwrap().len(), 1, "all other sessions are over");
    let standing = second_factor::standing(&test.network, &author.viewer).await.unwrap();
    assert_eq!((standing.since, standing.recovery_codes_left, standing.is_required), (Some(test.now()), 10, false));
    assert_eq!(refused(second_factor::begin(&test.network, &author).await), ErrorCode::InvalidState, "there is one");
}

#[tokio::test]
async fn the_app_is_told_again_only_what_whoever_asks_has_and_only_until_it_counts() {
    let test = TestNetwork::new().await;
    let author = Caller::from(test.member(Role::Author, Some("15084")).await);
    let other = Caller::from(test.member(Role::Coordinator, Some("15084")).await);
    let again = async |caller: &Caller, secret: &str| second_factor::told_again(&test.network, caller, secret).await.unwrap();
    let first = second_factor::begin(&test.network, &author).await.unwrap();
    let second = second_factor::begin(&test.network, &author).await.unwrap();
    assert!(again(&author, &second.secret).await == Some(second.clone()));
    for (caller, secret) in [(&author, first.secret.as_str()), (&author, ""), (&other, second.secret.as_str())] {
        assert_eq!(again(caller, secret).await, None);
    }
    assert_eq!(again(&Caller::from(Viewer::Public), &second.secret).await, None);
    second_factor::confirm(&test.network, &author, &code(&test, &second.secret, 0)).await.unwrap();
    assert_eq!(again(&author, &second.secret).await, None, "it counts by now");
}

#[tokio::test]
async fn signing_in_asks_for_a_code_and_there_is_no_session_before() {
    let test = TestNetwork::new().await;
    let (author, secret, _) = with_factor(&test).await;
    let cookie = waiting(&test).await;
    assert_eq!(caller(&test, &cookie).await, None, "the cookie of a begun sign-in is no session");
    assert!(!second_factor::needs_set_up(&test.network, &cookie).await.unwrap());
    let token = second_factor::give_code(&test.network, &cookie, &code(&test, &secret, 0), &client()).await.unwrap();
    assert_eq!(caller(&test, token.reveal()).await.unwrap().viewer, author.viewer);
    assert_ne!(token.reveal(), cookie);
    test.clock.advance(TimeDelta::seconds(60));
    let again = second_factor::give_code(&test.network, &cookie, &code(&test, &secret, 0), &client()).await;
    assert_eq!(refused(again), ErrorCode::SignInExpired, "a begun sign-in becomes one session");
}

#[tokio::test]
async fn a_code_counts_once_and_one_step_too_early_or_too_late() {
    let test = TestNetwork::new().await;
    let (_, secret, _) = with_factor(&test).await;
    let give = async |seconds: i64| {
        let cookie = waiting(&test).await;
        second_factor::give_code(&test.network, &cookie, &code(&test, &secret, seconds), &client()).await
    };
    assert_eq!(refused(give(-60).await), ErrorCode::WrongCode);
    assert_eq!(refused(give(60).await), ErrorCode::WrongCode);
    give(-30).await.unwrap();
    give(30).await.unwrap();
    assert_eq!(refused(give(30).await), ErrorCode::WrongCode, "used");
    assert_eq!(refused(give(0).await), ErrorCode::WrongCode, "a later one was used");
    test.clock.advance(TimeDelta::seconds(60));
    give(0).await.unwrap();
}

#[tokio::test]
async fn after_five_wrong_codes_one_begins_anew() {
    let test = TestNetwork::new().await;
    let (_, secret, _) = with_factor(&test).await;
    let cookie = waiting(&test).await;
    for attempt in 1..=5 {
        let outcome = refused(second_factor::give_code(&test.network, &cookie, "000 000", &client()).await);
        assert_eq!(outcome, if attempt < 5 { ErrorCode::WrongCode } else { ErrorCode::SignInExpired });
    }
    let right = code(&test, &secret, 0);
    assert_eq!(refused(second_factor::give_code(&test.network, &cookie, &right, &client()).await), ErrorCode::SignInExpired);
    let cookie = waiting(&test).await;
    second_factor::give_code(&test.network, &cookie, &right, &client()).await.unwrap();
    let cookie = waiting(&test).await;
    test.clock.advance(TimeDelta::minutes(15));
    let late = second_factor::give_code(&test.network, &cookie, &code(&test, &secret, 0), &client()).await;
    assert_eq!(refused(late), ErrorCode::SignInExpired, "a begun sign-in waits a quarter of an hour");
}

#[tokio::test]
async fn twenty_wrong_codes_within_an_hour_are_the_limit_wherever_they_are_given() {
    let test = TestNetwork::new().await;
    let (author, secret, _) = with_factor(&test).await;
    for _ in 0..4 {
        let cookie = waiting(&test).await;
        for _ in 0..4 {
            second_factor::give_code(&test.network, &cookie, "000000", &client()).await.unwrap_err();
        }
    }
    for _ in 0..4 {
        assert_eq!(refused(second_factor::remove(&test.network, &author, "000000").await), ErrorCode::WrongCode);
    }
    let right = code(&test, &secret, 0);
    assert_eq!(refused(second_factor::remove(&test.network, &author, &right).await), ErrorCode::RateLimited);
    let cookie = waiting(&test).await;
    assert_eq!(refused(second_factor::give_code(&test.network, &cookie, &right, &client()).await), ErrorCode::RateLimited);
    test.clock.advance(TimeDelta::hours(1));
    second_factor::remove(&test.network, &author, &code(&test, &secret, 0)).await.unwrap();
    assert!(matches!(by_link(&test, AUTHOR).await, SignedIn::Session(_)));
}

#[tokio::test]
async fn a_recovery_code_counts_once_and_new_ones_replace_the_old() {
    let test = TestNetwork::new().await;
    let (author, secret, codes) = with_factor(&test).await;
    let give = async |code: &str| second_factor::give_code(&test.network, &waiting(&test).await, code, &client()).await;
    give(&codes[0]).await.unwrap();
    assert_eq!(refused(give(&codes[0]).await), ErrorCode::WrongCode);
    give(&codes[1].replace('-', " ").to_uppercase()).await.unwrap();
    assert_eq!(second_factor::standing(&test.network, &author.viewer).await.unwrap().recovery_codes_left, 8);
    let renewed = second_factor::renew_recovery_codes(&test.network, &author, &code(&test, &secret, 0)).await.unwrap();
    assert_eq!(refused(give(&codes[2]).await), ErrorCode::WrongCode);
    give(&renewed[0]).await.unwrap();
    let done: Vec<_> = test.network.store.audit_of(id_of(&author.viewer).0).await.unwrap();
    let done: Vec<_> = done.iter().map(|entry| entry.action.as_str()).filter(|action| action.starts_with("second")).collect();
    let used = "second_factor.recovery_code_used";
    assert_eq!(done, ["second_factor.set_up", used, used, "second_factor.recovery_codes_renewed", used]);
}

async fn kept_secret(test: &TestNetwork) -> String {
    let database = sea_orm::Database::connect(test.database_url()).await.unwrap();
    let select = Statement::from_string(sea_orm::DbBackend::Sqlite, "SELECT secret FROM second_factor");
    database.query_one_raw(select).await.unwrap().unwrap().try_get("", "secret").unwrap()
}

#[tokio::test]
async fn with_the_operator_s_secret_the_app_s_secret_is_sealed_in_the_database() {
    let plain = TestNetwork::new().await;
    with_factor(&plain).await;
    assert!(kept_secret(&plain).await.starts_with("plain:"));
    let settings = SignInSettings { seal_key: SealKey::derive("a secret of the operator, long enough"), ..SignInSettings::default() };
    let test = TestNetwork::signing_in(settings).await;
    let (author, secret, codes) = with_factor(&test).await;
    let kept = kept_secret(&test).await;
    assert!(kept.starts_with("sealed1:") && kept.len() > 60, "{kept}");
    second_factor::give_code(&test.network, &waiting(&test).await, &code(&test, &secret, 0), &client()).await.unwrap();
    // Moved to another account, or changed, it does not open; recovery codes still count.
    let database = sea_orm::Database::connect(test.database_url()).await.unwrap();
    let broken = kept.replace("sealed1:", "sealed1:AAAA");
    database.execute_unprepared(&format!("UPDATE second_factor SET secret = '{broken}'")).await.unwrap();
    test.clock.advance(TimeDelta::seconds(60));
    let outcome = second_factor::give_code(&test.network, &waiting(&test).await, &code(&test, &secret, 0), &client()).await;
    assert!(matches!(outcome, Err(UseCaseError::Failed(usecases::Failure::SealedSecret(_)))), "{outcome:?}");
    second_factor::give_code(&test.network, &waiting(&test).await, &codes[0], &client()).await.unwrap();
    assert!(second_factor::standing(&test.network, &author.viewer).await.unwrap().since.is_some());
}

#[tokio::test]
async fn codes_are_limited_by_address_and_account_and_the_refusal_says_for_how_long() {
    let test = TestNetwork::new().await;
    let (author, secret, _) = with_factor(&test).await;
    let seconds = |refused: Result<(), UseCaseError>| match refused {
        Err(UseCaseError::Refused(Refusal::RateLimited { seconds })) => Some(seconds),
        Err(_) => None,
        Ok(()) => panic!("a wrong code"),
    };
    let wrong = async |address: &str| {
        let removed = from_address(address.parse().ok(), second_factor::remove(&test.network, &author, "000000")).await;
        seconds(removed.map(drop))
    };
    for _ in 0..20 {
        assert_eq!(wrong("192.0.2.7").await, None);
    }
    assert_eq!(wrong("198.51.100.1").await, Some(3_540), "the account's own limit, from whatever address");
    let cookie = waiting(&test).await;
    let given = second_factor::give_code(&test.network, &cookie, &code(&test, &secret, 0), &client()).await;
    assert_eq!(seconds(given.map(drop)), Some(3_540), "even a right code, in a sign-in of its own");
    for _ in 0..8 {
        wrong("192.0.2.7").await;
    }
    test.clock.advance(TimeDelta::seconds(1));
    assert_eq!(wrong("192.0.2.7").await, Some(29), "and then the limit of how fast");
    test.clock.advance(TimeDelta::minutes(60));
    second_factor::give_code(&test.network, &waiting(&test).await, &code(&test, &secret, 0), &client()).await.unwrap();
}
