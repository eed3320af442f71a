//! Readers: one row for each address that digests go to. Subscriptions and digests are made anew, because SQLite cannot take away columns that
//! are checked, unique or part of a reference.

mod copies;

use crate::{
    columns::{index, number_between, one_of, reference},
    m20261123_000001_accounts::Account,
};
use sea_orm_migration::{
    prelude::{async_trait::async_trait, *},
    schema::{
        boolean, date_null, integer, pk_uuid, small_integer, small_integer_null, text, text_null, text_uniq, timestamp_with_time_zone,
        timestamp_with_time_zone_null, uuid, uuid_null,
    },
};

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.create_table(reader()).await?;
        manager.create_index(index("reader_due", Reader::Table, [Reader::NextDueAt, Reader::Id])).await?;
        manager.create_table(focus_area()).await?;
        manager.create_table(subscription()).await?;
        manager.create_table(digest()).await?;
        copies::up(manager).await?;
        // Readers are due, not subscriptions: what waits for one is found anew.
        manager.get_connection().execute_unprepared("DELETE FROM job WHERE kind = 'compose_digest'").await?;
        let by = |name: &str, table: &'static str, columns: &[&'static str]| {
            index(name, Alias::new(table), columns.iter().map(|column| Alias::new(*column)))
        };
        manager.create_index(by("subscription_account_id", "subscription", &["account_id"])).await?;
        manager.create_index(by("subscription_reader_id", "subscription", &["reader_id"])).await?;
        let mut unconfirmed = by("subscription_unconfirmed", "subscription", &["requested_at"]);
        manager.create_index(unconfirmed.and_where(Expr::col(Alias::new("state")).eq("pending")).take()).await?;
        manager.create_index(by("digest_period", "digest", &["subscription_id", "period_key"]).unique().take()).await?;
        manager.create_index(by("digest_delivery_id", "digest", &["delivery_id"])).await?;
        manager.create_index(by("digest_created_at", "digest", &["created_at"])).await?;
        let renewed = ColumnDef::new(Alias::new("renewed_at")).timestamp_with_time_zone().null().take();
        manager.alter_table(Table::alter().table(Alias::new("practice_case")).add_column(renewed).take()).await?;
        manager.create_index(by("practice_case_renewed_at", "practice_case", &["renewed_at"])).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.drop_index(Index::drop().name("practice_case_renewed_at").table(Alias::new("practice_case")).to_owned()).await?;
        let alter = Table::alter().table(Alias::new("practice_case")).drop_column(Alias::new("renewed_at")).take();
        manager.alter_table(alter).await?;
        copies::down(manager).await?;
        let later = "DELETE FROM job WHERE kind IN ('compose_digests', 'recover_digests')";
        manager.get_connection().execute_unprepared(later).await?;
        manager.drop_table(Table::drop().table(FocusArea::Table).if_exists().take()).await?;
        manager.drop_table(Table::drop().table(Reader::Table).if_exists().take()).await
    }
}

fn reader() -> TableCreateStatement {
    Table::create()
        .table(Reader::Table)
        .if_not_exists()
        .col(pk_uuid(Reader::Id))
        .col(text_uniq(Reader::Email))
        .col(text_null(Reader::State))
        .col(number_between(Reader::Hour, 0, 23))
        .col(number_between(Reader::Weekday, 1, 7))
        .col(boolean(Reader::QuietDays))
        .col(boolean(Reader::TitlesOnly))
        .col(number_between(Reader::MaxPerDay, 1, 24))
        .col(timestamp_with_time_zone_null(Reader::PausedUntil))
        .col(timestamp_with_time_zone_null(Reader::NextDueAt))
        .col(date_null(Reader::CountedDay))
        .col(small_integer(Reader::CountedMails))
        .col(text_uniq(Reader::Token))
        .col(timestamp_with_time_zone(Reader::CreatedAt))
        .take()
}

/// What a municipality works on at present.
fn focus_area() -> TableCreateStatement {
    Table::create()
        .table(FocusArea::Table)
        .if_not_exists()
        .col(text(FocusArea::Municipality))
        .col(text(FocusArea::FieldOfAction))
        .col(small_integer(FocusArea::Position))
        .primary_key(Index::create().col(FocusArea::Municipality).col(FocusArea::FieldOfAction))
        .take()
}

