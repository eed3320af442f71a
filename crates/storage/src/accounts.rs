//! Accounts.

use crate::{
    Store, StoreError, Transaction,
    entity::account::{Column, Entity, Model},
    moment,
    rows::{self, IDS_AT_ONCE, Place},
};
use chrono::{DateTime, Utc};
use domain::{Ags, EmailAddress, Role, ids::AccountId};
use sea_orm::{ColumnTrait, Condition, EntityTrait, IntoActiveModel, QueryFilter, QueryOrder, sea_query::OnConflict};
use std::collections::BTreeSet;

const TABLE: &str = "account";

/// A person's account.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Account {
    /// Its id.
    pub id: AccountId,
    /// Its address, unique.
    pub email: EmailAddress,
    /// What it may do.
    pub role: Role,
    /// The municipality that it speaks for.
    pub municipality: Option<Ags>,
    /// When it was made.
    pub created_at: DateTime<Utc>,
    /// Since when it can no longer be used, if so.
    pub disabled_at: Option<DateTime<Utc>>,
    /// What its holder is there for: `Bildungskoordination`. Nobody has to give a name.
    pub function: Option<String>,
}

/// Which accounts are looked for: those that fit any of these.
#[derive(Debug, Clone, Copy, Default)]
pub struct AccountsAmong<'a> {
    /// With one of these ids, some thousands at most.
    pub ids: &'a [AccountId],
    /// Of one of these roles.
    pub roles: &'a [Role],
    /// Of the Landkreise and kreisfreie Städte of these places, with all Gemeinden there.
    pub places: &'a [&'a Ags],
}

impl Store {
    /// The account with this id, a disabled one too.
    pub async fn account(&self, id: AccountId) -> Result<Option<Account>, StoreError> {
        rows::one(self.reader(), Entity::find_by_id(id.0)).await?.map(Account::try_from).transpose()
    }

    /// The account with this address, a disabled one too.
    pub async fn account_by_email(&self, email: &EmailAddress) -> Result<Option<Account>, StoreError> {
        let select = Entity::find().filter(Column::Email.eq(email.reveal()));
        rows::one(self.reader(), select).await?.map(Account::try_from).transpose()
    }

    /// The accounts with these ids, disabled ones too, in no order; those that are not there are left out.
    pub async fn accounts_with_ids(&self, ids: &[AccountId]) -> Result<Vec<Account>, StoreError> {
        let mut found = Vec::with_capacity(ids.len());
        for some in ids.chunks(IDS_AT_ONCE) {
            let select = Entity::find().filter(Column::Id.is_in(some.iter().map(|id| id.0)));
            found.extend(rows::all(self.reader(), select).await?);
        }
        found.into_iter().map(Account::try_from).collect()
    }

    /// All accounts, the first made first.
    pub async fn accounts(&self) -> Result<Vec<Account>, StoreError> {
        let select = Entity::find().order_by_asc(Column::CreatedAt).order_by_asc(Column::Id);
        rows::all(self.reader(), select).await?.into_iter().map(Account::try_from).collect()
    }
}

impl Transaction {
    /// The accounts among these that can be used, the first made first.
    pub async fn usable_accounts(&mut self, among: AccountsAmong<'_>) -> Result<Vec<Account>, StoreError> {
        let districts: BTreeSet<&str> = among.places.iter().map(|place| place.district()).collect();
        let fits = Condition::any()
            .add(Column::Id.is_in(among.ids.iter().map(|id| id.0)))
            .add(Column::Role.is_in(among.roles.iter().map(|role| role.key())));
        let fits = districts.into_iter().fold(fits, |fits, district| fits.add(Column::Municipality.starts_with(district)));
        let select = Entity::find().filter(Column::DisabledAt.is_null()).filter(fits);
        let select = select.order_by_asc(Column::CreatedAt).order_by_asc(Column::Id);
        rows::all(&self.db, select).await?.into_iter().map(Account::try_from).collect()
    }

    /// The account with this address, a disabled one too, as this transaction sees it.
    pub async fn account_by_email(&mut self, email: &EmailAddress) -> Result<Option<Account>, StoreError> {
        let select = Entity::find().filter(Column::Email.eq(email.reveal()));
        rows::one(&self.db, select).await?.map(Account::try_from).transpose()
    }

    /// The account with this id, a disabled one too, as this transaction sees it.
    pub async fn account(&mut self, id: AccountId) -> Result<Option<Account>, StoreError> {
        rows::one(&self.db, Entity::find_by_id(id.0)).await?.map(Account::try_from).transpose()
    }

    /// Makes an account. An address that has one is [`StoreError::Duplicate`].
    pub async fn insert_account(
        &mut self,
        email: &EmailAddress,
        role: Role,
        municipality: Option<&Ags>,
        id: AccountId,
        now: DateTime<Utc>,
    ) -> Result<Account, StoreError> {
        let row = new_row(email, role, municipality, id, now);
        rows::insert::<Entity>(&self.db, row.clone()).await?;
        row.try_into()
    }

    /// Makes the account of this address, or gives the one that is there this role and municipality, and ends its sessions if that changes
    /// what it may do. One that is disabled stays so.
    pub async fn upsert_account(
        &mut self,
        email: &EmailAddress,
        role: Role,
        municipality: Option<&Ags>,
        id_if_new: AccountId,
        now: DateTime<Utc>,
    ) -> Result<Account, StoreError> {
        let row = new_row(email, role, municipality, id_if_new, now);
        let there = OnConflict::column(Column::Email).update_columns([Column::Role, Column::Municipality]).to_owned();
        let insert = Entity::insert(row.into_active_model()).on_conflict(there);
        let account: Account = insert.exec_with_returning(&self.db).await.map_err(StoreError::of(TABLE))?.try_into()?;
        self.delete_sessions_with_other_rights(&account, now).await?;
        Ok(account)
    }
}

fn new_row(email: &EmailAddress, role: Role, municipality: Option<&Ags>, id: AccountId, now: DateTime<Utc>) -> Model {
    Model {
        id: id.0,
        email: email.reveal().to_owned(),
        role: role.key().to_owned(),
        municipality: municipality.map(|ags| ags.as_str().to_owned()),
        created_at: moment::stored(now),
        disabled_at: None,
        function: None,
    }
}

impl TryFrom<Model> for Account {
    type Error = StoreError;

    fn try_from(row: Model) -> Result<Self, StoreError> {
        let place = Place { table: TABLE, id: &row.id };
        Ok(Self {
            id: AccountId(row.id),
            email: place.parsed("email", row.email.parse())?,
            role: place.known("role", Role::from_key(&row.role))?,
            municipality: place.parsed("municipality", row.municipality.map(|ags| ags.parse()).transpose())?,
            created_at: row.created_at,
            disabled_at: row.disabled_at,
            function: row.function,
        })
    }
}
