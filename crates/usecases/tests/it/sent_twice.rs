//! What is sent twice, as by a second click: it is done once, and the second time nothing is wrong.

use crate::{
    materials::with_file,
    people::{account, ags, id_of, refused, token},
    two_processes::{A_WHILE, TwoProcesses, on_postgres, on_sqlite},
};
use chrono::TimeDelta;
use domain::{CaseContent, ErrorCode, Role, Viewer};
use test_network::{TestNetwork, complete_case, draft_case};
use tokio::time::sleep;
use usecases::{
    Client, claim_review,
    comment_on_case::{self, CommentRequest},
    confirm_case, create_case, hand_over_review,
    people::{self, InviteRequest},
    release_review, remove_material, request_changes, sign_in, submit_case, update_case,
};

#[tokio::test]
async fn a_text_that_is_saved_twice_is_no_conflict_with_oneself() {
    let test = TestNetwork::new().await;
    let network = &test.network;
    let author = test.member(Role::Author, Some("15084")).await;
    let case = create_case::create(network, &author, draft_case("Ein Anfang"), None).await.unwrap();
    let save = async |title: &str| {
        update_case::update(network, &author, case.id, Some(case.version), |content: &mut CaseContent| content.title = title.to_owned())
            .await
    };
    let first = save("Meine Fassung").await.unwrap();
    let second = save("Meine Fassung").await.unwrap();
    assert_eq!((second.version, second.revision), (first.version, first.revision), "it is kept once");
    assert_eq!(refused(save("Deine Fassung").await), ErrorCode::Conflict);
}

#[tokio::test]
async fn a_file_is_taken_off_once_and_a_title_changed_meanwhile_is_still_noticed() {
    let test = TestNetwork::new().await;
    let network = &test.network;
    let author = test.member(Role::Author, Some("15084")).await;
    let (case, file) = with_file(&test, &author).await;
    let remove = async || remove_material::remove(network, &author, case.id, Some(case.version), file.id).await;
    let first = remove().await.unwrap();
    let second = remove().await.unwrap();
    assert_eq!((second.version, second.content.materials.len()), (first.version, 0));
    update_case::update(network, &author, case.id, Some(first.version), |content| content.title = "Anders".to_owned()).await.unwrap();
    assert_eq!(refused(remove().await), ErrorCode::Conflict, "something else was written since");
}

#[tokio::test]
async fn a_review_is_let_go_once_and_not_for_somebody_else() {
    let test = TestNetwork::new().await;
    let network = &test.network;
    let author = test.member(Role::Author, Some("15084")).await;
    let (reviewer, colleague) = (test.member(Role::Reviewer, None).await, test.other_reviewer().await);
    let case = create_case::create(network, &author, complete_case("Übungsfirma an der Berufsschule"), None).await.unwrap();
    submit_case::submit(network, &author, case.id, case.version).await.unwrap();
    claim_review::claim(network, &reviewer, case.id).await.unwrap();
    let events = async || network.store.review_events(case.id).await.unwrap().len();
    release_review::release(network, &reviewer, case.id).await.unwrap();
    let before = events().await;
    release_review::release(network, &reviewer, case.id).await.unwrap();
    assert_eq!(events().await, before, "it is told once");
    claim_review::claim(network, &colleague, case.id).await.unwrap();
    assert_eq!(refused(release_review::release(network, &reviewer, case.id).await), ErrorCode::NotClaimed);
}

#[tokio::test]
async fn a_review_is_handed_over_once_and_not_by_whoever_has_it_no_more() {
    let test = TestNetwork::new().await;
    let network = &test.network;
    let author = test.member(Role::Author, Some("15084")).await;
    let (reviewer, colleague) = (test.member(Role::Reviewer, None).await, test.other_reviewer().await);
    let administrator = test.member(Role::Administrator, None).await;
    let case = create_case::create(network, &author, complete_case("Übungsfirma an der Berufsschule"), None).await.unwrap();
    submit_case::submit(network, &author, case.id, case.version).await.unwrap();
    claim_review::claim(network, &reviewer, case.id).await.unwrap();
    let events = async || network.store.review_events(case.id).await.unwrap().len();
    let hand_over = async |to: &Viewer| hand_over_review::hand_over(network, &reviewer, case.id, Some(id_of(to))).await;
    hand_over(&colleague).await.unwrap();
    let before = events().await;
    hand_over(&colleague).await.unwrap();
    assert_eq!(events().await, before, "it is told once");
    assert_eq!(refused(hand_over(&administrator).await), ErrorCode::NotClaimed);
}

#[tokio::test]
async fn a_case_is_confirmed_once_a_day() {
    let test = TestNetwork::new().await;
    let network = &test.network;
    let reviewer = test.member(Role::Reviewer, None).await;
    let case = test.publish(complete_case("Übungsfirma an der Berufsschule")).await.id;
    let events = async || network.store.review_events(case).await.unwrap().len();
    let published = events().await;
    for (days, expected) in [(0, published), (1, published + 1), (0, published + 1), (1, published + 2)] {
        test.clock.advance(TimeDelta::days(days));
        confirm_case::confirm(network, &reviewer, case).await.unwrap();
        assert_eq!(events().await, expected);
    }
}

