//! The first cases are read: those that say it in one sentence come sooner, and those that speak of what belongs to it.

use crate::network::{Network, case_with, numbers, on_both_engines};
use domain::{CaseView, ids::CaseId};
use futures_util::FutureExt;
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

on_both_engines! {
    /// One case tells it together; the others hold the same words, further apart.
    async fn what_is_told_in_one_sentence_comes_first(network: &Network) {
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

    /// The clown and the unicycle are no other words for acrobatics, but they belong to the circus as it does.
    async fn what_speaks_of_things_from_the_same_field_comes_first(network: &Network) {
        let of_the_field = "Die Kinder üben Akrobatik. Der Clown holt das Einrad.";
        let of_others = "Die Kinder üben Akrobatik. Der Hund holt das Brot.";
        // So many that Meilisearch gives the order by itself, too.
        for number_of_cases in [15, 60] {
            let special = number_of_cases - 8;
            let text = |number| if number == special { of_the_field } else { of_others };
            let cases: Vec<CaseView> = (1..=number_of_cases).map(|number| case(number, text(number))).collect();
            network.put(&cases).await;
            let search = TypedSearch { text: "akrobatik".to_owned(), limit: 60, ..TypedSearch::default() };
            let all = found(network, &cases, &search).await;
            assert_eq!((all.len() as u128, all[0]), (number_of_cases, special), "{all:?}");
        }
    }
}
