//! Which municipalities an adviser advises.

use crate::{
    Account, Store, StoreError, Transaction,
    entity::{
        account,
        advised_municipality::{Column, Entity, Model},
    },
    rows::{self, IDS_AT_ONCE, Place},
};
use domain::{Ags, Role, ids::AccountId};
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

    /// The advisers of a Landkreis or kreisfreie Stadt who can use their account, the first made first.
    pub async fn advisers_of(&self, municipality: &Ags) -> Result<Vec<Account>, StoreError> {
        advisers_of(self.reader(), municipality).await
    }
}

impl Transaction {
    /// Like [`Store::advised_by`], as this transaction sees it.
    pub async fn advised_by(&mut self, account: AccountId) -> Result<Vec<Ags>, StoreError> {
        Ok(advised_by_each(&self.db, &[account]).await?.remove(&account).unwrap_or_default())
    }

    /// Like [`Store::advisers_of`], as this transaction sees them.
    pub async fn advisers_of(&mut self, municipality: &Ags) -> Result<Vec<Account>, StoreError> {
        advisers_of(&self.db, municipality).await
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

async fn advisers_of(db: &impl ConnectionTrait, municipality: &Ags) -> Result<Vec<Account>, StoreError> {
    let here = Entity::find().filter(Column::Municipality.eq(municipality.district()));
    let ids: Vec<_> = rows::all(db, here).await?.into_iter().map(|row| row.account_id).collect();
    let advisers = account::Entity::find()
        .filter(account::Column::Id.is_in(ids))
        .filter(account::Column::Role.eq(Role::Adviser.key()))
        .filter(account::Column::DisabledAt.is_null())
        .order_by_asc(account::Column::CreatedAt)
        .order_by_asc(account::Column::Id);
    rows::all(db, advisers).await?.into_iter().map(Account::try_from).collect()
}
