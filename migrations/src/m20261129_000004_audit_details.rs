//! The audit log's details without networks: a detail is kept for ever, the column beside it is forgotten in its time. And SQLite's guard
//! knows the statements that put a row in an entry's place.

use crate::m20261125_000004_people::audit_guard::{self, REFUSAL};
use sea_orm_migration::{
    prelude::{async_trait::async_trait, *},
    sea_orm::DbBackend,
};

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let connection = manager.get_connection();
        let backend = connection.get_database_backend();
        // The guard refuses this change as any other, and stands again before anybody else writes.
        audit_guard::down(manager).await?;
        connection.execute_unprepared(&without_networks(backend)).await?;
        audit_guard::up(manager).await?;
        for statement in against_replacing(backend) {
            connection.execute_unprepared(&statement).await?;
        }
        Ok(())
    }

    /// What was taken out of the details does not come back.
    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let connection = manager.get_connection();
        if connection.get_database_backend() != DbBackend::Postgres {
            connection.execute_unprepared("DROP TRIGGER IF EXISTS audit_entry_no_replace").await?;
            connection.execute_unprepared("DROP TRIGGER IF EXISTS audit_entry_no_move").await?;
        }
        Ok(())
    }
}

/// Details stay JSON without spaces, in which entries are looked for.
fn without_networks(backend: DbBackend) -> String {
    let detail = match backend {
        DbBackend::Postgres => r#"regexp_replace(detail, '"network":(null|"[^"]*"),|,"network":(null|"[^"]*")', '')"#,
        _ => "json_remove(detail, '$.network')",
    };
    // No other entry ever had one.
    format!("UPDATE audit_entry SET detail = {detail} WHERE action = 'session.started' AND detail LIKE '%\"network\":%'")
}

/// SQLite's `OR REPLACE` takes away the row that is in the way, found by its id or its rowid, without asking the trigger that refuses
/// deletions. PostgreSQL has nothing of the kind: there the primary key refuses a second entry, and the guard an upsert.
fn against_replacing(backend: DbBackend) -> Vec<String> {
    if backend == DbBackend::Postgres {
        return Vec::new();
    }
    let refuse = format!("BEGIN SELECT RAISE(ABORT, '{REFUSAL}'); END");
    vec![
        format!(
            "CREATE TRIGGER audit_entry_no_replace BEFORE INSERT ON audit_entry \
             WHEN EXISTS (SELECT 1 FROM audit_entry WHERE id = NEW.id OR rowid = NEW.rowid) {refuse}"
        ),
        format!("CREATE TRIGGER audit_entry_no_move BEFORE UPDATE ON audit_entry WHEN NEW.rowid IS NOT OLD.rowid {refuse}"),
    ]
}
