//! What becomes of reviews, and of the mails about them, when people go or do something else.

use crate::{
    leaving::leave,
    people::{id_of, refused, token},
};
use chrono::TimeDelta;
use domain::{
    ErrorCode, Role, Viewer,
    ids::{AccountId, CaseId},
    review::{Checklist, ReviewEventKind},
};
use test_network::{TestNetwork, complete_case};
use usecases::{
    archive_case, claim_review, create_case, erase_account, free_review, hand_over_review,
    people::{self, InviteRequest},
    publish_case, release_review, request_changes, submit_case,
    tokens::{self, TokenRequest},
    update_case, withdraw_case,
};

/// A case that an author handed in.
pub(crate) async fn submitted(test: &TestNetwork, title: &str) -> (Viewer, CaseId) {
    let author = test.member(Role::Author, Some("15084")).await;
    let case = create_case::create(&test.network, &author, complete_case(title), None).await.unwrap();
    submit_case::submit(&test.network, &author, case.id, test.version_of(case.id).await).await.unwrap();
    (author, case.id)
}

/// Somebody who reviews a case, by a name of their own.
async fn claimed(test: &TestNetwork, name: &str) -> (Viewer, CaseId) {
    let reviewer = test.member_named(name, Role::Reviewer, None).await;
    let (_, case) = submitted(test, &format!("Ein Beispiel für {name}")).await;
    claim_review::claim(&test.network, &reviewer, case).await.unwrap();
    (reviewer, case)
}

/// Who holds the review, and the last line of the case's history with who wrote it.
async fn stand(test: &TestNetwork, case: CaseId) -> (Option<AccountId>, ReviewEventKind, Option<AccountId>) {
    let review = test.network.store.case_review(case).await.unwrap();
    let last = test.network.store.review_events(case).await.unwrap().pop().unwrap();
    (review.claim.map(|(holder, _)| holder), last.kind, last.actor)
}

/// Disables an account past the use case, so that it keeps what it holds.
async fn shut(test: &TestNetwork, viewer: &Viewer) {
    let mut transaction = test.network.store.begin().await.unwrap();
    transaction.set_disabled(id_of(viewer), Some(test.now())).await.unwrap();
    transaction.commit().await.unwrap();
}

/// To whom mails went whose subject begins like this.
pub(crate) async fn told(test: &TestNetwork, subject: &str) -> Vec<String> {
    test.run_jobs().await;
    let mails = test.sent().into_iter().filter(|mail| mail.subject.starts_with(subject));
    let mut to: Vec<_> = mails.map(|mail| mail.to.reveal().to_owned()).collect();
    to.sort();
    to
}

#[tokio::test]
async fn whoever_goes_or_reviews_no_longer_holds_no_review() {
    let test = TestNetwork::new().await;
    let network = &test.network;
    let administrator = test.member(Role::Administrator, None).await;
    let colleague = test.other_reviewer().await;
    let (leaver, first) = claimed(&test, "geht").await;
    leave(&test, &leaver, None).await.unwrap();
    assert_eq!(stand(&test, first).await, (None, ReviewEventKind::Released, Some(id_of(&leaver))));
    let (disabled, second) = claimed(&test, "gesperrt").await;
    people::disable(network, &administrator, id_of(&disabled)).await.unwrap();
    assert_eq!(stand(&test, second).await, (None, ReviewEventKind::Freed, Some(id_of(&administrator))));
    let (adviser, third) = claimed(&test, "beratung").await;
    people::change_role(network, &administrator, id_of(&adviser), Role::Adviser, None).await.unwrap();
    assert_eq!(stand(&test, third).await, (None, ReviewEventKind::Freed, Some(id_of(&administrator))));
    let (erased, fourth) = claimed(&test, "vergessen").await;
    let session = test.session(&erased).await;
    erase_account::erase_my_account(network, &session, None).await.unwrap();
    assert_eq!(stand(&test, fourth).await, (None, ReviewEventKind::Released, None));
    let (raised, fifth) = claimed(&test, "aufgestiegen").await;
    people::change_role(network, &administrator, id_of(&raised), Role::Administrator, None).await.unwrap();
    assert_eq!(stand(&test, fifth).await.0, Some(id_of(&raised)), "who still reviews goes on");
    for case in [first, second, third, fourth] {
        claim_review::claim(network, &colleague, case).await.unwrap();
    }
}

