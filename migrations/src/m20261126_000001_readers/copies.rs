//! What the tables hold, from the old ones into the new and back.

use super::{Digest, Subscription};
use crate::{
    columns::{index, number_between, one_of, reference},
    m20261123_000001_accounts::Account,
};
use sea_orm_migration::{
    prelude::*,
    schema::{pk_uuid, text, text_null, text_uniq, timestamp_with_time_zone, timestamp_with_time_zone_null, uuid, uuid_null},
    sea_orm::DbBackend,
};

/// Makes a reader of every address, fills the new tables and lets them take the old ones' place.
pub(super) async fn up(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    let (token, length) = match manager.get_connection().get_database_backend() {
        DbBackend::Postgres => (
            "substr(replace(CAST(gen_random_uuid() AS text) || CAST(gen_random_uuid() AS text), '-', ''), 1, 48)",
            "json_array_length(CAST(case_ids AS json))",
        ),
        _ => ("lower(hex(randomblob(24)))", "json_array_length(case_ids)"),
    };
    // The address's latest subscription, an active one first, says when its reader wishes to be written to. The Land is that of the account
    // with the same address. The subscriptions of each address are put in order once: no index finds them.
    let readers = format!(
        "INSERT INTO reader (id, email, state, hour, weekday, quiet_days, titles_only, max_per_day, next_due_at, counted_mails, token, created_at) \
         SELECT s.id, s.email, \
         (SELECT CASE substr(a.municipality, 1, 2) WHEN '14' THEN 'SACHSEN' WHEN '15' THEN 'SACHSEN_ANHALT' WHEN '16' THEN 'THUERINGEN' END \
          FROM account a WHERE a.email = s.email), \
         s.hour, s.weekday, s.weekday < 6, s.id <> s.id, 5, s.due, 0, {token}, s.requested_at \
         FROM (SELECT l.id, l.email, l.hour, l.weekday, l.requested_at, ROW_NUMBER() OVER (PARTITION BY l.email \
         ORDER BY CASE l.state WHEN 'active' THEN 0 ELSE 1 END, l.requested_at DESC, l.id DESC) AS place, \
         min(CASE l.state WHEN 'active' THEN l.next_due_at END) OVER (PARTITION BY l.email) AS due FROM subscription l) s \
         WHERE s.place = 1"
    );
    let subscriptions = "INSERT INTO new_subscription (id, reader_id, account_id, criteria, frequency, wanted_weekday, state, consent_version, \
         requested_at, confirmed_at, withdrawn_at, unsubscribe_token, confirm_token_hash, covered_until, requested_from, confirmed_from) \
         SELECT s.id, (SELECT r.id FROM reader r WHERE r.email = s.email), s.account_id, s.criteria, s.frequency, \
         CASE s.state WHEN 'pending' THEN s.weekday END, s.state, s.consent_version, s.requested_at, s.confirmed_at, s.withdrawn_at, \
         s.unsubscribe_token, s.confirm_token_hash, s.covered_until, s.requested_from, s.confirmed_from FROM subscription s";
    let digests = format!(
        "INSERT INTO new_digest (id, subscription_id, period_key, window_start, window_end, delivery_id, skip_reason, case_ids, total, \
         renewed_ids, renewed_total, created_at) SELECT id, subscription_id, period_key, window_start, window_end, delivery_id, skip_reason, \
         case_ids, {length}, '[]', 0, created_at FROM digest"
    );
    replace(manager, &[&readers, subscriptions, &digests]).await
}

