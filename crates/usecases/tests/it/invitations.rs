//! Invitations give no more than whoever invites may give for good, and are no way back for whoever was shut out.

use crate::{
    people::{account, ags, id_of, person, refused, token},
    two_processes::{A_WHILE, TwoProcesses, on_postgres, on_sqlite},
};
use chrono::TimeDelta;
use domain::{ErrorCode, Role, Viewer};
use serde_json::json;
use std::time::Duration;
use test_network::TestNetwork;
use tokio::time::{sleep, timeout};
use usecases::{
    Caller, Invitation, UseCaseError, erase_account,
    people::{self, DeputyRequest, InviteRequest},
    rights, second_factor,
};

async fn invite(test: &TestNetwork, by: &Viewer, email: &str, role: Role) -> Result<Invitation, UseCaseError> {
    let request = InviteRequest { email: email.to_owned(), role, municipality: Some(ags("15084")), function: None };
    people::invite(&test.network, by, request).await
}

/// An author of 15084 who stands in for its coordination for a week.
async fn deputy(test: &TestNetwork) -> Viewer {
    let coordinator = test.member(Role::Coordinator, Some("15084")).await;
    let author = test.member(Role::Author, Some("15084")).await;
    let request = DeputyRequest { deputy: id_of(&author), from: test.now(), until: test.now() + TimeDelta::days(7) };
    people::name_deputy(&test.network, &coordinator, request).await.unwrap();
    let account = test.network.store.account(id_of(&author)).await.unwrap().unwrap();
    let deputy = rights::viewer_of(&test.network, &account).await.unwrap();
    assert_eq!(deputy.member().unwrap().role, Role::Coordinator);
    deputy
}

#[tokio::test]
async fn whoever_only_stands_in_gives_no_role_above_their_own() {
    let test = TestNetwork::new().await;
    let network = &test.network;
    let deputy = deputy(&test).await;
    let colleague = person(&test, "kollege@kreis.example.org", Role::Reader, Some("15084")).await;
    for email in ["author-15084@example.org", "kollege@kreis.example.org", "zweite@kreis.example.org"] {
        assert_eq!(refused(invite(&test, &deputy, email, Role::Coordinator).await), ErrorCode::Forbidden, "{email}");
    }
    for id in [id_of(&deputy), id_of(&colleague)] {
        assert_eq!(refused(people::change_role(network, &deputy, id, Role::Coordinator, None).await), ErrorCode::Forbidden);
    }
    people::change_role(network, &deputy, id_of(&colleague), Role::Author, None).await.unwrap();
    invite(&test, &deputy, "neu@kreis.example.org", Role::Author).await.unwrap();
    people::accept(network, &token(&test).await).await.unwrap();
    assert_eq!(account(&test, "neu@kreis.example.org").await.unwrap().role, Role::Author, "what is theirs for good they give");
    let coordinator = test.member(Role::Coordinator, Some("15084")).await;
    let invited = invite(&test, &coordinator, "dritte@kreis.example.org", Role::Coordinator).await.unwrap();
    people::revoke_invitation(network, &deputy, invited.id).await.unwrap();
}

#[tokio::test]
async fn whoever_only_stands_in_decides_nothing_about_a_coordinator() {
    let test = TestNetwork::new().await;
    let network = &test.network;
    let deputy = deputy(&test).await;
    let administrator = test.member(Role::Administrator, None).await;
    let second = id_of(&person(&test, "zweite@kreis.example.org", Role::Coordinator, Some("15084")).await);
    let as_person = Caller::from(&deputy);
    let decisions = async || {
        [
            refused(people::disable(network, &deputy, second).await),
            refused(people::enable(network, &deputy, second).await),
            refused(people::change_role(network, &deputy, second, Role::Author, None).await),
            refused(second_factor::reset(network, &as_person, second).await),
        ]
    };
    assert_eq!(decisions().await, [ErrorCode::Forbidden; 4]);
    people::disable(network, &administrator, second).await.unwrap();
    assert_eq!(decisions().await, [ErrorCode::Forbidden; 4], "whom the agency shut out stays out");
    assert!(account(&test, "zweite@kreis.example.org").await.unwrap().disabled_at.is_some());
    let colleague = id_of(&person(&test, "kollege@kreis.example.org", Role::Author, Some("15084")).await);
    people::disable(network, &deputy, colleague).await.unwrap();
    people::enable(network, &deputy, colleague).await.unwrap();
    let coordinator = test.member(Role::Coordinator, Some("15084")).await;
    people::enable(network, &coordinator, second).await.unwrap();
}

