//! Claiming mails: no two senders ever hold the same one.
//!
//! A claim moves a mail's due time to the end of the lease and puts the sender's name on it; the state stays. Only when the content is about
//! to go out does the mail become `sending`. So what a sender that died held is simply due again, except what was `sending`.

use crate::{
    Backend, Delivery, Store, StoreError,
    claiming::claiming,
    deliveries::{self, TABLE},
    entity::delivery::{Column, Entity},
    moment,
    rows::{IDS_AT_ONCE, storable},
};
use chrono::{DateTime, TimeDelta, Utc};
use domain::ids::DeliveryId;
use sea_orm::{
    ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, Statement, Value,
    sea_query::{Expr, ExprTrait, LockBehavior, LockType, Query},
};
use std::time::Duration;
use uuid::Uuid;

/// What is due is read in the order of its index; of that, the first of each domain are taken. Of what has a due time all that is not being sent may
/// be claimed: asked for by a list of states PostgreSQL would read all mails in these states, as long as it does not know yet how many they have
/// become. `IS TRUE` keeps the index of what is due out of the UPDATE, see [`claiming`].
const CLAIM: &str = r"
WITH due AS (
    SELECT id, recipient, due_at FROM delivery
    WHERE bulk = $1 AND due_at <= $2 AND state <> 'sending' {elsewhere}
    ORDER BY due_at, id
    LIMIT $3 {skip_locked}
), fair AS (
    SELECT id, ROW_NUMBER() OVER (PARTITION BY {domain} ORDER BY due_at, id) AS place FROM due
)
UPDATE delivery SET claimed_by = $4, due_at = $5
WHERE id {among} SELECT id FROM fair WHERE place <= $6 {end} AND (due_at <= $2) IS TRUE AND state <> 'sending'
RETURNING *
";

/// The answer was lost with whoever waited for it. The first time the mail is due again at once, the second time it stays as it is. What its
/// sender is writing about at this moment is not lost.
const LOST: &str = r"
UPDATE delivery SET
    state = 'uncertain', uncertain = uncertain + 1, attempts = attempts + 1, claimed_by = NULL,
    due_at = CASE WHEN uncertain = 0 THEN {now} END, last_attempt_at = {now}
WHERE id {among} SELECT id FROM delivery WHERE state = 'sending' AND due_at <= {now} {skip_locked} {end}
";

/// How long what is to be told waits where this version of the program cannot read a row that it needs, as after a step back to an earlier one: a
/// mail, a digest, a reader, or the subscription that an unreadable case may fit.
pub const UNREADABLE_WAIT: TimeDelta = TimeDelta::hours(1);

/// How many mails a sender wants, and to whom.
///
/// Limits for each receiving domain hold back mails that were claimed. So that those do not fill a sender's hands while mails to others wait, a
/// claim can leave some to later ones.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct DeliveryClaim {
    /// How many mails in all, at most.
    pub limit: u64,
    /// How many of each lane to addresses of one domain, at most; none: as many as there are.
    pub per_domain: Option<u64>,
    /// The domains of which no mail is wanted that somebody waits for.
    pub not_urgent_to: Vec<String>,
    /// The domains of which no other mail is wanted.
    pub not_bulk_to: Vec<String>,
}

impl DeliveryClaim {
    /// Mails to whomever.
    pub fn of(limit: u64) -> Self {
        Self { limit, ..Self::default() }
    }
}

impl Store {
    /// Claims mails that are due at `now`, for `lease` from then on: those that somebody waits for first, then the longest due. Where
    /// [`DeliveryClaim::per_domain`] is set there may be more although fewer than the limit come.
    ///
    /// A mail that this version of the program cannot read is named in the log, waits for an hour and keeps no other back.
    pub async fn claim_deliveries(
        &self,
        sender: &str,
        wanted: &DeliveryClaim,
        now: DateTime<Utc>,
        lease: Duration,
    ) -> Result<Vec<Delivery>, StoreError> {
        let mut claimed = self.claim_lane(false, sender, wanted, now, lease).await?;
        let left = wanted.limit.saturating_sub(claimed.len() as u64);
        if left > 0 {
            let others = DeliveryClaim { limit: left, ..wanted.clone() };
            claimed.extend(self.claim_lane(true, sender, &others, now, lease).await?);
        }
        Ok(claimed)
    }

    /// Like [`Store::claim_deliveries`], but only mails that somebody waits for.
    pub async fn claim_urgent_deliveries(
        &self,
        sender: &str,
        wanted: &DeliveryClaim,
        now: DateTime<Utc>,
        lease: Duration,
    ) -> Result<Vec<Delivery>, StoreError> {
        self.claim_lane(false, sender, wanted, now, lease).await
    }