#[tokio::test]
async fn whoever_gives_back_what_is_their_own_keeps_it_from_nobody() {
    let test = TestNetwork::new().await;
    let network = &test.network;
    let reviewer = test.member(Role::Reviewer, None).await;
    let colleague = test.other_reviewer().await;
    let case = create_case::create(network, &reviewer, complete_case("Ein eigenes Beispiel"), None).await.unwrap().id;
    submit_case::submit(network, &reviewer, case, test.version_of(case).await).await.unwrap();
    request_changes::request_changes(network, &reviewer, case, "Noch einmal", test.version_of(case).await).await.unwrap();
    assert_eq!(stand(&test, case).await, (None, ReviewEventKind::ChangesRequested, Some(id_of(&reviewer))));
    submit_case::submit(network, &reviewer, case, test.version_of(case).await).await.unwrap();
    claim_review::claim(network, &colleague, case).await.unwrap();
    let (_, other) = submitted(&test, "Ein fremdes Beispiel").await;
    request_changes::request_changes(network, &reviewer, other, "Bitte kürzer", test.version_of(other).await).await.unwrap();
    assert_eq!(stand(&test, other).await.0, Some(id_of(&reviewer)), "it comes back to whoever can decide");
}

#[tokio::test]
async fn whom_the_command_line_makes_somebody_else_holds_no_review() {
    let test = TestNetwork::new().await;
    test.member(Role::Administrator, None).await;
    let (reviewer, case) = claimed(&test, "befehl").await;
    let becomes = async |role: Role| {
        let email = "befehl@example.org".parse().unwrap();
        let request = TokenRequest { email, role, municipality: None, label: "Skript".to_owned(), valid_days: 1 };
        tokens::create(&test.network, &request).await.unwrap();
        stand(&test, case).await
    };
    assert_eq!(becomes(Role::Administrator).await.0, Some(id_of(&reviewer)), "who still reviews goes on");
    assert_eq!(becomes(Role::Adviser).await, (None, ReviewEventKind::Released, None));
}

#[tokio::test]
async fn whoever_comes_back_as_somebody_else_holds_no_review() {
    let test = TestNetwork::new().await;
    let network = &test.network;
    let administrator = test.member(Role::Administrator, None).await;
    let (reviewer, case) = claimed(&test, "zurueck").await;
    shut(&test, &reviewer).await;
    test.run_jobs().await;
    let request =
        InviteRequest { email: "zurueck@example.org".to_owned(), role: Role::Adviser, municipality: None, function: None, key: None };
    people::invite(network, &administrator, request).await.unwrap();
    assert_eq!(stand(&test, case).await.0, Some(id_of(&reviewer)));
    people::accept(network, &token(&test).await).await.unwrap();
    assert_eq!(stand(&test, case).await, (None, ReviewEventKind::Released, Some(id_of(&reviewer))));
}

