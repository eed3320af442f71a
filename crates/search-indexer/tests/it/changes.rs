//! What becomes of a change.

use crate::network::{Network, case, demo_cases, on_both_engines};
use domain::{WorkflowState, ids::CaseId};
use futures_util::FutureExt;
use search_indexer::document;
use uuid::Uuid;

#[test]
fn only_a_listed_case_has_a_document() {
    let listed = case(1, "Ein Hort");
    assert_eq!(document(&listed).unwrap().hash(), listed.content.hash());
    let archived = domain::CaseView { state: WorkflowState::Archived, ..listed.clone() };
    let working = domain::CaseView { is_working_copy: true, ..listed.clone() };
    let never = domain::CaseView { first_published_at: None, ..listed };
    assert_eq!([archived, working, never].map(|case| document(&case).is_some()), [false; 3]);
}

on_both_engines! {
    async fn a_change_is_seen_at_once(network: &Network) {
        network.put(&[case(1, "Ein Fahrradkeller"), case(2, "Ein Theater")]).await;
        assert_eq!(network.find("fahrradkeller").await, [1]);
        network.put(&[case(1, "Ein Brunnen")]).await;
        assert!(network.find("fahrradkeller").await.is_empty());
        assert_eq!(network.find("brunnen").await, [1]);
        let gone = [1, 77].map(|number| CaseId(Uuid::from_u128(number)));
        network.engine.apply(Vec::new(), gone.to_vec()).await.unwrap();
        assert!(network.find("brunnen").await.is_empty());
        assert_eq!(network.find("").await, [2]);
    }

    async fn the_contents_are_every_case_with_its_hash(network: &Network) {
        let cases = demo_cases();
        assert_eq!(network.engine.contents().await.unwrap(), []);
        network.put(&cases).await;
        network.put(&[case(7, "Ein Hort")]).await;
        let mut contents = network.engine.contents().await.unwrap();
        contents.sort_unstable();
        let mut expected: Vec<_> = cases.iter().map(|case| (case.id, case.content.hash())).collect();
        expected[6].1 = case(7, "Ein Hort").content.hash();
        assert_eq!(contents, expected);
    }

    async fn a_change_of_nothing_is_no_error(network: &Network) {
        network.engine.apply(Vec::new(), Vec::new()).await.unwrap();
        network.engine.ready().await.unwrap();
        assert!(network.find("hort").await.is_empty());
        assert_eq!(network.filtered("", domain::CaseFilter::default()).await.total, 0);
    }
}
