//! What becomes of jobs that were claimed. Each of these is a transaction of its own.

use crate::{
    Store, StoreError,
    entity::job::{Column, Entity, Model},
    jobs::{JobState, TABLE, insert_waiting},
    moment,
    rows::{self, IDS_AT_ONCE, storable},
};
use chrono::{DateTime, Utc};
use domain::ids::JobId;
use sea_orm::{
    ColumnTrait, EntityTrait, QueryFilter, QuerySelect, UpdateMany,
    sea_query::{Expr, ExprTrait},
};

impl Store {
    /// The jobs are done: they are deleted. Finishing what is not there changes nothing.
    pub async fn finish(&self, ids: &[JobId]) -> Result<(), StoreError> {
        for some in ids.chunks(IDS_AT_ONCE) {
            let delete = Entity::delete_many().filter(Column::Id.is_in(some.iter().map(|id| id.0)));
            delete.exec(self.writer()).await.map_err(StoreError::of(TABLE))?;
        }
        Ok(())
    }

    /// The job is to be tried again at `run_at`. Where another of its key has come to wait meanwhile, the two become that one. A job that
    /// is no longer running is left alone.
    pub async fn retry(&self, id: JobId, run_at: DateTime<Utc>, error: &str) -> Result<(), StoreError> {
        let transaction = self.begin().await?;
        let running = Entity::find_by_id(id.0).filter(Column::State.eq(JobState::Running.key())).lock_exclusive();
        let Some(row) = rows::one(&transaction.db, running).await? else { return Ok(()) };
        // Taken out and put in again: the same statement that merges new jobs then merges this one.
        Entity::delete_by_id(id.0).exec(&transaction.db).await.map_err(StoreError::of(TABLE))?;
        let waiting = Model {
            state: JobState::Waiting.key().to_owned(),
            run_at: moment::stored(run_at),
            worker: None,
            lease_until: None,
            last_error: Some(storable(error)),
            ..row
        };
        insert_waiting(&transaction.db, waiting).await?;
        transaction.commit().await
    }

    /// The job will never succeed: it is kept as failed, with the reason.
    pub async fn give_up(&self, id: JobId, error: &str, now: DateTime<Utc>) -> Result<(), StoreError> {
        let update = Entity::update_many()
            .col_expr(Column::State, Expr::val(JobState::Failed.key()))
            .col_expr(Column::FailedAt, moment::expr(now))
            .col_expr(Column::LastError, Expr::val(storable(error)))
            .col_expr(Column::LeaseUntil, Expr::val(Option::<DateTime<Utc>>::None))
            .filter(Column::Id.eq(id.0))
            .filter(Column::State.eq(JobState::Running.key()));
        self.run(update).await
    }

    /// Lets the leases of running jobs end no earlier than `until`.
    pub async fn extend_lease(&self, ids: &[JobId], until: DateTime<Utc>) -> Result<(), StoreError> {
        for some in ids.chunks(IDS_AT_ONCE) {
            let update = Entity::update_many()
                .col_expr(Column::LeaseUntil, moment::expr(until))
                .filter(Column::Id.is_in(some.iter().map(|id| id.0)))
                .filter(Column::State.eq(JobState::Running.key()))
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
        self.run(update).await
    }

    /// Deletes the jobs that were given up before this moment and returns how many they were.
    pub async fn delete_failed_jobs(&self, before: DateTime<Utc>) -> Result<u64, StoreError> {
        let delete = Entity::delete_many()
            .filter(Column::State.eq(JobState::Failed.key()))
            .filter(Expr::col(Column::FailedAt).lt(moment::bound(before)));
        delete.exec(self.writer()).await.map(|result| result.rows_affected).map_err(StoreError::of(TABLE))
    }

    async fn run(&self, update: UpdateMany<Entity>) -> Result<(), StoreError> {
        update.exec(self.writer()).await.map(|_| ()).map_err(StoreError::of(TABLE))
    }
}
