//! Links, begun sign-ins, access tokens and other providers' names for accounts.

use crate::{
    fixtures::{account, at, email, id},
    harness::TestDatabase,
};
use domain::{
    Role, Scope, Scopes, SignInMethod,
    ids::{PendingSignInId, SignInLinkId, TokenId},
};
use storage::{Account, PendingSignIn, SignInLink, StoreError};

on_both_databases!(
    a_token_keeps_its_scopes,
    a_link_is_found_by_its_token_and_forgotten_in_time,
    a_begun_sign_in_counts_what_is_tried,
    begun_sign_ins_are_ended_for_one_account_alone,
    a_provider_s_person_is_one_account,
);

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
