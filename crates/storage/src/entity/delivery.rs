//! The table `delivery`.

use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "delivery")]
pub(crate) struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub(crate) id: Uuid,
    pub(crate) kind: String,
    pub(crate) recipient: String,
    pub(crate) message_id: String,
    pub(crate) mail_json: String,
    pub(crate) state: String,
    pub(crate) bulk: bool,
    pub(crate) attempts: i32,
    pub(crate) uncertain: i32,
    pub(crate) due_at: Option<DateTimeUtc>,
    pub(crate) claimed_by: Option<String>,
    pub(crate) last_attempt_at: Option<DateTimeUtc>,
    pub(crate) last_reply: Option<String>,
    pub(crate) skip_reason: Option<String>,
    pub(crate) created_at: DateTimeUtc,
    pub(crate) sent_at: Option<DateTimeUtc>,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub(crate) enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
