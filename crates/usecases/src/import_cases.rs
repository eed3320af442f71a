//! Import cases, as an operator does from the command line.

use crate::{
    Failure, Network, UseCaseError,
    audit_log::{self, Thing},
    review_log::{self, People},
};
use chrono::{DateTime, Utc};
use domain::{
    CaseContent, CaseView, Job, Rule, Violation, WorkflowState,
    case::{CaseRecord, Stage},
    ids::{CaseId, FileId, JobId, ReviewEventId, RevisionId},
    material::Material,
    review::ReviewEventKind,
};
use futures_util::future::BoxFuture;
use mail::ReviewNotice;
use serde_json::{Value, json};
use std::collections::{HashMap, HashSet};
use storage::{NewCase, ReviewEvent, StoredFile, Transaction};

/// What becomes of the imported cases.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ImportAs {
    /// They are public: at the time they name, or from now on.
    Published,
    /// They become drafts; times are ignored.
    Drafts,
}

impl ImportAs {
    /// How complete a line must be.
    fn stage(self) -> Stage {
        match self {
            Self::Published => Stage::Approval,
            Self::Drafts => Stage::Draft,
        }
    }
}

/// What came of one line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Imported {
    /// A new case.
    Created,
    /// A case that was there has a new revision.
    Updated,
    /// The same case with the same content was there.
    Unchanged,
}

/// Reads the lines of an import one by one and remembers what must be unique among them.
#[derive(Debug)]
pub struct LineReader {
    target: ImportAs,
    external_ids: HashSet<String>,
}

impl LineReader {
    /// A reader at the beginning of a file.
    pub fn new(target: ImportAs) -> Self {
        Self { target, external_ids: HashSet::new() }
    }

    /// Reads a line; every rule that it breaks is named.
    pub fn read(&mut self, line: &str) -> Result<CaseRecord, Vec<Violation>> {
        let stage = self.target.stage();
        let record = CaseRecord::from_json(line).map_err(|_| CaseRecord::violations(line, stage))?;
        let mut violations = record.content.check(stage);
        if let Some(id) = &record.external_id
            && !self.external_ids.insert(id.clone())
        {
            violations.push(Violation::new("externalId", Rule::Duplicate { given: id.clone() }));
        }
        if violations.is_empty() { Ok(record) } else { Err(violations) }
    }
}

/// Imports some records in one transaction; a few hundred at a time keep it short. The outcomes come in the order of the records.
///
/// A record is the same case as one that is there if both have the same `externalId`, or, where it has none, the same content. What is
/// there already with the same content is left alone, so that importing twice changes nothing. Files do not come with an import: of a
/// record's materials those are kept that are on its case here, and a record without any leaves its case's as they are.
///
/// Whoever imports has the machine in their hands: what they import is public without a review, whatever review it was in ends, and history
/// and audit log say so. A draft that they import takes its case out of the review as well, as whoever withdraws it does. Whoever held the review
/// is told, and those who began the case or handed it in, as of any such step.
pub fn import(network: &Network, mut records: Vec<CaseRecord>, target: ImportAs) -> BoxFuture<'_, Result<Vec<Imported>, UseCaseError>> {
    Box::pin(async move {
        let files = files_of(network, &records).await?;
        for record in &mut records {
            // What is not here cannot tell whether the case is.
            leave_out(record, |material| owner(&files, material).is_some());
        }
        let existing = existing_cases(network, &records).await?;
        for (record, case) in records.iter_mut().zip(&existing) {
            // A file is on one case.
            leave_out(record, |material| case.is_some() && owner(&files, material) == *case);
        }
        let mut transaction = network.store.begin().await?;
        let there = transaction.cases_for_update(&existing.iter().flatten().copied().collect::<Vec<_>>()).await?;
        // After waiting for others who write: digests wait only seconds for what bears an earlier time than they were composed at.
        let now = network.clock.now();
        let there = there.into_iter().map(|case| (case.id, case)).collect();
        let mut import =
            Import { network, transaction, target, now, there, new: Vec::new(), events: Vec::new(), jobs: Vec::new(), audit: Vec::new() };
        let mut hashes = HashSet::new();
        let mut outcomes = Vec::with_capacity(records.len());
        for (record, id) in records.into_iter().zip(existing) {
            let twin = record.external_id.is_none() && !hashes.insert(record.content.hash());
            let outcome = match id {
                _ if twin => Imported::Unchanged,
                Some(id) => import.update(id, record).await?,
                None => import.create(record),
            };
            outcomes.push(outcome);
        }
        import.commit().await?;
        Ok(outcomes)
    })
}

