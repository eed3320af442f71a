//! The table `case_revision`.

use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "case_revision")]
pub(crate) struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub(crate) id: Uuid,
    pub(crate) case_id: Uuid,
    pub(crate) number: i32,
    /// The canonical JSON of the content, byte for byte what the hash was taken of.
    pub(crate) content: String,
    pub(crate) content_hash: String,
    pub(crate) created_at: DateTimeUtc,
    pub(crate) created_by: Option<Uuid>,
    /// The version that the case had when this came to say what it says; 0 where that was not noted.
    pub(crate) version: i32,
    /// Whether the next autosave of the same account may replace it.
    pub(crate) autosave: bool,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub(crate) enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
