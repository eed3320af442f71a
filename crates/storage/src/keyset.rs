//! The orders of lists of cases, and reading a window of a list in one.

use crate::{
    Position, StoreError, Window,
    case_row::TABLE,
    entity::practice_case::{Column, Entity},
    moment,
    rows::can_be_stored,
};
use chrono::{DateTime, Utc};
use domain::{CaseOrder, ids::CaseId};
use sea_orm::{
    ConnectionTrait, QueryResult,
    sea_query::{Expr, ExprTrait, Order, SelectStatement},
};
use uuid::Uuid;

/// The most rows that a window may ask for.
const MAX_LIMIT: u64 = 10_000;

/// What [`Keyset::slice`] reads beside the columns of the list.
const KEY: &str = "position_key";

/// A total order of cases: by a column, then by id in the same direction.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Keyset {
    column: Column,
    is_time: bool,
    descending: bool,
}

/// A window's rows in the list's order.
pub(crate) struct Slice {
    pub(crate) rows: Vec<(Position, QueryResult)>,
    pub(crate) has_before: bool,
    pub(crate) has_after: bool,
}

impl Keyset {
    /// How public lists are ordered.
    pub(crate) fn published(order: CaseOrder) -> Self {
        Self::new(order, Column::FirstPublishedAt, Column::PublishedAt, Column::ConfirmedAt, Column::TitleKey)
    }

    /// How lists of working copies are ordered: not all of them were ever published, so their age counts from when they were begun, and
    /// what changed last is what was saved, handed in or published last. Nobody vouches for what is being written: that goes by change, too.
    pub(crate) fn working(order: CaseOrder) -> Self {
        Self::new(order, Column::CreatedAt, Column::ChangedAt, Column::ChangedAt, Column::WorkingTitleKey)
    }

    fn new(order: CaseOrder, age: Column, change: Column, confirmation: Column, title: Column) -> Self {
        match order {
            CaseOrder::Newest => Self { column: age, is_time: true, descending: true },
            CaseOrder::Oldest => Self { column: age, is_time: true, descending: false },
            CaseOrder::RecentlyUpdated => Self { column: change, is_time: true, descending: true },
            CaseOrder::RecentlyConfirmed => Self { column: confirmation, is_time: true, descending: true },
            CaseOrder::Title => Self { column: title, is_time: false, descending: false },
        }
    }

    /// Reads a window of `list`, which selects at least `id`.
    pub(crate) async fn slice(self, db: &impl ConnectionTrait, list: &SelectStatement, window: &Window) -> Result<Slice, StoreError> {
        let limit = Ord::min(window.limit, MAX_LIMIT);
        let rows = db.query_all(&self.rows(list, window, limit)?).await.map_err(StoreError::of(TABLE))?;
        let mut rows = rows.into_iter().map(|row| Ok((self.position_of(&row)?, row))).collect::<Result<Vec<_>, StoreError>>()?;
        let wanted = usize::try_from(limit).unwrap_or(usize::MAX);
        let beyond = rows.len() > wanted;
        rows.truncate(wanted);
        let behind = match &window.position {
            None => false,
            Some(position) => {
                let others = self.behind(list, position, window.backward)?;
                db.query_one(&others).await.map_err(StoreError::of(TABLE))?.is_some()
            }
        };
        if window.backward {
            rows.reverse();
            return Ok(Slice { rows, has_before: beyond, has_after: behind });
        }
        Ok(Slice { rows, has_before: behind, has_after: beyond })
    }

    /// The window's rows and one more, which tells whether there are others beyond.
    pub(crate) fn rows(self, list: &SelectStatement, window: &Window, limit: u64) -> Result<SelectStatement, StoreError> {
        let mut rows = list.clone();
        rows.expr_as(Expr::col((Entity, self.column)), KEY);
        if let Some(position) = &window.position {
            let at = self.place(position)?;
            let falling = self.descending != window.backward;
            rows.and_where(if falling { Self::row(self.column).lt(at) } else { Self::row(self.column).gt(at) });
        }
        self.order(&mut rows, window.backward).limit(limit + 1);
        Ok(rows)
    }

    /// The nearest row on the other side of the window's beginning, the row at the position included.
    fn behind(self, list: &SelectStatement, position: &Position, backward: bool) -> Result<SelectStatement, StoreError> {
        let at = self.place(position)?;
        let falling = self.descending != backward;
        let mut others = list.clone();
        others.clear_selects().expr(Expr::cust("1"));
        others.and_where(if falling { Self::row(self.column).gte(at) } else { Self::row(self.column).lte(at) });
        self.order(&mut others, !backward).limit(1);
        Ok(others)
    }

    fn order(self, select: &mut SelectStatement, backward: bool) -> &mut SelectStatement {
        let order = if self.descending == backward { Order::Asc } else { Order::Desc };
        select.order_by((Entity, self.column), order.clone()).order_by((Entity, Column::Id), order)
    }

    fn row(column: Column) -> Expr {
        Expr::tuple([Expr::col((Entity, column)), Expr::col((Entity, Column::Id))])
    }

    fn place(self, position: &Position) -> Result<Expr, StoreError> {
        let key = if self.is_time {
            moment::expr(moment::parse(&position.key).ok_or(StoreError::Position)?)
        } else if can_be_stored(&position.key) {
            Expr::val(position.key.as_str())
        } else {
            return Err(StoreError::Position);
        };
        Ok(Expr::tuple([key, Expr::val(position.id.0)]))
    }

    fn position_of(self, row: &QueryResult) -> Result<Position, StoreError> {
        let key = if self.is_time { row.try_get::<DateTime<Utc>>("", KEY).map(moment::text) } else { row.try_get("", KEY) };
        let id: Uuid = row.try_get("", "id").map_err(StoreError::of(TABLE))?;
        match key {
            Ok(key) => Ok(Position { key, id: CaseId(id) }),
            Err(source) => {
                let column = sea_orm::IdenStatic::as_str(&self.column).to_owned();
                Err(StoreError::Row { table: TABLE, column, id: id.to_string(), source: source.into() })
            }
        }
    }
}