/// The case that each record is, where it is there already. The database is asked for all of them together.
async fn existing_cases(network: &Network, records: &[CaseRecord]) -> Result<Vec<Option<CaseId>>, UseCaseError> {
    let external_ids: Vec<&str> = records.iter().filter_map(|record| record.external_id.as_deref()).collect();
    let by_external_id = network.store.cases_by_external_ids(&external_ids).await?;
    let hash = |record: &CaseRecord| record.external_id.is_none().then(|| record.content.hash());
    let hashes: Vec<Option<String>> = records.iter().map(hash).collect();
    let by_hash = network.store.cases_with_content_hashes(&hashes.iter().flatten().map(String::as_str).collect::<Vec<_>>()).await?;
    let existing = records.iter().zip(hashes).map(|(record, hash)| match &record.external_id {
        Some(external_id) => by_external_id.get(external_id).copied(),
        None => by_hash.get(&hash?).copied(),
    });
    Ok(existing.collect())
}

/// The files that the records name, where this instance has them. The database is asked for all of them together.
async fn files_of(network: &Network, records: &[CaseRecord]) -> Result<HashMap<FileId, StoredFile>, UseCaseError> {
    let ids: Vec<FileId> = records.iter().flat_map(|record| &record.content.materials).map(|material| material.file).collect();
    Ok(network.store.files_with_ids(&ids).await?)
}

/// The case that this very file is on here.
fn owner(files: &HashMap<FileId, StoredFile>, material: &Material) -> Option<CaseId> {
    files.get(&material.file).filter(|file| file.sha256 == material.sha256)?.case
}

fn leave_out(record: &mut CaseRecord, stays: impl Fn(&Material) -> bool) {
    let before = record.content.materials.len();
    record.content.materials.retain(stays);
    let left_out = before - record.content.materials.len();
    if left_out > 0 {
        tracing::warn!(title = record.content.title, left_out, "materials are left out: an import does not bring their files");
    }
}

/// Some records on their way into the database, in one transaction.
struct Import<'a> {
    network: &'a Network,
    transaction: Transaction,
    target: ImportAs,
    now: DateTime<Utc>,
    /// The cases that are there, until a record is one of them: another record that is the same case finds it as the first has left it.
    there: HashMap<CaseId, CaseView>,
    /// What is written down of all records at the end, many rows at a time.
    new: Vec<NewCase>,
    events: Vec<ReviewEvent>,
    jobs: Vec<(JobId, Job)>,
    audit: Vec<(&'static str, Thing, Value)>,
}

