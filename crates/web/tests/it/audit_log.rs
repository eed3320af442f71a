//! The audit log, as administrators read it.

use crate::{
    form_errors::assert_said_at,
    site::{Page, Site},
};
use chrono::TimeDelta;
use domain::{ErrorCode, Role, ids::AuditId};
use http::StatusCode;
use serde_json::json;
use test_network::complete_case;
use usecases::{AuditEntry, people};

const PATH: &str = "/redaktion/protokoll";

/// How many entries a page shows.
fn entries(page: &Page) -> usize {
    page.body.matches("<tr><th scope=\"row\">").count()
}

#[tokio::test]
async fn the_log_is_for_administrators_alone() {
    let site = Site::live().await;
    assert_eq!(site.get(PATH).await.status, StatusCode::UNAUTHORIZED);
    for role in Role::ALL.iter().copied() {
        let cookie = site.member(role, role.needs_municipality().then_some("15084")).await;
        let reads = role == Role::Administrator;
        for (path, answer) in [(PATH.to_owned(), StatusCode::OK), (format!("{PATH}?von=gestern"), StatusCode::UNPROCESSABLE_ENTITY)] {
            let page = site.get_as(&cookie, &path).await;
            assert_eq!(page.status, if reads { answer } else { StatusCode::FORBIDDEN }, "{role:?} {path}");
        }
        let links = site.get_as(&cookie, "/").await.attributes("href");
        assert_eq!(links.iter().any(|href| href == PATH), reads, "{role:?}");
    }
    let administrator = site.member(Role::Administrator, None).await;
    assert_eq!(site.get_as(&administrator, PATH).await.header("cache-control"), "no-store");
}

#[tokio::test]
async fn an_administrator_sees_who_did_what_when_and_narrows_it_down() {
    let site = Site::live().await;
    let slug = site.publish(complete_case("Übungsfirma <an der> Berufsschule")).await;
    site.net.clock.advance(TimeDelta::days(1));
    let coordinator = site.member(Role::Coordinator, Some("15084")).await;
    site.post_as(&coordinator, "/mitglieder/domains", &[("domain", "kreis.example.org")]).await;
    let administrator = site.member(Role::Administrator, None).await;
    let read = async |query: &str| site.get_as(&administrator, &format!("{PATH}{query}")).await;
    let all = read("").await;
    let case = format!("Praxisbeispiel: <a href=\"/faelle/{slug}\">Übungsfirma &#60;an der&#62; Berufsschule</a>");
    for text in [
        "<th scope=\"row\">18.\u{a0}März 2026, 11:00 Uhr</th>",
        ">coordinator-15084@example.org</a>, Koordinator:in",
        "<td>E-Mail-Domains geändert<br>",
        "Kommune: <a href=\"/kommunen/burgenlandkreis\">Burgenlandkreis</a>",
        "domains: kreis.example.org",
        "<td>veröffentlicht<br>",
        case.as_str(),
    ] {
        assert!(all.body.contains(text), "{text}: {}", all.body);
    }

    let of_place = "?kommune=15084&bereich=mail_domains.";
    let narrowed = read(of_place).await;
    assert_eq!(entries(&narrowed), 1, "{}", narrowed.body);
    assert!(narrowed.body.contains("value=\"mail_domains.\" selected") && narrowed.body.contains("value=\"15084\" selected"));
    let theirs = site.get_as(&administrator, &narrowed.link(&format!("{PATH}{of_place}&wer="))).await;
    assert_eq!(entries(&theirs), 1);
    assert!(theirs.body.contains(" selected>coordinator-15084@example.org, Koordinator:in</option>"), "{}", theirs.body);
    let elsewhere = read("?kommune=15088").await;
    assert!(elsewhere.body.contains("Dazu gibt es keinen Eintrag.") && entries(&elsewhere) == 0, "{}", elsewhere.body);

    let first_day = read("?von=2026-03-17&bis=2026-03-17").await;
    assert!(first_day.body.contains("<td>veröffentlicht<br>") && !first_day.body.contains("E-Mail-Domains geändert"));
    let second_day = read("?von=2026-03-18").await;
    assert!(!second_day.body.contains("<td>veröffentlicht<br>") && second_day.body.contains("E-Mail-Domains geändert"));
    assert_eq!(read("?kommune=99999").await.status, StatusCode::NOT_FOUND);
    assert_eq!(read("?wer=niemand").await.status, StatusCode::BAD_REQUEST);
}

