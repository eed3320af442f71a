//! The table `reader`.

use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "reader")]
pub(crate) struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub(crate) id: Uuid,
    pub(crate) email: String,
    pub(crate) state: Option<String>,
    pub(crate) hour: i16,
    /// From 1 for Monday to 7 for Sunday (ISO 8601).
    pub(crate) weekday: i16,
    pub(crate) quiet_days: bool,
    pub(crate) titles_only: bool,
    pub(crate) max_per_day: i16,
    pub(crate) paused_until: Option<DateTimeUtc>,
    pub(crate) next_due_at: Option<DateTimeUtc>,
    pub(crate) counted_day: Option<Date>,
    pub(crate) counted_mails: i16,
    pub(crate) token: String,
    pub(crate) created_at: DateTimeUtc,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub(crate) enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
