//! What can come of a job.

use domain::with_causes;
use search_indexer::{SearchError, Trouble};
use std::error::Error;
use storage::StoreError;
use tokio::task::JoinError;
use usecases::{Failure, UseCaseError};

/// What is to become of a job that has run.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Outcome {
    /// It is done, or there was nothing to do any more.
    Done,
    /// Something passing was in the way: the job is tried again later, after a wait that grows with its attempts.
    Retry {
        /// What was in the way, for the log.
        reason: String,
    },
    /// It will never succeed; it stays in the table with its reason.
    GiveUp {
        /// Why, for the log.
        reason: String,
    },
    /// The search is in trouble: the job is tried again like any other, but the log says it once for all jobs that meet with it.
    SearchInTrouble {
        /// What kind of trouble.
        trouble: Trouble,
        /// What was in the way, for the log.
        reason: String,
    },
}

/// What can go wrong between the database and the index.
#[derive(Debug, thiserror::Error)]
pub(crate) enum IndexError {
    /// The database failed.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The search failed.
    #[error(transparent)]
    Search(#[from] SearchError),
    /// The words of some case could not be analysed.
    #[error("the cases could not be analysed")]
    Analysis(#[from] JoinError),
}

impl IndexError {
    /// Whether it is about some of the cases, so that others may go through.
    pub(crate) fn is_about_the_cases(&self) -> bool {
        match self {
            Self::Store(error) => matches!(error, StoreError::Row { .. }),
            Self::Search(error) => error.is_about_the_documents(),
            Self::Analysis(_) => true,
        }
    }
}

/// What a job came to that has nothing to tell but an error.
impl<E> From<Result<(), E>> for Outcome
where
    Self: From<E>,
{
    fn from(result: Result<(), E>) -> Self {
        result.map_or_else(Self::from, |()| Self::Done)
    }
}

impl From<SearchError> for Outcome {
    fn from(error: SearchError) -> Self {
        if matches!(error, SearchError::OtherRebuild { .. }) {
            return Self::retry_because(&error);
        }
        Self::SearchInTrouble { trouble: error.trouble(), reason: with_causes(&error) }
    }
}

impl From<IndexError> for Outcome {
    fn from(error: IndexError) -> Self {
        match error {
            IndexError::Store(error) => error.into(),
            IndexError::Search(error) => error.into(),
            IndexError::Analysis(_) => Self::retry_because(&error),
        }
    }
}

impl Outcome {
    /// Another try later of what panicked with these words. Should it panic again and again, its attempts and the log tell.
    pub(crate) fn panicked(words: &str) -> Self {
        Self::Retry { reason: format!("it panicked: {words}") }
    }

    /// Another try later, whatever the error: for what would be asked for anew as soon as it is given up.
    pub(crate) fn tried_again(error: UseCaseError) -> Self {
        match Self::from(error) {
            Self::GiveUp { reason } => Self::Retry { reason },
            other => other,
        }
    }

    /// Another try later, because of this error and what caused it.
    pub(crate) fn retry_because(error: &dyn Error) -> Self {
        Self::Retry { reason: with_causes(error) }
    }
}

impl From<UseCaseError> for Outcome {
    fn from(error: UseCaseError) -> Self {
        match error {
            UseCaseError::Refused(refusal) => Self::GiveUp { reason: format!("refused: {}", refusal.code().as_str()) },
            UseCaseError::SearchUnavailable(error) => error.into(),
            UseCaseError::Failed(failure) => failure.into(),
        }
    }
}

impl From<Failure> for Outcome {
    fn from(failure: Failure) -> Self {
        match failure {
            Failure::Store(_) | Failure::Files(_) | Failure::Randomness => Self::retry_because(&failure),
            Failure::Mail(_) | Failure::Encoding { .. } | Failure::SealedSecret(_) => Self::GiveUp { reason: with_causes(&failure) },
        }
    }
}

impl From<StoreError> for Outcome {
    fn from(error: StoreError) -> Self {
        Self::retry_because(&error)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_failure_is_told_with_its_causes_each_once() {
        let unreadable = StoreError::Row { table: "account", column: "role".to_owned(), id: "7".to_owned(), source: "no role".into() };
        let reason = "the database failed: table account, row 7, column role: no role".to_owned();
        assert_eq!(Outcome::from(Failure::Store(unreadable)), Outcome::Retry { reason });
    }

    #[test]
    fn a_rebuild_that_another_has_overtaken_is_tried_again_and_no_trouble_of_the_search() {
        let overtaken = SearchError::OtherRebuild { engine: "meilisearch", what: "swapping cases_next".to_owned() };
        let reason = "meilisearch: swapping cases_next: another rebuild of the index is under way or was done meanwhile".to_owned();
        assert_eq!(Outcome::from(IndexError::from(overtaken)), Outcome::Retry { reason });
        let damaged = SearchError::Incomplete { engine: "meilisearch", expected: 2, found: 1 };
        assert!(matches!(Outcome::from(damaged), Outcome::SearchInTrouble { trouble: Trouble::Refused, .. }));
    }

    #[test]
    fn what_is_asked_for_anew_is_never_given_up() {
        let error = || UseCaseError::Failed(Failure::SealedSecret("damaged"));
        let Outcome::GiveUp { reason } = Outcome::from(error()) else { panic!("it is given up elsewhere") };
        assert_eq!(Outcome::tried_again(error()), Outcome::Retry { reason });
    }
}
