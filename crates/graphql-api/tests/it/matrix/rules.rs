//! Who sees and may do what, written down once more by hand from docs/permissions.md and docs/glossary.md.
//!
//! The code has these rules in `domain::permission` and `domain::reach`. Nothing here asks either of them: a mistake there must not be taken
//! for the rule. `Action` is used as a name alone.

use super::cast::{Asker, account};
use domain::{ids::AccountId, permission::Action};
use test_network::Stand;

/// What kind of asker somebody is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Public,
    Reader,
    Author,
    Coordinator,
    /// A reader who stands in for the coordination of their municipality.
    Deputy,
    Reviewer,
    Adviser,
    Administrator,
}

/// One way in which an asker stands to a case or a municipality. What is the asker's own may be advised as well.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Bond {
    Own,
    Advised,
    Foreign,
}

/// What of a case is there for an asker, from the least to the most.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Seen {
    Nothing,
    Published,
    Working,
}

/// The columns of [`SEEN`]: first what never was public, then what was.
const STANDS: [Stand; 8] = [
    Stand::Draft,
    Stand::Submitted,
    Stand::ChangesRequested,
    Stand::Shelved,
    Stand::Published,
    Stand::Archived,
    Stand::Edited,
    Stand::Resubmitted,
];

/// For each of [`STANDS`]: `-` the case is not there, `p` what is public, `w` the working copy. By bond: own, advised, foreign.
const SEEN: [(Kind, [&str; 3]); 8] = [
    (Kind::Public, ["----pppp", "----pppp", "----pppp"]),
    (Kind::Reader, ["----pppp", "----pppp", "----pppp"]),
    (Kind::Author, ["wwwwwwww", "----pppp", "----pppp"]),
    (Kind::Coordinator, ["wwwwwwww", "----pppp", "----pppp"]),
    (Kind::Deputy, ["wwwwwwww", "----pppp", "----pppp"]),
    (Kind::Reviewer, ["wwwwwwww", "-ww-wwww", "-ww-wwww"]),
    (Kind::Adviser, ["----pppp", "-ww-wwww", "----pppp"]),
    (Kind::Administrator, ["wwwwwwww", "wwwwwwww", "wwwwwwww"]),
];

/// The columns of [`MAY`]. The public may do nothing.
const COLUMNS: [Kind; 7] =
    [Kind::Reader, Kind::Author, Kind::Coordinator, Kind::Deputy, Kind::Reviewer, Kind::Adviser, Kind::Administrator];

/// For each of [`COLUMNS`], by bond (own, advised, foreign): `+` allowed, `-` not.
const MAY: &[(Action, [&str; 7])] = &[
    (Action::Create, ["---", "+--", "+--", "+--", "+++", "---", "+++"]),
    (Action::Edit, ["---", "+--", "+--", "+--", "+++", "---", "+++"]),
    (Action::Submit, ["---", "+--", "+--", "+--", "+++", "---", "+++"]),
    (Action::Withdraw, ["---", "+--", "+--", "+--", "+--", "---", "+++"]),
    (Action::Review, ["---", "---", "---", "---", "+++", "---", "+++"]),
    (Action::FreeReview, ["---", "---", "---", "---", "---", "---", "+++"]),
    (Action::Comment, ["---", "+--", "+--", "+--", "+++", "---", "+++"]),
    (Action::Confirm, ["---", "+--", "+--", "+--", "+++", "---", "+++"]),
    (Action::Publish, ["---", "---", "---", "---", "+++", "---", "+++"]),
    (Action::Archive, ["---", "---", "+--", "+--", "+++", "---", "+++"]),
    (Action::Erase, ["---", "---", "---", "---", "---", "---", "+++"]),
    (Action::TeachSearch, ["---", "---", "---", "---", "+++", "---", "+++"]),
    (Action::SeeMembers, ["---", "---", "+--", "+--", "+++", "---", "+++"]),
    (Action::ManageMembers, ["---", "---", "+--", "+--", "+++", "---", "+++"]),
    (Action::SetFocusAreas, ["---", "---", "+--", "+--", "+++", "---", "+++"]),
    (Action::ManageAgency, ["---", "---", "---", "---", "---", "---", "+++"]),
    (Action::ReadAuditLog, ["---", "---", "---", "---", "---", "---", "+++"]),
    (Action::PreviewMails, ["---", "---", "---", "---", "+++", "+++", "+++"]),
    (Action::LookAfterMail, ["---", "---", "---", "---", "+++", "---", "+++"]),
    (Action::CloseRequest, ["+--", "+--", "+--", "+--", "+++", "+--", "+++"]),
];

/// In which ways this asker stands to what `author` began for the municipality `ags`.
pub(super) fn bonds(asker: &Asker, author: Option<AccountId>, ags: Option<&str>) -> Vec<Bond> {
    let began = author.is_some() && author == account(&asker.viewer);
    let is_own = began || (ags.is_some() && ags == asker.home);
    let is_advised = ags.is_some() && ags == asker.advises;
    match (is_own, is_advised) {
        (true, true) => vec![Bond::Own, Bond::Advised],
        (true, false) => vec![Bond::Own],
        (false, true) => vec![Bond::Advised],
        (false, false) => vec![Bond::Foreign],
    }
}

/// What of a case is there: the most that one of the bonds shows.
pub(super) fn seen(kind: Kind, bonds: &[Bond], stand: Stand) -> Seen {
    let (_, row) = SEEN.iter().find(|(of, _)| *of == kind).unwrap();
    let column = STANDS.iter().position(|of| *of == stand).unwrap();
    let by = |bond: Bond| match row[bond as usize].as_bytes()[column] {
        b'-' => Seen::Nothing,
        b'p' => Seen::Published,
        b'w' => Seen::Working,
        other => panic!("{other} in the line of {kind:?}"),
    };
    bonds.iter().copied().map(by).max().unwrap()
}

/// Whether somebody may do this: one bond that allows it is enough.
pub(super) fn allows(kind: Kind, action: Action, bonds: &[Bond]) -> bool {
    let (_, row) = MAY.iter().find(|(of, _)| *of == action).unwrap_or_else(|| panic!("{action:?} has no line"));
    let Some(column) = COLUMNS.iter().position(|of| *of == kind) else { return false };
    bonds.iter().copied().any(|bond| match row[column].as_bytes()[bond as usize] {
        b'-' => false,
        b'+' => true,
        other => panic!("{other} in the line of {action:?}"),
    })
}

/// With what code somebody is refused where there is nothing to hide.
pub(super) fn refusal(kind: Kind, action: Action, bonds: &[Bond]) -> Option<&'static str> {
    match kind {
        Kind::Public => Some("UNAUTHENTICATED"),
        kind => (!allows(kind, action, bonds)).then_some("FORBIDDEN"),
    }
}

/// With what code a step of a case is refused: whoever does not see the case is not told that it is there.
pub(super) fn step_refusal(kind: Kind, action: Action, bonds: &[Bond], stand: Stand) -> Option<&'static str> {
    match (kind, seen(kind, bonds, stand)) {
        (Kind::Public, _) => Some("UNAUTHENTICATED"),
        (_, Seen::Nothing) => Some("NOT_FOUND"),
        (_, Seen::Published | Seen::Working) => refusal(kind, action, bonds),
    }
}
