//! What can go wrong between the network and its search.

use std::{path::PathBuf, time::Duration};

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
        source: Box<dyn std::error::Error + Send + Sync>,
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
        source: Box<dyn std::error::Error + Send + Sync>,
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
}

impl SearchError {
    /// Whether the same call may succeed later without anything being changed.
    pub fn is_unavailable(&self) -> bool {
        matches!(self, Self::Unavailable { .. } | Self::Timeout { .. })
    }
}
