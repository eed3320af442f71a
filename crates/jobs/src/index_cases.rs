//! Bring the search's picture of some cases in line with the database.

use crate::outcome::Outcome;
use domain::ids::CaseId;
use search_indexer::{SearchDocument, SearchError, document};
use usecases::Network;

/// Builds each case's document afresh from the database and hands all to the engine as one batch: what is listed is put in, everything
/// else taken out. The outcomes come in the order of the cases.
pub(crate) async fn run(network: &Network, cases: &[CaseId]) -> Vec<Outcome> {
    match apply(network, cases).await {
        // One document that the engine refuses must not hold up the others: each is tried on its own.
        Ok(Err(SearchError::Rejected { .. })) if cases.len() > 1 => {
            let mut outcomes = Vec::with_capacity(cases.len());
            for case in cases {
                outcomes.push(outcome(apply(network, std::slice::from_ref(case)).await));
            }
            outcomes
        }
        result => vec![outcome(result); cases.len()],
    }
}

type Applied = Result<Result<(), SearchError>, storage::StoreError>;

async fn apply(network: &Network, cases: &[CaseId]) -> Applied {
    let found = network.store.published_cases(cases).await?;
    let upserts: Vec<SearchDocument> = found.iter().filter_map(|case| document(case)).collect();
    let deletions = cases.iter().copied().filter(|id| !upserts.iter().any(|document| document.id() == *id)).collect();
    Ok(network.search.apply(upserts, deletions).await)
}

/// An index job is never given up: what an engine refuses today, because of its key or its settings, it takes when that is mended.
fn outcome(result: Applied) -> Outcome {
    match result {
        Ok(Ok(())) => Outcome::Done,
        Ok(Err(error)) => Outcome::retry_because(&error),
        Err(error) => error.into(),
    }
}
