//! Signing in with a link, and what a session is good for.

use crate::people::{id_of, refused, token};
use chrono::TimeDelta;
use domain::{ErrorCode, Role, Viewer, ids::AccountId};
use sea_orm::ConnectionTrait;
use test_network::TestNetwork;
use usecases::{AuditFilter, Caller, Client, SignedIn, UseCaseError, from_address, secret::Token, sessions, sign_in, sign_in_link, tokens};

const BROWSER: &str = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0";

pub(crate) fn client() -> Client {
    Client::of(Some(BROWSER), "192.0.2.7".parse().ok())
}

/// The address of the test's author of 15084.
pub(crate) const AUTHOR: &str = "author-15084@example.org";

/// Asks for a link and returns the browser's cookie and the link's token.
pub(crate) async fn link(test: &TestNetwork, email: &str) -> (Token, String) {
    let browser = sign_in_link::request(&test.network, email, None).await.unwrap();
    (browser, token(test).await)
}

/// Signs in with a link as a browser does that asked for it.
pub(crate) async fn by_link(test: &TestNetwork, email: &str) -> SignedIn {
    let (browser, token) = link(test, email).await;
    sign_in_link::sign_in(&test.network, &token, Some(browser.reveal()), &client()).await.unwrap()
}

pub(crate) async fn session(test: &TestNetwork, email: &str) -> String {
    match by_link(test, email).await {
        SignedIn::Session(token) => token.reveal().to_owned(),
        other => panic!("{other:?}"),
    }
}

pub(crate) async fn caller(test: &TestNetwork, cookie: &str) -> Option<Caller> {
    sign_in::caller_by_session(&test.network, cookie).await.unwrap()
}

#[tokio::test]
async fn a_link_signs_in_once_and_only_in_the_browser_that_asked() {
    let test = TestNetwork::new().await;
    let author = test.member(Role::Author, Some("15084")).await;
    let (browser, token) = link(&test, " Author-15084@Example.org ").await;
    let network = &test.network;
    assert_eq!(test.sent()[0].to.reveal(), AUTHOR);
    for other in [None, Some("wnb_000000000000000000000000000000000000000000000000")] {
        assert_eq!(refused(sign_in_link::look(network, &token, other).await), ErrorCode::OtherBrowser);
        assert_eq!(refused(sign_in_link::sign_in(network, &token, other, &client()).await), ErrorCode::OtherBrowser);
    }
    for _ in 0..3 {
        sign_in_link::look(network, &token, Some(browser.reveal())).await.unwrap();
    }
    let SignedIn::Session(cookie) = sign_in_link::sign_in(network, &token, Some(browser.reveal()), &client()).await.unwrap() else {
        panic!("a session")
    };
    assert_eq!(caller(&test, cookie.reveal()).await.unwrap().viewer, author);
    assert_eq!(refused(sign_in_link::sign_in(network, &token, Some(browser.reveal()), &client()).await), ErrorCode::LinkExpired);
    assert_eq!(refused(sign_in_link::look(network, &token, Some(browser.reveal())).await), ErrorCode::LinkExpired);
    let done: Vec<_> = network.store.audit_of(id_of(&author).0).await.unwrap().into_iter().map(|entry| entry.action).collect();
    assert_eq!(done, ["session.started"]);
}

#[tokio::test]
async fn the_network_of_a_sign_in_stands_where_it_is_forgotten_in_its_time() {
    let test = TestNetwork::new().await;
    test.member(Role::Author, Some("15084")).await;
    Box::pin(from_address("192.0.2.7".parse().ok(), session(&test, AUTHOR))).await;
    let log = test.network.store.audit_log(&AuditFilter::default(), None, 50).await.unwrap();
    let started = log.iter().find(|logged| logged.entry.action == "session.started").unwrap();
    assert_eq!(started.network.as_deref(), Some("192.0.2.0/24"));
    for logged in &log {
        let detail = &logged.entry.detail;
        assert!(detail.get("network").is_none() && !detail.to_string().contains("192.0.2"), "{detail}");
    }
}

#[tokio::test]
async fn a_link_is_good_for_a_quarter_of_an_hour() {
    let test = TestNetwork::new().await;
    test.member(Role::Author, Some("15084")).await;
    let (browser, token) = link(&test, AUTHOR).await;
    test.clock.advance(TimeDelta::minutes(15) - TimeDelta::seconds(1));
    sign_in_link::look(&test.network, &token, Some(browser.reveal())).await.unwrap();
    test.clock.advance(TimeDelta::seconds(1));
    assert_eq!(refused(sign_in_link::look(&test.network, &token, Some(browser.reveal())).await), ErrorCode::LinkExpired);
    assert_eq!(refused(sign_in_link::sign_in(&test.network, &token, Some(browser.reveal()), &client()).await), ErrorCode::LinkExpired);
}

