//! The schema's history.

use crate::{
    fixtures::{at, content, email, id, published, reader, retitle},
    harness::TestDatabase,
};
use chrono::Weekday;
use domain::{
    Role, WorkflowState,
    digest_period::Frequency,
    freshness::FreshnessStage,
    ids::{AccountId, AuditId, CaseId, DigestId, SubscriptionId},
    reader::ReaderSettings,
    subscription::{Criteria, SubscriptionState},
    vocabulary::State,
};
use sea_orm::{ConnectionTrait, Statement};
use serde_json::{Value, json};
use std::time::Duration;
use storage::{AuditEntry, AuditFilter, Digest, DigestOutcome, Naming, Reader, StoreError, Subscription};

/// How many steps there are; the test of the way down needs at least two.
pub(crate) const STEPS: u32 = 24;

/// Which of them changes the closed list of a case's states.
const REVIEW_STEP: u32 = 10;

/// Which of them makes readers of the addresses of subscriptions.
const READERS_STEP: u32 = 13;

/// Which of them makes the table of mails a queue.
pub(crate) const QUEUE_STEP: u32 = 14;

/// Which of them takes networks out of the audit log's details.
const AUDIT_STEP: u32 = 19;

on_both_databases!(
    migrating_again_finds_nothing_to_do,
    every_step_goes_down_and_up_again,
    every_reference_is_found_by_an_index,
    two_processes_that_migrate_at_once_take_turns,
    cases_stay_as_they_are_when_their_states_become_more,
    references_that_a_step_would_leave_dangling_stop_it,
    subscriptions_find_their_readers_when_there_come_to_be_some,
    readers_are_made_of_many_addresses_in_a_moment,
    networks_go_from_the_details_of_the_audit_log_and_its_guard_stands_again,
);

async fn migrating_again_finds_nothing_to_do(database: TestDatabase) {
    assert_eq!(database.store.pending_migrations().await.unwrap(), 0);
    assert_eq!(database.store.migrate().await.unwrap(), 0);
}

async fn every_step_goes_down_and_up_again(database: TestDatabase) {
    let store = &database.store;
    published(store, content("Vorher"), at(0)).await;
    for missing in 1..=STEPS {
        assert_eq!(store.migrate_down_one().await.unwrap(), 1);
        assert_eq!(store.pending_migrations().await.unwrap(), missing);
        // Up and down again from every depth: a step leaves nothing behind that would be in its own way.
        assert_eq!(store.migrate().await.unwrap(), missing);
        for _ in 0..missing {
            assert_eq!(store.migrate_down_one().await.unwrap(), 1);
        }
    }
    assert_eq!(store.migrate_down_one().await.unwrap(), 0);
    assert_eq!(store.migrate().await.unwrap(), STEPS);
    let case = published(store, content("Nachher"), at(0)).await;
    assert_eq!(store.published_case(case.id).await.unwrap().unwrap().content.title, "Nachher");
}

/// Columns that refer to another table and begin no index: whatever is deleted there has the database read all of theirs.
const BARE_REFERENCES: [&str; 2] = [
    "SELECT t.name || '.' || f.\"from\" AS place FROM sqlite_master t, pragma_foreign_key_list(t.name) f WHERE t.type = 'table' AND NOT EXISTS \
     (SELECT 1 FROM pragma_index_list(t.name) l, pragma_index_info(l.name) c WHERE l.partial = 0 AND c.seqno = 0 AND c.name = f.\"from\")",
    "SELECT CAST(r.conrelid::regclass AS text) || '.' || CAST(c.attname AS text) AS place FROM pg_constraint r \
     INNER JOIN pg_attribute c ON c.attrelid = r.conrelid AND c.attnum = r.conkey[1] WHERE r.contype = 'f' AND NOT EXISTS \
     (SELECT 1 FROM pg_index i WHERE i.indrelid = r.conrelid AND i.indpred IS NULL AND i.indkey[0] = r.conkey[1])",
];

async fn every_reference_is_found_by_an_index(database: TestDatabase) {
    let bare = async || {
        let connection = database.connection().await;
        let statement = BARE_REFERENCES[usize::from(!database.is_sqlite())];
        let rows = connection.query_all_raw(Statement::from_string(connection.get_database_backend(), statement)).await.unwrap();
        let places: Vec<String> = rows.iter().map(|row| row.try_get("", "place").unwrap()).collect();
        connection.close().await.unwrap();
        places
    };
    assert_eq!(bare().await, [""; 0]);
    database.execute("DROP INDEX review_event_actor_id").await;
    assert_eq!(bare().await, ["review_event.actor_id"], "the question finds what lacks one");
}

