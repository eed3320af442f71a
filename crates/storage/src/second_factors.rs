//! Second factors: the secret that codes are made from, and the codes for the day it is lost.

use crate::{
    Store, StoreError, Transaction,
    entity::{
        recovery_code,
        second_factor::{Column, Entity, Model},
    },
    moment,
    rows::{self, IDS_AT_ONCE},
};
use chrono::{DateTime, Utc};
use domain::ids::AccountId;
use sea_orm::{
    ColumnTrait, Condition, EntityTrait, IntoActiveModel, QueryFilter, QuerySelect,
    sea_query::{Expr, OnConflict},
};
use std::{collections::HashSet, fmt};
use uuid::Uuid;

const TABLE: &str = "second_factor";

/// The second factor of an account. Its `Debug` leaves the secret out.
#[derive(Clone, PartialEq, Eq)]
pub struct SecondFactor {
    /// Whose it is.
    pub account: AccountId,
    /// The secret as it is kept, sealed or not.
    pub secret: String,
    /// When it was made.
    pub created_at: DateTime<Utc>,
    /// When its holder showed that they have it; before that it does not count.
    pub confirmed_at: Option<DateTime<Utc>>,
    /// The latest step whose code was used.
    pub last_step: Option<i64>,
    /// How many codes were tried in vain since `failing_since`.
    pub failures: i16,
    /// Since when they are counted.
    pub failing_since: Option<DateTime<Utc>>,
}

impl fmt::Debug for SecondFactor {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("SecondFactor").field("account", &self.account).finish_non_exhaustive()
    }
}

impl Store {
    /// The second factor of an account, confirmed or not.
    pub async fn second_factor(&self, account: AccountId) -> Result<Option<SecondFactor>, StoreError> {
        Ok(rows::one(self.reader(), Entity::find_by_id(account.0)).await?.map(SecondFactor::from))
    }

    /// Which of these accounts have a second factor that counts.
    pub async fn second_factors_among(&self, accounts: &[AccountId]) -> Result<HashSet<AccountId>, StoreError> {
        let mut found = HashSet::new();
        for some in accounts.chunks(IDS_AT_ONCE) {
            let select = Entity::find()
                .filter(Column::AccountId.is_in(some.iter().map(|account| account.0)))
                .filter(Column::ConfirmedAt.is_not_null());
            found.extend(rows::all(self.reader(), select).await?.into_iter().map(|row| AccountId(row.account_id)));
        }
        Ok(found)
    }

    /// How many recovery codes of an account are left.
    pub async fn recovery_codes_left(&self, account: AccountId) -> Result<usize, StoreError> {
        Ok(rows::all(self.reader(), recovery_code::Entity::find().filter(unused_codes(account))).await?.len())
    }
}

impl Transaction {
    /// The second factor of an account, to be used or changed: until this transaction ends nobody else does.
    pub async fn second_factor_for_update(&mut self, account: AccountId) -> Result<Option<SecondFactor>, StoreError> {
        Ok(rows::one(&self.db, Entity::find_by_id(account.0).lock_exclusive()).await?.map(SecondFactor::from))
    }

    /// Keeps the second factor of an account in place of any that is there.
    pub async fn put_second_factor(&mut self, factor: &SecondFactor) -> Result<(), StoreError> {
        let row = Model {
            account_id: factor.account.0,
            secret: factor.secret.clone(),
            created_at: moment::stored(factor.created_at),
            confirmed_at: factor.confirmed_at.map(moment::stored),
            last_step: factor.last_step,
            failures: factor.failures,
            failing_since: factor.failing_since.map(moment::stored),
        };
        let there = OnConflict::column(Column::AccountId)
            .update_columns([
                Column::Secret,
                Column::CreatedAt,
                Column::ConfirmedAt,
                Column::LastStep,
                Column::Failures,
                Column::FailingSince,
            ])
            .to_owned();
        let insert = Entity::insert(row.into_active_model()).on_conflict(there);
        insert.exec_without_returning(&self.db).await.map(|_| ()).map_err(StoreError::of(TABLE))
    }

