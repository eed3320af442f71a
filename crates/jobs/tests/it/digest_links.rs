//! Where "n weitere" in a digest leads to: exactly what its section tells.

use crate::digests::{digests, flat, search, subscribe};
use chrono::TimeDelta;
use domain::{
    CaseFilter, Role, digest_period::Frequency, ids::CaseId, review::Checklist, subscription::Criteria, vocabulary::FieldOfAction,
};
use test_network::{TestNetwork, complete_case};
use usecases::{
    TypedSearch,
    find_cases::{self, Matching},
    publish_case::{self, Weight},
};

/// One more than a section shows.
const MANY: usize = 11;

/// Publishes many cases of two fields.
async fn published(test: &TestNetwork) -> Vec<CaseId> {
    let mut cases = Vec::new();
    for number in 1..=MANY {
        let mut content = complete_case(&format!("Lesepaten im Ort Nummer {number}"));
        content.fields_of_action = vec![FieldOfAction::Inclusion, FieldOfAction::Governance];
        cases.push(test.publish_without_jobs(content).await.id);
    }
    test.run_jobs().await;
    cases
}

/// Publishes a substantial new version of each case.
async fn renew(test: &TestNetwork, cases: Vec<CaseId>) {
    let reviewer = test.member(Role::Reviewer, None).await;
    let other = test.other_reviewer().await;
    for (number, case) in cases.into_iter().enumerate() {
        let change = |content: &mut domain::CaseContent| content.title = format!("Lesepaten in Schule Nummer {number}");
        usecases::update_case::update(&test.network, &reviewer, case, None, change).await.unwrap();
        usecases::submit_case::submit(&test.network, &reviewer, case, test.version_of(case).await).await.unwrap();
        let (checked, version) = (Checklist::confirmed(), test.version_of(case).await);
        publish_case::publish_as(&test.network, &other, case, &checked, version, Weight::Substantial).await.unwrap();
        // Nobody hands in that many at once.
        test.clock.advance(TimeDelta::minutes(20));
    }
}

#[tokio::test]
async fn the_fields_of_a_subscription_stay_beside_the_focus_areas() {
    let fields = CaseFilter { fields_of_action: vec![FieldOfAction::Inclusion], ..CaseFilter::default() };
    // As somebody subscribes to who comes from another digest's link.
    let areas = CaseFilter { focus_areas: vec![FieldOfAction::Inclusion], ..CaseFilter::default() };
    for filter in [fields, areas] {
        let test = TestNetwork::new().await;
        let place = "15084".parse().unwrap();
        let mut transaction = test.network.store.begin().await.unwrap();
        transaction.set_focus_areas(&place, &[FieldOfAction::Governance, FieldOfAction::Volunteering]).await.unwrap();
        transaction.commit().await.unwrap();
        subscribe(&test, Frequency::Daily, Criteria { filter, focus_of: Some(place), ..Criteria::default() }).await;
        published(&test).await;
        test.pass(TimeDelta::days(1)).await;
        let body = flat(&digests(&test)[0]);
        let listed = "handlungsfeld=INCLUSION&schwerpunkt=GOVERNANCE&schwerpunkt=VOLUNTEERING&seit=";
        assert!(body.contains("1 weiteres Praxisbeispiel") && body.contains(listed), "{body}");
    }
}

#[tokio::test]
async fn a_text_is_read_as_the_search_reads_it_and_its_link_lists_what_was_told() {
    let test = TestNetwork::new().await;
    published(&test).await;
    test.pass(TimeDelta::days(1)).await;
    // A typing mistake, a Kreis, and a word of which cases have a synonym.
    let subscription = subscribe(&test, Frequency::Daily, search("burgenlandkreis lesepatten")).await;
    assert_eq!(subscription.criteria.text.to_lowercase(), "burgenlandkreis lesepaten");
    published(&test).await;
    let mut elsewhere = complete_case("Lesepaten in Erfurt, bekannt aus dem Burgenlandkreis");
    elsewhere.municipality = "16051".parse().ok();
    test.publish(elsewhere).await;
    test.publish(complete_case("Vorlesepaten für alle")).await;
    test.publish(complete_case("Ein Bus für die Ausbildung")).await;
    test.pass(TimeDelta::days(1)).await;
    let body = flat(&digests(&test)[0]);
    assert!(body.contains("12 neue Praxisbeispiele") && body.contains("(Kommune: Burgenlandkreis)"), "{body}");
    let filter = CaseFilter { published_after: Some(test.now() - TimeDelta::days(1)), ..CaseFilter::default() };
    let search = TypedSearch { text: subscription.criteria.text, filter, limit: 100, ..TypedSearch::default() };
    let listed = find_cases::find(&test.network, &search, Matching::EveryWord).await.unwrap();
    assert_eq!((listed.total, listed.hits.len()), (12, 12));
    let told = listed.hits.iter().take(10).map(|case| body.find(&case.content.title)).collect::<Option<Vec<_>>>();
    assert!(told.is_some_and(|places| places.is_sorted()), "the same order: {body}");
}

