//! The table `review_comment`.

use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "review_comment")]
pub(crate) struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub(crate) id: Uuid,
    pub(crate) case_id: Uuid,
    pub(crate) created_at: DateTimeUtc,
    pub(crate) author_id: Option<Uuid>,
    pub(crate) author_role: String,
    pub(crate) field: Option<String>,
    pub(crate) body: String,
    pub(crate) mentions: String,
    pub(crate) revision: i32,
    pub(crate) resolved_at: Option<DateTimeUtc>,
    pub(crate) resolved_role: Option<String>,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub(crate) enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
