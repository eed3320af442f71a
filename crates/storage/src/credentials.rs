//! What proves that an account is somebody's: bearer tokens and browser sessions. The database knows their hashes only.

use crate::{
    Account, Store, StoreError, Transaction,
    entity::{access_token, account, session},
    moment,
    rows::{self, read, storable},
};
use chrono::{DateTime, Utc};
use domain::ids::{AccountId, SessionId, TokenId};
use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QueryTrait,
    sea_query::{Expr, ExprTrait, SelectStatement},
};
use uuid::Uuid;

/// A bearer token, without what it is made of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AccessToken {
    /// Its id.
    pub id: TokenId,
    /// Whose it is.
    pub account: AccountId,
    /// What its holder calls it.
    pub label: String,
    /// When it was made.
    pub created_at: DateTime<Utc>,
    /// Until when it is good; without one, for ever.
    pub expires_at: Option<DateTime<Utc>>,
    /// When it was last used, as far as that was written down.
    pub last_used_at: Option<DateTime<Utc>>,
    /// Since when it no longer counts, if so.
    pub revoked_at: Option<DateTime<Utc>>,
}

impl Store {
    /// Whose token has this hash, if it is good at `now`: not expired, not revoked, its account not disabled.
    pub async fn account_by_token_hash(&self, hash: &str, now: DateTime<Utc>) -> Result<Option<(Account, TokenId)>, StoreError> {
        use access_token::{Column, Entity};
        let token = |column: Column| Expr::col((Entity, column));
        let mut select = usable_accounts();
        select
            .inner_join(Entity, token(Column::AccountId).equals((account::Entity, account::Column::Id)))
            .expr_as(token(Column::Id), "token_id")
            .and_where(token(Column::TokenHash).eq(hash))
            .and_where(token(Column::RevokedAt).is_null())
            .cond_where(Condition::any().add(token(Column::ExpiresAt).is_null()).add(token(Column::ExpiresAt).gt(moment::bound(now))));
        let Some(row) = self.reader().query_one(&select).await.map_err(StoreError::of("access_token"))? else { return Ok(None) };
        let token: Uuid = row.try_get("", "token_id").map_err(StoreError::of("access_token"))?;
        Ok(Some((read::<account::Model>("account", &row)?.try_into()?, TokenId(token))))
    }

    /// Whose session has this hash, if it is good at `now`: not expired, its account not disabled.
    pub async fn account_by_session_hash(&self, hash: &str, now: DateTime<Utc>) -> Result<Option<Account>, StoreError> {
        use session::{Column, Entity};
        let session = |column: Column| Expr::col((Entity, column));
        let mut select = usable_accounts();
        select
            .inner_join(Entity, session(Column::AccountId).equals((account::Entity, account::Column::Id)))
            .and_where(session(Column::Hash).eq(hash))
            .and_where(session(Column::ExpiresAt).gt(moment::bound(now)));
        let row = self.reader().query_one(&select).await.map_err(StoreError::of("session"))?;
        row.map(|row| read::<account::Model>("account", &row)?.try_into()).transpose()
    }

    /// All tokens of an account, those that no longer count too, the latest first.
    pub async fn tokens(&self, account: AccountId) -> Result<Vec<AccessToken>, StoreError> {
        use access_token::{Column, Entity};
        let select = Entity::find().filter(Column::AccountId.eq(account.0)).order_by_desc(Column::CreatedAt).order_by_desc(Column::Id);
        Ok(rows::all(self.reader(), select).await?.into_iter().map(AccessToken::from).collect())
    }
}

fn usable_accounts() -> SelectStatement {
    account::Entity::find().filter(account::Column::DisabledAt.is_null()).into_query()
}

impl Transaction {
    /// Keeps a new token by its hash. Without `expires_at` it is good until it is revoked.
    pub async fn insert_token(
        &mut self,
        id: TokenId,
        account: AccountId,
        hash: &str,
        label: &str,
        created_at: DateTime<Utc>,
        expires_at: Option<DateTime<Utc>>,
    ) -> Result<(), StoreError> {
        let row = access_token::Model {
            id: id.0,
            account_id: account.0,
            token_hash: hash.to_owned(),
            label: storable(label),
            created_at: moment::stored(created_at),
            expires_at: expires_at.map(moment::stored),
            last_used_at: None,
            revoked_at: None,
        };
        rows::insert::<access_token::Entity>(&self.db, row).await
    }

    /// Writes down that a token was used.
    pub async fn touch_token(&mut self, id: TokenId, now: DateTime<Utc>) -> Result<(), StoreError> {
        self.date_token(id, access_token::Column::LastUsedAt, now).await
    }

    /// Ends a token; one that has ended keeps its time.
    pub async fn revoke_token(&mut self, id: TokenId, now: DateTime<Utc>) -> Result<(), StoreError> {
        self.date_token(id, access_token::Column::RevokedAt, now).await
    }

    async fn date_token(&mut self, id: TokenId, column: access_token::Column, now: DateTime<Utc>) -> Result<(), StoreError> {
        let update = access_token::Entity::update_many()
            .col_expr(column, moment::expr(now))
            .filter(access_token::Column::Id.eq(id.0))
            .filter(access_token::Column::RevokedAt.is_null());
        update.exec(&self.db).await.map(|_| ()).map_err(StoreError::of("access_token"))
    }

    /// Keeps a new session by its hash.
    pub async fn insert_session(
        &mut self,
        id: SessionId,
        account: AccountId,
        hash: &str,
        now: DateTime<Utc>,
        expires_at: DateTime<Utc>,
    ) -> Result<(), StoreError> {
        let row = session::Model {
            id: id.0,
            account_id: account.0,
            hash: hash.to_owned(),
            created_at: moment::stored(now),
            expires_at: moment::stored(expires_at),
        };
        rows::insert::<session::Entity>(&self.db, row).await
    }

    /// Ends the session with this hash; ending what is not there changes nothing.
    pub async fn delete_session(&mut self, hash: &str) -> Result<(), StoreError> {
        let delete = session::Entity::delete_many().filter(session::Column::Hash.eq(hash));
        delete.exec(&self.db).await.map(|_| ()).map_err(StoreError::of("session"))
    }

    /// Deletes the sessions that are over at `now` and returns how many they were.
    pub async fn delete_expired_sessions(&mut self, now: DateTime<Utc>) -> Result<u64, StoreError> {
        let delete = session::Entity::delete_many().filter(Expr::col(session::Column::ExpiresAt).lte(moment::expr(now)));
        delete.exec(&self.db).await.map(|result| result.rows_affected).map_err(StoreError::of("session"))
    }
}

impl From<access_token::Model> for AccessToken {
    fn from(row: access_token::Model) -> Self {
        Self {
            id: TokenId(row.id),
            account: AccountId(row.account_id),
            label: row.label,
            created_at: row.created_at,
            expires_at: row.expires_at,
            last_used_at: row.last_used_at,
            revoked_at: row.revoked_at,
        }
    }
}
