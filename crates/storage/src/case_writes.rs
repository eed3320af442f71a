//! Changing cases.

use crate::{
    StoreError, Transaction,
    case_row::TABLE,
    entity::{case_revision, practice_case},
    moment, rows, title_key,
    working::working_case,
};
use chrono::{DateTime, Utc};
use domain::{
    CaseContent, CaseView, WorkflowState,
    ids::{AccountId, CaseId, RevisionId},
};
use sea_orm::{
    ConnectionTrait,
    sea_query::{Expr, ExprTrait, Query, UpdateStatement},
};
use uuid::Uuid;

impl Transaction {
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
        let row = revision_row(id, revision, content, &Saved { number, version, by, now, autosave });
        rows::insert::<case_revision::Entity>(&self.db, row).await?;
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
}

/// How a revision comes to be.
pub(crate) struct Saved {
    pub(crate) number: i32,
    /// The case's version from then on.
    pub(crate) version: i32,
    pub(crate) by: Option<AccountId>,
    pub(crate) now: DateTime<Utc>,
    pub(crate) autosave: bool,
}

/// A revision of a case as a row.
pub(crate) fn revision_row(case: CaseId, id: RevisionId, content: &CaseContent, saved: &Saved) -> case_revision::Model {
    case_revision::Model {
        id: id.0,
        case_id: case.0,
        number: saved.number,
        content: content.to_json(),
        content_hash: content.hash(),
        created_at: moment::stored(saved.now),
        created_by: saved.by.map(|account| account.0),
        version: saved.version,
        autosave: saved.autosave,
    }
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
