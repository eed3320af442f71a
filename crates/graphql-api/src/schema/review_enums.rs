//! The enums of the review. Each mirrors one of `domain`; the compiler holds the two together.

use async_graphql::Enum;
use domain::permission::Action;

/// A point of the checklist that whoever publishes a case vouches for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Enum)]
#[graphql(remote = "domain::review::ChecklistItem")]
pub(crate) enum ReviewChecklistItem {
    /// The text says what one needs in order to follow the example.
    Complete,
    /// It was done, not merely planned.
    Implemented,
    /// Nobody can be recognised who has not agreed to it, above all no child.
    NoPersonalData,
    /// Texts, pictures and files may be used as the licence says.
    RightsCleared,
    /// Files can be read by everybody.
    AccessibleFiles,
}

/// What happened to a case on its way.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Enum)]
#[graphql(remote = "domain::review::ReviewEventKind")]
pub(crate) enum ReviewEventKind {
    /// Handed in for the first time, or after it was published or withdrawn.
    Submitted,
    /// Handed in again after changes were asked for.
    Resubmitted,
    /// Taken back by those whose it is, or by an import of another draft.
    Withdrawn,
    /// Somebody began to review it.
    Claimed,
    /// Whoever reviewed it lets it go.
    Released,
    /// Whoever reviewed it gave it to a colleague.
    HandedOver,
    /// An administrator ended somebody's claim.
    Freed,
    /// Given back, with a reason.
    ChangesRequested,
    /// Made public by a reviewer.
    Published,
    /// Made public from the command line, without a review.
    Imported,
    /// Brought back to what an older revision said.
    RolledBack,
    /// Those behind the case were asked whether it still holds.
    ConfirmationAsked,
    /// They were asked again.
    ConfirmationReminded,
    /// Somebody said that it still holds.
    Confirmed,
    /// Nobody answered.
    Unconfirmed,
    /// Taken out of lists and search.
    Archived,
}

/// Somebody who takes part in a review, by what they do there. People are not named.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Enum)]
#[graphql(remote = "domain::review::Party")]
pub(crate) enum ReviewParty {
    /// Who began the case, and who handed it in; where none of them is there any more, the coordination.
    Author,
    /// Who claimed the review; where nobody has who still reviews, everybody who does.
    Reviewer,
    /// The coordination: the coordinators of the case's municipality, and who stands in for them.
    Coordinator,
}

/// Whether somebody still vouches for a case.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Enum)]
#[graphql(remote = "domain::freshness::Freshness")]
pub(crate) enum FreshnessState {
    /// Somebody vouches for it.
    Confirmed,
    /// The time is over, and those behind it are being asked.
    Due,
    /// They were asked and did not answer: nicht mehr bestätigt.
    Unconfirmed,
}

/// Something that is done to a case.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Enum)]
pub(crate) enum CaseAction {
    /// Change the working copy.
    Edit,
    /// Hand the working copy in.
    Submit,
    /// Take back what was handed in.
    Withdraw,
    /// Claim, release and hand over a review, and give a case back.
    Review,
    /// End somebody else's claim on a review.
    FreeReview,
    /// Write comments on the working copy and mark them as resolved.
    Comment,
    /// Say that what is public still holds.
    Confirm,
    /// Make the working copy public.
    Publish,
    /// Take the case out of lists, search and digests.
    Archive,
    /// Delete the case and all its revisions.
    Erase,
}

impl CaseAction {
    /// The action of the table of rights, where it is done to a case that is there; to read it is no action here.
    pub(crate) fn of(action: Action) -> Option<Self> {
        match action {
            Action::Edit => Some(Self::Edit),
            Action::Submit => Some(Self::Submit),
            Action::Withdraw => Some(Self::Withdraw),
            Action::Review => Some(Self::Review),
            Action::FreeReview => Some(Self::FreeReview),
            Action::Comment => Some(Self::Comment),
            Action::Confirm => Some(Self::Confirm),
            Action::Publish => Some(Self::Publish),
            Action::Archive => Some(Self::Archive),
            Action::Erase => Some(Self::Erase),
            Action::ReadDraft
            | Action::ReadSubmitted
            | Action::Create
            | Action::TeachSearch
            | Action::SeeMembers
            | Action::ManageMembers
            | Action::SetFocusAreas
            | Action::ManageAgency
            | Action::ReadAuditLog
            | Action::PreviewMails
            | Action::LookAfterMail
            | Action::TakePart
            | Action::CloseRequest => None,
        }
    }
}
