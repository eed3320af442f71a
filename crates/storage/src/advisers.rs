//! Which municipalities an adviser advises.

use crate::{
    Store, StoreError, Transaction,
    entity::advised_municipality::{Column, Entity, Model},
    rows::{self, Place},
};
use domain::{Ags, ids::AccountId};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder};

const TABLE: &str = "advised_municipality";

impl Store {
    /// The Landkreise and kreisfreie Städte that an account advises, by their keys.
    pub async fn advised_by(&self, account: AccountId) -> Result<Vec<Ags>, StoreError> {
        let select = Entity::find().filter(Column::AccountId.eq(account.0)).order_by_asc(Column::Municipality);
        let rows = rows::all(self.reader(), select).await?;
        let place = Place { table: TABLE, id: &account };
        rows.into_iter().map(|row| place.parsed("municipality", row.municipality.parse())).collect()
    }
}

impl Transaction {
    /// Replaces what an account advises.
    pub async fn set_advised(&mut self, account: AccountId, municipalities: &[Ags]) -> Result<(), StoreError> {
        let delete = Entity::delete_many().filter(Column::AccountId.eq(account.0));
        delete.exec(&self.db).await.map_err(StoreError::of(TABLE))?;
        let mut districts: Vec<_> = municipalities.iter().map(|ags| ags.district().to_owned()).collect();
        districts.sort_unstable();
        districts.dedup();
        for municipality in districts {
            rows::insert::<Entity>(&self.db, Model { account_id: account.0, municipality }).await?;
        }
        Ok(())
    }
}
