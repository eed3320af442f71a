//! How searches came to find nothing: because of the filters that were chosen, or because every word had to be there.

use sea_orm_migration::{
    prelude::{async_trait::async_trait, *},
    schema::big_integer,
};

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        // SQLite takes one column at a time.
        for column in [SearchGap::Filtered, SearchGap::EveryWord] {
            let counted = big_integer(column).default(0).take();
            manager.alter_table(Table::alter().table(SearchGap::Table).add_column(counted).take()).await?;
        }
        Ok(())
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for column in [SearchGap::Filtered, SearchGap::EveryWord] {
            manager.alter_table(Table::alter().table(SearchGap::Table).drop_column(column).take()).await?;
        }
        Ok(())
    }
}

#[derive(DeriveIden, Clone, Copy)]
enum SearchGap {
    Table,
    Filtered,
    EveryWord,
}
