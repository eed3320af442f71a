//! The table `network_request`.

use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "network_request")]
pub(crate) struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub(crate) id: Uuid,
    pub(crate) asker_id: Option<Uuid>,
    pub(crate) asker_role: String,
    pub(crate) municipality: Option<String>,
    pub(crate) question: String,
    pub(crate) details: String,
    pub(crate) asked_at: DateTimeUtc,
    pub(crate) routed_at: Option<DateTimeUtc>,
    pub(crate) closed_at: Option<DateTimeUtc>,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub(crate) enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
