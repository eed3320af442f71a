//! What decides beside an account's role what its holder may do, and when they were here last.
//!
//! It is asked for at every request, so it is read in one statement together with what proves who asks; nothing of it is kept in the
//! process, so what another process changed counts at once.

use crate::{
    Account, Store, StoreError, Transaction,
    credentials::usable_accounts,
    entity::{account, account_activity, advised_municipality, deputation, second_factor},
    moment,
    rows::{Place, read},
};
use chrono::{DateTime, Utc};
use domain::{Ags, ids::AccountId};
use sea_orm::{
    Condition, ConnectionTrait, QueryResult,
    sea_query::{Expr, ExprTrait, Order, SelectStatement},
};

const SEEN_AT: &str = "standing_seen_at";
const DEPUTATION: &str = "standing_deputation";
const SECOND_FACTOR: &str = "standing_second_factor";
const ADVISED: &str = "standing_advised";

/// What stands beside an account at a moment.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Standing {
    /// When it was used last, as far as that was written down.
    pub seen_at: Option<DateTime<Utc>>,
    /// Whether it stands in for the coordination of its municipality.
    pub is_deputy: bool,
    /// Whether it has a second factor that counts.
    pub has_second_factor: bool,
    /// The Landkreise and kreisfreie Städte that it advises, by their keys, in order.
    pub advises: Vec<Ags>,
}

impl Store {
    /// What stands beside an account at `now`; nothing if there is no such account or it is disabled.
    pub async fn standing(&self, account: AccountId, now: DateTime<Utc>) -> Result<Option<Standing>, StoreError> {
        standing_of(self.reader(), account, now).await
    }
}

impl Transaction {
    /// The same as this transaction sees it.
    pub async fn standing(&mut self, account: AccountId, now: DateTime<Utc>) -> Result<Option<Standing>, StoreError> {
        standing_of(&self.db, account, now).await
    }
}

pub(crate) async fn standing_of(db: &impl ConnectionTrait, account: AccountId, now: DateTime<Utc>) -> Result<Option<Standing>, StoreError> {
    let mut select = usable_accounts();
    with_standing(&mut select, now).and_where(Expr::col((account::Entity, account::Column::Id)).eq(account.0));
    let rows = db.query_all(&select).await.map_err(StoreError::of("account"))?;
    Ok(account_of(&rows)?.map(|(_, standing)| standing))
}

/// Adds what stands beside them to a query of accounts: it then finds a row for each municipality that an account advises and for each of its
/// deputations, at least one.
pub(crate) fn with_standing(select: &mut SelectStatement, now: DateTime<Utc>) -> &mut SelectStatement {
    let id = (account::Entity, account::Column::Id);
    let activity = |column| Expr::col((account_activity::Entity, column));
    let deputation = |column| Expr::col((deputation::Entity, column));
    let advised = |column| Expr::col((advised_municipality::Entity, column));
    let factor = |column| Expr::col((second_factor::Entity, column));
    let in_force = Condition::all()
        .add(deputation(deputation::Column::DeputyId).equals(id))
        .add(deputation(deputation::Column::Until).gt(moment::bound(now)))
        .add(deputation(deputation::Column::From).lte(moment::expr(now)));
    let counts = Condition::all()
        .add(factor(second_factor::Column::AccountId).equals(id))
        .add(factor(second_factor::Column::ConfirmedAt).is_not_null());
    select
        .expr_as(activity(account_activity::Column::SeenAt), SEEN_AT)
        .expr_as(deputation(deputation::Column::Id), DEPUTATION)
        .expr_as(factor(second_factor::Column::ConfirmedAt), SECOND_FACTOR)
        .expr_as(advised(advised_municipality::Column::Municipality), ADVISED)
        .left_join(account_activity::Entity, activity(account_activity::Column::AccountId).equals(id))
        .left_join(deputation::Entity, in_force)
        .left_join(second_factor::Entity, counts)
        .left_join(advised_municipality::Entity, advised(advised_municipality::Column::AccountId).equals(id))
        .order_by((advised_municipality::Entity, advised_municipality::Column::Municipality), Order::Asc)
}

/// The one account that such a query found.
pub(crate) fn account_of(rows: &[QueryResult]) -> Result<Option<(Account, Standing)>, StoreError> {
    let Some(first) = rows.first() else { return Ok(None) };
    let account: Account = read::<account::Model>("account", first)?.try_into()?;
    let place = Place { table: "advised_municipality", id: &account.id };
    let has_second_factor = column::<Option<DateTime<Utc>>>(first, SECOND_FACTOR)?.is_some();
    let mut standing = Standing { seen_at: column(first, SEEN_AT)?, is_deputy: false, has_second_factor, advises: Vec::new() };
    for row in rows {
        standing.is_deputy |= column::<Option<uuid::Uuid>>(row, DEPUTATION)?.is_some();
        if let Some(key) = column::<Option<String>>(row, ADVISED)? {
            standing.advises.push(place.parsed("municipality", key.parse())?);
        }
    }
    standing.advises.dedup();
    Ok(Some((account, standing)))
}

fn column<T: sea_orm::TryGetable>(row: &QueryResult, name: &str) -> Result<T, StoreError> {
    row.try_get("", name).map_err(StoreError::of("account"))
}
