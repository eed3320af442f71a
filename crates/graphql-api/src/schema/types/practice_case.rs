//! The practice case: what it says, and where it stands.

use crate::{
    cost,
    errors::ApiError,
    schema::{
        enums::WorkflowState,
        global_id::GlobalId,
        review_enums::CaseAction,
        timestamp::Timestamp,
        types::{
            case_content::CaseContent, case_head::CaseHead, case_history::CaseHistory, case_story::CaseStory, material::Material,
            working_copy::WorkingCopy,
        },
    },
    session::Session,
};
use async_graphql::{Context, ID, Object};
use domain::{CaseView, ids::CaseId, permission::Action, reach::Sight};
use std::sync::Arc;
use usecases::read_case;

/// A case as it is there for a viewer. An id stands for one object: whatever led to the case, its fields are made of the same revision.
#[derive(Debug, Clone)]
pub(crate) struct PracticeCase {
    /// What it says: what is public once there is something, before that the working copy.
    shown: Arc<CaseView>,
    /// The working copy, where it is known already and the viewer sees it. Otherwise it is read when it is asked for.
    working: Option<Arc<CaseView>>,
}

impl PracticeCase {
    /// The case that a use case gave, be it with what is public or with the working copy.
    pub(crate) async fn of(session: &Session, case: Arc<CaseView>) -> Result<Self, ApiError> {
        let shown = read_case::as_shown(&session.network, case.clone()).await.map_err(|error| session.error(error))?;
        Ok(Self::new(session, shown, case))
    }

    /// The same where there may be none.
    pub(crate) async fn of_found(session: &Session, case: Option<Arc<CaseView>>) -> Result<Option<Self>, ApiError> {
        match case {
            Some(case) => Ok(Some(Self::of(session, case).await?)),
            None => Ok(None),
        }
    }

    /// The same of many, in their order.
    pub(crate) async fn of_all(session: &Session, cases: &[Arc<CaseView>]) -> Result<Vec<Self>, ApiError> {
        let shown = read_case::all_as_shown(&session.network, cases).await.map_err(|error| session.error(error))?;
        Ok(shown.into_iter().zip(cases).map(|(shown, case)| Self::new(session, shown, case.clone())).collect())
    }

    /// A case that was read as everybody sees it.
    pub(crate) fn public(case: Arc<CaseView>) -> Self {
        Self { shown: case, working: None }
    }

    /// The case with this id, if it is there for the viewer.
    pub(crate) async fn find(session: &Session, id: CaseId) -> Result<Option<Self>, ApiError> {
        Self::of_found(session, session.loaders.case(id).await?).await
    }

    /// What the case says.
    pub(crate) fn shown(&self) -> &CaseView {
        &self.shown
    }

    fn new(session: &Session, shown: Arc<CaseView>, given: Arc<CaseView>) -> Self {
        let is_seen = given.is_working_copy && given.sight(&session.viewer) == Sight::Working;
        Self { shown, working: is_seen.then_some(given) }
    }

    /// The working copy, for those who see it.
    async fn working(&self, session: &Session) -> Result<Option<Arc<CaseView>>, ApiError> {
        match &self.working {
            // What a mutation answers with is what it made, though somebody else may have gone on since: who takes over the version knows the text.
            Some(working) => Ok(Some(working.clone())),
            None => session.loaders.working_copy(self.shown.id).await,
        }
    }
}

/// A practice case (Praxisbeispiel): what a municipality did, how, with what result, and what others can take over. It says the same to
/// whoever sees it: what is public once there is something, before that the working copy. What is worked on since is `workingCopy`.
#[Object]
impl PracticeCase {
    /// The id, the same through all revisions.
    pub(crate) async fn id(&self) -> ID {
        GlobalId::PracticeCase(self.shown.id).encode()
    }

    /// The case's readable address, unique in the network.
    async fn slug(&self) -> &str {
        &self.shown.slug
    }

    /// The identity that a source outside gave it.
    async fn external_id(&self) -> Option<&str> {
        self.shown.external_id.as_deref()
    }

