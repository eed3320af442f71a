//! Build the search index anew beside the old one, and swap.

use crate::outcome::Outcome;
use chrono::TimeDelta;
use domain::{
    Job,
    ids::{CaseId, JobId},
};
use search_indexer::{SearchError, document};
use storage::StoreError;
use usecases::{Network, synonyms};

/// How many cases are read and handed over at a time.
const BATCH: u64 = 500;

/// Changes this long before the start are indexed once more after the swap: their transaction may have begun earlier and committed later.
const OVERLAP: TimeDelta = TimeDelta::seconds(30);

/// Searches answer from the old index throughout; a failure at any step leaves it in place. What changed in the meantime reached only
/// the old index, so it is indexed again after the swap.
pub(crate) async fn run(network: &Network, job: JobId) -> Outcome {
    match rebuild(network, job).await {
        Ok(Ok(count)) => {
            tracing::info!(cases = count, engine = network.search.name(), "the search index was rebuilt");
            Outcome::Done
        }
        Ok(Err(error)) => Outcome::retry_because(&error),
        Err(error) => error.into(),
    }
}

async fn rebuild(network: &Network, job: JobId) -> Result<Result<usize, SearchError>, StoreError> {
    let started = network.clock.now();
    let total = network.store.count_published(&domain::CaseFilter::default()).await?;
    // The new index is made with the groups in force; what is changed while it fills follows after the swap.
    if let Err(error) = network.search.set_synonyms(&synonyms::table(network).await?).await {
        return Ok(Err(error));
    }
    let mut index = match network.search.start_rebuild().await {
        Ok(index) => index,
        Err(error) => return Ok(Err(error)),
    };
    let (mut after, mut count): (Option<CaseId>, usize) = (None, 0);
    loop {
        let ids = network.store.all_case_ids(after, BATCH).await?;
        let Some(last) = ids.last() else { break };
        after = Some(*last);
        let cases = network.store.published_cases(&ids).await?;
        let documents: Vec<_> = cases.iter().filter_map(|case| document(case)).collect();
        count += documents.len();
        if let Err(error) = index.add(documents).await {
            return Ok(Err(error));
        }
        network.store.set_job_progress(job, count as u64, total).await?;
    }
    if let Err(error) = index.finish(count).await {
        return Ok(Err(error));
    }
    let changed = network.store.cases_changed_since(started - OVERLAP).await?;
    let now = network.clock.now();
    let mut transaction = network.store.begin().await?;
    for case in changed {
        transaction.enqueue(JobId(network.ids.next()), &Job::IndexCase { case }, now, now).await?;
    }
    transaction.enqueue(JobId(network.ids.next()), &Job::ApplySynonyms, now, now).await?;
    transaction.commit().await?;
    Ok(Ok(count))
}
