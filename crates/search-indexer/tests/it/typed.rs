//! Searches as people type them, on the demo cases.

use crate::network::{Network, case, case_with, demo_cases, numbers, on_both_engines};
use domain::{
    CaseFilter, CaseView,
    ids::CaseId,
    vocabulary::{FieldOfAction, Status},
};
use futures_util::FutureExt;
use search_indexer::{
    Effect, FacetCount, SearchError, SearchOrder, TypedResponse, TypedSearch,
    analysis::{self, Analyser},
    find,
};
use std::sync::Arc;

async fn typed(network: &Network, text: &str, filter: CaseFilter) -> TypedResponse {
    let search = TypedSearch { text: text.to_owned(), filter, limit: 100, facets: true, ..TypedSearch::default() };
    typed_among(network, &demo_cases(), &search).await
}

/// What is found where these cases are all there are.
async fn typed_among(network: &Network, cases: &[CaseView], search: &TypedSearch) -> TypedResponse {
    let load = |ids: Vec<CaseId>| {
        let found: Vec<Arc<CaseView>> = cases.iter().filter(|case| ids.contains(&case.id)).cloned().map(Arc::new).collect();
        std::future::ready(Ok::<_, SearchError>(found))
    };
    find(&*network.engine, Analyser::standard(), search, load).await.unwrap()
}

fn ordered(text: &str, order: SearchOrder) -> TypedSearch {
    TypedSearch { text: text.to_owned(), order, limit: 100, ..TypedSearch::default() }
}

