//! The work queue.

use crate::columns::{index, one_of};
use sea_orm_migration::{
    prelude::{async_trait::async_trait, *},
    schema::{big_integer_null, integer, pk_uuid, text, text_null, timestamp_with_time_zone, timestamp_with_time_zone_null},
};

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.create_table(job()).await?;
        // Jobs of one key coalesce while they wait; one that runs does not stand in the way of the next.
        let waiting = Expr::col(Job::State).eq("waiting");
        manager.create_index(index("job_waiting_key", Job::Table, [Job::Key]).unique().and_where(waiting.clone()).take()).await?;
        manager.create_index(index("job_waiting_run_at", Job::Table, [Job::RunAt, Job::Id]).and_where(waiting).take()).await?;
        let running = Expr::col(Job::State).eq("running");
        manager.create_index(index("job_running_key", Job::Table, [Job::Key]).and_where(running.clone()).take()).await?;
        manager.create_index(index("job_running_lease", Job::Table, [Job::LeaseUntil]).and_where(running).take()).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.drop_table(Table::drop().table(Job::Table).if_exists().take()).await
    }
}

fn job() -> TableCreateStatement {
    let leased = Expr::col(Job::State).ne("running").or(Expr::col(Job::LeaseUntil).is_not_null());
    Table::create()
        .table(Job::Table)
        .if_not_exists()
        .col(pk_uuid(Job::Id))
        .col(text(Job::Key))
        .col(text(Job::Kind))
        .col(text(Job::Payload))
        .col(one_of(Job::State, &["waiting", "running", "failed"]))
        .col(timestamp_with_time_zone(Job::RunAt))
        .col(integer(Job::Attempts))
        .col(text_null(Job::Worker))
        .col(timestamp_with_time_zone_null(Job::LeaseUntil))
        .col(text_null(Job::LastError))
        .col(timestamp_with_time_zone(Job::CreatedAt))
        .col(timestamp_with_time_zone_null(Job::FailedAt))
        .col(big_integer_null(Job::Done))
        .col(big_integer_null(Job::Total))
        .check(leased)
        .take()
}

#[derive(DeriveIden, Clone, Copy)]
enum Job {
    Table,
    Id,
    Key,
    Kind,
    Payload,
    State,
    RunAt,
    Attempts,
    Worker,
    LeaseUntil,
    LastError,
    CreatedAt,
    FailedAt,
    Done,
    Total,
}
