//! The hour that was asked for with a subscription, until the address's owner confirms it.

use sea_orm_migration::{
    prelude::{async_trait::async_trait, *},
    schema::small_integer_null,
};

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let wanted = small_integer_null(Subscription::WantedHour);
        manager.alter_table(Table::alter().table(Subscription::Table).add_column(wanted).take()).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.alter_table(Table::alter().table(Subscription::Table).drop_column(Subscription::WantedHour).take()).await
    }
}

#[derive(DeriveIden, Clone, Copy)]
enum Subscription {
    Table,
    WantedHour,
}