#[tokio::test]
async fn a_browser_that_asks_twice_may_use_either_mail() {
    let test = TestNetwork::new().await;
    test.member(Role::Author, Some("15084")).await;
    let (browser, first) = link(&test, AUTHOR).await;
    let again = sign_in_link::request(&test.network, AUTHOR, Some(browser.reveal())).await.unwrap();
    assert_eq!(again.reveal(), browser.reveal());
    sign_in_link::look(&test.network, &first, Some(again.reveal())).await.unwrap();
    let planted = sign_in_link::request(&test.network, AUTHOR, Some("chosen by somebody else")).await.unwrap();
    assert_ne!(planted.reveal(), "chosen by somebody else");
}

#[tokio::test]
async fn nothing_tells_whether_there_is_an_account_and_only_its_owner_gets_mail() {
    let test = TestNetwork::new().await;
    test.member(Role::Author, Some("15084")).await;
    let disabled = test.member(Role::Reader, None).await;
    disable(&test, id_of(&disabled)).await;
    for address in ["nobody@example.org", "reader-agentur@example.org"] {
        let before = test.network.store.queue_counts(test.now()).await.unwrap();
        sign_in_link::request(&test.network, address, None).await.unwrap();
        let after = test.network.store.queue_counts(test.now()).await.unwrap();
        assert_eq!(after.waiting - before.waiting, 1, "{address}: the same work is written down as for an account");
        test.run_jobs().await;
        assert_eq!(test.sent(), [], "{address}");
    }
    for wrong in ["", "nobody"] {
        assert!(matches!(sign_in_link::request(&test.network, wrong, None).await, Err(UseCaseError::Refused(_))));
    }
}

/// Disables an account, past everything that would end its sessions.
pub(crate) async fn disable(test: &TestNetwork, account: AccountId) {
    change(test, &format!("UPDATE account SET disabled_at = created_at WHERE id = x'{}'", account.0.simple())).await;
}

async fn change(test: &TestNetwork, sql: &str) {
    let database = sea_orm::Database::connect(test.database_url()).await.unwrap();
    database.execute_unprepared(sql).await.unwrap();
}

#[tokio::test]
async fn an_account_that_is_disabled_meanwhile_cannot_sign_in_and_is_signed_out() {
    let test = TestNetwork::new().await;
    let author = test.member(Role::Author, Some("15084")).await;
    let cookie = session(&test, AUTHOR).await;
    let (browser, token) = link(&test, AUTHOR).await;
    disable(&test, id_of(&author)).await;
    assert_eq!(caller(&test, &cookie).await, None);
    assert_eq!(refused(sign_in_link::sign_in(&test.network, &token, Some(browser.reveal()), &client()).await), ErrorCode::LinkExpired);
}

#[tokio::test]
async fn a_session_ends_without_use_and_at_the_latest_after_its_time() {
    let test = TestNetwork::new().await;
    test.member(Role::Author, Some("15084")).await;
    let unused = session(&test, AUTHOR).await;
    test.clock.advance(TimeDelta::hours(8) - TimeDelta::seconds(1));
    let used = session(&test, AUTHOR).await;
    assert!(caller(&test, &used).await.is_some());
    test.clock.advance(TimeDelta::seconds(1));
    assert_eq!(caller(&test, &unused).await, None, "8 hours without use");
    for _ in 0..5 {
        test.clock.advance(TimeDelta::hours(2));
        assert!(caller(&test, &used).await.is_some());
    }
    test.clock.advance(TimeDelta::hours(2));
    assert_eq!(caller(&test, &used).await, None, "12 hours in all");
    test.pass(TimeDelta::days(1)).await;
    let database = sea_orm::Database::connect(test.database_url()).await.unwrap();
    for table in ["session", "sign_in_link"] {
        let left = database
            .query_one_raw(sea_orm::Statement::from_string(sea_orm::DbBackend::Sqlite, format!("SELECT count(*) AS n FROM {table}")));
        assert_eq!(left.await.unwrap().unwrap().try_get::<i64>("", "n").unwrap(), 0, "{table} is tidied up");
    }
}