impl Import<'_> {
    fn create(&mut self, record: CaseRecord) -> Imported {
        let id = CaseId(self.network.ids.next());
        let is_public = self.target == ImportAs::Published;
        self.new.push(NewCase {
            id,
            revision: RevisionId(self.network.ids.next()),
            external_id: record.external_id,
            slug_base: domain::slug::from_title(&record.content.title),
            author: None,
            content: record.content,
            first_published_at: is_public.then(|| self.first_published_at(record.published_at)),
            now: self.now,
        });
        if is_public {
            self.note_published(id, 1);
        }
        self.note(id);
        Imported::Created
    }

    async fn update(&mut self, id: CaseId, mut record: CaseRecord) -> Result<Imported, UseCaseError> {
        let mut there = self.there.remove(&id);
        if there.is_none() {
            there = self.transaction.case_for_update(id).await?;
        }
        let Some(case) = there else { return Ok(self.create(record)) };
        if record.content.materials.is_empty() {
            record.content.materials.clone_from(&case.content.materials);
        }
        if is_there_already(&case, &record.content, self.target) {
            return Ok(Imported::Unchanged);
        }
        let saved = if case.content == record.content {
            None
        } else {
            let revision = RevisionId(self.network.ids.next());
            Some(self.transaction.save_revision(id, revision, &record.content, None, self.now, WorkflowState::Draft).await?)
        };
        match self.target {
            ImportAs::Published => {
                let first_published_at = self.first_published_at(record.published_at.or(case.first_published_at));
                let public = self.transaction.publish(id, self.now, first_published_at).await?;
                let told = (ReviewNotice::ReviewOvertaken, ReviewNotice::Published);
                Box::pin(self.end_review(&case, &public, told)).await?;
                self.note_published(id, public.revision);
            }
            // What was handed in is no longer what is written on; nobody has shown the new text to those who review.
            ImportAs::Drafts if case.state.is_in_review() => {
                let told = (ReviewNotice::ReviewEnded, ReviewNotice::Withdrawn);
                Box::pin(self.end_review(&case, saved.as_ref().unwrap_or(&case), told)).await?;
                self.events.push(event(self.network, id, case.revision, ReviewEventKind::Withdrawn, self.now));
            }
            ImportAs::Drafts => {}
        }
        self.note(id);
        Ok(Imported::Updated)
    }

    /// Ends the review that a case was in, and tells whoever held it and those behind the case, as it is now, what became of it. Of a case that
    /// nobody here began or handed in nobody is told: an import brought it, and no coordination is to get a mail for each line of another.
    async fn end_review(
        &mut self,
        before: &CaseView,
        after: &CaseView,
        (to_holder, to_authors): (ReviewNotice, ReviewNotice),
    ) -> Result<(), UseCaseError> {
        let (network, now) = (self.network, self.now);
        let transaction = &mut self.transaction;
        let mut review = transaction.case_review(before.id).await?;
        if before.author.is_none() && review.submitted_by.is_none() && !before.state.is_in_review() {
            return Ok(transaction.end_case_review(before.id).await?);
        }
        let people = People::read(network, transaction, &[(before, &review), (after, &review)], now).await?;
        // As whoever reviewed it saw it: as a draft they do not see it any more.
        let holder = people.holder(before, &review).filter(|_| before.state.is_in_review());
        review_log::tell(network, transaction, before, &mut review, holder.as_slice(), to_holder.into(), now).await?;
        let authors = people.authors(after, &review);
        review_log::tell(network, transaction, after, &mut review, &authors, to_authors.into(), now).await?;
        review.claim = None;
        review.remind_at = None;
        Ok(transaction.save_case_review(before.id, &review).await?)
    }

    fn first_published_at(&self, published_at: Option<DateTime<Utc>>) -> DateTime<Utc> {
        domain::clock::to_microseconds(published_at.unwrap_or(self.now))
    }

    fn note_published(&mut self, case: CaseId, revision: i32) {
        self.events.push(event(self.network, case, revision, ReviewEventKind::Imported, self.now));
        self.jobs.push((JobId(self.network.ids.next()), Job::IndexCase { case }));
    }

    fn note(&mut self, id: CaseId) {
        let detail = match self.target {
            ImportAs::Published => json!({ "review": "none: published from the command line" }),
            ImportAs::Drafts => json!({}),
        };
        self.audit.push(("case.imported", Thing::PracticeCase(id), detail));
    }

    async fn commit(self) -> Result<(), Failure> {
        let Self { network, mut transaction, now, new, events, jobs, audit, .. } = self;
        transaction.insert_cases(new).await?;
        transaction.insert_review_events(&events).await?;
        transaction.enqueue_all(&jobs, now, now).await?;
        audit_log::write_all(network, &mut transaction, None, audit, now).await?;
        Ok(network.commit(transaction).await?)
    }
}

fn is_there_already(case: &CaseView, content: &CaseContent, target: ImportAs) -> bool {
    case.content == *content && (target == ImportAs::Drafts || case.state == WorkflowState::Published)
}

fn event(network: &Network, case: CaseId, revision: i32, kind: ReviewEventKind, now: DateTime<Utc>) -> ReviewEvent {
    ReviewEvent {
        id: ReviewEventId(network.ids.next()),
        case,
        at: now,
        kind,
        actor: None,
        actor_role: None,
        revision,
        reason: None,
        checklist: Vec::new(),
    }
}