#[tokio::test]
async fn an_invitation_is_good_as_long_as_whoever_sent_it_may_give_what_it_offers() {
    let test = TestNetwork::new().await;
    let network = &test.network;
    let administrator = test.member(Role::Administrator, None).await;
    test.member(Role::Coordinator, Some("15084")).await;
    let second = person(&test, "zweite@kreis.example.org", Role::Coordinator, Some("15084")).await;
    let third = person(&test, "dritte@kreis.example.org", Role::Coordinator, Some("15084")).await;
    let fourth = person(&test, "vierte@kreis.example.org", Role::Coordinator, Some("15084")).await;
    let deputy = deputy(&test).await;
    let mut tokens = Vec::new();
    let addresses = ["a", "b", "c", "d"].map(|name| format!("{name}@kreis.example.org"));
    for (by, email) in [&second, &third, &deputy, &fourth].into_iter().zip(&addresses) {
        invite(&test, by, email, Role::Author).await.unwrap();
        tokens.push(token(&test).await);
        assert!(people::invitation_by_token(network, tokens.last().unwrap()).await.unwrap().is_some());
    }
    people::change_role(network, &administrator, id_of(&second), Role::Author, None).await.unwrap();
    people::disable(network, &administrator, id_of(&third)).await.unwrap();
    let session = test.session(&fourth).await;
    erase_account::erase_my_account(network, &session, None).await.unwrap();
    test.clock.advance(TimeDelta::days(8));
    for (token, email) in tokens.iter().zip(&addresses) {
        assert_eq!(people::invitation_by_token(network, token).await.unwrap(), None, "{email}");
        assert_eq!(refused(people::accept(network, token).await), ErrorCode::NotFound, "{email}");
        assert!(account(&test, email).await.is_none());
    }
}

#[tokio::test]
async fn an_invitation_from_before_lets_nobody_in_who_was_shut_out() {
    let test = TestNetwork::new().await;
    let network = &test.network;
    let coordinator = test.member(Role::Coordinator, Some("15084")).await;
    let email = "autor@kreis.example.org";
    let author = person(&test, email, Role::Author, Some("15084")).await;
    let early = invite(&test, &coordinator, email, Role::Author).await.unwrap();
    let first = token(&test).await;
    test.clock.advance(TimeDelta::minutes(1));
    people::disable(network, &coordinator, id_of(&author)).await.unwrap();
    assert_eq!(people::open_invitations(network, &coordinator, Some(&ags("15084"))).await.unwrap(), []);
    let told = network.store.audit_of(early.id.0).await.unwrap().pop().unwrap();
    assert_eq!((told.action.as_str(), told.actor), ("invitation.revoked", Some(id_of(&coordinator))));
    assert_eq!(refused(people::accept(network, &first).await), ErrorCode::NotFound);
    assert!(account(&test, email).await.unwrap().disabled_at.is_some());

    invite(&test, &coordinator, email, Role::Author).await.unwrap();
    people::accept(network, &token(&test).await).await.unwrap();
    assert_eq!(account(&test, email).await.unwrap().disabled_at, None, "who is invited anew comes back");
}

#[tokio::test]
async fn the_log_tells_of_an_account_how_it_came_and_came_back() {
    let test = TestNetwork::new().await;
    let network = &test.network;
    let coordinator = test.member(Role::Coordinator, Some("15084")).await;
    let email = "neu@kreis.example.org";
    let accept = async || {
        invite(&test, &coordinator, email, Role::Author).await.unwrap();
        people::accept(network, &token(&test).await).await.unwrap()
    };
    let first = accept().await;
    let id = account(&test, email).await.unwrap().id;
    people::disable(network, &coordinator, id).await.unwrap();
    accept().await;
    accept().await;
    let entries = network.store.audit_of(id.0).await.unwrap();
    let told: Vec<_> = entries.iter().map(|entry| (entry.action.as_str(), entry.actor)).collect();
    let disabled = ("account.disabled", Some(id_of(&coordinator)));
    assert_eq!(told, [("account.created", Some(id)), disabled, ("account.enabled", Some(id))]);
    assert_eq!((&entries[0].detail["role"], &entries[0].detail["invitation"]), (&json!("author"), &json!(first.id)));
}

