//! The work queue: writing jobs down, and looking at them.
//!
//! A job waits, is claimed by a worker for the time of a lease and runs, and is then deleted, made to wait again, or kept as failed.

use crate::{
    Store, StoreError, Transaction,
    entity::job::{Column, Entity, Model},
    moment,
    rows::{self, Place, ROWS_AT_ONCE, at_most},
};
use chrono::{DateTime, Utc};
use domain::{Job, ids::JobId};
use sea_orm::{
    ColumnTrait, ConnectionTrait, EntityTrait, IntoActiveModel, QueryFilter, QueryOrder, QuerySelect,
    sea_query::{Expr, ExprTrait, OnConflict, Query},
};
use std::collections::HashSet;

pub(crate) const TABLE: &str = "job";

/// Where a job stands. A finished job is deleted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum JobState {
    /// It waits for its time and for a worker.
    Waiting,
    /// A worker has claimed it; when its lease ends, another may.
    Running,
    /// It was given up.
    Failed,
}

impl JobState {
    /// All states.
    pub const ALL: &'static [Self] = &[Self::Waiting, Self::Running, Self::Failed];

    /// The state as the database writes it.
    pub fn key(self) -> &'static str {
        match self {
            Self::Waiting => "waiting",
            Self::Running => "running",
            Self::Failed => "failed",
        }
    }

    /// The state with this key.
    pub fn from_key(key: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|state| state.key() == key)
    }
}

/// How far a long job has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct JobProgress {
    /// How much is done.
    pub done: u64,
    /// How much there is in all.
    pub total: u64,
}

/// A job that is not finished.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct JobStanding {
    /// Where it stands.
    pub state: JobState,
    /// How often it was claimed.
    pub attempts: i32,
    /// How far it has come, if it says so.
    pub progress: Option<JobProgress>,
}

/// How many jobs there are.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct QueueCounts {
    /// How many wait, those included whose time has not come.
    pub waiting: u64,
    /// How many are claimed.
    pub running: u64,
    /// How many were given up.
    pub failed: u64,
    /// Since when the longest waiting job whose time has come could have run.
    pub oldest_waiting: Option<DateTime<Utc>>,
}

/// A job that was given up.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FailedJob {
    /// Its id.
    pub id: JobId,
    /// Its kind and what it is about, from [`Job::key`].
    pub key: String,
    /// How often it was tried.
    pub attempts: i32,
    /// Why it was given up.
    pub reason: String,
    /// When.
    pub failed_at: Option<DateTime<Utc>>,
}

impl Transaction {
    /// Writes a job down, to be run at `run_at` or later. It becomes visible to workers with the commit.
    ///
    /// Where a job of the same key waits, the two are one: it runs at the earlier of the two times, and not before this transaction
    /// has ended, so that it sees what this transaction does. A job that runs already is not in the way: it may have seen too little.
    pub async fn enqueue(&mut self, id: JobId, job: &Job, run_at: DateTime<Utc>, now: DateTime<Utc>) -> Result<(), StoreError> {
        insert_waiting(&self.db, vec![waiting(id, job, run_at, now)?]).await
    }

    /// The same for many jobs; of those of one key the first stands for all.
    pub async fn enqueue_all(&mut self, jobs: &[(JobId, Job)], run_at: DateTime<Utc>, now: DateTime<Utc>) -> Result<(), StoreError> {
        let mut keys = HashSet::new();
        let first: Vec<_> = jobs.iter().filter(|(_, job)| keys.insert(job.key())).collect();
        for some in first.chunks(ROWS_AT_ONCE) {
            let rows = some.iter().map(|(id, job)| waiting(*id, job, run_at, now)).collect::<Result<_, _>>()?;
            insert_waiting(&self.db, rows).await?;
        }
        Ok(())
    }

    /// The job of this key that waits, if one does: right after [`Transaction::enqueue`] the one that was written down or merged into.
    pub async fn waiting_job(&mut self, key: &str) -> Result<Option<JobId>, StoreError> {
        let select = Entity::find().filter(Column::Key.eq(key)).filter(Column::State.eq(JobState::Waiting.key()));
        Ok(rows::one(&self.db, select).await?.map(|row| JobId(row.id)))
    }

    /// Whether a worker holds a job of this key. One that died does so until its lease ends, when another worker takes the job over.
    pub async fn is_running(&mut self, key: &str) -> Result<bool, StoreError> {
        let select = Entity::find().filter(Column::Key.eq(key)).filter(Column::State.eq(JobState::Running.key()));
        Ok(rows::one(&self.db, select).await?.is_some())
    }
}

