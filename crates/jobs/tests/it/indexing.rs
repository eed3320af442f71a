//! The search follows the database.

use domain::Role;
use search_indexer::{SearchRequest, analysis::Analyser};
use test_network::{TestNetwork, complete_case};
use usecases::{archive_case, create_case, erase_case, publish_case, update_case};

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
    publish_case::publish(&test.network, &reviewer, case.id).await.unwrap();
    test.run_jobs().await;
    assert_eq!(found(&test, "\"Ausbildungsbus\"").await, 1);

    update_case::update(&test.network, &reviewer, case.id, None, |content| content.title = "Musikschule auf Rädern".to_owned())
        .await
        .unwrap();
    test.run_jobs().await;
    assert_eq!(found(&test, "\"Musikschule\"").await, 0, "what is public stays until the next publication");
    publish_case::publish(&test.network, &reviewer, case.id).await.unwrap();
    test.run_jobs().await;
    assert_eq!(found(&test, "\"Musikschule\"").await, 1);

    archive_case::archive(&test.network, &reviewer, case.id).await.unwrap();
    test.run_jobs().await;
    assert_eq!(found(&test, "\"Musikschule\"").await, 0);
    publish_case::publish(&test.network, &reviewer, case.id).await.unwrap();
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
        publish_case::publish(&test.network, &reviewer, case.id).await.unwrap();
    }
    assert_eq!(test.network.store.queue_counts(test.now()).await.unwrap().waiting, 1);
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
