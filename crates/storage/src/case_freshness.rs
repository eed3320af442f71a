//! Whether what is public is still confirmed, and the links by which those behind a case say so.

use crate::{
    Store, StoreError, Transaction,
    case_row::TABLE,
    entity::{
        freshness_token::{self, Model},
        practice_case::{Column, Entity},
    },
    moment,
    rows::{self, at_most, can_be_stored},
};
use chrono::{DateTime, Utc};
use domain::{
    freshness::{self, FreshnessStage},
    ids::CaseId,
};
use sea_orm::{
    ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect,
    sea_query::{Expr, ExprTrait, Query, UpdateStatement},
};

impl Store {
    /// The cases of which the next step of asking for a confirmation is due at `now`, the longest due first.
    pub async fn due_freshness(&self, now: DateTime<Utc>, limit: u64) -> Result<Vec<CaseId>, StoreError> {
        let select = Entity::find()
            .filter(Column::FreshnessNextAt.lte(moment::stored(now)))
            .order_by_asc(Column::FreshnessNextAt)
            .limit(at_most(limit));
        let ids = select.select_only().column(Column::Id).into_tuple::<uuid::Uuid>().all(self.reader());
        Ok(ids.await.map_err(StoreError::of(TABLE))?.into_iter().map(CaseId).collect())
    }

    /// The case that a link from a mail is about.
    pub async fn case_by_freshness_hash(&self, hash: &str) -> Result<Option<CaseId>, StoreError> {
        if !can_be_stored(hash) {
            return Ok(None);
        }
        let found = rows::one(self.reader(), freshness_token::Entity::find_by_id(hash)).await?;
        Ok(found.map(|row| CaseId(row.case_id)))
    }
}

impl Transaction {
    /// When the next step of asking for a confirmation is due.
    pub async fn freshness_next_at(&mut self, id: CaseId) -> Result<Option<DateTime<Utc>>, StoreError> {
        let select = Entity::find_by_id(id.0).select_only().column(Column::FreshnessNextAt);
        let found = select.into_tuple::<Option<DateTime<Utc>>>().one(&self.db).await.map_err(StoreError::of(TABLE))?;
        Ok(found.flatten())
    }

    /// Somebody vouches for what is public at this moment. Nothing that people write changes, and so the version stays.
    pub async fn confirm_case(&mut self, id: CaseId, at: DateTime<Utc>) -> Result<(), StoreError> {
        let mut update = of(id);
        update
            .value(Column::ConfirmedAt, moment::value(at))
            .value(Column::Freshness, FreshnessStage::Confirmed.key())
            .value(Column::FreshnessNextAt, moment::value(freshness::due_at(at)));
        self.update_case(id, &update).await?;
        self.changes_content();
        Ok(())
    }

    /// Notes how far the asking has come and when the next step is due.
    pub async fn set_freshness(&mut self, id: CaseId, stage: FreshnessStage, next_at: Option<DateTime<Utc>>) -> Result<(), StoreError> {
        let mut update = of(id);
        update.value(Column::Freshness, stage.key()).value(Column::FreshnessNextAt, next_at.map(moment::stored));
        self.update_case(id, &update).await?;
        self.changes_content();
        Ok(())
    }

    /// Keeps the hash of a link that confirms this case.
    pub async fn insert_freshness_token(&mut self, case: CaseId, hash: &str, now: DateTime<Utc>) -> Result<(), StoreError> {
        let row = Model { hash: hash.to_owned(), case_id: case.0, created_at: moment::stored(now) };
        rows::insert::<freshness_token::Entity>(&self.db, row).await
    }

    /// Makes the links of earlier rounds of asking lead nowhere.
    pub async fn delete_freshness_tokens(&mut self, case: CaseId) -> Result<(), StoreError> {
        let delete = freshness_token::Entity::delete_many().filter(freshness_token::Column::CaseId.eq(case.0));
        delete.exec(&self.db).await.map(|_| ()).map_err(StoreError::of("freshness_token"))
    }
}

fn of(id: CaseId) -> UpdateStatement {
    Query::update().table(Entity).and_where(Expr::col(Column::Id).eq(id.0)).take()
}
