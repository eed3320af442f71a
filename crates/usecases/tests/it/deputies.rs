//! Who stands in for a coordination, for how long, and what they may do meanwhile.

use crate::{
    invitations::invite,
    people::{account, again, ags, id_of, person, refused, token},
};
use chrono::TimeDelta;
use domain::{ErrorCode, Role, Viewer};
use test_network::TestNetwork;
use usecases::{
    Caller, Deputation,
    people::{self, DeputyRequest},
    second_factor,
};

/// Has somebody stand in from now on for a week.
pub(crate) async fn named(test: &TestNetwork, by: &Viewer, deputy: &Viewer) -> Deputation {
    let request = DeputyRequest { deputy: id_of(deputy), from: test.now(), until: test.now() + TimeDelta::days(7) };
    people::name_deputy(&test.network, by, request).await.unwrap()
}

/// An author of 15084 who stands in for its coordination for a week.
pub(crate) async fn deputy(test: &TestNetwork) -> Viewer {
    let coordinator = test.member(Role::Coordinator, Some("15084")).await;
    let author = test.member(Role::Author, Some("15084")).await;
    named(test, &coordinator, &author).await;
    let deputy = again(test, &author).await;
    assert_eq!(deputy.member().unwrap().role, Role::Coordinator);
    deputy
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
