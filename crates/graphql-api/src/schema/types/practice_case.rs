//! The practice case: what it says, and where it stands.

use crate::{
    errors::ApiError,
    schema::{
        enums::WorkflowState,
        global_id::GlobalId,
        review_enums::CaseAction,
        timestamp::Timestamp,
        types::{case_head::CaseHead, case_history::CaseHistory, case_story::CaseStory, material::Material},
    },
    session::Session,
};
use async_graphql::{Context, ID, Object};
use domain::{CaseView, permission::Action};
use std::sync::Arc;

/// A case with the one revision that this viewer sees.
#[derive(Debug, Clone)]
pub(crate) struct PracticeCase(pub(crate) Arc<CaseView>);

/// A practice case (Praxisbeispiel): what a municipality did, how, with what result, and what others can take over.
#[Object]
impl PracticeCase {
    /// The id, the same through all revisions.
    pub(crate) async fn id(&self) -> ID {
        GlobalId::PracticeCase(self.0.id).encode()
    }

    /// The case's readable address, unique in the network.
    async fn slug(&self) -> &str {
        &self.0.slug
    }

    /// The identity that a source outside gave it.
    async fn external_id(&self) -> Option<&str> {
        self.0.external_id.as_deref()
    }

    /// The case's page on this instance.
    async fn url(&self, context: &Context<'_>) -> Result<String, ApiError> {
        Ok(Session::of(context)?.network.settings.case_page(&self.0.slug).into())
    }

    #[graphql(flatten)]
    async fn head(&self) -> CaseHead<'_> {
        CaseHead(&self.0.content)
    }

    #[graphql(flatten)]
    async fn story(&self) -> CaseStory<'_> {
        CaseStory(&self.0.content)
    }

    /// Files: documents and pictures. Up to 20.
    #[graphql(complexity = "1 + 5 * child_complexity")]
    async fn materials(&self) -> Vec<Material> {
        Material::of(&self.0.content, !self.0.is_working_copy)
    }

    #[graphql(flatten)]
    async fn history(&self) -> CaseHistory<'_> {
        CaseHistory(&self.0)
    }

    /// Where the case stands: the working copy's state if that is shown, otherwise PUBLISHED or ARCHIVED.
    async fn workflow_state(&self) -> WorkflowState {
        self.0.state.into()
    }

    /// Whether the working copy is shown and not what the public sees.
    async fn is_working_copy(&self) -> bool {
        self.0.is_working_copy
    }

    /// What the viewer may do with the case, by their role and how they stand to it. Whether its state allows it is another matter, and
    /// so is that nobody publishes a text that they had a hand in.
    async fn viewer_may(&self, context: &Context<'_>) -> Result<Vec<CaseAction>, ApiError> {
        let session = Session::of(context)?;
        let allowed = Action::ALL.iter().copied().filter(|action| self.0.may(&session.viewer, *action));
        Ok(allowed.filter_map(CaseAction::of).collect())
    }

    /// The number of the shown revision, from 1.
    async fn revision(&self) -> i32 {
        self.0.revision
    }

    /// The number of the revision that is public, or was until the case was archived; null if none ever was.
    async fn published_revision(&self) -> Option<i32> {
        self.0.published_revision
    }

    /// Counts the saved changes. Whoever changes the case names the version they read, so that nobody overwrites another's change.
    async fn version(&self) -> i32 {
        self.0.version
    }

    /// When the case was begun.
    async fn created_at(&self) -> Timestamp {
        self.0.created_at.into()
    }

    /// When the shown revision was saved.
    async fn updated_at(&self) -> Timestamp {
        self.0.updated_at.into()
    }

    /// When the case first became public; later revisions do not change it. This is what filters and orders go by.
    async fn published_at(&self) -> Option<Timestamp> {
        self.0.first_published_at.map(Timestamp)
    }

    /// When the public revision became public.
    async fn revision_published_at(&self) -> Option<Timestamp> {
        self.0.published_at.map(Timestamp)
    }

    /// When a version became public that whoever published it called substantial, the last one; null if there was none.
    async fn renewed_at(&self) -> Option<Timestamp> {
        self.0.renewed_at.map(Timestamp)
    }

    /// When the case was archived: it is readable, but no longer kept up.
    async fn archived_at(&self) -> Option<Timestamp> {
        self.0.archived_at.map(Timestamp)
    }
}
