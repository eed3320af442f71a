//! The second factor.

use crate::signing_in::{AUTHOR, account_of, by_link, caller, client, refused, session};
use chrono::TimeDelta;
use domain::{ErrorCode, Role, Scope, Scopes, SignInMethod, Viewer, ids::AccountId};
use mail::MailKind;
use sea_orm::{ConnectionTrait, Statement};
use test_network::TestNetwork;
use totp_rs::{Algorithm, Builder, Secret};
use usecases::{
    Caller, Proof, Refusal, SealKey, SignInSettings, SignedIn, UseCaseError,
    access_tokens::{self, AccessTokenRequest},
    from_address,
    people::{self, DeputyRequest},
    second_factor, sessions, sign_in,
};

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
    let done: Vec<_> = test.network.store.audit_of(account_of(&author.viewer).0).await.unwrap();
    let done: Vec<_> = done.iter().map(|entry| entry.action.as_str()).filter(|action| action.starts_with("second")).collect();
    let used = "second_factor.recovery_code_used";
    assert_eq!(done, ["second_factor.set_up", used, used, "second_factor.recovery_codes_renewed", used]);
}

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
    let account = test.network.store.account(account_of(&author)).await.unwrap().unwrap();
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

/// To whom a mail told by now that their second factor was reset.
async fn told_of_a_reset(test: &TestNetwork) -> Vec<String> {
    test.run_jobs().await;
    let told = test.sent().into_iter().filter(|mail| mail.kind == MailKind::SecondFactorReset);
    told.map(|mail| mail.to.reveal().to_owned()).collect()
}

/// Who reset the account's second factor, as the audit log has it.
async fn resets(test: &TestNetwork, account: AccountId) -> Vec<Option<AccountId>> {
    let entries = test.network.store.audit_of(account.0).await.unwrap();
    entries.into_iter().filter(|entry| entry.action == "second_factor.reset").map(|entry| entry.actor).collect()
}

#[tokio::test]
async fn a_lost_factor_is_reset_by_those_who_look_after_the_account_and_by_nobody_else() {
    let test = TestNetwork::new().await;
    let network = &test.network;
    let (author, secret, _) = with_factor(&test).await;
    let id = account_of(&author.viewer);
    let begun = waiting(&test).await;
    let cookie = second_factor::give_code(network, &waiting(&test).await, &code(&test, &secret, 0), &client()).await.unwrap();
    let coordinator = Caller::from(test.member(Role::Coordinator, Some("15084")).await);
    let by_token = Caller { proof: Proof::Token(Scopes::all()), ..coordinator.clone() };
    let stranger = Caller::from(test.member(Role::Coordinator, Some("15088")).await);
    for (asker, expected) in [
        (Caller::from(Viewer::Public), ErrorCode::Unauthenticated),
        (author, ErrorCode::NotFound),
        (stranger, ErrorCode::NotFound),
        (by_token, ErrorCode::InsufficientScope),
    ] {
        assert_eq!(refused(second_factor::reset(network, &asker, id).await), expected, "{asker:?}");
    }
    assert!(!second_factor::needs_set_up(network, &begun).await.unwrap(), "what is refused changes nothing");
    assert!(caller(&test, cookie.reveal()).await.is_some() && told_of_a_reset(&test).await.is_empty());
    let reset = second_factor::reset(network, &coordinator, id).await.unwrap();
    assert_eq!((reset.id, reset.email.reveal()), (id, AUTHOR));
    assert_eq!(network.store.recovery_codes_left(id).await.unwrap(), 0);
    assert_eq!(refused(second_factor::needs_set_up(network, &begun).await), ErrorCode::SignInExpired);
    assert_eq!(network.store.pending_sign_in(&usecases::secret::hash(&begun)).await.unwrap(), None);
    assert_eq!(caller(&test, cookie.reveal()).await, None);
    assert_eq!(told_of_a_reset(&test).await, [AUTHOR]);
    let anew = session(&test, AUTHOR).await;
    second_factor::reset(network, &coordinator, id).await.unwrap();
    assert!(caller(&test, &anew).await.is_some(), "there is none any more, so nothing changes");
    assert_eq!(told_of_a_reset(&test).await, [AUTHOR]);
    assert_eq!(resets(&test, id).await, [Some(account_of(&coordinator.viewer))]);
}

#[tokio::test]
async fn nobody_resets_their_own_factor_and_another_administrator_does() {
    let test = TestNetwork::new().await;
    let network = &test.network;
    let administrator = Caller::from(test.member(Role::Administrator, None).await);
    let id = account_of(&administrator.viewer);
    let set_up = second_factor::begin(network, &administrator).await.unwrap();
    second_factor::confirm(network, &administrator, &code(&test, &set_up.secret, 0)).await.unwrap();
    assert_eq!(refused(second_factor::reset(network, &administrator, id).await), ErrorCode::Forbidden);
    let reviewer = Caller::from(test.member(Role::Reviewer, None).await);
    assert_eq!(refused(second_factor::reset(network, &reviewer, id).await), ErrorCode::NotFound);
    assert!(second_factor::standing(network, &administrator.viewer).await.unwrap().since.is_some());
    let other = Caller::from(test.member_named("administrator-zwei", Role::Administrator, None).await);
    second_factor::reset(network, &other, id).await.unwrap();
    assert_eq!(second_factor::standing(network, &administrator.viewer).await.unwrap().since, None);
}

#[tokio::test]
async fn the_operator_resets_a_factor_by_the_account_s_address() {
    let test = TestNetwork::new().await;
    let reset = async |email: &str| second_factor::reset_by_operator(&test.network, &email.parse().unwrap()).await;
    assert_eq!(refused(reset(AUTHOR).await), ErrorCode::NotFound, "there is no such account");
    let (author, ..) = with_factor(&test).await;
    assert!(reset(AUTHOR).await.unwrap());
    assert_eq!(told_of_a_reset(&test).await, [AUTHOR]);
    assert!(matches!(by_link(&test, AUTHOR).await, SignedIn::Session(_)));
    let begun = second_factor::begin(&test.network, &author).await.unwrap();
    assert!(!reset(AUTHOR).await.unwrap(), "it does not count yet");
    second_factor::confirm(&test.network, &author, &code(&test, &begun.secret, 0)).await.unwrap();
    assert_eq!(resets(&test, account_of(&author.viewer)).await, [None]);
}

#[tokio::test]
async fn whoever_is_not_let_in_any_more_is_told_of_no_reset() {
    let test = TestNetwork::new().await;
    let (author, ..) = with_factor(&test).await;
    let coordinator = Caller::from(test.member(Role::Coordinator, Some("15084")).await);
    let id = account_of(&author.viewer);
    people::disable(&test.network, &coordinator.viewer, id).await.unwrap();
    second_factor::reset(&test.network, &coordinator, id).await.unwrap();
    assert_eq!(resets(&test, id).await, [Some(account_of(&coordinator.viewer))]);
    assert!(told_of_a_reset(&test).await.is_empty());
}

/// A coordinator names this member of their municipality as deputy, from now on for a week.
async fn named_deputy(test: &TestNetwork, deputy: &Viewer) {
    let coordinator = test.member(Role::Coordinator, Some("15084")).await;
    let request = DeputyRequest { deputy: account_of(deputy), from: test.now(), until: test.now() + TimeDelta::days(7) };
    people::name_deputy(&test.network, &coordinator, request).await.unwrap();
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
    named_deputy(&test, &author).await;
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
