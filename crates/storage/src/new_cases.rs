//! Beginning cases.

use crate::{
    StoreError, Transaction,
    case_writes::{Saved, district, missing, revision_row},
    entity::{case_revision, practice_case},
    moment,
    publish::as_published,
    rows, slugs, terms, title_key,
};
use chrono::{DateTime, Utc};
use domain::{
    CaseContent, CaseView, WorkflowState,
    freshness::{self, FreshnessStage},
    ids::{AccountId, CaseId, RevisionId},
};

/// A case to be begun.
#[derive(Debug, Clone)]
pub struct NewCase {
    /// Its id.
    pub id: CaseId,
    /// The id of its first revision.
    pub revision: RevisionId,
    /// The identity that a source outside gave it; unique.
    pub external_id: Option<String>,
    /// The readable address it is to have, from [`domain::slug::from_title`]; numbered if another case has it.
    pub slug_base: String,
    /// Who begins it.
    pub author: Option<AccountId>,
    /// What it says.
    pub content: CaseContent,
    /// When it was first published, if it is public from now on; nothing for a draft.
    pub first_published_at: Option<DateTime<Utc>>,
    /// The present moment.
    pub now: DateTime<Utc>,
}

impl Transaction {
    /// Begins a case: see [`Transaction::insert_cases`]. Returns its working copy.
    pub async fn insert_case(&mut self, new: NewCase) -> Result<CaseView, StoreError> {
        let id = new.id;
        self.insert_cases(vec![new]).await?.pop().ok_or_else(|| missing(id))
    }

    /// Begins cases, many rows at a time: each with its first revision, as a draft of version 1, or public, which is version 2. Returns their
    /// working copies, in the same order.
    ///
    /// An external id that another case has is [`StoreError::Duplicate`], and none of them is begun.
    pub async fn insert_cases(&mut self, new: Vec<NewCase>) -> Result<Vec<CaseView>, StoreError> {
        let revisions = new.iter().map(|new| {
            let saved = Saved { number: 1, version: 1, by: new.author, now: new.now, autosave: false };
            revision_row(new.id, new.revision, &new.content, &saved)
        });
        let revisions: Vec<case_revision::Model> = revisions.collect();
        let mut cases: Vec<CaseView> = new.into_iter().map(begun).collect();
        let slugs = slugs::insert_with_free_slugs(&self.db, cases.iter().map(row).collect()).await?;
        for (case, slug) in cases.iter_mut().zip(slugs) {
            case.slug = slug;
        }
        rows::insert_all::<case_revision::Entity>(&self.db, revisions).await?;
        let public = || cases.iter().filter(|case| case.published_revision.is_some());
        terms::insert(&self.db, public().map(|case| (case.id, &case.content))).await?;
        if public().next().is_some() {
            self.changes_content();
        }
        Ok(cases)
    }
}

/// The case as it will be, with the address that it is to have.
fn begun(new: NewCase) -> CaseView {
    let now = moment::stored(new.now);
    let draft = CaseView {
        id: new.id,
        slug: new.slug_base,
        external_id: new.external_id,
        content: new.content,
        revision: 1,
        published_revision: None,
        state: WorkflowState::Draft,
        is_working_copy: true,
        version: 1,
        author: new.author,
        created_at: now,
        updated_at: now,
        first_published_at: None,
        published_at: None,
        renewed_at: None,
        archived_at: None,
        confirmed_at: None,
        freshness: FreshnessStage::default(),
    };
    match new.first_published_at {
        Some(first_published_at) => as_published(draft, new.now, first_published_at),
        None => draft,
    }
}

fn row(case: &CaseView) -> practice_case::Model {
    let is_public = case.published_revision.is_some();
    practice_case::Model {
        id: case.id.0,
        slug: case.slug.clone(),
        external_id: case.external_id.clone(),
        state: case.state.key().to_owned(),
        version: case.version,
        author_id: case.author.map(|author| author.0),
        created_at: case.created_at,
        changed_at: case.created_at,
        working_number: case.revision,
        working_title_key: title_key::of(&case.content.title),
        working_district: district(&case.content),
        published_number: case.published_revision,
        published_version: is_public.then_some(case.version),
        title_key: is_public.then(|| title_key::of(&case.content.title)),
        first_published_at: case.first_published_at,
        published_at: case.published_at,
        archived_at: case.archived_at,
        confirmed_at: case.confirmed_at,
        freshness: case.freshness.key().to_owned(),
        freshness_next_at: case.confirmed_at.map(|at| moment::stored(freshness::due_at(at))),
        renewed_at: case.renewed_at,
    }
}
