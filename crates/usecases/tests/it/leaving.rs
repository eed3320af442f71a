//! How people leave the network or their municipality, and what becomes of what was theirs.

use crate::{
    people::{account, again, ags, id_of, person, refused, token},
    second_factor::code,
    signing_in::AUTHOR,
};
use chrono::{Months, TimeDelta};
use domain::{
    ErrorCode, Role, Scopes, Viewer,
    case::Contact,
    digest_period::Frequency,
    ids::{AccountId, CaseId},
    reach::Sight,
    subscription::{Criteria, SubscriptionState},
};
use serde_json::{Value, json};
use test_network::{Stand, TestNetwork, complete_case, draft_case};
use usecases::{
    AuditFilter, Caller, Proof, Subscription, UseCaseError,
    audit_log::Thing,
    confirm_subscription, create_case, people, retention, second_factor,
    subscribe::{self, SubscribeRequest},
};

/// A confirmed subscription of the author of 15084 to everything.
pub(crate) async fn wish(test: &TestNetwork, author: &Viewer, frequency: Frequency) -> Subscription {
    let request = SubscribeRequest { email: AUTHOR.to_owned(), criteria: Criteria::default(), frequency, weekday: None, hour: None };
    let asked = subscribe::subscribe(&test.network, author, request).await.unwrap();
    confirm_subscription::confirm(&test.network, &token(test).await).await.unwrap();
    asked
}

/// Leaves as somebody who has just signed in.
pub(crate) async fn leave(test: &TestNetwork, leaver: &Viewer, successor: Option<&Viewer>) -> Result<people::HandedOver, UseCaseError> {
    people::leave(&test.network, &Caller::from(leaver), successor.map(id_of), None).await
}

/// The audit entries of a case about whose it is, as they name who did it and their details.
async fn handings(test: &TestNetwork, case: CaseId) -> Vec<(Option<AccountId>, Value)> {
    let entries = test.network.store.audit_of(case.0).await.unwrap();
    entries.into_iter().filter(|entry| entry.action == "case.handed_over").map(|entry| (entry.actor, entry.detail)).collect()
}

#[tokio::test]
async fn a_leaver_without_a_successor_leaves_the_cases_to_the_municipality() {
    let test = TestNetwork::new().await;
    let network = &test.network;
    let coordinator = test.member(Role::Coordinator, Some("15084")).await;
    let author = test.member(Role::Author, Some("15084")).await;
    let case = create_case::create(network, &author, draft_case("Ein angefangenes Beispiel"), None).await.unwrap();
    let given = wish(&test, &author, Frequency::Daily).await;
    let nothing = people::HandedOver { cases: 0, subscriptions: 0 };
    assert_eq!(leave(&test, &author, None).await.unwrap(), nothing, "authors need not know who their colleagues are");
    let left = network.store.working_case(case.id).await.unwrap().unwrap();
    assert_eq!((left.author, left.sight(&coordinator)), (None, Sight::Working));
    assert_eq!(handings(&test, case.id).await, [(Some(id_of(&author)), json!({ "from": id_of(&author), "to": null }))]);
    assert_eq!(network.store.subscription(given.id).await.unwrap().unwrap().state, SubscriptionState::Withdrawn);
    let filter = AuditFilter { object: Thing::Subscription(given.id).namings(), ..AuditFilter::default() };
    let latest = network.store.audit_log(&filter, None, 1).await.unwrap().remove(0).entry;
    assert_eq!((latest.action.as_str(), latest.actor), ("subscription.withdrawn", Some(id_of(&author))));
    assert!(account(&test, AUTHOR).await.unwrap().disabled_at.is_some());
}

#[tokio::test]
async fn nobody_leaves_by_an_access_token_or_a_browser_that_was_left_open() {
    let test = TestNetwork::new().await;
    let network = &test.network;
    let author = test.member(Role::Author, Some("15084")).await;
    let by_token = Caller { viewer: author.clone(), proof: Proof::Token(Scopes::all()) };
    assert_eq!(refused(people::leave(network, &by_token, None, None).await), ErrorCode::InsufficientScope);
    let session = test.session(&author).await;
    let set_up = second_factor::begin(network, &session).await.unwrap();
    second_factor::confirm(network, &session, &code(&test, &set_up.secret, 0)).await.unwrap();
    test.clock.advance(TimeDelta::minutes(15) + TimeDelta::seconds(1));
    assert_eq!(refused(people::leave(network, &session, None, None).await), ErrorCode::RecentSignInRequired);
    assert_eq!(refused(people::leave(network, &session, None, Some("000000")).await), ErrorCode::WrongCode);
    assert_eq!(account(&test, AUTHOR).await.unwrap().disabled_at, None);
    people::leave(network, &session, None, Some(&code(&test, &set_up.secret, 0))).await.unwrap();
    assert!(account(&test, AUTHOR).await.unwrap().disabled_at.is_some());
}

