//! What can go wrong between the network and its search.

use std::{error::Error, io, path::PathBuf, time::Duration};

/// Why a search or a change of the index failed. The texts are for the log; people read the outcome that the edge makes of it.
#[derive(Debug, thiserror::Error)]
pub enum SearchError {
    /// The engine cannot be reached or is shutting down; the same call may succeed later.
    #[error("{engine}: {what}: not available")]
    Unavailable {
        /// The engine's name.
        engine: &'static str,
        /// What was being done, with the name of the index.
        what: String,
        /// What the connection said.
        #[source]
        source: Box<dyn Error + Send + Sync>,
    },
    /// The engine answers, but has no index to search in: somebody deleted it, or none was built yet. It has to be built anew.
    #[error("{engine}: {what}: there is no index")]
    MissingIndex {
        /// The engine's name.
        engine: &'static str,
        /// What was being done, with the name of the index.
        what: String,
    },
    /// The engine did not answer in time; whether it did what it was asked is unknown.
    #[error("{engine}: {what}: no answer within {after:?}")]
    Timeout {
        /// The engine's name.
        engine: &'static str,
        /// What was being done, with the name of the index.
        what: String,
        /// How long it was waited for.
        after: Duration,
    },
    /// The engine answered and refused, or a task that it had accepted failed. Repeating it as it is will not help.
    #[error("{engine}: {what}: refused ({code}): {message}")]
    Rejected {
        /// The engine's name.
        engine: &'static str,
        /// What was being done, with the name of the index.
        what: String,
        /// The engine's code: `invalid_api_key`, `index_not_found`.
        code: String,
        /// What the engine said.
        message: String,
    },
    /// The index on disk cannot be read or written.
    #[error("the search index at {} cannot be used: {what}", path.display())]
    Damaged {
        /// The folder of the index.
        path: PathBuf,
        /// What was being done.
        what: &'static str,
        /// What the disk or the index library said.
        #[source]
        source: Box<dyn Error + Send + Sync>,
    },
    /// Another process uses the index folder.
    #[error("the search index at {} is in use by another process; only one process may use an embedded search index", path.display())]
    Locked {
        /// The folder of the index.
        path: PathBuf,
    },
    /// A rebuilt index does not hold what was put into it; the old one serves on.
    #[error("{engine}: the rebuilt index holds {found} cases instead of {expected}; the old index stays in use")]
    Incomplete {
        /// The engine's name.
        engine: &'static str,
        /// How many cases the rebuilt index should hold.
        expected: usize,
        /// How many it holds.
        found: usize,
    },
    /// Another rebuild of the index is still running, or began later and took this one's place: the search itself is well.
    #[error("{engine}: {what}: another rebuild of the index is under way or was done meanwhile")]
    OtherRebuild {
        /// The engine's name.
        engine: &'static str,
        /// What was being done, with the name of the index.
        what: String,
    },
}

/// What keeps a search from its work, as an operator needs to know it: a closed list that says nothing of the inside.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Trouble {
    /// Nothing answers at its address, or it is just starting or stopping.
    Unreachable,
    /// It takes requests and does not answer them in time.
    NoAnswer,
    /// It refuses the key.
    KeyRefused,
    /// The disk that its index lies on is full.
    DiskFull,
    /// The files of the index cannot be read or written.
    Damaged,
    /// It refuses what it is given, or does something else than it was told.
    Refused,
}

impl Trouble {
    /// All of them.
    pub const ALL: &'static [Self] = &[Self::Unreachable, Self::NoAnswer, Self::KeyRefused, Self::DiskFull, Self::Damaged, Self::Refused];

    /// The word for it in the log, in the database and on `/readyz`; never changes.
    pub fn key(self) -> &'static str {
        match self {
            Self::Unreachable => "unreachable",
            Self::NoAnswer => "no_answer",
            Self::KeyRefused => "key_refused",
            Self::DiskFull => "disk_full",
            Self::Damaged => "damaged",
            Self::Refused => "refused",
        }
    }

    /// The trouble with this key.
    pub fn from_key(key: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|trouble| trouble.key() == key)
    }

    /// Whether it shows whenever the engine is asked something, not only when it has to change its index.
    pub fn shows_when_asked(self) -> bool {
        matches!(self, Self::Unreachable | Self::NoAnswer | Self::KeyRefused)
    }
}

impl SearchError {
    /// What kind of trouble this is. Whoever rebuilds tells [`Self::OtherRebuild`] apart, which is none.
    pub fn trouble(&self) -> Trouble {
        match self {
            Self::Unavailable { source, .. } | Self::Damaged { source, .. } if is_disk_full(source.as_ref()) => Trouble::DiskFull,
            Self::Unavailable { .. } | Self::MissingIndex { .. } | Self::Locked { .. } => Trouble::Unreachable,
            Self::Timeout { .. } => Trouble::NoAnswer,
            Self::Damaged { .. } => Trouble::Damaged,
            Self::Rejected { code, .. } => match code.as_str() {
                "invalid_api_key" | "missing_authorization_header" | "http_401" | "http_403" => Trouble::KeyRefused,
                "no_space_left_on_device" | "io_error" | "http_507" => Trouble::DiskFull,
                _ => Trouble::Refused,
            },
            Self::Incomplete { .. } | Self::OtherRebuild { .. } => Trouble::Refused,
        }
    }

    /// Whether the engine refused what it was sent, so that fewer or other documents may be taken.
    pub fn is_about_the_documents(&self) -> bool {
        matches!(self, Self::Rejected { .. }) && self.trouble() == Trouble::Refused
    }

    /// Whether the same call may succeed later without anything being changed.
    pub fn is_unavailable(&self) -> bool {
        matches!(self, Self::Unavailable { .. } | Self::MissingIndex { .. } | Self::Timeout { .. })
    }
}

fn is_disk_full(error: &(dyn Error + 'static)) -> bool {
    let mut cause = Some(error);
    while let Some(error) = cause {
        let io_error = match error.downcast_ref::<tantivy::TantivyError>() {
            Some(tantivy::TantivyError::IoError(error)) => Some(error.as_ref()),
            _ => error.downcast_ref::<io::Error>(),
        };
        // Some layers keep the text alone.
        if io_error.is_some_and(|error| error.kind() == io::ErrorKind::StorageFull) || error.to_string().contains("No space left on device")
        {
            return true;
        }
        cause = error.source();
    }
    false
}