fn subscription() -> TableCreateStatement {
    use Subscription as S;
    Table::create()
        .table(S::Table)
        .col(pk_uuid(S::Id))
        .col(uuid(S::ReaderId))
        .col(uuid_null(S::AccountId))
        .col(text(S::Criteria))
        .col(one_of(S::Frequency, &["IMMEDIATE", "DAILY", "WEEKLY", "MONTHLY"]))
        .col(small_integer_null(S::WantedWeekday))
        .col(one_of(S::State, &["pending", "active", "withdrawn"]))
        .col(text(S::ConsentVersion))
        .col(timestamp_with_time_zone(S::RequestedAt))
        .col(timestamp_with_time_zone_null(S::ConfirmedAt))
        .col(timestamp_with_time_zone_null(S::WithdrawnAt))
        .col(text_uniq(S::UnsubscribeToken))
        .col(text_null(S::ConfirmTokenHash).unique_key())
        .col(timestamp_with_time_zone_null(S::CoveredUntil))
        .col(text_null(S::RequestedFrom))
        .col(text_null(S::ConfirmedFrom))
        .foreign_key(&mut reference((S::Table, S::ReaderId), (Reader::Table, Reader::Id), ForeignKeyAction::Cascade))
        .foreign_key(&mut reference((S::Table, S::AccountId), (Account::Table, Account::Id), ForeignKeyAction::SetNull))
        .take()
}

/// A digest was either composed, and names the mail that it is a section of, or skipped for a reason. `total` and `renewed_total` count what
/// fits; the lists name the best of it.
fn digest() -> TableCreateStatement {
    use Digest as D;
    let composed = Expr::col(D::DeliveryId).is_not_null().and(Expr::col(D::SkipReason).is_null());
    let skipped = Expr::col(D::DeliveryId).is_null().and(Expr::col(D::SkipReason).is_not_null());
    Table::create()
        .table(D::Table)
        .col(pk_uuid(D::Id))
        .col(uuid(D::SubscriptionId))
        .col(text(D::PeriodKey))
        .col(timestamp_with_time_zone(D::WindowStart))
        .col(timestamp_with_time_zone(D::WindowEnd))
        .col(uuid_null(D::DeliveryId))
        .col(text_null(D::SkipReason))
        .col(text(D::CaseIds))
        .col(integer(D::Total))
        .col(text(D::RenewedIds))
        .col(integer(D::RenewedTotal))
        .col(timestamp_with_time_zone(D::CreatedAt))
        .check(composed.or(skipped))
        .foreign_key(&mut reference((D::Table, D::SubscriptionId), (Subscription::Table, Subscription::Id), ForeignKeyAction::Cascade))
        .take()
}

#[derive(DeriveIden, Clone, Copy)]
enum Reader {
    Table,
    Id,
    Email,
    State,
    Hour,
    Weekday,
    QuietDays,
    TitlesOnly,
    MaxPerDay,
    PausedUntil,
    NextDueAt,
    CountedDay,
    CountedMails,
    Token,
    CreatedAt,
}

#[derive(DeriveIden, Clone, Copy)]
enum FocusArea {
    Table,
    Municipality,
    FieldOfAction,
    Position,
}

/// The new table, until it takes the old one's name.
#[derive(DeriveIden, Clone, Copy)]
enum Subscription {
    #[sea_orm(iden = "new_subscription")]
    Table,
    Id,
    ReaderId,
    AccountId,
    Criteria,
    Frequency,
    WantedWeekday,
    State,
    ConsentVersion,
    RequestedAt,
    ConfirmedAt,
    WithdrawnAt,
    UnsubscribeToken,
    ConfirmTokenHash,
    CoveredUntil,
    RequestedFrom,
    ConfirmedFrom,
}

/// The new table, until it takes the old one's name.
#[derive(DeriveIden, Clone, Copy)]
enum Digest {
    #[sea_orm(iden = "new_digest")]
    Table,
    Id,
    SubscriptionId,
    PeriodKey,
    WindowStart,
    WindowEnd,
    DeliveryId,
    SkipReason,
    CaseIds,
    Total,
    RenewedIds,
    RenewedTotal,
    CreatedAt,
}
