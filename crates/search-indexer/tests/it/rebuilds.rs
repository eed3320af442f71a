//! Building a new index while the old one serves.

use crate::network::{Network, case, demo_cases, on_both_engines};
use domain::{CaseView, ids::CaseId};
use futures_util::FutureExt;
use search_indexer::{SearchDocument, SearchError, analysis::Analyser, document};
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use uuid::Uuid;

fn documents(cases: &[CaseView]) -> Vec<SearchDocument> {
    cases.iter().filter_map(document).collect()
}

on_both_engines! {
    async fn searches_find_something_throughout(network: &Network) {
        let cases = demo_cases();
        network.put(&cases).await;
        let expected = network.find("kindergarten").await.len();
        assert!(expected > 10);
        let is_done = AtomicBool::new(false);
        let searches = AtomicUsize::new(0);
        let search = async {
            while !is_done.load(Ordering::Relaxed) {
                assert_eq!(network.find("kindergarten").await.len(), expected);
                searches.fetch_add(1, Ordering::Relaxed);
                tokio::task::yield_now().await;
            }
        };
        let rebuild = async {
            for _ in 0..2 {
                let mut rebuild = network.engine.start_rebuild().await.unwrap();
                for part in cases.chunks(10) {
                    rebuild.add(documents(part)).await.unwrap();
                }
                rebuild.finish(cases.len()).await.unwrap();
            }
            is_done.store(true, Ordering::Relaxed);
        };
        tokio::join!(search, rebuild);
        assert!(searches.load(Ordering::Relaxed) > 5);
        assert_eq!(network.find("").await.len(), cases.len());
    }

    async fn what_changes_meanwhile_is_in_the_new_index(network: &Network) {
        network.put(&[case(1, "Ein Hort"), case(2, "Ein Theater")]).await;
        let mut rebuild = network.engine.start_rebuild().await.unwrap();
        rebuild.add(documents(&[case(1, "Ein Hort"), case(2, "Ein Theater")])).await.unwrap();
        network.put(&[case(1, "Ein Museum"), case(3, "Ein Verein")]).await;
        network.engine.apply(Vec::new(), vec![CaseId(Uuid::from_u128(2))]).await.unwrap();
        assert_eq!(network.find("museum").await, [1]);
        rebuild.finish(2).await.unwrap();
        assert_eq!(network.find("").await, [3, 1]);
        assert_eq!(network.find("museum").await, [1]);
    }

    async fn a_wrong_count_leaves_the_old_index_serving(network: &Network) {
        network.put(&[case(1, "Ein Hort"), case(2, "Ein Theater")]).await;
        let mut rebuild = network.engine.start_rebuild().await.unwrap();
        rebuild.add(documents(&[case(1, "Ein Hort")])).await.unwrap();
        let error = rebuild.finish(2).await.unwrap_err();
        assert!(matches!(error, SearchError::Incomplete { expected: 2, found: 1, .. }), "{error}");
        assert_eq!(network.find("").await, [2, 1]);
    }

    async fn a_rebuild_that_is_dropped_leaves_nothing_behind(network: &Network) {
        network.put(&[case(1, "Ein Hort")]).await;
        drop(network.engine.start_rebuild().await.unwrap());
        network.put(&[case(2, "Ein Theater")]).await;
        let mut rebuild = network.engine.start_rebuild().await.unwrap();
        rebuild.add(documents(&[case(1, "Ein Hort"), case(2, "Ein Theater")])).await.unwrap();
        rebuild.finish(2).await.unwrap();
        assert_eq!(network.find("").await, [2, 1]);
    }

    async fn a_rebuild_right_after_one_that_is_dropped_keeps_its_index_and_settings(network: &Network) {
        for _ in 0..3 {
            drop(network.engine.start_rebuild().await.unwrap());
            let mut rebuild = network.engine.start_rebuild().await.unwrap();
            tokio::task::yield_now().await;
            rebuild.add(documents(&[case(1, "Ein Hort")])).await.unwrap();
            rebuild.finish(1).await.unwrap();
            assert_eq!(network.find("hort").await, [1]);
            assert!(network.engine.differing_settings(Analyser::standard().synonyms()).await.unwrap().is_empty());
        }
    }

    async fn there_is_one_rebuild_at_a_time(network: &Network) {
        let first = network.engine.start_rebuild().await.unwrap();
        let Err(error) = network.engine.start_rebuild().await else { panic!("two rebuilds at once") };
        assert!(matches!(error, SearchError::OtherRebuild { .. }), "{error}");
        first.finish(0).await.unwrap();
        network.engine.start_rebuild().await.unwrap();
    }
}
