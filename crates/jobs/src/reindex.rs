//! Build the search index anew beside the old one, and swap.

use crate::{
    apply_synonyms, check_index, index_cases,
    outcome::{IndexError, Outcome},
};
use chrono::{DateTime, TimeDelta, Utc};
use domain::{
    CaseFilter, Job,
    ids::{CaseId, JobId},
};
use search_indexer::{Rebuild, SearchError};
use std::collections::{BTreeSet, HashMap};
use storage::StoreError;
use usecases::{Network, file_texts};

/// How many cases are read and handed over at a time: enough for speed, few enough for little memory.
const BATCH: u64 = 100;

/// So many documents may be left out that the engine refuses. More are no matter of single documents: then the old index serves on.
const MOST_LEFT_OUT: usize = 20;

/// Changes this long before the start are indexed once more after the swap: their transaction may have begun earlier and committed later.
const OVERLAP: TimeDelta = TimeDelta::seconds(30);

/// Searches answer from the old index throughout; a failure at any step leaves it in place.
///
/// What changed in the meantime may have reached only the old index, so it is indexed again after the swap, and so are the cases of files whose
/// text was read. What was erased by another process leaves no trace to be replayed; the comparison at the end finds it, and whatever else is
/// not as it should be.
pub(crate) async fn run(network: &Network, job: JobId) -> Outcome {
    rebuild(network, job).await.into()
}

async fn rebuild(network: &Network, job: JobId) -> Result<(), IndexError> {
    let (started, texts) = (network.clock.now(), network.store.file_text_counts().await?);
    let (cases, again) = fill_and_swap(network, job).await?;
    tracing::info!(cases, engine = network.search.name(), "the search index was rebuilt");
    replay(network, started - OVERLAP, &texts, again).await?;
    let report = check_index::compare(network, true).await?;
    Ok(check_index::keep(network, job, &report, true).await?)
}

/// Returns how many cases the new index was filled with, and which are to be indexed once more.
async fn fill_and_swap(network: &Network, job: JobId) -> Result<(usize, Vec<CaseId>), IndexError> {
    let total = network.store.count_published(&CaseFilter::default()).await?;
    // The new index is made with the groups in force; what is changed while it fills follows after the swap.
    apply_synonyms::hand_over(network).await?;
    let mut index = network.search.start_rebuild().await?;
    let (mut after, mut count): (Option<CaseId>, usize) = (None, 0);
    loop {
        let ids = network.store.all_case_ids(after, BATCH).await?;
        let Some(last) = ids.last() else { break };
        after = Some(*last);
        // The comparison at the end tells of those that cannot be read.
        let (cases, _) = index_cases::readable(network, &ids).await?;
        for group in file_texts::groups(cases) {
            let documents = index_cases::documents(network, group).await?;
            count += documents.len();
            index.add(documents).await?;
        }
        network.store.set_job_progress(job, count as u64, total).await?;
    }
    let refused = index.refused().await?;
    count -= add_one_by_one(network, index.as_mut(), refused, count).await?;
    Ok((count, index.finish(count).await?))
}

/// Adds each of these cases by itself, of so many that the index is to hold in all, and returns how many of them it does not hold in the end. The
/// comparison after the swap tells of those, and their index jobs are tried again and again.
async fn add_one_by_one(network: &Network, index: &mut dyn Rebuild, refused: Vec<CaseId>, expected: usize) -> Result<usize, IndexError> {
    let mut left_out = 0;
    for case in refused {
        let (found, _) = index_cases::readable(network, &[case]).await?;
        let documents = index_cases::documents(network, found).await?;
        let is_gone = documents.is_empty();
        index.add(documents).await?;
        left_out += usize::from(!index.refused().await?.is_empty() || is_gone);
        if left_out > MOST_LEFT_OUT || left_out == expected {
            return Err(SearchError::Incomplete { engine: network.search.name(), expected, found: expected - left_out }.into());
        }
    }
    Ok(left_out)
}

/// Writes down the jobs that index what changed since then, and the cases in `again`; `texts` says how many files of each case had been read.
async fn replay(network: &Network, since: DateTime<Utc>, texts: &HashMap<CaseId, i64>, again: Vec<CaseId>) -> Result<(), StoreError> {
    let mut changed: BTreeSet<CaseId> = network.store.cases_changed_since(since).await?.into_iter().collect();
    let now_read = network.store.file_text_counts().await?;
    changed.extend(again);
    changed.extend(now_read.iter().filter(|(case, count)| texts.get(case) != Some(count)).map(|(case, _)| *case));
    let now = network.clock.now();
    let mut transaction = network.store.begin().await?;
    for case in changed {
        transaction.enqueue(JobId(network.ids.next()), &Job::IndexCase { case }, now, now).await?;
    }
    transaction.enqueue(JobId(network.ids.next()), &Job::ApplySynonyms, now, now).await?;
    transaction.commit().await
}

#[cfg(test)]
mod tests {
    use super::*;
    use bytes::Bytes;
    use domain::{Role, vocabulary::Licence};
    use futures_util::stream;
    use test_network::{TestNetwork, complete_case, pdf};
    use usecases::{
        Unfit,
        add_material::{self, NewMaterial},
        create_case, upload_file,
    };

    /// By another process, while this one filled the new index: a rebuild and the reading of files share a lane.
    #[tokio::test]
    async fn the_cases_of_files_that_were_read_meanwhile_are_indexed_once_more() {
        let test = TestNetwork::new().await;
        let network = &test.network;
        let reviewer = test.member(Role::Reviewer, None).await;
        let case = create_case::create(network, &reviewer, complete_case("Messe mit Ablaufplan"), None).await.unwrap();
        let chunks = stream::iter([Ok::<_, Unfit>(Bytes::from(pdf("Fahrradwerkstatt am Bahnhof")))]);
        let file = upload_file::upload(network, &reviewer, "Datei", chunks).await.unwrap().id;
        let material = NewMaterial { file, title: "Eine Datei".into(), alternative_text: None, licence: Some(Licence::CcBy40) };
        add_material::add(network, &reviewer, case.id, None, material).await.unwrap();
        test.approve(&reviewer, case.id).await;
        test.run_jobs().await;
        test.clock.advance(TimeDelta::hours(1));
        let read = HashMap::from([(case.id, 1)]);
        for (before, again, expected) in [(HashMap::new(), vec![], 1), (read.clone(), vec![], 0), (read, vec![case.id], 1)] {
            replay(network, test.now() - OVERLAP, &before, again).await.unwrap();
            assert_eq!(network.store.open_jobs(&["index_case"], test.now()).await.unwrap(), expected);
            test.run_jobs().await;
        }
    }
}