/// A job that waits, as a row.
fn waiting(id: JobId, job: &Job, run_at: DateTime<Utc>, now: DateTime<Utc>) -> Result<Model, StoreError> {
    let payload = Place { table: TABLE, id: &id }.parsed("payload", serde_json::to_string(job))?;
    Ok(Model {
        id: id.0,
        key: job.key(),
        kind: job.kind().to_owned(),
        payload,
        state: JobState::Waiting.key().to_owned(),
        run_at: moment::stored(run_at),
        attempts: 0,
        worker: None,
        lease_until: None,
        last_error: None,
        created_at: moment::stored(now),
        failed_at: None,
        done: None,
        total: None,
    })
}

/// Writes waiting jobs, no two of one key, or merges each into the one of its key that waits already: the earlier time, the greater number of
/// attempts.
///
/// On PostgreSQL the update locks the row that is there until the transaction ends, even where it changes nothing.
pub(crate) async fn insert_waiting(db: &impl ConnectionTrait, rows: Vec<Model>) -> Result<(), StoreError> {
    let there = |column: Column| Expr::col((Entity, column));
    let new = |column: Column| Expr::col(("excluded", column));
    let better = |column: Column, is_better: Expr| Expr::case(is_better, new(column)).finally(there(column));
    let merge = OnConflict::column(Column::Key)
        .target_and_where(Expr::col(Column::State).eq(Expr::cust("'waiting'")))
        .value(Column::RunAt, better(Column::RunAt, new(Column::RunAt).lt(there(Column::RunAt))))
        .value(Column::Attempts, better(Column::Attempts, new(Column::Attempts).gt(there(Column::Attempts))))
        .to_owned();
    let insert = Entity::insert_many(rows.into_iter().map(Model::into_active_model)).on_conflict(merge);
    insert.exec_without_returning(db).await.map(|_| ()).map_err(StoreError::of(TABLE))
}

impl Store {
    /// How many jobs there are in each state at `now`.
    pub async fn queue_counts(&self, now: DateTime<Utc>) -> Result<QueueCounts, StoreError> {
        let due = Expr::case(Expr::col(Column::RunAt).lte(moment::expr(now)), Expr::col(Column::RunAt));
        let select = Query::select()
            .column(Column::State)
            .expr_as(Expr::cust("COUNT(*)"), "count")
            .expr_as(sea_orm::sea_query::Func::min(due), "oldest")
            .from(Entity)
            .group_by_col(Column::State)
            .take();
        let mut counts = QueueCounts::default();
        for row in self.reader().query_all(&select).await.map_err(StoreError::of(TABLE))? {
            let read = || -> Result<(String, i64, Option<DateTime<Utc>>), sea_orm::DbErr> {
                Ok((row.try_get("", "state")?, row.try_get("", "count")?, row.try_get("", "oldest")?))
            };
            let (state, count, oldest) = read().map_err(StoreError::of(TABLE))?;
            let count = u64::try_from(count).unwrap_or(0);
            match JobState::from_key(&state) {
                Some(JobState::Waiting) => (counts.waiting, counts.oldest_waiting) = (count, oldest),
                Some(JobState::Running) => counts.running = count,
                Some(JobState::Failed) => counts.failed = count,
                None => {}
            }
        }
        Ok(counts)
    }

    /// A job as it stands, all of it read at one moment; nothing if it is finished or was never there.
    pub async fn job(&self, id: JobId) -> Result<Option<JobStanding>, StoreError> {
        let Some(row) = rows::one(self.reader(), Entity::find_by_id(id.0)).await? else { return Ok(None) };
        let state = Place { table: TABLE, id: &id }.known("state", JobState::from_key(&row.state))?;
        let number = |value: Option<i64>| value.and_then(|value| u64::try_from(value).ok());
        let progress = number(row.done).zip(number(row.total)).map(|(done, total)| JobProgress { done, total });
        Ok(Some(JobStanding { state, attempts: row.attempts, progress }))
    }

    /// How many jobs of these kinds that were written down by this moment wait or run.
    pub async fn open_jobs(&self, kinds: &[&str], written_by: DateTime<Utc>) -> Result<u64, StoreError> {
        let select = Query::select()
            .from(Entity)
            .and_where(Expr::col(Column::Kind).is_in(kinds.iter().copied()))
            .and_where(Expr::col(Column::State).ne(JobState::Failed.key()))
            .and_where(Expr::col(Column::CreatedAt).lte(moment::bound(written_by)))
            .take();
        rows::count(self.reader(), TABLE, select).await
    }

    /// The jobs that were given up, the latest first, at most `limit`.
    pub async fn failed_jobs(&self, limit: u64) -> Result<Vec<FailedJob>, StoreError> {
        let select = Entity::find()
            .filter(Column::State.eq(JobState::Failed.key()))
            .order_by_desc(Column::FailedAt)
            .order_by_desc(Column::Id)
            .limit(at_most(limit));
        let rows = rows::all(self.reader(), select).await?;
        Ok(rows
            .into_iter()
            .map(|row| FailedJob {
                id: JobId(row.id),
                key: row.key,
                attempts: row.attempts,
                reason: row.last_error.unwrap_or_default(),
                failed_at: row.failed_at,
            })
            .collect())
    }
}