    /// The case's page on this instance.
    async fn url(&self, context: &Context<'_>) -> Result<String, ApiError> {
        Ok(Session::of(context)?.network.settings.case_page(&self.shown.slug).into())
    }

    #[graphql(flatten)]
    async fn head(&self) -> CaseHead<'_> {
        CaseHead(&self.shown.content)
    }

    #[graphql(flatten)]
    async fn story(&self) -> CaseStory<'_> {
        CaseStory(&self.shown.content)
    }

    /// Files: documents and pictures. Up to 20.
    #[graphql(complexity = "1 + 5 * child_complexity")]
    async fn materials(&self) -> Vec<Material> {
        Material::of(&self.shown.content, !self.shown.is_working_copy)
    }

    /// What the case says, as one object of the kind that its working copy and its revisions have, too: a fragment on it serves all of them.
    async fn content(&self) -> CaseContent {
        if self.shown.is_working_copy {
            CaseContent::not_public(self.shown.content.clone())
        } else {
            CaseContent::public(self.shown.content.clone())
        }
    }

    #[graphql(flatten)]
    async fn history(&self) -> CaseHistory<'_> {
        CaseHistory(&self.shown)
    }

    /// What is worked on, which may differ from what is public; null for those who do not see it. Mutations that change a text change this.
    #[graphql(complexity = "cost::READ + child_complexity")]
    async fn working_copy(&self, context: &Context<'_>) -> Result<Option<WorkingCopy>, ApiError> {
        Ok(self.working(Session::of(context)?).await?.map(WorkingCopy))
    }

    /// Where the case stands: PUBLISHED or ARCHIVED once something is public, before that as its working copy.
    async fn workflow_state(&self) -> WorkflowState {
        self.shown.state.into()
    }

    /// What the viewer may do with the case, by their role and how they stand to it. Whether its state allows it is another matter, and
    /// so is that nobody publishes a text that they had a hand in.
    #[graphql(complexity = "cost::READ + child_complexity")]
    async fn viewer_may(&self, context: &Context<'_>) -> Result<Vec<CaseAction>, ApiError> {
        let session = Session::of(context)?;
        // Whoever does something to a case does it to the working copy.
        let Some(working) = self.working(session).await? else { return Ok(Vec::new()) };
        let allowed = Action::ALL.iter().copied().filter(|action| working.may(&session.viewer, *action));
        Ok(allowed.filter_map(CaseAction::of).collect())
    }

    /// The number of the shown revision, from 1: `publishedRevision` once there is one.
    async fn revision(&self) -> i32 {
        self.shown.revision
    }

    /// The number of the revision that is public, or was until the case was archived; null if none ever was.
    async fn published_revision(&self) -> Option<i32> {
        self.shown.published_revision
    }

    /// The version as of the shown revision. Whoever changes what is worked on names the `version` of the `workingCopy`.
    async fn version(&self) -> i32 {
        self.shown.version
    }

    /// When the case was begun.
    async fn created_at(&self) -> Timestamp {
        self.shown.created_at.into()
    }

    /// When the shown revision was saved.
    async fn updated_at(&self) -> Timestamp {
        self.shown.updated_at.into()
    }

    /// When the case first became public; later revisions do not change it. This is what filters and orders go by.
    async fn published_at(&self) -> Option<Timestamp> {
        self.shown.first_published_at.map(Timestamp)
    }

    /// When the public revision became public.
    async fn revision_published_at(&self) -> Option<Timestamp> {
        self.shown.published_at.map(Timestamp)
    }

    /// When a version became public that whoever published it called substantial, the last one; null if there was none.
    async fn renewed_at(&self) -> Option<Timestamp> {
        self.shown.renewed_at.map(Timestamp)
    }

    /// When the case was archived: it is readable, but no longer kept up.
    async fn archived_at(&self) -> Option<Timestamp> {
        self.shown.archived_at.map(Timestamp)
    }
}