    /// Makes an account's second factor count.
    pub async fn confirm_second_factor(&mut self, account: AccountId, now: DateTime<Utc>) -> Result<(), StoreError> {
        let update = Entity::update_many().col_expr(Column::ConfirmedAt, moment::expr(now)).filter(Column::AccountId.eq(account.0));
        update.exec(&self.db).await.map(|_| ()).map_err(StoreError::of(TABLE))
    }

    /// Uses the code of a step, unless it or a later one was used before; says whether that was possible.
    pub async fn use_step(&mut self, account: AccountId, step: i64) -> Result<bool, StoreError> {
        let earlier = Condition::any().add(Column::LastStep.is_null()).add(Column::LastStep.lt(step));
        let update =
            Entity::update_many().col_expr(Column::LastStep, Expr::val(step)).filter(Column::AccountId.eq(account.0)).filter(earlier);
        update.exec(&self.db).await.map(|result| result.rows_affected == 1).map_err(StoreError::of(TABLE))
    }

    /// Writes down how many codes were tried in vain since when.
    pub async fn set_failures(&mut self, account: AccountId, failures: i16, since: DateTime<Utc>) -> Result<(), StoreError> {
        let update = Entity::update_many()
            .col_expr(Column::Failures, Expr::val(failures))
            .col_expr(Column::FailingSince, moment::expr(since))
            .filter(Column::AccountId.eq(account.0));
        update.exec(&self.db).await.map(|_| ()).map_err(StoreError::of(TABLE))
    }

    /// Takes an account's second factor away, with its recovery codes.
    pub async fn delete_second_factor(&mut self, account: AccountId) -> Result<(), StoreError> {
        Entity::delete_by_id(account.0).exec(&self.db).await.map_err(StoreError::of(TABLE))?;
        self.replace_recovery_codes(account, Vec::new(), DateTime::UNIX_EPOCH).await
    }

    /// Gives an account these recovery codes, by their hashes, in place of those that it has.
    pub async fn replace_recovery_codes(
        &mut self,
        account: AccountId,
        codes: Vec<(Uuid, String)>,
        now: DateTime<Utc>,
    ) -> Result<(), StoreError> {
        let delete = recovery_code::Entity::delete_many().filter(recovery_code::Column::AccountId.eq(account.0));
        delete.exec(&self.db).await.map_err(StoreError::of("recovery_code"))?;
        for (id, hash) in codes {
            let row = recovery_code::Model { id, account_id: account.0, hash, created_at: moment::stored(now), used_at: None };
            rows::insert::<recovery_code::Entity>(&self.db, row).await?;
        }
        Ok(())
    }

    /// Uses the recovery code with this hash, if the account has it and it was not used; says whether that was so.
    pub async fn use_recovery_code(&mut self, account: AccountId, hash: &str, now: DateTime<Utc>) -> Result<bool, StoreError> {
        let update = recovery_code::Entity::update_many()
            .col_expr(recovery_code::Column::UsedAt, moment::expr(now))
            .filter(unused_codes(account))
            .filter(recovery_code::Column::Hash.eq(hash));
        update.exec(&self.db).await.map(|result| result.rows_affected == 1).map_err(StoreError::of("recovery_code"))
    }
}

fn unused_codes(account: AccountId) -> Condition {
    Condition::all().add(recovery_code::Column::AccountId.eq(account.0)).add(recovery_code::Column::UsedAt.is_null())
}

impl From<Model> for SecondFactor {
    fn from(row: Model) -> Self {
        Self {
            account: AccountId(row.account_id),
            secret: row.secret,
            created_at: row.created_at,
            confirmed_at: row.confirmed_at,
            last_step: row.last_step,
            failures: row.failures,
            failing_since: row.failing_since,
        }
    }
}