#[tokio::test]
async fn what_no_other_section_names_is_counted_even_if_all_that_the_section_would_name_is_told_there() {
    let test = TestNetwork::new().await;
    for field in [FieldOfAction::Inclusion, FieldOfAction::Governance] {
        let filter = CaseFilter { fields_of_action: vec![field], ..CaseFilter::default() };
        subscribe(&test, Frequency::Daily, Criteria { filter, ..Criteria::default() }).await;
    }
    subscribe(&test, Frequency::Daily, search("lesepaten")).await;
    // The oldest of those that fit alike are beyond the twenty that a digest names.
    let oldest = (1..=3).map(|_| FieldOfAction::Volunteering);
    let named = (1..=10).flat_map(|_| [FieldOfAction::Inclusion, FieldOfAction::Governance]);
    for (number, field) in oldest.chain(named).enumerate() {
        let mut content = complete_case(&format!("Lesepaten im Ort Nummer {}", number + 100));
        content.fields_of_action = vec![field];
        test.publish_without_jobs(content).await;
        test.clock.advance(TimeDelta::seconds(1));
    }
    test.pass(TimeDelta::days(1)).await;
    let body = flat(&digests(&test)[0]);
    assert_eq!(body.matches("/faelle/lesepaten-im-ort-nummer-").count(), 20, "{body}");
    let (_, rest) = body.split_once("Neu: Suche: lesepaten").expect("a section of its own");
    let counted = "23 Praxisbeispiele, davon 20 in anderen Abschnitten dieser E-Mail: https://";
    assert!(rest.contains(counted) && rest.contains("/suche?q=lesepaten&genau=ja&seit="), "{rest}");
}

#[tokio::test]
async fn a_case_that_a_section_only_counts_is_known_to_stand_in_another() {
    let test = TestNetwork::new().await;
    let filter = CaseFilter { fields_of_action: vec![FieldOfAction::Inclusion], ..CaseFilter::default() };
    subscribe(&test, Frequency::Daily, Criteria { filter, ..Criteria::default() }).await;
    subscribe(&test, Frequency::Daily, search("lesepaten")).await;
    // The oldest of those that fit alike is not among the twenty that the search's digest names by itself.
    let fields = [FieldOfAction::Inclusion].into_iter().chain(std::iter::repeat_n(FieldOfAction::Governance, 21));
    for (number, field) in fields.enumerate() {
        let mut content = complete_case(&format!("Lesepaten im Ort Nummer {}", number + 100));
        content.fields_of_action = vec![field];
        test.publish_without_jobs(content).await;
        test.clock.advance(TimeDelta::seconds(1));
    }
    test.pass(TimeDelta::days(1)).await;
    let body = flat(&digests(&test)[0]);
    assert_eq!(body.matches("/faelle/lesepaten-im-ort-nummer-100").count(), 1, "{body}");
    for said in [
        "Warum in dieser E-Mail: Handlungsfeld: Inklusion und Teilhabe; Suche: lesepaten",
        "12 weitere Praxisbeispiele, davon 1 in einem anderen Abschnitt dieser E-Mail: https://",
    ] {
        assert!(body.contains(said), "{said}: {body}");
    }
}

#[tokio::test]
async fn new_versions_are_listed_with_their_window() {
    let test = TestNetwork::new().await;
    let cases = published(&test).await;
    test.pass(TimeDelta::days(1)).await;
    subscribe(&test, Frequency::Daily, search("lesepaten")).await;
    renew(&test, cases).await;
    test.pass(TimeDelta::days(1)).await;
    let body = flat(&digests(&test)[0]);
    assert!(body.contains("1 weiteres Praxisbeispiel"), "{body}");
    let link = body.split("/suche?q=lesepaten&genau=ja&vor-dem=").nth(1).expect("a link with the window");
    let (start, rest) = link.split_once("&erneuert-seit=").expect("a bound");
    assert!(rest.starts_with(&format!("{start}&erneuert-vor=")), "{body}");
}

#[tokio::test]
async fn a_followed_case_for_which_a_mail_has_no_room_is_linked_itself() {
    let test = TestNetwork::new().await;
    let mut cases = published(&test).await;
    cases.extend(published(&test).await.into_iter().take(10));
    for case in &cases {
        // No mailbox gets that many mails at once.
        test.clock.advance(TimeDelta::minutes(3));
        subscribe(&test, Frequency::Daily, Criteria { case: Some(*case), ..Criteria::default() }).await;
    }
    renew(&test, cases).await;
    test.pass(TimeDelta::days(1)).await;
    let body = flat(&digests(&test)[0]);
    assert_eq!(body.matches("Warum in dieser E-Mail: Sie verfolgen dieses Praxisbeispiel").count(), 20, "{body}");
    let (_, last) = body.split_once("Fassungen von „Lesepaten in Schule Nummer 20“").expect("a section of its own");
    assert!(last.contains(" 1 Praxisbeispiel: https://wissensnetz.example.org/faelle/lesepaten-"), "{last}");
    assert!(!body.contains("/suche?"), "no search is about it: {body}");
}
