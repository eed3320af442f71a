//! What became public in a window of time.

use crate::{Store, StoreError, Transaction, case_row, case_row::TABLE, entity::practice_case, moment};
use chrono::{DateTime, Utc};
use domain::ids::CaseId;
use sea_orm::{
    ConnectionTrait,
    sea_query::{Expr, ExprTrait, Order, Query, SelectStatement},
};
use uuid::Uuid;

/// Why a case is news.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum NewsKind {
    /// It was published for the first time.
    First,
    /// A substantial new version was published.
    Renewed,
}

/// Something that became public.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct News {
    /// The case.
    pub case: CaseId,
    /// Why it is news.
    pub kind: NewsKind,
    /// When that was.
    pub at: DateTime<Utc>,
    /// When the case was published for the first time.
    pub first_published_at: DateTime<Utc>,
}

/// The kinds of news with the column that says when each of them was.
const KINDS: [(NewsKind, practice_case::Column); 2] =
    [(NewsKind::First, practice_case::Column::FirstPublishedAt), (NewsKind::Renewed, practice_case::Column::RenewedAt)];

impl Store {
    /// What became public in `start..end` and is listed: all first publications, then all new versions, of either the earliest first; of several
    /// new versions of a case the latest.
    pub async fn news(&self, start: DateTime<Utc>, end: DateTime<Utc>) -> Result<Vec<News>, StoreError> {
        news_of(self.reader(), start, end).await
    }
}

impl Transaction {
    /// What [`Store::news`] tells of `start..end`, as this transaction sees it.
    pub async fn news(&mut self, start: DateTime<Utc>, end: DateTime<Utc>) -> Result<Vec<News>, StoreError> {
        news_of(&self.db, start, end).await
    }
}

async fn news_of(db: &impl ConnectionTrait, start: DateTime<Utc>, end: DateTime<Utc>) -> Result<Vec<News>, StoreError> {
    let mut news = Vec::new();
    for (kind, column) in KINDS {
        let mut select = listed_within(column, start, end);
        select
            .column((practice_case::Entity, practice_case::Column::Id))
            .column((practice_case::Entity, practice_case::Column::FirstPublishedAt))
            .expr_as(Expr::col((practice_case::Entity, column)), "news_at")
            .order_by((practice_case::Entity, column), Order::Asc)
            .order_by((practice_case::Entity, practice_case::Column::Id), Order::Asc);
        for row in db.query_all(&select).await.map_err(StoreError::of(TABLE))? {
            let id: Uuid = row.try_get("", "id").map_err(StoreError::of(TABLE))?;
            news.push(News {
                case: CaseId(id),
                kind,
                at: row.try_get("", "news_at").map_err(StoreError::of(TABLE))?,
                first_published_at: row.try_get("", "first_published_at").map_err(StoreError::of(TABLE))?,
            });
        }
    }
    Ok(news)
}

/// The listed cases for which the moment in this column lies in `start..end`, without columns.
fn listed_within(column: practice_case::Column, start: DateTime<Utc>, end: DateTime<Utc>) -> SelectStatement {
    let moment = || Expr::col((practice_case::Entity, column));
    Query::select()
        .from(practice_case::Entity)
        .and_where(case_row::is_listed())
        .and_where(moment().gte(moment::bound(start)))
        .and_where(moment().lt(moment::bound(end)))
        .take()
}
