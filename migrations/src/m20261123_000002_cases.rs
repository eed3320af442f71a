//! Practice cases: the case, every revision of its text, and the values of the published one that lists are narrowed down by.

use crate::{
    columns::{index, one_of, ordered_text, ordered_text_null, reference},
    m20261123_000001_accounts::Account,
};
use sea_orm_migration::{
    prelude::{async_trait::async_trait, *},
    schema::{
        big_integer, integer, integer_null, pk_uuid, text, text_null, timestamp_with_time_zone, timestamp_with_time_zone_null, uuid,
        uuid_null,
    },
};

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.create_table(practice_case(manager)).await?;
        create_case_indexes(manager).await?;
        manager.create_table(case_revision()).await?;
        let number = index("case_revision_number", CaseRevision::Table, [CaseRevision::CaseId, CaseRevision::Number]).unique().take();
        manager.create_index(number).await?;
        manager.create_index(index("case_revision_content_hash", CaseRevision::Table, [CaseRevision::ContentHash])).await?;
        manager.create_index(index("case_revision_created_by", CaseRevision::Table, [CaseRevision::CreatedBy])).await?;
        manager.create_table(case_term()).await?;
        let value = index("case_term_value", CaseTerm::Table, [CaseTerm::Vocabulary, CaseTerm::Key, CaseTerm::CaseId]);
        manager.create_index(value).await?;
        manager.create_table(content_stamp()).await?;
        let first = Query::insert()
            .into_table(ContentStamp::Table)
            .columns([ContentStamp::Id, ContentStamp::Value])
            .values_panic([1.into(), 0.into()])
            .on_conflict(OnConflict::column(ContentStamp::Id).do_nothing().to_owned())
            .take();
        manager.get_connection().execute(&first).await.map(|_| ())
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.drop_table(Table::drop().table(ContentStamp::Table).if_exists().take()).await?;
        manager.drop_table(Table::drop().table(CaseTerm::Table).if_exists().take()).await?;
        manager.drop_table(Table::drop().table(CaseRevision::Table).if_exists().take()).await?;
        manager.drop_table(Table::drop().table(PracticeCase::Table).if_exists().take()).await
    }
}

/// The numbers name revisions: the one being worked on, and the one that is public. The columns that follow each are taken from that
/// revision's text, so that lists are ordered and narrowed down without reading it.
fn practice_case(manager: &SchemaManager<'_>) -> TableCreateStatement {
    let published_whole = Expr::col(PracticeCase::PublishedNumber).is_null().or(Expr::col(PracticeCase::FirstPublishedAt)
        .is_not_null()
        .and(Expr::col(PracticeCase::PublishedVersion).is_not_null())
        .and(Expr::col(PracticeCase::PublishedAt).is_not_null())
        .and(Expr::col(PracticeCase::TitleKey).is_not_null()));
    Table::create()
        .table(PracticeCase::Table)
        .if_not_exists()
        .col(pk_uuid(PracticeCase::Id))
        .col(ordered_text(manager, PracticeCase::Slug).unique_key())
        .col(text_null(PracticeCase::ExternalId).unique_key())
        .col(one_of(PracticeCase::State, &["draft", "submitted", "published", "archived"]))
        .col(integer(PracticeCase::Version))
        .col(uuid_null(PracticeCase::AuthorId))
        .col(timestamp_with_time_zone(PracticeCase::CreatedAt))
        .col(timestamp_with_time_zone(PracticeCase::ChangedAt))
        .col(integer(PracticeCase::WorkingNumber))
        .col(ordered_text(manager, PracticeCase::WorkingTitleKey))
        .col(text_null(PracticeCase::WorkingDistrict))
        .col(integer_null(PracticeCase::PublishedNumber))
        .col(integer_null(PracticeCase::PublishedVersion))
        .col(ordered_text_null(manager, PracticeCase::TitleKey))
        .col(timestamp_with_time_zone_null(PracticeCase::FirstPublishedAt))
        .col(timestamp_with_time_zone_null(PracticeCase::PublishedAt))
        .col(timestamp_with_time_zone_null(PracticeCase::ArchivedAt))
        .check(published_whole)
        .foreign_key(&mut reference(
            (PracticeCase::Table, PracticeCase::AuthorId),
            (Account::Table, Account::Id),
            ForeignKeyAction::SetNull,
        ))
        .take()
}

