//! The titles of all listed cases, without the rest of them.

use crate::{
    Backend, Store, StoreError, Transaction,
    case_row::{self, TABLE},
    entity::{case_revision, practice_case},
    rows::{at_most, read_all},
};
use domain::ids::CaseId;
use sea_orm::{
    FromQueryResult,
    sea_query::{Expr, ExprTrait, Order, Query, SelectStatement},
};
use uuid::Uuid;

/// What is read of a listed case (published and not archived) to suggest it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PublishedTitle {
    /// The case.
    pub id: CaseId,
    /// Its readable address.
    pub slug: String,
    /// The title of its published revision.
    pub title: String,
}

#[derive(Debug, FromQueryResult)]
struct Row {
    id: Uuid,
    slug: String,
    title: String,
}

impl Store {
    /// The titles of the listed cases after this one, at most `limit`, in the order of ids. The database takes the title out of the
    /// content, so that nothing else is sent.
    pub async fn published_titles(&self, after: Option<CaseId>, limit: u64) -> Result<Vec<PublishedTitle>, StoreError> {
        use practice_case::{Column, Entity};
        let mut select = select(self.backend());
        select.order_by((Entity, Column::Id), Order::Asc).limit(at_most(limit));
        if let Some(after) = after {
            select.and_where(Expr::col((Entity, Column::Id)).gt(after.0));
        }
        let rows: Vec<Row> = read_all(self.reader(), TABLE, &select).await?;
        Ok(rows.into_iter().map(|Row { id, slug, title }| PublishedTitle { id: CaseId(id), slug, title }).collect())
    }
}

impl Transaction {
    /// The title of a case as everybody sees it; nothing if it is not listed.
    pub async fn published_title(&mut self, id: CaseId) -> Result<Option<String>, StoreError> {
        use practice_case::{Column, Entity};
        let mut select = select(self.backend());
        select.and_where(Expr::col((Entity, Column::Id)).eq(id.0));
        let rows: Vec<Row> = read_all(&self.db, TABLE, &select).await?;
        Ok(rows.into_iter().next().map(|row| row.title))
    }
}

fn select(backend: Backend) -> SelectStatement {
    use practice_case::{Column, Entity};
    let title = Expr::cust(match backend {
        Backend::Sqlite => r#"json_extract("case_revision"."content", '$.title')"#,
        Backend::Postgres => r#""case_revision"."content"::json ->> 'title'"#,
    });
    let revision = |column: case_revision::Column| Expr::col((case_revision::Entity, column));
    let of_case = revision(case_revision::Column::CaseId).equals((Entity, Column::Id));
    let of_number = revision(case_revision::Column::Number).equals((Entity, Column::PublishedNumber));
    Query::select()
        .columns([(Entity, Column::Id), (Entity, Column::Slug)])
        .expr_as(title, "title")
        .from(Entity)
        .inner_join(case_revision::Entity, of_case.and(of_number))
        .and_where(case_row::is_listed())
        .take()
}
