//! What becomes of jobs that were claimed. Each of these is a transaction of its own.
//!
//! A worker says it of the claim that it holds. Where its lease ended and another has claimed the job since, nothing changes: the job is the other's.

use crate::{
    JobClaim, Store, StoreError,
    entity::job::{Column, Entity, Model},
    jobs::{JobState, TABLE, insert_waiting},
    moment,
    rows::{self, IDS_AT_ONCE, storable},
};
use chrono::{DateTime, Utc};
use domain::ids::JobId;
use sea_orm::{
    ColumnTrait, Condition, EntityTrait, QueryFilter, QuerySelect, UpdateMany,
    sea_query::{Expr, ExprTrait},
};
use std::collections::BTreeMap;
use uuid::Uuid;

impl Store {
    /// The jobs are done: they are deleted. Returns how many were held still.
    pub async fn finish(&self, claims: &[JobClaim]) -> Result<u64, StoreError> {
        let mut finished = 0;
        for some in claims.chunks(IDS_AT_ONCE) {
            let delete = Entity::delete_many().filter(held(some));
            finished += delete.exec(self.writer()).await.map_err(StoreError::of(TABLE))?.rows_affected;
        }
        Ok(finished)
    }

    /// The job is to be tried again at `run_at`. Where another of its key has come to wait meanwhile, the two become that one. Returns whether
    /// it was held still.
    pub async fn retry(&self, claim: JobClaim, run_at: DateTime<Utc>, error: &str) -> Result<bool, StoreError> {
        let transaction = self.begin().await?;
        let running = Entity::find().filter(held(&[claim])).lock_exclusive();
        let Some(row) = rows::one(&transaction.db, running).await? else { return Ok(false) };
        // Taken out and put in again: the same statement that merges new jobs then merges this one.
        Entity::delete_by_id(row.id).exec(&transaction.db).await.map_err(StoreError::of(TABLE))?;
        let waiting = Model {
            state: JobState::Waiting.key().to_owned(),
            run_at: moment::stored(run_at),
            worker: None,
            lease_until: None,
            last_error: Some(storable(error)),
            ..row
        };
        insert_waiting(&transaction.db, vec![waiting]).await?;
        transaction.commit().await?;
        Ok(true)
    }

    /// The job will never succeed: it is kept as failed, with the reason. Returns whether it was held still.
    pub async fn give_up(&self, claim: JobClaim, error: &str, now: DateTime<Utc>) -> Result<bool, StoreError> {
        let update = Entity::update_many()
            .col_expr(Column::State, Expr::val(JobState::Failed.key()))
            .col_expr(Column::FailedAt, moment::expr(now))
            .col_expr(Column::LastError, Expr::val(storable(error)))
            .col_expr(Column::LeaseUntil, Expr::val(Option::<DateTime<Utc>>::None))
            .filter(held(&[claim]));
        Ok(self.run(update).await? > 0)
    }

    /// Lets the leases of jobs that are held still end no earlier than `until`.
    pub async fn extend_lease(&self, claims: &[JobClaim], until: DateTime<Utc>) -> Result<(), StoreError> {
        for some in claims.chunks(IDS_AT_ONCE) {
            let update = Entity::update_many()
                .col_expr(Column::LeaseUntil, moment::expr(until))
                .filter(held(some))
                .filter(Expr::col(Column::LeaseUntil).lt(moment::expr(until)));
            self.run(update).await?;
        }
        Ok(())
    }

    /// Says how far a job has come.
    pub async fn set_job_progress(&self, id: JobId, done: u64, total: u64) -> Result<(), StoreError> {
        let number = |value: u64| Expr::val(i64::try_from(value).unwrap_or(i64::MAX));
        let update =
            Entity::update_many().col_expr(Column::Done, number(done)).col_expr(Column::Total, number(total)).filter(Column::Id.eq(id.0));
        self.run(update).await.map(|_| ())
    }

    /// Deletes the jobs that were given up before this moment and returns how many they were.
    pub async fn delete_failed_jobs(&self, before: DateTime<Utc>) -> Result<u64, StoreError> {
        let delete = Entity::delete_many()
            .filter(Column::State.eq(JobState::Failed.key()))
            .filter(Expr::col(Column::FailedAt).lt(moment::bound(before)));
        delete.exec(self.writer()).await.map(|result| result.rows_affected).map_err(StoreError::of(TABLE))
    }

    /// Returns how many jobs it was about.
    async fn run(&self, update: UpdateMany<Entity>) -> Result<u64, StoreError> {
        update.exec(self.writer()).await.map(|result| result.rows_affected).map_err(StoreError::of(TABLE))
    }
}

/// That a job is held by one of these claims. Few attempts come together, however many jobs: SQLite knows no list of pairs.
fn held(claims: &[JobClaim]) -> Condition {
    let mut by_attempt: BTreeMap<i32, Vec<Uuid>> = BTreeMap::new();
    for claim in claims {
        by_attempt.entry(claim.attempt).or_default().push(claim.id.0);
    }
    let of_attempt = |(attempt, ids): (i32, Vec<Uuid>)| Column::Attempts.eq(attempt).and(Column::Id.is_in(ids));
    let any = by_attempt.into_iter().map(of_attempt).fold(Condition::any(), Condition::add);
    Condition::all().add(Column::State.eq(JobState::Running.key())).add(any)
}
