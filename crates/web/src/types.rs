//! The API's enums and scalars that pages share: the generated modules take these instead of making their own.

use chrono::Utc;
use domain::digest_period::WEEKDAYS;
use serde::{Deserialize, Serialize};

/// A moment, as the API writes it.
pub(crate) type DateTime = chrono::DateTime<Utc>;

/// Where a case stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub(crate) enum WorkflowState {
    Draft,
    Submitted,
    ChangesRequested,
    Published,
    Archived,
}

impl WorkflowState {
    /// All states, in the order in which a case goes through them.
    pub(crate) const ALL: [Self; 5] = [Self::Draft, Self::Submitted, Self::ChangesRequested, Self::Published, Self::Archived];

    /// The domain's state.
    pub(crate) fn state(self) -> domain::WorkflowState {
        match self {
            Self::Draft => domain::WorkflowState::Draft,
            Self::Submitted => domain::WorkflowState::Submitted,
            Self::ChangesRequested => domain::WorkflowState::ChangesRequested,
            Self::Published => domain::WorkflowState::Published,
            Self::Archived => domain::WorkflowState::Archived,
        }
    }

    /// What people read, in German.
    pub(crate) fn label(self) -> &'static str {
        self.state().label()
    }

    /// The state in addresses and class names: `draft`.
    pub(crate) fn key(self) -> &'static str {
        self.state().key()
    }
}

/// What a member can be offered to do with a case that the API lists as theirs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Steps {
    pub submit: bool,
    pub publish: bool,
    pub archive: bool,
}

impl Steps {
    /// The steps that make sense in this state and that the viewer `may` take. `is_public_text`: what stands there was public as it is,
    /// and may be again without being handed in. The API decides in the end.
    pub(crate) fn of(may: &[CaseAction], state: WorkflowState, is_public_text: bool) -> Self {
        let may = |action| may.contains(&action);
        Self {
            submit: matches!(state, WorkflowState::Draft | WorkflowState::ChangesRequested | WorkflowState::Archived)
                && may(CaseAction::Submit),
            publish: (state == WorkflowState::Submitted || (state == WorkflowState::Archived && is_public_text))
                && may(CaseAction::Publish),
            archive: state == WorkflowState::Published && may(CaseAction::Archive),
        }
    }
}

/// Something that is done to a case.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub(crate) enum CaseAction {
    Edit,
    Submit,
    Withdraw,
    Review,
    FreeReview,
    Comment,
    Confirm,
    Publish,
    Archive,
    Erase,
}

/// Somebody who takes part in a review, by what they do there.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub(crate) enum ReviewParty {
    Author,
    Reviewer,
    Coordinator,
}

impl ReviewParty {
    /// All parties, in the order in which they are offered.
    pub(crate) const ALL: [Self; 3] = [Self::Author, Self::Reviewer, Self::Coordinator];

    /// The party in forms.
    pub(crate) fn key(self) -> &'static str {
        match self {
            Self::Author => "author",
            Self::Reviewer => "reviewer",
            Self::Coordinator => "coordinator",
        }
    }

    /// What people read, in German.
    pub(crate) fn label(self) -> &'static str {
        match self {
            Self::Author => "Wer das Praxisbeispiel angelegt oder eingereicht hat",
            Self::Reviewer => "Wer es prüft",
            Self::Coordinator => "Die Koordination der Kommune",
        }
    }
}

/// What an access token is good for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub(crate) enum AccessTokenScope {
    Read,
    Write,
}

impl AccessTokenScope {
    /// All scopes, in the order in which they are offered.
    pub(crate) const ALL: [Self; 2] = [Self::Read, Self::Write];

    /// The domain's scope.
    fn scope(self) -> domain::Scope {
        match self {
            Self::Read => domain::Scope::Read,
            Self::Write => domain::Scope::Write,
        }
    }

    /// The scope in forms.
    pub(crate) fn key(self) -> &'static str {
        self.scope().key()
    }

    /// What people read, in German.
    pub(crate) fn label(self) -> &'static str {
        self.scope().label()
    }

    /// What it means, in German.
    pub(crate) fn meaning(self) -> &'static str {
        match self {
            Self::Read => "Lesen: alles abfragen, was Sie sehen dürfen",
            Self::Write => "Ändern: alles ändern, was Sie ändern dürfen",
        }
    }
}

/// How the words of a synonym group belong together.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub(crate) enum SynonymKind {
    #[default]
    Synonym,
    Related,
}

impl SynonymKind {
    /// Both kinds, in the order in which they are offered.
    pub(crate) const ALL: [Self; 2] = [Self::Synonym, Self::Related];

    /// The kind with this key.
    pub(crate) fn from_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.key() == key)
    }

    /// The domain's kind.
    fn kind(self) -> domain::SynonymKind {
        match self {
            Self::Synonym => domain::SynonymKind::Synonym,
            Self::Related => domain::SynonymKind::Related,
        }
    }

    /// The kind in forms.
    pub(crate) fn key(self) -> &'static str {
        self.kind().key()
    }

    /// What people read, in German.
    pub(crate) fn label(self) -> &'static str {
        match self {
            Self::Synonym => "gleiche Bedeutung",
            Self::Related => "verwandt",
        }
    }

    /// What it means, in German.
    pub(crate) fn meaning(self) -> &'static str {
        match self {
            Self::Synonym => {
                "Gleiche Bedeutung: Wer eines davon sucht, findet ein Praxisbeispiel mit einem anderen, als stünde das gesuchte da."
            }
            Self::Related => "Verwandt: Wer eines davon sucht, findet auch Praxisbeispiele mit einem anderen, aber weiter hinten.",
        }
    }
}

/// A day of the week, as the API writes it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub(crate) enum Weekday {
    Monday,
    Tuesday,
    Wednesday,
    Thursday,
    Friday,
    Saturday,
    Sunday,
}

impl Weekday {
    /// All days with their keys in forms and their German names, from Monday on.
    pub(crate) const ALL: [(Self, &'static str, &'static str); 7] = [
        (Self::Monday, "MONDAY", WEEKDAYS[0]),
        (Self::Tuesday, "TUESDAY", WEEKDAYS[1]),
        (Self::Wednesday, "WEDNESDAY", WEEKDAYS[2]),
        (Self::Thursday, "THURSDAY", WEEKDAYS[3]),
        (Self::Friday, "FRIDAY", WEEKDAYS[4]),
        (Self::Saturday, "SATURDAY", WEEKDAYS[5]),
        (Self::Sunday, "SUNDAY", WEEKDAYS[6]),
    ];

    /// The day with this key.
    pub(crate) fn from_key(key: &str) -> Option<Self> {
        Self::ALL.iter().find(|(_, name, _)| *name == key).map(|(day, _, _)| *day)
    }

    /// Its key in forms.
    pub(crate) fn key(self) -> &'static str {
        Self::ALL.iter().find(|(day, _, _)| *day == self).map_or("", |(_, key, _)| key)
    }

    /// What people read, in German.
    pub(crate) fn label(self) -> &'static str {
        Self::ALL.iter().find(|(day, _, _)| *day == self).map_or("", |(_, _, label)| label)
    }
}

/// Where a subscription stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub(crate) enum SubscriptionState {
    Pending,
    Active,
    Withdrawn,
}

/// The order that search results come in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub(crate) enum SearchOrder {
    #[default]
    Relevance,
    Newest,
    Oldest,
    RecentlyUpdated,
    RecentlyConfirmed,
}

/// Whether somebody still vouches for a case.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub(crate) enum FreshnessState {
    Confirmed,
    Due,
    Unconfirmed,
}
