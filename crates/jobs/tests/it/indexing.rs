//! The search follows the database.

use chrono::TimeDelta;
use domain::{CaseView, Job, Role, Viewer, ids::JobId, review::Checklist};
use jobs::{CheckReport, DifferenceKind};
use sea_orm::ConnectionTrait;
use search_indexer::{EmbeddedEngine, SearchRequest, analysis::Analyser, document};
use std::{sync::Arc, time::Duration};
use storage::Lane;
use test_network::{TestNetwork, complete_case};
use usecases::{
    TypedSearch, UseCaseError, archive_case, create_case, erase_case,
    find_cases::{self, Matching},
    publish_case, similar_cases, update_case,
};

/// For how long the workers here hold their jobs.
const LEASE: Duration = Duration::from_secs(15);

async fn found(test: &TestNetwork, query: &str) -> usize {
    let request = SearchRequest { query: Analyser::standard().query(query), limit: 10, ..SearchRequest::default() };
    test.network.search.search(&request).await.unwrap().total
}

#[tokio::test]
async fn publish_change_archive_and_erase_all_reach_the_index() {
    let test = TestNetwork::new().await;
    let (reviewer, administrator) = (test.member(Role::Reviewer, None).await, test.member(Role::Administrator, None).await);
    let case = create_case::create(&test.network, &reviewer, complete_case("Ausbildungsbus im ländlichen Raum"), None).await.unwrap();
    test.run_jobs().await;
    assert_eq!(found(&test, "\"Ausbildungsbus\"").await, 0, "a draft is not in the search");
    test.approve(&reviewer, case.id).await;
    test.run_jobs().await;
    assert_eq!(found(&test, "\"Ausbildungsbus\"").await, 1);

    update_case::update(&test.network, &reviewer, case.id, None, |content| content.title = "Musikschule auf Rädern".to_owned())
        .await
        .unwrap();
    test.run_jobs().await;
    assert_eq!(found(&test, "\"Musikschule\"").await, 0, "what is public stays until the next publication");
    test.approve(&reviewer, case.id).await;
    test.run_jobs().await;
    assert_eq!(found(&test, "\"Musikschule\"").await, 1);

    archive_case::archive(&test.network, &reviewer, case.id).await.unwrap();
    test.run_jobs().await;
    assert_eq!(found(&test, "\"Musikschule\"").await, 0);
    let other = test.other_reviewer().await;
    publish_case::publish(&test.network, &other, case.id, &Checklist::confirmed(), test.version_of(case.id).await).await.unwrap();
    test.run_jobs().await;
    assert_eq!(found(&test, "\"Musikschule\"").await, 1);
    erase_case::erase(&test.network, &administrator, case.id).await.unwrap();
    test.run_jobs().await;
    assert_eq!(found(&test, "\"Musikschule\"").await, 0);
}

#[tokio::test]
async fn many_changes_of_a_case_are_one_job() {
    let test = TestNetwork::new().await;
    let reviewer = test.member(Role::Reviewer, None).await;
    let case = test.publish(complete_case("Ausbildungsbus im ländlichen Raum")).await;
    for round in 0..5 {
        update_case::update(&test.network, &reviewer, case.id, None, |content| content.title = format!("Ausbildungsbus, Stand {round}"))
            .await
            .unwrap();
        test.approve(&reviewer, case.id).await;
    }
    assert_eq!(test.network.store.open_jobs(&["index_case"], test.now()).await.unwrap(), 1);
}

#[tokio::test]
async fn a_rebuild_brings_back_what_was_lost() {
    let test = TestNetwork::new().await;
    let case = test.publish(complete_case("Ausbildungsbus im ländlichen Raum")).await;
    test.network.search.apply(Vec::new(), vec![case.id]).await.unwrap();
    assert_eq!(found(&test, "\"Ausbildungsbus\"").await, 0);
    jobs::request_rebuild(&test.network).await.unwrap();
    test.run_jobs().await;
    assert_eq!(found(&test, "\"Ausbildungsbus\"").await, 1);
}

async fn check(test: &TestNetwork, repair: bool) -> CheckReport {
    let job = jobs::request_check(&test.network, repair).await.unwrap();
    assert_eq!(jobs::request_check(&test.network, repair).await.unwrap(), job, "one that waits is the same job");
    test.run_jobs().await;
    jobs::check_report(&test.network, job).await.unwrap().unwrap()
}

/// What everybody sees of a case.
async fn public(test: &TestNetwork, case: &CaseView) -> CaseView {
    (*test.network.store.published_case(case.id).await.unwrap().unwrap()).clone()
}

