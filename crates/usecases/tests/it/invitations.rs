//! Who invites whom and what accepting gives: no more than whoever invites may give for good, and no way back for whoever was shut out.

use crate::{
    deputies::deputy,
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
    Invitation, UseCaseError, erase_account,
    people::{self, InviteRequest},
};

pub(crate) fn invitation(email: &str, role: Role, municipality: Option<&str>) -> InviteRequest {
    InviteRequest {
        email: email.to_owned(),
        role,
        municipality: municipality.map(ags),
        function: Some(" Bildungs-  koordination ".into()),
        key: None,
    }
}

/// Invites to 15084.
pub(crate) async fn invite(test: &TestNetwork, by: &Viewer, email: &str, role: Role) -> Result<Invitation, UseCaseError> {
    people::invite(&test.network, by, invitation(email, role, Some("15084"))).await
}

#[tokio::test]
async fn an_invitation_is_accepted_once_and_within_its_days() {
    let test = TestNetwork::new().await;
    let network = &test.network;
    let coordinator = test.member(Role::Coordinator, Some("15084")).await;
    people::invite(network, &coordinator, invitation(" Neu@Kreis.example.org", Role::Author, Some("15084"))).await.unwrap();
    let first = token(&test).await;
    let link = test.sent().pop().unwrap();
    assert_eq!((link.to.reveal(), link.subject.as_str()), ("neu@kreis.example.org", "Einladung zu Wissensnetz: Burgenlandkreis"));
    assert!(people::invitation_by_token(network, &first).await.unwrap().is_some());
    assert!(account(&test, "neu@kreis.example.org").await.is_none(), "looking at the page changes nothing");
    people::accept(network, &first).await.unwrap();
    let made = account(&test, "neu@kreis.example.org").await.unwrap();
    assert_eq!(
        (made.role, made.municipality, made.function.as_deref()),
        (Role::Author, Some(ags("15084")), Some("Bildungs- koordination"))
    );
    assert!(people::invitation_by_token(network, &first).await.unwrap().is_none());

    let late = people::invite(network, &coordinator, invitation("spaet@kreis.example.org", Role::Reader, Some("15084550"))).await.unwrap();
    let second = token(&test).await;
    assert_eq!(people::open_invitations(network, &coordinator, Some(&ags("15084"))).await.unwrap(), [late]);
    test.pass(TimeDelta::days(14)).await;
    assert_eq!(refused(people::accept(network, &second).await), ErrorCode::NotFound);
    assert_eq!(people::open_invitations(network, &coordinator, Some(&ags("15084"))).await.unwrap(), []);

    let back = people::invite(network, &coordinator, invitation("zurueck@kreis.example.org", Role::Reader, Some("15084"))).await.unwrap();
    let third = token(&test).await;
    let stranger = test.member(Role::Coordinator, Some("15088")).await;
    assert_eq!(refused(people::revoke_invitation(network, &stranger, back.id).await), ErrorCode::NotFound);
    people::revoke_invitation(network, &coordinator, back.id).await.unwrap();
    assert_eq!(refused(people::accept(network, &third).await), ErrorCode::NotFound);
    assert_eq!(network.store.audit_of(back.id.0).await.unwrap().len(), 2);
}

#[tokio::test]
async fn everybody_invites_those_whom_they_look_after() {
    let test = TestNetwork::new().await;
    let network = &test.network;
    let coordinator = test.member(Role::Coordinator, Some("15084")).await;
    let reviewer = test.member(Role::Reviewer, None).await;
    let administrator = test.member(Role::Administrator, None).await;
    let author = test.member(Role::Author, Some("15084")).await;
    let may =
        async |viewer: &Viewer, role, place| match people::invite(network, viewer, invitation("x@kreis.example.org", role, place)).await {
            Ok(_) => true,
            other => {
                assert_eq!(refused(other), ErrorCode::Forbidden);
                false
            }
        };
    let mut found = Vec::new();
    for viewer in [&author, &coordinator, &reviewer, &administrator] {
        let (own, other) = (may(viewer, Role::Coordinator, Some("15084")).await, may(viewer, Role::Author, Some("15088")).await);
        found.push([own, other, may(viewer, Role::Reviewer, None).await]);
    }
    assert_eq!(found, [[false, false, false], [true, false, false], [true, true, false], [true, true, true]]);
    let without_place = people::invite(network, &reviewer, invitation("x@kreis.example.org", Role::Author, None)).await;
    assert_eq!(refused(without_place), ErrorCode::Required);
    let with_place = people::invite(network, &administrator, invitation("x@kreis.example.org", Role::Reviewer, Some("15084"))).await;
    assert_eq!(refused(with_place), ErrorCode::ConflictingValues);
}

#[tokio::test]
async fn accepting_gives_more_and_takes_nothing() {
    let test = TestNetwork::new().await;
    let network = &test.network;
    let coordinator = test.member(Role::Coordinator, Some("15084")).await;
    let accept = async |email: &str, role| {
        people::invite(network, &coordinator, invitation(email, role, Some("15084"))).await.unwrap();
        people::accept(network, &token(&test).await).await
    };
    person(&test, "autor@kreis.example.org", Role::Author, Some("15084")).await;
    accept("autor@kreis.example.org", Role::Reader).await.unwrap();
    assert_eq!(account(&test, "autor@kreis.example.org").await.unwrap().role, Role::Author);
    accept("autor@kreis.example.org", Role::Coordinator).await.unwrap();
    assert_eq!(account(&test, "autor@kreis.example.org").await.unwrap().role, Role::Coordinator);
    for (email, role, place) in [("redaktion@example.org", Role::Reviewer, None), ("anders@example.org", Role::Author, Some("15088"))] {
        person(&test, email, role, place).await;
        assert_eq!(refused(accept(email, Role::Author).await), ErrorCode::AlreadyMember);
        assert_eq!(account(&test, email).await.unwrap().role, role);
    }
}

#[tokio::test]
async fn accepting_keeps_the_rights_and_the_place_of_whoever_has_other_ones() {
    let test = TestNetwork::new().await;
    let network = &test.network;
    let administrator = test.member(Role::Administrator, None).await;
    let gemeinde = Some("15084550");
    for (email, role, place, offered, kept) in [
        ("redaktion@example.org", Role::Reviewer, None, Role::Adviser, Role::Reviewer),
        ("beratung@example.org", Role::Adviser, None, Role::Reviewer, Role::Reviewer),
        ("autor@example.org", Role::Author, gemeinde, Role::Adviser, Role::Author),
        ("autorin@example.org", Role::Author, gemeinde, Role::Reviewer, Role::Reviewer),
    ] {
        person(&test, email, role, place).await;
        people::invite(network, &administrator, invitation(email, offered, None)).await.unwrap();
        people::accept(network, &token(&test).await).await.unwrap();
        let found = account(&test, email).await.unwrap();
        let expected = place.filter(|_| !kept.is_of_agency()).map(ags);
        assert_eq!((found.role, found.municipality), (kept, expected), "{email}");
    }
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
    sleep(A_WHILE).await;
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
