//! Bring the search's picture of some cases in line with the database.

use crate::outcome::{IndexError, Outcome};
use domain::{CaseView, ids::CaseId};
use search_indexer::{SearchDocument, Trouble, document};
use std::collections::HashSet;
use storage::StoreError;
use usecases::{Network, file_texts};

/// Builds each case's document afresh from the database and hands all to the engine as one batch: what is listed is put in, everything
/// else taken out. The outcomes come in the order of the cases.
///
/// An index job is never given up: what an engine refuses today, because of its key or its settings, it takes when that is mended.
pub(crate) async fn run(network: &Network, cases: &[CaseId]) -> Vec<Outcome> {
    match apply(network, cases).await {
        Err(IndexError::Search(error)) if error.is_about_the_documents() && cases.len() > 1 => one_by_one(network, cases).await,
        result => vec![outcome(result); cases.len()],
    }
}

/// One document that the engine refuses must not hold up the others. If it takes some, those that it refuses are in trouble and not the
/// search as a whole.
async fn one_by_one(network: &Network, cases: &[CaseId]) -> Vec<Outcome> {
    let mut outcomes = Vec::with_capacity(cases.len());
    for case in cases {
        outcomes.push(outcome(apply(network, std::slice::from_ref(case)).await));
    }
    if outcomes.contains(&Outcome::Done) {
        for outcome in &mut outcomes {
            if let Outcome::SearchInTrouble { trouble: Trouble::Refused, reason } = outcome {
                *outcome = Outcome::Retry { reason: std::mem::take(reason) };
            }
        }
    }
    outcomes
}

async fn apply(network: &Network, cases: &[CaseId]) -> Result<(), IndexError> {
    let found = network.store.published_cases_once(cases).await?;
    let upserts = documents(network, &found).await?;
    let listed: HashSet<CaseId> = upserts.iter().map(SearchDocument::id).collect();
    let deletions = cases.iter().copied().filter(|id| !listed.contains(id)).collect();
    Ok(network.search.apply(upserts, deletions).await?)
}

/// The documents of those cases that belong into the search, with the texts of their files.
pub(crate) async fn documents(network: &Network, cases: &[CaseView]) -> Result<Vec<SearchDocument>, StoreError> {
    let texts = file_texts::of_cases(network, cases).await?;
    let documents = cases.iter().filter_map(|case| {
        let of_case = texts.get(&case.id).into_iter().flatten();
        Some(document(case)?.with_file_texts(of_case.map(String::as_str)))
    });
    Ok(documents.collect())
}

fn outcome(result: Result<(), IndexError>) -> Outcome {
    result.map_or_else(Outcome::from, |()| Outcome::Done)
}
