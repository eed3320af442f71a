//! What became of mails, shown to editors; and a test mail to oneself.

use crate::{managing, site::Site};
use chrono::{Datelike, TimeDelta};
use domain::Role;
use http::StatusCode;
use test_network::complete_case;
use usecases::policy_refusals;

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
    // The session has ended by then.
    let cookie = site.member(Role::Administrator, None).await;
    let page = site.get_as(&cookie, "/redaktion/versand").await;
    for text in ["2 gesendet", "nichts Neues, das passt", "<svg class=\"mail-chart\"", "<caption id=\"tabelle\">", "scope=\"row\""] {
        assert!(page.body.contains(text), "{text}: {}", page.body);
    }
    assert!(!page.body.contains("leserin@") && !page.body.contains("style="), "{}", page.body);
}

#[tokio::test]
async fn a_dry_run_says_who_would_get_what_and_sends_nothing() {
    let site = Site::live().await;
    let cookie = site.member(Role::Reviewer, None).await;
    managing::subscribed(&site, "leserin@example.org").await;
    managing::subscribed(&site, "leser@example.org").await;
    site.publish(complete_case("Ganztag im Landkreis")).await;
    let before = site.net.sent().len();
    let (from, until) = (site.net.now().date_naive(), (site.net.now() + TimeDelta::days(2)).date_naive());
    let fields = [("von", from.to_string()), ("bis", until.to_string()), ("haeufigkeit", "WEEKLY".to_owned())];
    let fields: Vec<_> = fields.iter().map(|(name, value)| (*name, value.as_str())).collect();
    let asked = site.post_as(&cookie, "/redaktion/versand/probelauf", &fields).await;
    assert_eq!(asked.status, StatusCode::SEE_OTHER, "{}", asked.body);
    assert!(site.get_as(&cookie, "/redaktion/versand").await.body.contains("Ein Probelauf ist in Arbeit."));
    site.net.run_jobs().await;
    let page = site.get_as(&cookie, "/redaktion/versand").await;
    for text in ["2 E-Mails mit zusammen 2 Abschnitten", "2 Leser:innen haben", "Suche: ganztag", "l…@example.org", "Ganztag im Landkreis"]
    {
        assert!(page.body.contains(text), "{text}: {}", page.body);
    }
    assert!(page.body.contains("<li>gesperrt: 0 ("), "{}", page.body);
    assert!(page.body.contains(&format!(" bis {}.\u{a0}", until.day())), "the last day is the one that was given: {}", page.body);
    let html = site.get_as(&cookie, "/redaktion/versand/beispiel").await;
    for part in [&page.body, &html.body] {
        assert!(!part.contains("leser@") && !part.contains("leserin@"), "{part}");
        assert!(part.contains("/abo/abmelden/beispiel"), "its links are nobody's: {part}");
    }
    assert!(html.header("content-security-policy").contains("sandbox"));
    assert_eq!(site.net.sent().len(), before, "nothing was sent");
    site.net.pass(TimeDelta::days(8)).await;
    usecases::digest_preview::forget(&site.net.network, site.net.now()).await.expect("the database");
    let cookie = site.member(Role::Administrator, None).await;
    assert!(!site.get_as(&cookie, "/redaktion/versand").await.body.contains("l…@"), "it is forgotten after a week");
    let wrong = site.post_as(&cookie, "/redaktion/versand/probelauf", &[("von", "2026-03-08"), ("bis", "2026-03-01")]).await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(wrong.body.contains("Das Ende liegt vor dem Beginn."), "{}", wrong.body);
}

#[tokio::test]
async fn a_dry_run_of_more_than_a_year_is_refused_by_the_day_that_was_given() {
    let site = Site::live().await;
    let cookie = site.member(Role::Reviewer, None).await;
    let ask = async |last: &str| {
        site.post_as(&cookie, "/redaktion/versand/probelauf", &[("von", "2025-03-01"), ("bis", last), ("haeufigkeit", "WEEKLY")]).await
    };
    let refused = ask("2026-03-02").await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(refused.body.contains("02.03.2026") && !refused.body.contains("2026-03-03"), "{}", refused.body);
    for typed in ["name=\"von\" value=\"2025-03-01\"", "name=\"bis\" value=\"2026-03-02\"", "value=\"WEEKLY\" selected"] {
        assert!(refused.body.contains(typed), "{typed}: {}", refused.body);
    }
    assert_eq!(ask("2026-03-01").await.status, StatusCode::SEE_OTHER, "366 days, the longest that the API takes");
}

