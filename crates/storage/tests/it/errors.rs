//! Errors name the place and keep what is nobody's business.

use crate::{
    fixtures::{account, at, content, draft, id, published, reader},
    harness::TestDatabase,
};
use domain::{
    EmailAddress, Role,
    digest_period::Frequency,
    ids::{AccountId, SubscriptionId},
    reader::ReaderSettings,
    subscription::{Criteria, SubscriptionState},
};
use storage::{Reader, StoreError, Subscription};

on_both_databases!(
    a_value_that_this_version_does_not_know_is_named,
    a_case_that_cannot_be_read_is_named,
    a_value_of_the_wrong_kind_is_named,
    an_error_shows_no_stored_values,
    a_text_that_cannot_be_read_is_not_shown,
    a_missing_table_is_named,
);

fn place(error: &StoreError) -> (&'static str, &str, &str) {
    let StoreError::Row { table, column, id, .. } = error else { panic!("{error}") };
    (table, column, id)
}

async fn a_value_that_this_version_does_not_know_is_named(database: TestDatabase) {
    let account = account(&database.store, "a", Role::Author).await;
    database.execute("UPDATE account SET municipality = '99999'").await;
    let error = database.store.account(account.id).await.unwrap_err();
    assert_eq!(place(&error), ("account", "municipality", account.id.to_string().as_str()));
    let text = error.to_string();
    assert!(["account", "municipality", account.id.to_string().as_str()].iter().all(|part| text.contains(part)), "{text}");
}

async fn a_case_that_cannot_be_read_is_named(database: TestDatabase) {
    let case = published(&database.store, content("Fall"), at(0)).await;
    database.execute("UPDATE case_revision SET content = '{\"title\":7}'").await;
    for error in
        [database.another_store().await.published_case(case.id).await.unwrap_err(), database.store.working_case(case.id).await.unwrap_err()]
    {
        let (table, column, row) = place(&error);
        assert_eq!((table, column), ("case_revision", "content"));
        assert!(row.contains(&case.id.to_string()) && row.contains("number 1"), "{row}");
    }
}

async fn a_value_of_the_wrong_kind_is_named(database: TestDatabase) {
    if !database.is_sqlite() {
        // PostgreSQL's columns hold nothing of another kind.
        return;
    }
    let case = draft(&database.store, content("Fall"), at(0)).await;
    database.execute("UPDATE practice_case SET created_at = 'gestern'").await;
    let error = database.store.working_case(case.id).await.unwrap_err();
    assert_eq!(place(&error), ("practice_case", "created_at", case.id.to_string().as_str()));
    let account = account(&database.store, "a", Role::Author).await;
    database.execute("UPDATE account SET disabled_at = 'irgendwann'").await;
    let error = database.store.account(account.id).await.unwrap_err();
    assert_eq!(place(&error), ("account", "disabled_at", account.id.to_string().as_str()));
}

async fn an_error_shows_no_stored_values(database: TestDatabase) {
    let email: EmailAddress = "geheim@kreis.example.org".parse().unwrap();
    let wrong = Reader {
        // Refused by the database, whose own account of it holds the whole row.
        settings: ReaderSettings { hour: 99, ..ReaderSettings::default() },
        ..reader(email)
    };
    let mut transaction = database.store.begin().await.unwrap();
    let refused = transaction.ensure_reader(&wrong).await.unwrap_err();
    drop(transaction);
    let subscription = Subscription {
        id: SubscriptionId(id()),
        reader: wrong.id,
        account: None,
        criteria: Criteria::default(),
        typed_text: None,
        frequency: Frequency::Daily,
        wanted_weekday: None,
        wanted_hour: None,
        state: SubscriptionState::Pending,
        consent_version: String::new(),
        consent_text: None,
        requested_at: at(0),
        confirmed_at: None,
        withdrawn_at: None,
        unsubscribe_token: "token".into(),
        confirm_token_hash: None,
        covered_until: None,
        requested_from: None,
        confirmed_from: None,
    };
    let mut transaction = database.store.begin().await.unwrap();
    transaction.ensure_reader(&Reader { settings: ReaderSettings::default(), ..wrong }).await.unwrap();
    transaction.insert_subscription(&subscription).await.unwrap();
    let doubled = transaction.insert_subscription(&subscription).await.unwrap_err();
    assert!(matches!(doubled, StoreError::Duplicate { table: "subscription", .. }), "{doubled}");
    for error in [refused, doubled] {
        for text in [error.to_string(), format!("{error:?}")] {
            assert!((text.contains("subscription") || text.contains("reader")) && !text.contains("geheim"), "{text}");
        }
    }
}

async fn a_text_that_cannot_be_read_is_not_shown(database: TestDatabase) {
    let case = published(&database.store, content("Fall"), at(0)).await;
    let store = database.another_store().await;
    for (stored, told) in [
        (r#"{"title":"Fall","contact":"Frau Geheim"}"#, "line 1, column "),
        (r#"{"title":"Fall","goals":["Frau Geheim"#, "line 1, column "),
        (r#"{"title":"Fall","seit":"Frau Geheim"}"#, "unknown field `seit`"),
    ] {
        database.execute(&format!("UPDATE case_revision SET content = '{stored}'")).await;
        let error = store.working_case(case.id).await.unwrap_err();
        assert_eq!((place(&error).0, place(&error).1), ("case_revision", "content"));
        let text = error.to_string();
        assert!(text.contains(told) && !text.contains("Geheim"), "{text}");
    }
}

async fn a_missing_table_is_named(database: TestDatabase) {
    while database.store.migrate_down_one().await.unwrap() > 0 {}
    let error = database.store.accounts().await.unwrap_err();
    assert!(error.to_string().contains("account"), "{error}");
    let loose = database.store.count_loose_files(AccountId(id())).await.unwrap_err();
    let jobs = database.store.open_jobs(&["reindex"], at(0)).await.unwrap_err();
    for (error, table) in [(loose, "material_file"), (jobs, "job")] {
        assert!(matches!(&error, StoreError::Database { what, .. } if *what == table), "what is counted is named: {error}");
    }
}
