//! How long a session counts, and who ends it.

use crate::{
    fixtures::{account, at, email, id},
    harness::TestDatabase,
};
use domain::{
    Ags, Role, SignInMethod,
    ids::{DeputationId, SessionId},
};
use storage::{Account, Deputation, Session, SessionUse, Store};

on_both_databases!(
    a_session_counts_until_it_is_over_or_was_not_used,
    a_session_ends_with_the_rights_that_it_began_with,
    a_session_ends_when_a_deputation_begins_and_when_it_ends,
    a_session_ends_when_others_are_advised,
    sessions_are_ended_by_their_account_alone,
);

fn session(account: &Account, end: i64) -> Session {
    Session {
        id: SessionId(id()),
        account: account.id,
        created_at: at(0),
        expires_at: at(end),
        last_used_at: at(0),
        method: SignInMethod::Link,
        second_factor: true,
        device: Some("Firefox, Linux".to_owned()),
        network: None,
    }
}

async fn keep(store: &Store, account: &Account, sessions: &[(&Session, &str)]) {
    let mut transaction = store.begin().await.unwrap();
    for (session, hash) in sessions {
        transaction.insert_session(session, hash, account).await.unwrap();
    }
    transaction.commit().await.unwrap();
}

fn when(now: i64, idle_since: i64) -> SessionUse {
    SessionUse { now: at(now), idle_since: at(idle_since) }
}

async fn a_session_counts_until_it_is_over_or_was_not_used(database: TestDatabase) {
    let store = &database.store;
    let account = account(store, "a", Role::Author).await;
    let (short, long) = (session(&account, 10), session(&account, 20));
    keep(store, &account, &[(&short, "short"), (&long, "long")]).await;
    let holder = async |hash: &str, now, idle_since| {
        store.session_by_hash(hash, when(now, idle_since)).await.unwrap().map(|(account, _, session)| (account, session))
    };
    assert_eq!(holder("short", 9, -1).await, Some((account.clone(), short)));
    assert_eq!(holder("short", 10, -1).await, None, "over");
    assert_eq!(holder("long", 9, 0).await, None, "not used since");
    assert_eq!(holder("unknown", 0, -1).await, None);
    let mut transaction = store.begin().await.unwrap();
    transaction.touch_session(long.id, at(5)).await.unwrap();
    transaction.commit().await.unwrap();
    assert_eq!(holder("long", 9, 4).await, Some((account.clone(), Session { last_used_at: at(5), ..long.clone() })));
    let mut transaction = store.begin().await.unwrap();
    assert_eq!(transaction.delete_expired_sessions(when(10, 4)).await.unwrap(), 1);
    assert_eq!(transaction.delete_session("never was").await.unwrap(), None);
    transaction.commit().await.unwrap();
    assert_eq!(store.sessions(&account, when(11, 4)).await.unwrap().len(), 1);
    database.execute("UPDATE account SET disabled_at = created_at").await;
    assert_eq!(holder("long", 9, 4).await, None, "the account is disabled");
}

async fn a_session_ends_with_the_rights_that_it_began_with(database: TestDatabase) {
    let store = &database.store;
    let account = account(store, "a", Role::Author).await;
    let one = session(&account, 20);
    keep(store, &account, &[(&one, "one")]).await;
    // Whatever code changes the account: the session does not count any more.
    database.execute("UPDATE account SET role = 'reader'").await;
    assert_eq!(store.session_by_hash("one", when(1, -1)).await.unwrap(), None);
    database.execute("UPDATE account SET role = 'author'").await;
    assert!(store.session_by_hash("one", when(1, -1)).await.unwrap().is_some());
    let mut transaction = store.begin().await.unwrap();
    transaction.upsert_account(&email("a"), Role::Author, account.municipality.as_ref(), account.id, at(1)).await.unwrap();
    assert!(store.session_by_hash("one", when(1, -1)).await.unwrap().is_some(), "nothing has changed");
    transaction.upsert_account(&email("a"), Role::Author, "16051".parse().ok().as_ref(), account.id, at(1)).await.unwrap();
    transaction.upsert_account(&email("a"), Role::Author, account.municipality.as_ref(), account.id, at(1)).await.unwrap();
    transaction.commit().await.unwrap();
    assert_eq!(store.session_by_hash("one", when(1, -1)).await.unwrap(), None, "it was ended and does not come back");
}

