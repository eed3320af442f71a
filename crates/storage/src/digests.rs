//! Digests: one row for a subscription and a period, whatever came of it.

use crate::{
    Store, StoreError, Transaction,
    entity::digest::{Column, Entity, Model},
    moment,
    rows::{self, Place, storable},
};
use chrono::{DateTime, Utc};
use domain::ids::{CaseId, DeliveryId, DigestId, SubscriptionId};
use sea_orm::{ColumnTrait, EntityTrait, IntoActiveModel, QueryFilter, QueryOrder, TryInsertResult};

const TABLE: &str = "digest";

/// What a subscription was told about a window of time.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Digest {
    /// Its id.
    pub id: DigestId,
    /// The subscription.
    pub subscription: SubscriptionId,
    /// The period's key, from [`domain::digest_period::DigestPeriod`]; unique within the subscription.
    pub period_key: String,
    /// The first moment that it covers.
    pub window_start: DateTime<Utc>,
    /// The first moment that it no longer covers.
    pub window_end: DateTime<Utc>,
    /// What came of it.
    pub outcome: DigestOutcome,
    /// The cases that fit, in the order of the mail. One that was erased since is still named.
    pub case_ids: Vec<CaseId>,
    /// When it was composed.
    pub created_at: DateTime<Utc>,
}

/// What came of a digest.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum DigestOutcome {
    /// There was something to tell.
    Composed {
        /// The mail that tells it.
        delivery: DeliveryId,
    },
    /// There was nothing to tell, so there was no mail.
    Skipped {
        /// Why, for the log.
        reason: String,
    },
}

impl Store {
    /// All digests of a subscription, the latest window first.
    pub async fn digests(&self, subscription: SubscriptionId) -> Result<Vec<Digest>, StoreError> {
        let select = Entity::find().filter(Column::SubscriptionId.eq(subscription.0)).order_by_desc(Column::WindowEnd);
        rows::all(self.reader(), select).await?.into_iter().map(Digest::try_from).collect()
    }

    /// The digest that a mail tells, if the mail is one of a digest.
    pub async fn digest_of_delivery(&self, delivery: DeliveryId) -> Result<Option<Digest>, StoreError> {
        let select = Entity::find().filter(Column::DeliveryId.eq(delivery.0));
        rows::one(self.reader(), select).await?.map(Digest::try_from).transpose()
    }
}

impl Transaction {
    /// Keeps a digest. Does nothing and returns false where the subscription has one of this period.
    pub async fn insert_digest(&mut self, digest: &Digest) -> Result<bool, StoreError> {
        let (delivery_id, skip_reason) = match &digest.outcome {
            DigestOutcome::Composed { delivery } => (Some(delivery.0), None),
            DigestOutcome::Skipped { reason } => (None, Some(storable(reason))),
        };
        let row = Model {
            id: digest.id.0,
            subscription_id: digest.subscription.0,
            period_key: digest.period_key.clone(),
            window_start: moment::stored(digest.window_start),
            window_end: moment::stored(digest.window_end),
            delivery_id,
            skip_reason,
            case_ids: Place { table: TABLE, id: &digest.id }.parsed("case_ids", serde_json::to_string(&digest.case_ids))?,
            created_at: moment::stored(digest.created_at),
        };
        let insert = Entity::insert(row.into_active_model()).on_conflict_do_nothing_on([Column::SubscriptionId, Column::PeriodKey]);
        let inserted = insert.exec_without_returning(&self.db).await.map_err(StoreError::of(TABLE))?;
        Ok(matches!(inserted, TryInsertResult::Inserted(1)))
    }
}

impl TryFrom<Model> for Digest {
    type Error = StoreError;

    fn try_from(row: Model) -> Result<Self, StoreError> {
        let place = Place { table: TABLE, id: &row.id };
        let outcome = match (row.delivery_id, row.skip_reason) {
            (Some(delivery), None) => Some(DigestOutcome::Composed { delivery: DeliveryId(delivery) }),
            (None, Some(reason)) => Some(DigestOutcome::Skipped { reason }),
            _ => None,
        };
        Ok(Self {
            id: DigestId(row.id),
            subscription: SubscriptionId(row.subscription_id),
            period_key: row.period_key,
            window_start: row.window_start,
            window_end: row.window_end,
            outcome: place.known("delivery_id", outcome)?,
            case_ids: place.parsed("case_ids", serde_json::from_str(&row.case_ids))?,
            created_at: row.created_at,
        })
    }
}
