//! An index on a server that somebody deleted or changed by hand.

use crate::two_processes::{TwoProcesses, on_sqlite};
use jobs::CheckReport;
use search_indexer::{MeilisearchEngine, analysis::SynonymTable};
use std::time::Duration;
use test_network::{TestNetwork, complete_case};
use usecases::{
    TypedSearch, UseCaseError,
    find_cases::{self, Matching},
};

#[tokio::test]
async fn searches_without_an_index_have_it_looked_at_once() {
    on_sqlite(true, deleted).await;
}

#[tokio::test]
async fn settings_of_the_engine_are_compared_and_repaired() {
    on_sqlite(true, changed).await;
}

/// A network with one case, whose index has had its first rebuild.
async fn with_a_case(test: &TestNetwork) {
    test.publish(complete_case("Ausbildungsbus im ländlichen Raum")).await;
    jobs::request_rebuild(&test.network).await.unwrap();
    test.run_jobs().await;
}

async fn found(test: &TestNetwork) -> Result<usize, UseCaseError> {
    let search = TypedSearch { text: "Ausbildungsbus".to_owned(), limit: 10, ..TypedSearch::default() };
    Ok(find_cases::find(&test.network, &search, Matching::Best).await?.total)
}

async fn deleted(processes: TwoProcesses) {
    let TwoProcesses { one, server, .. } = processes;
    with_a_case(&one).await;
    assert_eq!(found(&one).await.unwrap(), 1);
    let waiting = async || one.network.store.open_jobs(&["check_index"], one.now()).await.unwrap();
    let before = waiting().await;
    MeilisearchEngine::connect(server.unwrap()).unwrap().remove().await.unwrap();
    // What was answered before may be known for a moment longer.
    tokio::time::sleep(Duration::from_millis(300)).await;
    for _ in 0..3 {
        assert!(matches!(found(&one).await, Err(UseCaseError::SearchUnavailable(_))));
    }
    assert_eq!(waiting().await - before, 1);
    one.run_jobs().await;
    assert_eq!(found(&one).await.unwrap(), 1);
}

async fn check(test: &TestNetwork, repair: bool) -> CheckReport {
    let job = jobs::request_check(&test.network, repair).await.unwrap();
    test.run_jobs().await;
    jobs::check_report(&test.network, job).await.unwrap().unwrap()
}

async fn changed(processes: TwoProcesses) {
    let TwoProcesses { one, .. } = processes;
    with_a_case(&one).await;
    assert!(check(&one, false).await.is_clean());
    // Those of the program stand in the documents; other words are a setting.
    let others = SynonymTable::new([vec!["Hort", "Zwergenhaus"]], Vec::new());
    one.network.search.set_synonyms(&others).await.unwrap();
    let report = check(&one, false).await;
    let mut settings = report.settings.clone();
    settings.sort_unstable();
    assert_eq!((settings, report.missing + report.stale + report.surplus), (vec!["synonyms".to_owned(), "typoTolerance".to_owned()], 0));
    assert!(!report.is_clean());
    assert_eq!(check(&one, true).await, report);
    assert!(check(&one, false).await.is_clean());
}
