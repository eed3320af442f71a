//! Mails and jobs that wait for a time that is far away: those that were written down while a clock was ahead.

use crate::{
    Store, StoreError,
    entity::{delivery, job},
    jobs::JobState,
    moment,
};
use chrono::{DateTime, Utc};
use sea_orm::{
    ColumnTrait, EntityTrait, QueryFilter, UpdateMany,
    sea_query::{Expr, ExprTrait},
};

impl Store {
    /// Makes the mails due at `now` that would be tried after `bound` only, and ends the claims on mails that would last longer. Returns how many
    /// mails that were.
    pub async fn pull_back_mails(&self, bound: DateTime<Utc>, now: DateTime<Utc>) -> Result<u64, StoreError> {
        use delivery::{Column, Entity};
        let update =
            Entity::update_many().col_expr(Column::DueAt, moment::expr(now)).filter(Expr::col(Column::DueAt).gt(moment::bound(bound)));
        self.count_updated(update, "delivery").await
    }

    /// The same for jobs that wait, and for those whose worker holds them for longer: every job bears being run twice.
    pub async fn pull_back_jobs(&self, bound: DateTime<Utc>, now: DateTime<Utc>) -> Result<u64, StoreError> {
        use job::{Column, Entity};
        let far = |column: Column, state: JobState| {
            Entity::update_many()
                .col_expr(column, moment::expr(now))
                .filter(Column::State.eq(state.key()))
                .filter(Expr::col(column).gt(moment::bound(bound)))
        };
        let waiting = self.count_updated(far(Column::RunAt, JobState::Waiting), "job").await?;
        let running = self.count_updated(far(Column::LeaseUntil, JobState::Running), "job").await?;
        Ok(waiting + running)
    }

    async fn count_updated<E: EntityTrait>(&self, update: UpdateMany<E>, table: &'static str) -> Result<u64, StoreError> {
        update.exec(self.writer()).await.map(|result| result.rows_affected).map_err(StoreError::of(table))
    }
}
