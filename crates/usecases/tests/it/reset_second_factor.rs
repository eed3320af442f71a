//! Who takes away a second factor that its holder has lost, and who is told.

use crate::{
    people::{id_of, refused},
    second_factor::{code, waiting, with_factor},
    signing_in::{AUTHOR, by_link, caller, client, session},
};
use domain::{ErrorCode, Role, Scopes, Viewer, ids::AccountId};
use mail::MailKind;
use test_network::TestNetwork;
use usecases::{Caller, Proof, SignedIn, people, second_factor};

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
    let id = id_of(&author.viewer);
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
    assert_eq!(resets(&test, id).await, [Some(id_of(&coordinator.viewer))]);
}

#[tokio::test]
async fn nobody_resets_their_own_factor_and_another_administrator_does() {
    let test = TestNetwork::new().await;
    let network = &test.network;
    let administrator = Caller::from(test.member(Role::Administrator, None).await);
    let id = id_of(&administrator.viewer);
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
    assert_eq!(resets(&test, id_of(&author.viewer)).await, [None]);
}

#[tokio::test]
async fn whoever_is_not_let_in_any_more_is_told_of_no_reset() {
    let test = TestNetwork::new().await;
    let (author, ..) = with_factor(&test).await;
    let coordinator = Caller::from(test.member(Role::Coordinator, Some("15084")).await);
    let id = id_of(&author.viewer);
    people::disable(&test.network, &coordinator.viewer, id).await.unwrap();
    second_factor::reset(&test.network, &coordinator, id).await.unwrap();
    assert_eq!(resets(&test, id).await, [Some(id_of(&coordinator.viewer))]);
    assert!(told_of_a_reset(&test).await.is_empty());
}
