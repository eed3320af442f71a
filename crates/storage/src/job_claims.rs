//! Claiming jobs: no two workers ever hold the same one.

use crate::{Store, StoreError, claiming::claiming, jobs::TABLE, moment, rows::storable};
use chrono::{DateTime, TimeDelta, Utc};
use domain::{Job, ids::JobId};
use sea_orm::{ConnectionTrait, DbErr, QueryResult, Statement, Value};
use std::time::Duration;
use uuid::Uuid;

/// A job that a worker holds until its lease ends.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ClaimedJob {
    /// Its id.
    pub id: JobId,
    /// What is to be done.
    pub job: Job,
    /// How often it was claimed, this time included.
    pub attempts: i32,
}

impl ClaimedJob {
    /// What the worker holds the job by.
    pub fn claim(&self) -> JobClaim {
        JobClaim { id: self.id, attempt: self.attempts }
    }
}

/// What a worker holds a job by: it may say what became of the job until somebody claims it anew, because its lease had ended. Every claim counts
/// as an attempt, so that the number tells claims apart, those of one worker too.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct JobClaim {
    /// The job.
    pub id: JobId,
    /// Which attempt at it this is.
    pub attempt: i32,
}

/// Which jobs a worker asks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Lane {
    /// All of them.
    All,
    /// Those that take a moment.
    Quick,
    /// Those of [`Job::INDEX_KINDS`].
    Index,
    /// Those of [`Job::LONG_KINDS`].
    Long,
    /// Those of [`Job::DIGEST_KINDS`].
    Digests,
}

impl Lane {
    fn condition(self) -> String {
        let list = |kinds: &[&str]| kinds.iter().map(|kind| format!("'{kind}'")).collect::<Vec<_>>().join(", ");
        match self {
            Self::All => String::new(),
            Self::Quick => format!("AND kind NOT IN ({})", list(&[Job::INDEX_KINDS, Job::LONG_KINDS, Job::DIGEST_KINDS].concat())),
            Self::Index => format!("AND kind IN ({})", list(Job::INDEX_KINDS)),
            Self::Long => format!("AND kind IN ({})", list(Job::LONG_KINDS)),
            Self::Digests => format!("AND kind IN ({})", list(Job::DIGEST_KINDS)),
        }
    }
}

/// Takes the longest due jobs, and those whose worker let its lease end. A job whose key is running is left alone until that one has
/// ended, one way or another: two at once could write what they read in the wrong order.
///
/// What waits is read in the order of its index, and no further than to the limit. The keys that run are few and are read once: where each waiting job
/// looks for its own, a plan that PostgreSQL made while the queue was empty reads all of a full queue for each of them. In the UPDATE the states are
/// told by what they are not, see [`claiming`].
const CLAIM: &str = r"
WITH waiting AS (
    SELECT id, run_at FROM job
    WHERE state = 'waiting' AND run_at <= $1 {of_lane} AND key NOT IN (SELECT key FROM job WHERE state = 'running')
    ORDER BY run_at, id
    LIMIT $2 {skip_locked}
), ended AS (
    SELECT id, run_at FROM job WHERE state = 'running' AND lease_until <= $1 {of_lane}
    ORDER BY run_at, id
    LIMIT $2 {skip_locked}
), due AS (
    SELECT id FROM (SELECT id, run_at FROM waiting UNION ALL SELECT id, run_at FROM ended) AS either
    ORDER BY run_at, id
    LIMIT $2
)
UPDATE job SET state = 'running', worker = $3, lease_until = $4, attempts = attempts + 1
WHERE id {among} SELECT id FROM due {end} AND state <> 'failed' AND (state <> 'running' OR lease_until <= $1)
RETURNING id, payload, attempts, run_at
";

impl Store {
    /// Claims up to `limit` jobs that are due at `now`, the longest due first, for `lease` from `now` on. Each counts as an attempt.
    ///
    /// A job that this version of the program cannot read is given up, so that it does not keep the others from running.
    pub async fn claim(&self, worker: &str, limit: u64, now: DateTime<Utc>, lease: Duration) -> Result<Vec<ClaimedJob>, StoreError> {
        self.claim_of(Lane::All, worker, limit, now, lease).await
    }

    /// Like [`Store::claim`], but only jobs of this lane.
    pub async fn claim_of(
        &self,
        lane: Lane,
        worker: &str,
        limit: u64,
        now: DateTime<Utc>,
        lease: Duration,
    ) -> Result<Vec<ClaimedJob>, StoreError> {
        let claim = self.job_claim(lane, worker, limit, now, lease);
        let rows = self.writer().query_all_raw(claim).await.map_err(StoreError::of(TABLE))?;
        let mut rows = rows.iter().map(Claimed::read).collect::<Result<Vec<_>, _>>().map_err(StoreError::of(TABLE))?;
        rows.sort_by_key(|row| (row.run_at, row.id));
        let mut jobs = Vec::with_capacity(rows.len());
        for row in rows {
            match serde_json::from_str(&row.payload) {
                Ok(job) => jobs.push(ClaimedJob { id: JobId(row.id), job, attempts: row.attempts }),
                Err(error) => {
                    tracing::error!(job = %row.id, %error, "table job, column payload: a job that cannot be read is given up");
                    let claim = JobClaim { id: JobId(row.id), attempt: row.attempts };
                    self.give_up(claim, &format!("the payload cannot be read: {error}"), now).await?;
                }
            }
        }
        Ok(jobs)
    }

    /// The statement that claims.
    pub(crate) fn job_claim(&self, lane: Lane, worker: &str, limit: u64, now: DateTime<Utc>, lease: Duration) -> Statement {
        let until = now + TimeDelta::from_std(lease).unwrap_or(TimeDelta::hours(1));
        let values = [
            moment::value(now),
            Value::from(i64::try_from(limit).unwrap_or(i64::MAX)),
            Value::from(storable(worker)),
            moment::value(until),
        ];
        let sql = claiming(self.backend(), CLAIM).replace("{of_lane}", &lane.condition());
        Statement::from_sql_and_values(self.writer().get_database_backend(), sql, values)
    }
}

struct Claimed {
    id: Uuid,
    payload: String,
    attempts: i32,
    run_at: DateTime<Utc>,
}

impl Claimed {
    fn read(row: &QueryResult) -> Result<Self, DbErr> {
        Ok(Self {
            id: row.try_get("", "id")?,
            payload: row.try_get("", "payload")?,
            attempts: row.try_get("", "attempts")?,
            run_at: row.try_get("", "run_at")?,
        })
    }
}