async fn cases_stay_as_they_are_when_their_states_become_more(database: TestDatabase) {
    let store = &database.store;
    let case = published(store, content("Vorher"), at(0)).await;
    retitle(store, case.id, "Wird überarbeitet", at(1)).await;
    let mut transaction = store.begin().await.unwrap();
    transaction.set_state(case.id, WorkflowState::ChangesRequested, at(2)).await.unwrap();
    transaction.commit().await.unwrap();
    for _ in REVIEW_STEP..=STEPS {
        store.migrate_down_one().await.unwrap();
    }
    store.migrate().await.unwrap();
    let working = store.working_case(case.id).await.unwrap().unwrap();
    assert_eq!((working.state, working.content.title.as_str()), (WorkflowState::Submitted, "Wird überarbeitet"));
    assert_eq!((working.confirmed_at, working.freshness), (case.published_at, FreshnessStage::Confirmed));
    assert_eq!(store.revisions(case.id).await.unwrap().len(), 2);
    assert_eq!(store.due_freshness(at(1), 10).await.unwrap(), [case.id], "the first look finds out when the year is over");
    database.refuses("UPDATE practice_case SET state = 'lost'").await;
    database.refuses("UPDATE practice_case SET freshness = 'lost'").await;
}

fn wish(reader: &Reader, state: SubscriptionState, second: i64) -> Subscription {
    Subscription {
        id: SubscriptionId(id()),
        reader: reader.id,
        account: None,
        criteria: Criteria::default(),
        typed_text: None,
        frequency: Frequency::Weekly,
        wanted_weekday: (state == SubscriptionState::Pending).then_some(Weekday::Sun),
        wanted_hour: None,
        state,
        consent_version: "2026-12".to_owned(),
        consent_text: None,
        requested_at: at(second),
        confirmed_at: None,
        withdrawn_at: None,
        unsubscribe_token: id().to_string().into(),
        confirm_token_hash: None,
        covered_until: (state == SubscriptionState::Active).then(|| at(second)),
        requested_from: None,
        confirmed_from: None,
    }
}

async fn subscriptions_find_their_readers_when_there_come_to_be_some(database: TestDatabase) {
    let store = &database.store;
    let mut transaction = store.begin().await.unwrap();
    let (place, role) = ("16056".parse().unwrap(), Role::Author);
    let account = transaction.upsert_account(&email("leserin"), role, Some(&place), AccountId(id()), at(0)).await.unwrap();
    let settings = ReaderSettings { hour: 9, weekday: Weekday::Sat, titles_only: true, ..ReaderSettings::default() };
    let one = Reader { settings, next_due_at: Some(at(50)), ..reader(email("leserin")) };
    let other = reader(email("andere"));
    transaction.ensure_reader(&one).await.unwrap();
    transaction.ensure_reader(&other).await.unwrap();
    let mut wishes = vec![wish(&one, SubscriptionState::Active, 1), wish(&one, SubscriptionState::Withdrawn, 2)];
    wishes.push(wish(&other, SubscriptionState::Pending, 3));
    for wish in &wishes {
        transaction.insert_subscription(wish).await.unwrap();
    }
    let skipped = DigestOutcome::Skipped { reason: "nothing".to_owned() };
    let digest = Digest {
        id: DigestId(id()),
        subscription: wishes[0].id,
        period_key: "weekly-1".to_owned(),
        window_start: at(0),
        window_end: at(1),
        outcome: skipped,
        case_ids: vec![CaseId(id()), CaseId(id())],
        total: 2,
        renewed_ids: Vec::new(),
        renewed_total: 0,
        created_at: at(1),
    };
    transaction.insert_digests(std::slice::from_ref(&digest)).await.unwrap();
    transaction.commit().await.unwrap();
    for _ in READERS_STEP..=STEPS {
        store.migrate_down_one().await.unwrap();
    }
    store.migrate().await.unwrap();
    let found = store.reader_by_email(&account.email).await.unwrap().unwrap();
    let expected = ReaderSettings { titles_only: false, quiet_days: false, state: Some(State::Thueringen), ..settings };
    assert_eq!((found.settings, found.next_due_at), (expected, Some(at(50))), "Saturday was no quiet day before either");
    let stranger = store.reader_by_email(&email("andere")).await.unwrap().unwrap();
    assert_eq!((stranger.settings.weekday, stranger.next_due_at), (Weekday::Sun, None));
    assert!(found.token.reveal().len() == 48 && stranger.token.reveal().len() == 48 && found.token != stranger.token);
    let mut after = store.subscriptions_of_reader(found.id).await.unwrap();
    after.extend(store.subscriptions_of_reader(stranger.id).await.unwrap());
    for wish in &mut wishes {
        wish.reader = if wish.reader == one.id { found.id } else { stranger.id };
    }
    assert_eq!(after, wishes);
    assert_eq!(store.digests(wishes[0].id).await.unwrap(), [digest]);
}

