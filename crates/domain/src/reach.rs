//! Which cases a viewer sees, as one rule for a single case and for whole lists.

use crate::{
    ids::AccountId,
    municipality::Ags,
    permission::{Action, Viewer},
    workflow::WorkflowState,
};

/// What of a case a viewer may see.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sight {
    /// Nothing: for this viewer the case is not there.
    Nothing,
    /// The published revision.
    Published,
    /// The working copy, and with it everything.
    Working,
}

/// The facts about a case that decide who sees it.
#[derive(Debug, Clone, Copy)]
pub struct CaseFacts<'a> {
    /// Where its working copy stands.
    pub state: WorkflowState,
    /// Whether it has a published revision.
    pub has_published: bool,
    /// Who began it.
    pub author: Option<AccountId>,
    /// Whose case it is.
    pub municipality: Option<&'a Ags>,
}

/// What of this case the viewer may see.
pub fn sight(viewer: &Viewer, case: CaseFacts<'_>) -> Sight {
    let working = viewer.member().is_some_and(|member| {
        let relations = member.relations(case.author, case.municipality);
        // Reviewers see the next version of a public case in the making. A case that was never public and is not in review is its municipality's
        // own, even if it was put into the archive as a draft.
        let is_secret = !case.has_published && !case.state.is_in_review();
        let action = if is_secret { Action::ReadDraft } else { Action::ReadSubmitted };
        member.may(action, relations)
    });
    match (working, case.has_published) {
        (true, _) => Sight::Working,
        (false, true) => Sight::Published,
        (false, false) => Sight::Nothing,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::permission::{Member, Role};

    fn viewer(role: Role, ags: &str) -> Viewer {
        Viewer::Member(Member::new(AccountId(uuid::Uuid::from_u128(7)), role, ags.parse().ok()))
    }

    fn see(viewer: &Viewer, state: WorkflowState, has_published: bool) -> Sight {
        let ags = "15084".parse().unwrap();
        sight(viewer, CaseFacts { state, has_published, author: None, municipality: Some(&ags) })
    }

    #[test]
    fn a_draft_is_its_municipality_s_own() {
        assert_eq!(see(&Viewer::Public, WorkflowState::Draft, false), Sight::Nothing);
        assert_eq!(see(&viewer(Role::Author, "15084"), WorkflowState::Draft, false), Sight::Working);
        assert_eq!(see(&viewer(Role::Author, "15088"), WorkflowState::Draft, false), Sight::Nothing);
        assert_eq!(see(&viewer(Role::Reviewer, ""), WorkflowState::Draft, false), Sight::Nothing);
        assert_eq!(see(&viewer(Role::Reader, "15084"), WorkflowState::Draft, false), Sight::Nothing);
    }

    #[test]
    fn a_draft_does_not_come_to_light_by_way_of_the_archive() {
        assert_eq!(see(&viewer(Role::Author, "15084"), WorkflowState::Archived, false), Sight::Working);
        for stranger in [viewer(Role::Reviewer, ""), viewer(Role::Author, "15088"), viewer(Role::Reader, "15084"), Viewer::Public] {
            assert_eq!(see(&stranger, WorkflowState::Archived, false), Sight::Nothing);
        }
        assert_eq!(see(&viewer(Role::Administrator, ""), WorkflowState::Archived, false), Sight::Working);
    }

    #[test]
    fn reviewers_see_what_was_handed_in() {
        assert_eq!(see(&viewer(Role::Reviewer, ""), WorkflowState::Submitted, false), Sight::Working);
        assert_eq!(see(&viewer(Role::Author, "15088"), WorkflowState::Submitted, false), Sight::Nothing);
    }

    #[test]
    fn advisers_see_what_the_advised_handed_in_whoever_began_it() {
        let account = AccountId(uuid::Uuid::from_u128(7));
        let adviser = Viewer::Member(Member { advises: vec!["15084".parse().unwrap()], ..Member::new(account, Role::Adviser, None) });
        let see = |author, ags: &str, state| {
            sight(&adviser, CaseFacts { state, has_published: false, author, municipality: ags.parse().ok().as_ref() })
        };
        for author in [None, Some(account)] {
            assert_eq!(see(author, "15084", WorkflowState::Submitted), Sight::Working);
            assert_eq!(see(author, "15084", WorkflowState::Draft), Sight::Nothing);
            assert_eq!(see(author, "15088", WorkflowState::Submitted), Sight::Nothing);
        }
    }

    #[test]
    fn everybody_goes_on_reading_what_was_published_while_it_is_edited() {
        assert_eq!(see(&Viewer::Public, WorkflowState::Draft, true), Sight::Published);
        assert_eq!(see(&viewer(Role::Reader, ""), WorkflowState::Archived, true), Sight::Published);
    }
}
