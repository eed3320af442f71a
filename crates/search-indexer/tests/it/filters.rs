//! Filters, facets, orders and windows.

use crate::network::{Network, case_with, demo_cases, facet_lines, numbers, on_both_engines, time, wanted};
use domain::{
    CaseFilter,
    vocabulary::{FieldOfAction, State, Status, Vocabulary},
};
use futures_util::FutureExt;
use search_indexer::{SearchOrder, SearchRequest};

fn some_filters() -> Vec<CaseFilter> {
    let fields_of_action = vec![FieldOfAction::TransitionSchoolWork, FieldOfAction::RuralEducation];
    let states = vec![State::Sachsen, State::Thueringen];
    let municipalities = vec!["15084".parse().unwrap(), "14627".parse().unwrap()];
    vec![
        CaseFilter::default(),
        CaseFilter { states: states.clone(), ..CaseFilter::default() },
        CaseFilter { fields_of_action: fields_of_action.clone(), states: states.clone(), ..CaseFilter::default() },
        CaseFilter { municipalities, statuses: vec![Status::Sustained, Status::Running], ..CaseFilter::default() },
        CaseFilter {
            fields_of_action: fields_of_action.clone(),
            focus_areas: vec![FieldOfAction::Governance, FieldOfAction::RuralEducation],
            ..CaseFilter::default()
        },
        CaseFilter { fields_of_action, states, statuses: vec![Status::Running], published_after: Some(time(300)), ..CaseFilter::default() },
        CaseFilter { published_before: Some(time(400)), published_after: Some(time(200)), ..CaseFilter::default() },
    ]
}

