//! Kinds of columns and indexes that the steps share.

use sea_orm_migration::{
    prelude::{
        ColumnDef, ConnectionTrait, Expr, ExprTrait, ForeignKey, ForeignKeyAction, ForeignKeyCreateStatement, Index, IndexCreateStatement,
        IntoIden, SchemaManager,
    },
    schema::{text, text_null},
    sea_orm::DbBackend,
};

/// Text of a closed list of values.
pub(crate) fn one_of<C: IntoIden + Copy + 'static>(column: C, values: &[&'static str]) -> ColumnDef {
    text(column).check(Expr::col(column).is_in(values.iter().copied())).take()
}

/// A number of a closed range.
pub(crate) fn number_between<C: IntoIden + Copy + 'static>(column: C, least: i16, most: i16) -> ColumnDef {
    sea_orm_migration::schema::small_integer(column).check(Expr::col(column).between(least, most)).take()
}

/// Text that is ordered by its bytes on both databases, whatever language the database was set up with.
pub(crate) fn ordered_text<C: IntoIden>(manager: &SchemaManager<'_>, column: C) -> ColumnDef {
    by_bytes(manager, text(column))
}

/// Like [`ordered_text`], where there may be none.
pub(crate) fn ordered_text_null<C: IntoIden>(manager: &SchemaManager<'_>, column: C) -> ColumnDef {
    by_bytes(manager, text_null(column))
}

fn by_bytes(manager: &SchemaManager<'_>, mut column: ColumnDef) -> ColumnDef {
    if manager.get_connection().get_database_backend() == DbBackend::Postgres {
        column.extra(r#"COLLATE "C""#);
    }
    column
}

/// A reference from `table.column` to `target.id`.
pub(crate) fn reference<T: IntoIden, C: IntoIden, U: IntoIden, D: IntoIden>(
    (table, column): (T, C),
    (target, id): (U, D),
    on_delete: ForeignKeyAction,
) -> ForeignKeyCreateStatement {
    ForeignKey::create().from(table, column).to(target, id).on_delete(on_delete).take()
}

/// An index that is made once.
pub(crate) fn index<T: IntoIden, C: IntoIden>(name: &str, table: T, columns: impl IntoIterator<Item = C>) -> IndexCreateStatement {
    let mut index = Index::create();
    index.if_not_exists().name(name).table(table.into_iden());
    for column in columns {
        index.col(column.into_iden());
    }
    index
}