/// A network whose index has not been built yet.
async fn network_that_begins() -> TestNetwork {
    let dir = tempfile::TempDir::new().unwrap();
    let engine = EmbeddedEngine::open(&dir.path().join("search")).unwrap();
    let url = format!("sqlite://{}", dir.path().join("test.db").display());
    TestNetwork::with(dir, &url, Arc::new(engine)).await
}

#[tokio::test]
async fn what_differs_both_ways_is_found_and_repaired() {
    let test = TestNetwork::new().await;
    let cases = [
        test.publish(complete_case("Ausbildungsbus im ländlichen Raum")).await,
        test.publish(complete_case("Musikschule auf Rädern für alle")).await,
        test.publish(complete_case("Vorlesestunde in der Bibliothek")).await,
    ];
    let clean = check(&test, false).await;
    assert!(clean.is_clean());
    assert_eq!((clean.listed, clean.indexed), (3, 3));

    let mut other = public(&test, &cases[1]).await;
    other.content.title = "Ein ganz anderer Titel als der".to_owned();
    let stale = document(&other).unwrap();
    other.id = domain::ids::CaseId(uuid::Uuid::from_u128(77));
    test.network.search.apply(vec![stale, document(&other).unwrap()], vec![cases[0].id]).await.unwrap();

    let report = check(&test, false).await;
    assert_eq!((report.missing, report.stale, report.surplus), (1, 1, 1));
    let named: Vec<_> = report.first.iter().map(|difference| (difference.kind, difference.case, difference.slug.as_deref())).collect();
    let expected = [
        (DifferenceKind::Missing, cases[0].id, Some(cases[0].slug.as_str())),
        (DifferenceKind::Stale, cases[1].id, Some(cases[1].slug.as_str())),
        (DifferenceKind::Surplus, other.id, None),
    ];
    assert_eq!(named, expected);
    assert_eq!(check(&test, false).await, report, "looking changes nothing");
    assert_eq!(check(&test, true).await, report);
    assert!(check(&test, false).await.is_clean());
    assert_eq!((found(&test, "\"Ausbildungsbus\"").await, found(&test, "").await), (1, 3));
}

#[tokio::test]
async fn searches_say_that_the_index_is_not_there_yet_and_have_it_built() {
    let test = network_that_begins().await;
    test.publish_without_jobs(complete_case("Ausbildungsbus im ländlichen Raum")).await;
    let search = TypedSearch { text: "Ausbildungsbus".to_owned(), limit: 10, ..TypedSearch::default() };
    for matching in [Matching::Best, Matching::EveryWord] {
        let error = find_cases::find(&test.network, &search, matching).await.unwrap_err();
        assert!(matches!(&error, UseCaseError::SearchUnavailable(error) if error.is_unavailable()), "{error:?}");
    }
    test.run_jobs().await;
    for matching in [Matching::Best, Matching::EveryWord] {
        assert_eq!(find_cases::find(&test.network, &search, matching).await.unwrap().total, 1);
    }
}

#[tokio::test]
async fn an_index_that_was_never_built_is_built_by_the_repair() {
    let test = network_that_begins().await;
    test.publish_without_jobs(complete_case("Ausbildungsbus im ländlichen Raum")).await;
    let report = check(&test, false).await;
    assert!(report.needs_rebuild && !report.is_clean());
    check(&test, true).await;
    let report = check(&test, false).await;
    assert!(report.is_clean());
    assert_eq!((report.listed, report.indexed), (1, 1));
}

/// Makes the case with this word in its text one that no program can read.
async fn spoil(test: &TestNetwork, word: &str) {
    let database = sea_orm::Database::connect(test.database_url()).await.unwrap();
    let change = format!("UPDATE case_revision SET content = '\"?\"' WHERE content LIKE '%{word}%'");
    let changed = database.execute_unprepared(&change).await.unwrap();
    assert!(changed.rows_affected() > 0);
}

#[tokio::test]
async fn a_case_that_cannot_be_read_holds_up_no_other() {
    let test = TestNetwork::new().await;
    let broken = test.publish_without_jobs(complete_case("Musikschule auf Rädern für alle")).await;
    test.publish_without_jobs(complete_case("Ausbildungsbus im ländlichen Raum")).await;
    spoil(&test, "Musikschule").await;
    test.run_jobs().await;
    assert_eq!(found(&test, "\"Ausbildungsbus\"").await, 1);
    let waiting = test.network.store.open_jobs(&["index_case"], test.now()).await.unwrap();
    assert_eq!((waiting, test.network.search.hashes(&[broken.id]).await.unwrap().len()), (1, 0));
}

