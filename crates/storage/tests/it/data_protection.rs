//! The audit log keeps what it was given, and the page on data protection names every table.

use crate::{
    fixtures::{account, at, content, draft, id},
    harness::TestDatabase,
};
use domain::{
    Role,
    ids::{AccountId, AuditId, ReaderId},
};
use sea_orm::{ConnectionTrait, DatabaseConnection, Statement};
use serde_json::json;
use std::collections::BTreeSet;
use storage::{Activity, AuditEntry, AuditFilter, IdleBounds, Naming, Store};

on_both_databases!(
    the_database_itself_refuses_to_change_the_audit_log,
    who_it_was_is_forgotten_and_what_was_done_stays,
    the_log_is_read_page_by_page_and_narrowed_down,
    an_entry_is_found_by_what_its_detail_names,
    what_concerns_a_municipality_is_found_by_its_people_its_cases_and_its_name,
    the_page_on_data_protection_names_every_table,
    an_account_is_idle_from_its_last_use_on,
    a_warning_overwrites_no_use_and_no_warning,
    who_waits_for_the_end_and_who_is_disabled_takes_nobody_s_place,
);

async fn log(store: &Store, actor: AccountId, seconds: i64, action: &str) -> AuditEntry {
    let entry = AuditEntry {
        id: AuditId(id()),
        at: at(seconds),
        actor: Some(actor),
        action: action.to_owned(),
        object_type: "practice_case".to_owned(),
        object_id: id(),
        detail: json!({}),
    };
    let mut transaction = store.begin().await.unwrap();
    transaction.audit(&entry).await.unwrap();
    transaction.commit().await.unwrap();
    entry
}

async fn is_refused(connection: &DatabaseConnection, sql: &str) -> bool {
    match connection.execute_unprepared(sql).await {
        Ok(_) => false,
        Err(error) => {
            assert!(error.to_string().contains("append-only"), "{error}");
            true
        }
    }
}

async fn the_database_itself_refuses_to_change_the_audit_log(database: TestDatabase) {
    let actor = AccountId(id());
    storage::from_address("192.0.2.77".parse().ok(), log(&database.store, actor, 0, "case.published")).await;
    let connection = database.connection().await;
    for change in [
        "DELETE FROM audit_entry",
        "UPDATE audit_entry SET action = 'case.created'",
        "UPDATE audit_entry SET detail = '{}  '",
        "UPDATE audit_entry SET network = '198.51.100.0/24'",
        "UPDATE audit_entry SET actor_id = id",
        "UPDATE audit_entry SET object_id = id",
        "UPDATE audit_entry SET actor_id = NULL, object_type = 'account'",
    ] {
        assert!(is_refused(&connection, change).await, "{change}");
    }
    if database.is_sqlite() {
        let columns = "at, action, object_type, object_id, detail";
        for change in [
            format!("INSERT OR REPLACE INTO audit_entry (id, {columns}) SELECT id, {columns} FROM audit_entry"),
            format!("INSERT OR REPLACE INTO audit_entry (rowid, id, {columns}) SELECT rowid, randomblob(16), {columns} FROM audit_entry"),
            "UPDATE OR REPLACE audit_entry SET rowid = rowid + 1".to_owned(),
        ] {
            assert!(is_refused(&connection, &change).await, "{change}");
        }
    } else {
        assert!(is_refused(&connection, "TRUNCATE audit_entry").await);
    }
    assert!(!is_refused(&connection, "UPDATE audit_entry SET actor_id = NULL, network = NULL").await);
    connection.close().await.unwrap();
}

async fn who_it_was_is_forgotten_and_what_was_done_stays(database: TestDatabase) {
    let store = &database.store;
    let (one, other) = (AccountId(id()), AccountId(id()));
    let old = storage::from_address("192.0.2.77".parse().ok(), log(store, one, 0, "case.created")).await;
    log(store, other, 10, "case.created").await;
    let all = async || store.audit_log(&AuditFilter::default(), None, 10).await.unwrap();
    assert_eq!(all().await[1].network.as_deref(), Some("192.0.2.0/24"));
    let mut transaction = store.begin().await.unwrap();
    assert_eq!(transaction.forget_actor(one).await.unwrap(), 1);
    assert_eq!(transaction.forget_actors_before(at(10)).await.unwrap(), 0);
    transaction.commit().await.unwrap();
    let entries = all().await;
    assert_eq!((entries[0].entry.actor, entries[1].entry.actor, entries[1].network.as_ref()), (Some(other), None, None));
    assert_eq!(entries[1].entry, AuditEntry { actor: None, ..old });
    let mut transaction = store.begin().await.unwrap();
    assert_eq!(transaction.forget_actors_before(at(11)).await.unwrap(), 1);
    transaction.commit().await.unwrap();
    assert!(all().await.iter().all(|logged| logged.entry.actor.is_none()));
}

