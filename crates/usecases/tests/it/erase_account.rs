//! Who erases their account, and what is left of them.

use crate::{
    export_my_data::{all_daily, author_with_everything},
    people::id_of,
    second_factor::code,
    signing_in::AUTHOR,
};
use chrono::TimeDelta;
use domain::{CaseContent, ErrorCode, Role, Scopes, case::Contact};
use test_network::{Stand, TestNetwork, complete_case, draft_case};
use usecases::{
    AuditFilter, Caller, Proof, UseCaseError, audit_log, claim_review, confirm_subscription, erase_account, from_address, second_factor,
    subscribe,
};

#[tokio::test]
async fn an_account_is_erased_soon_after_signing_in_or_by_a_code_and_by_no_token() {
    let test = TestNetwork::new().await;
    let network = &test.network;
    let author = test.member(Role::Author, Some("15084")).await;
    let erase = async |caller: &Caller, code: Option<&str>| match erase_account::erase_my_account(network, caller, code).await {
        Err(UseCaseError::Refused(refusal)) => refusal.code(),
        other => panic!("{other:?}"),
    };
    let by_token = Caller { viewer: author.clone(), proof: Proof::Token(Scopes::all()) };
    assert_eq!(erase(&by_token, None).await, ErrorCode::InsufficientScope);
    assert_eq!(erase(&Caller::from(&author), None).await, ErrorCode::InsufficientScope);
    let session = test.session(&author).await;
    assert_eq!(erase(&session, Some("000000")).await, ErrorCode::InvalidState, "there is no second factor");
    let other = test.session(&test.member(Role::Reader, None).await).await;
    let mixed = Caller { viewer: author.clone(), ..other };
    assert_eq!(erase(&mixed, None).await, ErrorCode::Unauthenticated, "another's session");
    let set_up = second_factor::begin(network, &session).await.unwrap();
    test.clock.advance(TimeDelta::minutes(15) + TimeDelta::seconds(1));
    assert_eq!(erase(&session, None).await, ErrorCode::RecentSignInRequired);
    second_factor::confirm(network, &session, &code(&test, &set_up.secret, 0)).await.unwrap();
    assert_eq!(erase(&session, Some("000000")).await, ErrorCode::WrongCode);
    assert!(network.store.account(id_of(&author)).await.unwrap().is_some());
    test.clock.advance(TimeDelta::minutes(1));
    erase_account::erase_my_account(network, &session, Some(&code(&test, &set_up.secret, 0))).await.unwrap();
    assert!(network.store.account(id_of(&author)).await.unwrap().is_none());
}

#[tokio::test]
async fn the_last_coordinator_is_not_erased_before_there_is_another() {
    let test = TestNetwork::new().await;
    let coordinator = test.member(Role::Coordinator, Some("15084")).await;
    match erase_account::erase_my_account(&test.network, &test.session(&coordinator).await, None).await {
        Err(UseCaseError::Refused(refusal)) => assert_eq!(refusal.code(), ErrorCode::LastOfRole),
        other => panic!("{other:?}"),
    }
}

#[tokio::test]
async fn an_erased_account_leaves_the_cases_without_the_person() {
    let test = TestNetwork::new().await;
    let network = &test.network;
    let author = Box::pin(author_with_everything(&test)).await;
    let administrator = test.member(Role::Administrator, None).await;
    let public = complete_case("Ein öffentliches Beispiel");
    let own = test.place(public.clone(), public, Some(id_of(&author)), Stand::Published).await;
    let contact = Some(Contact { mailbox: AUTHOR.to_owned(), name: Some("Bildungsbüro".into()), phone: None });
    let of_others = CaseContent { contact, ..complete_case("Ein Beispiel von anderen") };
    let foreign = test.place(of_others.clone(), of_others, None, Stand::Published).await;
    let session = test.session(&author).await;
    assert_eq!(erase_account::erase_my_account(network, &session, None).await.unwrap(), id_of(&author));
    test.run_jobs().await;
    assert!(network.store.account(id_of(&author)).await.unwrap().is_none());
    let own = network.store.working_case(own.id).await.unwrap().unwrap();
    let mailbox = "bildung@burgenlandkreis.example.org".to_owned();
    assert_eq!((own.author, own.content.contact), (None, Some(Contact { mailbox, name: None, phone: None })));
    assert_eq!(network.store.published_case(foreign.id).await.unwrap().unwrap().content.contact, None);
    let entries = audit_log::read(network, &administrator, &AuditFilter::default(), None, 100).await.unwrap();
    assert!(entries.iter().any(|logged| logged.entry.action == "case.created"), "what was done stays");
    assert!(entries.iter().all(|logged| logged.entry.actor != Some(id_of(&author)) && logged.network.is_none()), "{entries:?}");
    assert_eq!(network.store.mails_to(&AUTHOR.parse().unwrap()).await.unwrap().0, 0);
    assert_eq!(network.store.subscriptions_of(id_of(&author)).await.unwrap(), []);
    assert!(matches!(erase_account::erase_my_account(network, &session, None).await, Err(UseCaseError::Refused(_))));
}

#[tokio::test]
async fn whoever_erases_themselves_leaves_no_network_and_no_address_that_they_subscribed_with() {
    let test = TestNetwork::new().await;
    let network = &test.network;
    let reviewer = test.member(Role::Reviewer, None).await;
    test.other_reviewer().await;
    let case = test.place(complete_case("Eingereicht"), draft_case("x"), None, Stand::Submitted).await;
    let origin = "192.0.2.77".parse().ok();
    Box::pin(from_address(origin, claim_review::claim(network, &reviewer, case.id))).await.unwrap();
    let other = "lesen@kreis.example.org";
    Box::pin(from_address(origin, subscribe::subscribe(network, &reviewer, all_daily(other)))).await.unwrap();
    test.run_jobs().await;
    let mails = test.sent();
    let token = mails.iter().find_map(|mail| mail.text.split("token=").nth(1)).unwrap().split_whitespace().next().unwrap();
    Box::pin(from_address(origin, confirm_subscription::confirm(network, token))).await.unwrap();
    let session = test.session(&reviewer).await;
    Box::pin(from_address(origin, erase_account::erase_my_account(network, &session, None))).await.unwrap();
    let log = network.store.audit_log(&AuditFilter::default(), None, 50).await.unwrap();
    for action in ["account.erased", "case.released", "subscription.confirmed"] {
        assert!(log.iter().any(|logged| logged.entry.action == action), "{action}: {log:?}");
    }
    assert!(log.iter().all(|logged| logged.entry.actor.is_none() && logged.network.is_none()), "{log:?}");
    let other = other.parse().unwrap();
    assert!(network.store.reader_by_email(&other).await.unwrap().is_none());
    assert_eq!(network.store.mails_to(&other).await.unwrap().0, 0);
}
