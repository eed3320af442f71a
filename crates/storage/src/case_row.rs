//! A case as one row: the case itself with one of its revisions.

use crate::{
    StoreError,
    entity::{case_revision, practice_case},
    rows::Place,
};
use chrono::{DateTime, Utc};
use domain::{
    CaseView, WorkflowState,
    freshness::FreshnessStage,
    ids::{AccountId, CaseId},
};
use sea_orm::{
    FromQueryResult,
    sea_query::{Expr, ExprTrait, Query, SelectStatement},
};
use uuid::Uuid;

/// The table that errors name.
pub(crate) const TABLE: &str = "practice_case";

/// Which revision of a case is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Shown {
    /// The one that is public.
    Published,
    /// The one that is worked on.
    Working,
}

/// What [`select`] reads.
#[derive(Debug, FromQueryResult)]
pub(crate) struct CaseRow {
    pub(crate) id: Uuid,
    slug: String,
    external_id: Option<String>,
    state: String,
    version: i32,
    published_number: Option<i32>,
    published_version: Option<i32>,
    author_id: Option<Uuid>,
    created_at: DateTime<Utc>,
    first_published_at: Option<DateTime<Utc>>,
    published_at: Option<DateTime<Utc>>,
    renewed_at: Option<DateTime<Utc>>,
    archived_at: Option<DateTime<Utc>>,
    confirmed_at: Option<DateTime<Utc>>,
    freshness: String,
    number: i32,
    pub(crate) content: String,
    saved_at: DateTime<Utc>,
}

/// All cases with the shown revision; those that have none are left out.
pub(crate) fn select(shown: Shown) -> SelectStatement {
    use practice_case::{Column, Entity};
    let number = match shown {
        Shown::Published => Column::PublishedNumber,
        Shown::Working => Column::WorkingNumber,
    };
    let columns = [
        Column::Id,
        Column::Slug,
        Column::ExternalId,
        Column::State,
        Column::Version,
        Column::PublishedNumber,
        Column::PublishedVersion,
        Column::AuthorId,
        Column::CreatedAt,
        Column::FirstPublishedAt,
        Column::PublishedAt,
        Column::RenewedAt,
        Column::ArchivedAt,
        Column::ConfirmedAt,
        Column::Freshness,
    ];
    let revision = |column: case_revision::Column| Expr::col((case_revision::Entity, column));
    let of_case = revision(case_revision::Column::CaseId).equals((Entity, Column::Id));
    let of_number = revision(case_revision::Column::Number).equals((Entity, number));
    Query::select()
        .columns(columns.map(|column| (Entity, column)))
        .expr(revision(case_revision::Column::Number))
        .expr(revision(case_revision::Column::Content))
        .expr_as(revision(case_revision::Column::CreatedAt), "saved_at")
        .from(Entity)
        .inner_join(case_revision::Entity, of_case.and(of_number))
        .take()
}

impl CaseRow {
    /// The case as a domain type.
    pub(crate) fn into_view(self, shown: Shown) -> Result<CaseView, StoreError> {
        let case = Place { table: TABLE, id: &self.id };
        let revision = Place { table: "case_revision", id: &format_args!("of case {}, number {}", self.id, self.number) };
        let (state, version) = match shown {
            Shown::Working => (case.known("state", WorkflowState::from_key(&self.state))?, self.version),
            // What is public says nothing of the working copy, neither its state nor how often it was saved since.
            Shown::Published => {
                let state = if self.archived_at.is_some() { WorkflowState::Archived } else { WorkflowState::Published };
                (state, case.known("published_version", self.published_version)?)
            }
        };
        Ok(CaseView {
            id: CaseId(self.id),
            content: revision.json("content", serde_json::from_str(&self.content))?,
            slug: self.slug,
            external_id: self.external_id,
            revision: self.number,
            published_revision: self.published_number,
            state,
            is_working_copy: shown == Shown::Working,
            version,
            author: self.author_id.map(AccountId),
            created_at: self.created_at,
            updated_at: self.saved_at,
            first_published_at: self.first_published_at,
            published_at: self.published_at,
            renewed_at: self.renewed_at,
            archived_at: self.archived_at,
            confirmed_at: self.confirmed_at,
            freshness: case.known("freshness", FreshnessStage::from_key(&self.freshness))?,
        })
    }
}

/// Whether a case stands in public lists: the condition under which the indexes of those lists are made.
pub(crate) fn is_listed() -> Expr {
    let column = |column: practice_case::Column| Expr::col((practice_case::Entity, column));
    column(practice_case::Column::PublishedNumber).is_not_null().and(column(practice_case::Column::ArchivedAt).is_null())
}
