//! Mails on their way are a queue of their own: the table of deliveries itself. And what comes back: addresses that no mail reaches, and
//! what was found out about the mail server.

use crate::{
    columns::{index, one_of, reference},
    m20261123_000001_accounts::Account,
};
use sea_orm_migration::{
    prelude::{async_trait::async_trait, *},
    schema::{boolean, integer, pk_uuid, text, text_null, text_uniq, timestamp_with_time_zone, timestamp_with_time_zone_null, uuid_null},
    sea_orm::DbBackend,
};

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

/// The states that this step adds to, and those it adds.
const FEW_STATES: &[&str] = &["queued", "sent", "deferred", "failed"];
const ALL_STATES: &[&str] = &["queued", "sending", "sent", "deferred", "failed", "bounced", "suppressed", "skipped", "uncertain"];

/// What both shapes of the table have.
const SHARED: &str = "id, kind, recipient, message_id, mail_json, attempts, last_attempt_at, last_reply, created_at, sent_at";

#[async_trait]
impl MigrationTrait for Migration {
    /// SQLite cannot change a CHECK, so on both databases the table is made anew. What waits is due at once: the jobs that said when are gone,
    /// and one attempt early does no harm.
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let db = manager.get_connection();
        set_aside(manager).await?;
        manager.create_table(delivery(ALL_STATES, true)).await?;
        let copy = format!(
            "INSERT INTO delivery ({SHARED}, state, bulk, uncertain, due_at) SELECT {SHARED}, state, kind = 'digest', 0, \
             CASE WHEN state IN ('queued', 'deferred') THEN created_at END FROM delivery_old"
        );
        db.execute_unprepared(&copy).await?;
        manager.drop_table(Table::drop().table(Alias::new("delivery_old")).take()).await?;
        db.execute_unprepared("DELETE FROM job WHERE kind = 'deliver_mail'").await?;
        manager.create_index(by_state()).await?;
        let open = index("delivery_due", Delivery::Table, [Delivery::Bulk, Delivery::DueAt, Delivery::Id])
            .and_where(Expr::col(Delivery::DueAt).is_not_null())
            .take();
        manager.create_index(open).await?;
        manager.create_index(index("delivery_recipient", Delivery::Table, [Delivery::Recipient])).await?;
        manager.create_table(suppression()).await?;
        manager.create_table(mail_note()).await
    }

    /// The older program knows fewer states and needs a job for each mail that waits. What may have been delivered is not sent again.
    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let db = manager.get_connection();
        manager.drop_table(Table::drop().table(MailNote::Table).if_exists().take()).await?;
        manager.drop_table(Table::drop().table(Suppression::Table).if_exists().take()).await?;
        for name in ["delivery_due", "delivery_recipient"] {
            manager.drop_index(Index::drop().name(name).table(Delivery::Table).to_owned()).await?;
        }
        set_aside(manager).await?;
        manager.create_table(delivery(FEW_STATES, false)).await?;
        let copy = format!(
            "INSERT INTO delivery ({SHARED}, state) SELECT {SHARED}, \
             CASE WHEN state IN ('queued', 'deferred', 'sent') THEN state ELSE 'failed' END FROM delivery_old"
        );
        db.execute_unprepared(&copy).await?;
        db.execute_unprepared(&jobs_again(db.get_database_backend())).await?;
        manager.drop_table(Table::drop().table(Alias::new("delivery_old")).take()).await?;
        manager.create_index(by_state()).await
    }
}

async fn set_aside(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    manager.drop_index(Index::drop().name("delivery_state").table(Delivery::Table).to_owned()).await?;
    manager.rename_table(Table::rename().table(Delivery::Table, Alias::new("delivery_old")).take()).await
}

fn by_state() -> IndexCreateStatement {
    index("delivery_state", Delivery::Table, [Delivery::State, Delivery::CreatedAt])
}

