//! Access tokens. The database knows their hashes only.

use crate::{
    Account, Standing, Store, StoreError, Transaction,
    entity::{access_token, account},
    moment,
    rows::{self, Place, storable},
    standing::{account_of, with_standing},
};
use chrono::{DateTime, Utc};
use domain::{
    Scopes,
    ids::{AccountId, TokenId},
};
use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, EntityTrait, FromQueryResult, Iterable, QueryFilter, QueryOrder, QueryTrait,
    sea_query::{Expr, ExprTrait, SelectStatement},
};

/// A bearer token, without what it is made of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AccessToken {
    /// Its id.
    pub id: TokenId,
    /// Whose it is.
    pub account: AccountId,
    /// What its holder calls it.
    pub label: String,
    /// What it is good for.
    pub scopes: Scopes,
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
    /// The token with this hash, whose it is and what stands beside that account, if the token is good at `now`: not expired, not revoked, its
    /// account not disabled.
    pub async fn account_by_token_hash(
        &self,
        hash: &str,
        now: DateTime<Utc>,
    ) -> Result<Option<(Account, Standing, AccessToken)>, StoreError> {
        use access_token::{Column, Entity};
        let token = |column: Column| Expr::col((Entity, column));
        let mut select = usable_accounts();
        for column in Column::iter() {
            select.expr_as(token(column), format!("token_{}", sea_orm::IdenStatic::as_str(&column)));
        }
        with_standing(&mut select, now)
            .inner_join(Entity, token(Column::AccountId).equals((account::Entity, account::Column::Id)))
            .and_where(token(Column::TokenHash).eq(hash))
            .and_where(token(Column::RevokedAt).is_null())
            .cond_where(Condition::any().add(token(Column::ExpiresAt).is_null()).add(token(Column::ExpiresAt).gt(moment::bound(now))));
        let rows = self.reader().query_all(&select).await.map_err(StoreError::of("access_token"))?;
        let (Some((account, standing)), Some(row)) = (account_of(&rows)?, rows.first()) else { return Ok(None) };
        let token = access_token::Model::from_query_result(row, "token_").map_err(StoreError::of("access_token"))?;
        Ok(Some((account, standing, token.try_into()?)))
    }

    /// All tokens of an account, those that no longer count too, the latest first.
    pub async fn tokens(&self, account: AccountId) -> Result<Vec<AccessToken>, StoreError> {
        use access_token::{Column, Entity};
        let select = Entity::find().filter(Column::AccountId.eq(account.0)).order_by_desc(Column::CreatedAt).order_by_desc(Column::Id);
        rows::all(self.reader(), select).await?.into_iter().map(AccessToken::try_from).collect()
    }
}

/// The accounts that are not disabled, to be joined with what proves them.
pub(crate) fn usable_accounts() -> SelectStatement {
    account::Entity::find().filter(account::Column::DisabledAt.is_null()).into_query()
}

impl Transaction {
    /// Keeps a new token that is good for everything, by its hash. Without `expires_at` it is good until it is revoked.
    pub async fn insert_token(
        &mut self,
        id: TokenId,
        account: AccountId,
        hash: &str,
        label: &str,
        created_at: DateTime<Utc>,
        expires_at: Option<DateTime<Utc>>,
    ) -> Result<(), StoreError> {
        self.insert_scoped_token(id, account, hash, (label, &Scopes::all()), created_at, expires_at).await
    }

    /// Keeps a new token with this label that is good for these scopes alone.
    pub async fn insert_scoped_token(
        &mut self,
        id: TokenId,
        account: AccountId,
        hash: &str,
        (label, scopes): (&str, &Scopes),
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
            scopes: scopes.key(),
        };
        rows::insert::<access_token::Entity>(&self.db, row).await
    }

    /// Gives a token that nobody has used yet, and that has not been ended, another secret, by its hash; the former one counts no more. Says whether
    /// there is such a token.
    pub async fn renew_token(&mut self, id: TokenId, hash: &str) -> Result<bool, StoreError> {
        let update = access_token::Entity::update_many()
            .col_expr(access_token::Column::TokenHash, Expr::val(hash))
            .filter(access_token::Column::Id.eq(id.0))
            .filter(access_token::Column::LastUsedAt.is_null())
            .filter(access_token::Column::RevokedAt.is_null());
        update.exec(&self.db).await.map(|result| result.rows_affected == 1).map_err(StoreError::of("access_token"))
    }

    /// Writes down that a token was used.
    pub async fn touch_token(&mut self, id: TokenId, now: DateTime<Utc>) -> Result<(), StoreError> {
        self.date_token(id, access_token::Column::LastUsedAt, now).await.map(|_| ())
    }

    /// Ends a token and says whether it does; one that has ended keeps its time.
    pub async fn revoke_token(&mut self, id: TokenId, now: DateTime<Utc>) -> Result<bool, StoreError> {
        self.date_token(id, access_token::Column::RevokedAt, now).await
    }

    /// Says when something happened to a token that has not been ended, and returns whether there is such a one.
    async fn date_token(&mut self, id: TokenId, column: access_token::Column, now: DateTime<Utc>) -> Result<bool, StoreError> {
        let update = access_token::Entity::update_many()
            .col_expr(column, moment::expr(now))
            .filter(access_token::Column::Id.eq(id.0))
            .filter(access_token::Column::RevokedAt.is_null());
        update.exec(&self.db).await.map(|result| result.rows_affected == 1).map_err(StoreError::of("access_token"))
    }
}

impl TryFrom<access_token::Model> for AccessToken {
    type Error = StoreError;

    fn try_from(row: access_token::Model) -> Result<Self, StoreError> {
        let scopes = Place { table: "access_token", id: &row.id }.known("scopes", Scopes::from_key(&row.scopes))?;
        Ok(Self {
            scopes,
            id: TokenId(row.id),
            account: AccountId(row.account_id),
            label: row.label,
            created_at: row.created_at,
            expires_at: row.expires_at,
            last_used_at: row.last_used_at,
            revoked_at: row.revoked_at,
        })
    }
}
