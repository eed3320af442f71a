//! A write transaction.

use crate::{
    Backend, Store, StoreError,
    entity::content_stamp::{Column, Entity},
    store::Inner,
};
use sea_orm::{
    ConnectionTrait, DatabaseTransaction, DbErr, EntityTrait, QueryResult, QueryTrait, SqliteTransactionMode, TransactionOptions,
    TransactionTrait,
    sea_query::{Expr, ExprTrait, Query},
};
use std::sync::Arc;

/// Several changes that become visible together, or not at all: whoever drops it without [`Transaction::commit`] undoes them.
///
/// After an error from one of its methods a transaction is to be dropped; PostgreSQL takes nothing more from it.
pub struct Transaction {
    pub(crate) db: DatabaseTransaction,
    inner: Arc<Inner>,
    /// Whether this transaction changes what the public sees.
    content_changed: bool,
    /// Whether this transaction puts mails on their way.
    mails_posted: bool,
}

/// How every transaction begins; only SQLite heeds the mode.
pub(crate) fn write_options() -> TransactionOptions {
    TransactionOptions { sqlite_transaction_mode: Some(SqliteTransactionMode::Immediate), ..TransactionOptions::default() }
}

impl Transaction {
    pub(crate) async fn begin(store: &Store) -> Result<Self, StoreError> {
        let db = store.writer().begin_with_options(write_options()).await.map_err(StoreError::of("beginning a transaction"))?;
        Ok(Self { db, inner: Arc::clone(&store.inner), content_changed: false, mails_posted: false })
    }

    /// Makes the changes last. When this returns, no read through this store shows anything older.
    pub async fn commit(self) -> Result<(), StoreError> {
        let (inner, mails_posted) = (Arc::clone(&self.inner), self.mails_posted);
        self.commit_content().await?;
        if mails_posted {
            inner.mails_posted.notify_one();
        }
        Ok(())
    }

    async fn commit_content(self) -> Result<(), StoreError> {
        let failed = StoreError::of("committing a transaction");
        if !self.content_changed {
            return self.db.commit().await.map_err(failed);
        }
        // Last of all, so that the row, which all who publish share, is locked for as short as can be and in one order by everybody.
        // On PostgreSQL it stays locked until the commit, so that stamps grow in the order of commits.
        let stamp = bump_content_stamp(&self.db).await?;
        let result = self.db.commit().await.map_err(failed);
        // After an error too: a broken connection leaves open whether the commit took place.
        self.inner.cases.content_changed(stamp);
        result
    }

    /// Keeps everybody else from writing to a small table until this transaction ends, while it replaces a list in it as a whole: two who do so
    /// at once are to do it one after the other, and not to meet in the middle. SQLite has one writer at any time.
    pub(crate) async fn lock_table(&self, table: &'static str) -> Result<(), StoreError> {
        if self.backend() == Backend::Sqlite {
            return Ok(());
        }
        let lock = format!("LOCK TABLE {table} IN SHARE ROW EXCLUSIVE MODE");
        self.db.execute_unprepared(&lock).await.map(|_| ()).map_err(StoreError::of(table))
    }

    /// Says that what the public sees changes with this transaction.
    pub(crate) fn changes_content(&mut self) {
        self.content_changed = true;
    }

    /// Says that mails go on their way with this transaction.
    pub(crate) fn posts_mails(&mut self) {
        self.mails_posted = true;
    }

    /// Which database this is a transaction of.
    pub(crate) fn backend(&self) -> Backend {
        self.inner.backend
    }
}

async fn bump_content_stamp(db: &DatabaseTransaction) -> Result<i64, StoreError> {
    let mut bump = Query::update();
    bump.table(Entity).value(Column::Value, Expr::col(Column::Value).add(1)).returning(Query::returning().column(Column::Value));
    stamp(db.query_one(&bump).await)
}

impl Store {
    /// The content stamp, read from the database at this moment; [`Store::content_stamp`] is cheaper and may lag behind.
    pub async fn read_content_stamp(&self) -> Result<i64, StoreError> {
        let select = Entity::find().into_query();
        stamp(self.reader().query_one(&select).await)
    }
}

impl Transaction {
    /// The content stamp, as this transaction sees it.
    pub async fn read_content_stamp(&mut self) -> Result<i64, StoreError> {
        let select = Entity::find().into_query();
        stamp(self.db.query_one(&select).await)
    }
}

fn stamp(row: Result<Option<QueryResult>, DbErr>) -> Result<i64, StoreError> {
    let row = row.map_err(StoreError::of("content_stamp"))?;
    let row = row.ok_or_else(|| StoreError::Missing { table: "content_stamp", id: "1".to_owned() })?;
    row.try_get("", "value").map_err(StoreError::of("content_stamp"))
}

impl std::fmt::Debug for Transaction {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.debug_struct("Transaction").finish_non_exhaustive()
    }
}
