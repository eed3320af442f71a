//! Municipalities' keys that were in force when they were written and are so no longer.
//!
//! Whoever reads one gets its successor ([`domain::Ags`]), but a statement that looks for the successor would pass over it.

use crate::{Store, StoreError, Transaction};
use domain::municipality;
use sea_orm::ConnectionTrait;

/// Tables and their columns in which a key stands as often as it likes, in the order in which rows are locked everywhere.
const COLUMNS: [(&str, &str); 7] = [
    ("account", "municipality"),
    ("practice_case", "working_district"),
    ("invitation", "municipality"),
    ("registration", "municipality"),
    ("deputation", "municipality"),
    ("network_request", "municipality"),
    ("request_reply", "municipality"),
];

/// Tables of whose primary key a municipality's is a part, with its column and those beside it.
const PRIMARY_KEYS: [(&str, &str, &str); 4] = [
    ("advised_municipality", "municipality", "account_id"),
    ("mail_domain", "municipality", "domain, created_at"),
    ("focus_area", "municipality", "field_of_action, position"),
    // No key of another vocabulary begins with a digit.
    ("case_term", "key", "case_id, vocabulary"),
];

/// Those of all these tables that the public sees.
const PUBLIC: [&str; 2] = ["focus_area", "case_term"];

impl Store {
    /// Puts the successor wherever a retired key stands, or the key of a Gemeinde of the district that had it. What municipalities that became one
    /// have both is kept once.
    pub(crate) async fn replace_retired_keys(&self) -> Result<(), StoreError> {
        let mut transaction = self.begin().await?;
        for (old, new) in municipality::retired_keys() {
            transaction.replace_key(old, new).await?;
        }
        transaction.commit().await
    }
}

impl Transaction {
    async fn replace_key(&mut self, old: &str, new: &str) -> Result<(), StoreError> {
        for (table, column) in COLUMNS {
            self.change(table, &format!("UPDATE {table} SET {column} = '{new}' WHERE {column} LIKE '{old}%'")).await?;
        }
        // A municipality works on what it chose, not on what was chosen by one that became part of it.
        let chose = format!("EXISTS (SELECT 1 FROM focus_area WHERE municipality = '{new}')");
        self.change("focus_area", &format!("DELETE FROM focus_area WHERE municipality LIKE '{old}%' AND {chose}")).await?;
        for (table, key, others) in PRIMARY_KEYS {
            let old = format!("FROM {table} WHERE {key} LIKE '{old}%'");
            let insert = format!("INSERT INTO {table} ({key}, {others}) SELECT '{new}', {others} {old} ON CONFLICT DO NOTHING");
            self.change(table, &insert).await?;
            self.change(table, &format!("DELETE {old}")).await?;
        }
        Ok(())
    }

    async fn change(&mut self, table: &'static str, statement: &str) -> Result<(), StoreError> {
        let changed = self.db.execute_unprepared(statement).await.map_err(StoreError::of(table))?;
        if changed.rows_affected() > 0 && PUBLIC.contains(&table) {
            self.changes_content();
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::plans::on_sqlite;
    use sea_orm::Statement;
    use std::collections::BTreeSet;

    #[tokio::test]
    async fn no_column_that_keeps_keys_is_left_out() {
        on_sqlite(|store| async move {
            let select = "SELECT t.name AS place, c.name AS key FROM sqlite_master t, pragma_table_info(t.name) c \
                          WHERE t.type = 'table' AND (c.name LIKE '%municipality%' OR c.name LIKE '%district%')";
            let rows = store.reader().query_all_raw(Statement::from_string(store.reader().get_database_backend(), select)).await.unwrap();
            let kept = rows.iter().map(|row| (row.try_get("", "place").unwrap(), row.try_get("", "key").unwrap()));
            let kept: BTreeSet<(String, String)> = kept.chain([("case_term".to_owned(), "key".to_owned())]).collect();
            let replaced = COLUMNS.into_iter().chain(PRIMARY_KEYS.map(|(table, key, _)| (table, key)));
            let replaced: BTreeSet<(String, String)> = replaced.map(|(table, key)| (table.to_owned(), key.to_owned())).collect();
            assert_eq!(kept, replaced);
        })
        .await;
    }
}