async fn readers_are_made_of_many_addresses_in_a_moment(database: TestDatabase) {
    let store = &database.store;
    for _ in READERS_STEP..=STEPS {
        store.migrate_down_one().await.unwrap();
    }
    let id = if database.is_sqlite() { "randomblob(16)" } else { "gen_random_uuid()" };
    let columns = "id, email, criteria, frequency, weekday, hour, state, consent_version, requested_at, unsubscribe_token";
    database
        .execute(&format!(
            "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 40000) INSERT INTO subscription ({columns}) \
             SELECT {id}, 'leserin-' || (i % 30000) || '@kreis.example.org', '{{}}', 'WEEKLY', 2, 7, 'withdrawn', '2026-12', \
             '2026-11-25T00:00:00.000000Z', 'token-' || i FROM n"
        ))
        .await;
    // Seconds are enough; read as a whole for each of its rows the table would take minutes.
    tokio::time::timeout(Duration::from_secs(30), store.migrate()).await.expect("no work that grows with the square").unwrap();
    let connection = database.connection().await;
    for (table, expected) in [("reader", 30_000), ("subscription", 40_000)] {
        let count = Statement::from_string(connection.get_database_backend(), format!("SELECT COUNT(*) AS count FROM {table}"));
        let row = connection.query_one_raw(count).await.unwrap().unwrap();
        assert_eq!(row.try_get::<i64>("", "count").unwrap(), expected, "{table}");
    }
    connection.close().await.unwrap();
}

async fn networks_go_from_the_details_of_the_audit_log_and_its_guard_stands_again(database: TestDatabase) {
    let store = &database.store;
    for _ in AUDIT_STEP..=STEPS {
        store.migrate_down_one().await.unwrap();
    }
    let session = id().to_string();
    let kept = json!({ "session": session, "method": "link", "second_factor": false });
    let details = [json!("192.0.2.0/24"), json!("2001:db8:1::/48"), Value::Null].map(|network| {
        let mut detail = kept.clone();
        detail["network"] = network;
        detail
    });
    let started = |detail: Value| AuditEntry {
        id: AuditId(id()),
        at: at(0),
        actor: None,
        action: "session.started".to_owned(),
        object_type: "account".to_owned(),
        object_id: id(),
        detail,
    };
    let entries: Vec<_> = details.into_iter().chain([kept.clone()]).map(started).collect();
    let mut transaction = store.begin().await.unwrap();
    transaction.audit_all(&entries).await.unwrap();
    transaction.commit().await.unwrap();
    store.migrate().await.unwrap();
    let naming = Naming::Detail { kind: "account", key: "session", value: session };
    let found = store.audit_log(&AuditFilter { object: vec![naming], ..AuditFilter::default() }, None, 10).await.unwrap();
    assert_eq!(found.len(), entries.len(), "what details name is found as before");
    for logged in found {
        assert_eq!(logged.entry.detail, kept);
    }
    database.refuses("UPDATE audit_entry SET detail = '{}'").await;
    database.refuses("DELETE FROM audit_entry").await;
}

async fn two_processes_that_migrate_at_once_take_turns(database: TestDatabase) {
    for _ in 0..STEPS {
        database.store.migrate_down_one().await.unwrap();
    }
    let (one, other) = (database.another_store().await, database.another_store().await);
    let (here, there, everywhere) = tokio::join!(database.store.migrate(), one.migrate(), other.migrate());
    let mut applied = [here.unwrap(), there.unwrap(), everywhere.unwrap()];
    applied.sort_unstable();
    assert_eq!(applied, [0, 0, STEPS]);
}

async fn references_that_a_step_would_leave_dangling_stop_it(database: TestDatabase) {
    if !database.is_sqlite() {
        // PostgreSQL checks references at every statement.
        return;
    }
    let insert = "INSERT INTO case_term (case_id, vocabulary, key) VALUES (x'00', 'state', 'SACHSEN')";
    database.execute(&format!("PRAGMA foreign_keys = OFF; {insert}")).await;
    let error = database.store.migrate_down_one().await.unwrap_err();
    assert!(matches!(&error, StoreError::DanglingReferences { tables } if tables == "case_term"), "{error}");
    assert_eq!(database.store.pending_migrations().await.unwrap(), 0, "nothing was changed");
}
