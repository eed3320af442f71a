//! Claiming mails: no two senders ever hold the same one.
//!
//! A claim moves a mail's due time to the end of the lease and puts the sender's name on it; the state stays. Only when the content is about
//! to go out does the mail become `sending`. So what a sender that died held is simply due again, except what was `sending`.

use crate::{
    Backend, Delivery, Store, StoreError,
    deliveries::TABLE,
    entity::delivery::{Column, Entity, Model},
    moment,
    rows::{self, IDS_AT_ONCE, storable},
};
use chrono::{DateTime, TimeDelta, Utc};
use domain::ids::DeliveryId;
use sea_orm::{
    ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, Statement, Value,
    sea_query::{Expr, ExprTrait},
};
use std::time::Duration;

/// As the claim of jobs: the conditions stand in the UPDATE once more for what another sender changed between its parts.
const CLAIM: &str = r"
WITH due AS (
    SELECT id FROM delivery
    WHERE bulk = $1 AND due_at <= $2 AND state IN ('queued', 'deferred', 'uncertain')
    ORDER BY due_at, id
    LIMIT $3 {skip_locked}
)
UPDATE delivery SET claimed_by = $4, due_at = $5
WHERE id IN (SELECT id FROM due) AND due_at <= $2 AND state IN ('queued', 'deferred', 'uncertain')
RETURNING *
";

/// The answer was lost with whoever waited for it. The first time the mail is due again at once, the second time it stays as it is.
const LOST: &str = r"
UPDATE delivery SET
    state = 'uncertain', uncertain = uncertain + 1, attempts = attempts + 1, claimed_by = NULL,
    due_at = CASE WHEN uncertain = 0 THEN {now} END, last_attempt_at = {now}
WHERE state = 'sending' AND due_at <= {now}
";

impl Store {
    /// Claims up to `limit` mails that are due at `now`, for `lease` from then on: those that somebody waits for first, then the longest due.
    pub async fn claim_deliveries(
        &self,
        sender: &str,
        limit: u64,
        now: DateTime<Utc>,
        lease: Duration,
    ) -> Result<Vec<Delivery>, StoreError> {
        let mut claimed = self.claim_lane(false, sender, limit, now, lease).await?;
        let left = limit.saturating_sub(claimed.len() as u64);
        if left > 0 {
            claimed.extend(self.claim_lane(true, sender, left, now, lease).await?);
        }
        Ok(claimed)
    }

    /// Like [`Store::claim_deliveries`], but only mails that somebody waits for.
    pub async fn claim_urgent_deliveries(
        &self,
        sender: &str,
        limit: u64,
        now: DateTime<Utc>,
        lease: Duration,
    ) -> Result<Vec<Delivery>, StoreError> {
        self.claim_lane(false, sender, limit, now, lease).await
    }

    async fn claim_lane(
        &self,
        bulk: bool,
        sender: &str,
        limit: u64,
        now: DateTime<Utc>,
        lease: Duration,
    ) -> Result<Vec<Delivery>, StoreError> {
        let skip_locked = match self.backend() {
            Backend::Sqlite => "",
            Backend::Postgres => "FOR UPDATE SKIP LOCKED",
        };
        let until = now + TimeDelta::from_std(lease).unwrap_or(TimeDelta::hours(1));
        let values = [
            Value::from(bulk),
            moment::value(now),
            Value::from(i64::try_from(limit).unwrap_or(i64::MAX)),
            Value::from(storable(sender)),
            moment::value(until),
        ];
        let sql = CLAIM.replace("{skip_locked}", skip_locked);
        let claim = Statement::from_sql_and_values(self.writer().get_database_backend(), sql, values);
        let rows = self.writer().query_all_raw(claim).await.map_err(StoreError::of(TABLE))?;
        let mut rows = rows.iter().map(|row| rows::read::<Model>(TABLE, row)).collect::<Result<Vec<_>, _>>()?;
        rows.sort_by_key(|row| (row.created_at, row.id));
        rows.into_iter().map(Delivery::try_from).collect()
    }

    /// Lets the claims of this sender on mails end no earlier than `until`.
    pub async fn extend_claims(&self, sender: &str, ids: &[DeliveryId], until: DateTime<Utc>) -> Result<(), StoreError> {
        for some in ids.chunks(IDS_AT_ONCE) {
            let update = Entity::update_many()
                .col_expr(Column::DueAt, moment::expr(until))
                .filter(Column::Id.is_in(some.iter().map(|id| id.0)))
                .filter(Column::ClaimedBy.eq(sender))
                .filter(Expr::col(Column::DueAt).lt(moment::expr(until)));
            update.exec(self.writer()).await.map_err(StoreError::of(TABLE))?;
        }
        Ok(())
    }

    /// Gives mails back that this sender claimed and has not begun to send.
    pub async fn release_deliveries(&self, sender: &str, ids: &[DeliveryId], now: DateTime<Utc>) -> Result<(), StoreError> {
        for some in ids.chunks(IDS_AT_ONCE) {
            let update = Entity::update_many()
                .col_expr(Column::DueAt, moment::expr(now))
                .col_expr(Column::ClaimedBy, Expr::val(Option::<String>::None))
                .filter(Column::Id.is_in(some.iter().map(|id| id.0)))
                .filter(Column::ClaimedBy.eq(sender))
                .filter(Column::State.ne(crate::DeliveryState::Sending.key()));
            update.exec(self.writer()).await.map_err(StoreError::of(TABLE))?;
        }
        Ok(())
    }

    /// Finds the mails whose sender died between their content and the answer, and returns how many they were.
    pub async fn lose_unanswered_deliveries(&self, now: DateTime<Utc>) -> Result<u64, StoreError> {
        let cast = match self.backend() {
            Backend::Sqlite => "$1",
            Backend::Postgres => "CAST($1 AS TIMESTAMPTZ)",
        };
        let backend = self.writer().get_database_backend();
        let statement = Statement::from_sql_and_values(backend, LOST.replace("{now}", cast), [moment::value(now)]);
        self.writer().execute_raw(statement).await.map(|result| result.rows_affected()).map_err(StoreError::of(TABLE))
    }
}
