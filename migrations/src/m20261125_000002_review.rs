//! The review: who reviews a case since when, its history and conversation, and whether what is public is still confirmed.

use crate::{
    columns::{index, one_of, reference},
    m20261123_000001_accounts::Account,
};
use sea_orm_migration::{
    prelude::{async_trait::async_trait, *},
    schema::{
        boolean, integer, integer_null, pk_uuid, text, text_null, timestamp_with_time_zone, timestamp_with_time_zone_null, uuid, uuid_null,
    },
    sea_orm::DbBackend,
};

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

/// The two lists of states as the statement that made the table writes them.
const FEW_STATES: &str = "'draft', 'submitted', 'published', 'archived'";
const ALL_STATES: &str = "'draft', 'submitted', 'changes_requested', 'published', 'archived'";

#[async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        change_states(manager, FEW_STATES, ALL_STATES).await?;
        for column in [
            timestamp_with_time_zone_null(PracticeCase::ConfirmedAt),
            one_of(PracticeCase::Freshness, &["confirmed", "asked", "reminded", "reminded_again", "unconfirmed"])
                .default("confirmed")
                .take(),
            timestamp_with_time_zone_null(PracticeCase::FreshnessNextAt),
        ] {
            manager.alter_table(Table::alter().table(PracticeCase::Table).add_column(column).take()).await?;
        }
        vouch_for_what_is_public(manager).await?;
        create_case_indexes(manager).await?;
        for column in [integer(CaseRevision::Version).default(0).take(), boolean(CaseRevision::Autosave).default(false).take()] {
            manager.alter_table(Table::alter().table(CaseRevision::Table).add_column(column).take()).await?;
        }
        manager.create_table(case_review()).await?;
        let due = index("case_review_remind_at", CaseReview::Table, [CaseReview::RemindAt]).take();
        manager.create_index(due).await?;
        manager.create_table(review_event()).await?;
        manager
            .create_index(index("review_event_case", ReviewEvent::Table, [ReviewEvent::CaseId, ReviewEvent::At, ReviewEvent::Id]))
            .await?;
        manager.create_table(review_comment()).await?;
        let comments =
            index("review_comment_case", ReviewComment::Table, [ReviewComment::CaseId, ReviewComment::CreatedAt, ReviewComment::Id]);
        manager.create_index(comments).await?;
        manager.create_table(freshness_token()).await?;
        manager.create_index(index("freshness_token_case", FreshnessToken::Table, [FreshnessToken::CaseId])).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.drop_table(Table::drop().table(FreshnessToken::Table).if_exists().take()).await?;
        manager.drop_table(Table::drop().table(ReviewComment::Table).if_exists().take()).await?;
        manager.drop_table(Table::drop().table(ReviewEvent::Table).if_exists().take()).await?;
        manager.drop_table(Table::drop().table(CaseReview::Table).if_exists().take()).await?;
        for column in [CaseRevision::Autosave, CaseRevision::Version] {
            manager.alter_table(Table::alter().table(CaseRevision::Table).drop_column(column).take()).await?;
        }
        for name in ["practice_case_freshness", "practice_case_listed_by_confirmation"] {
            manager.drop_index(Index::drop().name(name).table(PracticeCase::Table).to_owned()).await?;
        }
        for column in [PracticeCase::FreshnessNextAt, PracticeCase::Freshness, PracticeCase::ConfirmedAt] {
            manager.alter_table(Table::alter().table(PracticeCase::Table).drop_column(column).take()).await?;
        }
        // Who knows no cases that were given back knows them as handed in.
        let handed_in = Query::update()
            .table(PracticeCase::Table)
            .value(PracticeCase::State, "submitted")
            .and_where(Expr::col(PracticeCase::State).eq("changes_requested"))
            .take();
        manager.get_connection().execute(&handed_in).await?;
        change_states(manager, ALL_STATES, FEW_STATES).await
    }
}

