//! Servers that refuse mail for what we are: one row for each receiving domain.

use sea_orm_migration::{
    prelude::{async_trait::async_trait, *},
    schema::{integer, text, timestamp_with_time_zone},
};

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let table = Table::create()
            .table(PolicyRefusal::Table)
            .if_not_exists()
            .col(text(PolicyRefusal::Domain).primary_key())
            .col(integer(PolicyRefusal::Refusals))
            .col(timestamp_with_time_zone(PolicyRefusal::FirstAt))
            .col(timestamp_with_time_zone(PolicyRefusal::LastAt))
            .col(text(PolicyRefusal::LastReply))
            .take();
        manager.create_table(table).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.drop_table(Table::drop().table(PolicyRefusal::Table).if_exists().take()).await
    }
}

#[derive(DeriveIden, Clone, Copy)]
enum PolicyRefusal {
    Table,
    Domain,
    Refusals,
    FirstAt,
    LastAt,
    LastReply,
}
