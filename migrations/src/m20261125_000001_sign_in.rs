//! Signing in: links in mails, sessions that know when and from where they were used, a second factor, other providers' accounts.

use crate::{
    columns::{index, one_of, reference},
    m20261123_000001_accounts::Account,
};
use sea_orm_migration::{
    prelude::{async_trait::async_trait, *},
    schema::{
        big_integer_null, boolean, pk_uuid, small_integer, text, text_null, text_uniq, timestamp_with_time_zone,
        timestamp_with_time_zone_null, uuid,
    },
};

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

/// The tables that are new with this step, in the order in which they are made.
const NEW_TABLES: [NewTable; 5] =
    [NewTable::SignInLink, NewTable::PendingSignIn, NewTable::SecondFactor, NewTable::RecoveryCode, NewTable::ExternalIdentity];

#[async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        // Sessions live for hours: whoever is signed in signs in anew.
        manager.drop_table(Table::drop().table(Session::Table).if_exists().take()).await?;
        manager.create_table(session()).await?;
        session_indexes(manager).await?;
        // Tokens made before could do everything, and still can.
        let scopes = text(AccessToken::Scopes).default("read write").take();
        manager.alter_table(Table::alter().table(AccessToken::Table).add_column(scopes).take()).await?;
        manager.create_table(sign_in_link()).await?;
        manager.create_table(pending_sign_in()).await?;
        manager.create_table(second_factor()).await?;
        manager.create_table(recovery_code()).await?;
        manager.create_table(external_identity()).await?;
        for (name, table, column) in [
            ("sign_in_link_expires_at", NewTable::SignInLink, Column::ExpiresAt),
            ("pending_sign_in_account_id", NewTable::PendingSignIn, Column::AccountId),
            ("pending_sign_in_expires_at", NewTable::PendingSignIn, Column::ExpiresAt),
            ("recovery_code_account_id", NewTable::RecoveryCode, Column::AccountId),
            ("external_identity_account_id", NewTable::ExternalIdentity, Column::AccountId),
        ] {
            manager.create_index(index(name, table, [column])).await?;
        }
        let person = index("external_identity_person", NewTable::ExternalIdentity, [Column::Issuer, Column::Subject]).unique().take();
        manager.create_index(person).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for table in NEW_TABLES.into_iter().rev() {
            manager.drop_table(Table::drop().table(table).if_exists().take()).await?;
        }
        manager.alter_table(Table::alter().table(AccessToken::Table).drop_column(AccessToken::Scopes).take()).await?;
        manager.drop_table(Table::drop().table(Session::Table).if_exists().take()).await?;
        manager.create_table(earlier_session()).await?;
        session_indexes(manager).await
    }
}

async fn session_indexes(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    manager.create_index(index("session_account_id", Session::Table, [Session::AccountId])).await?;
    manager.create_index(index("session_expires_at", Session::Table, [Session::ExpiresAt])).await
}

/// The table as it was before.
fn earlier_session() -> TableCreateStatement {
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

fn session() -> TableCreateStatement {
    earlier_session()
        .col(timestamp_with_time_zone(Session::LastUsedAt))
        .col(one_of(Session::Method, &["link", "provider", "demo"]))
        .col(boolean(Session::SecondFactor))
        // What the account could do when the session began; it ends when that has changed.
        .col(text(Session::Rights))
        .col(text_null(Session::Device))
        .col(text_null(Session::Network))
        .take()
}

fn of_account(table: NewTable) -> ForeignKeyCreateStatement {
    reference((table, Column::AccountId), (Account::Table, Account::Id), ForeignKeyAction::Cascade)
}

fn new_table(table: NewTable) -> TableCreateStatement {
    Table::create().table(table).if_not_exists().take()
}

fn sign_in_link() -> TableCreateStatement {
    new_table(NewTable::SignInLink)
        .col(pk_uuid(Column::Id))
        .col(text(Column::Email))
        .col(text(Column::BrowserHash))
        // Made when the mail is written, and for known addresses alone.
        .col(text_null(Column::TokenHash).unique_key().take())
        .col(timestamp_with_time_zone(Column::RequestedAt))
        .col(timestamp_with_time_zone(Column::ExpiresAt))
        .col(timestamp_with_time_zone_null(Column::UsedAt))
        .take()
}

fn pending_sign_in() -> TableCreateStatement {
    new_table(NewTable::PendingSignIn)
        .col(pk_uuid(Column::Id))
        .col(uuid(Column::AccountId))
        .col(text_uniq(Column::Hash))
        .col(one_of(Column::Method, &["link", "provider", "demo"]))
        .col(timestamp_with_time_zone(Column::CreatedAt))
        .col(timestamp_with_time_zone(Column::ExpiresAt))
        .col(small_integer(Column::Attempts))
        .col(timestamp_with_time_zone_null(Column::UsedAt))
        .foreign_key(&mut of_account(NewTable::PendingSignIn))
        .take()
}

fn second_factor() -> TableCreateStatement {
    new_table(NewTable::SecondFactor)
        .col(uuid(Column::AccountId).primary_key().take())
        .col(text(Column::Secret))
        .col(timestamp_with_time_zone(Column::CreatedAt))
        .col(timestamp_with_time_zone_null(Column::ConfirmedAt))
        // The latest step of 30 seconds whose code was used: a code counts once.
        .col(big_integer_null(Column::LastStep))
        // Codes tried in vain, and since when they are counted.
        .col(small_integer(Column::Failures))
        .col(timestamp_with_time_zone_null(Column::FailingSince))
        .foreign_key(&mut of_account(NewTable::SecondFactor))
        .take()
}

fn recovery_code() -> TableCreateStatement {
    new_table(NewTable::RecoveryCode)
        .col(pk_uuid(Column::Id))
        .col(uuid(Column::AccountId))
        .col(text_uniq(Column::Hash))
        .col(timestamp_with_time_zone(Column::CreatedAt))
        .col(timestamp_with_time_zone_null(Column::UsedAt))
        .foreign_key(&mut of_account(NewTable::RecoveryCode))
        .take()
}

fn external_identity() -> TableCreateStatement {
    new_table(NewTable::ExternalIdentity)
        .col(pk_uuid(Column::Id))
        .col(uuid(Column::AccountId))
        .col(text(Column::Issuer))
        .col(text(Column::Subject))
        .col(timestamp_with_time_zone(Column::CreatedAt))
        .col(timestamp_with_time_zone(Column::LastUsedAt))
        .foreign_key(&mut of_account(NewTable::ExternalIdentity))
        .take()
}

#[derive(DeriveIden, Clone, Copy)]
enum AccessToken {
    Table,
    Scopes,
}

#[derive(DeriveIden, Clone, Copy)]
enum Session {
    Table,
    Id,
    AccountId,
    Hash,
    CreatedAt,
    ExpiresAt,
    LastUsedAt,
    Method,
    SecondFactor,
    Rights,
    Device,
    Network,
}

#[derive(DeriveIden, Clone, Copy)]
enum NewTable {
    SignInLink,
    PendingSignIn,
    SecondFactor,
    RecoveryCode,
    ExternalIdentity,
}

/// The columns of the new tables.
#[derive(DeriveIden, Clone, Copy)]
enum Column {
    Id,
    AccountId,
    Email,
    BrowserHash,
    TokenHash,
    Hash,
    Method,
    Secret,
    Issuer,
    Subject,
    Attempts,
    LastStep,
    Failures,
    FailingSince,
    RequestedAt,
    CreatedAt,
    ExpiresAt,
    ConfirmedAt,
    LastUsedAt,
    UsedAt,
}
