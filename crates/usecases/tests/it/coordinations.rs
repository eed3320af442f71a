//! What a municipality's coordination is told of its cases, and whoever stands in for it.

use crate::{
    people::id_of,
    reviewing::{submitted, told},
    second_factor::code,
};
use chrono::TimeDelta;
use domain::{Role, Viewer, ids::CaseId, review::Party};
use test_network::TestNetwork;
use usecases::{
    Caller, SignInSettings, claim_review,
    comment_on_case::{self, CommentRequest},
    people::{self, DeputyRequest},
    request_changes, second_factor, submit_case,
};

const COORDINATOR: &str = "coordinator-15084@example.org";
const DEPUTY: &str = "reader-15084@example.org";

/// A coordination of one coordinator and, for eight days, a deputy.
async fn coordination(test: &TestNetwork) -> Viewer {
    let coordinator = test.member(Role::Coordinator, Some("15084")).await;
    let deputy = test.member(Role::Reader, Some("15084")).await;
    test.member(Role::Coordinator, Some("15088")).await;
    let request = DeputyRequest { deputy: id_of(&deputy), from: test.now(), until: test.now() + TimeDelta::days(8) };
    people::name_deputy(&test.network, &coordinator, request).await.unwrap();
    coordinator
}

#[tokio::test]
async fn where_the_author_is_gone_the_coordination_is_told() {
    let test = TestNetwork::new().await;
    let network = &test.network;
    let coordinator = coordination(&test).await;
    let reviewer = test.member(Role::Reviewer, None).await;
    let (author, first) = submitted(&test, "Ein Beispiel").await;
    let (_, second) = submitted(&test, "Ein zweites Beispiel").await;
    let (_, third) = submitted(&test, "Ein drittes Beispiel").await;
    claim_review::claim(network, &reviewer, first).await.unwrap();
    assert_eq!(told(&test, "In Prüfung").await, ["author-15084@example.org"], "who is there is told alone");
    people::change_role(network, &coordinator, id_of(&author), Role::Reader, None).await.unwrap();
    request_changes::request_changes(network, &reviewer, first, "Bitte kürzer", test.version_of(first).await).await.unwrap();
    assert_eq!(told(&test, "Überarbeitung erbeten").await, [COORDINATOR, DEPUTY], "a reader does not see it");
    people::disable(network, &coordinator, id_of(&author)).await.unwrap();
    test.pass(TimeDelta::days(9)).await;
    request_changes::request_changes(network, &reviewer, second, "Bitte kürzer", test.version_of(second).await).await.unwrap();
    assert_eq!(told(&test, "Überarbeitung erbeten").await, [COORDINATOR, COORDINATOR, DEPUTY], "whose time is over is no deputy");
    submit_case::submit(network, &reviewer, second, test.version_of(second).await).await.unwrap();
    let agency_s = [COORDINATOR, "reviewer-agentur@example.org"];
    assert_eq!(told(&test, "Erneut eingereicht").await, agency_s, "of what the agency hands in for them, too");
    people::enable(network, &coordinator, id_of(&author)).await.unwrap();
    people::change_role(network, &coordinator, id_of(&author), Role::Author, None).await.unwrap();
    request_changes::request_changes(network, &reviewer, third, "Bitte kürzer", test.version_of(third).await).await.unwrap();
    assert_eq!(told(&test, "Überarbeitung erbeten").await, ["author-15084@example.org", COORDINATOR, COORDINATOR, DEPUTY]);
}

/// A comment that mentions the coordination.
async fn say(test: &TestNetwork, viewer: &Viewer, case: CaseId) {
    let request = CommentRequest { body: "Bitte ansehen".to_owned(), mentions: vec![Party::Coordinator], ..CommentRequest::default() };
    comment_on_case::add(&test.network, viewer, case, request).await.unwrap();
}

#[tokio::test]
async fn a_comment_for_the_coordination_goes_to_its_deputies() {
    let test = TestNetwork::new().await;
    coordination(&test).await;
    let reviewer = test.member(Role::Reviewer, None).await;
    let (_, case) = submitted(&test, "Ein Beispiel").await;
    say(&test, &reviewer, case).await;
    assert_eq!(told(&test, "Kommentar").await, [COORDINATOR, DEPUTY]);
    test.pass(TimeDelta::days(8)).await;
    say(&test, &reviewer, case).await;
    assert_eq!(told(&test, "Kommentar").await, [COORDINATOR, COORDINATOR, DEPUTY]);
}

#[tokio::test]
async fn a_deputy_is_told_once_they_have_the_factor_that_coordinators_must_have() {
    let settings = SignInSettings { second_factor_roles: vec![Role::Coordinator], ..SignInSettings::default() };
    let test = TestNetwork::signing_in(settings).await;
    coordination(&test).await;
    let reviewer = test.member(Role::Reviewer, None).await;
    let (_, case) = submitted(&test, "Ein Beispiel").await;
    say(&test, &reviewer, case).await;
    assert_eq!(told(&test, "Kommentar").await, [COORDINATOR], "a deputy has the rights of a reader until then");
    let deputy = Caller::from(test.member(Role::Reader, Some("15084")).await);
    let set_up = second_factor::begin(&test.network, &deputy).await.unwrap();
    second_factor::confirm(&test.network, &deputy, &code(&test, &set_up.secret, 0)).await.unwrap();
    say(&test, &reviewer, case).await;
    assert_eq!(told(&test, "Kommentar").await, [COORDINATOR, COORDINATOR, DEPUTY]);
}
