//! What becomes of mails that were claimed, written for many at once.

use crate::{Backend, DeliveryState, Store, StoreError, Transaction, deliveries::TABLE, moment, rows::storable};
use chrono::{DateTime, Utc};
use domain::ids::DeliveryId;
use sea_orm::{ConnectionTrait, Statement, Value};
use std::collections::HashSet;
use uuid::Uuid;

/// How many mails one statement writes about, at 7 values each; SQLite takes 32,766 (its `SQLITE_MAX_VARIABLE_NUMBER`).
const AT_ONCE: usize = 4_000;

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

/// Where each mail stands now: the content of some is about to go out, by a sender whose claim on them holds and is prolonged; the others are at
/// an end. One statement is one transaction and one way to the database, of which each mail needs two.
///
/// The text of what has arrived, and of what was not to be sent, is forgotten. A mail that another sender has claimed meanwhile is left to
/// that one, except one that was certainly taken: the other has not begun to send it, and then finds its claim gone.
const NOTE: &str = r"
WITH noted(id, state, due_at, reply, skip_reason, tried, unsure) AS (VALUES {rows})
UPDATE delivery SET
    state = noted.state,
    due_at = noted.due_at,
    claimed_by = CASE WHEN noted.state = 'sending' THEN delivery.claimed_by END,
    last_reply = COALESCE(noted.reply, delivery.last_reply),
    skip_reason = CASE WHEN noted.state = 'sending' THEN delivery.skip_reason ELSE noted.skip_reason END,
    attempts = delivery.attempts + noted.tried,
    uncertain = delivery.uncertain + noted.unsure,
    last_attempt_at = CASE WHEN noted.tried = 1 THEN {now} ELSE delivery.last_attempt_at END,
    sent_at = CASE WHEN noted.state = 'sent' THEN {now} END,
    mail_json = CASE WHEN noted.state IN ('sent', 'skipped', 'suppressed') THEN '' ELSE delivery.mail_json END
FROM noted
WHERE delivery.id = noted.id
  AND CASE WHEN noted.state = 'sending'
        THEN delivery.claimed_by = $2 AND delivery.state <> 'sending'
        ELSE delivery.claimed_by = $2 OR (noted.state = 'sent' AND delivery.state IN ('queued', 'deferred', 'uncertain'))
      END
RETURNING delivery.id, delivery.state
";

impl Store {
    /// Writes down that the content of some mails is about to go out, by this sender, whose claim on them holds `until` then, and what came of
    /// others that it claimed. Returns the mails that may be sent, and how many outcomes were written: for the rest the claim has ended.
    pub async fn note_deliveries(
        &self,
        sender: &str,
        sending: &[DeliveryId],
        until: DateTime<Utc>,
        outcomes: &[DeliveryOutcome],
        now: DateTime<Utc>,
    ) -> Result<(HashSet<DeliveryId>, u64), StoreError> {
        let notes: Vec<_> = outcomes.iter().map(Note::ended).chain(sending.iter().map(|id| Note::sending(*id, until))).collect();
        let (mut may_go, mut written) = (HashSet::with_capacity(sending.len()), 0);
        for some in notes.chunks(AT_ONCE) {
            let statement = note(self.backend(), sender, some, now);
            for row in self.writer().query_all_raw(statement).await.map_err(StoreError::of(TABLE))? {
                let id: Uuid = row.try_get("", "id").map_err(StoreError::of(TABLE))?;
                let state: String = row.try_get("", "state").map_err(StoreError::of(TABLE))?;
                if state == DeliveryState::Sending.key() {
                    may_go.insert(DeliveryId(id));
                } else {
                    written += 1;
                }
            }
        }
        Ok((may_go, written))
    }
}

impl Transaction {
    /// Writes down what came of one mail that this sender has claimed, together with all else that follows from it. False if the claim has ended:
    /// then another sender finds out what comes of the mail, or it is there no more.
    pub async fn note_delivery(&mut self, sender: &str, outcome: &DeliveryOutcome, now: DateTime<Utc>) -> Result<bool, StoreError> {
        let statement = note(self.backend(), sender, &[Note::ended(outcome)], now);
        self.db.query_all_raw(statement).await.map(|rows| !rows.is_empty()).map_err(StoreError::of(TABLE))
    }
}

/// One row of [`NOTE`].
struct Note<'a> {
    id: DeliveryId,
    state: DeliveryState,
    due_at: Option<DateTime<Utc>>,
    reply: Option<&'a str>,
    skip_reason: Option<&'a str>,
    tried: bool,
    is_uncertain: bool,
}

impl<'a> Note<'a> {
    fn sending(id: DeliveryId, until: DateTime<Utc>) -> Self {
        let state = DeliveryState::Sending;
        Self { id, state, due_at: Some(until), reply: None, skip_reason: None, tried: false, is_uncertain: false }
    }

    fn ended(outcome: &'a DeliveryOutcome) -> Self {
        let DeliveryOutcome { id, state, due_at, reply, skip_reason, tried, is_uncertain } = outcome;
        Self {
            id: *id,
            state: *state,
            due_at: *due_at,
            reply: reply.as_deref(),
            skip_reason: skip_reason.as_deref(),
            tried: *tried,
            is_uncertain: *is_uncertain,
        }
    }
}

/// PostgreSQL does not guess the types of values in a list.
fn note(backend: Backend, sender: &str, notes: &[Note<'_>], now: DateTime<Utc>) -> Statement {
    let types = match backend {
        Backend::Sqlite => [""; 7],
        Backend::Postgres => ["::uuid", "::text", "::timestamptz", "::text", "::text", "::integer", "::integer"],
    };
    let mut values = vec![moment::value(now), Value::from(storable(sender))];
    let mut rows = Vec::with_capacity(notes.len());
    for one in notes {
        let first = values.len() + 1;
        let row: Vec<String> = types.iter().enumerate().map(|(at, cast)| format!("${}{cast}", first + at)).collect();
        rows.push(format!("({})", row.join(", ")));
        values.extend([
            Value::from(one.id.0),
            Value::from(one.state.key()),
            Value::from(one.due_at.map(moment::stored)),
            Value::from(one.reply.map(storable)),
            Value::from(one.skip_reason.map(storable)),
            Value::from(i32::from(one.tried)),
            Value::from(i32::from(one.is_uncertain)),
        ]);
    }
    let now = if backend == Backend::Postgres { "$1::timestamptz" } else { "$1" };
    let sql = NOTE.replace("{rows}", &rows.join(", ")).replace("{now}", now);
    let backend = if backend == Backend::Postgres { sea_orm::DbBackend::Postgres } else { sea_orm::DbBackend::Sqlite };
    Statement::from_sql_and_values(backend, sql, values)
}