async fn create_case_indexes(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    use PracticeCase::{
        AuthorId, ChangedAt, CreatedAt, FirstPublishedAt, Id, PublishedAt, Table, TitleKey, WorkingDistrict, WorkingTitleKey,
    };
    let listed = [
        ("practice_case_listed_by_first_publication", FirstPublishedAt),
        ("practice_case_listed_by_publication", PublishedAt),
        ("practice_case_listed_by_title", TitleKey),
    ];
    for (name, column) in listed {
        let index = index(name, Table, [column, Id])
            .and_where(Expr::col(PracticeCase::PublishedNumber).is_not_null())
            .and_where(Expr::col(PracticeCase::ArchivedAt).is_null())
            .take();
        manager.create_index(index).await?;
    }
    manager.create_index(index("practice_case_by_beginning", Table, [CreatedAt, Id])).await?;
    manager.create_index(index("practice_case_by_change", Table, [ChangedAt, Id])).await?;
    manager.create_index(index("practice_case_by_working_title", Table, [WorkingTitleKey, Id])).await?;
    manager.create_index(index("practice_case_working_district", Table, [WorkingDistrict])).await?;
    manager.create_index(index("practice_case_author_id", Table, [AuthorId])).await
}

fn case_revision() -> TableCreateStatement {
    Table::create()
        .table(CaseRevision::Table)
        .if_not_exists()
        .col(pk_uuid(CaseRevision::Id))
        .col(uuid(CaseRevision::CaseId))
        .col(integer(CaseRevision::Number))
        .col(text(CaseRevision::Content))
        .col(text(CaseRevision::ContentHash))
        .col(timestamp_with_time_zone(CaseRevision::CreatedAt))
        .col(uuid_null(CaseRevision::CreatedBy))
        .foreign_key(&mut reference(
            (CaseRevision::Table, CaseRevision::CaseId),
            (PracticeCase::Table, PracticeCase::Id),
            ForeignKeyAction::Cascade,
        ))
        .foreign_key(&mut reference(
            (CaseRevision::Table, CaseRevision::CreatedBy),
            (Account::Table, Account::Id),
            ForeignKeyAction::SetNull,
        ))
        .take()
}

fn case_term() -> TableCreateStatement {
    Table::create()
        .table(CaseTerm::Table)
        .if_not_exists()
        .col(uuid(CaseTerm::CaseId))
        .col(text(CaseTerm::Vocabulary))
        .col(text(CaseTerm::Key))
        .primary_key(Index::create().col(CaseTerm::CaseId).col(CaseTerm::Vocabulary).col(CaseTerm::Key))
        .foreign_key(&mut reference(
            (CaseTerm::Table, CaseTerm::CaseId),
            (PracticeCase::Table, PracticeCase::Id),
            ForeignKeyAction::Cascade,
        ))
        .take()
}

/// One row that counts the commits that changed what the public sees.
fn content_stamp() -> TableCreateStatement {
    Table::create()
        .table(ContentStamp::Table)
        .if_not_exists()
        .col(integer(ContentStamp::Id).primary_key().check(Expr::col(ContentStamp::Id).eq(1)))
        .col(big_integer(ContentStamp::Value))
        .take()
}

#[derive(DeriveIden, Clone, Copy)]
enum PracticeCase {
    Table,
    Id,
    Slug,
    ExternalId,
    State,
    Version,
    AuthorId,
    CreatedAt,
    ChangedAt,
    WorkingNumber,
    WorkingTitleKey,
    WorkingDistrict,
    PublishedNumber,
    PublishedVersion,
    TitleKey,
    FirstPublishedAt,
    PublishedAt,
    ArchivedAt,
}

#[derive(DeriveIden, Clone, Copy)]
enum CaseRevision {
    Table,
    Id,
    CaseId,
    Number,
    Content,
    ContentHash,
    CreatedAt,
    CreatedBy,
}

#[derive(DeriveIden, Clone, Copy)]
enum CaseTerm {
    Table,
    CaseId,
    Vocabulary,
    Key,
}

#[derive(DeriveIden, Clone, Copy)]
enum ContentStamp {
    Table,
    Id,
    Value,
}