fn at(number: u128, title: &str, ags: &str) -> CaseView {
    case_with(number, title, |content| content.municipality = ags.parse().ok())
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

    async fn cases_of_a_place_that_do_not_speak_of_it_are_in_the_facets_too(network: &Network) {
        let with = |number, title: &str, ags: &str, status, field| case_with(number, title, |content| {
            content.municipality = ags.parse().ok();
            content.status = Some(status);
            content.fields_of_action = vec![field];
        });
        let cases = [
            with(1, "Ein Jahr im Amt", "14628", Status::Completed, FieldOfAction::Governance),
            with(2, "Ein Jahr in Pirna", "14628", Status::Running, FieldOfAction::RuralEducation),
            with(3, "Besuch in Pirna", "16051", Status::Completed, FieldOfAction::RuralEducation),
            with(4, "Fahrradkeller eröffnet", "16051", Status::Pilot, FieldOfAction::Governance),
        ];
        network.put(&cases).await;
        let found = async |filter: CaseFilter| {
            let search = TypedSearch { facets: true, filter, ..ordered("Pirna", SearchOrder::Relevance) };
            let TypedResponse { response, effect, .. } = typed_among(network, &cases, &search).await;
            assert_eq!(effect, Effect::ComesFirst);
            assert_eq!(response.hits.len(), response.total, "{:?}", search.filter);
            response
        };
        let filters = [
            serde_json::json!({}),
            serde_json::json!({ "statuses": ["COMPLETED"] }),
            serde_json::json!({ "states": ["THUERINGEN"] }),
            serde_json::json!({ "municipalities": ["16051"], "fieldsOfAction": ["RURAL_EDUCATION"] }),
        ];
        let read = |filter: &serde_json::Value| -> CaseFilter { serde_json::from_value(filter.clone()).unwrap() };
        for chosen in filters {
            let facets = found(read(&chosen)).await.facets.unwrap();
            let groups = [
                ("fieldsOfAction", &facets.fields_of_action),
                ("states", &facets.states),
                ("statuses", &facets.status),
                ("municipalities", &facets.municipalities),
            ];
            for (group, counts) in groups {
                for FacetCount { value, count } in counts {
                    let mut click = chosen.clone();
                    click[group] = serde_json::json!([value]);
                    assert_eq!(found(read(&click)).await.total, *count, "{chosen} and {value}");
                }
            }
        }
        let all = found(CaseFilter::default()).await;
        assert_eq!((all.total, all.facets.unwrap().status[0].count), (3, 2));
    }

    async fn few_cases_of_a_place_come_first_by_relevance_alone(network: &Network) {
        let cases = [at(1, "Theater im Park", "16054"), at(2, "Theater in der Schule", "15084"), case(3, "Theater am Abend")];
        network.put(&cases).await;
        let found = async |order| numbers(&typed_among(network, &cases, &ordered("theater suhl", order)).await.response);
        assert_eq!(found(SearchOrder::Relevance).await[0], 1);
        assert_eq!(found(SearchOrder::Newest).await, [3, 2, 1]);
    }

    async fn cases_of_a_place_that_merely_touch_the_other_words_do_not_hide_those_elsewhere(network: &Network) {
        let with = |number, title: &str, ags: &str, status| case_with(number, title, |content| {
            content.municipality = ags.parse().ok();
            content.status = Some(status);
        });
        let status = |number: u128| if matches!(number, 1 | 2 | 13) { Status::Completed } else { Status::Running };
        let mut cases: Vec<CaseView> = (1..=12).map(|number| with(number, "Ein Garten", "16054", status(number))).collect();
        cases.extend((13..=17).map(|number| with(number, "Theater im Garten", "14628", status(number))));
        cases.extend((18..=37).map(|number| at(number, "Ein Hafen", "15084")));
        network.put(&cases).await;
        let found = async |text: &str, filter: serde_json::Value| {
            let filter = serde_json::from_value(filter).unwrap();
            typed_among(network, &cases, &TypedSearch { filter, ..ordered(text, SearchOrder::Relevance) }).await
        };
        let both = found("Theater Garten Thüringen", serde_json::json!({})).await;
        let hits = numbers(&both.response);
        assert_eq!((both.effect, both.response.total), (Effect::ComesFirst, 17), "{hits:?}");
        assert!(hits[0] <= 12 && hits[1..6].iter().all(|number| *number >= 13) && hits[6..].iter().all(|number| *number <= 12), "{hits:?}");
        let chosen = found("Theater Garten Thüringen", serde_json::json!({ "statuses": ["COMPLETED"] })).await;
        assert_eq!((chosen.effect, numbers(&chosen.response)), (Effect::ComesFirst, vec![2, 13, 1]));
        let one = found("Garten Thüringen", serde_json::json!({})).await;
        assert_eq!((one.effect, one.response.total), (Effect::Filters, 12));
    }

    async fn cases_of_a_place_alone_and_those_that_speak_of_it_are_in_one_order_by_dates(network: &Network) {
        let cases = [at(1, "Ein Jahr im Amt", "14628"), case(2, "Besuch in Pirna"), case(3, "Fahrradkeller eröffnet")];
        network.put(&cases).await;
        let found = async |order| numbers(&typed_among(network, &cases, &ordered("Pirna", order)).await.response);
        assert_eq!(found(SearchOrder::Relevance).await, [1, 2]);
        assert_eq!(found(SearchOrder::Newest).await, [2, 1]);
        assert_eq!(found(SearchOrder::Oldest).await, [1, 2]);
    }

    async fn the_kind_of_a_place_is_not_searched_for_and_its_name_is(network: &Network) {
        let cases = [at(1, "Ein Jahr im Amt", "14713"), case(2, "Besuch in Leipzig"), case(3, "Die Stadt als Garten")];
        network.put(&cases).await;
        let found = typed_among(network, &cases, &ordered("Stadt Leipzig", SearchOrder::Relevance)).await;
        assert_eq!((found.effect, numbers(&found.response)), (Effect::ComesFirst, vec![1, 2]));
        assert_eq!(found.query.units.iter().map(analysis::Unit::written).collect::<Vec<_>>(), ["Leipzig"]);
        let alone = typed_among(network, &cases, &ordered("Leipzig", SearchOrder::Relevance)).await;
        assert_eq!(alone.response.hits, found.response.hits);
    }

    async fn abbreviations_and_names_of_places_are_not_corrected(network: &Network) {
        let cases = [case(1, "Ein Schulhof wird grün"), case(2, "Schulsozialarbeit am Ort"), case(3, "Eine Tour durch den Hafen")];
        network.put(&cases).await;
        let short = typed_among(network, &cases, &ordered("Schulsoz.", SearchOrder::Relevance)).await;
        assert_eq!((short.corrected, numbers(&short.response)[0]), (None, 2));
        let land = typed_among(network, &cases, &ordered("Thür. Schulhof", SearchOrder::Relevance)).await;
        assert_eq!((land.corrected, land.interpretations.len(), numbers(&land.response)[0]), (None, 1, 1));
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

    async fn a_word_is_corrected_in_the_same_way_whatever_filter_and_order_are_chosen(network: &Network) {
        let keller = |number, title: &str| at(number, title, "14628");
        let mut cases = vec![keller(1, "Ein Fahrradkeller"), keller(2, "Ein Fahrradkeller am Bahnhof"), at(3, "Ein Fahrradkeler", "16054")];
        cases.extend((4..=14).map(|number| at(number, "Ein Theater", "16054")));
        network.put(&cases).await;
        let found = async |text: &str, filter: serde_json::Value, order| {
            let filter: CaseFilter = serde_json::from_value(filter).unwrap();
            let search = TypedSearch { facets: true, filter, ..ordered(text, order) };
            typed_among(network, &cases, &search).await
        };
        let filters = [
            serde_json::json!({}),
            serde_json::json!({ "states": ["SACHSEN"] }),
            serde_json::json!({ "states": ["THUERINGEN"] }),
            serde_json::json!({ "states": ["SACHSEN_ANHALT"] }),
        ];
        for filter in filters {
            for order in [SearchOrder::Relevance, SearchOrder::Newest] {
                let answer = found("fahrradkellr", filter.clone(), order).await;
                assert_eq!(answer.corrected.as_deref(), Some("Fahrradkeller"), "{filter} {order:?}");
                let meant = found("Fahrradkeller", filter.clone(), order).await;
                assert_eq!(answer.response, meant.response, "{filter} {order:?}");
            }
        }
        // What was chosen and what was typed may also exclude each other.
        for filter in [serde_json::json!({}), serde_json::json!({ "states": ["SACHSEN"] })] {
            let answer = found("theatr thüringen", filter.clone(), SearchOrder::Relevance).await;
            assert_eq!((answer.effect, answer.corrected.as_deref()), (Effect::Filters, Some("Theater thüringen")), "{filter}");
        }
    }

    async fn a_word_is_corrected_though_a_common_one_fills_the_first_page(network: &Network) {
        network.put(&demo_cases()).await;
        for (text, corrected) in [("Erfrut kita", "Erfurt kita"), ("kita Erfrut", "kita Erfurt")] {
            assert_eq!(typed(network, text, CaseFilter::default()).await.corrected.as_deref(), Some(corrected), "{text}");
        }
    }

    async fn a_word_that_is_rare_but_no_mistake_is_not_corrected(network: &Network) {
        network.put(&demo_cases()).await;
        // No case speaks of the one or the other, and nearly all of schools and of hundreds; some are about what debts are.
        for text in ["Schulden", "hunde "] {
            let found = typed(network, text, CaseFilter::default()).await;
            assert_eq!(found.corrected, None, "{text}");
            assert!(found.response.total < 32, "{text}: {}", found.response.total);
        }
        // It does not even count as a beginning.
        assert_eq!(typed(network, "hunde ", CaseFilter::default()).await.response.total, 0);
    }

    async fn what_is_excluded_or_quoted_is_looked_for_in_the_cases_own_words(network: &Network) {
        network.put(&demo_cases()).await;
        let mut totals = Vec::new();
        for text in ["", "-\"runder tisch\"", "-kita", "-Lehrer:innen", "\"ganztag\" -Ganztagsschule", "\"Schulen\"", "\"Praktika\"", "kita -\"runder tisch\""] {
            totals.push(typed(network, text, CaseFilter::default()).await.response.total);
        }
        // Other words for a case's terms would take out 22 cases more, and files are not looked through either.
        assert_eq!(totals, [64, 63, 46, 50, 10, 49, 6, 25]);
    }

    async fn cases_of_a_place_and_cases_that_speak_of_it_are_counted_together(network: &Network) {
        let from_there = case_with(1, "Ein Jahr im Amt", |content| content.municipality = "14628".parse().ok());
        let elsewhere = case_with(2, "Ein Besuch in Pirna", |content| content.municipality = "16051".parse().ok());
        network.put(&[from_there, elsewhere]).await;
        let found = typed(network, "Pirna", CaseFilter::default()).await.response;
        assert_eq!((found.total, found.hits.len()), (2, 2), "{found:?}");
    }
}