/// Changes the closed list of a case's states.
///
/// SQLite cannot change a CHECK: the table is made anew from its own statement, whatever columns later steps gave it, filled, and put in the
/// place of the old one. Foreign keys are off while steps run, so nothing that refers to it notices.
async fn change_states(manager: &SchemaManager<'_>, from: &str, to: &str) -> Result<(), DbErr> {
    let db = manager.get_connection();
    if db.get_database_backend() == DbBackend::Postgres {
        db.execute_unprepared("ALTER TABLE practice_case DROP CONSTRAINT practice_case_state_check").await?;
        let add = format!("ALTER TABLE practice_case ADD CONSTRAINT practice_case_state_check CHECK (state IN ({to}))");
        return db.execute_unprepared(&add).await.map(|_| ());
    }
    let statements = |kind: &str| {
        let select = Query::select()
            .column("sql")
            .from("sqlite_master")
            .and_where(Expr::col("type").eq(kind))
            .and_where(Expr::col("tbl_name").eq("practice_case"))
            .and_where(Expr::col("sql").is_not_null())
            .take();
        async move { db.query_all(&select).await?.iter().map(|row| row.try_get::<String>("", "sql")).collect::<Result<Vec<_>, _>>() }
    };
    let table = statements("table").await?.pop().unwrap_or_default();
    let indexes = statements("index").await?;
    let changed = table.replacen("\"practice_case\"", "\"practice_case_new\"", 1).replacen(from, to, 1);
    if !changed.contains("\"practice_case_new\"") || !changed.contains(to) {
        return Err(DbErr::Migration("practice_case: its statement is not as this step expects it".to_owned()));
    }
    db.execute_unprepared(&changed).await?;
    db.execute_unprepared("INSERT INTO practice_case_new SELECT * FROM practice_case").await?;
    db.execute_unprepared("DROP TABLE practice_case").await?;
    db.execute_unprepared("ALTER TABLE practice_case_new RENAME TO practice_case").await?;
    for index in indexes {
        db.execute_unprepared(&index).await?;
    }
    Ok(())
}

/// Whoever published what is public vouched for it. When the year is over is found out by the first look at each case.
async fn vouch_for_what_is_public(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    let db = manager.get_connection();
    let vouch = Query::update()
        .table(PracticeCase::Table)
        .value(PracticeCase::ConfirmedAt, Expr::col(PracticeCase::PublishedAt))
        .and_where(Expr::col(PracticeCase::PublishedNumber).is_not_null())
        .take();
    db.execute(&vouch).await?;
    let look = Query::update()
        .table(PracticeCase::Table)
        .value(PracticeCase::FreshnessNextAt, Expr::col(PracticeCase::PublishedAt))
        .and_where(Expr::col(PracticeCase::PublishedNumber).is_not_null())
        .and_where(Expr::col(PracticeCase::ArchivedAt).is_null())
        .take();
    db.execute(&look).await.map(|_| ())
}

async fn create_case_indexes(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    let listed = index("practice_case_listed_by_confirmation", PracticeCase::Table, [PracticeCase::ConfirmedAt, PracticeCase::Id])
        .and_where(Expr::col(PracticeCase::PublishedNumber).is_not_null())
        .and_where(Expr::col(PracticeCase::ArchivedAt).is_null())
        .take();
    manager.create_index(listed).await?;
    manager.create_index(index("practice_case_freshness", PracticeCase::Table, [PracticeCase::FreshnessNextAt])).await
}

fn of_case<T: IntoIden + Copy, C: IntoIden>(table: T, column: C) -> ForeignKeyCreateStatement {
    reference((table, column), (PracticeCase::Table, PracticeCase::Id), ForeignKeyAction::Cascade)
}

fn of_account<T: IntoIden + Copy, C: IntoIden>(table: T, column: C) -> ForeignKeyCreateStatement {
    reference((table, column), (Account::Table, Account::Id), ForeignKeyAction::SetNull)
}

/// What is known of the review that a case is in, or was in last. A claim has a holder and a beginning, or neither.
fn case_review() -> TableCreateStatement {
    Table::create()
        .table(CaseReview::Table)
        .if_not_exists()
        .col(pk_uuid(CaseReview::CaseId))
        .col(timestamp_with_time_zone_null(CaseReview::SubmittedAt))
        .col(uuid_null(CaseReview::SubmittedBy))
        .col(integer_null(CaseReview::SubmittedNumber))
        .col(uuid_null(CaseReview::ClaimedBy))
        .col(timestamp_with_time_zone_null(CaseReview::ClaimedAt))
        .col(timestamp_with_time_zone_null(CaseReview::RemindAt))
        .col(text_null(CaseReview::ThreadId))
        .foreign_key(&mut of_case(CaseReview::Table, CaseReview::CaseId))
        .foreign_key(&mut of_account(CaseReview::Table, CaseReview::SubmittedBy))
        .foreign_key(&mut of_account(CaseReview::Table, CaseReview::ClaimedBy))
        .take()
}

