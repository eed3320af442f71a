//! Opening the two kinds of databases.

use crate::{Backend, StoreError, StoreOptions};
use sea_orm::{
    ConnectOptions, Database, DatabaseConnection,
    sqlx::{
        self, ConnectOptions as _, Connection as _,
        sqlite::{SqliteConnectOptions, SqliteJournalMode, SqlitePoolOptions, SqliteSynchronous},
    },
};
use std::{
    path::{Path, PathBuf},
    time::Duration,
};

/// How long a statement waits for another process that writes to the same SQLite file.
const BUSY_TIMEOUT: Duration = Duration::from_secs(10);

/// How long to wait on SQLite for a free connection, and that is for the writers before this one.
const SQLITE_ACQUIRE_TIMEOUT: Duration = Duration::from_secs(15);

/// How long a PostgreSQL statement may take before the server ends it.
const STATEMENT_TIMEOUT: Duration = Duration::from_secs(30);

/// How long a PostgreSQL transaction may lie idle: one whose process hangs must not hold its locks for ever.
const IDLE_TRANSACTION_TIMEOUT: Duration = Duration::from_mins(1);

pub(crate) struct Opened {
    pub(crate) backend: Backend,
    pub(crate) writer: DatabaseConnection,
    pub(crate) reader: DatabaseConnection,
    pub(crate) file: Option<PathBuf>,
}

pub(crate) async fn open(options: &StoreOptions) -> Result<Opened, StoreError> {
    if options.url.starts_with("postgres://") || options.url.starts_with("postgresql://") {
        let pool = postgres(options).await?;
        return Ok(Opened { backend: Backend::Postgres, writer: pool.clone(), reader: pool, file: None });
    }
    let file = sqlite_file(&options.url)?;
    // The writer comes first: it makes the file and turns on the write-ahead log, which the readers then find.
    let writing = sqlite(&file).create_if_missing(true).journal_mode(SqliteJournalMode::Wal).optimize_on_close(true, 400);
    let writer = sqlite_pool(&file, writing, one_writer()).await?;
    let reading = sqlite(&file).pragma("query_only", "ON");
    let readers = SqlitePoolOptions::new().max_connections(options.max_connections.max(1));
    let reader = sqlite_pool(&file, reading, readers).await?;
    Ok(Opened { backend: Backend::Sqlite, writer, reader, file: Some(file) })
}

/// A connection of its own for migrations, with foreign keys off: rebuilding a table drops the old one, and a drop would otherwise
/// delete what refers to it.
pub(crate) async fn sqlite_for_migrations(file: &Path) -> Result<DatabaseConnection, StoreError> {
    sqlite_pool(file, sqlite(file).foreign_keys(false), one_writer()).await
}

fn sqlite_file(url: &str) -> Result<PathBuf, StoreError> {
    let refused = |reason: &str| StoreError::Address { reason: reason.to_owned() };
    let path = url.strip_prefix("sqlite://").or_else(|| url.strip_prefix("sqlite:")).ok_or_else(|| refused("it begins with neither"))?;
    let path = path.split('?').next().unwrap_or_default();
    if path.is_empty() || path == ":memory:" {
        return Err(refused("a SQLite database needs a file, because several connections share it"));
    }
    let path = PathBuf::from(path);
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or_else(|| Path::new("."));
    if !folder.is_dir() {
        let reason = format!("the folder {} does not exist", folder.display());
        return Err(StoreError::File { path, reason });
    }
    Ok(path)
}

fn sqlite(file: &Path) -> SqliteConnectOptions {
    SqliteConnectOptions::new()
        .filename(file)
        .synchronous(SqliteSynchronous::Normal)
        .foreign_keys(true)
        .busy_timeout(BUSY_TIMEOUT)
        .disable_statement_logging()
}

/// One connection, which writes.
///
/// SQLite ends a transaction by itself where the disk is full or fails. The driver's rollback then finds none, and the driver goes on counting it: what is
/// written later becomes part of a transaction that nobody commits, is seen by nobody else and is gone with the process. A connection that is given
/// back like this is closed, and the next one who writes gets another.
fn one_writer() -> SqlitePoolOptions {
    SqlitePoolOptions::new().max_connections(1).after_release(|connection, _| {
        Box::pin(async move {
            // A rollback that was begun by dropping a transaction is waited for by this.
            connection.ping().await?;
            Ok(!connection.is_in_transaction())
        })
    })
}

