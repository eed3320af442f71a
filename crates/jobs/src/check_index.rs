//! Compare the search index with the database, both ways, and its settings with what they should be.

use crate::{
    apply_synonyms, index_cases,
    outcome::{IndexError, Outcome},
    search_watch,
};
use chrono::{DateTime, Utc};
use domain::{
    CaseFilter, Job,
    ids::{CaseId, JobId},
};
use search_indexer::document_hash;
use serde::{Deserialize, Serialize};
use std::collections::{HashMap, HashSet};
use storage::StoreError;
use usecases::Network;

/// How many ids with their hashes are compared at a time.
const PAGE: usize = 1_000;

/// How many cases are read at a time to look at a difference more closely, and how many jobs one transaction writes.
const CLOSELY: usize = 200;

/// How many differences are named one by one.
const NAMED: usize = 20;

/// The note that holds the latest report.
const LATEST: &str = "check";

/// How a case in the index differs from the same case in the database.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum DifferenceKind {
    /// It is public, but not in the index.
    Missing,
    /// Another text of it is in the index than the one that is public.
    Stale,
    /// It is in the index, but no longer public or no longer there at all.
    Surplus,
}

/// A case that differs.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Difference {
    /// How.
    pub kind: DifferenceKind,
    /// The case.
    pub case: CaseId,
    /// Its readable address, if it is still in the database.
    pub slug: Option<String>,
}

/// What a comparison came to.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct CheckReport {
    /// How many cases the database lists.
    pub listed: u64,
    /// How many cases the index holds.
    pub indexed: u64,
    /// How many are missing in the index.
    pub missing: u64,
    /// How many are there with another text.
    pub stale: u64,
    /// How many are there and should not be.
    pub surplus: u64,
    /// The names of the engine's settings that are not as this program sets them.
    #[serde(default)]
    pub settings: Vec<String>,
    /// The first differences, one by one.
    pub first: Vec<Difference>,
    /// The index is missing, damaged or of another version; it has to be built anew, and nothing was compared.
    pub needs_rebuild: bool,
}

impl CheckReport {
    /// Whether index and database are the same, and the index is set up as it should be.
    pub fn is_clean(&self) -> bool {
        !self.needs_rebuild && self.settings.is_empty() && self.missing + self.stale + self.surplus == 0
    }
}

/// The job: compares, keeps the report for whoever asked for it, and says in one line what came out.
pub(crate) async fn run(network: &Network, job: JobId, repair: bool) -> Outcome {
    match check(network, repair).await {
        Ok(report) => keep(network, job, &report, repair).await.into(),
        Err(error) => error.into(),
    }
}

async fn check(network: &Network, repair: bool) -> Result<CheckReport, IndexError> {
    if !network.search.needs_rebuild().await? {
        return compare(network, repair).await;
    }
    if repair {
        search_watch::need_rebuild(network, true).await?;
    }
    let listed = network.store.count_published(&CaseFilter::default()).await?;
    Ok(CheckReport { listed, needs_rebuild: true, ..CheckReport::default() })
}

/// Compares, and writes down the index jobs for what differs if that is to be repaired; settings of the engine that somebody changed are
/// then set again at once.
///
/// Ids and hashes go by in pages, from the database to the index and the other way round; cases are read only where those differ, and
/// their documents' hashes decide. What is on its way into the index at this moment counts as a difference too.
pub(crate) async fn compare(network: &Network, repair: bool) -> Result<CheckReport, IndexError> {
    let analyser = network.fresh_analyser().await?;
    let settings = network.search.differing_settings(analyser.synonyms()).await?;
    if repair && !settings.is_empty() {
        network.search.restore_settings(analyser.synonyms()).await?;
        // An editor may have changed a group since these were read.
        apply_synonyms::hand_over(network).await?;
    }
    let report = CheckReport { settings, ..CheckReport::default() };
    let mut comparison = Comparison { network, report, differing: Vec::new() };
    comparison.look_up_listed().await?;
    comparison.look_up_indexed().await?;
    if repair {
        comparison.write_jobs().await?;
    }
    Ok(comparison.report)
}

/// Keeps a report under its job and as the latest, and logs it.
pub(crate) async fn keep(network: &Network, job: JobId, report: &CheckReport, repair: bool) -> Result<(), StoreError> {
    let CheckReport { listed, indexed, missing, stale, surplus, settings, needs_rebuild, .. } = report;
    let engine = network.search.name();
    if report.is_clean() {
        tracing::info!(engine, listed, indexed, missing, stale, surplus, "the search index is as the database");
    } else {
        tracing::warn!(
            engine,
            listed,
            indexed,
            missing,
            stale,
            surplus,
            settings = settings.join(" "),
            needs_rebuild,
            repair,
            "the search index differs from the database"
        );
    }
    let text = serde_json::to_string(report).unwrap_or_default();
    let now = network.clock.now();
    network.store.set_search_note(&key(job), &text, now).await?;
    network.store.set_search_note(LATEST, &text, now).await
}

