//! The audit log takes entries and keeps them: the database itself refuses to delete one, and to change more than to forget who it was.
//!
//! Erasing an account and the end of its retention set `actor_id` and `network` to nothing; whatever else an entry says stays.

use sea_orm_migration::{prelude::*, sea_orm::DbBackend};

pub(crate) const REFUSAL: &str = "audit entries are append-only";

pub(crate) async fn up(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    let connection = manager.get_connection();
    for statement in statements(connection.get_database_backend()) {
        connection.execute_unprepared(&statement).await?;
    }
    Ok(())
}

pub(crate) async fn down(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    let connection = manager.get_connection();
    let statements: &[&str] = match connection.get_database_backend() {
        DbBackend::Postgres => &[
            "DROP TRIGGER IF EXISTS audit_entry_rows ON audit_entry",
            "DROP TRIGGER IF EXISTS audit_entry_table ON audit_entry",
            "DROP FUNCTION IF EXISTS audit_entry_guard()",
        ],
        _ => &["DROP TRIGGER IF EXISTS audit_entry_no_delete", "DROP TRIGGER IF EXISTS audit_entry_no_update"],
    };
    for statement in statements {
        connection.execute_unprepared(statement).await?;
    }
    Ok(())
}

/// Both parts that may be forgotten become nothing or stay; the rest stays. `same` compares two values of which either may be NULL.
fn forgets_only(same: &str) -> String {
    let kept = ["id", "at", "action", "object_type", "object_id", "detail"].map(|column| format!("NEW.{column} {same} OLD.{column}"));
    let forgotten = ["actor_id", "network"].map(|column| format!("(NEW.{column} IS NULL OR NEW.{column} {same} OLD.{column})"));
    [kept.join(" AND "), forgotten.join(" AND ")].join(" AND ")
}

fn statements(backend: DbBackend) -> Vec<String> {
    if backend == DbBackend::Postgres {
        let may = forgets_only("IS NOT DISTINCT FROM");
        vec![
            format!(
                "CREATE OR REPLACE FUNCTION audit_entry_guard() RETURNS trigger LANGUAGE plpgsql AS $guard$ BEGIN \
                 IF TG_OP = 'UPDATE' THEN IF {may} THEN RETURN NEW; END IF; END IF; \
                 RAISE EXCEPTION '{REFUSAL}'; END $guard$"
            ),
            "CREATE TRIGGER audit_entry_rows BEFORE UPDATE OR DELETE ON audit_entry FOR EACH ROW EXECUTE FUNCTION audit_entry_guard()"
                .into(),
            "CREATE TRIGGER audit_entry_table BEFORE TRUNCATE ON audit_entry FOR EACH STATEMENT EXECUTE FUNCTION audit_entry_guard()"
                .into(),
        ]
    } else {
        let may = forgets_only("IS");
        vec![
            format!("CREATE TRIGGER audit_entry_no_delete BEFORE DELETE ON audit_entry BEGIN SELECT RAISE(ABORT, '{REFUSAL}'); END"),
            format!(
                "CREATE TRIGGER audit_entry_no_update BEFORE UPDATE ON audit_entry WHEN NOT ({may}) BEGIN SELECT RAISE(ABORT, '{REFUSAL}'); END"
            ),
        ]
    }
}
