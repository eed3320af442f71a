//! Bring the search's picture of some cases in line with the database.

use crate::outcome::{IndexError, Outcome};
use domain::{CaseView, ids::CaseId};
use search_indexer::{Enqueued, SearchDocument, Trouble, document};
use std::collections::HashSet;
use storage::{StoreError, read_apart};
use usecases::{Network, file_texts};

/// Builds each case's document afresh from the database and hands all to the engine as one batch: what is listed is put in, everything
/// else taken out. The outcomes come in the order of the cases.
///
/// An index job is never given up: what an engine refuses today, because of its key or its settings, it takes when that is mended.
///
/// The turn is let go of as soon as the engine has all in its queue: then the next ones may be made ready.
pub(crate) async fn run(network: &Network, cases: &[CaseId], turn: impl Send) -> Vec<Outcome> {
    let enqueued = enqueue(network, cases).await;
    drop(turn);
    match seen(enqueued).await {
        Err(error) if error.is_about_the_cases() && cases.len() > 1 => one_by_one(network, cases).await,
        result => vec![Outcome::from(result); cases.len()],
    }
}

/// One document that the engine refuses must not hold up the others. If it takes some, those that it refuses are in trouble and not the
/// search as a whole.
async fn one_by_one(network: &Network, cases: &[CaseId]) -> Vec<Outcome> {
    let mut outcomes = Vec::with_capacity(cases.len());
    for case in cases {
        outcomes.push(seen(enqueue(network, std::slice::from_ref(case)).await).await.into());
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

/// Returns when the engine has all changes of these cases in its queue, with what ends when searches see each.
async fn enqueue(network: &Network, cases: &[CaseId]) -> Result<Vec<Enqueued>, IndexError> {
    let mut groups = file_texts::groups(network.store.published_cases_once(cases).await?);
    let last = groups.pop().unwrap_or_default();
    let (mut listed, mut enqueued) = (HashSet::new(), Vec::new());
    for group in groups {
        let upserts = documents(network, group).await?;
        listed.extend(upserts.iter().map(SearchDocument::id));
        enqueued.push(network.search.enqueue(upserts, Vec::new()).await?);
    }
    let upserts = documents(network, last).await?;
    listed.extend(upserts.iter().map(SearchDocument::id));
    let deletions = cases.iter().copied().filter(|id| !listed.contains(id)).collect();
    enqueued.push(network.search.enqueue(upserts, deletions).await?);
    Ok(enqueued)
}

/// Waits until searches see all of these changes.
async fn seen(enqueued: Result<Vec<Enqueued>, IndexError>) -> Result<(), IndexError> {
    for change in enqueued? {
        change.await?;
    }
    Ok(())
}

/// The public ones of these cases, and those that this program cannot read. Each of the latter is named in the log and keeps no other waiting.
pub(crate) async fn readable(network: &Network, ids: &[CaseId]) -> Result<(Vec<CaseView>, Vec<CaseId>), StoreError> {
    let mut unreadable = Vec::new();
    let read = |ids: Vec<CaseId>| async move { network.store.published_cases_once(&ids).await };
    let cases = read_apart(ids, read, |id, error| {
        tracing::error!(case = %id, %error, "a case that cannot be read cannot be searched");
        unreadable.push(id);
    });
    let cases = cases.await?;
    Ok((cases, unreadable))
}

/// The documents of those cases that belong into the search, with the texts of their files. Analysing the words is much work, done where it
/// holds up nothing else.
pub(crate) async fn documents(network: &Network, cases: Vec<CaseView>) -> Result<Vec<SearchDocument>, IndexError> {
    let texts = file_texts::of_cases(network, &cases).await?;
    let analyse = move || {
        let documents = cases.iter().filter_map(|case| {
            let of_case = texts.get(&case.id).into_iter().flatten();
            Some(document(case)?.with_file_texts(of_case.map(String::as_str)))
        });
        documents.collect()
    };
    Ok(tokio::task::spawn_blocking(analyse).await?)
}
