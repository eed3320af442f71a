//! Cases that say it in one sentence come sooner, in both engines.

use crate::network::{Network, case_with, numbers};
use domain::{CaseView, ids::CaseId};
use search_indexer::{Highlighter, SearchError, TypedSearch, analysis::Analyser, find};
use std::{collections::HashMap, future::ready, sync::Arc};

/// A case with this text, long enough that no case is found sooner because it is short.
fn case(number: u128, text: &str) -> CaseView {
    case_with(number, "Ein Beispiel", |content| {
        content.situation = format!("{text} Mehr ist hier über vieles zu lesen, das nichts damit zu tun hat.");
    })
}

async fn found(network: &Network, cases: &[CaseView], search: &TypedSearch) -> Vec<u128> {
    let load = |ids: Vec<CaseId>| {
        let some = ids.iter().filter_map(|id| cases.iter().find(|case| case.id == *id)).cloned().map(Arc::new).collect();
        ready(Ok::<Vec<Arc<CaseView>>, SearchError>(some))
    };
    let found = find(&*network.engine, Analyser::standard(), search, load).await.unwrap();
    let (highlighter, read) = found.read.unwrap_or_else(|| (Highlighter::new(&found.query), HashMap::new()));
    let fresh = Highlighter::new(&found.query);
    for case in read.values().flatten() {
        assert_eq!(highlighter.highlights(case), fresh.highlights(case), "what was read is marked as what was not");
    }
    numbers(&found.response)
}

/// One case tells it together; the others hold the same words, further apart.
async fn is_read(network: &Network) {
    let apart = "Das Theater spielt. Es gibt viel zu tun. Der Bus fährt in den Ferien. Danach ist Ruhe.";
    let together = "Es gibt viel zu tun. Das Theater spielt in den Ferien. Der Bus fährt. Danach ist Ruhe.";
    let cases: Vec<CaseView> = (1..=25).map(|number| case(number, if number == 7 { together } else { apart })).collect();
    network.put(&cases).await;
    let search = TypedSearch { text: "theater ferien".to_owned(), limit: 25, ..TypedSearch::default() };
    let all = found(network, &cases, &search).await;
    assert_eq!((all.len(), all[0]), (25, 7), "{all:?}");
    // Whatever part of the list is asked for, each case stands at its place.
    for (offset, limit) in [(0, 1), (3, 2), (18, 4), (20, 5), (24, 10)] {
        let page = found(network, &cases, &TypedSearch { offset, limit, ..search.clone() }).await;
        assert_eq!(page, all[offset..(offset + limit).min(25)], "from {offset}");
    }
}

#[tokio::test]
async fn the_embedded_engine_brings_forward_what_is_told_in_one_sentence() {
    is_read(&Network::embedded().await).await;
}

#[tokio::test]
async fn meilisearch_brings_forward_what_is_told_in_one_sentence() {
    if let Some(network) = Network::meilisearch().await {
        is_read(&network).await;
        network.clean_up().await;
    }
}
