//! Who looks after whom: what the table says of people, for what does it and for what offers it.
//!
//! Whoever stands in for a coordination has its rights for a time. What they give would last, so their own role, the `lasting` one that their
//! account has, limits it.

use super::{Action, Member, Role};
use crate::municipality::Ags;

impl Member {
    /// Whether this member looks after those who have this role for this municipality.
    pub fn looks_after(&self, role: Role, municipality: Option<&Ags>) -> bool {
        let action = if role.is_of_agency() { Action::ManageAgency } else { Action::ManageMembers };
        self.may(action, self.relations(None, municipality))
    }

    /// Whether this member, whose account has the role `lasting`, may give somebody of this municipality this role. Whoever only stands in gives
    /// none above their lasting one: it would outlast the deputation, and be theirs if they gave it to an address of their own.
    pub fn may_give(&self, lasting: Role, role: Role, municipality: Option<&Ags>) -> bool {
        self.looks_after(role, municipality) && (self.role == lasting || lasting.includes(role))
    }

    /// Whether this member, whose account has the role `lasting`, decides whether the account of somebody who has this role for this municipality
    /// is used, by what proof, and as what. Whoever only stands in decides that of nobody who has the role that they stand in for: those come back
    /// to it, or were shut out by others.
    pub fn decides_on(&self, lasting: Role, role: Role, municipality: Option<&Ags>) -> bool {
        self.looks_after(role, municipality) && (self.role == lasting || !role.includes(self.role))
    }

    /// Whether this member, whose account has the role `lasting`, names who stands in for the coordination of this municipality. Whoever only stands in
    /// names no other: it would go on from one to the next.
    pub fn names_deputies(&self, lasting: Role, municipality: &Ags) -> bool {
        self.looks_after(Role::Coordinator, Some(municipality)) && self.role == lasting
    }

    /// The roles that this member, whose account has the role `lasting`, may give somebody who comes for this municipality, or for none.
    pub fn roles_to_give(&self, lasting: Role, municipality: Option<&Ags>) -> Vec<Role> {
        let may_have = |role: &Role| role.goes_with(municipality) && self.may_give(lasting, *role, municipality);
        Role::ALL.iter().copied().filter(may_have).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ids::AccountId;

    fn ags(key: &str) -> Ags {
        key.parse().unwrap()
    }

    fn member(role: Role, municipality: Option<&str>) -> Member {
        Member::new(AccountId(uuid::Uuid::from_u128(1)), role, municipality.map(ags))
    }

    #[test]
    fn a_coordination_gives_the_roles_of_its_municipality_and_the_agency_s_are_given_by_administrators() {
        let (here, there) = (ags("15084"), ags("15088"));
        let given = |role, own: Option<&str>, place: Option<&Ags>| member(role, own).roles_to_give(role, place);
        let municipal = [Role::Reader, Role::Author, Role::Coordinator];
        assert_eq!(given(Role::Coordinator, Some("15084"), Some(&here)), municipal);
        assert_eq!(given(Role::Reviewer, None, Some(&here)), municipal);
        assert_eq!(given(Role::Administrator, None, None), [Role::Reader, Role::Reviewer, Role::Adviser, Role::Administrator]);
        for (role, own, place) in [
            (Role::Coordinator, Some("15084"), Some(&there)),
            (Role::Coordinator, Some("15084"), None),
            (Role::Author, Some("15084"), Some(&here)),
            (Role::Reader, None, None),
            (Role::Adviser, None, Some(&here)),
        ] {
            assert!(given(role, own, place).is_empty(), "{role:?} {own:?} {place:?}");
        }
    }

    #[test]
    fn whoever_only_stands_in_gives_no_more_than_lasts_and_decides_on_no_coordinator() {
        let (here, deputy) = (ags("15084"), member(Role::Coordinator, Some("15084")));
        assert_eq!(deputy.roles_to_give(Role::Author, Some(&here)), [Role::Reader, Role::Author]);
        assert_eq!(deputy.roles_to_give(Role::Reader, Some(&here)), [Role::Reader]);
        let decided = |lasting| [Role::Reader, Role::Author, Role::Coordinator].map(|role| deputy.decides_on(lasting, role, Some(&here)));
        assert_eq!((decided(Role::Author), decided(Role::Coordinator)), ([true, true, false], [true; 3]));
        assert!(!deputy.decides_on(Role::Coordinator, Role::Reviewer, None) && deputy.looks_after(Role::Coordinator, Some(&here)));
    }

    #[test]
    fn deputies_are_named_by_those_who_look_after_the_coordination_and_do_not_only_stand_in_for_it() {
        let (here, there) = (ags("15084"), ags("15088"));
        let coordinator = member(Role::Coordinator, Some("15084"));
        assert!(coordinator.names_deputies(Role::Coordinator, &here) && !coordinator.names_deputies(Role::Coordinator, &there));
        assert!(!coordinator.names_deputies(Role::Author, &here), "who stands in");
        for (role, names) in [(Role::Author, false), (Role::Reviewer, true), (Role::Adviser, false), (Role::Administrator, true)] {
            let place = role.needs_municipality().then_some("15084");
            assert_eq!(member(role, place).names_deputies(role, &here), names, "{role:?}");
        }
        let stand_in = Role::ALL.iter().copied().filter(|role| role.can_stand_in());
        assert_eq!(stand_in.collect::<Vec<_>>(), [Role::Reader, Role::Author]);
    }
}
