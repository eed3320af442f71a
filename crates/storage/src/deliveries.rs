//! Mails on their way, one row for each recipient. The table is the queue itself: `delivery_claims` takes from it, `delivery_outcomes` writes
//! down what came of it.

use crate::{
    Store, StoreError, Transaction,
    entity::delivery::{Column, Entity, Model},
    moment,
    rows::{self, IDS_AT_ONCE, Place, at_most, storable},
};
use chrono::{DateTime, Utc};
use domain::{EmailAddress, Hidden, ids::DeliveryId};
use sea_orm::{
    ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QueryResult, QuerySelect, QueryTrait,
    sea_query::{Expr, ExprTrait, Query},
};
use std::collections::HashMap;

pub(crate) const TABLE: &str = "delivery";

/// The kind of digests' mails.
pub(crate) const DIGEST: &str = "digest";

/// The kind of the mails that ask to confirm a subscription.
pub(crate) const CONFIRMATION: &str = "confirmation";

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
    /// The finished mail; empty once it is sent, and for digests, which are written when they are sent.
    pub mail_json: Hidden,
    /// Where it stands.
    pub state: DeliveryState,
    /// Whether it is one of many, for which nobody waits: it lets others go first.
    pub bulk: bool,
    /// How often it was handed to the mail server.
    pub attempts: i32,
    /// How often nobody knows whether the server took it.
    pub uncertain: i32,
    /// When it is tried next, or, while somebody has claimed it, until when the claim holds. None if nothing more is to be done.
    pub due_at: Option<DateTime<Utc>>,
    /// When it was handed over last.
    pub last_attempt_at: Option<DateTime<Utc>>,
    /// What the mail server said last.
    pub last_reply: Option<String>,
    /// Why it was not sent, if it was skipped or suppressed.
    pub skip_reason: Option<String>,
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
    /// Its content is on its way to the mail server.
    Sending,
    /// Taken by the mail server.
    Sent,
    /// Tried in vain, to be tried again.
    Deferred,
    /// Refused for good.
    Failed,
    /// Taken by the mail server, and come back later.
    Bounced,
    /// Not sent, because mails to this address come back.
    Suppressed,
    /// Not sent, because there was nothing to send any more.
    Skipped,
    /// Its content was sent, but the answer was lost. It is tried once more; after that it stays so.
    Uncertain,
}

impl DeliveryState {
    /// All states.
    pub const ALL: &'static [Self] = &[
        Self::Queued,
        Self::Sending,
        Self::Sent,
        Self::Deferred,
        Self::Failed,
        Self::Bounced,
        Self::Suppressed,
        Self::Skipped,
        Self::Uncertain,
    ];

    /// The state as the database writes it.
    pub fn key(self) -> &'static str {
        match self {
            Self::Queued => "queued",
            Self::Sending => "sending",
            Self::Sent => "sent",
            Self::Deferred => "deferred",
            Self::Failed => "failed",
            Self::Bounced => "bounced",
            Self::Suppressed => "suppressed",
            Self::Skipped => "skipped",
            Self::Uncertain => "uncertain",
        }
    }

    /// The state with this key.
    pub fn from_key(key: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|state| state.key() == key)
    }
}

/// The mails that are not at their end, by what they wait for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct OpenDeliveries {
    /// Not yet tried.
    pub queued: u64,
    /// Under way at this moment.
    pub sending: u64,
    /// Tried in vain, to be tried again.
    pub deferred: u64,
    /// To be sent once more because the answer was lost.
    pub uncertain: u64,
    /// When the oldest of them was written.
    pub oldest: Option<DateTime<Utc>>,
}

impl Store {
    /// The mail with this id.
    pub async fn delivery(&self, id: DeliveryId) -> Result<Option<Delivery>, StoreError> {
        rows::one(self.reader(), Entity::find_by_id(id.0)).await?.map(Delivery::try_from).transpose()
    }

    /// How many digests left for each of these addresses since a moment; addresses without one are left out.
    pub async fn digests_sent_since(&self, recipients: &[&EmailAddress], since: DateTime<Utc>) -> Result<HashMap<String, u64>, StoreError> {
        let mut sent = HashMap::new();
        for some in recipients.chunks(IDS_AT_ONCE) {
            let select = Entity::find()
                .select_only()
                .column(Column::Recipient)
                .column_as(Expr::col(Column::Id).count(), "sent")
                .filter(Column::Recipient.is_in(some.iter().map(|address| address.reveal())))
                .filter(Column::Kind.eq(DIGEST))
                .filter(Expr::col(Column::SentAt).gte(moment::expr(since)))
                .group_by(Column::Recipient);
            let counted: Vec<(String, i64)> = select.into_tuple().all(self.reader()).await.map_err(StoreError::of(TABLE))?;
            sent.extend(counted.into_iter().map(|(address, count)| (address, count.unsigned_abs())));
        }
        Ok(sent)
    }

