//! What can come of a use case besides success.

use domain::{ErrorCode, Violation, WorkflowState};
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
    },
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
            Self::NotFound | Self::Unauthenticated | Self::Forbidden | Self::Conflict { .. } | Self::Other(_) => {
                self.code().message().to_owned()
            }
        }
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
