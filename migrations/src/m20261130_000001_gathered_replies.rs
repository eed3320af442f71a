//! Replies that digests tell, instead of a mail for each.

use crate::columns::{index, reference};
use sea_orm_migration::{
    prelude::{async_trait::async_trait, *},
    schema::{pk_uuid, uuid, uuid_null},
};

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.create_table(gathered_reply()).await?;
        manager.create_index(index("gathered_reply_subscription_id", GatheredReply::Table, [GatheredReply::SubscriptionId])).await?;
        manager.create_index(index("gathered_reply_digest_id", GatheredReply::Table, [GatheredReply::DigestId])).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.drop_table(Table::drop().table(GatheredReply::Table).if_exists().take()).await
    }
}

/// Goes with the reply, with the subscription that gathers it, and with the digest that has told it. Without a digest it waits for one.
fn gathered_reply() -> TableCreateStatement {
    Table::create()
        .table(GatheredReply::Table)
        .if_not_exists()
        .col(pk_uuid(GatheredReply::ReplyId))
        .col(uuid(GatheredReply::SubscriptionId))
        .col(uuid_null(GatheredReply::DigestId))
        .foreign_key(&mut reference(
            (GatheredReply::Table, GatheredReply::ReplyId),
            (RequestReply::Table, RequestReply::Id),
            ForeignKeyAction::Cascade,
        ))
        .foreign_key(&mut reference(
            (GatheredReply::Table, GatheredReply::SubscriptionId),
            (Subscription::Table, Subscription::Id),
            ForeignKeyAction::Cascade,
        ))
        .foreign_key(&mut reference(
            (GatheredReply::Table, GatheredReply::DigestId),
            (Digest::Table, Digest::Id),
            ForeignKeyAction::Cascade,
        ))
        .take()
}

#[derive(DeriveIden, Clone, Copy)]
enum GatheredReply {
    Table,
    ReplyId,
    SubscriptionId,
    DigestId,
}

#[derive(DeriveIden, Clone, Copy)]
enum RequestReply {
    Table,
    Id,
}

#[derive(DeriveIden, Clone, Copy)]
enum Subscription {
    Table,
    Id,
}

#[derive(DeriveIden, Clone, Copy)]
enum Digest {
    Table,
    Id,
}
