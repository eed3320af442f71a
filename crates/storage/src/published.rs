//! Published cases, for everybody.

use crate::{
    Store, StoreError, Transaction,
    case_cache::{CaseCache, Generational},
    case_row::{self, CaseRow, Shown, TABLE},
    entity::{case_revision, practice_case},
    freshness::Present,
    moment,
    rows::{IDS_AT_ONCE, at_most, can_be_stored, read_all},
};
use chrono::{DateTime, Utc};
use domain::{CaseView, ids::CaseId};
use sea_orm::{
    ConnectionTrait, DbErr, QueryResult,
    sea_query::{Expr, ExprTrait, Order, Query, SelectStatement},
};
use std::{collections::HashMap, sync::Arc};
use uuid::Uuid;

impl Store {
    /// What everybody may read of a case: its published revision, an archived case's too. From memory where possible.
    pub async fn published_case(&self, id: CaseId) -> Result<Option<Arc<CaseView>>, StoreError> {
        Ok(self.published_cases(&[id]).await?.pop())
    }

    /// Like [`Store::published_case`] for many, in the order of `ids`; those that are not there are left out.
    pub async fn published_cases(&self, ids: &[CaseId]) -> Result<Vec<Arc<CaseView>>, StoreError> {
        let whole = |view, length| (view, CaseCache::view_weight(length));
        self.published_through(&self.inner.cases.views, whole, ids).await
    }

    /// Like [`Store::published_cases`], but no more than the [`CaseView::head`] of each, of which memory holds many: for work that comes back to
    /// thousands of cases.
    pub async fn published_heads(&self, ids: &[CaseId]) -> Result<Vec<Arc<CaseView>>, StoreError> {
        let head = |view: CaseView, _| {
            let head = view.head();
            let weight = CaseCache::head_weight(&head);
            (head, weight)
        };
        self.published_through(&self.inner.cases.heads, head, ids).await
    }

    /// From this cache where possible; `kept` says what is kept there of a case whose content has so many bytes, and what that weighs.
    async fn published_through(
        &self,
        cache: &Generational<CaseId, Arc<CaseView>>,
        kept: impl Fn(CaseView, usize) -> (CaseView, u64) + Send,
        ids: &[CaseId],
    ) -> Result<Vec<Arc<CaseView>>, StoreError> {
        let generation = self.present().await?.generation;
        let mut found: HashMap<CaseId, Arc<CaseView>> = HashMap::with_capacity(ids.len());
        let mut missing = Vec::new();
        for id in ids {
            match cache.get(id, generation) {
                Some(view) => drop(found.insert(*id, view)),
                None => missing.push(id.0),
            }
        }
        missing.sort_unstable();
        missing.dedup();
        for some in missing.chunks(IDS_AT_ONCE) {
            for row in read_all::<CaseRow>(self.reader(), TABLE, &select_published(some)).await? {
                let length = row.content.len();
                let (view, weight) = kept(row.into_view(Shown::Published)?, length);
                let id = view.id;
                found.insert(id, cache.keep(&id, Arc::new(view), weight, generation));
            }
        }
        Ok(ids.iter().filter_map(|id| found.get(id).cloned()).collect())
    }

    /// Like [`Store::published_cases`] in no particular order, read from the database and not kept: for work that goes through all cases
    /// once and would push out of memory what people read.
    pub async fn published_cases_once(&self, ids: &[CaseId]) -> Result<Vec<CaseView>, StoreError> {
        let ids: Vec<Uuid> = ids.iter().map(|id| id.0).collect();
        let mut views = Vec::with_capacity(ids.len());
        for some in ids.chunks(IDS_AT_ONCE) {
            for row in read_all::<CaseRow>(self.reader(), TABLE, &select_published(some)).await? {
                views.push(row.into_view(Shown::Published)?);
            }
        }
        Ok(views)
    }

