//! Changing what the public sees.

use crate::{
    StoreError, Transaction,
    case_row::TABLE,
    case_writes::{change, missing},
    entity::practice_case::{Column, Entity},
    moment, terms, title_key,
};
use chrono::{DateTime, Utc};
use domain::{CaseView, WorkflowState, ids::CaseId};
use sea_orm::{
    ColumnTrait, EntityTrait, QueryFilter,
    sea_query::{Expr, ExprTrait, Func},
};

impl Transaction {
    /// Makes the working copy public as of `at`, an archived case too. The case keeps the time of its first publication if it has one;
    /// otherwise `first_published_at` becomes it. Counts the version up by 1. Returns the working copy.
    pub async fn publish(&mut self, id: CaseId, at: DateTime<Utc>, first_published_at: DateTime<Utc>) -> Result<CaseView, StoreError> {
        let case = self.case_for_update(id).await?.ok_or_else(|| missing(id))?;
        let mut update = change(id, at);
        update
            .value(Column::State, WorkflowState::Published.key())
            .value(Column::PublishedNumber, Expr::col(Column::WorkingNumber))
            .value(Column::PublishedVersion, Expr::col(Column::Version).add(1))
            .value(Column::TitleKey, title_key::of(&case.content.title))
            .value(Column::PublishedAt, moment::value(at))
            .value(Column::FirstPublishedAt, Func::coalesce([Expr::col(Column::FirstPublishedAt), moment::expr(first_published_at)]))
            .value(Column::ArchivedAt, Option::<DateTime<Utc>>::None);
        self.update_case(id, &update).await?;
        terms::replace(&self.db, id, &case.content).await?;
        self.changes_content();
        self.case_for_update(id).await?.ok_or_else(|| missing(id))
    }

    /// Takes the case out of public lists; what was public stays readable. Counts the version up by 1. Returns the working copy.
    pub async fn archive(&mut self, id: CaseId, at: DateTime<Utc>) -> Result<CaseView, StoreError> {
        let mut update = change(id, at);
        update
            .value(Column::State, WorkflowState::Archived.key())
            .value(
                Column::PublishedVersion,
                Expr::case(Expr::col(Column::PublishedNumber).is_not_null(), Expr::col(Column::Version).add(1)),
            )
            .value(Column::ArchivedAt, moment::value(at));
        self.update_case(id, &update).await?;
        self.changes_content();
        self.case_for_update(id).await?.ok_or_else(|| missing(id))
    }

    /// Deletes the case with all its revisions. Erasing what is not there changes nothing.
    pub async fn erase(&mut self, id: CaseId) -> Result<(), StoreError> {
        Entity::delete_many().filter(Column::Id.eq(id.0)).exec(&self.db).await.map_err(StoreError::of(TABLE))?;
        self.changes_content();
        Ok(())
    }
}
