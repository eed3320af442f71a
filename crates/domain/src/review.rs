//! The review of a case: who may decide, what they vouch for, and which events its history records.

mod drafts;

pub use drafts::drafts;

use crate::{ids::AccountId, working_days};
use chrono::{DateTime, Utc};

/// How many characters a reason or a comment may have.
pub const TEXT_MAX: usize = 4_000;

/// After how many working days the reviewers are reminded of a submission that nobody has decided.
pub const REMINDER_WORKING_DAYS: u32 = 5;

/// When the reviewers are reminded of a submission that has been waiting since this moment.
pub fn reminder_at(since: DateTime<Utc>) -> DateTime<Utc> {
    working_days::after(since, REMINDER_WORKING_DAYS)
}

/// A point that whoever publishes a case vouches for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum ChecklistItem {
    /// The text says what one needs in order to follow the example.
    Complete,
    /// It was done, not merely planned.
    Implemented,
    /// Nobody can be recognised who has not agreed to it, above all no child.
    NoPersonalData,
    /// Texts, pictures and files may be used as the licence says.
    RightsCleared,
    /// Files can be read by everybody.
    AccessibleFiles,
}

impl ChecklistItem {
    /// All points, in the order of the list.
    pub const ALL: &'static [Self] = &[Self::Complete, Self::Implemented, Self::NoPersonalData, Self::RightsCleared, Self::AccessibleFiles];

    /// The point as the API names its field, and the audit log its value.
    pub fn key(self) -> &'static str {
        match self {
            Self::Complete => "complete",
            Self::Implemented => "implemented",
            Self::NoPersonalData => "noPersonalData",
            Self::RightsCleared => "rightsCleared",
            Self::AccessibleFiles => "accessibleFiles",
        }
    }

    /// What people read, in German.
    pub fn label(self) -> &'static str {
        match self {
            Self::Complete => "Das Praxisbeispiel ist vollständig und verständlich.",
            Self::Implemented => "Es wurde umgesetzt und ist nicht nur geplant.",
            Self::NoPersonalData => "Es enthält keine personenbezogenen Daten, etwa von Kindern und Jugendlichen.",
            Self::RightsCleared => "Die Rechte an Texten, Bildern und Dateien sind geklärt.",
            Self::AccessibleFiles => "Die Dateien sind barrierefrei.",
        }
    }
}

/// The checklist as somebody filled it in.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Checklist(Vec<ChecklistItem>);

impl Checklist {
    /// A list on which these points are confirmed.
    pub fn of(confirmed: impl IntoIterator<Item = ChecklistItem>) -> Self {
        Self(confirmed.into_iter().collect())
    }

    /// A list on which everything is confirmed.
    pub fn confirmed() -> Self {
        Self(ChecklistItem::ALL.to_vec())
    }

    /// The points that are not confirmed, in the order of the list.
    pub fn missing(&self) -> Vec<ChecklistItem> {
        ChecklistItem::ALL.iter().filter(|item| !self.0.contains(item)).copied().collect()
    }
}

/// Who had a hand in the text that is to be published.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Hands {
    /// Who began the case.
    pub author: Option<AccountId>,
    /// Who handed it in last.
    pub submitted_by: Option<AccountId>,
    /// Who has saved a revision since the last submission; if it was not one of the case's own people who handed it in, since the public text.
    pub editors: Vec<AccountId>,
}

impl Hands {
    /// Whether this account may decide about the text. Two people must have looked at it (four eyes), so nobody decides about a text that they had a
    /// hand in, whatever their role.
    ///
    /// What a reviewer mended *before* one of the case's own people handed it in does not count: those people have looked at it since.
    pub fn leave_free(&self, account: AccountId) -> bool {
        self.author != Some(account) && self.submitted_by != Some(account) && !self.editors.contains(&account)
    }
}