#[tokio::test]
async fn changes_are_asked_for_once_in_the_same_words() {
    let test = TestNetwork::new().await;
    let network = &test.network;
    let author = test.member(Role::Author, Some("15084")).await;
    let (reviewer, colleague) = (test.member(Role::Reviewer, None).await, test.other_reviewer().await);
    let case = create_case::create(network, &author, complete_case("Übungsfirma an der Berufsschule"), None).await.unwrap();
    let read = submit_case::submit(network, &author, case.id, case.version).await.unwrap().version;
    let ask = async |viewer: &Viewer, reason: &str| request_changes::request_changes(network, viewer, case.id, reason, read).await;
    let first = ask(&reviewer, "Bitte die Ziele schärfen.").await.unwrap();
    let second = ask(&reviewer, " Bitte die Ziele schärfen. ").await.unwrap();
    assert_eq!(second.version, first.version);
    assert_eq!(network.store.review_events(case.id).await.unwrap().len(), 2, "handed in and given back");
    assert_eq!(refused(ask(&reviewer, "Bitte kürzer.").await), ErrorCode::InvalidState, "other words would be lost");
    assert_eq!(refused(ask(&colleague, "Bitte die Ziele schärfen.").await), ErrorCode::InvalidState, "nobody speaks for another");
    submit_case::submit(network, &author, case.id, first.version).await.unwrap();
    assert_eq!(refused(ask(&reviewer, "Bitte die Ziele schärfen.").await), ErrorCode::Conflict, "it was handed in again since");
}

#[tokio::test]
async fn an_invitation_is_accepted_once_and_lets_nobody_in_who_was_shut_out_since() {
    let test = TestNetwork::new().await;
    let network = &test.network;
    let coordinator = test.member(Role::Coordinator, Some("15084")).await;
    let email = "neu@kreis.example.org";
    let request =
        InviteRequest { email: email.to_owned(), role: Role::Author, municipality: Some(ags("15084")), function: None, key: None };
    let invitation = people::invite(network, &coordinator, request).await.unwrap();
    let token = token(&test).await;
    let first = people::accept(network, &token).await.unwrap();
    assert_eq!(people::accept(network, &token).await.unwrap(), first);
    assert_eq!(network.store.audit_of(invitation.id.0).await.unwrap().len(), 2, "sent and accepted");
    let made = account(&test, email).await.unwrap();
    people::disable(network, &coordinator, made.id).await.unwrap();
    assert_eq!(refused(people::accept(network, &token).await), ErrorCode::NotFound);
    assert!(account(&test, email).await.unwrap().disabled_at.is_some());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_session_that_was_ended_meanwhile_is_not_ended_once_more_on_sqlite() {
    on_sqlite(false, signed_out_too_late).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_session_that_was_ended_meanwhile_is_not_ended_once_more_on_postgres() {
    on_postgres(false, signed_out_too_late).await;
}

/// The session is still found when its holder signs out, and gone when it is to be ended, as by a first click or by erasing the account.
async fn signed_out_too_late(processes: TwoProcesses) {
    let test = processes.one;
    let network = &test.network;
    let author = id_of(&test.member(Role::Author, Some("15084")).await);
    let cookie = sign_in::demo_sign_in(network, author, &Client::default()).await.unwrap().unwrap();
    let mut ending = network.store.begin().await.unwrap();
    assert_eq!(ending.delete_sessions_of(author, None).await.unwrap(), 1);
    let signing_out = {
        let network = network.clone();
        tokio::spawn(async move { sign_in::sign_out(&network, cookie.reveal()).await })
    };
    sleep(A_WHILE).await;
    ending.commit().await.unwrap();
    signing_out.await.unwrap().unwrap();
    let log = network.store.audit_of(author.0).await.unwrap();
    assert_eq!(log.iter().map(|entry| entry.action.as_str()).collect::<Vec<_>>(), ["session.started"]);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_comment_that_was_resolved_meanwhile_is_not_resolved_once_more_on_sqlite() {
    on_sqlite(false, resolved_too_late).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_comment_that_was_resolved_meanwhile_is_not_resolved_once_more_on_postgres() {
    on_postgres(false, resolved_too_late).await;
}

/// The comment is still open when somebody is about to resolve it, and resolved when it is their turn.
async fn resolved_too_late(processes: TwoProcesses) {
    let test = processes.one;
    let network = &test.network;
    let author = test.member(Role::Author, Some("15084")).await;
    let case = create_case::create(network, &author, draft_case("Ein Beispiel"), None).await.unwrap().id;
    let request = CommentRequest { body: "Bitte ansehen.".to_owned(), ..CommentRequest::default() };
    let comment = comment_on_case::add(network, &author, case, request).await.unwrap().id;
    let first = Some((test.now(), Role::Coordinator));
    let mut resolving = network.store.begin().await.unwrap();
    resolving.lock_cases(&[case]).await.unwrap();
    resolving.resolve_review_comment(comment, first).await.unwrap();
    let late = {
        let network = network.clone();
        tokio::spawn(async move { comment_on_case::resolve(&network, &author, comment, true).await })
    };
    sleep(A_WHILE).await;
    resolving.commit().await.unwrap();
    assert_eq!(late.await.unwrap().unwrap().resolved, first);
    let log = network.store.audit_of(case.0).await.unwrap();
    assert!(log.iter().all(|entry| entry.action != "case.comment_resolved"), "{log:?}");
}
