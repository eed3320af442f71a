//! What mutations answer with.

use crate::{
    errors::ApiError,
    schema::types::{
        access_token::CreatedAccessToken,
        account::Account,
        member::Member,
        municipality::Municipality,
        network_entry::{Deputation, HandedOver, Invitation, Registration},
        practice_case::PracticeCase,
        reader::Reader,
        request::{Request, RequestReply},
        review_comment::ReviewComment,
        second_factor::{SecondFactor, SecondFactorSetUp},
        subscription::Subscription,
        suppressed_address::SuppressedAddress,
        synonym_group::SynonymGroup,
        user_error::UserError,
    },
    session::Session,
};
use async_graphql::{ID, SimpleObject};
use usecases::UseCaseError;

/// Makes the payloads, which are alike but for the type's name: an object, or the errors for which there is none.
macro_rules! payloads {
    ($($(#[$doc:meta])* $name:ident { $(#[$field_doc:meta])* $field:ident: $type:ty })+) => {
        $(
            $(#[$doc])*
            #[derive(SimpleObject)]
            pub(crate) struct $name {
                $(#[$field_doc])*
                $field: Option<$type>,
                /// Why it was refused; empty if it was done.
                user_errors: Vec<UserError>,
            }

            impl From<Outcome<$type>> for $name {
                fn from(outcome: Outcome<$type>) -> Self {
                    match outcome {
                        Ok(object) => Self { $field: Some(object), user_errors: Vec::new() },
                        Err(user_errors) => Self { $field: None, user_errors },
                    }
                }
            }
        )+
    };
}

payloads! {
    /// What came of beginning a case.
    CreatePracticeCasePayload {
        /// The new draft.
        practice_case: PracticeCase
    }
    /// What came of handing a case in.
    SubmitPracticeCasePayload {
        /// The case as it was handed in.
        practice_case: PracticeCase
    }
    /// What came of publishing a case.
    PublishPracticeCasePayload {
        /// The published case.
        practice_case: PracticeCase
    }
    /// What came of archiving a case.
    ArchivePracticeCasePayload {
        /// The archived case.
        practice_case: PracticeCase
    }
    /// What came of asking the network.
    AskNetworkPayload {
        /// The question.
        request: Request
    }
    /// What came of answering a question.
    ReplyToRequestPayload {
        /// The reply.
        reply: RequestReply
    }
    /// What came of closing a question.
    CloseRequestPayload {
        /// The closed question.
        request: Request
    }
    /// What came of deleting a question.
    EraseRequestPayload {
        /// The id of the question that is no more.
        erased_id: ID
    }
    /// What came of erasing a case.
    ErasePracticeCasePayload {
        /// The id of the case that is no more.
        erased_id: ID
    }
    /// What came of putting a file on a case.
    AddMaterialPayload {
        /// The working copy as it is now.
        practice_case: PracticeCase
    }
    /// What came of changing what people are told of a file.
    UpdateMaterialPayload {
        /// The working copy as it is now.
        practice_case: PracticeCase
    }
    /// What came of taking a file off a case.
    RemoveMaterialPayload {
        /// The working copy as it is now.
        practice_case: PracticeCase
    }
    /// What came of claiming a review.
    ClaimReviewPayload {
        /// The case, which the viewer reviews from now on.
        practice_case: PracticeCase
    }
    /// What came of letting a review go.
    ReleaseReviewPayload {
        /// The case, which others may claim again.
        practice_case: PracticeCase
    }
    /// What came of handing a review over.
    HandOverReviewPayload {
        /// The case, which the colleague reviews from now on.
        practice_case: PracticeCase
    }
    /// What came of freeing a review.
    FreeReviewPayload {
        /// The case, which others may claim again.
        practice_case: PracticeCase
    }
    /// What came of giving a case back.
    RequestChangesPayload {
        /// The case as it was given back.
        practice_case: PracticeCase
    }
    /// What came of taking a submission back.
    WithdrawSubmissionPayload {
        /// The case, a draft again.
        practice_case: PracticeCase
    }
    /// What came of confirming a case.
    ConfirmPracticeCasePayload {
        /// The case, confirmed for another year.
        practice_case: PracticeCase
    }
    /// What came of confirming a case by the link in a mail.
    ConfirmPracticeCaseByLinkPayload {
        /// The case as everybody sees it, confirmed for another year.
        practice_case: PracticeCase
    }
    /// What came of writing a comment.
    AddReviewCommentPayload {
        /// The comment.
        review_comment: ReviewComment
    }
    /// What came of marking a comment.
    ResolveReviewCommentPayload {
        /// The comment as it is now.
        review_comment: ReviewComment
    }
    /// What came of asking for a subscription.
    SubscribePayload {
        /// The subscription, which waits for the address's owner to confirm it.
        subscription: Subscription
    }
    /// What came of confirming a subscription.
    ConfirmSubscriptionPayload {
        /// The subscription, active from now on.
        subscription: Subscription
    }
    /// What came of leaving.
    UnsubscribePayload {
        /// The subscription, ended.
        subscription: Subscription
    }
    /// What came of changing how a reader wishes to be written to.
    UpdateReaderPayload {
        /// The reader as they are now.
        reader: Reader
    }
    /// What came of pausing.
    PauseReaderPayload {
        /// The reader as they are now.
        reader: Reader
    }
    /// What came of ending a pause.
    ResumeReaderPayload {
        /// The reader as they are now.
        reader: Reader
    }
    /// What came of changing how often a subscription tells.
    ChangeSubscriptionFrequencyPayload {
        /// The reader as they are now.
        reader: Reader
    }
    /// What came of ending a subscription.
    WithdrawSubscriptionPayload {
        /// The reader as they are now.
        reader: Reader
    }
    /// What came of ending all subscriptions.
    WithdrawAllSubscriptionsPayload {
        /// The reader as they are now.
        reader: Reader
    }
    /// What came of saying what a municipality works on.
    SetFocusAreasPayload {
        /// The municipality as it is now.
        municipality: Municipality
    }
    /// What came of making a synonym group.
    CreateSynonymGroupPayload {
        /// The new group, known to the search from now on.
        synonym_group: SynonymGroup
    }
    /// What came of changing a synonym group.
    UpdateSynonymGroupPayload {
        /// The group as it is now.
        synonym_group: SynonymGroup
    }
    /// What came of deleting a synonym group.
    DeleteSynonymGroupPayload {
        /// The id of the group that is no more.
        deleted_id: ID
    }
    /// What came of inviting somebody.
    InviteMemberPayload {
        /// The invitation, which its mail's link accepts.
        invitation: Invitation
    }
    /// What came of taking an invitation back.
    RevokeInvitationPayload {
        /// The invitation, which can no longer be accepted.
        invitation: Invitation
    }
    /// What came of accepting an invitation.
    AcceptInvitationPayload {
        /// The invitation; its address has an account now.
        invitation: Invitation
    }
    /// What came of registering.
    RegisterPayload {
        /// Whether the wish was taken. It says nothing about the address: only its owner's mail does.
        taken: bool
    }
    /// What came of confirming a registration.
    ConfirmRegistrationPayload {
        /// The registration; its address has an account now.
        registration: Registration
    }
    /// What came of changing a role.
    ChangeMemberRolePayload {
        /// The account as it is now.
        member: Member
    }
    /// What came of disabling an account.
    DisableMemberPayload {
        /// The account as it is now.
        member: Member
    }
    /// What came of enabling an account.
    EnableMemberPayload {
        /// The account as it is now.
        member: Member
    }
    /// What came of taking a lost second factor away.
    ResetSecondFactorPayload {
        /// The account.
        member: Member
    }
    /// What came of saying whom an adviser advises.
    SetAdvisedMunicipalitiesPayload {
        /// The adviser.
        member: Member
    }
    /// What came of letting an address get mail again.
    ReactivateAddressPayload {
        /// The address as it is now.
        address: SuppressedAddress
    }
    /// What came of replacing a municipality's mail domains.
    SetMailDomainsPayload {
        /// The domains as they are now.
        domains: Vec<String>
    }
    /// What came of saying what one is there for.
    SetMyFunctionPayload {
        /// The account as it is now.
        account: Account
    }
    /// What came of naming a deputy.
    NameDeputyPayload {
        /// The deputation.
        deputation: Deputation
    }
    /// What came of ending a deputation.
    EndDeputationPayload {
        /// The id of the deputation that is no more.
        ended_id: ID
    }
    /// What came of handing over.
    HandOverPayload {
        /// What was handed over.
        handed_over: HandedOver
    }
    /// What came of asking for a dry run of digests.
    PreviewDigestsPayload {
        /// Whether it is being made.
        queued: bool
    }
    /// What came of sending oneself a test mail.
    SendTestMailPayload {
        /// Whether it is on its way.
        queued: bool
    }
    /// What came of erasing one's account.
    EraseMyAccountPayload {
        /// The id of the account that is no more.
        erased_id: ID
    }
    /// What came of leaving the network.
    LeaveNetworkPayload {
        /// What was handed over.
        handed_over: HandedOver
    }
    /// What came of ending a session.
    EndSessionPayload {
        /// The id of the session that is over.
        ended_id: ID
    }
    /// What came of ending all other sessions.
    EndOtherSessionsPayload {
        /// How many were ended.
        ended_count: u64
    }
    /// What came of making an access token.
    CreateAccessTokenPayload {
        /// The new token with what it is made of.
        created: CreatedAccessToken
    }
    /// What came of revoking an access token.
    RevokeAccessTokenPayload {
        /// The id of the token that no longer counts.
        revoked_id: ID
    }
    /// What came of beginning to set up a second factor.
    BeginSecondFactorPayload {
        /// What the authenticator app is to be told.
        set_up: SecondFactorSetUp
    }
    /// What came of confirming a second factor.
    ConfirmSecondFactorPayload {
        /// Ten codes for the day the app is lost, each good once. They are shown this once.
        recovery_codes: Vec<String>
    }
    /// What came of removing the second factor.
    RemoveSecondFactorPayload {
        /// How it stands with the second factor now.
        second_factor: SecondFactor
    }
    /// What came of making new recovery codes.
    RenewRecoveryCodesPayload {
        /// Ten codes for the day the app is lost, each good once, in place of the earlier ones. They are shown this once.
        recovery_codes: Vec<String>
    }
}

/// What a mutation answers with: an object, or why there is none.
pub(super) type Outcome<T> = Result<T, Vec<UserError>>;

/// Tells what people are told in the payload apart from what is an error of the whole operation.
pub(super) fn outcome<T>(session: &Session, result: Result<T, UseCaseError>) -> Result<Outcome<T>, ApiError> {
    match result {
        Ok(object) => Ok(Ok(object)),
        Err(UseCaseError::Refused(refusal)) => Ok(Err(UserError::of_refusal(&refusal))),
        Err(error) => Err(session.error(error)),
    }
}
