//! The table `subscription`.

use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "subscription")]
pub(crate) struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub(crate) id: Uuid,
    pub(crate) reader_id: Uuid,
    pub(crate) account_id: Option<Uuid>,
    pub(crate) criteria: String,
    pub(crate) typed_text: Option<String>,
    pub(crate) frequency: String,
    /// From 1 for Monday to 7 for Sunday (ISO 8601).
    pub(crate) wanted_weekday: Option<i16>,
    /// From 0 to 23.
    pub(crate) wanted_hour: Option<i16>,
    pub(crate) state: String,
    pub(crate) consent_version: String,
    pub(crate) consent_text: Option<String>,
    pub(crate) requested_at: DateTimeUtc,
    pub(crate) confirmed_at: Option<DateTimeUtc>,
    pub(crate) withdrawn_at: Option<DateTimeUtc>,
    pub(crate) unsubscribe_token: String,
    pub(crate) confirm_token_hash: Option<String>,
    pub(crate) covered_until: Option<DateTimeUtc>,
    pub(crate) requested_from: Option<String>,
    pub(crate) confirmed_from: Option<String>,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub(crate) enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