    /// The listed cases after this one, at most `limit`, in the order of ids, each with the hash of what is public of it.
    pub async fn published_hashes(&self, after: Option<CaseId>, limit: u64) -> Result<Vec<(CaseId, String)>, StoreError> {
        use case_revision::Column as Revision;
        use practice_case::{Column, Entity};
        let revision = |column: Revision| Expr::col((case_revision::Entity, column));
        let is_published = revision(Revision::CaseId)
            .equals((Entity, Column::Id))
            .and(revision(Revision::Number).equals((Entity, Column::PublishedNumber)));
        let mut select = ids_where(case_row::is_listed());
        select.expr(revision(Revision::ContentHash)).inner_join(case_revision::Entity, is_published).limit(at_most(limit));
        if let Some(after) = after {
            select.and_where(Expr::col((Entity, Column::Id)).gt(after.0));
        }
        let rows = self.reader().query_all(&select).await.map_err(StoreError::of(TABLE))?;
        let read = |row: &QueryResult| Ok((CaseId(row.try_get("", "id")?), row.try_get("", "content_hash")?));
        rows.iter().map(|row| read(row).map_err(StoreError::of(TABLE))).collect()
    }

    /// Those of these cases that are listed, in no particular order.
    pub async fn listed_of(&self, cases: &[CaseId]) -> Result<Vec<CaseId>, StoreError> {
        let mut listed = Vec::with_capacity(cases.len());
        for some in cases.chunks(IDS_AT_ONCE) {
            let is_one = Expr::col((practice_case::Entity, practice_case::Column::Id)).is_in(some.iter().map(|id| id.0));
            listed.extend(ids(self.reader().query_all(&ids_where(case_row::is_listed().and(is_one))).await)?);
        }
        Ok(listed)
    }

    /// The case with this readable address, whatever its state.
    pub async fn case_id_by_slug(&self, slug: &str) -> Result<Option<CaseId>, StoreError> {
        let generation = self.present().await?.generation;
        let slugs = &self.inner.cases.slugs;
        if let Some(id) = slugs.get(slug, generation) {
            return Ok(Some(id));
        }
        let id = one_id(self.reader(), practice_case::Column::Slug, slug).await?;
        if let Some(id) = id {
            // Only what was found is kept: a slug stays with its case until that is erased, but an unknown one may be taken any time.
            slugs.keep(slug, id, CaseCache::slug_weight(), generation);
        }
        Ok(id)
    }

    /// The case that has this identity in a source outside.
    pub async fn case_by_external_id(&self, external_id: &str) -> Result<Option<CaseId>, StoreError> {
        one_id(self.reader(), practice_case::Column::ExternalId, external_id).await
    }

    /// The cases that have these identities in a source outside, by identity.
    pub async fn cases_by_external_ids(&self, external_ids: &[&str]) -> Result<HashMap<String, CaseId>, StoreError> {
        use practice_case::{Column, Entity};
        let mut found = HashMap::new();
        let storable: Vec<&str> = external_ids.iter().copied().filter(|id| can_be_stored(id)).collect();
        for some in storable.chunks(IDS_AT_ONCE) {
            let is_one = Expr::col(Column::ExternalId).is_in(some.iter().copied());
            let select = Query::select().columns([Column::Id, Column::ExternalId]).from(Entity).and_where(is_one).take();
            let rows = self.reader().query_all(&select).await.map_err(StoreError::of(TABLE))?;
            let read = |row: &QueryResult| Ok((row.try_get("", "external_id")?, CaseId(row.try_get("", "id")?)));
            found.extend(rows.iter().map(|row| read(row).map_err(StoreError::of(TABLE))).collect::<Result<Vec<_>, _>>()?);
        }
        Ok(found)
    }

