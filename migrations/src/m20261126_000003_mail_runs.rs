//! The digests of a day can be counted without reading those of all days.

use crate::columns::index;
use sea_orm_migration::prelude::{async_trait::async_trait, *};

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.create_index(index("digest_created_at", Digest::Table, [Digest::CreatedAt])).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.drop_index(Index::drop().name("digest_created_at").table(Digest::Table).if_exists().to_owned()).await
    }
}

#[derive(DeriveIden, Clone, Copy)]
enum Digest {
    Table,
    CreatedAt,
}
