//! What goes from one member to another, by whom, and how it is written down.

use crate::{
    leaving::{leave, wish},
    people::{account, id_of, person, refused, token},
    signing_in::AUTHOR,
};
use chrono::TimeDelta;
use domain::{ErrorCode, Role, digest_period::Frequency};
use serde_json::json;
use test_network::{TestNetwork, draft_case};
use usecases::{
    AuditFilter, Refusal, UseCaseError,
    audit_log::Thing,
    confirm_subscription, create_case,
    people::{self, DeputyRequest},
};

#[tokio::test]
async fn a_coordinator_hands_over_for_somebody_who_is_gone() {
    let test = TestNetwork::new().await;
    let network = &test.network;
    let coordinator = test.member(Role::Coordinator, Some("15084")).await;
    let author = test.member(Role::Author, Some("15084")).await;
    let case = create_case::create(network, &author, draft_case("Ein angefangenes Beispiel"), None).await.unwrap();
    people::disable(network, &coordinator, id_of(&author)).await.unwrap();
    let handed = people::hand_over(network, &coordinator, id_of(&author), id_of(&coordinator)).await.unwrap();
    assert_eq!(handed.cases, 1);
    assert_eq!(network.store.working_case(case.id).await.unwrap().unwrap().author, Some(id_of(&coordinator)));
    let back = people::hand_over(network, &coordinator, id_of(&coordinator), id_of(&author)).await;
    assert_eq!(refused(back), ErrorCode::Malformed, "nothing goes to who cannot sign in");
}

#[tokio::test]
async fn each_case_and_each_wish_says_that_it_was_handed_over() {
    let test = TestNetwork::new().await;
    let network = &test.network;
    let coordinator = test.member(Role::Coordinator, Some("15084")).await;
    let author = test.member(Role::Author, Some("15084")).await;
    let colleague = person(&test, "kollege@kreis.example.org", Role::Author, Some("15084")).await;
    let mut cases = Vec::new();
    for title in ["Ein erstes Beispiel", "Ein zweites Beispiel"] {
        cases.push(create_case::create(network, &author, draft_case(title), None).await.unwrap().id);
    }
    let given = wish(&test, &author, Frequency::Daily).await;
    people::hand_over(network, &coordinator, id_of(&author), id_of(&colleague)).await.unwrap();
    let asked = network.store.subscriptions_of(id_of(&colleague)).await.unwrap().remove(0);
    let told = async |thing: Thing| {
        let filter = AuditFilter { object: thing.namings(), ..AuditFilter::default() };
        let entry = network.store.audit_log(&filter, None, 1).await.unwrap().remove(0).entry;
        (entry.action, entry.actor, entry.object_id, entry.detail)
    };
    let (from, to, by) = (id_of(&author), id_of(&colleague), Some(id_of(&coordinator)));
    for case in cases {
        let expected = ("case.handed_over".to_owned(), by, case.0, json!({ "from": from, "to": to }));
        assert_eq!(told(Thing::PracticeCase(case)).await, expected);
    }
    let detail = json!({ "from": from, "to": to, "subscription": asked.id });
    let expected = ("subscription.handed_over".to_owned(), by, given.id.0, detail);
    for subscription in [given.id, asked.id] {
        assert_eq!(told(Thing::Subscription(subscription)).await, expected, "from both ends");
    }
    let whole = json!({ "to": to, "cases": 2, "subscriptions": 1 });
    assert_eq!(told(Thing::Account(from)).await, ("account.handed_over".to_owned(), by, from.0, whole));
}