/// A statement that writes the job of each mail that waits. SQLite keeps ids as 16 bytes, payloads write them as text.
fn jobs_again(backend: DbBackend) -> String {
    let id = match backend {
        DbBackend::Postgres => "CAST(id AS TEXT)".to_owned(),
        _ => [(1, 8), (9, 4), (13, 4), (17, 4), (21, 12)]
            .map(|(from, length)| format!("substr(lower(hex(id)), {from}, {length})"))
            .join(" || '-' || "),
    };
    format!(
        "INSERT INTO job (id, key, kind, payload, state, run_at, attempts, created_at) \
         SELECT id, 'deliver_mail:' || {id}, 'deliver_mail', '{{\"kind\":\"deliver_mail\",\"delivery\":\"' || {id} || '\"}}', \
         'waiting', created_at, 0, created_at FROM delivery WHERE state IN ('queued', 'deferred')"
    )
}

/// What is open is due at some time. A claim is nothing but a due time in the future under the name of whoever made it.
fn delivery(states: &[&'static str], is_queue: bool) -> TableCreateStatement {
    let mut table = Table::create()
        .table(Delivery::Table)
        .col(pk_uuid(Delivery::Id))
        .col(text(Delivery::Kind))
        .col(text(Delivery::Recipient))
        .col(text(Delivery::MessageId))
        .col(text(Delivery::MailJson))
        .col(one_of(Delivery::State, states))
        .col(integer(Delivery::Attempts))
        .col(timestamp_with_time_zone_null(Delivery::LastAttemptAt))
        .col(text_null(Delivery::LastReply))
        .col(timestamp_with_time_zone(Delivery::CreatedAt))
        .col(timestamp_with_time_zone_null(Delivery::SentAt))
        .take();
    if is_queue {
        let open = Expr::col(Delivery::State).is_in(["queued", "deferred", "sending"]);
        table
            .col(boolean(Delivery::Bulk))
            .col(integer(Delivery::Uncertain))
            .col(timestamp_with_time_zone_null(Delivery::DueAt))
            .col(text_null(Delivery::ClaimedBy))
            .col(text_null(Delivery::SkipReason))
            .check(open.not().or(Expr::col(Delivery::DueAt).is_not_null()))
            .check(Expr::col(Delivery::State).ne("skipped").or(Expr::col(Delivery::SkipReason).is_not_null()));
    }
    table
}

/// Addresses that mails came back from. Only one that is suppressed gets no more mail.
fn suppression() -> TableCreateStatement {
    Table::create()
        .table(Suppression::Table)
        .if_not_exists()
        .col(pk_uuid(Suppression::Id))
        .col(text_uniq(Suppression::Address))
        .col(integer(Suppression::Bounces))
        .col(text(Suppression::LastStatus))
        .col(text(Suppression::LastReason))
        .col(timestamp_with_time_zone(Suppression::FirstAt))
        .col(timestamp_with_time_zone(Suppression::LastAt))
        .col(timestamp_with_time_zone_null(Suppression::SuppressedAt))
        .col(timestamp_with_time_zone_null(Suppression::ReactivatedAt))
        .col(uuid_null(Suppression::ReactivatedBy))
        .foreign_key(&mut reference(
            (Suppression::Table, Suppression::ReactivatedBy),
            (Account::Table, Account::Id),
            ForeignKeyAction::SetNull,
        ))
        .take()
}

fn mail_note() -> TableCreateStatement {
    Table::create()
        .table(MailNote::Table)
        .if_not_exists()
        .col(text(MailNote::Key).primary_key())
        .col(text(MailNote::Value))
        .col(timestamp_with_time_zone(MailNote::NotedAt))
        .take()
}

#[derive(DeriveIden, Clone, Copy)]
enum Delivery {
    Table,
    Id,
    Kind,
    Recipient,
    MessageId,
    MailJson,
    State,
    Attempts,
    LastAttemptAt,
    LastReply,
    CreatedAt,
    SentAt,
    Bulk,
    Uncertain,
    DueAt,
    ClaimedBy,
    SkipReason,
}

#[derive(DeriveIden, Clone, Copy)]
enum Suppression {
    Table,
    Id,
    Address,
    Bounces,
    LastStatus,
    LastReason,
    FirstAt,
    LastAt,
    SuppressedAt,
    ReactivatedAt,
    ReactivatedBy,
}

#[derive(DeriveIden, Clone, Copy)]
enum MailNote {
    Table,
    Key,
    Value,
    NotedAt,
}
