//! A subscription's text as it was typed, where a typing mistake in it was corrected.

use sea_orm_migration::{
    prelude::{async_trait::async_trait, *},
    schema::text_null,
};

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let typed = text_null(Subscription::TypedText);
        manager.alter_table(Table::alter().table(Subscription::Table).add_column(typed).take()).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.alter_table(Table::alter().table(Subscription::Table).drop_column(Subscription::TypedText).take()).await
    }
}

#[derive(DeriveIden, Clone, Copy)]
enum Subscription {
    Table,
    TypedText,
}