#[tokio::test]
async fn the_last_use_is_written_down_at_most_once_a_minute() {
    let test = TestNetwork::new().await;
    let author = test.member(Role::Author, Some("15084")).await;
    let cookie = session(&test, AUTHOR).await;
    let began = test.now();
    let last_use = async || sessions::list(&test.network, &author).await.unwrap()[0].last_used_at;
    for (seconds, expected) in [(59, 0), (1, 60), (59, 60), (1, 120)] {
        test.clock.advance(TimeDelta::seconds(seconds));
        assert!(caller(&test, &cookie).await.is_some());
        assert_eq!(last_use().await, began + TimeDelta::seconds(expected));
    }
}

#[tokio::test]
async fn one_s_sessions_are_listed_and_ended_one_by_one_or_all_others() {
    let test = TestNetwork::new().await;
    let author = test.member(Role::Author, Some("15084")).await;
    let stranger = test.member(Role::Reviewer, None).await;
    let mut cookies = Vec::new();
    for _ in 0..3 {
        test.clock.advance(TimeDelta::minutes(1));
        cookies.push(session(&test, AUTHOR).await);
    }
    let here = caller(&test, &cookies[2]).await.unwrap();
    let listed = sessions::list(&test.network, &author).await.unwrap();
    assert_eq!((listed.len(), Some(listed[0].id)), (3, here.session()));
    assert_eq!((listed[0].device.as_deref(), listed[0].network.as_deref()), (Some("Firefox, Linux"), Some("192.0.2.0/24")));
    let oldest = listed[2].id;
    assert_eq!(refused(sessions::end(&test.network, &stranger.clone().into(), oldest).await), ErrorCode::NotFound);
    assert!(caller(&test, &cookies[0]).await.is_some());
    sessions::end(&test.network, &here, oldest).await.unwrap();
    assert_eq!(caller(&test, &cookies[0]).await, None);
    assert_eq!(sessions::end_others(&test.network, &here).await.unwrap(), 1);
    assert_eq!((caller(&test, &cookies[1]).await, caller(&test, &cookies[2]).await), (None, Some(here)));
    sign_in::sign_out(&test.network, &cookies[2]).await.unwrap();
    sign_in::sign_out(&test.network, &cookies[2]).await.unwrap();
    assert_eq!(caller(&test, &cookies[2]).await, None);
    assert_eq!(refused(sessions::list(&test.network, &Viewer::Public).await), ErrorCode::Unauthenticated);
}

#[tokio::test]
async fn a_change_of_rights_ends_all_sessions_of_the_account() {
    let test = TestNetwork::new().await;
    test.member(Role::Author, Some("15084")).await;
    // The last coordinator could not become somebody else.
    test.member(Role::Coordinator, Some("16051")).await;
    let cookie = session(&test, AUTHOR).await;
    let request = |role, ags: &str| tokens::TokenRequest {
        email: AUTHOR.parse().unwrap(),
        role,
        municipality: ags.parse().ok(),
        label: "x".to_owned(),
        valid_days: 1,
    };
    tokens::create(&test.network, &request(Role::Author, "15084")).await.unwrap();
    assert!(caller(&test, &cookie).await.is_some(), "nothing has changed");
    tokens::create(&test.network, &request(Role::Author, "16051")).await.unwrap();
    assert_eq!(caller(&test, &cookie).await, None, "another municipality");
    let cookie = session(&test, AUTHOR).await;
    tokens::create(&test.network, &request(Role::Coordinator, "16051")).await.unwrap();
    tokens::create(&test.network, &request(Role::Author, "16051")).await.unwrap();
    assert_eq!(caller(&test, &cookie).await, None, "another role, although it is the same again");
}

#[tokio::test]
async fn a_stranger_locks_nobody_out_of_signing_in_and_many_do_not_flood_a_mailbox() {
    let test = TestNetwork::new().await;
    test.member(Role::Author, Some("15084")).await;
    let ask = async |from: &str, email: &str| {
        let asked = Box::pin(from_address(from.parse().ok(), sign_in_link::request(&test.network, email, None))).await;
        asked.map(drop)
    };
    // Whether or not there is an account.
    for email in [AUTHOR, "niemand@example.org"] {
        for _ in 0..10 {
            ask("192.0.2.7", email).await.unwrap();
        }
        assert_eq!(refused(ask("192.0.2.7", email).await), ErrorCode::RateLimited);
        ask("198.51.100.7", email).await.unwrap();
        for number in 0..39 {
            ask(&format!("203.0.113.{number}"), email).await.unwrap();
        }
        assert_eq!(refused(ask("203.0.113.77", email).await), ErrorCode::RateLimited);
    }
    test.run_jobs().await;
    assert_eq!(test.sent().len(), 50);
}
