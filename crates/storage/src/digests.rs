//! Digests: one row for a subscription and a period, whatever came of it.

use crate::{
    Store, StoreError, Transaction,
    entity::{
        delivery,
        digest::{Column, Entity, Model},
    },
    moment,
    rows::{self, IDS_AT_ONCE, Place, ROWS_AT_ONCE, storable},
};
use chrono::{DateTime, Utc};
use domain::ids::{CaseId, DeliveryId, DigestId, SubscriptionId};
use sea_orm::{
    ColumnTrait, ConnectionTrait, DeleteMany, EntityTrait, IntoActiveModel, QueryFilter, QueryOrder,
    sea_query::{Expr, ExprTrait, Query},
};
use std::collections::{HashMap, HashSet};
use uuid::Uuid;

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
    /// The best of the new cases that fit, in the order of the mail, and behind them those that other digests of the mail name. One that was erased
    /// since is still named.
    pub case_ids: Vec<CaseId>,
    /// How many new cases fit.
    pub total: u32,
    /// The same of the cases with a substantial new version.
    pub renewed_ids: Vec<CaseId>,
    /// How many of those fit.
    pub renewed_total: u32,
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

    /// The digests that each of these mails tells, one for each of its sections.
    pub async fn digests_of_deliveries(&self, deliveries: &[DeliveryId]) -> Result<HashMap<DeliveryId, Vec<Digest>>, StoreError> {
        let mut digests: HashMap<DeliveryId, Vec<Digest>> = HashMap::with_capacity(deliveries.len());
        for some in deliveries.chunks(IDS_AT_ONCE) {
            let select = Entity::find().filter(Column::DeliveryId.is_in(some.iter().map(|id| id.0)));
            let mut rows = rows::all(self.reader(), select).await?;
            // Not in the statement: PostgreSQL would take the order from the index of ids, and read all digests that there are.
            rows.sort_by_key(|row| row.id);
            for row in rows {
                let Some(delivery) = row.delivery_id else { continue };
                digests.entry(DeliveryId(delivery)).or_default().push(row.try_into()?);
            }
        }
        Ok(digests)
    }
}

impl Transaction {
    /// Keeps digests, each unless its subscription has one of its period.
    pub async fn insert_digests(&mut self, digests: &[Digest]) -> Result<(), StoreError> {
        for some in digests.chunks(ROWS_AT_ONCE) {
            let rows = some.iter().map(|digest| row(digest).map(IntoActiveModel::into_active_model)).collect::<Result<Vec<_>, _>>()?;
            let insert = Entity::insert_many(rows).on_conflict_do_nothing_on([Column::SubscriptionId, Column::PeriodKey]);
            insert.exec_without_returning(&self.db).await.map_err(StoreError::of(TABLE))?;
        }
        Ok(())
    }

    /// Which of these subscriptions have a digest of which of these periods.
    pub async fn digests_of_periods(
        &mut self,
        subscriptions: &[SubscriptionId],
        periods: &[&str],
    ) -> Result<HashSet<(SubscriptionId, String)>, StoreError> {
        let mut found = HashSet::new();
        for some in subscriptions.chunks(IDS_AT_ONCE) {
            for keys in periods.chunks(IDS_AT_ONCE) {
                let select = Query::select()
                    .columns([Column::SubscriptionId, Column::PeriodKey])
                    .from(Entity)
                    .and_where(Expr::col(Column::SubscriptionId).is_in(some.iter().map(|id| id.0)))
                    .and_where(Expr::col(Column::PeriodKey).is_in(keys.iter().copied()))
                    .take();
                for row in self.db.query_all(&select).await.map_err(StoreError::of(TABLE))? {
                    let id: Uuid = row.try_get("", "subscription_id").map_err(StoreError::of(TABLE))?;
                    found.insert((SubscriptionId(id), row.try_get("", "period_key").map_err(StoreError::of(TABLE))?));
                }
            }
        }
        Ok(found)
    }

    /// Deletes what was composed before this moment, unless its mail is still on its way, and returns how many digests those were.
    pub async fn delete_old_digests(&mut self, before: DateTime<Utc>) -> Result<u64, StoreError> {
        deletion(before).exec(&self.db).await.map(|result| result.rows_affected).map_err(StoreError::of(TABLE))
    }
}

/// Deletes what was composed before this moment and has no mail any more, or never had one.
fn deletion(before: DateTime<Utc>) -> DeleteMany<Entity> {
    // Not "none of the mails": PostgreSQL looks through them all for each digest as soon as they are too many for its memory.
    let mail = Query::select()
        .expr(Expr::val(1))
        .from(delivery::Entity)
        .and_where(Expr::col((delivery::Entity, delivery::Column::Id)).equals((Entity, Column::DeliveryId)))
        .take();
    let past = Expr::col((Entity, Column::CreatedAt)).lt(moment::bound(before));
    Entity::delete_many().filter(past).filter(Expr::not_exists(mail))
}

fn row(digest: &Digest) -> Result<Model, StoreError> {
    let place = Place { table: TABLE, id: &digest.id };
    let (delivery_id, skip_reason) = match &digest.outcome {
        DigestOutcome::Composed { delivery } => (Some(delivery.0), None),
        DigestOutcome::Skipped { reason } => (None, Some(storable(reason))),
    };
    Ok(Model {
        id: digest.id.0,
        subscription_id: digest.subscription.0,
        period_key: digest.period_key.clone(),
        window_start: moment::stored(digest.window_start),
        window_end: moment::stored(digest.window_end),
        delivery_id,
        skip_reason,
        case_ids: place.parsed("case_ids", serde_json::to_string(&digest.case_ids))?,
        total: place.parsed("total", i32::try_from(digest.total))?,
        renewed_ids: place.parsed("renewed_ids", serde_json::to_string(&digest.renewed_ids))?,
        renewed_total: place.parsed("renewed_total", i32::try_from(digest.renewed_total))?,
        created_at: moment::stored(digest.created_at),
    })
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
            case_ids: place.json("case_ids", serde_json::from_str(&row.case_ids))?,
            total: place.parsed("total", u32::try_from(row.total))?,
            renewed_ids: place.json("renewed_ids", serde_json::from_str(&row.renewed_ids))?,
            renewed_total: place.parsed("renewed_total", u32::try_from(row.renewed_total))?,
            created_at: row.created_at,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::plans::{on_postgres, on_sqlite, plan};
    use sea_orm::QueryTrait;

    #[tokio::test]
    async fn on_sqlite_each_old_digest_looks_for_its_mail_alone() {
        on_sqlite(|store| async move {
            let plan = plan(&store, &deletion(DateTime::UNIX_EPOCH).into_query()).await;
            assert!(plan.contains("SEARCH delivery USING") && !plan.contains("SCAN delivery"), "{plan}");
        })
        .await;
    }

    #[tokio::test]
    async fn on_postgres_old_digests_and_mails_are_brought_together_once() {
        on_postgres(|store| async move {
            let plan = plan(&store, &deletion(DateTime::UNIX_EPOCH).into_query()).await;
            assert!(plan.contains("Anti Join") && !plan.contains("SubPlan"), "{plan}");
        })
        .await;
    }
}