    async fn claim_lane(
        &self,
        bulk: bool,
        sender: &str,
        wanted: &DeliveryClaim,
        now: DateTime<Utc>,
        lease: Duration,
    ) -> Result<Vec<Delivery>, StoreError> {
        let mut claimed = Vec::new();
        loop {
            let left = wanted.limit.saturating_sub(claimed.len() as u64);
            let claim = self.mail_claim(bulk, sender, &DeliveryClaim { limit: left, ..wanted.clone() }, now, lease);
            let rows = self.writer().query_all_raw(claim).await.map_err(StoreError::of(TABLE))?;
            let mut unreadable = Vec::new();
            for row in &rows {
                match deliveries::read(row) {
                    Ok(delivery) => claimed.push(delivery),
                    Err(error) => {
                        tracing::error!(%error, "a mail that cannot be read is put off");
                        // Where not even its id can be read it waits for its lease to end.
                        unreadable.push(row.try_get::<Uuid>("", "id").ok().map(DeliveryId));
                    }
                }
            }
            if unreadable.is_empty() {
                claimed.sort_by_key(|delivery| (delivery.created_at, delivery.id.0));
                return Ok(claimed);
            }
            // Others are due in their place.
            let ids: Vec<_> = unreadable.into_iter().flatten().collect();
            self.release_deliveries(sender, &ids, now + UNREADABLE_WAIT).await?;
        }
    }

    /// The statement that claims the mails that somebody waits for, or the others (`bulk`).
    pub(crate) fn mail_claim(&self, bulk: bool, sender: &str, wanted: &DeliveryClaim, now: DateTime<Utc>, lease: Duration) -> Statement {
        let number = |count: u64| Value::from(i64::try_from(count).unwrap_or(i64::MAX));
        let until = now + TimeDelta::from_std(lease).unwrap_or(TimeDelta::hours(1));
        let mut values = vec![
            Value::from(bulk),
            moment::value(now),
            number(wanted.limit),
            Value::from(storable(sender)),
            moment::value(until),
            number(wanted.per_domain.unwrap_or(wanted.limit)),
        ];
        let not_to = if bulk { &wanted.not_bulk_to } else { &wanted.not_urgent_to };
        let sql = claim_sql(self.backend(), values.len(), not_to.len());
        values.extend(not_to.iter().map(|domain| Value::from(storable(domain))));
        Statement::from_sql_and_values(self.writer().get_database_backend(), sql, values)
    }

    /// Lets the claims of this sender on mails end no earlier than `until`; of a mail that is being written about at this moment, that says how
    /// long it is claimed. To wait for it could be a deadlock, since both are about many mails.
    pub async fn extend_claims(&self, sender: &str, ids: &[DeliveryId], until: DateTime<Utc>) -> Result<(), StoreError> {
        for some in ids.chunks(IDS_AT_ONCE) {
            let held = Query::select()
                .column(Column::Id)
                .from(Entity)
                .and_where(Column::Id.is_in(some.iter().map(|id| id.0)))
                .and_where(Column::ClaimedBy.eq(sender))
                .and_where(Expr::col(Column::DueAt).lt(moment::expr(until)))
                .lock_with_behavior(LockType::Update, LockBehavior::SkipLocked)
                .take();
            let update = Entity::update_many().col_expr(Column::DueAt, moment::expr(until)).filter(Column::Id.in_subquery(held));
            update.exec(self.writer()).await.map_err(StoreError::of(TABLE))?;
        }
        Ok(())
    }

    /// Gives mails back that this sender claimed and has not begun to send; they are due from this moment on.
    pub async fn release_deliveries(&self, sender: &str, ids: &[DeliveryId], due_at: DateTime<Utc>) -> Result<(), StoreError> {
        for some in ids.chunks(IDS_AT_ONCE) {
            let update = Entity::update_many()
                .col_expr(Column::DueAt, moment::expr(due_at))
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
        self.writer().execute_raw(self.mail_loss(now)).await.map(|result| result.rows_affected()).map_err(StoreError::of(TABLE))
    }

    /// The statement that finds the mails whose answer is lost.
    pub(crate) fn mail_loss(&self, now: DateTime<Utc>) -> Statement {
        let cast = match self.backend() {
            Backend::Sqlite => "$1",
            Backend::Postgres => "CAST($1 AS TIMESTAMPTZ)",
        };
        let sql = claiming(self.backend(), LOST).replace("{now}", cast);
        Statement::from_sql_and_values(self.writer().get_database_backend(), sql, [moment::value(now)])
    }
}

/// The statement that claims; the values from number `bound` + 1 on are the domains left out. An address has one at sign, so what follows it is
/// the domain.
fn claim_sql(backend: Backend, bound: usize, left_out: usize) -> String {
    let domain = match backend {
        Backend::Sqlite => "substr(recipient, instr(recipient, '@') + 1)",
        Backend::Postgres => "split_part(recipient, '@', 2)",
    };
    let elsewhere = if left_out == 0 {
        String::new()
    } else {
        let places: Vec<_> = (1..=left_out).map(|at| format!("${}", bound + at)).collect();
        format!("AND {domain} NOT IN ({})", places.join(", "))
    };
    claiming(backend, CLAIM).replace("{elsewhere}", &elsewhere).replace("{domain}", domain)
}
