//! Second factors and their recovery codes.

use crate::{
    fixtures::{account, at, id},
    harness::TestDatabase,
};
use domain::{Role, ids::AccountId};
use storage::SecondFactor;

on_both_databases!(
    a_step_is_used_once_and_no_earlier_one_after_it,
    those_who_have_a_second_factor_that_counts_are_found_among_others,
    a_recovery_code_is_used_once_and_by_its_account_alone,
);

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
