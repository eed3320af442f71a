//! What can go wrong between the program and its database.

use sea_orm::{DbErr, RuntimeErr, SqlErr, sqlx};
use std::{error::Error, fmt, path::PathBuf};

/// Why the database did not do what was asked. All of it is for the log; none of it is meant for the people who use the network.
///
/// `Display` holds the whole story including the database's own words, which never contain stored values. `Debug` shows the same
/// and no more, because the driver's own `Debug` would show values: mail addresses among them.
#[derive(thiserror::Error)]
pub enum StoreError {
    /// The database refused a statement or could not be reached.
    #[error("{what}: {source}")]
    Database {
        /// The table or task that it was about.
        what: &'static str,
        /// What the driver said.
        #[source]
        source: DbErr,
    },
    /// The address of the database is of no known form.
    #[error("the database address must begin with sqlite:// and a file's path, or with postgres://: {reason}")]
    Address {
        /// What is wrong with it; never contains the address, which may hold a password.
        reason: String,
    },
    /// A SQLite database file could not be opened or made.
    #[error("the database file {} cannot be opened: {reason}", path.display())]
    File {
        /// The file.
        path: PathBuf,
        /// Why not.
        reason: String,
    },
    /// A row holds something that this version of the program cannot read.
    #[error("table {table}, row {id}, column {column}: {source}")]
    Row {
        /// The table.
        table: &'static str,
        /// The column.
        column: String,
        /// The row's id.
        id: String,
        /// What is wrong with it, without the value.
        #[source]
        source: Box<dyn Error + Send + Sync>,
    },
    /// A value that must be unique was there already.
    #[error("table {table}: a row with the same value is there already ({constraint})")]
    Duplicate {
        /// The table.
        table: &'static str,
        /// The constraint as the database names it.
        constraint: String,
    },
    /// A row would name another that is not there, as one that was deleted meanwhile.
    #[error("table {table}: a row would name another that is not there ({reason})")]
    Dangling {
        /// The table that was to be changed.
        table: &'static str,
        /// What the database says; PostgreSQL names the constraint.
        reason: String,
    },
    /// The row to be changed is not there.
    #[error("table {table}: there is no row {id}")]
    Missing {
        /// The table.
        table: &'static str,
        /// The row's id.
        id: String,
    },
    /// A position in a list does not fit the list's order. Positions travel through clients: this one was not made here.
    #[error("the position does not belong to a list in this order")]
    Position,
    /// A filter names more values than a statement can carry.
    #[error("{what}: at most {limit} different values can be asked for at once")]
    TooManyValues {
        /// Which list of the filter.
        what: &'static str,
        /// The most that are possible.
        limit: usize,
    },
    /// A step of the schema left references to rows that are not there; it was rolled back.
    #[error("a migration leaves dangling references in {tables}; nothing was changed")]
    DanglingReferences {
        /// The tables that hold them.
        tables: String,
    },
}

impl StoreError {
    /// Whether the database's disk has no room left.
    pub fn is_disk_full(&self) -> bool {
        let Self::Database { source, .. } = self else { return false };
        // SQLite and PostgreSQL: full, disk full.
        sqlx_code(source).is_some_and(|code| matches!(code.as_str(), "13" | "53100"))
    }

    /// Makes an error of this crate of what the driver says, told apart where somebody may want to act on it.
    pub(crate) fn of(what: &'static str) -> impl FnOnce(DbErr) -> Self {
        move |source| match source.sql_err() {
            Some(SqlErr::UniqueConstraintViolation(message)) => {
                let constraint = message.rsplit(": ").next().unwrap_or_default();
                let constraint = constraint.split('"').nth(1).unwrap_or(constraint);
                Self::Duplicate { table: what, constraint: constraint.to_owned() }
            }
            Some(SqlErr::ForeignKeyConstraintViolation(reason)) => Self::Dangling { table: what, reason },
            _ => Self::Database { what, source },
        }
    }
}

impl fmt::Debug for StoreError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "StoreError({self})")
    }
}

/// The driver's error inside sea-orm's, if there is one.
pub(crate) fn sqlx_error(error: &DbErr) -> Option<&sqlx::Error> {
    match error {
        DbErr::Conn(RuntimeErr::SqlxError(error))
        | DbErr::Exec(RuntimeErr::SqlxError(error))
        | DbErr::Query(RuntimeErr::SqlxError(error)) => Some(error),
        _ => None,
    }
}

fn sqlx_code(error: &DbErr) -> Option<String> {
    match sqlx_error(error)? {
        sqlx::Error::Database(error) => error.code().map(std::borrow::Cow::into_owned),
        _ => None,
    }
}
