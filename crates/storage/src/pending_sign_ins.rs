//! Sign-ins whose first proof was given and that wait for the second factor. The database knows their hashes only.

use crate::{
    Store, StoreError, Transaction,
    entity::pending_sign_in::{Column, Entity, Model},
    moment,
    rows::{self, Place},
};
use chrono::{DateTime, Utc};
use domain::{
    SignInMethod,
    ids::{AccountId, PendingSignInId},
};
use sea_orm::{
    ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect,
    sea_query::{Expr, ExprTrait},
};

const TABLE: &str = "pending_sign_in";

/// A sign-in that waits for its second factor.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PendingSignIn {
    /// Its id.
    pub id: PendingSignInId,
    /// Who signs in.
    pub account: AccountId,
    /// By what they signed in.
    pub method: SignInMethod,
    /// When.
    pub created_at: DateTime<Utc>,
    /// Until when it waits.
    pub expires_at: DateTime<Utc>,
    /// How many codes were tried in vain.
    pub attempts: i16,
    /// When a session came of it.
    pub used_at: Option<DateTime<Utc>>,
}

impl Store {
    /// The pending sign-in with this hash, over or not.
    pub async fn pending_sign_in(&self, hash: &str) -> Result<Option<PendingSignIn>, StoreError> {
        let select = Entity::find().filter(Column::Hash.eq(hash));
        rows::one(self.reader(), select).await?.map(PendingSignIn::try_from).transpose()
    }
}

impl Transaction {
    /// Keeps a new pending sign-in by its hash.
    pub async fn insert_pending_sign_in(&mut self, pending: &PendingSignIn, hash: &str) -> Result<(), StoreError> {
        let row = Model {
            id: pending.id.0,
            account_id: pending.account.0,
            hash: hash.to_owned(),
            method: pending.method.key().to_owned(),
            created_at: moment::stored(pending.created_at),
            expires_at: moment::stored(pending.expires_at),
            attempts: pending.attempts,
            used_at: pending.used_at.map(moment::stored),
        };
        rows::insert::<Entity>(&self.db, row).await
    }

    /// The pending sign-in with this hash, to be tried: until this transaction ends nobody else tries it.
    pub async fn pending_sign_in_for_update(&mut self, hash: &str) -> Result<Option<PendingSignIn>, StoreError> {
        let select = Entity::find().filter(Column::Hash.eq(hash)).lock_exclusive();
        rows::one(&self.db, select).await?.map(PendingSignIn::try_from).transpose()
    }

    /// Counts a code that was tried in vain.
    pub async fn count_attempt(&mut self, id: PendingSignInId) -> Result<(), StoreError> {
        let more = Expr::col(Column::Attempts).add(1);
        let update = Entity::update_many().col_expr(Column::Attempts, more).filter(Column::Id.eq(id.0));
        update.exec(&self.db).await.map(|_| ()).map_err(StoreError::of(TABLE))
    }

    /// Writes down that a session came of a pending sign-in.
    pub async fn use_pending_sign_in(&mut self, id: PendingSignInId, now: DateTime<Utc>) -> Result<(), StoreError> {
        let update = Entity::update_many().col_expr(Column::UsedAt, moment::expr(now)).filter(Column::Id.eq(id.0));
        update.exec(&self.db).await.map(|_| ()).map_err(StoreError::of(TABLE))
    }

    /// Keeps everybody else from going on with a pending sign-in of this account until this transaction ends.
    pub async fn lock_pending_sign_ins_of(&mut self, account: AccountId) -> Result<(), StoreError> {
        let select = Entity::find().filter(Column::AccountId.eq(account.0)).order_by_asc(Column::Id).lock_exclusive();
        rows::all(&self.db, select).await.map(|_| ())
    }

    /// Ends all pending sign-ins of this account.
    pub async fn delete_pending_sign_ins_of(&mut self, account: AccountId) -> Result<(), StoreError> {
        let delete = Entity::delete_many().filter(Column::AccountId.eq(account.0));
        delete.exec(&self.db).await.map(|_| ()).map_err(StoreError::of(TABLE))
    }

    /// Deletes the pending sign-ins that waited until then at the latest, and returns how many they were.
    pub async fn delete_pending_sign_ins(&mut self, until: DateTime<Utc>) -> Result<u64, StoreError> {
        let delete = Entity::delete_many().filter(Column::ExpiresAt.lte(moment::stored(until)));
        delete.exec(&self.db).await.map(|result| result.rows_affected).map_err(StoreError::of(TABLE))
    }
}

impl TryFrom<Model> for PendingSignIn {
    type Error = StoreError;

    fn try_from(row: Model) -> Result<Self, StoreError> {
        let method = Place { table: TABLE, id: &row.id }.known("method", SignInMethod::from_key(&row.method))?;
        Ok(Self {
            id: PendingSignInId(row.id),
            account: AccountId(row.account_id),
            method,
            created_at: row.created_at,
            expires_at: row.expires_at,
            attempts: row.attempts,
            used_at: row.used_at,
        })
    }
}
