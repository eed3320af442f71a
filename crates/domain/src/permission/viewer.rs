//! Whoever asks: the part of an account that decides, and how it stands to a case.

use super::{Action, Relation, Role, allows};
use crate::{ids::AccountId, municipality::Ags};

/// Whoever asks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Viewer {
    /// Somebody who is not signed in.
    Public,
    /// Somebody with an account.
    Member(Member),
}

/// The part of an account that decides what its holder may see and do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Member {
    /// The account.
    pub account: AccountId,
    /// Its role.
    pub role: Role,
    /// The municipality it speaks for.
    pub municipality: Option<Ags>,
    /// The municipalities that it advises, by the keys of Landkreise and kreisfreie Städte. Only advisers have some.
    pub advises: Vec<Ags>,
}

impl Member {
    /// A member who advises nobody.
    pub fn new(account: AccountId, role: Role, municipality: Option<Ags>) -> Self {
        Self { account, role, municipality, advises: Vec::new() }
    }

    /// How this member stands to a case begun by `author` for `municipality`.
    pub fn relation(&self, author: Option<AccountId>, municipality: Option<&Ags>) -> Relation {
        let same_place = match (&self.municipality, municipality) {
            (Some(own), Some(other)) => own.district() == other.district(),
            _ => false,
        };
        if author == Some(self.account) || same_place {
            Relation::Own
        } else if municipality.is_some_and(|other| self.advises.iter().any(|advised| advised.district() == other.district())) {
            Relation::Advised
        } else {
            Relation::Foreign
        }
    }

    /// Whether this member may do `action` where it stands in `relation`.
    pub fn may(&self, action: Action, relation: Relation) -> bool {
        allows(self.role, action, relation)
    }
}

impl Viewer {
    /// The member, if somebody is signed in.
    pub fn member(&self) -> Option<&Member> {
        match self {
            Self::Public => None,
            Self::Member(member) => Some(member),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_gemeinde_belongs_to_its_landkreis() {
        let account = AccountId(uuid::Uuid::from_u128(1));
        let member = Member::new(account, Role::Author, "15084".parse().ok());
        let relation = |ags: &str| member.relation(None, ags.parse().ok().as_ref());
        assert_eq!(relation("15084550"), Relation::Own);
        assert_eq!(relation("15088"), Relation::Foreign);
    }

    #[test]
    fn an_adviser_reads_what_the_advised_handed_in_and_no_more() {
        let account = AccountId(uuid::Uuid::from_u128(1));
        let advises = vec!["15088".parse().unwrap()];
        let member = Member { advises, ..Member::new(account, Role::Adviser, None) };
        let relation = |ags: &str| member.relation(None, ags.parse().ok().as_ref());
        assert_eq!([relation("15088"), relation("15084")], [Relation::Advised, Relation::Foreign]);
        let may: Vec<_> = Action::ALL.iter().filter(|action| member.may(**action, Relation::Advised)).collect();
        assert_eq!(may, [&Action::ReadSubmitted, &Action::PreviewMails, &Action::TakePart]);
        let may: Vec<_> = Action::ALL.iter().filter(|action| member.may(**action, Relation::Foreign)).collect();
        assert_eq!(may, [&Action::PreviewMails, &Action::TakePart]);
    }
}