/// The way back: what readers chose for all their subscriptions stands in each of them again.
pub(super) async fn down(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    manager.create_table(old_subscription()).await?;
    manager.create_table(old_digest()).await?;
    let subscriptions = "INSERT INTO new_subscription (id, email, account_id, criteria, frequency, weekday, hour, state, consent_version, \
         requested_at, confirmed_at, withdrawn_at, unsubscribe_token, confirm_token_hash, covered_until, next_due_at, requested_from, \
         confirmed_from) SELECT s.id, r.email, s.account_id, s.criteria, s.frequency, coalesce(s.wanted_weekday, r.weekday), r.hour, s.state, \
         s.consent_version, s.requested_at, s.confirmed_at, s.withdrawn_at, s.unsubscribe_token, s.confirm_token_hash, s.covered_until, \
         CASE s.state WHEN 'active' THEN r.next_due_at END, s.requested_from, s.confirmed_from \
         FROM subscription s INNER JOIN reader r ON r.id = s.reader_id";
    let digests = "INSERT INTO new_digest (id, subscription_id, period_key, window_start, window_end, delivery_id, skip_reason, case_ids, \
         created_at) SELECT id, subscription_id, period_key, window_start, window_end, delivery_id, skip_reason, case_ids, created_at FROM digest";
    replace(manager, &[subscriptions, digests]).await?;
    let by = |name: &str, table: &'static str, columns: &[&'static str]| {
        index(name, Alias::new(table), columns.iter().map(|column| Alias::new(*column)))
    };
    let is = |state: &'static str| Expr::col(Alias::new("state")).eq(state);
    manager.create_index(by("subscription_account_id", "subscription", &["account_id"])).await?;
    manager.create_index(by("subscription_due", "subscription", &["next_due_at"]).and_where(is("active")).take()).await?;
    manager.create_index(by("subscription_unconfirmed", "subscription", &["requested_at"]).and_where(is("pending")).take()).await?;
    manager.create_index(by("digest_period", "digest", &["subscription_id", "period_key"]).unique().take()).await
}

async fn replace(manager: &SchemaManager<'_>, copies: &[&str]) -> Result<(), DbErr> {
    for copy in copies {
        manager.get_connection().execute_unprepared(copy).await?;
    }
    for table in ["digest", "subscription"] {
        manager.drop_table(Table::drop().table(Alias::new(table)).take()).await?;
    }
    for (new, old) in [("new_subscription", "subscription"), ("new_digest", "digest")] {
        manager.rename_table(Table::rename().table(Alias::new(new), Alias::new(old)).take()).await?;
    }
    Ok(())
}

fn old_subscription() -> TableCreateStatement {
    use Subscription as S;
    let column = |name: &'static str| Alias::new(name);
    Table::create()
        .table(S::Table)
        .col(pk_uuid(S::Id))
        .col(text(column("email")))
        .col(uuid_null(S::AccountId))
        .col(text(S::Criteria))
        .col(one_of(S::Frequency, &["IMMEDIATE", "DAILY", "WEEKLY", "MONTHLY"]))
        .col(number_between(OldSubscription::Weekday, 1, 7))
        .col(number_between(OldSubscription::Hour, 0, 23))
        .col(one_of(S::State, &["pending", "active", "withdrawn"]))
        .col(text(S::ConsentVersion))
        .col(timestamp_with_time_zone(S::RequestedAt))
        .col(timestamp_with_time_zone_null(S::ConfirmedAt))
        .col(timestamp_with_time_zone_null(S::WithdrawnAt))
        .col(text_uniq(S::UnsubscribeToken))
        .col(text_null(S::ConfirmTokenHash).unique_key())
        .col(timestamp_with_time_zone_null(S::CoveredUntil))
        .col(timestamp_with_time_zone_null(column("next_due_at")))
        .col(text_null(S::RequestedFrom))
        .col(text_null(S::ConfirmedFrom))
        .foreign_key(&mut reference((S::Table, S::AccountId), (Account::Table, Account::Id), ForeignKeyAction::SetNull))
        .take()
}

fn old_digest() -> TableCreateStatement {
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
        .col(timestamp_with_time_zone(D::CreatedAt))
        .check(composed.or(skipped))
        .foreign_key(&mut reference((D::Table, D::SubscriptionId), (Subscription::Table, Subscription::Id), ForeignKeyAction::Cascade))
        .take()
}

/// What each subscription chose by itself before there were readers.
#[derive(DeriveIden, Clone, Copy)]
enum OldSubscription {
    Weekday,
    Hour,
}
