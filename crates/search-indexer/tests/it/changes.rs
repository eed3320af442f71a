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

    async fn changes_at_once_are_done_in_the_order_in_which_they_began(network: &Network) {
        let [hort, theater, museum] = ["Ein Hort", "Ein Theater", "Ein Museum"].map(|title| [case(1, title)]);
        tokio::join!(network.put(&hort), network.put(&theater), network.put(&museum));
        assert_eq!(network.find("museum").await, [1]);
        assert_eq!(network.engine.contents(0, 10).await.unwrap(), [(museum[0].id, museum[0].content.hash())]);
    }

    async fn the_contents_are_every_case_with_its_hash(network: &Network) {
        let cases = demo_cases();
        assert_eq!(network.engine.contents(0, 100).await.unwrap(), []);
        network.put(&cases).await;
        network.put(&[case(7, "Ein Hort")]).await;
        let mut contents = network.engine.contents(0, 100).await.unwrap();
        contents.sort_unstable();
        let mut expected: Vec<_> = cases.iter().map(|case| (case.id, case.content.hash())).collect();
        expected[6].1 = case(7, "Ein Hort").content.hash();
        assert_eq!(contents, expected);
        let mut parts = Vec::new();
        for offset in (0..80).step_by(10) {
            parts.extend(network.engine.contents(offset, 10).await.unwrap());
        }
        parts.sort_unstable();
        assert_eq!(parts, expected, "in parts as well as in one");
    }

    async fn hashes_are_looked_up_by_case(network: &Network) {
        assert!(network.engine.hashes(&[]).await.unwrap().is_empty());
        let (first, second) = (case(1, "Ein Hort"), case(2, "Ein Theater"));
        let ids = [1, 2, 3].map(|number| CaseId(Uuid::from_u128(number)));
        network.put(&[first.clone(), second.clone()]).await;
        network.put(&[case(2, "Ein Museum")]).await;
        let changed = case(2, "Ein Museum").content.hash();
        let found = network.engine.hashes(&ids).await.unwrap();
        assert_eq!(found, [(ids[0], first.content.hash()), (ids[1], changed)].into());
        network.engine.apply(Vec::new(), vec![ids[1]]).await.unwrap();
        assert_eq!(network.engine.hashes(&ids).await.unwrap(), [(ids[0], first.content.hash())].into());
    }

    async fn a_change_of_nothing_is_no_error(network: &Network) {
        network.engine.apply(Vec::new(), Vec::new()).await.unwrap();
        network.engine.ready().await.unwrap();
        assert!(network.find("hort").await.is_empty());
        assert_eq!(network.filtered("", domain::CaseFilter::default()).await.total, 0);
    }
}
