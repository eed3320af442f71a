//! Files on cases: what is known of each, and the text within it. The bytes are in the object store.

use crate::{
    columns::{index, one_of, reference},
    m20261123_000001_accounts::Account,
};
use sea_orm_migration::{
    prelude::{async_trait::async_trait, *},
    schema::{big_integer, pk_uuid, text, text_null, timestamp_with_time_zone, timestamp_with_time_zone_null, uuid_null},
};

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.create_table(material_file()).await?;
        manager.create_index(index("material_file_case_id", MaterialFile::Table, [MaterialFile::CaseId])).await?;
        manager.create_index(index("material_file_uploaded_by", MaterialFile::Table, [MaterialFile::UploadedBy])).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.drop_table(Table::drop().table(MaterialFile::Table).if_exists().take()).await
    }
}

/// A file that belongs to no case was not put on one yet, or its case was erased; either way the clean-up takes it away.
fn material_file() -> TableCreateStatement {
    let kinds = ["pdf", "odt", "ods", "odp", "docx", "xlsx", "pptx", "png", "jpg", "webp"];
    Table::create()
        .table(MaterialFile::Table)
        .if_not_exists()
        .col(pk_uuid(MaterialFile::Id))
        .col(uuid_null(MaterialFile::CaseId))
        .col(uuid_null(MaterialFile::UploadedBy))
        .col(timestamp_with_time_zone(MaterialFile::UploadedAt))
        .col(timestamp_with_time_zone_null(MaterialFile::StoredAt))
        .col(timestamp_with_time_zone_null(MaterialFile::AttachedAt))
        .col(text(MaterialFile::Name))
        .col(one_of(MaterialFile::Kind, &kinds))
        .col(big_integer(MaterialFile::Size))
        .col(text(MaterialFile::Sha256))
        .col(text(MaterialFile::Secret))
        .col(one_of(MaterialFile::TextState, &["waiting", "read", "none", "failed"]))
        .col(text_null(MaterialFile::Text))
        .col(text_null(MaterialFile::TextReason))
        .foreign_key(&mut reference(
            (MaterialFile::Table, MaterialFile::CaseId),
            (PracticeCase::Table, PracticeCase::Id),
            ForeignKeyAction::SetNull,
        ))
        .foreign_key(&mut reference(
            (MaterialFile::Table, MaterialFile::UploadedBy),
            (Account::Table, Account::Id),
            ForeignKeyAction::SetNull,
        ))
        .take()
}

#[derive(DeriveIden, Clone, Copy)]
enum PracticeCase {
    Table,
    Id,
}

#[derive(DeriveIden, Clone, Copy)]
enum MaterialFile {
    Table,
    Id,
    CaseId,
    UploadedBy,
    UploadedAt,
    StoredAt,
    AttachedAt,
    Name,
    Kind,
    Size,
    #[sea_orm(iden = "sha256")]
    Sha256,
    Secret,
    TextState,
    Text,
    TextReason,
}
