//! What became of digests, in numbers: how many mails stand where, and why others were not written.

use crate::{
    DeliveryState, Store, StoreError,
    deliveries::DIGEST,
    entity::{delivery, digest},
    moment,
};
use chrono::{DateTime, Utc};
use sea_orm::{
    ConnectionTrait,
    sea_query::{Expr, ExprTrait, Query},
};

/// How many mails stand alike.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MailCount {
    /// Where they stand.
    pub state: DeliveryState,
    /// Why they were not sent, where that was decided here.
    pub reason: Option<String>,
    /// How many there are.
    pub count: u64,
}

impl Store {
    /// The mails with digests that were put on their way from one moment up to another, by where they stand now.
    pub async fn digest_mails(&self, from: DateTime<Utc>, to: DateTime<Utc>) -> Result<Vec<MailCount>, StoreError> {
        use delivery::Column;
        let failed = StoreError::of("delivery");
        // All states are named, so that the index that begins with the state can be used.
        let select = Query::select()
            .columns([Column::State, Column::SkipReason])
            .expr_as(Expr::cust("COUNT(*)"), "count")
            .from(delivery::Entity)
            .and_where(Expr::col(Column::State).is_in(DeliveryState::ALL.iter().map(|state| state.key())))
            .and_where(Expr::col(Column::CreatedAt).gte(moment::bound(from)))
            .and_where(Expr::col(Column::CreatedAt).lt(moment::bound(to)))
            .and_where(Expr::col(Column::Kind).eq(DIGEST))
            .group_by_columns([Column::State, Column::SkipReason])
            .take();
        let mut counts = Vec::new();
        for row in self.reader().query_all(&select).await.map_err(failed)? {
            let read = || -> Result<(String, Option<String>, i64), sea_orm::DbErr> {
                Ok((row.try_get("", "state")?, row.try_get("", "skip_reason")?, row.try_get("", "count")?))
            };
            let (state, reason, count) = read().map_err(StoreError::of("delivery"))?;
            // A state that the table's CHECK does not know is not there.
            let Some(state) = DeliveryState::from_key(&state) else { continue };
            counts.push(MailCount { state, reason, count: u64::try_from(count).unwrap_or(0) });
        }
        Ok(counts)
    }

    /// The digests that were made from one moment up to another without a mail: why, and how many.
    pub async fn digests_without_mail(&self, from: DateTime<Utc>, to: DateTime<Utc>) -> Result<Vec<(String, u64)>, StoreError> {
        use digest::Column;
        let select = Query::select()
            .column(Column::SkipReason)
            .expr_as(Expr::cust("COUNT(*)"), "count")
            .from(digest::Entity)
            .and_where(Expr::col(Column::CreatedAt).gte(moment::bound(from)))
            .and_where(Expr::col(Column::CreatedAt).lt(moment::bound(to)))
            .and_where(Expr::col(Column::SkipReason).is_not_null())
            .group_by_col(Column::SkipReason)
            .take();
        let rows = self.reader().query_all(&select).await.map_err(StoreError::of("digest"))?;
        let read = |row: &sea_orm::QueryResult| -> Result<(String, i64), sea_orm::DbErr> {
            Ok((row.try_get("", "skip_reason")?, row.try_get("", "count")?))
        };
        let counts = rows.iter().map(|row| read(row).map(|(reason, count)| (reason, u64::try_from(count).unwrap_or(0))));
        counts.collect::<Result<_, _>>().map_err(StoreError::of("digest"))
    }
}