async fn sqlite_pool(file: &Path, options: SqliteConnectOptions, pool: SqlitePoolOptions) -> Result<DatabaseConnection, StoreError> {
    let pool = pool
        .acquire_timeout(SQLITE_ACQUIRE_TIMEOUT)
        .test_before_acquire(false)
        // A connection to a file does not go stale, and opening one again costs more than keeping it.
        .idle_timeout(None)
        .max_lifetime(None)
        .connect_with(options)
        .await
        .map_err(|error| StoreError::File { path: file.to_owned(), reason: error.to_string() })?;
    Ok(DatabaseConnection::from(pool))
}

async fn postgres(options: &StoreOptions) -> Result<DatabaseConnection, StoreError> {
    // Parsed here first, because the driver's error for the whole could repeat the address with its password.
    options.url.parse::<sqlx::postgres::PgConnectOptions>().map_err(|_| StoreError::Address {
        reason: "expected postgres://user:password@host:port/database, with special characters percent-encoded".to_owned(),
    })?;
    let mut connect = ConnectOptions::new(options.url.clone());
    connect
        .max_connections(options.max_connections.max(1))
        .acquire_timeout(options.connection_timeout)
        .statement_timeout(STATEMENT_TIMEOUT)
        .set_application_name("wissensnetz")
        .test_before_acquire_if_idle_for(Duration::from_secs(5))
        .sqlx_logging(false)
        .map_sqlx_postgres_opts(|options| {
            let idle = IDLE_TRANSACTION_TIMEOUT.as_millis().to_string();
            // Compiling a statement takes PostgreSQL longer than any of ours takes to run. It does so wherever it expects much to read, as in tables
            // of which it does not know yet how they have grown: then each lot of digests waited 200 ms for it.
            // And it takes a page of an index for four times as dear as one of a table read from end to end, as on a turning disk: asked for some hundred
            // of the readers it would read all.
            let settings = [("idle_in_transaction_session_timeout", idle.as_str()), ("jit", "off"), ("random_page_cost", "1.1")];
            options.options(settings)
        });
    Database::connect(connect).await.map_err(|source| StoreError::Database { what: "connecting to PostgreSQL", source })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::plans::on_sqlite;
    use sea_orm::{ConnectionTrait, DbBackend, Statement};

    #[tokio::test]
    async fn what_is_written_after_the_disk_was_full_lasts() {
        on_sqlite(|store| async move {
            // As many pages as the file has: the next one is one too many.
            for statement in ["CREATE TABLE kept (text TEXT NOT NULL)", "PRAGMA max_page_count = 1"] {
                store.writer().execute_unprepared(statement).await.unwrap();
            }
            let full = store.begin().await.unwrap();
            let insert = full.db.execute_unprepared("INSERT INTO kept VALUES (zeroblob(10000000))");
            let error = insert.await.map_err(StoreError::of("kept")).unwrap_err();
            assert!(error.is_disk_full(), "{error}");
            drop(full);
            let given_up = store.begin().await.unwrap();
            given_up.db.execute_unprepared("INSERT INTO kept VALUES ('given up')").await.unwrap();
            drop(given_up);
            let made = store.begin().await.unwrap();
            made.db.execute_unprepared("INSERT INTO kept VALUES ('made')").await.unwrap();
            made.commit().await.unwrap();
            let select = Statement::from_string(DbBackend::Sqlite, "SELECT text FROM kept");
            let rows = store.reader().query_all_raw(select).await.unwrap();
            let texts: Vec<String> = rows.iter().map(|row| row.try_get("", "text").unwrap()).collect();
            assert_eq!(texts, ["made"]);
        })
        .await;
    }

    #[test]
    fn an_address_of_another_kind_is_refused_without_repeating_it() {
        for url in ["mysql://user:secret@host/db", "sqlite://", "sqlite::memory:"] {
            let error = sqlite_file(url).unwrap_err().to_string();
            assert!(error.contains("sqlite://") && !error.contains("secret"), "{error}");
        }
    }

    #[test]
    fn a_file_in_the_current_folder_needs_no_folder() {
        assert_eq!(sqlite_file("sqlite://wissensnetz.db?mode=rwc").unwrap(), PathBuf::from("wissensnetz.db"));
    }
}
