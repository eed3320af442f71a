//! Mutations of cases.

use super::{
    case_input::PracticeCaseInput,
    edit_payload::{AutosavePracticeCasePayload, Edited, RollBackPracticeCasePayload, UpdatePracticeCasePayload},
    payload::{
        ArchivePracticeCasePayload, CreatePracticeCasePayload, ErasePracticeCasePayload, Outcome, PublishPracticeCasePayload,
        SubmitPracticeCasePayload, case_outcome, outcome,
    },
    reviews::ReviewChecklistInput,
};
use crate::{
    errors::ApiError,
    schema::{
        global_id::GlobalId,
        types::{practice_case::PracticeCase, user_error::UserError},
    },
    session::Session,
};
use async_graphql::{Context, ID, Object};
use domain::{CaseView, ids::CaseId};
use std::sync::Arc;
use usecases::{
    Refusal, UseCaseError, archive_case, autosave_case, create_case, erase_case,
    publish_case::{self, Weight},
    roll_back_case, submit_case, update_case,
};

/// The mutations of cases.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct CaseMutation;

#[Object]
impl CaseMutation {
    /// Begins a case as a draft. Whoever speaks for a municipality begins cases of it; a draft may still lack anything.
    async fn create_practice_case(
        &self,
        context: &Context<'_>,
        #[graphql(desc = "What the case says so far.")] input: PracticeCaseInput,
        #[graphql(desc = "A name for this wish, 1 to 255 characters, best a random UUID. Whoever asks for the same under the same name \
                          once more, as where an answer was lost, gets the case as it was begun.")]
        idempotency_key: Option<String>,
    ) -> Result<CreatePracticeCasePayload, ApiError> {
        let session = Session::of(context)?;
        let record = match input.into_record() {
            Ok(record) => record,
            Err(violations) => return Ok(Err(UserError::of_refusal(&Refusal::Invalid(violations))).into()),
        };
        let (network, viewer, key) = (&session.network, &session.viewer, idempotency_key.as_deref());
        let created = create_case::create_once(network, viewer, record.content, record.external_id, key).await;
        Ok(case_outcome(session, created).await?.into())
    }

    /// Changes the working copy; what is public stays as it is. What the input leaves out stays, null empties.
    async fn update_practice_case(
        &self,
        context: &Context<'_>,
        #[graphql(desc = "The case's id.")] id: ID,
        #[graphql(desc = "What is to change.")] input: PracticeCaseInput,
        #[graphql(desc = "The version that was read. If somebody else changed the text since, the change is refused as a CONFLICT, and \
                          `conflict` has what would have been lost.")]
        version: i32,
    ) -> Result<UpdatePracticeCasePayload, ApiError> {
        let session = Session::of(context)?;
        let change = match input.into_change() {
            Ok(change) => change,
            Err(errors) => return Ok(Edited::refused(errors).into()),
        };
        let updated = match GlobalId::case(&id) {
            Some(id) => update_case::update(&session.network, &session.viewer, id, Some(version), |content| change.apply(content)).await,
            None => Err(Refusal::NotFound.into()),
        };
        Ok(Edited::of(session, updated).await?.into())
    }

    /// Keeps what is not finished: like `updatePracticeCase`, but texts may be longer than they may be in the end, and successive autosaves
    /// of the same account within half an hour are one revision, not many.
    async fn autosave_practice_case(
        &self,
        context: &Context<'_>,
        #[graphql(desc = "The case's id.")] id: ID,
        #[graphql(desc = "What is to change.")] input: PracticeCaseInput,
        #[graphql(desc = "The version that was read; each autosave answers with the next.")] version: i32,
    ) -> Result<AutosavePracticeCasePayload, ApiError> {
        let session = Session::of(context)?;
        let change = match input.into_change() {
            Ok(change) => change,
            Err(errors) => return Ok(Edited::refused(errors).into()),
        };
        let saved = match GlobalId::case(&id) {
            Some(id) => {
                autosave_case::autosave(&session.network, &session.viewer, id, Some(version), |content| change.apply(content)).await
            }
            None => Err(Refusal::NotFound.into()),
        };
        Ok(Edited::of(session, saved).await?.into())
    }