    /// The cases that have one of these contents ([`domain::CaseContent::hash`]) or had it in one of their revisions, by its hash; the first begun, if
    /// several.
    pub async fn cases_with_content_hashes(&self, hashes: &[&str]) -> Result<HashMap<String, CaseId>, StoreError> {
        use case_revision::{Column, Entity};
        let mut found = HashMap::new();
        let storable: Vec<&str> = hashes.iter().copied().filter(|hash| can_be_stored(hash)).collect();
        for some in storable.chunks(IDS_AT_ONCE) {
            let is_one = Expr::col(Column::ContentHash).is_in(some.iter().copied());
            let mut select =
                Query::select().distinct().columns([Column::CaseId, Column::ContentHash]).from(Entity).and_where(is_one).take();
            // The first begun comes last and takes the place of the others.
            select.order_by(Column::CaseId, Order::Desc);
            let rows = self.reader().query_all(&select).await.map_err(StoreError::of(TABLE))?;
            let read = |row: &QueryResult| Ok((row.try_get("", "content_hash")?, CaseId(row.try_get("", "case_id")?)));
            found.extend(rows.iter().map(|row| read(row).map_err(StoreError::of(TABLE))).collect::<Result<Vec<_>, _>>()?);
        }
        Ok(found)
    }

    /// The ids of all cases in any state after this one, at most `limit`, in the order of ids.
    pub async fn all_case_ids(&self, after: Option<CaseId>, limit: u64) -> Result<Vec<CaseId>, StoreError> {
        let mut select = ids_where(Expr::cust("1 = 1"));
        if let Some(after) = after {
            select.and_where(Expr::col((practice_case::Entity, practice_case::Column::Id)).gt(after.0));
        }
        select.limit(at_most(limit));
        ids(self.reader().query_all(&select).await)
    }

    /// The cases whose working copy or publication changed at this moment or later, or for which somebody vouched since, by the clock of whoever
    /// did so. What was erased is not among them.
    pub async fn cases_changed_since(&self, moment: DateTime<Utc>) -> Result<Vec<CaseId>, StoreError> {
        use practice_case::Column;
        let since = |column: Column| Expr::col((practice_case::Entity, column)).gte(moment::bound(moment));
        ids(self.reader().query_all(&ids_where(since(Column::ChangedAt).or(since(Column::ConfirmedAt)))).await)
    }

    /// A number that grows with every commit that changes what the public sees: publishing, archiving, erasing. At most 200 ms behind
    /// other processes and never behind this one.
    pub async fn content_stamp(&self) -> Result<i64, StoreError> {
        Ok(self.present().await?.stamp)
    }

    pub(crate) async fn present(&self) -> Result<Present, StoreError> {
        self.inner.cases.present(|| self.read_content_stamp()).await
    }
}

impl Transaction {
    /// Like [`Store::published_case`], as the database has it now, for whoever does something about it and has locked the case.
    pub async fn published_case(&mut self, id: CaseId) -> Result<Option<CaseView>, StoreError> {
        let row = read_all::<CaseRow>(&self.db, TABLE, &select_published(&[id.0])).await?.pop();
        row.map(|row| row.into_view(Shown::Published)).transpose()
    }
}

fn select_published(ids: &[Uuid]) -> SelectStatement {
    let id = Expr::col((practice_case::Entity, practice_case::Column::Id));
    case_row::select(Shown::Published).and_where(id.is_in(ids.iter().copied())).take()
}

fn ids_where(condition: Expr) -> SelectStatement {
    use practice_case::{Column, Entity};
    Query::select().column((Entity, Column::Id)).from(Entity).and_where(condition).order_by((Entity, Column::Id), Order::Asc).take()
}

async fn one_id(db: &impl ConnectionTrait, column: practice_case::Column, value: &str) -> Result<Option<CaseId>, StoreError> {
    if !can_be_stored(value) {
        return Ok(None);
    }
    let select = ids_where(Expr::col((practice_case::Entity, column)).eq(value));
    Ok(ids(db.query_all(&select).await)?.pop())
}

fn ids(rows: Result<Vec<QueryResult>, DbErr>) -> Result<Vec<CaseId>, StoreError> {
    let rows = rows.map_err(StoreError::of(TABLE))?;
    rows.iter().map(|row| row.try_get::<Uuid>("", "id").map(CaseId).map_err(StoreError::of(TABLE))).collect()
}
