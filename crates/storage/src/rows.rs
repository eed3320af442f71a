//! Reading and writing rows, with errors that name the place.

use crate::{StoreError, error::sqlx_error};
use sea_orm::{
    ConnectionTrait, DbErr, EntityTrait, FromQueryResult, IntoActiveModel, QueryResult, QueryTrait, Select, StatementBuilder,
    sea_query::{Expr, SelectStatement},
    sqlx,
};
use std::{error::Error, fmt::Display};
use uuid::Uuid;

/// How many ids one statement names; SQLite binds 32,766 values at most, and longer lists gain nothing.
pub(crate) const IDS_AT_ONCE: usize = 1_000;

/// How many rows one statement writes: of a table with 16 columns 8,000 values.
pub(crate) const ROWS_AT_ONCE: usize = 500;

/// All rows that a query finds.
pub(crate) async fn all<E: EntityTrait>(db: &impl ConnectionTrait, select: Select<E>) -> Result<Vec<E::Model>, StoreError> {
    read_all(db, E::default().table_name(), &select.into_query()).await
}

/// The first row that a query finds.
pub(crate) async fn one<E: EntityTrait>(db: &impl ConnectionTrait, select: Select<E>) -> Result<Option<E::Model>, StoreError> {
    let table = E::default().table_name();
    let row = db.query_one(&select.into_query()).await.map_err(StoreError::of(table))?;
    row.map(|row| read(table, &row)).transpose()
}

/// All rows of a query that is not about one entity alone; `table` is where its `id` comes from.
pub(crate) async fn read_all<R: FromQueryResult>(
    db: &impl ConnectionTrait,
    table: &'static str,
    query: &impl StatementBuilder,
) -> Result<Vec<R>, StoreError> {
    let rows = db.query_all(query).await.map_err(StoreError::of(table))?;
    rows.iter().map(|row| read(table, row)).collect()
}

/// Reads one row; a value that is not of the column's type is an error that names table, row and column.
pub(crate) fn read<R: FromQueryResult>(table: &'static str, row: &QueryResult) -> Result<R, StoreError> {
    R::from_query_result(row, "").map_err(|error| StoreError::Row {
        table,
        column: column_of(&error),
        id: row.try_get::<Uuid>("", "id").map_or_else(|_| "of unknown id".to_owned(), |id| id.to_string()),
        source: error.into(),
    })
}

/// How many rows of `table` a query finds, whatever it reads of them.
pub(crate) async fn count(db: &impl ConnectionTrait, table: &'static str, mut select: SelectStatement) -> Result<u64, StoreError> {
    select.clear_selects().expr_as(Expr::cust("COUNT(*)"), "count");
    let row = db.query_one(&select).await.map_err(StoreError::of(table))?;
    let count: i64 = row.map_or(Ok(0), |row| row.try_get("", "count")).map_err(StoreError::of(table))?;
    Ok(u64::try_from(count).unwrap_or(0))
}

/// The column that an error of decoding names.
fn column_of(error: &DbErr) -> String {
    let named = match (sqlx_error(error), error) {
        (Some(sqlx::Error::ColumnDecode { index, .. }), _) => index.as_str(),
        (Some(sqlx::Error::ColumnNotFound(column)), _) => column.as_str(),
        (_, DbErr::Type(text)) => text.rsplit(' ').next().unwrap_or_default(),
        _ => "unknown",
    };
    named.trim_matches('"').to_owned()
}

/// Writes a new row.
pub(crate) async fn insert<E>(db: &impl ConnectionTrait, row: E::Model) -> Result<(), StoreError>
where
    E: EntityTrait,
    E::Model: IntoActiveModel<E::ActiveModel>,
{
    let what = E::default().table_name();
    E::insert(row.into_active_model()).exec_without_returning(db).await.map(|_| ()).map_err(StoreError::of(what))
}

/// Writes new rows.
pub(crate) async fn insert_all<E>(db: &impl ConnectionTrait, rows: Vec<E::Model>) -> Result<(), StoreError>
where
    E: EntityTrait,
    E::Model: IntoActiveModel<E::ActiveModel>,
{
    let mut rows = rows.into_iter();
    while rows.len() > 0 {
        let insert = E::insert_many(rows.by_ref().take(ROWS_AT_ONCE).map(IntoActiveModel::into_active_model));
        insert.exec_without_returning(db).await.map_err(StoreError::of(E::default().table_name()))?;
    }
    Ok(())
}

/// A row on its way into a domain type; whatever cannot be converted is named with table, column and id.
pub(crate) struct Place<'a> {
    /// The table.
    pub(crate) table: &'static str,
    /// The row's id.
    pub(crate) id: &'a dyn Display,
}

impl Place<'_> {
    /// A value that was parsed.
    pub(crate) fn parsed<T, E>(&self, column: &'static str, value: Result<T, E>) -> Result<T, StoreError>
    where
        E: Into<Box<dyn Error + Send + Sync>>,
    {
        value.map_err(|source| StoreError::Row {
            table: self.table,
            column: column.to_owned(),
            id: self.id.to_string(),
            source: source.into(),
        })
    }

    /// A value that was read from JSON. What is wrong with it may be told, but not in serde's words, which quote what people wrote.
    pub(crate) fn json<T>(&self, column: &'static str, value: serde_json::Result<T>) -> Result<T, StoreError> {
        self.parsed(column, value.map_err(|error| nameless(&error)))
    }

    /// A value of a closed list that was looked up.
    pub(crate) fn known<T>(&self, column: &'static str, value: Option<T>) -> Result<T, StoreError> {
        self.parsed(column, value.ok_or("the value is none that this version knows"))
    }
}

/// What is wrong with JSON and where, without a value of it: the names of fields alone are no secret.
fn nameless(error: &serde_json::Error) -> String {
    let text = error.to_string();
    if ["missing field ", "unknown field ", "duplicate field "].iter().any(|about_a_field| text.starts_with(about_a_field)) {
        return text;
    }
    format!("what stands at line {}, column {} cannot be read", error.line(), error.column())
}

/// Free text without what PostgreSQL cannot store.
pub(crate) fn storable(text: &str) -> String {
    text.replace('\0', "")
}

/// Whether a text can stand in the database at all; looking for one that cannot finds nothing.
pub(crate) fn can_be_stored(text: &str) -> bool {
    !text.contains('\0')
}

/// A limit as a number that both databases take.
pub(crate) fn at_most(limit: u64) -> u64 {
    u64::from(u32::try_from(limit).unwrap_or(u32::MAX))
}
