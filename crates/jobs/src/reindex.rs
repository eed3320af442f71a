//! Build the search index anew beside the old one, and swap.

use crate::{
    check_index, index_cases,
    outcome::{IndexError, Outcome},
};
use chrono::{DateTime, TimeDelta, Utc};
use domain::{
    CaseFilter, Job,
    ids::{CaseId, JobId},
};
use storage::StoreError;
use usecases::{Network, synonyms};

/// How many cases are read and handed over at a time: enough for speed, few enough for little memory.
const BATCH: u64 = 100;

/// Changes this long before the start are indexed once more after the swap: their transaction may have begun earlier and committed later.
const OVERLAP: TimeDelta = TimeDelta::seconds(30);

/// Searches answer from the old index throughout; a failure at any step leaves it in place.
///
/// What changed in the meantime may have reached only the old index, so it is indexed again after the swap. What was erased by another
/// process leaves no trace to be replayed; the comparison at the end finds it, and whatever else is not as it should be.
pub(crate) async fn run(network: &Network, job: JobId) -> Outcome {
    rebuild(network, job).await.map_or_else(Outcome::from, |()| Outcome::Done)
}

async fn rebuild(network: &Network, job: JobId) -> Result<(), IndexError> {
    let started = network.clock.now();
    let cases = fill_and_swap(network, job).await?;
    tracing::info!(cases, engine = network.search.name(), "the search index was rebuilt");
    replay(network, started - OVERLAP).await?;
    let report = check_index::compare(network, true).await?;
    Ok(check_index::keep(network, job, &report, true).await?)
}

async fn fill_and_swap(network: &Network, job: JobId) -> Result<usize, IndexError> {
    let total = network.store.count_published(&CaseFilter::default()).await?;
    // The new index is made with the groups in force; what is changed while it fills follows after the swap.
    network.search.set_synonyms(&synonyms::table(network).await?).await?;
    let mut index = network.search.start_rebuild().await?;
    let (mut after, mut count): (Option<CaseId>, usize) = (None, 0);
    loop {
        let ids = network.store.all_case_ids(after, BATCH).await?;
        let Some(last) = ids.last() else { break };
        after = Some(*last);
        for group in index_cases::groups(network.store.published_cases_once(&ids).await?) {
            let documents = index_cases::documents(network, group).await?;
            count += documents.len();
            index.add(documents).await?;
        }
        network.store.set_job_progress(job, count as u64, total).await?;
    }
    index.finish(count).await?;
    Ok(count)
}

async fn replay(network: &Network, since: DateTime<Utc>) -> Result<(), StoreError> {
    let changed = network.store.cases_changed_since(since).await?;
    let now = network.clock.now();
    let mut transaction = network.store.begin().await?;
    for case in changed {
        transaction.enqueue(JobId(network.ids.next()), &Job::IndexCase { case }, now, now).await?;
    }
    transaction.enqueue(JobId(network.ids.next()), &Job::ApplySynonyms, now, now).await?;
    transaction.commit().await
}
