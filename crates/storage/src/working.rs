//! Working copies, for those who write and review.

use crate::{
    Page, Store, StoreError, Transaction, Window,
    case_row::{self, CaseRow, Shown, TABLE},
    entity::practice_case::{Column, Entity},
    keyset::Keyset,
    reach,
    rows::{IDS_AT_ONCE, count, read, read_all},
    window::ends,
};
use domain::{CaseOrder, CaseView, Viewer, WorkflowState, ids::CaseId};
use sea_orm::{
    ConnectionTrait, DbBackend,
    sea_query::{Condition, Expr, ExprTrait, Order, Query},
};
use std::{collections::HashMap, sync::Arc};

impl Store {
    /// The working copy of a case in any state. Who may see it is for the caller to decide.
    pub async fn working_case(&self, id: CaseId) -> Result<Option<CaseView>, StoreError> {
        working_case(self.reader(), id).await
    }

    /// Like [`Store::working_case`] for many, in the order of `ids`; those that are not there are left out.
    pub async fn working_cases(&self, ids: &[CaseId]) -> Result<Vec<CaseView>, StoreError> {
        working_cases(self.reader(), ids).await
    }

    /// A window of the working copies that the viewer sees by [`domain::reach::sight`], in one of these states; no states mean all.
    ///
    /// Newest and oldest go by when a case was begun, recently updated by the latest change of text or state. A window has at most
    /// 10,000 rows. Working copies that this version of the program cannot read are named in the log and left out.
    pub async fn working_page(
        &self,
        viewer: &Viewer,
        states: &[WorkflowState],
        order: CaseOrder,
        window: &Window,
    ) -> Result<Page, StoreError> {
        let Some(condition) = list(viewer, states) else {
            return Ok(Page::default());
        };
        let select = case_row::select(Shown::Working).cond_where(condition).take();
        let slice = Keyset::working(order).slice(self.reader(), &select, window).await?;
        let ends = ends(slice.rows.iter().map(|(position, _)| position));
        let rows = slice.rows.into_iter().filter_map(|(position, row)| {
            let view = read::<CaseRow>(TABLE, &row).and_then(|row| row.into_view(Shown::Working));
            let view = view.inspect_err(|error| Page::say_left_out(position.id, error)).ok()?;
            Some((position, Arc::new(view)))
        });
        Ok(Page { rows: rows.collect(), ends, has_before: slice.has_before, has_after: slice.has_after })
    }

    /// How many working copies the list of [`Store::working_page`] has in all, whether or not they can be read.
    pub async fn count_working(&self, viewer: &Viewer, states: &[WorkflowState]) -> Result<u64, StoreError> {
        let Some(condition) = list(viewer, states) else { return Ok(0) };
        let select = Query::select().from(Entity).cond_where(condition).take();
        count(self.reader(), TABLE, select).await
    }
}

impl Transaction {
    /// The working copy of a case in any state, to be changed: until this transaction ends nobody else changes it.
    pub async fn case_for_update(&mut self, id: CaseId) -> Result<Option<CaseView>, StoreError> {
        if self.db.get_database_backend() == DbBackend::Postgres {
            // In a statement of its own: one that waits for the lock goes on with the changed row, but sees the revisions as they were
            // before it waited, and would not find the one that the row now names.
            let lock = Query::select().column(Column::Id).from(Entity).and_where(Expr::col(Column::Id).eq(id.0)).lock_exclusive().take();
            self.db.query_one(&lock).await.map_err(StoreError::of(TABLE))?;
        }
        working_case(&self.db, id).await
    }

    /// Like [`Transaction::case_for_update`] for many, in the order of `ids`; those that are not there are left out.
    pub async fn cases_for_update(&mut self, ids: &[CaseId]) -> Result<Vec<CaseView>, StoreError> {
        self.lock_cases(ids).await?;
        working_cases(&self.db, ids).await
    }

    /// Keeps everybody else from changing these cases until this transaction ends. Whoever needs several locks them together, before they change
    /// the first: they are taken in the order of their ids, so that no two wait for each other.
    pub async fn lock_cases(&mut self, cases: &[CaseId]) -> Result<(), StoreError> {
        if self.db.get_database_backend() != DbBackend::Postgres {
            return Ok(());
        }
        let mut ids: Vec<_> = cases.iter().map(|case| case.0).collect();
        ids.sort_unstable();
        for some in ids.chunks(IDS_AT_ONCE) {
            let mut lock = Query::select();
            lock.column(Column::Id).from(Entity).and_where(Expr::col(Column::Id).is_in(some.iter().copied()));
            lock.order_by(Column::Id, Order::Asc).lock_exclusive();
            self.db.query_all(&lock).await.map_err(StoreError::of(TABLE))?;
        }
        Ok(())
    }
}

/// The working copy of a case.
pub(crate) async fn working_case(db: &impl ConnectionTrait, id: CaseId) -> Result<Option<CaseView>, StoreError> {
    let mut select = case_row::select(Shown::Working);
    select.and_where(Expr::col((Entity, Column::Id)).eq(id.0));
    let row = db.query_one(&select).await.map_err(StoreError::of(TABLE))?;
    row.map(|row| read::<CaseRow>(TABLE, &row)?.into_view(Shown::Working)).transpose()
}

/// The working copies of these cases that are there, in the order of `ids`.
async fn working_cases(db: &impl ConnectionTrait, ids: &[CaseId]) -> Result<Vec<CaseView>, StoreError> {
    let mut found = HashMap::with_capacity(ids.len());
    for some in ids.chunks(IDS_AT_ONCE) {
        let mut select = case_row::select(Shown::Working);
        select.and_where(Expr::col((Entity, Column::Id)).is_in(some.iter().map(|id| id.0)));
        for row in read_all::<CaseRow>(db, TABLE, &select).await? {
            let view = row.into_view(Shown::Working)?;
            found.insert(view.id, view);
        }
    }
    Ok(ids.iter().filter_map(|id| found.get(id).cloned()).collect())
}

fn list(viewer: &Viewer, states: &[WorkflowState]) -> Option<Condition> {
    let condition = Condition::all().add(reach::sees_working_copy(viewer)?);
    if states.is_empty() {
        return Some(condition);
    }
    Some(condition.add(Expr::col((Entity, Column::State)).is_in(states.iter().map(|state| state.key()))))
}
