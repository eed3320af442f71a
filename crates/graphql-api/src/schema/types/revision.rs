//! Revisions of a case's text, and where two of them differ.

use super::case_content::CaseContent;
use crate::{cost, errors::ApiError, schema::timestamp::Timestamp, session::Session};
use async_graphql::{ComplexObject, Context, SimpleObject};
use domain::{
    case::{FieldConflict, FieldDiff},
    ids::CaseId,
    violation::label,
};
use usecases::{Refusal, RevisionInfo};

/// A revision of a case's text.
#[derive(SimpleObject)]
#[graphql(complex)]
pub(crate) struct CaseRevision {
    #[graphql(skip)]
    case: CaseId,
    /// Its number, from 1.
    number: i32,
    /// When it was saved.
    saved_at: Timestamp,
    /// Whether the viewer saved it.
    is_own: bool,
    /// Whether it is what somebody has not finished writing.
    is_autosave: bool,
}

impl CaseRevision {
    pub(crate) fn new(session: &Session, case: CaseId, revision: &RevisionInfo) -> Self {
        let viewer = session.viewer.member().map(|member| member.account);
        Self {
            case,
            number: revision.number,
            saved_at: revision.created_at.into(),
            is_own: viewer.is_some() && revision.created_by == viewer,
            is_autosave: revision.is_autosave,
        }
    }
}

#[ComplexObject]
impl CaseRevision {
    /// What it says, whole; null if the case was erased meanwhile.
    #[graphql(complexity = "cost::READ + child_complexity")]
    async fn content(&self, context: &Context<'_>) -> Result<Option<CaseContent>, ApiError> {
        let session = Session::of(context)?;
        Ok(session.loaders.revision_content(self.case, self.number).await?.map(CaseContent::not_public))
    }
}

/// A field in which two revisions differ. Vocabulary values are written by key, entries of lists one a line.
#[derive(SimpleObject)]
pub(crate) struct FieldChange {
    /// The field, as the input names it.
    field: &'static str,
    /// The field as people read it, in German.
    label: String,
    /// What it said; null if nothing.
    old: Option<String>,
    /// What it says; null if nothing.
    new: Option<String>,
    /// Of a list, the entries that came.
    added: Vec<String>,
    /// Of a list, the entries that went.
    removed: Vec<String>,
}

impl From<FieldDiff> for FieldChange {
    fn from(diff: FieldDiff) -> Self {
        let text = |text: String| (!text.is_empty()).then_some(text);
        Self {
            field: diff.field,
            label: label(diff.field),
            old: text(diff.old.text()),
            new: text(diff.new.text()),
            added: diff.added,
            removed: diff.removed,
        }
    }
}

/// Why a change was refused as a conflict: everything of it that would be lost, beside what stands there now. Whoever sends it again with
/// `version` overwrites that.
#[derive(SimpleObject)]
pub(crate) struct EditConflict {
    /// The version that the case has now.
    version: i32,
    /// The fields that would be lost, in the order of the case format.
    fields: Vec<ConflictingField>,
}

/// A field that two people changed, with the texts of both.
#[derive(SimpleObject)]
pub(crate) struct ConflictingField {
    /// The field, as the input names it; of a file on the case its place and part: `materials[0].title`.
    field: String,
    /// The field as people read it, in German.
    label: String,
    /// What it said when the refused change began; empty if nothing.
    base: String,
    /// What the refused change says.
    mine: String,
    /// What it says now.
    theirs: String,
}

impl EditConflict {
    /// The conflict that a change was refused for, if it was one.
    pub(crate) fn of_refusal(refusal: &Refusal) -> Option<Self> {
        let Refusal::Conflict { version, fields } = refusal else { return None };
        Some(Self { version: *version, fields: fields.iter().map(ConflictingField::from).collect() })
    }
}

impl From<&FieldConflict> for ConflictingField {
    fn from(conflict: &FieldConflict) -> Self {
        let FieldConflict { field, base, mine, theirs } = conflict.clone();
        Self { label: label(&field), field, base, mine, theirs }
    }
}