#[tokio::test]
async fn where_the_holder_is_gone_all_who_review_are_told() {
    let test = TestNetwork::new().await;
    let network = &test.network;
    let (reviewer, waits) = claimed(&test, "pruefung").await;
    let (author, returned) = submitted(&test, "Ein zweites Beispiel").await;
    request_changes::request_changes(network, &reviewer, returned, "Bitte kürzer", test.version_of(returned).await).await.unwrap();
    shut(&test, &reviewer).await;
    let colleague = test.other_reviewer().await;
    assert_eq!(told(&test, "Neu eingereicht").await, ["pruefung@example.org"; 2], "as long as there was no other");
    submit_case::submit(network, &author, returned, test.version_of(returned).await).await.unwrap();
    let expected = ["pruefung@example.org", "pruefung@example.org", "reviewer-zweite@example.org"];
    assert_eq!(told(&test, "Neu eingereicht").await, expected, "it is anybody's");
    claim_review::claim(network, &colleague, returned).await.unwrap();
    assert_eq!(told(&test, "Wartet auf Prüfung").await, [] as [&str; 0]);
    test.pass(TimeDelta::days(8)).await;
    assert_eq!(told(&test, "Wartet auf Prüfung").await, ["reviewer-zweite@example.org"; 2], "of both");
    assert_eq!(stand(&test, waits).await.0, Some(id_of(&reviewer)), "an administrator can still free it");
}

#[tokio::test]
async fn a_review_that_ends_undecided_is_told_and_reminded_of_as_a_new_submission() {
    let test = TestNetwork::new().await;
    let network = &test.network;
    let administrator = test.member(Role::Administrator, None).await;
    let colleague = test.other_reviewer().await;
    let (holder, case) = claimed(&test, "pruefung").await;
    let (one, other) = ("pruefung@example.org", "reviewer-zweite@example.org");
    assert_eq!(told(&test, "Neu eingereicht").await, [one, other]);
    test.pass(TimeDelta::days(8)).await;
    assert_eq!(told(&test, "Wartet auf Prüfung").await, [one]);
    release_review::release(network, &holder, case).await.unwrap();
    assert_eq!(told(&test, "Neu eingereicht").await, [one, other, other], "whoever released it knows");
    assert_eq!(told(&test, "Wartet wieder auf Prüfung").await, ["author-15084@example.org"]);
    test.pass(TimeDelta::days(8)).await;
    assert_eq!(told(&test, "Wartet auf Prüfung").await, [one, one, other], "nobody reviews it");
    claim_review::claim(network, &colleague, case).await.unwrap();
    free_review::free(network, &administrator, case).await.unwrap();
    assert_eq!(told(&test, "Prüfung freigegeben").await, [other]);
    assert_eq!(told(&test, "Neu eingereicht").await, [one, one, other, other]);
    claim_review::claim(network, &colleague, case).await.unwrap();
    people::disable(network, &administrator, id_of(&colleague)).await.unwrap();
    assert_eq!(told(&test, "Neu eingereicht").await, [one, one, one, other, other]);
    // From before Easter to after it.
    test.pass(TimeDelta::days(12)).await;
    assert_eq!(told(&test, "Wartet auf Prüfung").await, [one, one, one, other]);
    assert_eq!(told(&test, "Wartet wieder auf Prüfung").await.len(), 3);
}

#[tokio::test]
async fn where_nobody_else_reviews_the_administrators_are_told_and_of_what_was_given_back_nobody_is() {
    let test = TestNetwork::new().await;
    let network = &test.network;
    let administrator = test.member(Role::Administrator, None).await;
    let (holder, waits) = claimed(&test, "pruefung").await;
    let (_, returned) = submitted(&test, "Ein zweites Beispiel").await;
    request_changes::request_changes(network, &holder, returned, "Bitte kürzer", test.version_of(returned).await).await.unwrap();
    let administrators = async || {
        let told = told(&test, "Neu eingereicht").await;
        told.into_iter().filter(|to| to == "administrator-agentur@example.org").count()
    };
    assert_eq!(administrators().await, 0);
    people::disable(network, &administrator, id_of(&holder)).await.unwrap();
    assert_eq!(administrators().await, 0, "whoever disabled it knows");
    let (another, third) = claimed(&test, "pruefung-zwei").await;
    release_review::release(network, &another, third).await.unwrap();
    assert_eq!(administrators().await, 1, "of the one that waits");
    for case in [waits, returned] {
        assert_eq!(stand(&test, case).await.0, None);
    }
}

