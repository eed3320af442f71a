//! Browser sessions. The database knows their hashes only.
//!
//! A session remembers what its account could do when it began, and counts only as long as that has not changed: whoever gets another role
//! or municipality, begins or ceases to stand in for a coordination, or advises others than before signs in anew, whatever code or date
//! changed it.

use crate::{
    Account, Standing, Store, StoreError, Transaction,
    credentials::usable_accounts,
    entity::{
        account,
        session::{Column, Entity, Model},
    },
    moment,
    rows::{self, Place, storable},
    standing::{account_of, standing_of, with_standing},
};
use chrono::{DateTime, Utc};
use domain::{
    Ags, SignInMethod,
    ids::{AccountId, SessionId},
};
use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, EntityTrait, FromQueryResult, IdenStatic, Iterable, QueryFilter, QueryOrder, QuerySelect,
    sea_query::{Expr, ExprTrait},
};

const TABLE: &str = "session";

/// How many sessions of an account are listed at most, the latest used first.
const LISTED: u64 = 100;

/// A browser session, without what its cookie is made of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Session {
    /// Its id.
    pub id: SessionId,
    /// Whose it is.
    pub account: AccountId,
    /// When it began.
    pub created_at: DateTime<Utc>,
    /// When it ends at the latest.
    pub expires_at: DateTime<Utc>,
    /// When it was last used, to the minute.
    pub last_used_at: DateTime<Utc>,
    /// By what it began.
    pub method: SignInMethod,
    /// Whether a second factor was asked for and given, or none can be asked for.
    pub second_factor: bool,
    /// What kind of browser it is, coarsely: `Firefox, Windows`.
    pub device: Option<String>,
    /// The network that it began from: `192.0.2.0/24`.
    pub network: Option<String>,
}

/// When a session must have been used to count.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SessionUse {
    /// What time it is.
    pub now: DateTime<Utc>,
    /// A session that was not used since then is over.
    pub idle_since: DateTime<Utc>,
}

impl Store {
    /// The session with this hash, whose it is and what stands beside that account, if the session is good: not over, used lately, its account
    /// not disabled and its rights the same.
    pub async fn session_by_hash(&self, hash: &str, when: SessionUse) -> Result<Option<(Account, Standing, Session)>, StoreError> {
        let session = |column: Column| Expr::col((Entity, column));
        let mut select = usable_accounts();
        for column in Column::iter() {
            select.expr_as(session(column), format!("session_{}", column.as_str()));
        }
        with_standing(&mut select, when.now)
            .inner_join(Entity, session(Column::AccountId).equals((account::Entity, account::Column::Id)))
            .and_where(session(Column::Hash).eq(hash))
            .cond_where(lasting(when));
        let rows = self.reader().query_all(&select).await.map_err(StoreError::of(TABLE))?;
        let (Some((account, standing)), Some(row)) = (account_of(&rows)?, rows.first()) else { return Ok(None) };
        let session = Model::from_query_result(row, "session_").map_err(StoreError::of(TABLE))?;
        if session.rights != rights(&account, &standing) {
            return Ok(None);
        }
        Ok(Some((account, standing, session.try_into()?)))
    }

    /// The sessions of an account that are good, the latest used first.
    pub async fn sessions(&self, account: &Account, when: SessionUse) -> Result<Vec<Session>, StoreError> {
        let select = Entity::find()
            .filter(Column::AccountId.eq(account.id.0))
            .filter(Column::Rights.eq(rights_at(self.reader(), account, when.now).await?))
            .filter(lasting(when))
            .order_by_desc(Column::LastUsedAt)
            .order_by_desc(Column::Id)
            .limit(LISTED);
        rows::all(self.reader(), select).await?.into_iter().map(Session::try_from).collect()
    }
}

impl Transaction {
    /// Keeps a new session of this account by its hash, with what the account may do when the session begins.
    pub async fn insert_session(&mut self, session: &Session, hash: &str, account: &Account) -> Result<(), StoreError> {
        let row = Model {
            id: session.id.0,
            account_id: account.id.0,
            hash: hash.to_owned(),
            created_at: moment::stored(session.created_at),
            expires_at: moment::stored(session.expires_at),
            last_used_at: moment::stored(session.last_used_at),
            method: session.method.key().to_owned(),
            second_factor: session.second_factor,
            rights: rights_at(&self.db, account, session.created_at).await?,
            device: session.device.as_deref().map(storable),
            network: session.network.clone(),
        };
        rows::insert::<Entity>(&self.db, row).await
    }

    /// Writes down that a session was used.
    pub async fn touch_session(&mut self, id: SessionId, now: DateTime<Utc>) -> Result<(), StoreError> {
        let update = Entity::update_many().col_expr(Column::LastUsedAt, moment::expr(now)).filter(Column::Id.eq(id.0));
        update.exec(&self.db).await.map(|_| ()).map_err(StoreError::of(TABLE))
    }

    /// Writes down that a second factor was given in a session.
    pub async fn prove_session(&mut self, id: SessionId) -> Result<(), StoreError> {
        let update = Entity::update_many().col_expr(Column::SecondFactor, Expr::val(true)).filter(Column::Id.eq(id.0));
        update.exec(&self.db).await.map(|_| ()).map_err(StoreError::of(TABLE))
    }

