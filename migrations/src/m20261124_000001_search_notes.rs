//! What the work queue has found out about the search: its present trouble, what comparisons with the database came to.

use sea_orm_migration::{
    prelude::{async_trait::async_trait, *},
    schema::{text, timestamp_with_time_zone},
};

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let table = Table::create()
            .table(SearchNote::Table)
            .if_not_exists()
            .col(text(SearchNote::Key).primary_key())
            .col(text(SearchNote::Value))
            .col(timestamp_with_time_zone(SearchNote::NotedAt))
            .take();
        manager.create_table(table).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.drop_table(Table::drop().table(SearchNote::Table).if_exists().take()).await
    }
}

#[derive(DeriveIden, Clone, Copy)]
enum SearchNote {
    Table,
    Key,
    Value,
    NotedAt,
}