#[tokio::test]
async fn whoever_reviews_a_case_that_is_archived_is_told() {
    let test = TestNetwork::new().await;
    let coordinator = test.member(Role::Coordinator, Some("15084")).await;
    let (reviewer, case) = claimed(&test, "pruefung").await;
    archive_case::archive(&test.network, &coordinator, case).await.unwrap();
    assert_eq!(told(&test, "Prüfung entfällt").await, ["pruefung@example.org"]);
    let (_, own) = submitted(&test, "Ein zweites Beispiel").await;
    claim_review::claim(&test.network, &reviewer, own).await.unwrap();
    archive_case::archive(&test.network, &reviewer, own).await.unwrap();
    assert_eq!(told(&test, "Prüfung entfällt").await.len(), 1, "whoever archives it knows");
    assert_eq!(told(&test, "Archiviert").await, ["author-15084@example.org"; 2]);
}

#[tokio::test]
async fn two_reviewers_do_not_publish_what_they_alone_have_read() {
    let test = TestNetwork::new().await;
    let network = &test.network;
    let author = test.member(Role::Author, Some("15084")).await;
    let (first, second) = (test.member(Role::Reviewer, None).await, test.other_reviewer().await);
    let case = create_case::create(network, &author, complete_case("Ein gutes Beispiel"), None).await.unwrap().id;
    test.approve(&author, case).await;
    let submit = async |viewer: &Viewer| submit_case::submit(network, viewer, case, test.version_of(case).await).await.unwrap();
    let publish = async || publish_case::publish(network, &first, case, &Checklist::confirmed(), test.version_of(case).await).await;
    update_case::update(network, &first, case, None, |content| content.title = "Ein ganz anderes Beispiel".into()).await.unwrap();
    submit(&first).await;
    assert_eq!(refused(publish().await), ErrorCode::FourEyes);
    withdraw_case::withdraw(network, &author, case).await.unwrap();
    submit(&second).await;
    assert_eq!(refused(publish().await), ErrorCode::FourEyes, "a colleague's submission makes it nobody else's text");
    assert_eq!(refused(claim_review::claim(network, &first, case).await), ErrorCode::FourEyes);
    withdraw_case::withdraw(network, &author, case).await.unwrap();
    submit(&author).await;
    assert_eq!(publish().await.unwrap().content.title, "Ein ganz anderes Beispiel", "the author has read it");
}

#[tokio::test]
async fn steps_of_reviewers_that_others_are_told_of_are_limited_together() {
    let test = TestNetwork::new().await;
    let network = &test.network;
    let administrator = test.member(Role::Administrator, None).await;
    let colleague = test.other_reviewer().await;
    let (reviewer, case) = claimed(&test, "eifrig").await;
    let to = Some(id_of(&colleague));
    for _ in 0..29 {
        hand_over_review::hand_over(network, &reviewer, case, to).await.unwrap();
        free_review::free(network, &administrator, case).await.unwrap();
        claim_review::claim(network, &reviewer, case).await.unwrap();
    }
    release_review::release(network, &reviewer, case).await.unwrap();
    claim_review::claim(network, &reviewer, case).await.unwrap();
    let read = test.version_of(case).await;
    assert_eq!(refused(hand_over_review::hand_over(network, &reviewer, case, to).await), ErrorCode::RateLimited);
    assert_eq!(refused(request_changes::request_changes(network, &reviewer, case, "Bitte kürzer", read).await), ErrorCode::RateLimited);
    release_review::release(network, &reviewer, case).await.unwrap();
    assert_eq!(refused(claim_review::claim(network, &reviewer, case).await), ErrorCode::RateLimited);
    for _ in 0..31 {
        claim_review::claim(network, &colleague, case).await.unwrap();
        free_review::free(network, &administrator, case).await.unwrap();
    }
    claim_review::claim(network, &colleague, case).await.unwrap();
    assert_eq!(refused(free_review::free(network, &administrator, case).await), ErrorCode::RateLimited);
    test.clock.advance(TimeDelta::seconds(30));
    free_review::free(network, &administrator, case).await.unwrap();
}