async fn the_log_is_read_page_by_page_and_narrowed_down(database: TestDatabase) {
    let store = &database.store;
    let (one, other) = (AccountId(id()), AccountId(id()));
    let mut expected = Vec::new();
    for (seconds, actor, action) in
        [(0, one, "case.created"), (0, other, "case.published"), (5, one, "account.disabled"), (9, one, "case.x")]
    {
        expected.push(log(store, actor, seconds, action).await);
    }
    expected.sort_by_key(|entry| std::cmp::Reverse((entry.at, entry.id)));
    let mut place = None;
    let mut walked = Vec::new();
    loop {
        let page = store.audit_log(&AuditFilter::default(), place, 1).await.unwrap();
        let Some(logged) = page.into_iter().next() else { break };
        place = Some((logged.entry.at, logged.entry.id));
        walked.push(logged.entry);
    }
    assert_eq!(walked, expected);
    let count = async |filter: AuditFilter| store.audit_log(&filter, None, 10).await.unwrap().len();
    assert_eq!(count(AuditFilter { actor: Some(one), ..AuditFilter::default() }).await, 3);
    assert_eq!(count(AuditFilter { action: Some("case.".into()), ..AuditFilter::default() }).await, 3);
    assert_eq!(count(AuditFilter { object: vec![Naming::Object(expected[0].object_id)], ..AuditFilter::default() }).await, 1);
    assert_eq!(count(AuditFilter { since: Some(at(5)), before: Some(at(9)), ..AuditFilter::default() }).await, 1);
    assert_eq!(count(AuditFilter { action: Some("%".into()), ..AuditFilter::default() }).await, 0, "no wildcard");
    assert_eq!(store.audit_about(other, None).await.unwrap().len(), 1);
    let reader = Some(ReaderId(expected[0].object_id));
    assert_eq!(store.audit_about(other, reader).await.unwrap().len(), 2, "what was done to a reader as well");
}

async fn an_entry_is_found_by_what_its_detail_names(database: TestDatabase) {
    let store = &database.store;
    let (reader, subscription, other) = (id(), id().to_string(), id().to_string());
    let mut transaction = store.begin().await.unwrap();
    for (kind, object_id, named) in [("reader", reader, &subscription), ("reader", id(), &other), ("practice_case", id(), &subscription)] {
        let detail = json!({ "a": 1, "subscription": named, "z": "%" });
        let (id, action, object_type) = (AuditId(id()), "x.y".to_owned(), kind.to_owned());
        transaction.audit(&AuditEntry { id, at: at(0), actor: None, action, object_type, object_id, detail }).await.unwrap();
    }
    transaction.commit().await.unwrap();
    let naming = |key, value: &str| Naming::Detail { kind: "reader", key, value: value.to_owned() };
    let found = async |object: Vec<Naming>| {
        let entries = store.audit_log(&AuditFilter { object, ..AuditFilter::default() }, None, 10).await.unwrap();
        entries.into_iter().map(|logged| logged.entry.object_id).collect::<Vec<_>>()
    };
    assert_eq!(found(vec![naming("subscription", &subscription)]).await, [reader], "of this kind alone");
    assert_eq!(found(vec![naming("subscription", &subscription), naming("subscription", &other)]).await.len(), 2, "any of these");
    for strange in ["%", "", "\"", "\\", &subscription[..8]] {
        assert!(found(vec![naming("subscription", strange)]).await.is_empty(), "{strange}: no wildcard, and no part of a text");
    }
    assert_eq!(found(vec![Naming::Object(reader), naming("z", "%")]).await.len(), 2);
}

async fn what_concerns_a_municipality_is_found_by_its_people_its_cases_and_its_name(database: TestDatabase) {
    let store = &database.store;
    let own = account(store, "eigen", Role::Author).await.id;
    let case = draft(store, content("Ein Beispiel"), at(0)).await.id;
    let mut transaction = store.begin().await.unwrap();
    let (stranger, elsewhere) = (AccountId(id()), id());
    for (seconds, actor, object_id, detail) in [
        (1, own, elsewhere, json!({})),
        (2, stranger, own.0, json!({})),
        (3, stranger, case.0, json!({})),
        (4, stranger, elsewhere, json!({ "municipality": "15084" })),
        (5, stranger, elsewhere, json!({ "role": "author", "municipality": "15084550" })),
        (6, stranger, elsewhere, json!({ "municipalities": ["15088", "15084"] })),
        (7, stranger, elsewhere, json!({ "municipality": "15088" })),
        (8, stranger, elsewhere, json!({ "municipality": null, "phrase": "15084" })),
    ] {
        let (id, action, object_type) = (AuditId(id()), "x.y".to_owned(), "some".to_owned());
        transaction.audit(&AuditEntry { id, at: at(seconds), actor: Some(actor), action, object_type, object_id, detail }).await.unwrap();
    }
    transaction.commit().await.unwrap();
    let found = async |ags: &str, action: Option<&str>| {
        let filter = AuditFilter { municipality: ags.parse().ok(), action: action.map(str::to_owned), ..AuditFilter::default() };
        let entries = store.audit_log(&filter, None, 20).await.unwrap();
        entries.into_iter().map(|logged| (logged.entry.at - at(0)).num_seconds()).collect::<Vec<_>>()
    };
    assert_eq!(found("15084", None).await, [6, 5, 4, 3, 2, 1]);
    assert_eq!(found("15084550", None).await, [6, 5, 4, 3, 2, 1], "a Gemeinde is looked after by its Landkreis");
    assert_eq!(found("15088", None).await, [7, 6]);
    assert!(found("15084", Some("y.")).await.is_empty(), "and whatever else is asked for");
}

