//! Searches as people type them, on the demo cases.

use crate::network::{Network, demo_cases, on_both_engines};
use domain::{CaseFilter, CaseView, ids::CaseId};
use futures_util::FutureExt;
use search_indexer::{
    Effect, FacetCount, SearchError, TypedResponse, TypedSearch,
    analysis::{self, Analyser},
    find,
};
use std::sync::Arc;

async fn typed(network: &Network, text: &str, filter: CaseFilter) -> TypedResponse {
    let search = TypedSearch { text: text.to_owned(), filter, limit: 100, facets: true, ..TypedSearch::default() };
    let load = async |ids: Vec<CaseId>| {
        let found = demo_cases().into_iter().filter(|case| ids.contains(&case.id)).map(Arc::new).collect::<Vec<Arc<CaseView>>>();
        Ok::<_, SearchError>(found)
    };
    find(&*network.engine, Analyser::standard(), &search, load).await.unwrap()
}

on_both_engines! {
    async fn a_click_on_a_facet_gives_its_number_whatever_was_recognised(network: &Network) {
        network.put(&demo_cases()).await;
        let mut effects = Vec::new();
        for text in ["kita thüringen", "hort sachsen-anhalt", "erfurt schulschwänzen", "bildung unter 100000", "sprachmittler", "theater suhl", "leipzig"] {
            let found = typed(network, text, CaseFilter::default()).await;
            effects.push(found.effect);
            let facets = found.response.facets.unwrap();
            for FacetCount { value, count } in &facets.states {
                let filter: CaseFilter = serde_json::from_value(serde_json::json!({ "states": [value] })).unwrap();
                assert_eq!(typed(network, text, filter).await.response.total, *count, "{text}: {value}");
            }
            for FacetCount { value, count } in facets.municipalities.iter().take(5) {
                let filter = CaseFilter { municipalities: vec![value.parse().unwrap()], ..CaseFilter::default() };
                assert_eq!(typed(network, text, filter).await.response.total, *count, "{text}: {value}");
            }
        }
        for effect in [Effect::Filters, Effect::ComesFirst, Effect::None] {
            assert!(effects.contains(&effect), "{effects:?}");
        }
    }

    async fn a_key_that_was_retired_finds_the_municipality_of_today(network: &Network) {
        network.put(&demo_cases()).await;
        let found = typed(network, "16056", CaseFilter::default()).await.response;
        assert!(found.total >= 2 && found.hits.len() == found.total, "{found:?}");
    }

    async fn a_mistyped_compound_is_corrected_before_its_pieces_are_taken(network: &Network) {
        network.put(&demo_cases()).await;
        // Beschuss is a word as well, and so is Vorlage.
        let found = typed(network, "beschussvorlage", CaseFilter::default()).await;
        let meant = typed(network, "Beschlussvorlage", CaseFilter::default()).await;
        assert_eq!(found.corrected.as_deref().map(analysis::fold), Some("beschlussvorlage".to_owned()));
        assert_eq!(found.response.hits[0], meant.response.hits[0]);
    }

    async fn a_mistyped_word_that_no_case_has_is_corrected_by_the_synonyms(network: &Network) {
        network.put(&demo_cases()).await;
        let found = typed(network, "tagesmuttter", CaseFilter::default()).await;
        assert_eq!(found.corrected.as_deref(), Some("Tagesmutter"));
        let meant = typed(network, "Kindertagespflege", CaseFilter::default()).await;
        assert!(found.response.total > 0 && meant.response.hits.contains(&found.response.hits[0]), "{found:?}");
    }

    async fn a_word_that_is_rare_but_no_mistake_is_not_corrected(network: &Network) {
        network.put(&demo_cases()).await;
        // No case speaks of the one or the other, and all of schools and of hundreds.
        for text in ["Schulden", "hunde "] {
            let found = typed(network, text, CaseFilter::default()).await;
            assert_eq!(found.corrected, None, "{text}");
            assert!(found.response.total < 20, "{text}: {}", found.response.total);
        }
        // It does not even count as a beginning.
        assert_eq!(typed(network, "hunde ", CaseFilter::default()).await.response.total, 0);
    }

    async fn what_is_excluded_or_quoted_is_looked_for_in_the_cases_own_words(network: &Network) {
        network.put(&demo_cases()).await;
        let mut totals = Vec::new();
        for text in ["", "-\"runder tisch\"", "-kita", "-Lehrer:innen", "ganztag -Ganztagsschule", "\"Schulen\"", "\"Praktika\"", "kita -\"runder tisch\""] {
            totals.push(typed(network, text, CaseFilter::default()).await.response.total);
        }
        // Other words for a case's terms would take out 22 cases more, and files are not looked through either.
        assert_eq!(totals, [64, 63, 46, 50, 30, 49, 6, 25]);
    }
}