/// The history that those behind a case read. Its texts go with the case; the audit log, which outlives it, holds none.
fn review_event() -> TableCreateStatement {
    Table::create()
        .table(ReviewEvent::Table)
        .if_not_exists()
        .col(pk_uuid(ReviewEvent::Id))
        .col(uuid(ReviewEvent::CaseId))
        .col(timestamp_with_time_zone(ReviewEvent::At))
        .col(text(ReviewEvent::Kind))
        .col(uuid_null(ReviewEvent::ActorId))
        .col(text_null(ReviewEvent::ActorRole))
        .col(integer(ReviewEvent::Revision))
        .col(text_null(ReviewEvent::Reason))
        .col(text_null(ReviewEvent::Checklist))
        .foreign_key(&mut of_case(ReviewEvent::Table, ReviewEvent::CaseId))
        .foreign_key(&mut of_account(ReviewEvent::Table, ReviewEvent::ActorId))
        .take()
}

fn review_comment() -> TableCreateStatement {
    Table::create()
        .table(ReviewComment::Table)
        .if_not_exists()
        .col(pk_uuid(ReviewComment::Id))
        .col(uuid(ReviewComment::CaseId))
        .col(timestamp_with_time_zone(ReviewComment::CreatedAt))
        .col(uuid_null(ReviewComment::AuthorId))
        .col(text(ReviewComment::AuthorRole))
        .col(text_null(ReviewComment::Field))
        .col(text(ReviewComment::Body))
        .col(text(ReviewComment::Mentions))
        .col(integer(ReviewComment::Revision))
        .col(timestamp_with_time_zone_null(ReviewComment::ResolvedAt))
        .col(text_null(ReviewComment::ResolvedRole))
        .foreign_key(&mut of_case(ReviewComment::Table, ReviewComment::CaseId))
        .foreign_key(&mut of_account(ReviewComment::Table, ReviewComment::AuthorId))
        .take()
}

/// The links in the mails that ask whether a case still holds, as hashes.
fn freshness_token() -> TableCreateStatement {
    Table::create()
        .table(FreshnessToken::Table)
        .if_not_exists()
        .col(text(FreshnessToken::Hash).primary_key())
        .col(uuid(FreshnessToken::CaseId))
        .col(timestamp_with_time_zone(FreshnessToken::CreatedAt))
        .foreign_key(&mut of_case(FreshnessToken::Table, FreshnessToken::CaseId))
        .take()
}

#[derive(DeriveIden, Clone, Copy)]
enum PracticeCase {
    Table,
    Id,
    State,
    PublishedNumber,
    PublishedAt,
    ArchivedAt,
    ConfirmedAt,
    Freshness,
    FreshnessNextAt,
}

#[derive(DeriveIden, Clone, Copy)]
enum CaseRevision {
    Table,
    Version,
    Autosave,
}

#[derive(DeriveIden, Clone, Copy)]
enum CaseReview {
    Table,
    CaseId,
    SubmittedAt,
    SubmittedBy,
    SubmittedNumber,
    ClaimedBy,
    ClaimedAt,
    RemindAt,
    ThreadId,
}

#[derive(DeriveIden, Clone, Copy)]
enum ReviewEvent {
    Table,
    Id,
    CaseId,
    At,
    Kind,
    ActorId,
    ActorRole,
    Revision,
    Reason,
    Checklist,
}

#[derive(DeriveIden, Clone, Copy)]
enum ReviewComment {
    Table,
    Id,
    CaseId,
    CreatedAt,
    AuthorId,
    AuthorRole,
    Field,
    Body,
    Mentions,
    Revision,
    ResolvedAt,
    ResolvedRole,
}

#[derive(DeriveIden, Clone, Copy)]
enum FreshnessToken {
    Table,
    Hash,
    CaseId,
    CreatedAt,
}
