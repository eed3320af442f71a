//! Accounts and what proves them.

use crate::{
    fixtures::{account, at, email, id},
    harness::{TestDatabase, on_postgres},
};
use domain::{
    Ags, Role,
    ids::{AccountId, AuditId, TokenId},
    vocabulary::FieldOfAction,
};
use serde_json::json;
use std::time::Duration;
use storage::{AccountsAmong, AuditEntry, StoreError};
use tokio::time::{sleep, timeout};

on_both_databases!(
    an_account_is_made_once_and_then_changed,
    accounts_are_found_by_their_ids_however_many,
    accounts_that_can_be_used_are_found_by_id_role_or_place,
    a_token_counts_until_it_is_revoked_expired_or_its_account_disabled,
    a_hash_belongs_to_one_token,
    the_audit_log_is_read_in_the_order_of_events,
    lists_that_two_replace_at_once_are_replaced_one_after_the_other,
    a_domain_that_is_added_meanwhile_is_not_lost,
);

/// SQLite has one writer.
#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn whoever_changes_an_account_keeps_nobody_from_naming_it_on_postgres() {
    on_postgres(|database| async move {
        let store = &database.store;
        let account = account(store, "a", Role::Author).await;
        let mut changing = store.begin().await.unwrap();
        changing.account_for_update(account.id).await.unwrap().unwrap();
        let mut naming = store.begin().await.unwrap();
        let written = naming.insert_token(TokenId(id()), account.id, "hash", "Skript", at(1), None);
        timeout(Duration::from_secs(10), written).await.expect("no waiting").unwrap();
        changing.set_disabled(account.id, Some(at(2))).await.unwrap();
        changing.commit().await.unwrap();
        naming.commit().await.unwrap();
        assert_eq!(store.account(account.id).await.unwrap().unwrap().disabled_at, Some(at(2)));
    })
    .await;
}

async fn an_account_is_made_once_and_then_changed(database: TestDatabase) {
    let store = &database.store;
    let made = account(store, "a", Role::Author).await;
    assert_eq!((made.role, made.created_at, made.disabled_at), (Role::Author, at(0), None));
    let mut transaction = store.begin().await.unwrap();
    let changed = transaction.upsert_account(&email("a"), Role::Reviewer, None, AccountId(id()), at(5)).await.unwrap();
    transaction.commit().await.unwrap();
    assert_eq!((changed.id, changed.role, changed.municipality.as_ref(), changed.created_at), (made.id, Role::Reviewer, None, at(0)));
    let mut transaction = store.begin().await.unwrap();
    let doubled = transaction.insert_account(&email("a"), Role::Reader, None, AccountId(id()), at(6)).await.unwrap_err();
    assert!(matches!(doubled, StoreError::Duplicate { table: "account", .. }), "{doubled}");
    drop(transaction);
    assert_eq!(store.account(made.id).await.unwrap().as_ref(), Some(&changed));
    assert_eq!(store.account_by_email(&email("a")).await.unwrap().as_ref(), Some(&changed));
    assert_eq!(store.account_by_email(&email("b")).await.unwrap(), None);
    assert_eq!(store.accounts().await.unwrap(), [changed]);
}

