//! What was searched for and not found: words and how often, nobody's name.

use crate::columns::{index, ordered_text};
use sea_orm_migration::{
    prelude::{async_trait::async_trait, *},
    schema::{big_integer, date},
};

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let table = Table::create()
            .table(SearchGap::Table)
            .if_not_exists()
            .col(ordered_text(manager, SearchGap::Terms).primary_key())
            .col(big_integer(SearchGap::Occurrences).check(Expr::col(SearchGap::Occurrences).gte(1)))
            .col(date(SearchGap::LastSeen))
            .take();
        manager.create_table(table).await?;
        manager.create_index(index("search_gap_occurrences", SearchGap::Table, [SearchGap::Occurrences, SearchGap::Terms])).await?;
        manager.create_index(index("search_gap_last_seen", SearchGap::Table, [SearchGap::LastSeen])).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.drop_table(Table::drop().table(SearchGap::Table).if_exists().take()).await
    }
}

#[derive(DeriveIden, Clone, Copy)]
enum SearchGap {
    Table,
    Terms,
    Occurrences,
    LastSeen,
}
