//! Cases that are like another one.

use crate::network::{Network, demo_cases, numbers, on_both_engines};
use domain::{CaseView, vocabulary::FieldOfAction};
use futures_util::FutureExt;
use search_indexer::{SearchRequest, similar};

async fn like(network: &Network, cases: &[CaseView], number: u128) -> Vec<u128> {
    let case = &cases[usize::try_from(number).unwrap() - 1];
    let found = network.search(&SearchRequest { query: similar(&case.content), limit: 6, ..SearchRequest::default() }).await;
    numbers(&found)
}

on_both_engines! {
    /// The case itself is its own best match; the use case leaves it out.
    async fn a_case_is_most_like_itself_and_then_like_those_about_the_same(network: &Network) {
        let cases = demo_cases();
        network.put(&cases).await;
        for (number, field, others) in [
            (25, FieldOfAction::MonitoringReporting, &[4, 56][..]),
            (9, FieldOfAction::IntegrationMigration, &[19, 40, 63]),
            (14, FieldOfAction::Inclusion, &[36, 57]),
            (31, FieldOfAction::SchoolSocialWork, &[12, 44]),
            (33, FieldOfAction::TransitionSchoolWork, &[18]),
        ] {
            let found = like(network, &cases, number).await;
            let titles: Vec<_> = found.iter().map(|number| &cases[usize::try_from(*number).unwrap() - 1].content.title).collect();
            assert_eq!(found[0], number, "{titles:#?}");
            for other in others {
                assert!(found[1..].contains(other), "{number} is not like {other}: {titles:#?}");
            }
            let nearest = &cases[usize::try_from(found[1]).unwrap() - 1];
            assert!(nearest.content.fields_of_action.contains(&field), "{titles:#?}");
        }
    }
}
