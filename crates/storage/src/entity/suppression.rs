//! The table `suppression`.

use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "suppression")]
pub(crate) struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub(crate) id: Uuid,
    pub(crate) address: String,
    pub(crate) bounces: i32,
    pub(crate) last_status: String,
    pub(crate) last_reason: String,
    pub(crate) first_at: DateTimeUtc,
    pub(crate) last_at: DateTimeUtc,
    pub(crate) suppressed_at: Option<DateTimeUtc>,
    pub(crate) reactivated_at: Option<DateTimeUtc>,
    pub(crate) reactivated_by: Option<Uuid>,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub(crate) enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
