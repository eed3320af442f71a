//! The table `gathered_reply`.

use sea_orm::entity::prelude::*;

#[expect(clippy::struct_field_names, reason = "all columns are references")]
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "gathered_reply")]
pub(crate) struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub(crate) reply_id: Uuid,
    pub(crate) subscription_id: Uuid,
    pub(crate) digest_id: Option<Uuid>,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub(crate) enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
