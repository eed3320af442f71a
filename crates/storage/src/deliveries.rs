//! Mails on their way, one row for each recipient.

use crate::{
    Store, StoreError, Transaction,
    entity::delivery::{Column, Entity, Model},
    moment,
    rows::{self, Place, at_most, storable},
};
use chrono::{DateTime, Utc};
use domain::{EmailAddress, ids::DeliveryId};
use sea_orm::{
    ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect, UpdateMany,
    sea_query::{Expr, ExprTrait},
};

const TABLE: &str = "delivery";

/// One mail to one recipient.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Delivery {
    /// Its id.
    pub id: DeliveryId,
    /// What kind of mail it is.
    pub kind: String,
    /// Where it goes.
    pub recipient: EmailAddress,
    /// Its Message-ID, the same in every attempt.
    pub message_id: String,
    /// The finished mail; empty once it is sent.
    pub mail_json: String,
    /// Where it stands.
    pub state: DeliveryState,
    /// How often it was handed to the mail server.
    pub attempts: i32,
    /// When that was last. When it is tried again is written in the job alone.
    pub last_attempt_at: Option<DateTime<Utc>>,
    /// What the mail server said last.
    pub last_reply: Option<String>,
    /// When it was written.
    pub created_at: DateTime<Utc>,
    /// When the mail server took it.
    pub sent_at: Option<DateTime<Utc>>,
}

/// Where a mail stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum DeliveryState {
    /// Not yet tried.
    Queued,
    /// Taken by the mail server.
    Sent,
    /// Tried in vain, to be tried again.
    Deferred,
    /// Refused for good.
    Failed,
}

impl DeliveryState {
    /// All states.
    pub const ALL: &'static [Self] = &[Self::Queued, Self::Sent, Self::Deferred, Self::Failed];

    /// The state as the database writes it.
    pub fn key(self) -> &'static str {
        match self {
            Self::Queued => "queued",
            Self::Sent => "sent",
            Self::Deferred => "deferred",
            Self::Failed => "failed",
        }
    }

    /// The state with this key.
    pub fn from_key(key: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|state| state.key() == key)
    }
}

impl Store {
    /// The mail with this id.
    pub async fn delivery(&self, id: DeliveryId) -> Result<Option<Delivery>, StoreError> {
        rows::one(self.reader(), Entity::find_by_id(id.0)).await?.map(Delivery::try_from).transpose()
    }

    /// The mails that were refused for good, the latest first, at most `limit`.
    pub async fn failed_deliveries(&self, limit: u64) -> Result<Vec<Delivery>, StoreError> {
        let select = Entity::find()
            .filter(Column::State.eq(DeliveryState::Failed.key()))
            .order_by_desc(Column::CreatedAt)
            .order_by_desc(Column::Id)
            .limit(at_most(limit));
        rows::all(self.reader(), select).await?.into_iter().map(Delivery::try_from).collect()
    }
}

impl Transaction {
    /// Keeps a mail to be sent.
    pub async fn insert_delivery(&mut self, delivery: &Delivery) -> Result<(), StoreError> {
        let row = Model {
            id: delivery.id.0,
            kind: delivery.kind.clone(),
            recipient: delivery.recipient.reveal().to_owned(),
            message_id: delivery.message_id.clone(),
            mail_json: delivery.mail_json.clone(),
            state: delivery.state.key().to_owned(),
            attempts: delivery.attempts,
            last_attempt_at: delivery.last_attempt_at.map(moment::stored),
            last_reply: delivery.last_reply.as_deref().map(storable),
            created_at: moment::stored(delivery.created_at),
            sent_at: delivery.sent_at.map(moment::stored),
        };
        rows::insert::<Entity>(&self.db, row).await
    }

    /// The mail server took the mail. Its text is forgotten.
    pub async fn delivery_sent(&mut self, id: DeliveryId, reply: &str, now: DateTime<Utc>) -> Result<(), StoreError> {
        let attempt = attempt(id, DeliveryState::Sent, reply, now)
            .col_expr(Column::SentAt, moment::expr(now))
            .col_expr(Column::MailJson, Expr::val(""));
        self.record(id, attempt).await
    }

    /// The mail server could not be reached or asked to come back later.
    pub async fn delivery_deferred(&mut self, id: DeliveryId, reply: &str, now: DateTime<Utc>) -> Result<(), StoreError> {
        self.record(id, attempt(id, DeliveryState::Deferred, reply, now)).await
    }

    /// The mail was refused for good; its text stays, so that somebody can see what was lost.
    pub async fn delivery_failed(&mut self, id: DeliveryId, reply: &str, now: DateTime<Utc>) -> Result<(), StoreError> {
        self.record(id, attempt(id, DeliveryState::Failed, reply, now)).await
    }

    async fn record(&mut self, id: DeliveryId, attempt: UpdateMany<Entity>) -> Result<(), StoreError> {
        let result = attempt.exec(&self.db).await.map_err(StoreError::of(TABLE))?;
        if result.rows_affected == 1 { Ok(()) } else { Err(StoreError::Missing { table: TABLE, id: id.to_string() }) }
    }
}

fn attempt(id: DeliveryId, state: DeliveryState, reply: &str, now: DateTime<Utc>) -> UpdateMany<Entity> {
    Entity::update_many()
        .col_expr(Column::State, Expr::val(state.key()))
        .col_expr(Column::Attempts, Expr::col(Column::Attempts).add(1))
        .col_expr(Column::LastAttemptAt, moment::expr(now))
        .col_expr(Column::LastReply, Expr::val(storable(reply)))
        .filter(Column::Id.eq(id.0))
}

impl TryFrom<Model> for Delivery {
    type Error = StoreError;

    fn try_from(row: Model) -> Result<Self, StoreError> {
        let place = Place { table: TABLE, id: &row.id };
        Ok(Self {
            id: DeliveryId(row.id),
            recipient: place.parsed("recipient", row.recipient.parse())?,
            state: place.known("state", DeliveryState::from_key(&row.state))?,
            kind: row.kind,
            message_id: row.message_id,
            mail_json: row.mail_json,
            attempts: row.attempts,
            last_attempt_at: row.last_attempt_at,
            last_reply: row.last_reply,
            created_at: row.created_at,
            sent_at: row.sent_at,
        })
    }
}
