//! The database, for everybody above.

use crate::{StoreError, Transaction, case_cache::CaseCache, connect};
use sea_orm::{ConnectionTrait, DatabaseConnection};
use std::{fmt, path::PathBuf, sync::Arc, time::Duration};
use tokio::sync::Notify;

/// What a store needs to know to begin. Its `Debug` leaves the address out: the password is in it.
#[derive(Clone)]
pub struct StoreOptions {
    /// `sqlite://path/file.db` or `postgres://user:password@host:port/database`.
    pub url: String,
    /// How many connections may be open at once: on PostgreSQL for everything, on SQLite for reading (one more writes). At least 1.
    pub max_connections: u32,
    /// How long to wait on PostgreSQL for a free connection, or for a server that is away: for so long the driver goes on knocking.
    pub connection_timeout: Duration,
    /// How much memory published cases and lists of them may take so that they need not be read again, in bytes.
    pub cache_bytes: u64,
}

impl StoreOptions {
    /// Options for this database, with 8 connections that are waited for for 3 seconds and a cache of 24 MB.
    pub fn new(url: impl Into<String>) -> Self {
        Self { url: url.into(), max_connections: 8, connection_timeout: Duration::from_secs(3), cache_bytes: 24_000_000 }
    }
}

impl fmt::Debug for StoreOptions {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { url: _, max_connections, connection_timeout, cache_bytes } = self;
        formatter
            .debug_struct("StoreOptions")
            .field("max_connections", max_connections)
            .field("connection_timeout", connection_timeout)
            .field("cache_bytes", cache_bytes)
            .finish_non_exhaustive()
    }
}

/// Which database is behind a store.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Backend {
    /// A SQLite file, opened by this process.
    Sqlite,
    /// A PostgreSQL server.
    Postgres,
}

/// The database of the network. A clone is the same store and costs next to nothing.
///
/// Reads are methods of the store. Writes are methods of a [`Transaction`], except those of the work queue that end with themselves.
/// On SQLite there is one connection that writes: whoever holds a transaction and calls a writing method of the *store* waits for
/// themselves, until a timeout ends it. Nothing but the database is to be awaited while a transaction is open.
#[derive(Clone)]
pub struct Store {
    pub(crate) inner: Arc<Inner>,
}

pub(crate) struct Inner {
    pub(crate) backend: Backend,
    /// On SQLite a pool of one connection, so that writers queue here instead of failing there. On PostgreSQL the same pool as `reader`.
    pub(crate) writer: DatabaseConnection,
    pub(crate) reader: DatabaseConnection,
    /// The file of a SQLite database.
    pub(crate) file: Option<PathBuf>,
    pub(crate) cases: CaseCache,
    /// Told whenever a transaction that put mails on their way was committed.
    pub(crate) mails_posted: Notify,
}

impl Store {
    /// Opens the database. SQLite: makes the file where there is none, in a folder that must exist. The schema is left as it is.
    pub async fn connect(options: &StoreOptions) -> Result<Self, StoreError> {
        let opened = connect::open(options).await?;
        let inner = Inner {
            backend: opened.backend,
            writer: opened.writer,
            reader: opened.reader,
            file: opened.file,
            cases: CaseCache::new(options.cache_bytes),
            mails_posted: Notify::new(),
        };
        Ok(Self { inner: Arc::new(inner) })
    }

    /// Which database is behind this store.
    pub fn backend(&self) -> Backend {
        self.inner.backend
    }

    /// Asks the database for an answer, to see that it is there.
    pub async fn ping(&self) -> Result<(), StoreError> {
        self.reader().execute_unprepared("SELECT 1").await.map(|_| ()).map_err(StoreError::of("ping"))
    }

    /// Writes what says nothing, to see whether the disk takes it: four kilobytes at the end of SQLite's write-ahead log, in the queue of all who write.
    /// A PostgreSQL server is not asked: it ends by itself where there is no room for its own log.
    pub async fn try_writing(&self) -> Result<(), StoreError> {
        match self.inner.backend {
            // A number in the file's header that nobody reads. SQLite writes it again even where it is the same.
            Backend::Sqlite => {
                self.writer().execute_unprepared("PRAGMA user_version = 0").await.map(|_| ()).map_err(StoreError::of("a trial write"))
            }
            Backend::Postgres => Ok(()),
        }
    }

    /// Begins a transaction that may write. On SQLite it takes the right to write at once (`BEGIN IMMEDIATE`), so that what it
    /// reads first cannot have changed when it writes; on PostgreSQL whoever reads to write locks the row.
    pub async fn begin(&self) -> Result<Transaction, StoreError> {
        Transaction::begin(self).await
    }

    /// Closes all connections, waiting for those in use. SQLite then folds its write-ahead log into the file.
    pub async fn close(&self) -> Result<(), StoreError> {
        self.reader().close_by_ref().await.map_err(StoreError::of("close"))?;
        self.writer().close_by_ref().await.map_err(StoreError::of("close"))
    }

    pub(crate) fn reader(&self) -> &DatabaseConnection {
        &self.inner.reader
    }

    pub(crate) fn writer(&self) -> &DatabaseConnection {
        &self.inner.writer
    }
}

impl fmt::Debug for Store {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("Store").field("backend", &self.inner.backend).finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::plans::on_sqlite;

    #[tokio::test]
    async fn a_file_that_takes_no_changes_is_found_out_while_nobody_changes_anything() {
        on_sqlite(|store| async move {
            store.try_writing().await.unwrap();
            store.writer().execute_unprepared("PRAGMA query_only = ON").await.unwrap();
            let error = store.try_writing().await.unwrap_err();
            assert!(error.to_string().contains("readonly") && !error.is_disk_full(), "{error}");
            store.writer().execute_unprepared("PRAGMA query_only = OFF").await.unwrap();
            store.try_writing().await.unwrap();
        })
        .await;
    }

    #[test]
    fn options_show_no_password() {
        let options = StoreOptions::new("postgres://netz:geheim@db.example.org/netz");
        let shown = format!("{options:?}");
        assert!(shown.contains("max_connections: 8") && !shown.contains("geheim"), "{shown}");
    }
}