#[tokio::test]
async fn what_cannot_be_read_is_left_out_of_what_a_search_finds() {
    let test = TestNetwork::new().await;
    test.publish(complete_case("Musikschule mit eigenem Fahrplan")).await;
    spoil(&test, "Musikschule").await;
    let whole = test.publish(complete_case("Ausbildungsbus mit eigenem Fahrplan")).await;
    assert_eq!(found(&test, "Fahrplan").await, 2, "the index has both");
    let search = TypedSearch { text: "Fahrplan".to_owned(), limit: 10, ..TypedSearch::default() };
    for matching in [Matching::Best, Matching::EveryWord] {
        let found = find_cases::find(&test.network, &search, matching).await.unwrap();
        assert_eq!((found.total, found.hits.len(), found.hits[0].id), (1, 1, whole.id), "{matching:?}");
    }
    assert!(similar_cases::similar(&test.network, &Viewer::Public, whole.id, 5).await.unwrap().is_empty());
}

/// As after a step back to an earlier version of this program, which does not know all that the later one wrote.
#[tokio::test]
async fn an_index_is_built_and_compared_without_a_case_that_cannot_be_read() {
    let test = network_that_begins().await;
    let broken = test.publish_without_jobs(complete_case("Musikschule auf Rädern für alle")).await;
    test.publish_without_jobs(complete_case("Ausbildungsbus im ländlichen Raum")).await;
    spoil(&test, "Musikschule").await;
    assert!(check(&test, true).await.needs_rebuild);
    assert_eq!(found(&test, "\"Ausbildungsbus\"").await, 1);
    let report = check(&test, false).await;
    assert_eq!((report.listed, report.indexed, report.missing, report.surplus, report.needs_rebuild), (2, 1, 1, 0, false));
    assert_eq!((report.first[0].kind, report.first[0].case), (DifferenceKind::Missing, broken.id));
}

/// Whoever comes after a process that was killed while it built the first index.
#[tokio::test]
async fn an_index_whose_building_was_interrupted_is_built_once() {
    let test = network_that_begins().await;
    test.publish_without_jobs(complete_case("Ausbildungsbus im ländlichen Raum")).await;
    jobs::request_rebuild(&test.network).await.unwrap();
    let killed = test.network.store.claim_of(Lane::Long, "a process that is killed", 1, test.now(), LEASE).await.unwrap();
    assert!(matches!(killed[0].job, Job::Reindex));
    assert!(check(&test, true).await.needs_rebuild);
    assert_eq!(test.network.store.open_jobs(&["reindex"], test.now()).await.unwrap(), 1);
    test.pass(TimeDelta::seconds(20)).await;
    assert_eq!(test.network.store.open_jobs(&["reindex"], test.now()).await.unwrap(), 0);
    assert!(check(&test, false).await.is_clean());
}

#[tokio::test]
async fn more_differences_than_a_page_are_counted_and_the_first_named() {
    let test = TestNetwork::new().await;
    let case = test.publish(complete_case("Ausbildungsbus im ländlichen Raum")).await;
    let case = public(&test, &case).await;
    let surplus = (0..1_500_u128).map(|number| {
        let mut other = case.clone();
        other.id = domain::ids::CaseId(uuid::Uuid::from_u128(number));
        document(&other).unwrap()
    });
    test.network.search.apply(surplus.collect(), Vec::new()).await.unwrap();
    let report = check(&test, true).await;
    assert_eq!((report.listed, report.indexed, report.surplus, report.first.len()), (1, 1_501, 1_500, 20));
    let report = check(&test, false).await;
    assert!(report.is_clean());
    assert_eq!(report.indexed, 1);
}

/// The index of a rebuild may hold what another process erased while it was filled: here it comes in by the back door.
#[tokio::test]
async fn a_rebuild_ends_with_a_comparison() {
    let test = TestNetwork::new().await;
    test.publish(complete_case("Ausbildungsbus im ländlichen Raum")).await;
    let job = jobs::request_rebuild(&test.network).await.unwrap();
    test.run_jobs().await;
    let report = jobs::check_report(&test.network, job).await.unwrap().unwrap();
    assert!(report.is_clean());
    assert_eq!((report.listed, report.indexed), (1, 1));
    assert_eq!(jobs::check_report(&test.network, JobId(test.network.ids.next())).await.unwrap(), None);
}

#[test]
fn comparisons_with_and_without_repair_are_two_jobs() {
    assert_ne!(Job::CheckIndex { repair: true }.key(), Job::CheckIndex { repair: false }.key());
    assert!(Job::LONG_KINDS.contains(&Job::CheckIndex { repair: true }.kind()) && Job::LONG_KINDS.contains(&Job::Reindex.kind()));
}
