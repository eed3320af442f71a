//! Mutations of a case's review, and of whether it still holds.

use super::{
    cases::step,
    payload::{
        ClaimReviewPayload, ConfirmPracticeCaseByLinkPayload, ConfirmPracticeCasePayload, FreeReviewPayload, HandOverReviewPayload,
        ReleaseReviewPayload, RequestChangesPayload, WithdrawSubmissionPayload, case_outcome,
    },
};
use crate::{errors::ApiError, schema::global_id::GlobalId, session::Session};
use async_graphql::{Context, ID, InputObject, Object};
use domain::review::{Checklist, ChecklistItem};
use usecases::{claim_review, confirm_case, free_review, hand_over_review, release_review, request_changes, withdraw_case};

/// What whoever publishes a case vouches for. A case is published only if all of it is true.
#[derive(Debug, InputObject)]
#[expect(clippy::struct_excessive_bools, reason = "the points of a list, each of which is confirmed or not")]
pub(crate) struct ReviewChecklistInput {
    /// The text says what one needs in order to follow the example.
    complete: bool,
    /// It was done, not merely planned.
    implemented: bool,
    /// Nobody can be recognised who has not agreed to it, above all no child.
    no_personal_data: bool,
    /// Texts, pictures and files may be used as the licence says.
    rights_cleared: bool,
    /// Files can be read by everybody.
    accessible_files: bool,
}

impl From<ReviewChecklistInput> for Checklist {
    fn from(input: ReviewChecklistInput) -> Self {
        let points = [
            (input.complete, ChecklistItem::Complete),
            (input.implemented, ChecklistItem::Implemented),
            (input.no_personal_data, ChecklistItem::NoPersonalData),
            (input.rights_cleared, ChecklistItem::RightsCleared),
            (input.accessible_files, ChecklistItem::AccessibleFiles),
        ];
        Self::of(points.into_iter().filter(|(is_confirmed, _)| *is_confirmed).map(|(_, item)| item))
    }
}

/// The mutations of a case's review.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct ReviewMutation;

#[Object]
impl ReviewMutation {
    /// Claims the review of a case that was handed in. Claiming what one has claimed changes nothing.
    async fn claim_review(
        &self,
        context: &Context<'_>,
        #[graphql(desc = "The case's id.")] id: ID,
    ) -> Result<ClaimReviewPayload, ApiError> {
        let session = Session::of(context)?;
        Ok(step(session, &id, async |id| claim_review::claim(&session.network, &session.viewer, id).await).await?.into())
    }

    /// Lets one's own review go, so that others may claim it. Letting go of what nobody has claimed changes nothing.
    async fn release_review(
        &self,
        context: &Context<'_>,
        #[graphql(desc = "The case's id.")] id: ID,
    ) -> Result<ReleaseReviewPayload, ApiError> {
        let session = Session::of(context)?;
        Ok(step(session, &id, async |id| release_review::release(&session.network, &session.viewer, id).await).await?.into())
    }

    /// Hands one's own review over to a colleague, who is told by mail. Handing it to whoever has it already changes nothing.
    async fn hand_over_review(
        &self,
        context: &Context<'_>,
        #[graphql(desc = "The case's id.")] id: ID,
        #[graphql(desc = "The colleague's id, from `viewer.reviewers`.")] to: ID,
    ) -> Result<HandOverReviewPayload, ApiError> {
        let session = Session::of(context)?;
        let (network, viewer, to) = (&session.network, &session.viewer, GlobalId::account(&to));
        Ok(step(session, &id, async |id| hand_over_review::hand_over(network, viewer, id, to).await).await?.into())
    }

    /// Ends somebody else's claim on a review, so that nobody is locked out because a colleague is ill. For administrators.
    async fn free_review(&self, context: &Context<'_>, #[graphql(desc = "The case's id.")] id: ID) -> Result<FreeReviewPayload, ApiError> {
        let session = Session::of(context)?;
        Ok(step(session, &id, async |id| free_review::free(&session.network, &session.viewer, id).await).await?.into())
    }

    /// Gives a case back with a reason; those who wrote it hand it in again by `submitPracticeCase`. Whoever gives back what nobody has
    /// claimed claims it, unless they began it or handed it in. Asking once more in the same words, as by a second click, changes nothing.
    async fn request_changes(
        &self,
        context: &Context<'_>,
        #[graphql(desc = "The case's id.")] id: ID,
        #[graphql(desc = "Why: up to 4,000 characters, which those who wrote the case read.")] reason: String,
        #[graphql(desc = "The version that was read. If the case changed since, it is refused as a CONFLICT.")] version: i32,
    ) -> Result<RequestChangesPayload, ApiError> {
        let session = Session::of(context)?;
        let (network, viewer) = (&session.network, &session.viewer);
        let ask = async |id| request_changes::request_changes(network, viewer, id, &reason, version).await;
        Ok(step(session, &id, ask).await?.into())
    }

    /// Takes back what was handed in: it is a draft again. Taking back a draft changes nothing.
    async fn withdraw_submission(
        &self,
        context: &Context<'_>,
        #[graphql(desc = "The case's id.")] id: ID,
    ) -> Result<WithdrawSubmissionPayload, ApiError> {
        let session = Session::of(context)?;
        Ok(step(session, &id, async |id| withdraw_case::withdraw(&session.network, &session.viewer, id).await).await?.into())
    }

    /// Says that what is public still holds: the next question comes in a year. Saying so again on the same day changes nothing.
    async fn confirm_practice_case(
        &self,
        context: &Context<'_>,
        #[graphql(desc = "The case's id.")] id: ID,
    ) -> Result<ConfirmPracticeCasePayload, ApiError> {
        let session = Session::of(context)?;
        Ok(step(session, &id, async |id| confirm_case::confirm(&session.network, &session.viewer, id).await).await?.into())
    }

    /// The same by the link in the mail to the case's function mailbox; nobody need be signed in. Confirming again by it changes nothing.
    async fn confirm_practice_case_by_link(
        &self,
        context: &Context<'_>,
        #[graphql(desc = "The token in the link.", secret)] token: String,
    ) -> Result<ConfirmPracticeCaseByLinkPayload, ApiError> {
        let session = Session::of(context)?;
        let confirmed = confirm_case::confirm_by_link(&session.network, &token).await;
        Ok(case_outcome(session, confirmed).await?.into())
    }
}
