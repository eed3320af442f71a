//! Groups of words that editors teach the search, beside those that the program brings along.

use crate::{
    columns::{index, one_of, reference},
    m20261123_000001_accounts::Account,
};
use sea_orm_migration::{
    prelude::{async_trait::async_trait, *},
    schema::{pk_uuid, text, timestamp_with_time_zone, uuid_null},
};

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let account =
            |column: SynonymGroup| reference((SynonymGroup::Table, column), (Account::Table, Account::Id), ForeignKeyAction::SetNull);
        let table = Table::create()
            .table(SynonymGroup::Table)
            .if_not_exists()
            .col(pk_uuid(SynonymGroup::Id))
            .col(one_of(SynonymGroup::Kind, &["synonym", "related"]))
            .col(text(SynonymGroup::Phrases))
            .col(timestamp_with_time_zone(SynonymGroup::CreatedAt))
            .col(uuid_null(SynonymGroup::CreatedBy))
            .col(timestamp_with_time_zone(SynonymGroup::ChangedAt))
            .col(uuid_null(SynonymGroup::ChangedBy))
            .foreign_key(&mut account(SynonymGroup::CreatedBy))
            .foreign_key(&mut account(SynonymGroup::ChangedBy))
            .take();
        manager.create_table(table).await?;
        manager.create_index(index("synonym_group_created_by", SynonymGroup::Table, [SynonymGroup::CreatedBy])).await?;
        manager.create_index(index("synonym_group_changed_by", SynonymGroup::Table, [SynonymGroup::ChangedBy])).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.drop_table(Table::drop().table(SynonymGroup::Table).if_exists().take()).await
    }
}

#[derive(DeriveIden, Clone, Copy)]
enum SynonymGroup {
    Table,
    Id,
    Kind,
    Phrases,
    CreatedAt,
    CreatedBy,
    ChangedAt,
    ChangedBy,
}
