//! What stands beside an account is read together with what proves who asks.

use crate::{
    fixtures::{account, at, id},
    harness::TestDatabase,
};
use domain::{
    Role, SignInMethod,
    ids::{AccountId, DeputationId, SessionId, TokenId},
};
use storage::{Account, Deputation, SecondFactor, Session, SessionUse, Standing, Store};

on_both_databases!(
    a_deputation_counts_from_its_beginning_to_its_end,
    an_adviser_has_each_municipality_once_and_nobody_else_s,
    a_second_factor_stands_beside_its_account_once_it_counts,
);

/// What a session that begins then, the token and the account itself say, within a transaction and without, which must be the same.
async fn standing(store: &Store, account: &Account, second: i64) -> Standing {
    let session = Session {
        id: SessionId(id()),
        account: account.id,
        created_at: at(second),
        expires_at: at(1_000),
        last_used_at: at(second),
        method: SignInMethod::Link,
        second_factor: true,
        device: None,
        network: None,
    };
    let hash = session.id.to_string();
    let mut transaction = store.begin().await.unwrap();
    transaction.insert_session(&session, &hash, account).await.unwrap();
    transaction.commit().await.unwrap();
    let when = SessionUse { now: at(second), idle_since: at(-1) };
    let (found, by_session, _) = store.session_by_hash(&hash, when).await.unwrap().unwrap();
    let (_, by_token, _) = store.account_by_token_hash("token", at(second)).await.unwrap().unwrap();
    assert_eq!(&found, account);
    assert_eq!(by_session, by_token);
    assert_eq!(store.standing(account.id, at(second)).await.unwrap().as_ref(), Some(&by_session));
    let mut transaction = store.begin().await.unwrap();
    assert_eq!(transaction.standing(account.id, at(second)).await.unwrap().as_ref(), Some(&by_session));
    transaction.commit().await.unwrap();
    by_session
}

async fn token(store: &Store, account: &Account) {
    let mut transaction = store.begin().await.unwrap();
    transaction.insert_token(TokenId(id()), account.id, "token", "Skript", at(0), None).await.unwrap();
    transaction.commit().await.unwrap();
}

/// A second factor that does not count yet.
fn factor(account: AccountId) -> SecondFactor {
    SecondFactor {
        account,
        secret: "plain:c2VjcmV0".to_owned(),
        created_at: at(0),
        confirmed_at: None,
        last_step: None,
        failures: 0,
        failing_since: None,
    }
}

async fn a_deputation_counts_from_its_beginning_to_its_end(database: TestDatabase) {
    let store = &database.store;
    let (deputy, other) = (account(store, "a", Role::Author).await, account(store, "b", Role::Author).await);
    token(store, &deputy).await;
    let nothing = Standing { seen_at: None, is_deputy: false, has_second_factor: false, advises: vec![] };
    assert_eq!(standing(store, &deputy, 10).await, nothing);
    let deputation = |deputy: AccountId, from: i64, until: i64| Deputation {
        id: DeputationId(id()),
        municipality: "15084".parse().unwrap(),
        deputy,
        named_by: None,
        created_at: at(0),
        from: at(from),
        until: at(until),
    };
    let mut transaction = store.begin().await.unwrap();
    for deputation in [deputation(deputy.id, 20, 40), deputation(deputy.id, 30, 50), deputation(other.id, 0, 900)] {
        transaction.insert_deputation(&deputation).await.unwrap();
    }
    transaction.note_use(deputy.id, at(7)).await.unwrap();
    transaction.commit().await.unwrap();
    for (second, counts) in [(19, false), (20, true), (35, true), (49, true), (50, false)] {
        let expected = Standing { seen_at: Some(at(7)), is_deputy: counts, has_second_factor: false, advises: vec![] };
        assert_eq!(standing(store, &deputy, second).await, expected, "{second}");
        let deputies = store.begin().await.unwrap().deputies(at(second), false).await.unwrap();
        assert_eq!((deputies.contains(&deputy.id), deputies.contains(&other.id)), (counts, true), "{second}");
    }
    let mut transaction = store.begin().await.unwrap();
    transaction.put_second_factor(&factor(deputy.id)).await.unwrap();
    transaction.put_second_factor(&factor(other.id)).await.unwrap();
    transaction.confirm_second_factor(other.id, at(1)).await.unwrap();
    assert_eq!(transaction.deputies(at(30), true).await.unwrap(), [other.id], "who has a factor that counts");
    assert_eq!(transaction.deputies(at(30), false).await.unwrap().len(), 3, "once for each deputation");
    transaction.commit().await.unwrap();
    database.execute("UPDATE account SET disabled_at = created_at").await;
    assert_eq!(store.standing(deputy.id, at(30)).await.unwrap(), None);
}

async fn an_adviser_has_each_municipality_once_and_nobody_else_s(database: TestDatabase) {
    let store = &database.store;
    let (adviser, other) = (account(store, "a", Role::Adviser).await, account(store, "b", Role::Adviser).await);
    token(store, &adviser).await;
    let keys = |keys: &[&str]| keys.iter().map(|key| key.parse().unwrap()).collect::<Vec<domain::Ags>>();
    let mut transaction = store.begin().await.unwrap();
    transaction.set_advised(adviser.id, &keys(&["16051", "15084"])).await.unwrap();
    transaction.set_advised(other.id, &keys(&["14612"])).await.unwrap();
    for until in [500, 600] {
        let municipality = "15084".parse().unwrap();
        let deputation = Deputation {
            id: DeputationId(id()),
            municipality,
            deputy: adviser.id,
            named_by: None,
            created_at: at(0),
            from: at(0),
            until: at(until),
        };
        transaction.insert_deputation(&deputation).await.unwrap();
    }
    transaction.commit().await.unwrap();
    let expected = Standing { seen_at: None, is_deputy: true, has_second_factor: false, advises: keys(&["15084", "16051"]) };
    assert_eq!(standing(store, &adviser, 10).await, expected);
    let nobody = account(store, "c", Role::Adviser).await;
    let found = store.advised_by_each(&[adviser.id, other.id, nobody.id]).await.unwrap();
    let of = |account: &Account| found.get(&account.id).cloned();
    assert_eq!([&adviser, &other, &nobody].map(of), [Some(keys(&["15084", "16051"])), Some(keys(&["14612"])), None]);
}

async fn a_second_factor_stands_beside_its_account_once_it_counts(database: TestDatabase) {
    let store = &database.store;
    let (holder, other) = (account(store, "a", Role::Author).await, account(store, "b", Role::Author).await);
    token(store, &holder).await;
    let mut found = vec![standing(store, &holder, 10).await.has_second_factor];
    let mut transaction = store.begin().await.unwrap();
    for account in [holder.id, other.id] {
        transaction.put_second_factor(&factor(account)).await.unwrap();
    }
    transaction.confirm_second_factor(other.id, at(1)).await.unwrap();
    transaction.commit().await.unwrap();
    found.push(standing(store, &holder, 10).await.has_second_factor);
    let mut transaction = store.begin().await.unwrap();
    transaction.confirm_second_factor(holder.id, at(2)).await.unwrap();
    transaction.commit().await.unwrap();
    found.push(standing(store, &holder, 10).await.has_second_factor);
    assert_eq!(found, [false, false, true]);
}