    /// Keeps the content of an older revision as a new one; nothing in between is lost.
    async fn roll_back_practice_case(
        &self,
        context: &Context<'_>,
        #[graphql(desc = "The case's id.")] id: ID,
        #[graphql(desc = "The number of the revision whose content is to come back.")] revision: i32,
        #[graphql(
            desc = "The version that was read. If somebody else changed the text since, it is refused as a CONFLICT, and `conflict` \
                          has what would have been lost."
        )]
        version: i32,
    ) -> Result<RollBackPracticeCasePayload, ApiError> {
        let session = Session::of(context)?;
        let rolled = match GlobalId::case(&id) {
            Some(id) => roll_back_case::roll_back(&session.network, &session.viewer, id, revision, version).await,
            None => Err(Refusal::NotFound.into()),
        };
        Ok(Edited::of(session, rolled).await?.into())
    }

    /// Hands the working copy in for review, for the first time or again. Handing in what is handed in already changes nothing.
    async fn submit_practice_case(
        &self,
        context: &Context<'_>,
        #[graphql(desc = "The case's id.")] id: ID,
        #[graphql(desc = "The version that was read. If the case changed since, it is refused as a CONFLICT.")] version: i32,
    ) -> Result<SubmitPracticeCasePayload, ApiError> {
        let session = Session::of(context)?;
        Ok(step(session, &id, async |id| submit_case::submit(&session.network, &session.viewer, id, version).await).await?.into())
    }

    /// Makes public what was handed in. Nobody publishes what they began, handed in or edited since, and nobody what somebody else reviews;
    /// publishing what nobody has claimed claims and decides in one step. Publishing what is public already changes nothing.
    async fn publish_practice_case(
        &self,
        context: &Context<'_>,
        #[graphql(desc = "The case's id.")] id: ID,
        #[graphql(desc = "What whoever publishes vouches for.")] checklist: ReviewChecklistInput,
        #[graphql(desc = "The version that was read. If the case changed since, it is refused as a CONFLICT.")] version: i32,
        #[graphql(
            desc = "Whether a next version changes so much that those are told whose digests it fits. A first publication is always told.",
            default
        )]
        substantial: bool,
    ) -> Result<PublishPracticeCasePayload, ApiError> {
        let session = Session::of(context)?;
        let (network, viewer, checklist) = (&session.network, &session.viewer, checklist.into());
        let weight = if substantial { Weight::Substantial } else { Weight::Slight };
        let publish = async |id| publish_case::publish_as(network, viewer, id, &checklist, version, weight).await;
        Ok(step(session, &id, publish).await?.into())
    }

    /// Takes a case out of lists, search and digests. What was public stays readable at its address.
    async fn archive_practice_case(
        &self,
        context: &Context<'_>,
        #[graphql(desc = "The case's id.")] id: ID,
    ) -> Result<ArchivePracticeCasePayload, ApiError> {
        let session = Session::of(context)?;
        Ok(step(session, &id, async |id| archive_case::archive(&session.network, &session.viewer, id).await).await?.into())
    }

    /// Deletes a case with all its revisions, for good. For administrators, where the law asks for it.
    async fn erase_practice_case(
        &self,
        context: &Context<'_>,
        #[graphql(desc = "The case's id.")] id: ID,
    ) -> Result<ErasePracticeCasePayload, ApiError> {
        let session = Session::of(context)?;
        let erased = match GlobalId::case(&id) {
            Some(id) => erase_case::erase(&session.network, &session.viewer, id).await,
            None => Err(Refusal::NotFound.into()),
        };
        Ok(outcome(session, erased.map(|id| GlobalId::PracticeCase(id).encode()))?.into())
    }
}

/// Takes a case one step further. An id that stands for no case is a case that is not found.
pub(super) async fn step(
    session: &Session,
    id: &ID,
    act: impl AsyncFnOnce(CaseId) -> Result<Arc<CaseView>, UseCaseError>,
) -> Result<Outcome<PracticeCase>, ApiError> {
    let result = match GlobalId::case(id) {
        Some(id) => act(id).await,
        None => Err(Refusal::NotFound.into()),
    };
    case_outcome(session, result).await
}
