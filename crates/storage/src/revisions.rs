//! The history of a case: every revision that was ever saved.

use crate::{
    Store, StoreError,
    entity::case_revision::{Column, Entity},
    rows::{self, Place},
};
use chrono::{DateTime, Utc};
use domain::{
    CaseContent,
    ids::{AccountId, CaseId, RevisionId},
};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder};

/// A revision without its content.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RevisionInfo {
    /// Its id.
    pub id: RevisionId,
    /// Its number, from 1.
    pub number: i32,
    /// When it was saved.
    pub created_at: DateTime<Utc>,
    /// Who saved it; nobody for an import, or where the account is gone.
    pub created_by: Option<AccountId>,
    /// What [`CaseContent::hash`] says of its content.
    pub content_hash: String,
}

impl Store {
    /// All revisions of a case, the first one first.
    pub async fn revisions(&self, case: CaseId) -> Result<Vec<RevisionInfo>, StoreError> {
        let select = Entity::find().filter(Column::CaseId.eq(case.0)).order_by_asc(Column::Number);
        let rows = rows::all(self.reader(), select).await?;
        Ok(rows
            .into_iter()
            .map(|row| RevisionInfo {
                id: RevisionId(row.id),
                number: row.number,
                created_at: row.created_at,
                created_by: row.created_by.map(AccountId),
                content_hash: row.content_hash,
            })
            .collect())
    }

    /// What a case said in one of its revisions.
    pub async fn revision(&self, case: CaseId, number: i32) -> Result<Option<CaseContent>, StoreError> {
        let select = Entity::find().filter(Column::CaseId.eq(case.0)).filter(Column::Number.eq(number));
        let Some(row) = rows::one(self.reader(), select).await? else { return Ok(None) };
        Place { table: "case_revision", id: &row.id }.parsed("content", serde_json::from_str(&row.content)).map(Some)
    }
}
