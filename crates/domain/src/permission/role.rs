//! The roles, and which of two is the greater by the table.

use super::{Action, Relation, allows};
use crate::municipality::Ags;
use serde::{Deserialize, Serialize};

/// What an account may do in the network. Written out it is as the API has it; the database and the command line have its [`Role::key`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum Role {
    /// Reads, subscribes.
    Reader,
    /// Writes cases of one municipality.
    Author,
    /// Writes cases of one municipality and looks after its people.
    Coordinator,
    /// Reviews and publishes cases, for the agency.
    Reviewer,
    /// Advises some municipalities, for the agency.
    Adviser,
    /// Runs the instance.
    Administrator,
}

impl Role {
    /// All roles, from the least to the most.
    pub const ALL: &'static [Self] = &[Self::Reader, Self::Author, Self::Coordinator, Self::Reviewer, Self::Adviser, Self::Administrator];

    /// The role as the command line and the database write it.
    pub fn key(self) -> &'static str {
        match self {
            Self::Reader => "reader",
            Self::Author => "author",
            Self::Coordinator => "coordinator",
            Self::Reviewer => "reviewer",
            Self::Adviser => "adviser",
            Self::Administrator => "administrator",
        }
    }

    /// The role with this key; `editor` and `admin` are understood as `reviewer` and `administrator`.
    pub fn from_key(key: &str) -> Option<Self> {
        match key {
            "editor" => Some(Self::Reviewer),
            "admin" => Some(Self::Administrator),
            key => Self::ALL.iter().copied().find(|role| role.key() == key),
        }
    }

    /// What people read, in German, gender-sensitive.
    pub fn label(self) -> &'static str {
        match self {
            Self::Reader => "Leser:in",
            Self::Author => "Autor:in",
            Self::Coordinator => "Koordinator:in",
            Self::Reviewer => "Redaktion",
            Self::Adviser => "Berater:in",
            Self::Administrator => "Administration",
        }
    }

    /// Whether this is one of the agency's own roles, which only administrators give.
    pub fn is_of_agency(self) -> bool {
        matches!(self, Self::Reviewer | Self::Adviser | Self::Administrator)
    }

    /// Whether an account of this role speaks for a municipality and so must have one.
    pub fn needs_municipality(self) -> bool {
        matches!(self, Self::Author | Self::Coordinator)
    }

    /// Whether an account of this role may speak for this municipality, or for none: municipal authors and coordinators need one, the agency's people
    /// have none.
    pub fn goes_with(self, municipality: Option<&Ags>) -> bool {
        if municipality.is_some() { !self.is_of_agency() } else { !self.needs_municipality() }
    }

    /// Whether somebody of this role can stand in for the coordination of their municipality: whoever has it need not, and the agency has none.
    pub fn can_stand_in(self) -> bool {
        matches!(self, Self::Reader | Self::Author)
    }

    /// Whether this role has every right of the other, by the table.
    pub fn includes(self, other: Self) -> bool {
        let has = |action, relation| allows(self, action, relation) || !allows(other, action, relation);
        Action::ALL.iter().all(|action| Relation::ALL.iter().all(|relation| has(*action, *relation)))
    }

    /// The role of somebody with this role after they have accepted another. Nobody loses a right by that: the offered role is taken only if it has
    /// every right of theirs, and otherwise they keep their own.
    #[must_use]
    pub fn with_offer(self, offered: Self) -> Self {
        if offered.includes(self) { offered } else { self }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whoever_takes_another_role_loses_no_right() {
        for role in Role::ALL.iter().copied() {
            for offered in Role::ALL.iter().copied() {
                let taken = role.with_offer(offered);
                assert!(taken == role || taken == offered, "{role:?} and {offered:?}");
                for action in Action::ALL.iter().copied() {
                    for relation in Relation::ALL.iter().copied() {
                        let loses = allows(role, action, relation) && !allows(taken, action, relation);
                        assert!(!loses, "{role:?} with {offered:?}: {action:?}, {relation:?}");
                        let gains = allows(offered, action, relation) && !allows(taken, action, relation);
                        assert!(!gains || !offered.includes(role), "{role:?} does not get {offered:?}: {action:?}, {relation:?}");
                    }
                }
            }
        }
        let found = [
            Role::Reviewer.with_offer(Role::Adviser),
            Role::Adviser.with_offer(Role::Reviewer),
            Role::Administrator.with_offer(Role::Reader),
            Role::Reader.with_offer(Role::Adviser),
            Role::Author.with_offer(Role::Coordinator),
            Role::Coordinator.with_offer(Role::Adviser),
        ];
        let expected = [Role::Reviewer, Role::Reviewer, Role::Administrator, Role::Adviser, Role::Coordinator, Role::Coordinator];
        assert_eq!(found, expected);
    }
}
