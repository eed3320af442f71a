//! The table `case_review`.

use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "case_review")]
pub(crate) struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub(crate) case_id: Uuid,
    pub(crate) submitted_at: Option<DateTimeUtc>,
    pub(crate) submitted_by: Option<Uuid>,
    pub(crate) submitted_number: Option<i32>,
    pub(crate) claimed_by: Option<Uuid>,
    pub(crate) claimed_at: Option<DateTimeUtc>,
    pub(crate) remind_at: Option<DateTimeUtc>,
    pub(crate) thread_id: Option<String>,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub(crate) enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
