//! How people hand over, leave, and stand in for each other.

use crate::{
    people::{account, ags, id_of, person, refused, token},
    second_factor::code,
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
    AuditFilter, Caller, Proof, Refusal, Subscription, UseCaseError,
    audit_log::Thing,
    confirm_subscription, create_case,
    people::{self, DeputyRequest},
    retention, rights, second_factor,
    subscribe::{self, SubscribeRequest},
};

/// The person as the next request finds them.
async fn again(test: &TestNetwork, viewer: &Viewer) -> Viewer {
    let account = test.network.store.account(id_of(viewer)).await.unwrap().unwrap();
    rights::viewer_of(&test.network, &account).await.unwrap()
}

const LEAVER: &str = "author-15084@example.org";

/// A confirmed subscription of the author of 15084 to everything.
async fn wish(test: &TestNetwork, author: &Viewer, frequency: Frequency) -> Subscription {
    let request = SubscribeRequest { email: LEAVER.to_owned(), criteria: Criteria::default(), frequency, weekday: None, hour: None };
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
    assert!(account(&test, LEAVER).await.unwrap().disabled_at.is_some());
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
    assert_eq!(account(&test, LEAVER).await.unwrap().disabled_at, None);
    people::leave(network, &session, None, Some(&code(&test, &set_up.secret, 0))).await.unwrap();
    assert!(account(&test, LEAVER).await.unwrap().disabled_at.is_some());
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
    assert!(account(&test, LEAVER).await.unwrap().disabled_at.is_some());
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
        let leaver = account(&test, LEAVER).await.unwrap();
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
async fn nobody_has_two_deputations_at_one_time() {
    let test = TestNetwork::new().await;
    let network = &test.network;
    let coordinator = test.member(Role::Coordinator, Some("15084")).await;
    let reader = test.member(Role::Reader, Some("15084")).await;
    let day = |days: i64| test.now() + TimeDelta::days(days);
    let name = async |from: i64, until: i64| {
        people::name_deputy(network, &coordinator, DeputyRequest { deputy: id_of(&reader), from: day(from), until: day(until) }).await
    };
    let named = name(7, 14).await.unwrap();
    for (from, until) in [(0, 8), (8, 9), (13, 20), (0, 20)] {
        assert_eq!(refused(name(from, until).await), ErrorCode::Malformed, "{from} to {until}");
    }
    assert_eq!(name(7, 14).await.unwrap(), named, "asked for twice it is there once");
    let (before, after) = (name(0, 7).await.unwrap(), name(14, 20).await.unwrap());
    assert_eq!(people::deputations(network, &coordinator, &ags("15084")).await.unwrap(), [before, named.clone(), after]);
    people::end_deputation(network, &coordinator, named.id).await.unwrap();
    name(8, 9).await.unwrap();
}

#[tokio::test]
async fn the_days_of_a_deputation_are_those_of_the_calendar() {
    let test = TestNetwork::new().await;
    let network = &test.network;
    let coordinator = test.member(Role::Coordinator, Some("15084")).await;
    let reader = test.member(Role::Reader, Some("15084")).await;
    // In October 2028 clocks are put back a day earlier than in 2027: there is an hour more in these 366 days.
    let name = async |until: &str| {
        let (from, until) = ("2027-10-30T00:00:00+02:00".parse().unwrap(), until.parse().unwrap());
        people::name_deputy(network, &coordinator, DeputyRequest { deputy: id_of(&reader), from, until }).await
    };
    assert_eq!(refused(name("2028-10-31T00:00:00+01:00").await), ErrorCode::Malformed);
    assert!(name("2028-10-30T00:00:00+01:00").await.is_ok());
}

#[tokio::test]
async fn a_deputy_has_the_coordinator_s_rights_for_the_time_and_no_longer() {
    let test = TestNetwork::new().await;
    let network = &test.network;
    let coordinator = test.member(Role::Coordinator, Some("15084")).await;
    let reader = test.member(Role::Reader, Some("15084")).await;
    let (from, until) = (test.now() + TimeDelta::days(1), test.now() + TimeDelta::days(8));
    let request = DeputyRequest { deputy: id_of(&reader), from, until };
    let foreign = test.member(Role::Reader, Some("15088")).await;
    let strange = DeputyRequest { deputy: id_of(&foreign), ..request.clone() };
    assert_eq!(refused(people::name_deputy(network, &coordinator, strange).await), ErrorCode::NotFound);
    let backwards = DeputyRequest { from: until, until: from, ..request.clone() };
    assert_eq!(refused(people::name_deputy(network, &coordinator, backwards).await), ErrorCode::EndBeforeStart);
    let endless = DeputyRequest { until: until + TimeDelta::days(400), ..request.clone() };
    assert_eq!(refused(people::name_deputy(network, &coordinator, endless).await), ErrorCode::Malformed);
    let deputation = people::name_deputy(network, &coordinator, request.clone()).await.unwrap();
    assert_eq!(again(&test, &reader).await.member().unwrap().role, Role::Reader);
    test.clock.set(from);
    let deputy = again(&test, &reader).await;
    assert_eq!(deputy.member().unwrap().role, Role::Coordinator);
    assert_eq!(people::members(network, &deputy, Some(&ags("15084"))).await.unwrap().len(), 2);
    let author = person(&test, "neu@kreis.example.org", Role::Author, Some("15084")).await;
    let next = DeputyRequest { deputy: id_of(&author), ..request.clone() };
    assert_eq!(refused(people::name_deputy(network, &deputy, next).await), ErrorCode::Forbidden);
    let own = people::change_role(network, &deputy, id_of(&deputy), Role::Coordinator, None).await;
    assert_eq!(refused(own), ErrorCode::Forbidden, "a deputy does not stay");
    test.clock.set(until);
    assert_eq!(again(&test, &reader).await.member().unwrap().role, Role::Reader);
    test.clock.set(from);
    people::end_deputation(network, &coordinator, deputation.id).await.unwrap();
    assert_eq!(again(&test, &reader).await.member().unwrap().role, Role::Reader);
    people::name_deputy(network, &coordinator, request).await.unwrap();
    people::disable(network, &coordinator, id_of(&reader)).await.unwrap();
    assert_eq!(people::deputations(network, &coordinator, &ags("15084")).await.unwrap(), []);
}
