//! Domains whose servers refuse mail for what we are, counted until it is over.

use crate::{
    Store, StoreError, Transaction,
    entity::policy_refusal::{Column, Entity, Model},
    moment,
    rows::{self, storable},
};
use chrono::{DateTime, Utc};
use sea_orm::{
    EntityTrait, IntoActiveModel, QueryFilter, QueryOrder,
    sea_query::{Expr, ExprTrait, OnConflict},
};

const TABLE: &str = "policy_refusal";

/// A domain whose server refuses mail for what we are.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PolicyRefusal {
    /// The receiving domain.
    pub domain: String,
    /// How often it refused.
    pub refusals: i32,
    /// When it did first.
    pub first_at: DateTime<Utc>,
    /// When it did last.
    pub last_at: DateTime<Utc>,
    /// What it said then, without addresses.
    pub last_reply: String,
}

impl Store {
    /// The domains that refused after this moment, the latest first.
    pub async fn policy_refusals(&self, after: DateTime<Utc>) -> Result<Vec<PolicyRefusal>, StoreError> {
        let select = Entity::find()
            .filter(Expr::col(Column::LastAt).gt(moment::bound(after)))
            .order_by_desc(Column::LastAt)
            .order_by_asc(Column::Domain);
        Ok(rows::all(self.reader(), select).await?.into_iter().map(PolicyRefusal::from).collect())
    }
}

impl Transaction {
    /// Counts one more refusal of this domain.
    pub async fn count_policy_refusal(&mut self, domain: &str, reply: &str, now: DateTime<Utc>) -> Result<(), StoreError> {
        let row = Model {
            domain: storable(domain),
            refusals: 1,
            first_at: moment::stored(now),
            last_at: moment::stored(now),
            last_reply: storable(reply),
        };
        let one_more = Expr::col((Entity, Column::Refusals)).add(1);
        let count = OnConflict::column(Column::Domain)
            .update_columns([Column::LastAt, Column::LastReply])
            .value(Column::Refusals, one_more)
            .to_owned();
        let insert = Entity::insert(row.into_active_model()).on_conflict(count);
        insert.exec_without_returning(&self.db).await.map(|_| ()).map_err(StoreError::of(TABLE))
    }

    /// Forgets the domains that have not refused since after this moment, and returns how many they were.
    pub async fn delete_policy_refusals(&mut self, until: DateTime<Utc>) -> Result<u64, StoreError> {
        let delete = Entity::delete_many().filter(Expr::col(Column::LastAt).lte(moment::bound(until)));
        delete.exec(&self.db).await.map(|result| result.rows_affected).map_err(StoreError::of(TABLE))
    }
}

impl From<Model> for PolicyRefusal {
    fn from(row: Model) -> Self {
        Self { domain: row.domain, refusals: row.refusals, first_at: row.first_at, last_at: row.last_at, last_reply: row.last_reply }
    }
}