async fn accounts_that_can_be_used_are_found_by_id_role_or_place(database: TestDatabase) {
    let store = &database.store;
    let mut transaction = store.begin().await.unwrap();
    let mut made = Vec::new();
    for (second, (name, role, place)) in [
        ("kreis", Role::Coordinator, "15084"),
        ("gemeinde", Role::Author, "15084550"),
        ("redaktion", Role::Reviewer, ""),
        ("anderswo", Role::Author, "15088"),
        ("weg", Role::Reviewer, ""),
    ]
    .into_iter()
    .enumerate()
    {
        let (place, second): (Option<Ags>, _) = (place.parse().ok(), i64::try_from(second).unwrap());
        let account = transaction.insert_account(&email(name), role, place.as_ref(), AccountId(id()), at(second)).await.unwrap();
        made.push(account);
    }
    transaction.set_disabled(made[4].id, Some(at(9))).await.unwrap();
    transaction.commit().await.unwrap();
    let found = async |among: AccountsAmong<'_>| {
        let found = store.begin().await.unwrap().usable_accounts(among).await.unwrap().into_iter();
        found.map(|account| made.iter().position(|other| other.id == account.id).unwrap()).collect::<Vec<_>>()
    };
    let gemeinde: Ags = "15084550".parse().unwrap();
    assert_eq!(found(AccountsAmong::default()).await, [0; 0]);
    assert_eq!(found(AccountsAmong { ids: &[made[4].id, made[3].id], ..AccountsAmong::default() }).await, [3]);
    assert_eq!(found(AccountsAmong { roles: &[Role::Reviewer, Role::Author], ..AccountsAmong::default() }).await, [1, 2, 3]);
    assert_eq!(found(AccountsAmong { places: &[&gemeinde, &gemeinde], ..AccountsAmong::default() }).await, [0, 1]);
    let any = AccountsAmong { ids: &[made[3].id, made[0].id], roles: &[Role::Reviewer], places: &[&gemeinde] };
    assert_eq!(found(any).await, [0, 1, 2, 3], "each once, the first made first");
}

async fn lists_that_two_replace_at_once_are_replaced_one_after_the_other(database: TestDatabase) {
    let store = &database.store;
    let place: Ags = "15084".parse().unwrap();
    let both = [FieldOfAction::Inclusion, FieldOfAction::Governance];
    let domains = ["kreis.example.org".to_owned(), "stadt.example.org".to_owned()];
    let mut first = store.begin().await.unwrap();
    first.set_focus_areas(&place, &both[..1]).await.unwrap();
    first.set_mail_domains(&place, &domains[..1], at(0)).await.unwrap();
    let second = tokio::spawn({
        let (store, place, domains) = (store.clone(), place.clone(), domains.clone());
        async move {
            let mut second = store.begin().await?;
            second.set_focus_areas(&place, &both).await?;
            second.set_mail_domains(&place, &domains, at(1)).await?;
            second.commit().await
        }
    });
    sleep(Duration::from_millis(200)).await;
    first.commit().await.unwrap();
    second.await.unwrap().unwrap();
    assert_eq!(store.focus_areas_of(std::slice::from_ref(&place)).await.unwrap()[&place], both);
    assert_eq!(store.mail_domains(&place).await.unwrap(), domains);
}

async fn a_domain_that_is_added_meanwhile_is_not_lost(database: TestDatabase) {
    let store = &database.store;
    let place: Ags = "15084".parse().unwrap();
    let mut first = store.begin().await.unwrap();
    assert_eq!(first.mail_domains_for_update(&place).await.unwrap(), [""; 0]);
    first.set_mail_domains(&place, &["kreis.example.org".to_owned()], at(0)).await.unwrap();
    let second = tokio::spawn({
        let (store, place) = (store.clone(), place.clone());
        async move {
            let mut second = store.begin().await?;
            let mut domains = second.mail_domains_for_update(&place).await?;
            domains.extend(["kreis-stadt.example.org".to_owned(), "stadt.example.org".to_owned()]);
            second.set_mail_domains(&place, &domains, at(1)).await?;
            second.commit().await
        }
    });
    sleep(Duration::from_millis(200)).await;
    first.commit().await.unwrap();
    second.await.unwrap().unwrap();
    let all = ["kreis-stadt.example.org", "kreis.example.org", "stadt.example.org"];
    assert_eq!(store.mail_domains(&place).await.unwrap(), all, "in the order of their letters, however they came");
}

