//! The table of role × action × relation. `docs/permissions.md` shows it; a test compares the two.

use super::{Action, Relation, Role};

/// The table: what one relation allows. Whoever stands in several may do what one of them allows ([`super::Member::may`]), so a line gives
/// a right and never takes one away that another relation gives.
///
/// What is refused to somebody because of their part in a text is therefore no line here. That nobody publishes what they began, handed in
/// or edited is said by [`crate::review::Hands`], which asks for accounts and neither for roles nor for relations.
pub fn allows(role: Role, action: Action, relation: Relation) -> bool {
    use Action::{
        Archive, CloseRequest, Comment, Confirm, Create, Edit, Erase, FreeReview, ManageAgency, ManageMembers, PreviewMails, ReadAuditLog,
        ReadDraft, ReadSubmitted, SeeMembers, SetFocusAreas, Submit, TakePart, Withdraw,
    };
    use Relation::{Advised, Own};
    // Whoever belongs to the network may ask it, and end what they asked.
    if action == TakePart || (action == CloseRequest && relation == Own) {
        return true;
    }
    let writes = matches!(action, ReadDraft | ReadSubmitted | Create | Edit | Submit | Withdraw | Comment | Confirm);
    match role {
        Role::Administrator => true,
        // Reviewers mend what they may see: what was handed in or published. Foreign drafts are not theirs to read.
        // To take a submission back is for those whose it is.
        Role::Reviewer => {
            let is_administration = matches!(action, Erase | FreeReview | ManageAgency | ReadAuditLog);
            !is_administration && (!matches!(action, ReadDraft | Withdraw) || relation == Own)
        }
        Role::Coordinator => relation == Own && (writes || matches!(action, Archive | SeeMembers | ManageMembers | SetFocusAreas)),
        Role::Author => relation == Own && writes,
        // Advisers accompany what their municipalities hand in; what is being written stays the municipality's own.
        Role::Adviser => action == PreviewMails || (relation == Advised && action == ReadSubmitted),
        Role::Reader => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_agency_and_administrators_publish() {
        for relation in Relation::ALL.iter().copied() {
            let publishers: Vec<_> = Role::ALL.iter().filter(|role| allows(**role, Action::Publish, relation)).collect();
            assert_eq!(publishers, [&Role::Reviewer, &Role::Administrator]);
        }
    }

    #[test]
    fn the_agency_reviews_and_administrators_alone_free_a_claim() {
        for relation in [Relation::Own, Relation::Foreign] {
            let who = |action| Role::ALL.iter().filter(|role| allows(**role, action, relation)).copied().collect::<Vec<_>>();
            assert_eq!(who(Action::Review), [Role::Reviewer, Role::Administrator]);
            assert_eq!(who(Action::FreeReview), [Role::Administrator]);
        }
        assert!(!allows(Role::Reviewer, Action::Withdraw, Relation::Foreign));
    }

    #[test]
    fn only_the_agency_s_editors_and_administrators_teach_the_search() {
        for relation in Relation::ALL.iter().copied() {
            let teachers: Vec<_> = Role::ALL.iter().filter(|role| allows(**role, Action::TeachSearch, relation)).collect();
            assert_eq!(teachers, [&Role::Reviewer, &Role::Administrator]);
        }
    }

    #[test]
    fn the_agency_s_people_and_the_audit_log_are_for_administrators() {
        for action in [Action::ManageAgency, Action::ReadAuditLog] {
            for relation in Relation::ALL.iter().copied() {
                let who: Vec<_> = Role::ALL.iter().filter(|role| allows(**role, action, relation)).collect();
                assert_eq!(who, [&Role::Administrator]);
            }
        }
    }

    #[test]
    fn the_agency_sees_what_mails_look_like_and_its_editors_what_becomes_of_them() {
        for relation in Relation::ALL.iter().copied() {
            let who = |action| Role::ALL.iter().filter(|role| allows(**role, action, relation)).copied().collect::<Vec<_>>();
            assert_eq!(who(Action::PreviewMails), [Role::Reviewer, Role::Adviser, Role::Administrator]);
            assert_eq!(who(Action::LookAfterMail), [Role::Reviewer, Role::Administrator]);
        }
    }

    #[test]
    fn everybody_asks_the_network_and_closes_their_own_question() {
        let who = |action, relation| Role::ALL.iter().filter(|role| allows(**role, action, relation)).copied().collect::<Vec<_>>();
        assert_eq!(who(Action::TakePart, Relation::Foreign), Role::ALL);
        assert_eq!(who(Action::CloseRequest, Relation::Own), Role::ALL);
        assert_eq!(who(Action::CloseRequest, Relation::Foreign), [Role::Reviewer, Role::Administrator]);
    }

    /// What "all" in `docs/permissions.md` means, and why `Foreign` need not hold beside the two others.
    #[test]
    fn nobody_may_less_for_standing_nearer_than_foreign() {
        for role in Role::ALL.iter().copied() {
            for action in Action::ALL.iter().copied() {
                let may = |relation| allows(role, action, relation);
                assert!(!may(Relation::Foreign) || (may(Relation::Own) && may(Relation::Advised)), "{role:?}: {action:?}");
            }
        }
    }

    #[test]
    fn the_advised_allow_advisers_to_read_and_nobody_anything_else_that_an_own_case_does_not() {
        let pairs = Role::ALL.iter().flat_map(|role| Action::ALL.iter().map(move |action| (*role, *action)));
        let beyond = pairs.filter(|(role, action)| allows(*role, *action, Relation::Advised) && !allows(*role, *action, Relation::Own));
        assert_eq!(beyond.collect::<Vec<_>>(), [(Role::Adviser, Action::ReadSubmitted)]);
    }

    #[test]
    fn nobody_but_administrators_reads_a_foreign_draft() {
        let readers: Vec<_> = Role::ALL.iter().filter(|role| allows(**role, Action::ReadDraft, Relation::Foreign)).collect();
        assert_eq!(readers, [&Role::Administrator]);
    }
}
