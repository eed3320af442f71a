//! Whom other providers know our accounts as.

use crate::{
    Store, StoreError, Transaction,
    entity::external_identity::{Column, Entity, Model},
    moment,
    rows::{self, can_be_stored},
};
use chrono::{DateTime, Utc};
use domain::ids::AccountId;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};
use uuid::Uuid;

impl Store {
    /// The account that a provider's `issuer` knows as `subject`, if that is known.
    pub async fn account_of_identity(&self, issuer: &str, subject: &str) -> Result<Option<AccountId>, StoreError> {
        if !can_be_stored(subject) {
            return Ok(None);
        }
        let select = Entity::find().filter(Column::Issuer.eq(issuer)).filter(Column::Subject.eq(subject));
        Ok(rows::one(self.reader(), select).await?.map(|row| AccountId(row.account_id)))
    }
}

impl Transaction {
    /// Keeps whom a provider knows an account as.
    pub async fn insert_identity(
        &mut self,
        id: Uuid,
        account: AccountId,
        (issuer, subject): (&str, &str),
        now: DateTime<Utc>,
    ) -> Result<(), StoreError> {
        let row = Model {
            id,
            account_id: account.0,
            issuer: issuer.to_owned(),
            subject: subject.to_owned(),
            created_at: moment::stored(now),
            last_used_at: moment::stored(now),
        };
        rows::insert::<Entity>(&self.db, row).await
    }

    /// Writes down that somebody signed in by a provider.
    pub async fn touch_identity(&mut self, (issuer, subject): (&str, &str), now: DateTime<Utc>) -> Result<(), StoreError> {
        let update = Entity::update_many()
            .col_expr(Column::LastUsedAt, moment::expr(now))
            .filter(Column::Issuer.eq(issuer))
            .filter(Column::Subject.eq(subject));
        update.exec(&self.db).await.map(|_| ()).map_err(StoreError::of("external_identity"))
    }
}
