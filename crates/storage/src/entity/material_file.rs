//! The table `material_file`.

use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "material_file")]
pub(crate) struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub(crate) id: Uuid,
    /// The case that it was put on; none before, and none after that case was erased.
    pub(crate) case_id: Option<Uuid>,
    pub(crate) uploaded_by: Option<Uuid>,
    pub(crate) uploaded_at: DateTimeUtc,
    /// When all its bytes were in the object store; none where that never came to its end, or where they are about to be deleted.
    pub(crate) stored_at: Option<DateTimeUtc>,
    pub(crate) attached_at: Option<DateTimeUtc>,
    pub(crate) name: String,
    pub(crate) kind: String,
    pub(crate) size: i64,
    #[sea_orm(column_name = "sha256")]
    pub(crate) sha256: String,
    /// What the tokens in its addresses are signed with.
    pub(crate) secret: String,
    pub(crate) text_state: String,
    pub(crate) text: Option<String>,
    /// Why no text could be read.
    pub(crate) text_reason: Option<String>,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub(crate) enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
