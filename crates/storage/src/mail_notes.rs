//! What the sender has found out about the mail server, for other processes to read. The database does not know what the notes mean.

use crate::{
    Store, StoreError,
    entity::mail_note::{Column, Entity, Model},
    moment,
    rows::{self, storable},
};
use chrono::{DateTime, Utc};
use sea_orm::{EntityTrait, IntoActiveModel, sea_query::OnConflict};

const TABLE: &str = "mail_note";

/// Something that was found out about the mail server.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MailNote {
    /// What it says.
    pub value: String,
    /// When it was written.
    pub noted_at: DateTime<Utc>,
}

impl Store {
    /// The note with this key.
    pub async fn mail_note(&self, key: &str) -> Result<Option<MailNote>, StoreError> {
        let row = rows::one(self.reader(), Entity::find_by_id(key.to_owned())).await?;
        Ok(row.map(|row| MailNote { value: row.value, noted_at: row.noted_at }))
    }

    /// Writes a note, in the place of what stands under its key.
    pub async fn set_mail_note(&self, key: &str, value: &str, now: DateTime<Utc>) -> Result<(), StoreError> {
        let row = Model { key: key.to_owned(), value: storable(value), noted_at: moment::stored(now) };
        let replace = OnConflict::column(Column::Key).update_columns([Column::Value, Column::NotedAt]).to_owned();
        let insert = Entity::insert(row.into_active_model()).on_conflict(replace);
        insert.exec_without_returning(self.writer()).await.map(|_| ()).map_err(StoreError::of(TABLE))
    }

    /// Takes a note away. Taking away what is not there changes nothing.
    pub async fn delete_mail_note(&self, key: &str) -> Result<(), StoreError> {
        Entity::delete_by_id(key.to_owned()).exec(self.writer()).await.map(|_| ()).map_err(StoreError::of(TABLE))
    }
}
