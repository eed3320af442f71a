//! What members ask each other, and what they answer.

use crate::{
    columns::{index, reference},
    m20261123_000001_accounts::Account,
};
use sea_orm_migration::{
    prelude::{async_trait::async_trait, *},
    schema::{pk_uuid, text, text_null, timestamp_with_time_zone, timestamp_with_time_zone_null, uuid, uuid_null},
};

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.create_table(network_request()).await?;
        manager
            .create_index(index("network_request_asked_at", NetworkRequest::Table, [NetworkRequest::AskedAt, NetworkRequest::Id]))
            .await?;
        manager.create_index(index("network_request_asker_id", NetworkRequest::Table, [NetworkRequest::AskerId])).await?;
        manager.create_table(request_reply()).await?;
        manager.create_index(index("request_reply_request_id", RequestReply::Table, [RequestReply::RequestId])).await?;
        manager.create_index(index("request_reply_author_id", RequestReply::Table, [RequestReply::AuthorId])).await?;
        manager.create_index(index("request_reply_case_id", RequestReply::Table, [RequestReply::CaseId])).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.drop_table(Table::drop().table(RequestReply::Table).if_exists().take()).await?;
        manager.drop_table(Table::drop().table(NetworkRequest::Table).if_exists().take()).await
    }
}

/// Without who asked it once the account is gone.
fn network_request() -> TableCreateStatement {
    Table::create()
        .table(NetworkRequest::Table)
        .if_not_exists()
        .col(pk_uuid(NetworkRequest::Id))
        .col(uuid_null(NetworkRequest::AskerId))
        .col(text(NetworkRequest::AskerRole))
        .col(text_null(NetworkRequest::Municipality))
        .col(text(NetworkRequest::Question))
        .col(text(NetworkRequest::Details))
        .col(timestamp_with_time_zone(NetworkRequest::AskedAt))
        .col(timestamp_with_time_zone_null(NetworkRequest::RoutedAt))
        .col(timestamp_with_time_zone_null(NetworkRequest::ClosedAt))
        .foreign_key(&mut reference(
            (NetworkRequest::Table, NetworkRequest::AskerId),
            (Account::Table, Account::Id),
            ForeignKeyAction::SetNull,
        ))
        .take()
}

/// Goes with its request; stays without its author or its case when one of them is gone.
fn request_reply() -> TableCreateStatement {
    Table::create()
        .table(RequestReply::Table)
        .if_not_exists()
        .col(pk_uuid(RequestReply::Id))
        .col(uuid(RequestReply::RequestId))
        .col(uuid_null(RequestReply::AuthorId))
        .col(text(RequestReply::AuthorRole))
        .col(text_null(RequestReply::Municipality))
        .col(text(RequestReply::Body))
        .col(uuid_null(RequestReply::CaseId))
        .col(timestamp_with_time_zone(RequestReply::CreatedAt))
        .foreign_key(&mut reference(
            (RequestReply::Table, RequestReply::RequestId),
            (NetworkRequest::Table, NetworkRequest::Id),
            ForeignKeyAction::Cascade,
        ))
        .foreign_key(&mut reference(
            (RequestReply::Table, RequestReply::AuthorId),
            (Account::Table, Account::Id),
            ForeignKeyAction::SetNull,
        ))
        .foreign_key(&mut reference(
            (RequestReply::Table, RequestReply::CaseId),
            (PracticeCase::Table, PracticeCase::Id),
            ForeignKeyAction::SetNull,
        ))
        .take()
}

#[derive(DeriveIden, Clone, Copy)]
enum PracticeCase {
    Table,
    Id,
}

#[derive(DeriveIden, Clone, Copy)]
enum NetworkRequest {
    Table,
    Id,
    AskerId,
    AskerRole,
    Municipality,
    Question,
    Details,
    AskedAt,
    RoutedAt,
    ClosedAt,
}

#[derive(DeriveIden, Clone, Copy)]
enum RequestReply {
    Table,
    Id,
    RequestId,
    AuthorId,
    AuthorRole,
    Municipality,
    Body,
    CaseId,
    CreatedAt,
}