#[tokio::test]
async fn whoever_moves_to_another_municipality_leaves_the_cases_of_the_old_one_there() {
    let test = TestNetwork::new().await;
    let network = &test.network;
    let reviewer = test.member(Role::Reviewer, None).await;
    let stays = test.member(Role::Author, Some("15084")).await;
    let moves = person(&test, "zieht@kreis.example.org", Role::Author, Some("15084")).await;
    let mut cases = Vec::new();
    for title in ["Ein erstes Beispiel", "Ein zweites Beispiel"] {
        cases.push(create_case::create(network, &moves, draft_case(title), None).await.unwrap().id);
    }
    people::change_role(network, &reviewer, id_of(&moves), Role::Author, Some(ags("15084550"))).await.unwrap();
    let found = network.store.working_case(cases[0]).await.unwrap().unwrap();
    assert_eq!(found.author, Some(id_of(&moves)), "a Landkreis and its Gemeinden are one");
    people::change_role(network, &reviewer, id_of(&moves), Role::Author, Some(ags("15088"))).await.unwrap();
    let elsewhere = again(&test, &moves).await;
    for case in cases {
        let left = network.store.working_case(case).await.unwrap().unwrap();
        assert_eq!((left.author, left.sight(&elsewhere), left.sight(&stays)), (None, Sight::Nothing, Sight::Working));
        assert_eq!(handings(&test, case).await, [(Some(id_of(&reviewer)), json!({ "from": id_of(&moves), "to": null }))]);
    }
}

#[tokio::test]
async fn a_leaver_hands_over_cases_and_wishes_in_one_step() {
    let test = TestNetwork::new().await;
    let network = &test.network;
    let author = test.member(Role::Author, Some("15084")).await;
    let colleague = person(&test, "kollege@kreis.example.org", Role::Author, Some("15084550")).await;
    let reader = person(&test, "leserin@kreis.example.org", Role::Reader, Some("15084")).await;
    let stranger = test.member(Role::Author, Some("15088")).await;
    let case = create_case::create(network, &author, draft_case("Ein angefangenes Beispiel"), None).await.unwrap();
    let public = test.place(draft_case("Öffentlich"), draft_case("x"), Some(id_of(&author)), Stand::Published).await;
    let given = wish(&test, &author, Frequency::Daily).await;
    assert_eq!(refused(leave(&test, &author, Some(&stranger)).await), ErrorCode::NotFound);
    for unfit in [&author, &reader] {
        assert_eq!(refused(leave(&test, &author, Some(unfit)).await), ErrorCode::Malformed);
    }
    let handed = leave(&test, &author, Some(&colleague)).await.unwrap();
    assert_eq!((handed.cases, handed.subscriptions), (2, 1));
    for id in [case.id, public.id] {
        assert_eq!(network.store.working_case(id).await.unwrap().unwrap().author, Some(id_of(&colleague)));
    }
    assert_eq!(network.store.subscription(given.id).await.unwrap().unwrap().state, SubscriptionState::Withdrawn);
    let taken = network.store.subscriptions_of(id_of(&colleague)).await.unwrap();
    let reader = network.store.digest_reader(taken[0].reader).await.unwrap().unwrap();
    assert_eq!((taken.len(), taken[0].state, reader.email.reveal()), (1, SubscriptionState::Pending, "kollege@kreis.example.org"));
    confirm_subscription::confirm(network, &token(&test).await).await.unwrap();
    assert!(account(&test, AUTHOR).await.unwrap().disabled_at.is_some());
}

#[tokio::test]
async fn whoever_left_is_in_no_contact_any_more_once_the_account_is_erased() {
    let test = TestNetwork::new().await;
    let network = &test.network;
    let author = test.member(Role::Author, Some("15084")).await;
    let colleague = person(&test, "kollege@kreis.example.org", Role::Author, Some("15084")).await;
    let case = test.place(complete_case("Übergeben"), draft_case("x"), Some(id_of(&author)), Stand::Published).await;
    leave(&test, &author, Some(&colleague)).await.unwrap();
    test.clock.set(test.now().checked_add_months(Months::new(6)).unwrap() + TimeDelta::days(1));
    assert_eq!(retention::run(network).await.unwrap().erased, 1);
    let left = network.store.working_case(case.id).await.unwrap().unwrap();
    let mailbox = "bildung@burgenlandkreis.example.org".to_owned();
    assert_eq!((left.author, left.content.contact), (Some(id_of(&colleague)), Some(Contact { mailbox, name: None, phone: None })));
}