    /// The mails that were refused for good, the latest first, at most `limit`. Those of them that this version of the program cannot read are
    /// named in the log and left out.
    pub async fn failed_deliveries(&self, limit: u64) -> Result<Vec<Delivery>, StoreError> {
        let select = Entity::find()
            .filter(Column::State.eq(DeliveryState::Failed.key()))
            .order_by_desc(Column::CreatedAt)
            .order_by_desc(Column::Id)
            .limit(at_most(limit));
        let rows = self.reader().query_all(&select.into_query()).await.map_err(StoreError::of(TABLE))?;
        let left_out = |error: &StoreError| tracing::error!(%error, "a mail that cannot be read is left out of those that were refused");
        Ok(rows.iter().filter_map(|row| read(row).inspect_err(left_out).ok()).collect())
    }

    /// How many mails are not at their end.
    pub async fn open_deliveries(&self) -> Result<OpenDeliveries, StoreError> {
        let select = Query::select()
            .column(Column::State)
            .expr_as(Expr::cust("COUNT(*)"), "count")
            .expr_as(Expr::col(Column::CreatedAt).min(), "oldest")
            .from(Entity)
            .and_where(Expr::col(Column::DueAt).is_not_null())
            .group_by_col(Column::State)
            .take();
        let mut open = OpenDeliveries::default();
        for row in self.reader().query_all(&select).await.map_err(StoreError::of(TABLE))? {
            let read = || -> Result<(String, i64, Option<DateTime<Utc>>), sea_orm::DbErr> {
                Ok((row.try_get("", "state")?, row.try_get("", "count")?, row.try_get("", "oldest")?))
            };
            let (state, count, oldest) = read().map_err(StoreError::of(TABLE))?;
            let count = u64::try_from(count).unwrap_or(0);
            match DeliveryState::from_key(&state) {
                Some(DeliveryState::Queued) => open.queued = count,
                Some(DeliveryState::Sending) => open.sending = count,
                Some(DeliveryState::Deferred) => open.deferred = count,
                Some(DeliveryState::Uncertain) => open.uncertain = count,
                _ => {}
            }
            open.oldest = [open.oldest, oldest].into_iter().flatten().min();
        }
        Ok(open)
    }

    /// Returns when a transaction of this process that put mails on their way has been committed, or at once if one was since the last call.
    pub async fn mails_posted(&self) {
        self.inner.mails_posted.notified().await;
    }
}

impl Transaction {
    /// Keeps a mail to be sent.
    pub async fn insert_delivery(&mut self, delivery: &Delivery) -> Result<(), StoreError> {
        self.insert_deliveries(std::slice::from_ref(delivery)).await
    }

    /// Keeps mails to be sent.
    pub async fn insert_deliveries(&mut self, deliveries: &[Delivery]) -> Result<(), StoreError> {
        rows::insert_all::<Entity>(&self.db, deliveries.iter().map(row).collect()).await?;
        if !deliveries.is_empty() {
            self.posts_mails();
        }
        Ok(())
    }
}

/// A mail as its row says it.
pub(crate) fn read(row: &QueryResult) -> Result<Delivery, StoreError> {
    rows::read::<Model>(TABLE, row).and_then(Delivery::try_from)
}

fn row(delivery: &Delivery) -> Model {
    Model {
        id: delivery.id.0,
        kind: delivery.kind.clone(),
        recipient: delivery.recipient.reveal().to_owned(),
        message_id: delivery.message_id.clone(),
        mail_json: delivery.mail_json.reveal().to_owned(),
        state: delivery.state.key().to_owned(),
        bulk: delivery.bulk,
        attempts: delivery.attempts,
        uncertain: delivery.uncertain,
        due_at: delivery.due_at.map(moment::stored),
        claimed_by: None,
        last_attempt_at: delivery.last_attempt_at.map(moment::stored),
        last_reply: delivery.last_reply.as_deref().map(storable),
        skip_reason: delivery.skip_reason.as_deref().map(storable),
        created_at: moment::stored(delivery.created_at),
        sent_at: delivery.sent_at.map(moment::stored),
    }
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
            mail_json: row.mail_json.into(),
            bulk: row.bulk,
            attempts: row.attempts,
            uncertain: row.uncertain,
            due_at: row.due_at,
            last_attempt_at: row.last_attempt_at,
            last_reply: row.last_reply,
            skip_reason: row.skip_reason,
            created_at: row.created_at,
            sent_at: row.sent_at,
        })
    }
}