async fn accounts_are_found_by_their_ids_however_many(database: TestDatabase) {
    let store = &database.store;
    let (first, second) = (account(store, "a", Role::Author).await, account(store, "b", Role::Reader).await);
    account(store, "c", Role::Reader).await;
    // More than one statement names, and most of them nobody's.
    let mut ids: Vec<_> = (0..1_500).map(|_| AccountId(id())).collect();
    ids.insert(0, first.id);
    ids.push(second.id);
    let mut found = store.accounts_with_ids(&ids).await.unwrap();
    found.sort_by_key(|account| account.email.reveal().to_owned());
    assert_eq!(found, [first, second]);
    assert_eq!(store.accounts_with_ids(&[]).await.unwrap(), []);
}

async fn a_token_counts_until_it_is_revoked_expired_or_its_account_disabled(database: TestDatabase) {
    let store = &database.store;
    let account = account(store, "a", Role::Author).await;
    let (short, long) = (TokenId(id()), TokenId(id()));
    let mut transaction = store.begin().await.unwrap();
    transaction.insert_token(short, account.id, "short", "für den Tag", at(0), Some(at(10))).await.unwrap();
    transaction.insert_token(long, account.id, "long", "für immer", at(1), None).await.unwrap();
    transaction.commit().await.unwrap();
    let holder = async |hash: &str, second: i64| {
        store.account_by_token_hash(hash, at(second)).await.unwrap().map(|(account, _, token)| (account, token.id))
    };
    assert_eq!(holder("short", 9).await, Some((account.clone(), short)));
    assert_eq!(holder("short", 10).await, None);
    assert_eq!(holder("long", 1_000_000).await, Some((account.clone(), long)));
    assert_eq!(holder("unknown", 0).await, None);

    let mut transaction = store.begin().await.unwrap();
    transaction.touch_token(long, at(3)).await.unwrap();
    assert!(transaction.revoke_token(short, at(4)).await.unwrap());
    assert!(!transaction.revoke_token(short, at(6)).await.unwrap());
    transaction.commit().await.unwrap();
    assert_eq!(holder("short", 5).await, None);
    let tokens = store.tokens(account.id).await.unwrap();
    assert_eq!(tokens.iter().map(|token| token.id).collect::<Vec<_>>(), [long, short]);
    assert_eq!((tokens[0].last_used_at, tokens[0].label.as_str()), (Some(at(3)), "für immer"));
    assert_eq!((tokens[1].revoked_at, tokens[1].expires_at), (Some(at(4)), Some(at(10))));

    database.execute("UPDATE account SET disabled_at = created_at").await;
    assert_eq!(holder("long", 1).await, None);
    assert!(store.account(account.id).await.unwrap().unwrap().disabled_at.is_some());
}

async fn a_hash_belongs_to_one_token(database: TestDatabase) {
    let account = account(&database.store, "a", Role::Author).await;
    let mut transaction = database.store.begin().await.unwrap();
    transaction.insert_token(TokenId(id()), account.id, "same", "", at(0), None).await.unwrap();
    let error = transaction.insert_token(TokenId(id()), account.id, "same", "", at(0), None).await.unwrap_err();
    assert!(matches!(error, StoreError::Duplicate { table: "access_token", .. }), "{error}");
}

async fn the_audit_log_is_read_in_the_order_of_events(database: TestDatabase) {
    let actor = AccountId(id());
    let object = id();
    let entry = |second: i64, action: &str, object_id| AuditEntry {
        id: AuditId(id()),
        at: at(second),
        actor: (second > 1).then_some(actor),
        action: action.to_owned(),
        object_type: "practice_case".to_owned(),
        object_id,
        detail: json!({ "revision": second }),
    };
    let entries = [entry(2, "case.published", object), entry(1, "case.created", object), entry(3, "case.created", id())];
    let mut transaction = database.store.begin().await.unwrap();
    transaction.audit_all(&entries).await.unwrap();
    transaction.audit_all(&[]).await.unwrap();
    transaction.commit().await.unwrap();
    let [second, first, _] = entries;
    assert_eq!(database.store.audit_of(object).await.unwrap(), [first, second]);
}
