//! The conversation about a case's working copy. It goes when the case goes.

use crate::{
    Store, StoreError, Transaction,
    entity::review_comment::{Column, Entity, Model},
    moment,
    rows::{self, IDS_AT_ONCE, Place, storable},
};
use chrono::{DateTime, Utc};
use domain::{
    Role,
    ids::{AccountId, CaseId, CommentId},
    review::Party,
};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, sea_query::Expr};
use std::collections::HashMap;

const TABLE: &str = "review_comment";

/// A comment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReviewComment {
    /// Its id.
    pub id: CommentId,
    /// The case.
    pub case: CaseId,
    /// When it was written.
    pub created_at: DateTime<Utc>,
    /// Who wrote it; nobody where the account is gone.
    pub author: Option<AccountId>,
    /// The role that they had then.
    pub author_role: Role,
    /// The field of the case that it is about, as the case format names it.
    pub field: Option<String>,
    /// What it says, plain text.
    pub body: String,
    /// Who is told of it by mail.
    pub mentions: Vec<Party>,
    /// The revision that it was written about.
    pub revision: i32,
    /// When it was marked as resolved, and the role of whoever did.
    pub resolved: Option<(DateTime<Utc>, Role)>,
}

impl Store {
    /// All comments on a case, the first one first. There are some dozens at most.
    pub async fn review_comments(&self, case: CaseId) -> Result<Vec<ReviewComment>, StoreError> {
        Ok(self.review_comments_of(&[case]).await?.remove(&case).unwrap_or_default())
    }

    /// The same for many; cases without a comment are left out.
    pub async fn review_comments_of(&self, cases: &[CaseId]) -> Result<HashMap<CaseId, Vec<ReviewComment>>, StoreError> {
        let mut found: HashMap<CaseId, Vec<ReviewComment>> = HashMap::new();
        for some in cases.chunks(IDS_AT_ONCE) {
            let of_some = Column::CaseId.is_in(some.iter().map(|case| case.0));
            let select = Entity::find().filter(of_some).order_by_asc(Column::CreatedAt).order_by_asc(Column::Id);
            for row in rows::all(self.reader(), select).await? {
                let comment = ReviewComment::try_from(row)?;
                found.entry(comment.case).or_default().push(comment);
            }
        }
        Ok(found)
    }

    /// The comment with this id. Who may see it is for the caller to decide.
    pub async fn review_comment(&self, id: CommentId) -> Result<Option<ReviewComment>, StoreError> {
        with_id(self.reader(), id).await
    }
}

impl Transaction {
    /// Like [`Store::review_comment`], as this transaction sees it.
    pub async fn review_comment(&mut self, id: CommentId) -> Result<Option<ReviewComment>, StoreError> {
        with_id(&self.db, id).await
    }

    /// Keeps a new comment.
    pub async fn insert_review_comment(&mut self, comment: &ReviewComment) -> Result<(), StoreError> {
        let row = Model {
            id: comment.id.0,
            case_id: comment.case.0,
            created_at: moment::stored(comment.created_at),
            author_id: comment.author.map(|account| account.0),
            author_role: comment.author_role.key().to_owned(),
            field: comment.field.clone(),
            body: storable(&comment.body),
            mentions: comment.mentions.iter().map(|party| party.key()).collect::<Vec<_>>().join(" "),
            revision: comment.revision,
            resolved_at: comment.resolved.map(|(at, _)| moment::stored(at)),
            resolved_role: comment.resolved.map(|(_, role)| role.key().to_owned()),
        };
        rows::insert::<Entity>(&self.db, row).await
    }

    /// Marks a comment as resolved, or as open again.
    pub async fn resolve_review_comment(&mut self, id: CommentId, resolved: Option<(DateTime<Utc>, Role)>) -> Result<(), StoreError> {
        let update = Entity::update_many()
            .col_expr(Column::ResolvedAt, Expr::val(resolved.map(|(at, _)| moment::stored(at))))
            .col_expr(Column::ResolvedRole, Expr::val(resolved.map(|(_, role)| role.key())))
            .filter(Column::Id.eq(id.0));
        let result = update.exec(&self.db).await.map_err(StoreError::of(TABLE))?;
        if result.rows_affected == 1 { Ok(()) } else { Err(StoreError::Missing { table: TABLE, id: id.to_string() }) }
    }
}

async fn with_id(db: &impl ConnectionTrait, id: CommentId) -> Result<Option<ReviewComment>, StoreError> {
    rows::one(db, Entity::find_by_id(id.0)).await?.map(ReviewComment::try_from).transpose()
}

impl TryFrom<Model> for ReviewComment {
    type Error = StoreError;

    fn try_from(row: Model) -> Result<Self, StoreError> {
        let place = Place { table: TABLE, id: &row.id };
        let role = |column, key: &str| place.known(column, Role::from_key(key));
        let resolved_role = row.resolved_role.as_deref().map(|key| role("resolved_role", key)).transpose()?;
        let mentions = row.mentions.split_whitespace().map(|key| place.known("mentions", Party::from_key(key)));
        Ok(Self {
            id: CommentId(row.id),
            case: CaseId(row.case_id),
            created_at: row.created_at,
            author: row.author_id.map(AccountId),
            author_role: role("author_role", &row.author_role)?,
            mentions: mentions.collect::<Result<_, _>>()?,
            field: row.field,
            body: row.body,
            revision: row.revision,
            resolved: row.resolved_at.zip(resolved_role),
        })
    }
}
