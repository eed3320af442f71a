//! The states a case goes through, and the steps between them.

/// Where a case's working copy stands.
///
/// What is public stays apart from it: a published case that is being edited is `Draft` or `Submitted` for its authors and
/// `Published` for everybody else, who go on reading the published revision.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum WorkflowState {
    /// Being written; seen by the author's municipality.
    Draft,
    /// Handed in for review; seen by reviewers as well.
    Submitted,
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
    /// Hand the working copy in for review.
    Submit,
    /// Make the working copy public.
    Publish,
    /// Take the case out of lists, search and digests.
    Archive,
}

impl WorkflowState {
    /// All states, in the order in which a case goes through them.
    pub const ALL: &'static [Self] = &[Self::Draft, Self::Submitted, Self::Published, Self::Archived];

    /// The state as databases and logs write it.
    pub fn key(self) -> &'static str {
        match self {
            Self::Draft => "draft",
            Self::Submitted => "submitted",
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
            Self::Published => "veröffentlicht",
            Self::Archived => "archiviert",
        }
    }

    /// The state after `step`, or nothing where this state does not allow it.
    ///
    /// An archived case is not edited: it is published again first. Publishing what is public already changes nothing and is allowed,
    /// so that a repeated request has the same outcome.
    pub fn after(self, step: Step) -> Option<Self> {
        match (self, step) {
            (Self::Draft | Self::Submitted | Self::Published, Step::Edit) => Some(Self::Draft),
            (Self::Draft | Self::Submitted, Step::Submit) => Some(Self::Submitted),
            (Self::Draft | Self::Submitted | Self::Published | Self::Archived, Step::Publish) => Some(Self::Published),
            (Self::Draft | Self::Submitted | Self::Published | Self::Archived, Step::Archive) => Some(Self::Archived),
            (Self::Archived, Step::Edit | Step::Submit) | (Self::Published, Step::Submit) => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_archived_case_is_published_again_before_it_is_edited() {
        assert_eq!(WorkflowState::Archived.after(Step::Edit), None);
        assert_eq!(WorkflowState::Archived.after(Step::Publish), Some(WorkflowState::Published));
        assert_eq!(WorkflowState::Published.after(Step::Edit), Some(WorkflowState::Draft));
    }

    #[test]
    fn keys_read_back() {
        for state in WorkflowState::ALL {
            assert_eq!(WorkflowState::from_key(state.key()), Some(*state));
        }
    }
}