#[tokio::test]
async fn cases_go_to_who_may_edit_them_and_wishes_to_readers_too() {
    let test = TestNetwork::new().await;
    let network = &test.network;
    let coordinator = test.member(Role::Coordinator, Some("15084")).await;
    let administrator = test.member(Role::Administrator, None).await;
    let author = test.member(Role::Author, Some("15084")).await;
    let reader = test.member(Role::Reader, Some("15084")).await;
    let nothing = people::HandedOver { cases: 0, subscriptions: 0 };
    assert_eq!(people::hand_over(network, &coordinator, id_of(&author), id_of(&reader)).await.unwrap(), nothing);
    let case = create_case::create(network, &author, draft_case("Ein angefangenes Beispiel"), None).await.unwrap();
    let request = DeputyRequest { deputy: id_of(&reader), from: test.now(), until: test.now() + TimeDelta::days(8) };
    people::name_deputy(network, &coordinator, request).await.unwrap();
    let Err(UseCaseError::Refused(Refusal::Invalid(violations))) =
        people::hand_over(network, &coordinator, id_of(&author), id_of(&reader)).await
    else {
        panic!("a draft went to a reader")
    };
    let [violation] = violations.as_slice() else { panic!("{violations:?}") };
    assert_eq!((violation.field.as_str(), violation.code()), ("to", ErrorCode::Malformed));
    assert_eq!(network.store.working_case(case.id).await.unwrap().unwrap().author, Some(id_of(&author)));
    let reviewer = test.member(Role::Reviewer, None).await;
    let adviser = test.member(Role::Adviser, None).await;
    create_case::create(network, &reviewer, draft_case("Ein Beispiel der Agentur"), None).await.unwrap();
    let outcome = people::hand_over(network, &administrator, id_of(&reviewer), id_of(&adviser)).await;
    assert_eq!(refused(outcome), ErrorCode::Malformed);
    let handed = people::hand_over(network, &administrator, id_of(&reviewer), id_of(&administrator)).await.unwrap();
    assert_eq!(handed.cases, 1);
}

#[tokio::test]
async fn a_wish_that_a_successor_never_confirms_is_not_lost() {
    let test = TestNetwork::new().await;
    let network = &test.network;
    let coordinator = test.member(Role::Coordinator, Some("15084")).await;
    let author = test.member(Role::Author, Some("15084")).await;
    let [first, second] = ["erste", "zweite"].map(|name| format!("{name}@kreis.example.org"));
    let first = person(&test, &first, Role::Reader, Some("15084550")).await;
    let second = person(&test, &second, Role::Author, Some("15084")).await;
    for frequency in [Frequency::Daily, Frequency::Monthly] {
        wish(&test, &author, frequency).await;
    }
    let own = network.store.subscriptions_of(id_of(&author)).await.unwrap();
    let ended = own.iter().find(|own| own.frequency == Frequency::Monthly).unwrap();
    usecases::unsubscribe::unsubscribe(network, ended.unsubscribe_token.reveal()).await.unwrap();
    test.clock.advance(TimeDelta::hours(1));
    let open = async || {
        let leaver = account(&test, AUTHOR).await.unwrap();
        let open = people::open_wishes(network, people::Leaver::of(&leaver).as_slice()).await.unwrap();
        open.into_values().flatten().map(|wish| wish.frequency).collect::<Vec<_>>()
    };
    assert_eq!(open().await, [], "who is there looks after their own");
    leave(&test, &author, Some(&first)).await.unwrap();
    assert_eq!(open().await, [Frequency::Daily], "until somebody confirms; and not what the leaver had ended before");
    test.pass(TimeDelta::days(8)).await;
    assert_eq!(network.store.subscriptions_of(id_of(&first)).await.unwrap(), [], "nobody did");
    assert_eq!(open().await, [Frequency::Daily]);
    let again = people::hand_over(network, &coordinator, id_of(&author), id_of(&second)).await.unwrap();
    assert_eq!(again.subscriptions, 1);
    let twice = people::hand_over(network, &coordinator, id_of(&author), id_of(&second)).await.unwrap();
    assert_eq!(twice.subscriptions, 0, "nobody is asked twice for the same");
    confirm_subscription::confirm(network, &token(&test).await).await.unwrap();
    assert_eq!(open().await, [], "taken over");
}
