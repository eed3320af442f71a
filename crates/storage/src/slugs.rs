//! Finding an address that no other case has.

use crate::{
    StoreError,
    entity::practice_case::{Column, Entity, Model},
};
use domain::slug;
use sea_orm::{
    ConnectionTrait, EntityTrait, IntoActiveModel, TryInsertResult,
    sea_query::{Expr, ExprTrait, Query},
};
use std::collections::HashSet;

const TABLE: &str = "practice_case";

/// How often another case may take the address between looking and writing. Each time means that a case was begun with the same title.
const ATTEMPTS: usize = 100;

/// Writes the row under the first free of the addresses `base`, `base-2`, `base-3`…, and returns it.
///
/// Written without looking first, because most titles are new. A taken address does not end the transaction (`ON CONFLICT DO NOTHING`).
pub(crate) async fn insert_with_free_slug(db: &impl ConnectionTrait, row: &Model, base: &str) -> Result<String, StoreError> {
    let mut slug = base.to_owned();
    for _ in 0..ATTEMPTS {
        let row = Model { slug: slug.clone(), ..row.clone() }.into_active_model();
        let insert = Entity::insert(row).on_conflict_do_nothing_on([Column::Slug]);
        if let TryInsertResult::Inserted(1) = insert.exec_without_returning(db).await.map_err(StoreError::of(TABLE))? {
            return Ok(slug);
        }
        slug = first_free(db, base).await?;
    }
    Err(StoreError::Duplicate { table: TABLE, constraint: "slug".to_owned() })
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