on_both_engines! {
    /// Of so many the server says only of the best where the words stand.
    async fn of_many_cases_each_counts_by_whether_it_says_a_word_or_only_has_a_term_for_it(network: &Network) {
        let titled = |number, title: &str| case_with(number, title, |_| ());
        let of_culture = |number| case_with(number, "Ein Jahr im Amt", |content| {
            content.fields_of_action = vec![FieldOfAction::CulturalEducation];
        });
        let mut cases: Vec<_> = (1..=60).map(of_culture).collect();
        cases.extend((61..=120).map(|number| titled(number, "Die Musikschule")));
        cases.extend((121..=122).map(|number| titled(number, "Die Musikschule am Hafen")));
        cases.extend((123..=322).map(|number| titled(number, "Ein Garten")));
        network.put(&cases).await;
        let found = network.filtered("Musikschule Hafen", CaseFilter::default()).await;
        assert_eq!((found.total, numbers(&found)[..2].to_vec()), (62, vec![122, 121]));
    }

    /// The domain's own rule is the judge.
    async fn a_filter_finds_what_the_domain_lets_pass(network: &Network) {
        let cases = demo_cases();
        network.put(&cases).await;
        for filter in some_filters() {
            let passing = cases.iter().filter(|case| filter.matches(&case.content, case.first_published_at.unwrap(), case.renewed_at));
            let mut expected: Vec<u128> = passing.map(|case| case.id.0.as_u128()).collect();
            let response = network.filtered("", filter.clone()).await;
            let mut found = numbers(&response);
            found.sort_unstable();
            expected.sort_unstable();
            assert_eq!(found, expected, "{filter:?}");
            assert_eq!(response.total, expected.len());
        }
    }

    async fn a_facet_says_what_a_click_on_it_gives(network: &Network) {
        network.put(&demo_cases()).await;
        for query in ["", "schule", "wer kennt gute elternarbeit an brennpunktschulen"] {
            for filter in some_filters() {
                let facets = network.filtered(query, filter.clone()).await.facets.unwrap();
                for field in FieldOfAction::ALL.iter().step_by(4) {
                    let click = CaseFilter { fields_of_action: vec![*field], ..filter.clone() };
                    let shown = facets.fields_of_action.iter().find(|count| count.value == field.key()).map_or(0, |count| count.count);
                    assert_eq!(network.filtered(query, click).await.total, shown, "{query:?} {field:?} {filter:?}");
                }
                for place in facets.municipalities.iter().step_by(5) {
                    let click = CaseFilter { municipalities: vec![place.value.parse().unwrap()], ..filter.clone() };
                    assert_eq!(network.filtered(query, click).await.total, place.count, "{query:?} {} {filter:?}", place.value);
                }
            }
        }
    }

    async fn facets_are_ordered_by_count_and_without_zeros(network: &Network) {
        let in_state = |number, ags: &str, status| case_with(number, "Ein Jahr im Amt", |content| {
            content.municipality = ags.parse().ok();
            content.status = Some(status);
        });
        network.put(&[
            in_state(1, "15084", Status::Completed),
            in_state(2, "15084550", Status::Pilot),
            in_state(3, "14627", Status::Completed),
        ]).await;
        let response = network.filtered("", CaseFilter { states: vec![State::Sachsen], ..CaseFilter::default() }).await;
        assert_eq!(numbers(&response), [3]);
        insta::allow_duplicates! {
            insta::assert_snapshot!(facet_lines(&response.facets.unwrap()).join("\n"), @r#"
            field [["GOVERNANCE",1]]
            state [["SACHSEN_ANHALT",2],["SACHSEN",1]]
            phase [["HIGHER_EDUCATION",1]]
            component [["QUALITY",1]]
            target [["POLITICS",1]]
            status [["COMPLETED",1]]
            place [["14627",1]]
            funding []
            "#);
        }
    }

    async fn a_district_means_its_gemeinden_and_a_gemeinde_only_itself(network: &Network) {
        let at = |number, ags: &str| case_with(number, "Ein Jahr im Amt", |content| content.municipality = ags.parse().ok());
        network.put(&[at(1, "15084"), at(2, "15084550"), at(3, "15084551"), at(4, "15083")]).await;
        let only = |ags: &str| CaseFilter { municipalities: vec![ags.parse().unwrap()], ..CaseFilter::default() };
        assert_eq!(numbers(&network.filtered("", only("15084")).await), [3, 2, 1]);
        assert_eq!(numbers(&network.filtered("", only("15084550")).await), [2]);
    }

    async fn totals_and_order_are_the_same_on_every_page(network: &Network) {
        network.put(&demo_cases()).await;
        for (query, order) in [("", SearchOrder::Relevance), ("bildung", SearchOrder::Relevance), ("schule", SearchOrder::Oldest), ("tagesordnung brennpunktschule fahrrad", SearchOrder::Relevance)] {
            let page = async |offset, limit| network.search(&SearchRequest { query: wanted(query), order, offset, limit, ..SearchRequest::default() }).await;
            let all = page(0, 1000).await;
            assert_eq!(all.hits.len(), all.total, "{query}");
            assert_eq!(page(0, 0).await.total, all.total);
            for limit in [1, 7, 10] {
                let mut hits = Vec::new();
                while hits.len() < all.total {
                    let part = page(hits.len(), limit).await;
                    assert_eq!(part.total, all.total, "{query} at {}", hits.len());
                    hits.extend(part.hits);
                }
                assert_eq!(hits, all.hits, "{query} by {limit}");
            }
            assert_eq!(page(3, 5).await.hits, all.hits[3..8.min(all.total)], "{query}, a window that is no page");
            assert!(page(all.total, 5).await.hits.is_empty());
        }
    }

    async fn what_was_renewed_lies_within_bounds_and_nothing_else_does(network: &Network) {
        let mut cases: Vec<_> = [1, 2, 3].into_iter().map(|number| case_with(number, "Ein Hort", |_| {})).collect();
        cases[0].renewed_at = Some(time(50));
        cases[1].renewed_at = Some(time(60));
        network.put(&cases).await;
        for (after, before, expected) in [(Some(50), None, vec![2, 1]), (Some(50), Some(60), vec![1]), (None, Some(61), vec![2, 1]), (Some(61), None, vec![])] {
            let filter = CaseFilter { renewed_after: after.map(time), renewed_before: before.map(time), ..CaseFilter::default() };
            for query in ["hort", ""] {
                assert_eq!(numbers(&network.filtered(query, filter.clone()).await), expected, "{after:?} {before:?} {query:?}");
            }
        }
    }

    async fn dates_order_what_was_found(network: &Network) {
        let mut cases: Vec<_> = [1, 2, 3].into_iter().map(|number| case_with(number, "Ein Hort", |_| {})).collect();
        // The oldest has the latest text.
        cases[0].published_at = Some(time(50));
        // And of the one in the middle somebody said last that it still holds.
        cases[1].confirmed_at = Some(time(60));
        network.put(&cases).await;
        for (order, expected) in [(SearchOrder::Newest, [3, 2, 1]), (SearchOrder::Oldest, [1, 2, 3]), (SearchOrder::RecentlyUpdated, [1, 3, 2]), (SearchOrder::RecentlyConfirmed, [2, 3, 1]), (SearchOrder::Relevance, [3, 2, 1])] {
            for query in ["hort", ""] {
                let found = network.search(&SearchRequest { query: wanted(query), order, limit: 10, ..SearchRequest::default() }).await;
                assert_eq!(numbers(&found), expected, "{order:?} {query:?}");
            }
        }
    }
}