    /// Gives a session another hash; by the former one it is not found any more.
    pub async fn renew_session(&mut self, id: SessionId, hash: &str) -> Result<(), StoreError> {
        let update = Entity::update_many().col_expr(Column::Hash, Expr::val(hash)).filter(Column::Id.eq(id.0));
        update.exec(&self.db).await.map(|_| ()).map_err(StoreError::of(TABLE))
    }

    /// When a session of this account began; nothing if it is over.
    pub async fn session_began(&mut self, account: AccountId, id: SessionId) -> Result<Option<DateTime<Utc>>, StoreError> {
        let select = Entity::find_by_id(id.0).filter(Column::AccountId.eq(account.0));
        Ok(rows::one(&self.db, select).await?.map(|session| session.created_at))
    }

    /// Whether a session of this account is not over at `now`.
    pub async fn has_session(&mut self, account: AccountId, now: DateTime<Utc>) -> Result<bool, StoreError> {
        let not_over = Expr::col(Column::ExpiresAt).gt(moment::bound(now));
        let select = Entity::find().filter(Column::AccountId.eq(account.0)).filter(not_over);
        Ok(rows::one(&self.db, select).await?.is_some())
    }

    /// Ends the session with this hash and says which it was; ending what is not there changes nothing.
    pub async fn delete_session(&mut self, hash: &str) -> Result<Option<(SessionId, AccountId)>, StoreError> {
        let found = rows::one(&self.db, Entity::find().filter(Column::Hash.eq(hash))).await?;
        let Some(session) = found else { return Ok(None) };
        // Somebody else may have ended it since, or be done with erasing whose it was.
        let ended = self.delete_sessions(Column::Id.eq(session.id).into()).await?;
        Ok((ended > 0).then_some((SessionId(session.id), AccountId(session.account_id))))
    }

    /// Ends one session of this account and says whether there was one.
    pub async fn delete_session_of(&mut self, account: AccountId, id: SessionId) -> Result<bool, StoreError> {
        let own = Condition::all().add(Column::AccountId.eq(account.0)).add(Column::Id.eq(id.0));
        Ok(self.delete_sessions(own).await? > 0)
    }

    /// Ends all sessions of this account, but for one if that is given, and returns how many they were.
    pub async fn delete_sessions_of(&mut self, account: AccountId, but: Option<SessionId>) -> Result<u64, StoreError> {
        let own = Condition::all().add(Column::AccountId.eq(account.0)).add_option(but.map(|id| Column::Id.ne(id.0)));
        self.delete_sessions(own).await
    }

    /// Ends the sessions that began when the account could do something else than at `now`.
    pub(crate) async fn delete_sessions_with_other_rights(&mut self, account: &Account, now: DateTime<Utc>) -> Result<u64, StoreError> {
        let rights = rights_at(&self.db, account, now).await?;
        let other = Condition::all().add(Column::AccountId.eq(account.id.0)).add(Column::Rights.ne(rights));
        self.delete_sessions(other).await
    }

    /// Deletes the sessions that are over and returns how many they were.
    pub async fn delete_expired_sessions(&mut self, when: SessionUse) -> Result<u64, StoreError> {
        self.delete_sessions(lasting(when).not()).await
    }

    async fn delete_sessions(&mut self, which: Condition) -> Result<u64, StoreError> {
        let delete = Entity::delete_many().filter(which);
        delete.exec(&self.db).await.map(|result| result.rows_affected).map_err(StoreError::of(TABLE))
    }
}

/// The sessions that are not over.
fn lasting(when: SessionUse) -> Condition {
    let session = |column: Column| Expr::col((Entity, column));
    Condition::all()
        .add(session(Column::ExpiresAt).gt(moment::bound(when.now)))
        .add(session(Column::LastUsedAt).gt(moment::bound(when.idle_since)))
}

/// [`rights`] of an account at `now`; those of its role alone if it is disabled, which nobody signs in to.
async fn rights_at(db: &impl ConnectionTrait, account: &Account, now: DateTime<Utc>) -> Result<String, StoreError> {
    Ok(rights(account, &standing_of(db, account.id, now).await?.unwrap_or_default()))
}

/// What decides what an account may do, as one text: `author/15084`, and `author/15084/deputy` while its holder stands in for the coordination,
/// `adviser//16051,16052` of somebody who advises two municipalities.
fn rights(account: &Account, standing: &Standing) -> String {
    let mut rights = format!("{}/{}", account.role.key(), account.municipality.as_ref().map_or("", Ags::as_str));
    if standing.is_deputy {
        rights.push_str("/deputy");
    }
    if !standing.advises.is_empty() {
        let advised: Vec<_> = standing.advises.iter().map(Ags::as_str).collect();
        rights = format!("{rights}/{}", advised.join(","));
    }
    rights
}

impl TryFrom<Model> for Session {
    type Error = StoreError;

    fn try_from(row: Model) -> Result<Self, StoreError> {
        let method = Place { table: TABLE, id: &row.id }.known("method", SignInMethod::from_key(&row.method))?;
        Ok(Self {
            id: SessionId(row.id),
            account: AccountId(row.account_id),
            created_at: row.created_at,
            expires_at: row.expires_at,
            last_used_at: row.last_used_at,
            method,
            second_factor: row.second_factor,
            device: row.device,
            network: row.network,
        })
    }
}
