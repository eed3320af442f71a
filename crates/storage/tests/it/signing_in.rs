//! Sessions, links, begun sign-ins, second factors and other providers' names for accounts.

use crate::{
    fixtures::{account, at, email, id},
    harness::TestDatabase,
};
use domain::{
    Ags, Role, Scope, Scopes, SignInMethod,
    ids::{AccountId, DeputationId, PendingSignInId, SessionId, SignInLinkId, TokenId},
};
use storage::{Account, Deputation, PendingSignIn, SecondFactor, Session, SessionUse, SignInLink, Store, StoreError};

on_both_databases!(
    a_session_counts_until_it_is_over_or_was_not_used,
    a_session_ends_with_the_rights_that_it_began_with,
    a_session_ends_when_a_deputation_begins_and_when_it_ends,
    a_session_ends_when_others_are_advised,
    sessions_are_ended_by_their_account_alone,
    a_token_keeps_its_scopes,
    a_link_is_found_by_its_token_and_forgotten_in_time,
    a_begun_sign_in_counts_what_is_tried,
    begun_sign_ins_are_ended_for_one_account_alone,
    a_step_is_used_once_and_no_earlier_one_after_it,
    those_who_have_a_second_factor_that_counts_are_found_among_others,
    a_recovery_code_is_used_once_and_by_its_account_alone,
    a_provider_s_person_is_one_account,
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

async fn a_token_keeps_its_scopes(database: TestDatabase) {
    let store = &database.store;
    let account = account(store, "a", Role::Author).await;
    let only_read = Scopes::new(&[Scope::Read]).unwrap();
    let mut transaction = store.begin().await.unwrap();
    transaction.insert_scoped_token(TokenId(id()), account.id, "r", ("lesen", &only_read), at(0), None).await.unwrap();
    transaction.insert_token(TokenId(id()), account.id, "all", "alles", at(0), None).await.unwrap();
    transaction.commit().await.unwrap();
    let scopes = async |hash: &str| store.account_by_token_hash(hash, at(1)).await.unwrap().unwrap().2.scopes;
    assert_eq!((scopes("r").await, scopes("all").await), (only_read, Scopes::all()));
}

async fn a_link_is_found_by_its_token_and_forgotten_in_time(database: TestDatabase) {
    let store = &database.store;
    let link = SignInLink {
        id: SignInLinkId(id()),
        email: email("a"),
        browser_hash: "browser".to_owned(),
        token_hash: None,
        requested_at: at(0),
        expires_at: at(900),
        used_at: None,
    };
    let mut transaction = store.begin().await.unwrap();
    transaction.insert_sign_in_link(&link).await.unwrap();
    assert!(transaction.set_sign_in_link_token(link.id, "token").await.unwrap());
    assert!(!transaction.set_sign_in_link_token(link.id, "another").await.unwrap(), "the one that was sent stays good");
    assert!(!transaction.set_sign_in_link_token(SignInLinkId(id()), "token of none").await.unwrap());
    assert_eq!(transaction.sign_in_link_for_update("other").await.unwrap(), None);
    transaction.use_sign_in_link(link.id, at(5)).await.unwrap();
    transaction.commit().await.unwrap();
    let kept = store.sign_in_link_by_token("token").await.unwrap();
    assert_eq!(kept, Some(SignInLink { token_hash: Some("token".to_owned()), used_at: Some(at(5)), ..link.clone() }));
    assert_eq!(store.sign_in_link(link.id).await.unwrap(), kept);
    let mut transaction = store.begin().await.unwrap();
    assert_eq!(transaction.delete_sign_in_links(at(899)).await.unwrap(), 0);
    assert_eq!(transaction.delete_sign_in_links(at(900)).await.unwrap(), 1);
}

fn pending(account: &Account) -> PendingSignIn {
    PendingSignIn {
        id: PendingSignInId(id()),
        account: account.id,
        method: SignInMethod::Provider,
        created_at: at(0),
        expires_at: at(9),
        attempts: 0,
        used_at: None,
    }
}

async fn a_begun_sign_in_counts_what_is_tried(database: TestDatabase) {
    let store = &database.store;
    let account = account(store, "a", Role::Author).await;
    let pending = pending(&account);
    let mut transaction = store.begin().await.unwrap();
    transaction.insert_pending_sign_in(&pending, "hash").await.unwrap();
    transaction.count_attempt(pending.id).await.unwrap();
    transaction.count_attempt(pending.id).await.unwrap();
    transaction.use_pending_sign_in(pending.id, at(3)).await.unwrap();
    let read = transaction.pending_sign_in_for_update("hash").await.unwrap();
    assert_eq!(read, Some(PendingSignIn { attempts: 2, used_at: Some(at(3)), ..pending }));
    transaction.commit().await.unwrap();
    assert_eq!(store.pending_sign_in("hash").await.unwrap(), read);
    let mut transaction = store.begin().await.unwrap();
    assert_eq!(transaction.delete_pending_sign_ins(at(9)).await.unwrap(), 1);
}

async fn begun_sign_ins_are_ended_for_one_account_alone(database: TestDatabase) {
    let store = &database.store;
    let (a, b) = (account(store, "a", Role::Author).await, account(store, "b", Role::Author).await);
    let mut transaction = store.begin().await.unwrap();
    for (account, hash) in [(&a, "1"), (&a, "2"), (&b, "3")] {
        transaction.insert_pending_sign_in(&pending(account), hash).await.unwrap();
    }
    transaction.delete_pending_sign_ins_of(a.id).await.unwrap();
    transaction.commit().await.unwrap();
    let mut left = Vec::new();
    for hash in ["1", "2", "3"] {
        left.push(store.pending_sign_in(hash).await.unwrap().is_some());
    }
    assert_eq!(left, [false, false, true]);
}

fn factor(account: AccountId) -> SecondFactor {
    let secret = "plain:c2VjcmV0".to_owned();
    SecondFactor { account, secret, created_at: at(0), confirmed_at: None, last_step: None, failures: 0, failing_since: None }
}

async fn a_step_is_used_once_and_no_earlier_one_after_it(database: TestDatabase) {
    let store = &database.store;
    let account = account(store, "a", Role::Author).await;
    let mut transaction = store.begin().await.unwrap();
    transaction.put_second_factor(&factor(account.id)).await.unwrap();
    let mut used = Vec::new();
    for step in [7, 7, 6, 8] {
        used.push(transaction.use_step(account.id, step).await.unwrap());
    }
    assert_eq!(used, [true, false, false, true]);
    transaction.confirm_second_factor(account.id, at(1)).await.unwrap();
    transaction.set_failures(account.id, 3, at(2)).await.unwrap();
    let read = transaction.second_factor_for_update(account.id).await.unwrap();
    let expected =
        SecondFactor { confirmed_at: Some(at(1)), last_step: Some(8), failures: 3, failing_since: Some(at(2)), ..factor(account.id) };
    assert_eq!(read, Some(expected));
    assert!(!format!("{read:?}").contains("c2VjcmV0"));
    transaction.put_second_factor(&factor(account.id)).await.unwrap();
    transaction.commit().await.unwrap();
    assert_eq!(store.second_factor(account.id).await.unwrap(), Some(factor(account.id)), "a new one begins anew");
}

async fn those_who_have_a_second_factor_that_counts_are_found_among_others(database: TestDatabase) {
    let store = &database.store;
    let (begun, active) = (account(store, "a", Role::Author).await.id, account(store, "b", Role::Author).await.id);
    let (none, other) = (account(store, "c", Role::Author).await.id, account(store, "d", Role::Author).await.id);
    let mut transaction = store.begin().await.unwrap();
    for account in [begun, active, other] {
        transaction.put_second_factor(&factor(account)).await.unwrap();
    }
    for account in [active, other] {
        transaction.confirm_second_factor(account, at(1)).await.unwrap();
    }
    transaction.commit().await.unwrap();
    let found = store.second_factors_among(&[begun, active, none]).await.unwrap();
    assert_eq!(found.into_iter().collect::<Vec<_>>(), [active]);
}

async fn a_recovery_code_is_used_once_and_by_its_account_alone(database: TestDatabase) {
    let store = &database.store;
    let (a, b) = (account(store, "a", Role::Author).await, account(store, "b", Role::Author).await);
    let mut transaction = store.begin().await.unwrap();
    transaction.put_second_factor(&factor(a.id)).await.unwrap();
    transaction.replace_recovery_codes(a.id, vec![(id(), "old".to_owned())], at(0)).await.unwrap();
    transaction.replace_recovery_codes(a.id, vec![(id(), "x".to_owned()), (id(), "y".to_owned())], at(0)).await.unwrap();
    assert!(!transaction.use_recovery_code(a.id, "old", at(1)).await.unwrap());
    assert!(!transaction.use_recovery_code(b.id, "x", at(1)).await.unwrap());
    assert!(transaction.use_recovery_code(a.id, "x", at(1)).await.unwrap());
    assert!(!transaction.use_recovery_code(a.id, "x", at(2)).await.unwrap());
    transaction.commit().await.unwrap();
    assert_eq!(store.recovery_codes_left(a.id).await.unwrap(), 1);
    let mut transaction = store.begin().await.unwrap();
    transaction.delete_second_factor(a.id).await.unwrap();
    transaction.commit().await.unwrap();
    assert_eq!((store.recovery_codes_left(a.id).await.unwrap(), store.second_factor(a.id).await.unwrap()), (0, None));
}

async fn a_provider_s_person_is_one_account(database: TestDatabase) {
    let store = &database.store;
    let account = account(store, "a", Role::Author).await;
    let person = ("https://login.example.org", "4711");
    let mut transaction = store.begin().await.unwrap();
    transaction.insert_identity(id(), account.id, person, at(0)).await.unwrap();
    transaction.touch_identity(person, at(5)).await.unwrap();
    transaction.commit().await.unwrap();
    let found = async |issuer: &str, subject: &str| store.account_of_identity(issuer, subject).await.unwrap();
    assert_eq!(found(person.0, person.1).await, Some(account.id));
    assert_eq!((found(person.0, "4712").await, found("https://login.example.org/", "4711").await), (None, None));
    assert_eq!(found(person.0, "47\u{0}11").await, None);
    let mut transaction = store.begin().await.unwrap();
    let error = transaction.insert_identity(id(), account.id, person, at(0)).await.unwrap_err();
    assert!(matches!(error, StoreError::Duplicate { table: "external_identity", .. }), "{error}");
}
