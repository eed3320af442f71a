//! The states a case goes through, and the steps between them.

/// Where a case's working copy stands.
///
/// What is public stays apart from it: a published case that is being edited is `Draft` or `Submitted` for its authors and
/// `Published` for everybody else, who go on reading the published revision.
///
/// Who reviews a case since when is no state but a fact beside it ([`crate::review`]), and so is whether what is public is still
/// confirmed ([`crate::freshness`]): neither decides what may be done with the text. Handed in again is `Submitted`, withdrawn is `Draft`;
/// the history tells the difference.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum WorkflowState {
    /// Being written; seen by the author's municipality.
    Draft,
    /// Handed in for review; seen by reviewers as well.
    Submitted,
    /// Given back by a reviewer with a reason, to be handed in again; still seen by reviewers.
    ChangesRequested,
    /// Approved; seen by everybody.
    Published,
    /// No longer kept up; still readable by everybody, with a banner, but in no list, search or digest.
    Archived,
}

/// A step of the workflow.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Step {
    /// Save a change to the working copy.
    Edit,
    /// Hand the working copy in for review, for the first time or again.
    Submit,
    /// Take back what was handed in.
    Withdraw,
    /// Give back what was handed in, with a reason.
    RequestChanges,
    /// Make the working copy public.
    Publish,
    /// Take the case out of lists, search and digests.
    Archive,
}

impl WorkflowState {
    /// All states, in the order in which a case goes through them.
    pub const ALL: &'static [Self] = &[Self::Draft, Self::Submitted, Self::ChangesRequested, Self::Published, Self::Archived];

    /// The state as databases and logs write it.
    pub fn key(self) -> &'static str {
        match self {
            Self::Draft => "draft",
            Self::Submitted => "submitted",
            Self::ChangesRequested => "changes_requested",
            Self::Published => "published",
            Self::Archived => "archived",
        }
    }

    /// The state with this key.
    pub fn from_key(key: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|state| state.key() == key)
    }

    /// What people read, in German.
    pub fn label(self) -> &'static str {
        match self {
            Self::Draft => "Entwurf",
            Self::Submitted => "eingereicht",
            Self::ChangesRequested => "Überarbeitung erbeten",
            Self::Published => "veröffentlicht",
            Self::Archived => "archiviert",
        }
    }

    /// The state after `step`, or nothing where this state does not allow it.
    ///
    /// Editing leaves a submission where it is, so that reviewers can mend what they read and nobody's review vanishes while they read;
    /// who publishes says which version they read. Only what was handed in is published, and what was public before as it was: an archived
    /// case is published again with its published text, or handed in with its newer one. It is edited like any other and is a draft then,
    /// so that nothing that was put away unfinished is lost; the public goes on seeing it as archived until it is published again. A step
    /// that leads where the case stands already changes nothing and is allowed, so that a repeated request has the same outcome.
    pub fn after(self, step: Step) -> Option<Self> {
        match (self, step) {
            (Self::Draft | Self::Published | Self::Archived, Step::Edit)
            | (Self::Draft | Self::Submitted | Self::ChangesRequested, Step::Withdraw) => Some(Self::Draft),
            (Self::Submitted, Step::Edit) | (Self::Draft | Self::Submitted | Self::ChangesRequested | Self::Archived, Step::Submit) => {
                Some(Self::Submitted)
            }
            (Self::ChangesRequested, Step::Edit) | (Self::Submitted, Step::RequestChanges) => Some(Self::ChangesRequested),
            (Self::Submitted | Self::Published | Self::Archived, Step::Publish) => Some(Self::Published),
            (_, Step::Archive) => Some(Self::Archived),
            (Self::Draft | Self::ChangesRequested, Step::Publish | Step::RequestChanges)
            | (Self::Published, Step::Submit)
            | (Self::Published | Self::Archived, Step::Withdraw | Step::RequestChanges) => None,
        }
    }

    /// Whether somebody is to review a case in this state: it was handed in and not yet decided, or given back and expected again.
    pub fn is_in_review(self) -> bool {
        matches!(self, Self::Submitted | Self::ChangesRequested)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_archived_case_is_published_again_handed_in_or_edited() {
        assert_eq!(WorkflowState::Archived.after(Step::Edit), Some(WorkflowState::Draft));
        assert_eq!(WorkflowState::Archived.after(Step::Publish), Some(WorkflowState::Published));
        assert_eq!(WorkflowState::Archived.after(Step::Submit), Some(WorkflowState::Submitted));
        assert_eq!(WorkflowState::Published.after(Step::Edit), Some(WorkflowState::Draft));
    }

    #[test]
    fn only_what_was_handed_in_is_published() {
        use WorkflowState::{Archived, ChangesRequested, Draft, Published, Submitted};
        let publishable: Vec<_> = WorkflowState::ALL.iter().filter(|state| state.after(Step::Publish).is_some()).copied().collect();
        assert_eq!(publishable, [Submitted, Published, Archived]);
        assert_eq!(ChangesRequested.after(Step::Submit), Some(Submitted));
        assert_eq!(Submitted.after(Step::Withdraw), Some(Draft));
        assert_eq!((Submitted.after(Step::Edit), ChangesRequested.after(Step::Edit)), (Some(Submitted), Some(ChangesRequested)));
    }

    #[test]
    fn keys_read_back() {
        for state in WorkflowState::ALL {
            assert_eq!(WorkflowState::from_key(state.key()), Some(*state));
        }
    }
}
