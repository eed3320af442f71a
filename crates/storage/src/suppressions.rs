//! Addresses that mails came back from. After enough of them an address gets no more mail until somebody re-activates it.

use crate::{
    DeliveryState, Store, StoreError, Transaction,
    entity::{
        delivery,
        suppression::{Column, Entity, Model},
    },
    moment,
    rows::{self, IDS_AT_ONCE, Place, at_most, storable},
};
use chrono::{DateTime, Utc};
use domain::{
    EmailAddress,
    ids::{AccountId, DeliveryId, SuppressionId},
};
use sea_orm::{
    ColumnTrait, EntityTrait, IntoActiveModel, QueryFilter, QueryOrder, QuerySelect,
    sea_query::{Expr, ExprTrait, OnConflict},
};
use std::collections::HashSet;

const TABLE: &str = "suppression";

/// An address that mails came back from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Suppression {
    /// Its id.
    pub id: SuppressionId,
    /// The address.
    pub address: EmailAddress,
    /// How many mails came back, for good, since it was re-activated last.
    pub bounces: i32,
    /// The status code of the last one.
    pub last_status: String,
    /// What the other server said then, without addresses.
    pub last_reason: String,
    /// When the first came back.
    pub first_at: DateTime<Utc>,
    /// When the last did.
    pub last_at: DateTime<Utc>,
    /// Since when the address gets no more mail.
    pub suppressed_at: Option<DateTime<Utc>>,
    /// When somebody re-activated it.
    pub reactivated_at: Option<DateTime<Utc>>,
}

/// A mail that came back for good.
#[derive(Debug, Clone, Copy)]
pub struct HardBounce<'a> {
    /// The status code.
    pub status: &'a str,
    /// What the other server said, without addresses.
    pub reason: &'a str,
    /// After how many of them an address gets no more mail.
    pub suppress_after: i32,
}

impl Store {
    /// Which of these addresses get no more mail.
    pub async fn suppressed_among(&self, addresses: &[&EmailAddress]) -> Result<HashSet<String>, StoreError> {
        let mut found = HashSet::new();
        for some in addresses.chunks(IDS_AT_ONCE) {
            let select = Entity::find()
                .filter(Column::Address.is_in(some.iter().map(|address| address.reveal())))
                .filter(Column::SuppressedAt.is_not_null());
            found.extend(rows::all(self.reader(), select).await?.into_iter().map(|row| row.address));
        }
        Ok(found)
    }

    /// The addresses that get no more mail, the latest first, at most `limit`.
    pub async fn suppressions(&self, limit: u64) -> Result<Vec<Suppression>, StoreError> {
        let select = Entity::find()
            .filter(Column::SuppressedAt.is_not_null())
            .order_by_desc(Column::SuppressedAt)
            .order_by_desc(Column::Id)
            .limit(at_most(limit));
        rows::all(self.reader(), select).await?.into_iter().map(Suppression::try_from).collect()
    }

    /// What is known of an address that mails came back from.
    pub async fn suppression_of(&self, address: &EmailAddress) -> Result<Option<Suppression>, StoreError> {
        let select = Entity::find().filter(Column::Address.eq(address.reveal()));
        rows::one(self.reader(), select).await?.map(Suppression::try_from).transpose()
    }
}

impl Transaction {
    /// The mail that was sent came back. False if that was known already, or there is no such mail.
    ///
    /// A report can be faster than the sender is with its note that the mail was taken. The mail is taken out of the sender's hands, so that
    /// this note changes nothing any more and no second attempt begins.
    pub async fn delivery_bounced(&mut self, id: DeliveryId, reply: &str) -> Result<bool, StoreError> {
        use delivery::{Column, Entity};
        let arrived = [DeliveryState::Sending, DeliveryState::Sent, DeliveryState::Uncertain].map(DeliveryState::key);
        let update = Entity::update_many()
            .col_expr(Column::State, Expr::val(DeliveryState::Bounced.key()))
            .col_expr(Column::LastReply, Expr::val(storable(reply)))
            .col_expr(Column::DueAt, Expr::val(Option::<DateTime<Utc>>::None))
            .col_expr(Column::ClaimedBy, Expr::val(Option::<String>::None))
            .col_expr(Column::MailJson, Expr::val(""))
            .filter(Column::Id.eq(id.0))
            .filter(Column::State.is_in(arrived));
        update.exec(&self.db).await.map(|result| result.rows_affected == 1).map_err(StoreError::of("delivery"))
    }

