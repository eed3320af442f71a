//! Lists of published cases.

use crate::{
    Page, Store, StoreError, Window,
    apart::read_apart,
    case_cache::{CaseCache, List, ListKey},
    case_filter, case_row,
    case_row::TABLE,
    entity::practice_case::{Column, Entity},
    keyset::Keyset,
    rows::{self, IDS_AT_ONCE},
    window::{ListRows, ends},
};
use domain::{CaseFilter, CaseOrder, CaseView, ids::CaseId};
use sea_orm::{
    ConnectionTrait,
    sea_query::{Expr, ExprTrait, Query, SelectStatement},
};
use std::{collections::HashMap, sync::Arc};

impl Store {
    /// A window of the listed cases (published and not archived) that pass the filter. From memory where possible. A window has at
    /// most 10,000 rows. Cases that this version of the program cannot read are named in the log and left out.
    pub async fn published_page(&self, filter: &CaseFilter, order: CaseOrder, window: &Window) -> Result<Page, StoreError> {
        let generation = self.present().await?.generation;
        let key = ListKey::Page(filter.clone(), order, window.clone());
        let known = self.inner.cases.lists.get(&key, generation);
        let rows = if let Some(List::Page(rows)) = known {
            rows
        } else {
            let rows = Arc::new(self.read_list(filter, order, window).await?);
            match self.keep(&key, List::Page(Arc::clone(&rows)), generation) {
                List::Page(kept) => kept,
                List::Count(_) => rows,
            }
        };
        let ids: Vec<CaseId> = rows.positions.iter().map(|position| position.id).collect();
        let read = move |some: Vec<CaseId>| async move { self.published_cases(&some).await };
        let cases: Vec<Arc<CaseView>> = read_apart(&ids, read, |case, error| Page::say_left_out(case, &error)).await?;
        let cases: HashMap<CaseId, Arc<CaseView>> = cases.into_iter().map(|case| (case.id, case)).collect();
        // A case that was archived or erased between the list's statement and its own is no longer listed, and left out.
        let listed = |id: &CaseId| cases.get(id).filter(|case| case.is_listed()).cloned();
        let rows_of_page = rows.positions.iter().filter_map(|position| Some((position.clone(), listed(&position.id)?)));
        Ok(Page { rows: rows_of_page.collect(), ends: ends(rows.positions.iter()), has_before: rows.has_before, has_after: rows.has_after })
    }

    /// How many listed cases pass the filter, whether or not they can be read. From memory where possible.
    pub async fn count_published(&self, filter: &CaseFilter) -> Result<u64, StoreError> {
        let generation = self.present().await?.generation;
        let key = ListKey::Count(filter.clone());
        if let Some(List::Count(count)) = self.inner.cases.lists.get(&key, generation) {
            return Ok(count);
        }
        let count = rows::count(self.reader(), TABLE, list(filter)?).await?;
        Ok(match self.keep(&key, List::Count(count), generation) {
            List::Count(kept) => kept,
            List::Page(_) => count,
        })
    }

    /// Those of these cases that are listed and pass the filter, in no particular order. Their texts are not read.
    pub async fn listed_passing(&self, filter: &CaseFilter, cases: &[CaseId]) -> Result<Vec<CaseId>, StoreError> {
        let mut passing = Vec::new();
        for some in cases.chunks(IDS_AT_ONCE) {
            let select = list(filter)?.and_where(Expr::col((Entity, Column::Id)).is_in(some.iter().map(|id| id.0))).take();
            for row in self.reader().query_all(&select).await.map_err(StoreError::of(TABLE))? {
                passing.push(CaseId(row.try_get("", "id").map_err(StoreError::of(TABLE))?));
            }
        }
        Ok(passing)
    }

    async fn read_list(&self, filter: &CaseFilter, order: CaseOrder, window: &Window) -> Result<ListRows, StoreError> {
        let slice = Keyset::published(order).slice(self.reader(), &list(filter)?, window).await?;
        let positions = slice.rows.into_iter().map(|(position, _)| position).collect();
        Ok(ListRows { positions, has_before: slice.has_before, has_after: slice.has_after })
    }

    fn keep(&self, key: &ListKey, list: List, generation: u64) -> List {
        let weight = CaseCache::list_weight(key, &list);
        self.inner.cases.lists.keep(key, list, weight, generation)
    }
}

fn list(filter: &CaseFilter) -> Result<SelectStatement, StoreError> {
    let condition = case_filter::condition(filter)?;
    Ok(Query::select().column((Entity, Column::Id)).from(Entity).and_where(case_row::is_listed()).cond_where(condition).take())
}

#[cfg(test)]
mod plan_tests;
