//! What can come of a use case besides success.

use domain::{ErrorCode, Violation, WorkflowState, case::FieldConflict, material::FileKind, review::ChecklistItem};
use files::{FileError, Unfit};
use search_indexer::SearchError;
use storage::StoreError;

/// Why something was not done that people can understand and mostly mend. It is part of the normal course of things.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Refusal {
    /// The input breaks rules; each is named.
    Invalid(Vec<Violation>),
    /// There is no such thing, or the viewer may not see it.
    NotFound,
    /// Somebody must be signed in for this.
    Unauthenticated,
    /// The viewer sees the object, but may not do this.
    Forbidden,
    /// The object's state does not allow this step.
    InvalidState {
        /// The state it is in.
        state: WorkflowState,
    },
    /// Somebody else changed the object since it was read.
    Conflict {
        /// The version that it has now.
        version: i32,
        /// What of the refused change would be lost, field by field, with the texts of both.
        fields: Vec<FieldConflict>,
    },
    /// Somebody did this too often.
    RateLimited {
        /// After how many seconds it may succeed.
        seconds: u64,
    },
    /// An uploaded file is not taken.
    Unfit(Unfit),
    /// The viewer had a hand in the text and so does not decide about it.
    FourEyes,
    /// Points of the checklist are not confirmed.
    ChecklistIncomplete(Vec<ChecklistItem>),
    /// Somebody else reviews the case.
    ClaimedByOther,
    /// The viewer does not review the case.
    NotClaimed,
    /// Something else that has a code of its own, whose text says all that there is to say.
    Other(ErrorCode),
}

impl Refusal {
    /// The stable code, for programs. Several violations at once share the code of the first.
    pub fn code(&self) -> ErrorCode {
        match self {
            Self::Invalid(violations) => violations.first().map_or(ErrorCode::BadUserInput, Violation::code),
            Self::NotFound => ErrorCode::NotFound,
            Self::Unauthenticated => ErrorCode::Unauthenticated,
            Self::Forbidden => ErrorCode::Forbidden,
            Self::InvalidState { .. } => ErrorCode::InvalidState,
            Self::Conflict { .. } => ErrorCode::Conflict,
            Self::RateLimited { .. } => ErrorCode::RateLimited,
            Self::Unfit(Unfit::TooLarge { .. }) => ErrorCode::PayloadTooLarge,
            Self::Unfit(Unfit::UnknownKind) => ErrorCode::UnsupportedMediaType,
            Self::Unfit(Unfit::Empty | Unfit::Interrupted) => ErrorCode::BadRequest,
            Self::Unfit(Unfit::TooSlow) => ErrorCode::RequestTimeout,
            Self::FourEyes => ErrorCode::FourEyes,
            Self::ChecklistIncomplete(_) => ErrorCode::ChecklistIncomplete,
            Self::ClaimedByOther => ErrorCode::ClaimedByOther,
            Self::NotClaimed => ErrorCode::NotClaimed,
            Self::Other(code) => *code,
        }
    }

    /// What people read, in German.
    pub fn message(&self) -> String {
        match self {
            Self::Invalid(violations) => violations.iter().map(Violation::message).collect::<Vec<_>>().join(" "),
            Self::InvalidState { state } => {
                format!("Das Praxisbeispiel ist im Stand „{}“; dort ist dieser Schritt nicht möglich.", state.label())
            }
            Self::RateLimited { seconds } => format!("Zu viele Anfragen. Bitte versuchen Sie es in {} erneut.", wait(*seconds)),
            Self::Unfit(Unfit::TooLarge { most }) => {
                format!("Die Datei ist zu groß; möglich sind {} MB.", most / 1_000_000)
            }
            Self::Unfit(Unfit::UnknownKind) => format!("Dieses Format wird nicht angenommen; möglich ist {}.", FileKind::EXPECTED),
            Self::Unfit(Unfit::Empty) => "Die Datei ist leer.".to_owned(),
            Self::Unfit(Unfit::Interrupted) => "Die Datei ist nicht vollständig angekommen. Bitte versuchen Sie es erneut.".to_owned(),
            Self::Unfit(Unfit::TooSlow) => {
                "Die Datei kam zu langsam an. Bitte versuchen Sie es mit einer schnelleren Verbindung erneut.".to_owned()
            }
            Self::ChecklistIncomplete(missing) => {
                let points = missing.iter().map(|item| item.label()).collect::<Vec<_>>().join(" ");
                format!("{} Offen ist: {points}", self.code().message())
            }
            Self::NotFound
            | Self::Unauthenticated
            | Self::Forbidden
            | Self::Conflict { .. }
            | Self::FourEyes
            | Self::ClaimedByOther
            | Self::NotClaimed
            | Self::Other(_) => self.code().message().to_owned(),
        }
    }
}

/// A time to wait, rounded up, as people say it.
fn wait(seconds: u64) -> String {
    match seconds {
        0 | 1 => "einer Sekunde".to_owned(),
        2..=90 => format!("{seconds} Sekunden"),
        _ => format!("{} Minuten", seconds.div_ceil(60)),
    }
}

/// Something that should not happen. Its text is for the log; people get [`ErrorCode::Internal`] and a trace id.
#[derive(Debug, thiserror::Error)]
pub enum Failure {
    /// The database refused or did not answer.
    #[error("the database failed: {0}")]
    Store(#[from] StoreError),
    /// A mail could not be written from its template.
    #[error("a mail could not be composed: {0}")]
    Mail(#[from] mail::MailError),
    /// The store of the files failed.
    #[error(transparent)]
    Files(#[from] FileError),
    /// Something could not be written down as JSON.
    #[error("{what} could not be written as JSON: {source}")]
    Encoding {
        /// What it was.
        what: &'static str,
        /// Why.
        source: serde_json::Error,
    },
    /// The operating system gave no random numbers.
    #[error("the operating system gave no random numbers")]
    Randomness,
    /// The secret of a second factor cannot be read: it was sealed with another key, or damaged.
    #[error("the secret of a second factor cannot be read: {0}")]
    SealedSecret(&'static str),
}

/// Why a use case did not come to its end.
#[derive(Debug)]
pub enum UseCaseError {
    /// It was refused; people are told why.
    Refused(Refusal),
    /// The search does not answer. Nothing else is affected.
    SearchUnavailable(SearchError),
    /// Something unexpected.
    Failed(Failure),
}

impl From<Refusal> for UseCaseError {
    fn from(refusal: Refusal) -> Self {
        Self::Refused(refusal)
    }
}

impl From<Failure> for UseCaseError {
    fn from(failure: Failure) -> Self {
        Self::Failed(failure)
    }
}

impl From<StoreError> for UseCaseError {
    fn from(error: StoreError) -> Self {
        Self::Failed(error.into())
    }
}

impl From<FileError> for UseCaseError {
    fn from(error: FileError) -> Self {
        Self::Failed(error.into())
    }
}

impl From<mail::MailError> for UseCaseError {
    fn from(error: mail::MailError) -> Self {
        Self::Failed(error.into())
    }
}

impl From<SearchError> for UseCaseError {
    fn from(error: SearchError) -> Self {
        Self::SearchUnavailable(error)
    }
}