    /// Counts a mail that came back from an address for good. Returns what is known of the address now.
    pub async fn count_bounce(
        &mut self,
        new_id: SuppressionId,
        address: &EmailAddress,
        bounce: HardBounce<'_>,
        now: DateTime<Utc>,
    ) -> Result<Suppression, StoreError> {
        let row = Model {
            id: new_id.0,
            address: address.reveal().to_owned(),
            bounces: 1,
            last_status: storable(bounce.status),
            last_reason: storable(bounce.reason),
            first_at: moment::stored(now),
            last_at: moment::stored(now),
            suppressed_at: (bounce.suppress_after <= 1).then(|| moment::stored(now)),
            reactivated_at: None,
            reactivated_by: None,
        };
        let there = |column: Column| Expr::col((Entity, column));
        let is_enough = there(Column::Bounces).add(1).gte(bounce.suppress_after);
        let since = Expr::case(there(Column::SuppressedAt).is_not_null().or(is_enough.not()), there(Column::SuppressedAt));
        let count = OnConflict::column(Column::Address)
            .update_columns([Column::LastStatus, Column::LastReason, Column::LastAt])
            .value(Column::Bounces, there(Column::Bounces).add(1))
            .value(Column::SuppressedAt, since.finally(moment::expr(now)))
            .to_owned();
        let insert = Entity::insert(row.into_active_model()).on_conflict(count);
        insert.exec_without_returning(&self.db).await.map_err(StoreError::of(TABLE))?;
        let row = rows::one(&self.db, Entity::find().filter(Column::Address.eq(address.reveal()))).await?;
        row.ok_or_else(|| StoreError::Missing { table: TABLE, id: new_id.to_string() })?.try_into()
    }

    /// Lets an address get mail again, and begins to count anew. Returns what was known of it before; nothing if it was not suppressed.
    pub async fn reactivate(&mut self, id: SuppressionId, by: AccountId, now: DateTime<Utc>) -> Result<Option<Suppression>, StoreError> {
        let suppressed = Entity::find_by_id(id.0).filter(Column::SuppressedAt.is_not_null()).lock_exclusive();
        let Some(row) = rows::one(&self.db, suppressed).await? else { return Ok(None) };
        let update = Entity::update_many()
            .col_expr(Column::Bounces, Expr::val(0))
            .col_expr(Column::SuppressedAt, Expr::val(Option::<DateTime<Utc>>::None))
            .col_expr(Column::ReactivatedAt, moment::expr(now))
            .col_expr(Column::ReactivatedBy, Expr::val(by.0))
            .filter(Column::Id.eq(id.0));
        update.exec(&self.db).await.map_err(StoreError::of(TABLE))?;
        Suppression::try_from(row).map(Some)
    }

    /// Forgets the addresses from which nothing came back since this moment, and returns how many they were.
    pub async fn delete_old_suppressions(&mut self, before: DateTime<Utc>) -> Result<u64, StoreError> {
        let delete = Entity::delete_many().filter(Expr::col(Column::LastAt).lt(moment::bound(before)));
        delete.exec(&self.db).await.map(|result| result.rows_affected).map_err(StoreError::of(TABLE))
    }
}

impl TryFrom<Model> for Suppression {
    type Error = StoreError;

    fn try_from(row: Model) -> Result<Self, StoreError> {
        let place = Place { table: TABLE, id: &row.id };
        Ok(Self {
            id: SuppressionId(row.id),
            address: place.parsed("address", row.address.parse())?,
            bounces: row.bounces,
            last_status: row.last_status,
            last_reason: row.last_reason,
            first_at: row.first_at,
            last_at: row.last_at,
            suppressed_at: row.suppressed_at,
            reactivated_at: row.reactivated_at,
        })
    }
}
