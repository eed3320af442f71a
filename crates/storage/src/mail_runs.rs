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
    sea_query::{Alias, CaseStatement, Expr, ExprTrait, Query, SelectStatement},
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
    /// The mails with digests that were put on their way on each of some days in a row, by where they stand now.
    ///
    /// `bounds` are the days' first moments, the latest day first, after the first moment behind them all; fewer than two are no day. The answer
    /// has one list for each day, in the same order.
    pub async fn digest_mails(&self, bounds: &[DateTime<Utc>]) -> Result<Vec<Vec<MailCount>>, StoreError> {
        use delivery::Column;
        let failed = StoreError::of("delivery");
        let Some(mut select) = counted(&Expr::col(Column::CreatedAt), bounds) else { return Ok(Vec::new()) };
        // All states are named, so that the index that begins with the state can be used.
        let select = select
            .columns([Column::State, Column::SkipReason])
            .from(delivery::Entity)
            .and_where(Expr::col(Column::State).is_in(DeliveryState::ALL.iter().map(|state| state.key())))
            .and_where(Expr::col(Column::Kind).eq(DIGEST))
            .group_by_columns([Column::State, Column::SkipReason])
            .take();
        let mut days = vec![Vec::new(); bounds.len() - 1];
        for row in self.reader().query_all(&select).await.map_err(failed)? {
            let read = || -> Result<(i32, String, Option<String>, i64), sea_orm::DbErr> {
                Ok((row.try_get("", "day")?, row.try_get("", "state")?, row.try_get("", "skip_reason")?, row.try_get("", "count")?))
            };
            let (day, state, reason, count) = read().map_err(StoreError::of("delivery"))?;
            // A state that the table's CHECK does not know is not there.
            let Some(state) = DeliveryState::from_key(&state) else { continue };
            on_day(&mut days, day, MailCount { state, reason, count: u64::try_from(count).unwrap_or(0) });
        }
        Ok(days)
    }

    /// The digests that were made on each of these days without a mail: why, and how many. `bounds` and the answer are as those of
    /// [`Store::digest_mails`].
    pub async fn digests_without_mail(&self, bounds: &[DateTime<Utc>]) -> Result<Vec<Vec<(String, u64)>>, StoreError> {
        use digest::Column;
        let Some(mut select) = counted(&Expr::col(Column::CreatedAt), bounds) else { return Ok(Vec::new()) };
        let select = select
            .column(Column::SkipReason)
            .from(digest::Entity)
            .and_where(Expr::col(Column::SkipReason).is_not_null())
            .group_by_col(Column::SkipReason)
            .take();
        let mut days = vec![Vec::new(); bounds.len() - 1];
        for row in self.reader().query_all(&select).await.map_err(StoreError::of("digest"))? {
            let read = || -> Result<(i32, String, i64), sea_orm::DbErr> {
                Ok((row.try_get("", "day")?, row.try_get("", "skip_reason")?, row.try_get("", "count")?))
            };
            let (day, reason, count) = read().map_err(StoreError::of("digest"))?;
            on_day(&mut days, day, (reason, u64::try_from(count).unwrap_or(0)));
        }
        Ok(days)
    }
}

/// Counts rows by the day on which they were made, of all these days at once; nothing if there is no day. Days are not told apart by the
/// database's own calendar: the two databases know different ones, and SQLite none of Germany's.
fn counted(created_at: &Expr, bounds: &[DateTime<Utc>]) -> Option<SelectStatement> {
    let (until, starts) = bounds.split_first()?;
    let from = starts.last()?;
    let is_since = |start: &DateTime<Utc>| created_at.clone().gte(moment::bound(*start));
    let day = (0_i32..).zip(starts).fold(CaseStatement::new(), |days, (number, start)| days.case(is_since(start), Expr::val(number)));
    let within = is_since(from).and(created_at.clone().lt(moment::bound(*until)));
    let mut select = Query::select();
    select.expr_as(day, "day").expr_as(Expr::cust("COUNT(*)"), "count").and_where(within).group_by_col(Alias::new("day"));
    Some(select)
}

/// Puts a count where it belongs. The database gives no number of a day that was not asked for.
fn on_day<T>(days: &mut [Vec<T>], day: i32, count: T) {
    if let Some(counts) = usize::try_from(day).ok().and_then(|day| days.get_mut(day)) {
        counts.push(count);
    }
}
