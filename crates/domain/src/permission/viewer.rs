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
    pub fn relations(&self, author: Option<AccountId>, municipality: Option<&Ags>) -> Relations {
        let is_here = |place: &Ags| municipality.is_some_and(|other| place.district() == other.district());
        Relations {
            own: author == Some(self.account) || self.municipality.as_ref().is_some_and(is_here),
            advised: self.advises.iter().any(is_here),
        }
    }

    /// Whether this member may do `action`, given these relations. One relation that allows it is enough: otherwise an adviser who began a case of a
    /// municipality that they advise would see less of it than its other advisers.
    pub fn may(&self, action: Action, relations: impl Into<Relations>) -> bool {
        let relations = relations.into();
        Relation::ALL.iter().any(|relation| relations.include(*relation) && allows(self.role, action, *relation))
    }
}

/// All relations in which a member stands to a case: `Own`, `Advised` or both, and `Foreign` where it is neither.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Relations {
    own: bool,
    advised: bool,
}

impl Relations {
    /// Whether this is one of them.
    pub fn include(self, relation: Relation) -> bool {
        match relation {
            Relation::Own => self.own,
            Relation::Advised => self.advised,
            Relation::Foreign => !self.own && !self.advised,
        }
    }
}

impl From<Relation> for Relations {
    fn from(relation: Relation) -> Self {
        Self { own: relation == Relation::Own, advised: relation == Relation::Advised }
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

    fn who_advises_15088(role: Role) -> Member {
        let account = AccountId(uuid::Uuid::from_u128(1));
        Member { advises: vec!["15088".parse().unwrap()], ..Member::new(account, role, None) }
    }

    fn rights(member: &Member, relations: impl Into<Relations>) -> Vec<Action> {
        let relations = relations.into();
        Action::ALL.iter().copied().filter(|action| member.may(*action, relations)).collect()
    }

    #[test]
    fn a_gemeinde_belongs_to_its_landkreis() {
        let account = AccountId(uuid::Uuid::from_u128(1));
        let member = Member::new(account, Role::Author, "15084".parse().ok());
        let relations = |ags: &str| member.relations(None, ags.parse().ok().as_ref());
        assert_eq!(relations("15084550"), Relations::from(Relation::Own));
        assert_eq!(relations("15088"), Relations::from(Relation::Foreign));
    }

    #[test]
    fn an_adviser_reads_what_the_advised_handed_in_and_no_more() {
        let member = who_advises_15088(Role::Adviser);
        let relations = |ags: &str| member.relations(None, ags.parse().ok().as_ref());
        assert_eq!([relations("15088"), relations("15084")], [Relation::Advised, Relation::Foreign].map(Relations::from));
        assert_eq!(rights(&member, Relation::Advised), [Action::ReadSubmitted, Action::PreviewMails, Action::TakePart]);
        assert_eq!(rights(&member, Relation::Foreign), [Action::PreviewMails, Action::TakePart]);
    }

    #[test]
    fn an_adviser_may_no_less_with_an_advised_case_for_having_begun_it() {
        let member = who_advises_15088(Role::Adviser);
        let begun = |ags: &str| member.relations(Some(member.account), ags.parse().ok().as_ref());
        assert_eq!(Relation::ALL.iter().map(|relation| begun("15088").include(*relation)).collect::<Vec<_>>(), [true, true, false]);
        let both = [Action::ReadSubmitted, Action::PreviewMails, Action::TakePart, Action::CloseRequest];
        assert_eq!(rights(&member, begun("15088")), both);
        assert_eq!(begun("15084"), Relations::from(Relation::Own));
        assert_eq!(rights(&member, begun("15084")), [Action::PreviewMails, Action::TakePart, Action::CloseRequest]);
    }

    #[test]
    fn two_relations_allow_what_one_of_them_allows_and_no_more() {
        for role in Role::ALL.iter().copied() {
            let member = who_advises_15088(role);
            let both = member.relations(Some(member.account), "15088".parse().ok().as_ref());
            for action in Action::ALL.iter().copied() {
                let one = [Relation::Own, Relation::Advised].iter().any(|relation| allows(role, action, *relation));
                assert_eq!(member.may(action, both), one, "{role:?}: {action:?}");
            }
        }
    }
}
