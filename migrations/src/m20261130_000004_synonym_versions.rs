//! Counts the changes of a synonym group, so that whoever changes it can say which version they read.

use sea_orm_migration::{
    prelude::{async_trait::async_trait, *},
    schema::integer,
};

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let counted = integer(SynonymGroup::Version).default(1).take();
        manager.alter_table(Table::alter().table(SynonymGroup::Table).add_column(counted).take()).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.alter_table(Table::alter().table(SynonymGroup::Table).drop_column(SynonymGroup::Version).take()).await
    }
}

#[derive(DeriveIden, Clone, Copy)]
enum SynonymGroup {
    Table,
    Version,
}
