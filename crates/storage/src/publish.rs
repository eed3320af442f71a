//! Changing what the public sees.

use crate::{
    StoreError, Transaction,
    case_row::TABLE,
    case_writes::{change, missing},
    entity::practice_case::{Column, Entity},
    moment, terms, title_key,
};
use chrono::{DateTime, Utc};
use domain::{
    CaseView, WorkflowState,
    freshness::{self, FreshnessStage},
    ids::CaseId,
};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};

impl Transaction {
    /// Makes the working copy public as of `at`, an archived case too. The case keeps the time of its first publication if it has one;
    /// otherwise `first_published_at` becomes it. Whoever publishes vouches for what it says from `at` on. Counts the version up by 1.
    /// Returns the working copy.
    pub async fn publish(&mut self, id: CaseId, at: DateTime<Utc>, first_published_at: DateTime<Utc>) -> Result<CaseView, StoreError> {
        let case = self.case_for_update(id).await?.ok_or_else(|| missing(id))?;
        let published = self.write_published(case, at, first_published_at).await?;
        self.keep_autosave(id).await?;
        terms::replace(&self.db, id, &published.content).await?;
        self.changes_content();
        Ok(published)
    }

    async fn write_published(
        &mut self,
        case: CaseView,
        at: DateTime<Utc>,
        first_published_at: DateTime<Utc>,
    ) -> Result<CaseView, StoreError> {
        let published = as_published(case, at, first_published_at);
        let mut update = change(published.id, at);
        update
            .value(Column::State, published.state.key())
            .value(Column::PublishedNumber, published.published_revision)
            .value(Column::PublishedVersion, published.version)
            .value(Column::TitleKey, title_key::of(&published.content.title))
            .value(Column::FirstPublishedAt, published.first_published_at)
            .value(Column::PublishedAt, published.published_at)
            .value(Column::ArchivedAt, published.archived_at)
            .value(Column::ConfirmedAt, published.confirmed_at)
            .value(Column::Freshness, published.freshness.key())
            .value(Column::FreshnessNextAt, moment::value(freshness::due_at(at)));
        self.update_case(published.id, &update).await?;
        Ok(published)
    }

    /// Says that what became public at `at` is a substantial new version, of which those are told who were told of the case.
    pub async fn mark_renewed(&mut self, id: CaseId, at: DateTime<Utc>) -> Result<(), StoreError> {
        let update = Entity::update_many().col_expr(Column::RenewedAt, moment::expr(at)).filter(Column::Id.eq(id.0));
        update.exec(&self.db).await.map_err(StoreError::of(TABLE))?;
        self.changes_content();
        Ok(())
    }

    /// Takes the case out of public lists; what was public stays readable. Counts the version up by 1. Returns the working copy.
    pub async fn archive(&mut self, id: CaseId, at: DateTime<Utc>) -> Result<CaseView, StoreError> {
        let case = self.case_for_update(id).await?.ok_or_else(|| missing(id))?;
        let archived =
            CaseView { state: WorkflowState::Archived, version: case.version + 1, archived_at: Some(moment::stored(at)), ..case };
        let mut update = change(id, at);
        update.value(Column::State, archived.state.key()).value(Column::ArchivedAt, archived.archived_at);
        update.value(Column::FreshnessNextAt, None::<DateTime<Utc>>);
        if archived.first_published_at.is_some() {
            update.value(Column::PublishedVersion, archived.version);
        }
        self.update_case(id, &update).await?;
        self.changes_content();
        Ok(archived)
    }

    /// Deletes the case with all its revisions. Erasing what is not there changes nothing.
    pub async fn erase(&mut self, id: CaseId) -> Result<(), StoreError> {
        Entity::delete_many().filter(Column::Id.eq(id.0)).exec(&self.db).await.map_err(StoreError::of(TABLE))?;
        self.changes_content();
        Ok(())
    }
}

/// What a working copy is once it is public as of `at`.
pub(crate) fn as_published(case: CaseView, at: DateTime<Utc>, first_published_at: DateTime<Utc>) -> CaseView {
    CaseView {
        published_revision: Some(case.revision),
        state: WorkflowState::Published,
        version: case.version + 1,
        first_published_at: case.first_published_at.or_else(|| Some(moment::stored(first_published_at))),
        published_at: Some(moment::stored(at)),
        confirmed_at: Some(moment::stored(at)),
        freshness: FreshnessStage::Confirmed,
        archived_at: None,
        ..case
    }
}
