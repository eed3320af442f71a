//! Finding an address that no other case has.

use crate::{
    StoreError,
    entity::practice_case::{Column, Entity, Model},
    rows::ROWS_AT_ONCE,
};
use domain::slug;
use sea_orm::{
    ConnectionTrait, EntityTrait, IntoActiveModel, QueryTrait,
    sea_query::{Expr, ExprTrait, OnConflict, Query},
};
use std::{collections::HashSet, iter};
use uuid::Uuid;

const TABLE: &str = "practice_case";

/// How often another case may take the address between looking and writing. Each time means that a case was begun with the same title.
const ATTEMPTS: usize = 100;

/// Writes the rows, many at a time, each under the first free of the addresses `base`, `base-2`, `base-3`…, where `base` is what it comes with.
/// Returns the addresses, in the same order.
///
/// Written without looking first, because most titles are new. A taken address does not end the transaction (`ON CONFLICT DO NOTHING`).
pub(crate) async fn insert_with_free_slugs(db: &impl ConnectionTrait, rows: Vec<Model>) -> Result<Vec<String>, StoreError> {
    let mut slugs = Vec::with_capacity(rows.len());
    for some in rows.chunks(ROWS_AT_ONCE) {
        let written = insert(db, some.iter().cloned()).await?;
        for row in some {
            slugs.push(if written.contains(&row.id) { row.slug.clone() } else { insert_numbered(db, row).await? });
        }
    }
    Ok(slugs)
}

async fn insert_numbered(db: &impl ConnectionTrait, row: &Model) -> Result<String, StoreError> {
    for _ in 0..ATTEMPTS {
        let slug = first_free(db, &row.slug).await?;
        if !insert(db, iter::once(Model { slug: slug.clone(), ..row.clone() })).await?.is_empty() {
            return Ok(slug);
        }
    }
    Err(StoreError::Duplicate { table: TABLE, constraint: "slug".to_owned() })
}

/// Writes those of the rows whose address no other case has, one of these included; returns their ids.
async fn insert(db: &impl ConnectionTrait, rows: impl Iterator<Item = Model>) -> Result<HashSet<Uuid>, StoreError> {
    let mut insert = Entity::insert_many(rows.map(Model::into_active_model)).into_query();
    insert.on_conflict(OnConflict::column(Column::Slug).do_nothing().to_owned()).returning_col(Column::Id);
    let written = db.query_all(&insert).await.map_err(StoreError::of(TABLE))?;
    written.iter().map(|row| row.try_get("", "id")).collect::<Result<_, _>>().map_err(StoreError::of(TABLE))
}

async fn first_free(db: &impl ConnectionTrait, base: &str) -> Result<String, StoreError> {
    // Everything that begins with "base-": the hyphen is followed by the full stop in ASCII, which no slug has.
    let column = || Expr::col(Column::Slug);
    let numbered = column().gte(format!("{base}-")).and(column().lt(format!("{base}.")));
    let select = Query::select().column(Column::Slug).from(Entity).and_where(column().eq(base).or(numbered)).take();
    let rows = db.query_all(&select).await.map_err(StoreError::of(TABLE))?;
    let taken = rows.iter().map(|row| row.try_get("", "slug")).collect::<Result<HashSet<String>, _>>().map_err(StoreError::of(TABLE))?;
    // Among one more candidates than there are taken ones, one is free.
    let free = (0..=taken.len()).map(|attempt| slug::numbered(base, attempt)).find(|slug| !taken.contains(slug));
    Ok(free.unwrap_or_else(|| slug::numbered(base, taken.len() + 1)))
}