async fn a_session_ends_when_a_deputation_begins_and_when_it_ends(database: TestDatabase) {
    let store = &database.store;
    let account = account(store, "a", Role::Author).await;
    let deputation = Deputation {
        id: DeputationId(id()),
        municipality: "15084".parse().unwrap(),
        deputy: account.id,
        named_by: None,
        created_at: at(0),
        from: at(10),
        until: at(20),
    };
    let mut transaction = store.begin().await.unwrap();
    transaction.insert_deputation(&deputation).await.unwrap();
    transaction.commit().await.unwrap();
    let (before, within) = (session(&account, 100), Session { created_at: at(12), ..session(&account, 100) });
    keep(store, &account, &[(&before, "before"), (&within, "within")]).await;
    let mut found = Vec::new();
    for second in [9, 10, 19, 20] {
        let before = store.session_by_hash("before", when(second, -1)).await.unwrap().is_some();
        let within = store.session_by_hash("within", when(second, -1)).await.unwrap().is_some();
        let listed: Vec<_> = store.sessions(&account, when(second, -1)).await.unwrap().into_iter().map(|session| session.id).collect();
        found.push((before, within, listed));
    }
    let only = |session: &Session| vec![session.id];
    assert_eq!(found[0], (true, false, only(&before)));
    assert_eq!((&found[1], &found[2]), (&(false, true, only(&within)), &found[1]));
    assert_eq!(found[3], (true, false, only(&before)), "the account may do again what it could when this one began");
}

async fn a_session_ends_when_others_are_advised(database: TestDatabase) {
    let store = &database.store;
    let adviser = account(store, "a", Role::Adviser).await;
    let advise = async |keys: &[&str]| {
        let keys: Vec<Ags> = keys.iter().map(|key| key.parse().unwrap()).collect();
        let mut transaction = store.begin().await.unwrap();
        transaction.set_advised(adviser.id, &keys).await.unwrap();
        transaction.commit().await.unwrap();
    };
    advise(&["15084"]).await;
    keep(store, &adviser, &[(&session(&adviser, 20), "one")]).await;
    let mut found = Vec::new();
    for keys in [&["15084"][..], &["15084", "16051"], &["16051"], &[]] {
        advise(keys).await;
        found.push(store.session_by_hash("one", when(1, -1)).await.unwrap().is_some());
    }
    assert_eq!(found, [true, false, false, false]);
    let mut transaction = store.begin().await.unwrap();
    transaction.upsert_account(&adviser.email, Role::Adviser, adviser.municipality.as_ref(), adviser.id, at(1)).await.unwrap();
    transaction.commit().await.unwrap();
    advise(&["15084"]).await;
    assert!(store.session_by_hash("one", when(1, -1)).await.unwrap().is_none(), "it was ended and does not come back");
}

async fn sessions_are_ended_by_their_account_alone(database: TestDatabase) {
    let store = &database.store;
    let (a, b) = (account(store, "a", Role::Author).await, account(store, "b", Role::Author).await);
    let (first, second, third, foreign) = (session(&a, 20), session(&a, 20), session(&a, 20), session(&b, 20));
    keep(store, &a, &[(&first, "1"), (&second, "2"), (&third, "3")]).await;
    keep(store, &b, &[(&foreign, "4")]).await;
    let mut transaction = store.begin().await.unwrap();
    assert!(!transaction.delete_session_of(a.id, foreign.id).await.unwrap());
    assert!(transaction.delete_session_of(a.id, first.id).await.unwrap());
    assert_eq!(transaction.delete_sessions_of(a.id, Some(second.id)).await.unwrap(), 1);
    assert_eq!(transaction.delete_session("2").await.unwrap(), Some((second.id, a.id)));
    transaction.commit().await.unwrap();
    assert_eq!(store.sessions(&a, when(1, -1)).await.unwrap(), []);
    assert_eq!(store.sessions(&b, when(1, -1)).await.unwrap(), [foreign]);
}
