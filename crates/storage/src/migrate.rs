//! Bringing the schema up to date, or one step back.

use crate::{Backend, Store, StoreError, connect, transaction::write_options};
use migrations::{Migrator, MigratorTrait};
use sea_orm::{ConnectionTrait, DatabaseConnection, DatabaseTransaction, Statement, TransactionTrait};

/// Names the lock that keeps two processes from migrating one PostgreSQL database at once. Any number that nobody else uses.
const POSTGRES_LOCK: i64 = 0x7769_7373;

const WHAT: &str = "migrations";

#[derive(Clone, Copy)]
enum Direction {
    Up,
    DownOne,
}

impl Store {
    /// Applies the steps that are missing and returns how many they were. All of them or none: they are one transaction. Processes
    /// that do this at the same time take turns, and the later one finds nothing to do. Afterwards nothing stands under a municipality's key that this
    /// version of the program knows as retired.
    pub async fn migrate(&self) -> Result<u32, StoreError> {
        let applied = self.run_migrations(Direction::Up).await?;
        self.replace_retired_keys().await?;
        Ok(applied)
    }

    /// Takes the latest step back, with the data that only it holds. Returns 1, or 0 where there is none.
    pub async fn migrate_down_one(&self) -> Result<u32, StoreError> {
        self.run_migrations(Direction::DownOne).await
    }

    /// How many steps are missing. Changes nothing and needs no right to.
    pub async fn pending_migrations(&self) -> Result<u32, StoreError> {
        pending(self.reader()).await
    }

    async fn run_migrations(&self, direction: Direction) -> Result<u32, StoreError> {
        let Some(file) = &self.inner.file else {
            return run(self.writer(), self.backend(), direction).await;
        };
        let connection = connect::sqlite_for_migrations(file).await?;
        let result = run(&connection, self.backend(), direction).await;
        connection.close().await.map_err(StoreError::of(WHAT))?;
        result
    }
}

async fn run(connection: &DatabaseConnection, backend: Backend, direction: Direction) -> Result<u32, StoreError> {
    let transaction = connection.begin_with_options(write_options()).await.map_err(StoreError::of(WHAT))?;
    if backend == Backend::Postgres {
        let prepare = format!("SET LOCAL statement_timeout = 0; SELECT pg_advisory_xact_lock({POSTGRES_LOCK})");
        transaction.execute_unprepared(&prepare).await.map_err(StoreError::of(WHAT))?;
    }
    let before = pending(&transaction).await?;
    match direction {
        Direction::Up => Migrator::up(&transaction, None).await,
        Direction::DownOne => Migrator::down(&transaction, Some(1)).await,
    }
    .map_err(StoreError::of(WHAT))?;
    let after = pending(&transaction).await?;
    if backend == Backend::Sqlite {
        check_references(&transaction).await?;
    }
    transaction.commit().await.map_err(StoreError::of(WHAT))?;
    Ok(before.abs_diff(after))
}

async fn pending(db: &impl ConnectionTrait) -> Result<u32, StoreError> {
    let pending = Migrator::get_pending_migrations_read_only(db).await.map_err(StoreError::of(WHAT))?;
    Ok(u32::try_from(pending.len()).unwrap_or(u32::MAX))
}

/// Foreign keys were off while the steps ran: sees to it that what they left behind is whole.
async fn check_references(transaction: &DatabaseTransaction) -> Result<(), StoreError> {
    let check = Statement::from_string(transaction.get_database_backend(), "PRAGMA foreign_key_check");
    let rows = transaction.query_all_raw(check).await.map_err(StoreError::of(WHAT))?;
    let mut tables: Vec<String> = rows.iter().filter_map(|row| row.try_get("", "table").ok()).collect();
    tables.sort();
    tables.dedup();
    if rows.is_empty() { Ok(()) } else { Err(StoreError::DanglingReferences { tables: tables.join(", ") }) }
}
