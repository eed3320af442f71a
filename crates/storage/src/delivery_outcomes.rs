//! What becomes of mails that were claimed, written for many at once.

use crate::{
    Backend, DeliveryState, Store, StoreError, Transaction,
    deliveries::TABLE,
    entity::delivery::{Column, Entity},
    moment,
    rows::storable,
};
use chrono::{DateTime, Utc};
use domain::ids::DeliveryId;
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, Statement, Value, sea_query::Expr};
use std::collections::HashSet;
use uuid::Uuid;

/// How many outcomes one statement writes: 7 values each.
const AT_ONCE: usize = 500;

/// What came of a mail.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DeliveryOutcome {
    /// The mail.
    pub id: DeliveryId,
    /// Where it stands now.
    pub state: DeliveryState,
    /// When it is to be tried again.
    pub due_at: Option<DateTime<Utc>>,
    /// What the mail server said.
    pub reply: Option<String>,
    /// Why it was not sent.
    pub skip_reason: Option<String>,
    /// Whether this counts as an attempt.
    pub tried: bool,
    /// Whether nobody knows if the server took it.
    pub is_uncertain: bool,
}

/// The text of what has arrived, and of what was not to be sent, is forgotten. A mail that another sender has claimed meanwhile is left to
/// that one, except one that was certainly taken: the other has not begun to send it, and then finds its claim gone.
const RECORD: &str = r"
WITH outcome(id, state, due_at, reply, skip_reason, tried, unsure) AS (VALUES {rows})
UPDATE delivery SET
    state = outcome.state,
    due_at = outcome.due_at,
    claimed_by = NULL,
    last_reply = COALESCE(outcome.reply, delivery.last_reply),
    skip_reason = outcome.skip_reason,
    attempts = delivery.attempts + outcome.tried,
    uncertain = delivery.uncertain + outcome.unsure,
    last_attempt_at = CASE WHEN outcome.tried = 1 THEN {now} ELSE delivery.last_attempt_at END,
    sent_at = CASE WHEN outcome.state = 'sent' THEN {now} END,
    mail_json = CASE WHEN outcome.state IN ('sent', 'skipped', 'suppressed') THEN '' ELSE delivery.mail_json END
FROM outcome
WHERE delivery.id = outcome.id
  AND (delivery.claimed_by = $2 OR (outcome.state = 'sent' AND delivery.state IN ('queued', 'deferred', 'uncertain')))
";

impl Transaction {
    /// The content of these mails is about to go out, by this sender, whose claim holds until then. Returns those that it may send: for the
    /// others the claim has ended.
    pub async fn deliveries_sending(
        &mut self,
        sender: &str,
        ids: &[DeliveryId],
        until: DateTime<Utc>,
    ) -> Result<HashSet<DeliveryId>, StoreError> {
        if ids.is_empty() {
            return Ok(HashSet::new());
        }
        let update = Entity::update_many()
            .col_expr(Column::State, Expr::val(DeliveryState::Sending.key()))
            .col_expr(Column::DueAt, moment::expr(until))
            .filter(Column::Id.is_in(ids.iter().map(|id| id.0)))
            .filter(Column::ClaimedBy.eq(sender))
            .filter(Column::State.ne(DeliveryState::Sending.key()));
        let query = sea_orm::QueryTrait::into_query(update);
        let rows = self.db.query_all(&with_ids(query)).await.map_err(StoreError::of(TABLE))?;
        let ids = rows.iter().map(|row| row.try_get::<Uuid>("", "id").map(DeliveryId)).collect::<Result<_, _>>();
        ids.map_err(StoreError::of(TABLE))
    }

    /// Writes down what came of mails that this sender claimed. Returns how many rows that were: for the others the claim had ended.
    pub async fn record_deliveries(&mut self, sender: &str, outcomes: &[DeliveryOutcome], now: DateTime<Utc>) -> Result<u64, StoreError> {
        let mut written = 0;
        for some in outcomes.chunks(AT_ONCE) {
            let statement = record(self.backend(), sender, some, now);
            written += self.db.execute_raw(statement).await.map_err(StoreError::of(TABLE))?.rows_affected();
        }
        Ok(written)
    }
}

impl Store {
    /// Begins sending and writes down outcomes in one transaction of its own, as [`Transaction::deliveries_sending`] and
    /// [`Transaction::record_deliveries`] do. Returns the mails that may be sent, and how many outcomes were written.
    pub async fn note_deliveries(
        &self,
        sender: &str,
        sending: &[DeliveryId],
        until: DateTime<Utc>,
        outcomes: &[DeliveryOutcome],
        now: DateTime<Utc>,
    ) -> Result<(HashSet<DeliveryId>, u64), StoreError> {
        let mut transaction = self.begin().await?;
        let written = transaction.record_deliveries(sender, outcomes, now).await?;
        let sending = transaction.deliveries_sending(sender, sending, until).await?;
        transaction.commit().await?;
        Ok((sending, written))
    }
}

fn with_ids(mut update: sea_orm::sea_query::UpdateStatement) -> sea_orm::sea_query::UpdateStatement {
    update.returning(sea_orm::sea_query::Query::returning().column(Column::Id));
    update
}

/// PostgreSQL does not guess the types of values in a list.
fn record(backend: Backend, sender: &str, outcomes: &[DeliveryOutcome], now: DateTime<Utc>) -> Statement {
    let types = match backend {
        Backend::Sqlite => [""; 7],
        Backend::Postgres => ["::uuid", "::text", "::timestamptz", "::text", "::text", "::integer", "::integer"],
    };
    let mut values = vec![moment::value(now), Value::from(storable(sender))];
    let mut rows = Vec::with_capacity(outcomes.len());
    for outcome in outcomes {
        let first = values.len() + 1;
        let row: Vec<String> = types.iter().enumerate().map(|(at, cast)| format!("${}{cast}", first + at)).collect();
        rows.push(format!("({})", row.join(", ")));
        values.extend([
            Value::from(outcome.id.0),
            Value::from(outcome.state.key()),
            Value::from(outcome.due_at.map(moment::stored)),
            Value::from(outcome.reply.as_deref().map(storable)),
            Value::from(outcome.skip_reason.as_deref().map(storable)),
            Value::from(i32::from(outcome.tried)),
            Value::from(i32::from(outcome.is_uncertain)),
        ]);
    }
    let now = if backend == Backend::Postgres { "$1::timestamptz" } else { "$1" };
    let sql = RECORD.replace("{rows}", &rows.join(", ")).replace("{now}", now);
    let backend = if backend == Backend::Postgres { sea_orm::DbBackend::Postgres } else { sea_orm::DbBackend::Sqlite };
    Statement::from_sql_and_values(backend, sql, values)
}
