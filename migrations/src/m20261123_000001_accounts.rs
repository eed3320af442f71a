//! Accounts and the two ways to prove that one is theirs: bearer tokens and browser sessions, both kept as hashes.

use crate::columns::{index, one_of, reference};
use sea_orm_migration::{
    prelude::{async_trait::async_trait, *},
    schema::{pk_uuid, text, text_null, text_uniq, timestamp_with_time_zone, timestamp_with_time_zone_null, uuid},
};

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.create_table(account()).await?;
        manager.create_table(access_token()).await?;
        manager.create_index(index("access_token_account_id", AccessToken::Table, [AccessToken::AccountId])).await?;
        manager.create_table(session()).await?;
        manager.create_index(index("session_account_id", Session::Table, [Session::AccountId])).await?;
        manager.create_index(index("session_expires_at", Session::Table, [Session::ExpiresAt])).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.drop_table(Table::drop().table(Session::Table).if_exists().take()).await?;
        manager.drop_table(Table::drop().table(AccessToken::Table).if_exists().take()).await?;
        manager.drop_table(Table::drop().table(Account::Table).if_exists().take()).await
    }
}

fn account() -> TableCreateStatement {
    let roles = ["reader", "author", "coordinator", "reviewer", "adviser", "administrator"];
    Table::create()
        .table(Account::Table)
        .if_not_exists()
        .col(pk_uuid(Account::Id))
        .col(text_uniq(Account::Email))
        .col(one_of(Account::Role, &roles))
        .col(text_null(Account::Municipality))
        .col(timestamp_with_time_zone(Account::CreatedAt))
        .col(timestamp_with_time_zone_null(Account::DisabledAt))
        .take()
}

fn access_token() -> TableCreateStatement {
    Table::create()
        .table(AccessToken::Table)
        .if_not_exists()
        .col(pk_uuid(AccessToken::Id))
        .col(uuid(AccessToken::AccountId))
        .col(text_uniq(AccessToken::TokenHash))
        .col(text(AccessToken::Label))
        .col(timestamp_with_time_zone(AccessToken::CreatedAt))
        .col(timestamp_with_time_zone_null(AccessToken::ExpiresAt))
        .col(timestamp_with_time_zone_null(AccessToken::LastUsedAt))
        .col(timestamp_with_time_zone_null(AccessToken::RevokedAt))
        .foreign_key(&mut reference((AccessToken::Table, AccessToken::AccountId), (Account::Table, Account::Id), ForeignKeyAction::Cascade))
        .take()
}

fn session() -> TableCreateStatement {
    Table::create()
        .table(Session::Table)
        .if_not_exists()
        .col(pk_uuid(Session::Id))
        .col(uuid(Session::AccountId))
        .col(text_uniq(Session::Hash))
        .col(timestamp_with_time_zone(Session::CreatedAt))
        .col(timestamp_with_time_zone(Session::ExpiresAt))
        .foreign_key(&mut reference((Session::Table, Session::AccountId), (Account::Table, Account::Id), ForeignKeyAction::Cascade))
        .take()
}

#[derive(DeriveIden, Clone, Copy)]
pub(crate) enum Account {
    Table,
    Id,
    Email,
    Role,
    Municipality,
    CreatedAt,
    DisabledAt,
}

#[derive(DeriveIden, Clone, Copy)]
enum AccessToken {
    Table,
    Id,
    AccountId,
    TokenHash,
    Label,
    CreatedAt,
    ExpiresAt,
    LastUsedAt,
    RevokedAt,
}

#[derive(DeriveIden, Clone, Copy)]
enum Session {
    Table,
    Id,
    AccountId,
    Hash,
    CreatedAt,
    ExpiresAt,
}
