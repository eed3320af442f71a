//! The wording of the consent as somebody was shown it, since it names what they asked for. Earlier ones are known by their version.

use sea_orm_migration::{
    prelude::{async_trait::async_trait, *},
    schema::text_null,
};

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let wording = text_null(Subscription::ConsentText);
        manager.alter_table(Table::alter().table(Subscription::Table).add_column(wording).take()).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.alter_table(Table::alter().table(Subscription::Table).drop_column(Subscription::ConsentText).take()).await
    }
}

#[derive(DeriveIden, Clone, Copy)]
enum Subscription {
    Table,
    ConsentText,
}
