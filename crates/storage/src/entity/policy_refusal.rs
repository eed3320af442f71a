//! The table `policy_refusal`.

use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "policy_refusal")]
pub(crate) struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub(crate) domain: String,
    pub(crate) refusals: i32,
    pub(crate) first_at: DateTimeUtc,
    pub(crate) last_at: DateTimeUtc,
    pub(crate) last_reply: String,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub(crate) enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