async fn the_page_on_data_protection_names_every_table(database: TestDatabase) {
    let query = if database.is_sqlite() {
        "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'"
    } else {
        "SELECT table_name AS name FROM information_schema.tables WHERE table_schema = 'public'"
    };
    let connection = database.connection().await;
    let rows = connection.query_all_raw(Statement::from_string(connection.get_database_backend(), query)).await.unwrap();
    let tables: BTreeSet<String> = rows.iter().map(|row| row.try_get("", "name").unwrap()).collect();
    connection.close().await.unwrap();
    let page = std::fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/../../docs/data-protection.md")).unwrap();
    let named = page.lines().filter_map(|line| line.strip_prefix("| `")?.split('`').next()).map(str::to_owned);
    assert_eq!(named.collect::<BTreeSet<_>>(), tables, "the tables of docs/data-protection.md and those of the database");
}

async fn an_account_is_idle_from_its_last_use_on(database: TestDatabase) {
    let store = &database.store;
    let (never, used) = (account(store, "never", Role::Reader).await, account(store, "used", Role::Reader).await);
    let mut transaction = store.begin().await.unwrap();
    transaction.note_use(used.id, at(100)).await.unwrap();
    assert!(transaction.note_warning(never.id, never.created_at, at(50)).await.unwrap());
    transaction.commit().await.unwrap();
    let idle = async |seconds: i64| store.idle_accounts(unused_since(seconds)).await.unwrap();
    let first = idle(100).await;
    assert_eq!(first.iter().map(|idle| (idle.account.id, idle.warned_at)).collect::<Vec<_>>(), [(never.id, Some(at(50)))]);
    assert_eq!(idle(101).await.len(), 2);
    let mut transaction = store.begin().await.unwrap();
    transaction.note_use(never.id, at(200)).await.unwrap();
    transaction.commit().await.unwrap();
    let later = idle(201).await;
    assert!(
        later.iter().any(|idle| idle.account.id == never.id) && later.iter().all(|idle| idle.warned_at.is_none()),
        "a use makes a warning void"
    );
}

/// Every account that nobody has used since then, whenever its holder was warned before.
fn unused_since(seconds: i64) -> IdleBounds {
    IdleBounds { unused_since: at(seconds), erase_seen_until: at(seconds), erase_warned_until: at(seconds) }
}

async fn a_warning_overwrites_no_use_and_no_warning(database: TestDatabase) {
    let store = &database.store;
    let used = account(store, "used", Role::Reader).await;
    let mut transaction = store.begin().await.unwrap();
    transaction.note_use(used.id, at(100)).await.unwrap();
    assert!(!transaction.note_warning(used.id, at(99), at(150)).await.unwrap(), "it was used since");
    let used_at = |warned_at| Some(Activity { seen_at: at(100), warned_at });
    assert_eq!(transaction.activity_for_update(used.id).await.unwrap(), used_at(None));
    assert!(transaction.note_warning(used.id, at(100), at(150)).await.unwrap());
    assert!(!transaction.note_warning(used.id, at(100), at(160)).await.unwrap(), "once");
    assert_eq!(transaction.activity_for_update(used.id).await.unwrap(), used_at(Some(at(150))));
    transaction.void_warning(used.id).await.unwrap();
    assert_eq!(transaction.activity_for_update(used.id).await.unwrap(), used_at(None));
}

async fn who_waits_for_the_end_and_who_is_disabled_takes_nobody_s_place(database: TestDatabase) {
    let store = &database.store;
    let (warned, disabled) = (account(store, "warned", Role::Reader).await, account(store, "disabled", Role::Reader).await);
    let mut transaction = store.begin().await.unwrap();
    assert!(transaction.note_warning(warned.id, warned.created_at, at(50)).await.unwrap());
    transaction.set_disabled(disabled.id, Some(at(60))).await.unwrap();
    transaction.commit().await.unwrap();
    let found = async |bounds: IdleBounds| -> Vec<_> {
        store.idle_accounts(bounds).await.unwrap().into_iter().map(|idle| idle.account.id).collect()
    };
    let due = IdleBounds { erase_seen_until: at(0), erase_warned_until: at(50), ..unused_since(100) };
    assert_eq!(found(due).await, [warned.id]);
    assert_eq!(found(IdleBounds { erase_warned_until: at(49), ..due }).await, [], "the time after the warning is not over");
    assert_eq!(found(IdleBounds { erase_seen_until: at(-1), ..due }).await, [], "it was used too lately");
}
