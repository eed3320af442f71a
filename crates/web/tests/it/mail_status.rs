//! What became of mails, shown to editors; and a test mail to oneself.

use crate::{managing, site::Site};
use chrono::TimeDelta;
use domain::Role;
use http::StatusCode;
use test_network::complete_case;

#[tokio::test]
async fn editors_see_what_was_sent_and_why_other_mails_were_not() {
    let site = Site::live().await;
    let cookie = site.member(Role::Reviewer, None).await;
    let page = site.get_as(&cookie, "/redaktion/versand").await;
    assert!(page.body.contains("Keine E-Mail wartet.") && page.body.contains("keine Sammel-E-Mail zusammengestellt"), "{}", page.body);

    managing::subscribed(&site, "leserin@example.org").await;
    managing::subscribed(&site, "leser@example.org").await;
    site.publish(complete_case("Ganztag im Landkreis")).await;
    site.net.pass(TimeDelta::days(8)).await;
    site.net.run_jobs().await;
    let digests = site.net.sent().into_iter().filter(|mail| mail.kind.key() == "digest").count();
    assert_eq!(digests, 2, "a mail for each reader who asked for it");
    let page = site.get_as(&cookie, "/redaktion/versand").await;
    for text in ["2 gesendet", "nichts Neues, das passt", "<svg class=\"mail-chart\"", "<caption id=\"tabelle\">", "scope=\"row\""] {
        assert!(page.body.contains(text), "{text}: {}", page.body);
    }
    assert!(!page.body.contains("leserin@") && !page.body.contains("style="), "{}", page.body);
}

#[tokio::test]
async fn a_test_goes_to_oneself_alone_and_not_too_often() {
    let site = Site::live().await;
    let cookie = site.member(Role::Administrator, None).await;
    let own = site.get_as(&cookie, "/konto").await;
    let own = own.body.split("E-Mail-Adresse: ").nth(1).and_then(|rest| rest.split('<').next()).expect("an address").trim().to_owned();
    let page = site.get_as(&cookie, "/redaktion/mails/digest").await;
    assert!(page.body.contains("Als Test an mich senden"), "{}", page.body);
    for fields in [vec![], vec![("mail", "digest")]] {
        let sent = site.post_as(&cookie, "/redaktion/versand/test", &fields).await;
        assert_eq!((sent.status, sent.header("location")), (StatusCode::SEE_OTHER, "/redaktion/versand?erledigt=test"), "{}", sent.body);
    }
    site.net.run_jobs().await;
    let mails = site.net.sent();
    assert!(mails.iter().all(|mail| mail.kind.key() == "test" && mail.to.reveal() == own), "{mails:?}");
    let mut subjects: Vec<_> = mails.iter().map(|mail| mail.subject.as_str()).collect();
    subjects.sort_unstable();
    assert!(subjects[0] == "Test-E-Mail von Wissensnetz" && subjects[1].starts_with("Test: "), "{subjects:?}");
    let unknown = site.post_as(&cookie, "/redaktion/versand/test", &[("mail", "nichts")]).await;
    assert_eq!(unknown.status, StatusCode::UNPROCESSABLE_ENTITY);
    let mut last = StatusCode::OK;
    for _ in 0..30 {
        last = site.post_as(&cookie, "/redaktion/versand/test", &[]).await.status;
    }
    assert_eq!(last, StatusCode::TOO_MANY_REQUESTS);
}

#[tokio::test]
async fn nobody_else_sees_numbers_or_sends_tests() {
    let site = Site::live().await;
    for role in [Role::Reader, Role::Author, Role::Coordinator, Role::Adviser] {
        let cookie = site.member(role, role.needs_municipality().then_some("15084")).await;
        assert_eq!(site.get_as(&cookie, "/redaktion/versand").await.status, StatusCode::FORBIDDEN, "{role:?}");
        site.post_as(&cookie, "/redaktion/versand/test", &[]).await;
    }
    assert_eq!(site.get("/redaktion/versand").await.status, StatusCode::UNAUTHORIZED);
    site.net.run_jobs().await;
    assert!(site.net.sent().is_empty());
}
