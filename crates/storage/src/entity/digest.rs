//! The table `digest`.

use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "digest")]
pub(crate) struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub(crate) id: Uuid,
    pub(crate) subscription_id: Uuid,
    pub(crate) period_key: String,
    pub(crate) window_start: DateTimeUtc,
    pub(crate) window_end: DateTimeUtc,
    pub(crate) delivery_id: Option<Uuid>,
    pub(crate) skip_reason: Option<String>,
    /// A JSON array of ids.
    pub(crate) case_ids: String,
    pub(crate) total: i32,
    /// A JSON array of ids.
    pub(crate) renewed_ids: String,
    pub(crate) renewed_total: i32,
    pub(crate) created_at: DateTimeUtc,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub(crate) enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
