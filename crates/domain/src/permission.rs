//! Who may do what: one table of role × action × relation.

use crate::{ids::AccountId, municipality::Ags};

/// What an account may do in the network.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
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

    /// Whether this role has every right of the other, by the table.
    pub fn includes(self, other: Self) -> bool {
        let has = |action, relation| allows(self, action, relation) || !allows(other, action, relation);
        Action::ALL.iter().all(|action| Relation::ALL.iter().all(|relation| has(*action, *relation)))
    }

    /// The role of somebody of this role who takes another that is offered to them: nobody loses a right by that. Where neither role includes
    /// the other, they keep theirs.
    #[must_use]
    pub fn with_offer(self, offered: Self) -> Self {
        if offered.includes(self) { offered } else { self }
    }
}

/// Something that is done to a case, or for the network as a whole.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Action {
    /// Read a working copy that is being written.
    ReadDraft,
    /// Read a working copy that was handed in.
    ReadSubmitted,
    /// Begin a case.
    Create,
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
    /// Change what the search takes for the same, and see what it did not find. Not about a case.
    TeachSearch,
    /// See who the people of a municipality are, and who is invited.
    SeeMembers,
    /// Invite people of a municipality, give them roles, disable them, reset a second factor that they lost, name deputies, say which mail
    /// domains may register.
    ManageMembers,
    /// Say what a municipality works on at present.
    SetFocusAreas,
    /// The same as [`Action::ManageMembers`] for the agency's own people, and say whom advisers advise. Not about a municipality.
    ManageAgency,
    /// Read the audit log. Not about a case.
    ReadAuditLog,
    /// See what the network's mails look like, with made-up data. Not about a case.
    PreviewMails,
    /// See what digests would hold and what became of mails, in numbers, let addresses get mail again, and send a test mail to oneself. Not about
    /// a case.
    LookAfterMail,
    /// Read what members ask each other, ask and reply. Not about a case.
    TakePart,
    /// Close a question to the network, or delete it with its replies.
    CloseRequest,
}

impl Action {
    /// All actions, in the order of the table.
    pub const ALL: &'static [Self] = &[
        Self::ReadDraft,
        Self::ReadSubmitted,
        Self::Create,
        Self::Edit,
        Self::Submit,
        Self::Withdraw,
        Self::Review,
        Self::FreeReview,
        Self::Comment,
        Self::Confirm,
        Self::Publish,
        Self::Archive,
        Self::Erase,
        Self::TeachSearch,
        Self::SeeMembers,
        Self::ManageMembers,
        Self::SetFocusAreas,
        Self::ManageAgency,
        Self::ReadAuditLog,
        Self::PreviewMails,
        Self::LookAfterMail,
        Self::TakePart,
        Self::CloseRequest,
    ];
}

/// How a viewer stands to a case.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Relation {
    /// The viewer began it, or it is of the viewer's municipality.
    Own,
    /// It is of a municipality that the viewer advises.
    Advised,
    /// Neither.
    Foreign,
}

impl Relation {
    /// All relations, from the closest to none.
    pub const ALL: &'static [Self] = &[Self::Own, Self::Advised, Self::Foreign];
}

/// The table.
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

    #[test]
    fn nobody_but_administrators_reads_a_foreign_draft() {
        let readers: Vec<_> = Role::ALL.iter().filter(|role| allows(**role, Action::ReadDraft, Relation::Foreign)).collect();
        assert_eq!(readers, [&Role::Administrator]);
    }

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
