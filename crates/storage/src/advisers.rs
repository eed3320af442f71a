//! Which municipalities an adviser advises.

use crate::{
    Store, StoreError, Transaction,
    entity::advised_municipality::{Column, Entity, Model},
    rows::{self, IDS_AT_ONCE, Place},
};
use domain::{Ags, ids::AccountId};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder};
use std::collections::HashMap;

const TABLE: &str = "advised_municipality";

impl Store {
    /// The Landkreise and kreisfreie Städte that an account advises, by their keys.
    pub async fn advised_by(&self, account: AccountId) -> Result<Vec<Ags>, StoreError> {
        Ok(self.advised_by_each(&[account]).await?.remove(&account).unwrap_or_default())
    }

    /// The same for many; accounts that advise none are left out.
    pub async fn advised_by_each(&self, accounts: &[AccountId]) -> Result<HashMap<AccountId, Vec<Ags>>, StoreError> {
        advised_by_each(self.reader(), accounts).await
    }
}

impl Transaction {
    /// Like [`Store::advised_by`], as this transaction sees it.
    pub async fn advised_by(&mut self, account: AccountId) -> Result<Vec<Ags>, StoreError> {
        Ok(advised_by_each(&self.db, &[account]).await?.remove(&account).unwrap_or_default())
    }

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

async fn advised_by_each(db: &impl ConnectionTrait, accounts: &[AccountId]) -> Result<HashMap<AccountId, Vec<Ags>>, StoreError> {
    let mut found: HashMap<AccountId, Vec<Ags>> = HashMap::new();
    for some in accounts.chunks(IDS_AT_ONCE) {
        let of_some = Column::AccountId.is_in(some.iter().map(|account| account.0));
        let select = Entity::find().filter(of_some).order_by_asc(Column::Municipality);
        for row in rows::all(db, select).await? {
            let account = AccountId(row.account_id);
            let place = Place { table: TABLE, id: &account };
            found.entry(account).or_default().push(place.parsed("municipality", row.municipality.parse())?);
        }
    }
    Ok(found)
}