#[tokio::test]
async fn an_invitation_that_was_not_taken_back_is_no_way_back_either() {
    let test = TestNetwork::new().await;
    let network = &test.network;
    let coordinator = test.member(Role::Coordinator, Some("15084")).await;
    let email = "autor@kreis.example.org";
    let author = person(&test, email, Role::Author, Some("15084")).await;
    invite(&test, &coordinator, email, Role::Author).await.unwrap();
    let first = token(&test).await;
    test.clock.advance(TimeDelta::minutes(1));
    // As an earlier version disabled accounts.
    let mut transaction = network.store.begin().await.unwrap();
    transaction.set_disabled(id_of(&author), Some(test.now())).await.unwrap();
    transaction.commit().await.unwrap();
    assert_eq!(people::invitation_by_token(network, &first).await.unwrap(), None);
    assert_eq!(refused(people::accept(network, &first).await), ErrorCode::NotFound);
    assert!(account(&test, email).await.unwrap().disabled_at.is_some());
}

#[tokio::test]
async fn whoever_accepts_while_they_are_shut_out_stays_out_on_sqlite() {
    on_sqlite(false, accepted_while_shut_out).await;
}

#[tokio::test]
async fn whoever_accepts_while_they_are_shut_out_stays_out_on_postgres() {
    on_postgres(false, accepted_while_shut_out).await;
}

/// Somebody accepts between two steps of their account's disabling: the one has the account already, and wants the invitations next.
async fn accepted_while_shut_out(processes: TwoProcesses) {
    let test = processes.one;
    let coordinator = test.member(Role::Coordinator, Some("15084")).await;
    let email = "autor@kreis.example.org";
    let author = person(&test, email, Role::Author, Some("15084")).await;
    invite(&test, &coordinator, email, Role::Author).await.unwrap();
    let token = token(&test).await;
    let mut disabling = test.network.store.begin().await.unwrap();
    disabling.account_for_update(id_of(&author)).await.unwrap().unwrap();
    disabling.set_disabled(id_of(&author), Some(test.now())).await.unwrap();
    let network = test.network.clone();
    let accepting = tokio::spawn(async move { people::accept(&network, &token).await });
    sleep(Duration::from_millis(300)).await;
    let revoked = disabling.revoke_invitations_to(&email.parse().unwrap(), test.now()).await.unwrap();
    assert_eq!(revoked.len(), 1);
    disabling.commit().await.unwrap();
    assert_eq!(refused(accepting.await.unwrap()), ErrorCode::NotFound);
    assert!(account(&test, email).await.unwrap().disabled_at.is_some());
}

/// SQLite has one writer.
#[tokio::test]
async fn an_invitation_is_sent_and_taken_back_while_others_change_people_on_postgres() {
    on_postgres(false, sent_and_taken_back_out_of_turn).await;
}

async fn sent_and_taken_back_out_of_turn(processes: TwoProcesses) {
    let test = processes.one;
    let coordinator = test.member(Role::Coordinator, Some("15084")).await;
    let known = invite(&test, &coordinator, "bekannt@kreis.example.org", Role::Author).await.unwrap();
    let mut changing = test.network.store.begin().await.unwrap();
    changing.lock_people().await.unwrap();
    let out_of_turn = async {
        let sent = invite(&test, &coordinator, "neu@kreis.example.org", Role::Author).await.unwrap();
        people::revoke_invitation(&test.network, &coordinator, sent.id).await.unwrap()
    };
    let taken_back = timeout(Duration::from_secs(10), out_of_turn).await.expect("no waiting");
    assert!(taken_back.revoked_at.is_some());
    // What somebody with the turn takes back just now is waited for alone.
    assert_eq!(changing.revoke_invitations_to(&known.email, test.now()).await.unwrap(), [known.id]);
    let revoking = tokio::spawn({
        let (network, coordinator) = (test.network.clone(), coordinator.clone());
        async move { people::revoke_invitation(&network, &coordinator, known.id).await }
    });
    sleep(A_WHILE).await;
    assert!(!revoking.is_finished(), "it waits for the other");
    changing.commit().await.unwrap();
    assert_eq!(revoking.await.unwrap().unwrap().revoked_at, Some(test.now()));
    let log = test.network.store.audit_of(known.id.0).await.unwrap();
    assert_eq!(
        log.iter().map(|entry| entry.action.as_str()).collect::<Vec<_>>(),
        ["invitation.sent"],
        "whoever took it back writes it down"
    );
}