/// Writes the comparison down as a job and returns its id. One that waits already is the same job.
pub async fn request_check(network: &Network, repair: bool) -> Result<JobId, StoreError> {
    search_watch::request(network, &Job::CheckIndex { repair }).await
}

/// What the comparison or the rebuild of this job came to; nothing if it has not ended, or long ago.
pub async fn check_report(network: &Network, job: JobId) -> Result<Option<CheckReport>, StoreError> {
    let note = network.store.search_note(&key(job)).await?;
    Ok(note.and_then(|note| serde_json::from_str(&note.value).ok()))
}

/// When index and database were compared last.
pub(crate) async fn last_checked(network: &Network) -> Result<Option<DateTime<Utc>>, StoreError> {
    Ok(network.store.search_note(LATEST).await?.map(|note| note.noted_at))
}

/// Deletes the reports of jobs that ended before this moment.
pub(crate) async fn delete_reports(network: &Network, before: DateTime<Utc>) -> Result<u64, StoreError> {
    network.store.delete_search_notes("check:", before).await
}

fn key(job: JobId) -> String {
    format!("{LATEST}:{job}")
}

struct Comparison<'a> {
    network: &'a Network,
    report: CheckReport,
    differing: Vec<CaseId>,
}

impl Comparison<'_> {
    async fn look_up_listed(&mut self) -> Result<(), IndexError> {
        let mut after = None;
        loop {
            let page = self.network.store.published_hashes(after, PAGE as u64).await?;
            let Some((last, _)) = page.last() else { return Ok(()) };
            after = Some(*last);
            self.report.listed += page.len() as u64;
            let ids: Vec<CaseId> = page.iter().map(|(id, _)| *id).collect();
            let indexed = self.network.search.hashes(&ids).await?;
            let suspects: Vec<CaseId> = page.iter().filter(|(id, hash)| indexed.get(id) != Some(hash)).map(|(id, _)| *id).collect();
            self.look_closely(&suspects).await?;
        }
    }

    async fn look_up_indexed(&mut self) -> Result<(), IndexError> {
        let mut offset = 0;
        loop {
            let page = self.network.search.contents(offset, PAGE).await?;
            let ids: Vec<CaseId> = page.into_iter().map(|(id, _)| id).collect();
            self.report.indexed += ids.len() as u64;
            let listed: HashSet<CaseId> = self.network.store.listed_of(&ids).await?.into_iter().collect();
            let suspects: Vec<CaseId> = ids.iter().copied().filter(|id| !listed.contains(id)).collect();
            self.look_closely(&suspects).await?;
            if ids.len() < PAGE {
                return Ok(());
            }
            offset += ids.len();
        }
    }

    /// Reads these cases from both sides once more. A change between the two looks is no difference, nor is a hash in the database that
    /// an earlier version of this program took in another way. A case that cannot be read differs: nobody can
    /// say what of it should be there.
    async fn look_closely(&mut self, cases: &[CaseId]) -> Result<(), IndexError> {
        for some in cases.chunks(CLOSELY) {
            let (found, unreadable) = index_cases::readable(self.network, some).await?;
            let found: HashMap<CaseId, _> = found.iter().map(|case| (case.id, case)).collect();
            let indexed = self.network.search.hashes(some).await?;
            for id in some {
                let case = found.get(id);
                let kind = match (case.and_then(|case| document_hash(case)), indexed.get(id)) {
                    (Some(wanted), Some(there)) if wanted == *there => continue,
                    (None, Some(_)) if unreadable.contains(id) => DifferenceKind::Stale,
                    (None, None) if !unreadable.contains(id) => continue,
                    (Some(_), Some(_)) => DifferenceKind::Stale,
                    (Some(_) | None, None) => DifferenceKind::Missing,
                    (None, Some(_)) => DifferenceKind::Surplus,
                };
                self.note(Difference { kind, case: *id, slug: case.map(|case| case.slug.clone()) });
            }
        }
        Ok(())
    }

    fn note(&mut self, difference: Difference) {
        self.differing.push(difference.case);
        *match difference.kind {
            DifferenceKind::Missing => &mut self.report.missing,
            DifferenceKind::Stale => &mut self.report.stale,
            DifferenceKind::Surplus => &mut self.report.surplus,
        } += 1;
        if self.report.first.len() < NAMED {
            self.report.first.push(difference);
        }
    }

    async fn write_jobs(&self) -> Result<(), StoreError> {
        let network = self.network;
        for some in self.differing.chunks(CLOSELY) {
            let now = network.clock.now();
            let mut transaction = network.store.begin().await?;
            for case in some {
                transaction.enqueue(JobId(network.ids.next()), &Job::IndexCase { case: *case }, now, now).await?;
            }
            transaction.commit().await?;
            network.wake.notify_one();
        }
        Ok(())
    }
}
