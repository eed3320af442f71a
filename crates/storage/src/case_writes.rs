//! Beginning and changing cases.

use crate::{
    StoreError, Transaction,
    case_row::TABLE,
    entity::{case_revision, practice_case},
    moment, rows, slugs, title_key,
    working::working_case,
};
use chrono::{DateTime, Utc};
use domain::{
    CaseContent, CaseView, WorkflowState,
    freshness::FreshnessStage,
    ids::{AccountId, CaseId, RevisionId},
};
use sea_orm::{
    ConnectionTrait,
    sea_query::{Expr, ExprTrait, Query, UpdateStatement},
};
use uuid::Uuid;

/// A case to be begun as a draft.
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
    /// The present moment.
    pub now: DateTime<Utc>,
}

impl Transaction {
    /// Begins a case: its first revision, version 1, a draft. Returns its working copy.
    ///
    /// An external id that another case has is [`StoreError::Duplicate`].
    pub async fn insert_case(&mut self, new: NewCase) -> Result<CaseView, StoreError> {
        let now = moment::stored(new.now);
        let row = practice_case::Model {
            id: new.id.0,
            slug: String::new(),
            external_id: new.external_id,
            state: WorkflowState::Draft.key().to_owned(),
            version: 1,
            author_id: new.author.map(|author| author.0),
            created_at: now,
            changed_at: now,
            working_number: 1,
            working_title_key: title_key::of(&new.content.title),
            working_district: district(&new.content),
            published_number: None,
            published_version: None,
            title_key: None,
            first_published_at: None,
            published_at: None,
            archived_at: None,
            confirmed_at: None,
            freshness: FreshnessStage::default().key().to_owned(),
            freshness_next_at: None,
            renewed_at: None,
        };
        let slug = slugs::insert_with_free_slug(&self.db, &row, &new.slug_base).await?;
        let first = Saved { number: 1, version: 1, by: new.author, now, autosave: false };
        self.insert_revision(new.id, new.revision, &new.content, &first).await?;
        Ok(CaseView {
            id: new.id,
            slug,
            external_id: row.external_id,
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
        })
    }

    /// Keeps this content as the next revision, to be worked on from now on, and sets the state. What is public stays as it is. Counts
    /// the version up by 1. Returns the working copy.
    pub async fn save_revision(
        &mut self,
        id: CaseId,
        revision: RevisionId,
        content: &CaseContent,
        by: Option<AccountId>,
        now: DateTime<Utc>,
        state: WorkflowState,
    ) -> Result<CaseView, StoreError> {
        self.save(id, revision, content, by, now, state, false).await
    }

    /// Like [`Transaction::save_revision`], for what its author has not finished: the next such text of the same account may take the
    /// revision's place.
    pub async fn autosave_revision(
        &mut self,
        id: CaseId,
        revision: RevisionId,
        content: &CaseContent,
        by: AccountId,
        now: DateTime<Utc>,
        state: WorkflowState,
    ) -> Result<CaseView, StoreError> {
        self.save(id, revision, content, Some(by), now, state, true).await
    }

    #[expect(clippy::too_many_arguments, reason = "the parts of one row, handed on")]
    async fn save(
        &mut self,
        id: CaseId,
        revision: RevisionId,
        content: &CaseContent,
        by: Option<AccountId>,
        now: DateTime<Utc>,
        state: WorkflowState,
        autosave: bool,
    ) -> Result<CaseView, StoreError> {
        use practice_case::Column;
        // Counting up in the statement locks the row, so that two who save at once get two numbers.
        let mut update = change(id, now);
        update
            .value(Column::State, state.key())
            .value(Column::WorkingNumber, Expr::col(Column::WorkingNumber).add(1))
            .value(Column::WorkingTitleKey, title_key::of(&content.title))
            .value(Column::WorkingDistrict, district(content))
            .returning(Query::returning().columns([Column::WorkingNumber, Column::Version]));
        let row = self.db.query_one(&update).await.map_err(StoreError::of(TABLE))?.ok_or_else(|| missing(id))?;
        let number = row.try_get("", "working_number").map_err(StoreError::of(TABLE))?;
        let version = row.try_get("", "version").map_err(StoreError::of(TABLE))?;
        self.insert_revision(id, revision, content, &Saved { number, version, by, now, autosave }).await?;
        working_case(&self.db, id).await?.ok_or_else(|| missing(id))
    }

    /// Sets the working copy's state, in which its text is kept as it is now. Counts the version up by 1.
    pub async fn set_state(&mut self, id: CaseId, state: WorkflowState, now: DateTime<Utc>) -> Result<(), StoreError> {
        let mut update = change(id, now);
        update.value(practice_case::Column::State, state.key());
        self.update_case(id, &update).await?;
        self.keep_autosave(id).await
    }

    /// Runs an update of one case, which must be there.
    pub(crate) async fn update_case(&mut self, id: CaseId, update: &UpdateStatement) -> Result<(), StoreError> {
        let result = self.db.execute(update).await.map_err(StoreError::of(TABLE))?;
        if result.rows_affected() == 1 { Ok(()) } else { Err(missing(id)) }
    }

    async fn insert_revision(&self, case: CaseId, id: RevisionId, content: &CaseContent, saved: &Saved) -> Result<(), StoreError> {
        let row = case_revision::Model {
            id: id.0,
            case_id: case.0,
            number: saved.number,
            content: content.to_json(),
            content_hash: content.hash(),
            created_at: moment::stored(saved.now),
            created_by: saved.by.map(|account| account.0),
            version: saved.version,
            autosave: saved.autosave,
        };
        rows::insert::<case_revision::Entity>(&self.db, row).await
    }
}

/// How a revision comes to be.
struct Saved {
    number: i32,
    version: i32,
    by: Option<AccountId>,
    now: DateTime<Utc>,
    autosave: bool,
}

/// An update of one case that counts its version up.
pub(crate) fn change(id: CaseId, now: DateTime<Utc>) -> UpdateStatement {
    use practice_case::{Column, Entity};
    Query::update()
        .table(Entity)
        .value(Column::Version, Expr::col(Column::Version).add(1))
        .value(Column::ChangedAt, moment::value(now))
        .and_where(Expr::col(Column::Id).eq(id.0))
        .take()
}

pub(crate) fn missing(id: CaseId) -> StoreError {
    StoreError::Missing { table: TABLE, id: Uuid::to_string(&id.0) }
}

pub(crate) fn district(content: &CaseContent) -> Option<String> {
    content.municipality.as_ref().map(|ags| ags.district().to_owned())
}
