//! What can go wrong with files.

/// Why a file is not taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Unfit {
    /// It has more bytes than are allowed.
    #[error("the file has more than {most} bytes")]
    TooLarge {
        /// How many are allowed.
        most: u64,
    },
    /// It is empty.
    #[error("the file is empty")]
    Empty,
    /// It did not come in whole.
    #[error("the upload broke off")]
    Interrupted,
    /// It came too slowly.
    #[error("the upload came too slowly")]
    TooSlow,
    /// It is none of the kinds that are taken, whatever it calls itself.
    #[error("the file is of no kind that is taken")]
    UnknownKind,
}

/// Why the store did not do what was asked. The texts are for the log.
#[derive(Debug, thiserror::Error)]
pub enum FileError {
    /// The store has no such file.
    #[error("the file store has no file {0}")]
    Missing(domain::ids::FileId),
    /// The store failed or could not be reached.
    #[error("the file store failed: {0}")]
    Store(#[from] object_store::Error),
    /// The store was asked and said nothing for too long.
    #[error("the file store fell silent")]
    Silent,
    /// A file of this machine could not be read or written.
    #[error("a file could not be read or written: {0}")]
    Io(#[from] std::io::Error),
    /// The store cannot be used as configured.
    #[error("{0}")]
    Settings(String),
}