macro_rules! event_kinds {
    ($($(#[$doc:meta])* $name:ident $key:literal $label:literal;)+) => {
        /// What happened to a case on its way.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub enum ReviewEventKind {
            $($(#[$doc])* $name,)+
        }

        impl ReviewEventKind {
            /// All kinds.
            pub const ALL: &'static [Self] = &[$(Self::$name,)+];

            /// The kind as the database writes it.
            pub fn key(self) -> &'static str {
                match self { $(Self::$name => $key,)+ }
            }

            /// What people read, in German.
            pub fn label(self) -> &'static str {
                match self { $(Self::$name => $label,)+ }
            }

            /// The kind with this key.
            pub fn from_key(key: &str) -> Option<Self> {
                Self::ALL.iter().copied().find(|kind| kind.key() == key)
            }
        }
    };
}

event_kinds! {
    /// Handed in for the first time, or after it was published or withdrawn.
    Submitted "submitted" "eingereicht";
    /// Handed in again after changes were asked for.
    Resubmitted "resubmitted" "erneut eingereicht";
    /// Taken back by those whose it is, or by an import of another draft.
    Withdrawn "withdrawn" "zurückgezogen";
    /// Somebody began to review it.
    Claimed "claimed" "Prüfung übernommen";
    /// Whoever reviewed it lets it go.
    Released "released" "Prüfung abgegeben";
    /// Whoever reviewed it gave it to a colleague.
    HandedOver "handed_over" "Prüfung weitergegeben";
    /// An administrator ended somebody's claim.
    Freed "freed" "Prüfung freigegeben";
    /// Given back, with a reason.
    ChangesRequested "changes_requested" "Überarbeitung erbeten";
    /// Made public by a reviewer.
    Published "published" "veröffentlicht";
    /// Made public from the command line, without a review.
    Imported "imported" "importiert";
    /// Brought back to what an older revision said.
    RolledBack "rolled_back" "auf eine frühere Fassung zurückgesetzt";
    /// Those behind the case were asked whether it still holds.
    ConfirmationAsked "confirmation_asked" "um Bestätigung gebeten";
    /// They were asked again.
    ConfirmationReminded "confirmation_reminded" "an die Bestätigung erinnert";
    /// Somebody said that it still holds.
    Confirmed "confirmed" "bestätigt";
    /// Nobody answered.
    Unconfirmed "unconfirmed" "nicht mehr bestätigt";
    /// Taken out of lists and search.
    Archived "archived" "archiviert";
}

/// Somebody who takes part in a review, by what they do there. People are not named.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Party {
    /// Who began the case, and who handed it in; where none of them is there any more, the coordination.
    Author,
    /// Who claimed the review; where nobody has who still reviews, everybody who does.
    Reviewer,
    /// The coordination: the coordinators of the case's municipality, and who stands in for them.
    Coordinator,
}

impl Party {
    /// All parties.
    pub const ALL: &'static [Self] = &[Self::Author, Self::Reviewer, Self::Coordinator];

    /// The party as the database writes it.
    pub fn key(self) -> &'static str {
        match self {
            Self::Author => "author",
            Self::Reviewer => "reviewer",
            Self::Coordinator => "coordinator",
        }
    }

    /// The party with this key.
    pub fn from_key(key: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|party| party.key() == key)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use uuid::Uuid;

    #[test]
    fn whoever_had_a_hand_in_it_does_not_decide() {
        let account = |number| AccountId(Uuid::from_u128(number));
        let hands = Hands { author: Some(account(1)), submitted_by: Some(account(2)), editors: vec![account(3)] };
        assert_eq!([1, 2, 3, 4].map(|number| hands.leave_free(account(number))), [false, false, false, true]);
        assert!(Hands::default().leave_free(account(1)), "an import has no author");
    }

    #[test]
    fn a_checklist_names_what_is_missing() {
        assert_eq!(Checklist::confirmed().missing(), []);
        let four = Checklist::of(ChecklistItem::ALL[1..].iter().copied());
        assert_eq!(four.missing(), [ChecklistItem::Complete]);
        assert_eq!(Checklist::default().missing(), ChecklistItem::ALL);
    }

    #[test]
    fn keys_read_back() {
        for kind in ReviewEventKind::ALL {
            assert_eq!(ReviewEventKind::from_key(kind.key()), Some(*kind));
        }
        for party in Party::ALL {
            assert_eq!(Party::from_key(party.key()), Some(*party));
        }
    }
}
