//! What the work queue has found out about the search, for other processes to read. The database does not know what the notes mean.

use crate::{
    Store, StoreError,
    entity::search_note::{Column, Entity, Model},
    moment,
    rows::{self, storable},
};
use chrono::{DateTime, Utc};
use sea_orm::{
    ColumnTrait, EntityTrait, IntoActiveModel, QueryFilter,
    sea_query::{Expr, ExprTrait, OnConflict},
};

const TABLE: &str = "search_note";

/// Something that was found out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SearchNote {
    /// What it says.
    pub value: String,
    /// When it was written.
    pub noted_at: DateTime<Utc>,
}

impl Store {
    /// The note with this key.
    pub async fn search_note(&self, key: &str) -> Result<Option<SearchNote>, StoreError> {
        let row = rows::one(self.reader(), Entity::find_by_id(key.to_owned())).await?;
        Ok(row.map(|row| SearchNote { value: row.value, noted_at: row.noted_at }))
    }

    /// Writes a note, in the place of what stands under its key.
    pub async fn set_search_note(&self, key: &str, value: &str, now: DateTime<Utc>) -> Result<(), StoreError> {
        let row = Model { key: key.to_owned(), value: storable(value), noted_at: moment::stored(now) };
        let replace = OnConflict::column(Column::Key).update_columns([Column::Value, Column::NotedAt]).to_owned();
        let insert = Entity::insert(row.into_active_model()).on_conflict(replace);
        insert.exec_without_returning(self.writer()).await.map(|_| ()).map_err(StoreError::of(TABLE))
    }

    /// Takes a note away. Taking away what is not there changes nothing.
    pub async fn delete_search_note(&self, key: &str) -> Result<(), StoreError> {
        Entity::delete_by_id(key.to_owned()).exec(self.writer()).await.map(|_| ()).map_err(StoreError::of(TABLE))
    }

    /// Takes away the notes whose key begins with this and that were written before this moment, and returns how many they were.
    pub async fn delete_search_notes(&self, key_prefix: &str, before: DateTime<Utc>) -> Result<u64, StoreError> {
        let delete =
            Entity::delete_many().filter(Column::Key.starts_with(key_prefix)).filter(Expr::col(Column::NotedAt).lt(moment::bound(before)));
        delete.exec(self.writer()).await.map(|result| result.rows_affected).map_err(StoreError::of(TABLE))
    }
}
