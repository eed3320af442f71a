//! The table `practice_case`.

use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "practice_case")]
pub(crate) struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub(crate) id: Uuid,
    pub(crate) slug: String,
    pub(crate) external_id: Option<String>,
    pub(crate) state: String,
    pub(crate) version: i32,
    pub(crate) author_id: Option<Uuid>,
    pub(crate) created_at: DateTimeUtc,
    /// The latest change of the working copy, its state included.
    pub(crate) changed_at: DateTimeUtc,
    /// The number of the revision that is worked on, always the latest.
    pub(crate) working_number: i32,
    pub(crate) working_title_key: String,
    /// The five digits of the Landkreis or kreisfreie Stadt that the working copy is of.
    pub(crate) working_district: Option<String>,
    /// The number of the revision that is public, if the case ever was.
    pub(crate) published_number: Option<i32>,
    /// The version at which what is public last changed.
    pub(crate) published_version: Option<i32>,
    pub(crate) title_key: Option<String>,
    pub(crate) first_published_at: Option<DateTimeUtc>,
    pub(crate) published_at: Option<DateTimeUtc>,
    pub(crate) archived_at: Option<DateTimeUtc>,
    /// When somebody last vouched for what is public.
    pub(crate) confirmed_at: Option<DateTimeUtc>,
    pub(crate) freshness: String,
    /// When the next step of asking for a confirmation is due.
    pub(crate) freshness_next_at: Option<DateTimeUtc>,
    /// When a substantial new version was published last.
    pub(crate) renewed_at: Option<DateTimeUtc>,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub(crate) enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
