//! Subscriptions, the digests composed for them, and the mails on their way.

use crate::{
    columns::{index, number_between, one_of, reference},
    m20261123_000001_accounts::Account,
};
use sea_orm_migration::{
    prelude::{async_trait::async_trait, *},
    schema::{integer, pk_uuid, text, text_null, text_uniq, timestamp_with_time_zone, timestamp_with_time_zone_null, uuid, uuid_null},
};

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.create_table(subscription()).await?;
        manager.create_index(index("subscription_account_id", Subscription::Table, [Subscription::AccountId])).await?;
        let due = index("subscription_due", Subscription::Table, [Subscription::NextDueAt])
            .and_where(Expr::col(Subscription::State).eq("active"))
            .take();
        manager.create_index(due).await?;
        let unconfirmed = index("subscription_unconfirmed", Subscription::Table, [Subscription::RequestedAt])
            .and_where(Expr::col(Subscription::State).eq("pending"))
            .take();
        manager.create_index(unconfirmed).await?;
        manager.create_table(digest()).await?;
        let period = index("digest_period", Digest::Table, [Digest::SubscriptionId, Digest::PeriodKey]).unique().take();
        manager.create_index(period).await?;
        manager.create_table(delivery()).await?;
        manager.create_index(index("delivery_state", Delivery::Table, [Delivery::State, Delivery::CreatedAt])).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.drop_table(Table::drop().table(Delivery::Table).if_exists().take()).await?;
        manager.drop_table(Table::drop().table(Digest::Table).if_exists().take()).await?;
        manager.drop_table(Table::drop().table(Subscription::Table).if_exists().take()).await
    }
}

fn subscription() -> TableCreateStatement {
    Table::create()
        .table(Subscription::Table)
        .if_not_exists()
        .col(pk_uuid(Subscription::Id))
        .col(text(Subscription::Email))
        .col(uuid_null(Subscription::AccountId))
        .col(text(Subscription::Criteria))
        .col(one_of(Subscription::Frequency, &["IMMEDIATE", "DAILY", "WEEKLY", "MONTHLY"]))
        .col(number_between(Subscription::Weekday, 1, 7))
        .col(number_between(Subscription::Hour, 0, 23))
        .col(one_of(Subscription::State, &["pending", "active", "withdrawn"]))
        .col(text(Subscription::ConsentVersion))
        .col(timestamp_with_time_zone(Subscription::RequestedAt))
        .col(timestamp_with_time_zone_null(Subscription::ConfirmedAt))
        .col(timestamp_with_time_zone_null(Subscription::WithdrawnAt))
        .col(text_uniq(Subscription::UnsubscribeToken))
        .col(text_null(Subscription::ConfirmTokenHash).unique_key())
        .col(timestamp_with_time_zone_null(Subscription::CoveredUntil))
        .col(timestamp_with_time_zone_null(Subscription::NextDueAt))
        .foreign_key(&mut reference(
            (Subscription::Table, Subscription::AccountId),
            (Account::Table, Account::Id),
            ForeignKeyAction::SetNull,
        ))
        .take()
}

/// A digest was either composed, and names its mail, or skipped for a reason. The mail is written after the digest, so no foreign
/// key ties the two.
fn digest() -> TableCreateStatement {
    let composed = Expr::col(Digest::DeliveryId).is_not_null().and(Expr::col(Digest::SkipReason).is_null());
    let skipped = Expr::col(Digest::DeliveryId).is_null().and(Expr::col(Digest::SkipReason).is_not_null());
    Table::create()
        .table(Digest::Table)
        .if_not_exists()
        .col(pk_uuid(Digest::Id))
        .col(uuid(Digest::SubscriptionId))
        .col(text(Digest::PeriodKey))
        .col(timestamp_with_time_zone(Digest::WindowStart))
        .col(timestamp_with_time_zone(Digest::WindowEnd))
        .col(uuid_null(Digest::DeliveryId))
        .col(text_null(Digest::SkipReason))
        .col(text(Digest::CaseIds))
        .col(timestamp_with_time_zone(Digest::CreatedAt))
        .check(composed.or(skipped))
        .foreign_key(&mut reference(
            (Digest::Table, Digest::SubscriptionId),
            (Subscription::Table, Subscription::Id),
            ForeignKeyAction::Cascade,
        ))
        .take()
}

fn delivery() -> TableCreateStatement {
    Table::create()
        .table(Delivery::Table)
        .if_not_exists()
        .col(pk_uuid(Delivery::Id))
        .col(text(Delivery::Kind))
        .col(text(Delivery::Recipient))
        .col(text(Delivery::MessageId))
        .col(text(Delivery::MailJson))
        .col(one_of(Delivery::State, &["queued", "sent", "deferred", "failed"]))
        .col(integer(Delivery::Attempts))
        .col(timestamp_with_time_zone_null(Delivery::LastAttemptAt))
        .col(text_null(Delivery::LastReply))
        .col(timestamp_with_time_zone(Delivery::CreatedAt))
        .col(timestamp_with_time_zone_null(Delivery::SentAt))
        .take()
}

#[derive(DeriveIden, Clone, Copy)]
enum Subscription {
    Table,
    Id,
    Email,
    AccountId,
    Criteria,
    Frequency,
    Weekday,
    Hour,
    State,
    ConsentVersion,
    RequestedAt,
    ConfirmedAt,
    WithdrawnAt,
    UnsubscribeToken,
    ConfirmTokenHash,
    CoveredUntil,
    NextDueAt,
}

#[derive(DeriveIden, Clone, Copy)]
enum Digest {
    Table,
    Id,
    SubscriptionId,
    PeriodKey,
    WindowStart,
    WindowEnd,
    DeliveryId,
    SkipReason,
    CaseIds,
    CreatedAt,
}

#[derive(DeriveIden, Clone, Copy)]
enum Delivery {
    Table,
    Id,
    Kind,
    Recipient,
    MessageId,
    MailJson,
    State,
    Attempts,
    LastAttemptAt,
    LastReply,
    CreatedAt,
    SentAt,
}