#[tokio::test]
async fn a_dry_run_counts_the_readers_whose_address_gets_no_mail() {
    let site = Site::live().await;
    let cookie = site.member(Role::Reviewer, None).await;
    for address in ["leserin@example.org", "leser@example.org"] {
        managing::subscribed(&site, address).await;
    }
    site.net.suppress("leser@example.org").await;
    site.publish(complete_case("Ganztag im Landkreis")).await;
    let (from, until) = (site.net.now().date_naive().to_string(), (site.net.now() + TimeDelta::days(2)).date_naive().to_string());
    let asked = site.post_as(&cookie, "/redaktion/versand/probelauf", &[("von", &from), ("bis", &until), ("haeufigkeit", "WEEKLY")]).await;
    assert_eq!(asked.status, StatusCode::SEE_OTHER, "{}", asked.body);
    site.net.run_jobs().await;
    let page = site.get_as(&cookie, "/redaktion/versand").await;
    for text in ["<li>gesperrt: 1 (<a href=\"#gesperrt\">", "1 E-Mail mit zusammen 1 Abschnitt"] {
        assert!(page.body.contains(text), "{text}: {}", page.body);
    }
}

#[tokio::test]
async fn a_server_that_refuses_us_is_shown_until_the_alarm_is_over() {
    let site = Site::live().await;
    let cookie = site.member(Role::Reviewer, None).await;
    let heading = "Andere Server lehnen unsere E-Mails ab";
    assert!(!site.get_as(&cookie, "/redaktion/versand").await.body.contains(heading));
    for words in ["5.7.1 first", "5.7.26 <b>unauthenticated</b>"] {
        policy_refusals::count(&site.net.network, "kreis.example.net", words).await.expect("the database");
    }
    let page = site.get_as(&cookie, "/redaktion/versand").await;
    for text in [heading, "<th scope=\"row\">kreis.example.net</th><td>2</td>", "5.7.26 ", "unauthenticated"] {
        assert!(page.body.contains(text), "{text}: {}", page.body);
    }
    assert!(!page.body.contains("<b>") && !page.body.contains("5.7.1 first"), "{}", page.body);
    site.net.clock.advance(TimeDelta::days(1));
    // The session has ended by then.
    let cookie = site.member(Role::Administrator, None).await;
    assert!(!site.get_as(&cookie, "/redaktion/versand").await.body.contains(heading));
}

#[tokio::test]
async fn editors_let_an_address_get_mail_again() {
    let site = Site::live().await;
    let cookie = site.member(Role::Reviewer, None).await;
    assert!(site.get_as(&cookie, "/redaktion/versand").await.body.contains("Keine Adresse ist gesperrt."));
    site.net.suppress("leserin@example.org").await;
    let page = site.get_as(&cookie, "/redaktion/versand").await;
    assert!(page.body.contains("l…@example.org") && page.body.contains("5.1.1") && !page.body.contains("leserin@"), "{}", page.body);
    let id = page.body.split("name=\"adresse\" value=\"").nth(1).and_then(|rest| rest.split('"').next()).expect("an id").to_owned();
    let done = site.post_as(&cookie, "/redaktion/versand/freigeben", &[("adresse", &id)]).await;
    assert_eq!((done.status, done.header("location")), (StatusCode::SEE_OTHER, "/redaktion/versand?erledigt=freigeben#gesperrt"));
    let page = site.get_as(&cookie, "/redaktion/versand?erledigt=freigeben").await;
    assert!(page.body.contains("erhält wieder E-Mails") && page.body.contains("Keine Adresse ist gesperrt."), "{}", page.body);
    let again = site.post_as(&cookie, "/redaktion/versand/freigeben", &[("adresse", &id)]).await;
    assert_eq!(again.header("location"), "/redaktion/versand?erledigt=schon-frei#gesperrt", "as by a second click: {}", again.body);
    assert!(site.get_as(&cookie, "/redaktion/versand?erledigt=schon-frei").await.body.contains("Sie ist bereits freigegeben."));
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