#[tokio::test]
async fn the_log_of_a_case_and_of_a_person_is_found_where_they_are_looked_after() {
    let site = Site::live().await;
    let slug = site.publish(complete_case("Übungsfirma an der Berufsschule")).await;
    let person = site.net.member(Role::Author, Some("15084")).await.member().expect("a member").account;
    let viewer = site.net.member(Role::Administrator, None).await;
    people::disable(&site.net.network, &viewer, person).await.expect("an account");
    let administrator = site.member(Role::Administrator, None).await;
    let edit = site.get_as(&administrator, &format!("/faelle/{slug}/bearbeiten")).await;
    let of_case = site.get_as(&administrator, &edit.link(&format!("{PATH}?sache="))).await;
    assert_eq!(entries(&of_case), 3, "begun, handed in and published: {}", of_case.body);
    assert!(of_case.body.contains("was mit einer einzigen Sache geschah") && !of_case.body.contains("alles dazu"), "{}", of_case.body);
    assert!(of_case.hidden("sache").is_some(), "the form keeps it");
    let all = site.get_as(&administrator, PATH).await;
    assert!(all.body.contains("<td>deaktiviert<br>Konto: author-15084@example.org"), "{}", all.body);

    let row = site.get_as(&administrator, "/mitglieder").await.link(&format!("{PATH}?wer="));
    let of_person = site.get_as(&administrator, &row).await;
    assert!(of_person.body.contains("<td>angelegt<br>") && !of_person.body.contains("<td>deaktiviert<br>"), "{}", of_person.body);
    let reviewer = site.member(Role::Reviewer, None).await;
    for path in [format!("/faelle/{slug}/bearbeiten"), "/mitglieder?kommune=15084".to_owned()] {
        assert!(!site.get_as(&reviewer, &path).await.body.contains(PATH), "{path}");
    }
}

#[tokio::test]
async fn a_long_log_has_pages_and_says_what_is_gone() {
    let site = Site::live().await;
    let network = &site.net.network;
    let mut transaction = network.store.begin().await.expect("a transaction");
    for number in 0..60 {
        let entry = AuditEntry {
            id: AuditId(network.ids.next()),
            at: site.net.now() - TimeDelta::days(1),
            actor: None,
            action: "case.changed".to_owned(),
            object_type: "practice_case".to_owned(),
            object_id: network.ids.next(),
            detail: json!({ "revision": number }),
        };
        transaction.audit(&entry).await.expect("an entry");
    }
    transaction.commit().await.expect("a commit");
    let administrator = site.member(Role::Administrator, None).await;
    let first = site.get_as(&administrator, &format!("{PATH}?bereich=case.")).await;
    assert_eq!((entries(&first), first.body.contains("Neueste Einträge")), (50, false));
    assert!(first.body.contains("<td>nicht bekannt") && first.body.contains("Praxisbeispiel (gibt es nicht mehr)"), "{}", first.body);
    let second = site.get_as(&administrator, &first.link(&format!("{PATH}?bereich=case.&nach="))).await;
    assert_eq!((entries(&second), second.body.contains("Ältere Einträge")), (10, false));
    assert!(
        second.body.contains(&format!("<a class=\"button plain\" href=\"{PATH}?bereich=case.\">Neueste Einträge</a>")),
        "{}",
        second.body
    );
}

#[tokio::test]
async fn days_that_are_none_are_said_at_their_field() {
    let site = Site::live().await;
    let administrator = site.member(Role::Administrator, None).await;
    let read = async |query: &str| site.get_as(&administrator, &format!("{PATH}?{query}")).await;
    assert_said_at(&read("von=gestern").await, "von", "Beginn: „gestern“ hat nicht die erwartete Form: ein Tag wie 2026-12-24.");
    let backwards = read("von=2026-03-18&bis=2026-03-17&kommune=15084").await;
    assert_said_at(&backwards, "bis", ErrorCode::EndBeforeStart.message());
    assert!(
        backwards.body.contains("value=\"2026-03-18\"") && backwards.body.contains("value=\"15084\" selected"),
        "nothing typed is lost"
    );
}
