//! Who stands in for a municipality's coordination, from when until when.

use crate::{
    Store, StoreError, Transaction,
    entity::{
        deputation::{Column, Entity, Model},
        second_factor,
    },
    moment,
    rows::{self, Place},
};
use chrono::{DateTime, Utc};
use domain::{
    Ags,
    ids::{AccountId, DeputationId},
};
use sea_orm::{
    ColumnTrait, Condition, EntityTrait, QueryFilter, QueryOrder, QuerySelect, QueryTrait,
    sea_query::{Expr, ExprTrait},
};

const TABLE: &str = "deputation";

/// A coordinator's rights for a time.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Deputation {
    /// Its id.
    pub id: DeputationId,
    /// Whose coordination it is: the key of a Landkreis or kreisfreie Stadt.
    pub municipality: Ags,
    /// Who stands in.
    pub deputy: AccountId,
    /// Who named them, unless that account is gone.
    pub named_by: Option<AccountId>,
    /// When it was written down.
    pub created_at: DateTime<Utc>,
    /// From which moment on it counts.
    pub from: DateTime<Utc>,
    /// Up to which moment it counts.
    pub until: DateTime<Utc>,
}

impl Store {
    /// The deputations of a municipality that are not over at `now`, the one that begins first first.
    pub async fn deputations(&self, municipality: &Ags, now: DateTime<Utc>) -> Result<Vec<Deputation>, StoreError> {
        let select = Entity::find()
            .filter(Column::Municipality.eq(municipality.district()))
            .filter(Expr::col(Column::Until).gt(moment::bound(now)))
            .order_by_asc(Column::From)
            .order_by_asc(Column::Id);
        rows::all(self.reader(), select).await?.into_iter().map(Deputation::try_from).collect()
    }
}

impl Transaction {
    /// Everybody who stands in for a coordination at `now`; where that needs a second factor, those who have one that counts.
    pub async fn deputies(&mut self, now: DateTime<Utc>, needs_second_factor: bool) -> Result<Vec<AccountId>, StoreError> {
        let factors = second_factor::Entity::find()
            .filter(second_factor::Column::ConfirmedAt.is_not_null())
            .select_only()
            .column(second_factor::Column::AccountId)
            .into_query();
        let counts = needs_second_factor.then(|| Column::DeputyId.in_subquery(factors));
        let select = Entity::find()
            .filter(Condition::all().add_option(counts))
            .filter(Expr::col(Column::From).lte(moment::expr(now)))
            .filter(Expr::col(Column::Until).gt(moment::bound(now)))
            .order_by_asc(Column::Id);
        Ok(rows::all(&self.db, select).await?.into_iter().map(|row| AccountId(row.deputy_id)).collect())
    }

    /// The deputation with this id. Whoever has the turn of changing people is the only one who ends it meanwhile.
    pub async fn deputation(&mut self, id: DeputationId) -> Result<Option<Deputation>, StoreError> {
        rows::one(&self.db, Entity::find_by_id(id.0)).await?.map(Deputation::try_from).transpose()
    }

    /// The deputations in which an account stands in, over or not, the one that begins first first. Whoever has the turn of changing people is the
    /// only one who adds to them meanwhile.
    pub async fn deputations_of(&mut self, deputy: AccountId) -> Result<Vec<Deputation>, StoreError> {
        let select = Entity::find().filter(Column::DeputyId.eq(deputy.0)).order_by_asc(Column::From).order_by_asc(Column::Id);
        rows::all(&self.db, select).await?.into_iter().map(Deputation::try_from).collect()
    }

    /// Writes a deputation down.
    pub async fn insert_deputation(&mut self, deputation: &Deputation) -> Result<(), StoreError> {
        let row = Model {
            id: deputation.id.0,
            municipality: deputation.municipality.district().to_owned(),
            deputy_id: deputation.deputy.0,
            named_by: deputation.named_by.map(|account| account.0),
            created_at: moment::stored(deputation.created_at),
            from: moment::stored(deputation.from),
            until: moment::stored(deputation.until),
        };
        rows::insert::<Entity>(&self.db, row).await
    }

    /// Deletes a deputation.
    pub async fn delete_deputation(&mut self, id: DeputationId) -> Result<(), StoreError> {
        Entity::delete_by_id(id.0).exec(&self.db).await.map(|_| ()).map_err(StoreError::of(TABLE))
    }

    /// Deletes all deputations of an account, which no longer speaks for the municipality.
    pub async fn delete_deputations_of(&mut self, account: AccountId) -> Result<(), StoreError> {
        let delete = Entity::delete_many().filter(Column::DeputyId.eq(account.0));
        delete.exec(&self.db).await.map(|_| ()).map_err(StoreError::of(TABLE))
    }

    /// Deletes the deputations that ended before this moment, and returns how many they were.
    pub async fn delete_past_deputations(&mut self, before: DateTime<Utc>) -> Result<u64, StoreError> {
        let delete = Entity::delete_many().filter(Column::Until.lt(moment::stored(before)));
        delete.exec(&self.db).await.map(|result| result.rows_affected).map_err(StoreError::of(TABLE))
    }
}

impl TryFrom<Model> for Deputation {
    type Error = StoreError;

    fn try_from(row: Model) -> Result<Self, StoreError> {
        let place = Place { table: TABLE, id: &row.id };
        Ok(Self {
            id: DeputationId(row.id),
            municipality: place.parsed("municipality", row.municipality.parse())?,
            deputy: AccountId(row.deputy_id),
            named_by: row.named_by.map(AccountId),
            created_at: row.created_at,
            from: row.from,
            until: row.until,
        })
    }
}
