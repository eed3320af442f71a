//! The practice case: what it is, where and when it happened, and where it stands.

use crate::{
    errors::ApiError,
    schema::{
        enums::WorkflowState,
        global_id::GlobalId,
        review_enums::CaseAction,
        timestamp::Timestamp,
        types::{case_history::CaseHistory, case_parts::Elsewhere, case_story::CaseStory, material::Material, municipality::Municipality},
        vocabulary_enum::{Term, terms},
    },
    session::Session,
};
use async_graphql::{Context, ID, Object};
use domain::{
    CaseView,
    permission::Action,
    vocabulary::{Component, FieldOfAction, LifePhase, State, Status, TargetGroup},
};
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

    /// What was done, not only a brand name. 10 to 120 characters.
    async fn title(&self) -> &str {
        &self.0.content.title
    }

    /// The case in a few sentences, plain text. 80 to 300 characters.
    async fn teaser(&self) -> &str {
        &self.0.content.teaser
    }

    /// The municipality of the network whose case this is; null for a case from elsewhere.
    async fn municipality(&self) -> Option<Municipality> {
        self.0.content.municipality.clone().map(Municipality)
    }

    /// The municipality outside the network whose case this is.
    async fn elsewhere(&self) -> Option<Elsewhere> {
        self.0.content.elsewhere.clone().map(Elsewhere::from)
    }

    /// The place as people read it: `Burgenlandkreis`, or `Musterstadt (Brandenburg)` for a case from elsewhere.
    async fn place_name(&self) -> Option<String> {
        self.0.content.place_name()
    }

    /// The Land that the case belongs to.
    async fn state(&self) -> Option<Term<State>> {
        self.0.content.state().map(Term)
    }

    /// Further municipalities that took part.
    #[graphql(complexity = "1 + 3 * child_complexity")]
    async fn partners(&self) -> Vec<Municipality> {
        self.0.content.partners.iter().cloned().map(Municipality).collect()
    }

    /// Handlungsfelder, 1 to 3, the first is the primary one.
    async fn fields_of_action(&self) -> Vec<Term<FieldOfAction>> {
        terms(&self.0.content.fields_of_action)
    }

    /// Kernkomponenten, 1 to 4.
    async fn components(&self) -> Vec<Term<Component>> {
        terms(&self.0.content.components)
    }

    /// Lebensphasen, 1 to 9.
    async fn life_phases(&self) -> Vec<Term<LifePhase>> {
        terms(&self.0.content.life_phases)
    }

    /// Zielgruppen, 1 to 5.
    async fn target_groups(&self) -> Vec<Term<TargetGroup>> {
        terms(&self.0.content.target_groups)
    }

    /// Umsetzungsstand: how far the case has come.
    async fn status(&self) -> Option<Term<Status>> {
        self.0.content.status.map(Term)
    }

    /// The month it began, as `2024-09`.
    async fn start(&self) -> Option<String> {
        self.0.content.start.map(|month| month.to_string())
    }

    /// The month it ended, as `2026-02`.
    async fn end(&self) -> Option<String> {
        self.0.content.end.map(|month| month.to_string())
    }

    #[graphql(flatten)]
    async fn story(&self) -> CaseStory<'_> {
        CaseStory(&self.0.content)
    }

    /// Files: documents and pictures. Up to 20.
    #[graphql(complexity = "1 + 5 * child_complexity")]
    async fn materials(&self) -> Vec<Material> {
        Material::of_case(&self.0)
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
