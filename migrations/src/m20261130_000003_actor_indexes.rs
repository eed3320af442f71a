//! Indexes for what is looked for when an account goes, by every reference to it, and when it is forgotten who did what.

use crate::columns::index;
use sea_orm_migration::prelude::{async_trait::async_trait, *};

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

/// Name, table and column of the indexes of references to accounts that had none.
const REFERENCES: [(&str, &str, &str); 5] = [
    ("case_review_submitted_by", "case_review", "submitted_by"),
    ("case_review_claimed_by", "case_review", "claimed_by"),
    ("review_event_actor_id", "review_event", "actor_id"),
    ("review_comment_author_id", "review_comment", "author_id"),
    ("suppression_reactivated_by", "suppression", "reactivated_by"),
];

/// The index of the entries of which it is still known who they come from.
const KNOWN: (&str, &str) = ("audit_entry_known", "audit_entry");

#[async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for (name, table, column) in REFERENCES {
            manager.create_index(index(name, Alias::new(table), [Alias::new(column)])).await?;
        }
        let (name, table) = KNOWN;
        let is_known = |column: &'static str| Expr::col(Alias::new(column)).is_not_null();
        // SQLite takes the index for a statement with the same words alone.
        let known = index(name, Alias::new(table), [Alias::new("at")]).and_where(is_known("actor_id").or(is_known("network"))).take();
        manager.create_index(known).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for (name, table) in REFERENCES.into_iter().map(|(name, table, _)| (name, table)).chain([KNOWN]) {
            manager.drop_index(Index::drop().name(name).table(Alias::new(table)).to_owned()).await?;
        }
        Ok(())
    }
}
