//! The page that asks whether a case still holds, and what readers are told when nobody answers.

use crate::site::Site;
use chrono::TimeDelta;
use domain::Role;
use http::StatusCode;
use test_network::complete_case;

/// A site with a case of which its mailbox was asked, the case's address and the path of the link.
async fn asked() -> (Site, String, String) {
    let site = Site::demo().await;
    let slug = site.publish(complete_case("Übungsfirma an der Berufsschule")).await;
    site.net.pass(TimeDelta::days(366)).await;
    let mail = site.net.sent().into_iter().find(|mail| mail.kind.key() == "freshness").expect("the question");
    let link = mail.text.split_whitespace().find(|word| word.contains("/bestaetigung?token=")).expect("a link");
    let path = link.strip_prefix("https://wissensnetz.example.org").expect("our address").to_owned();
    (site, slug, path)
}

#[tokio::test]
async fn looking_changes_nothing_and_the_button_confirms() {
    let (site, slug, path) = asked().await;
    for _ in 0..2 {
        let page = site.get(&path).await;
        assert_eq!(page.status, StatusCode::OK);
        assert!(page.body.contains("Trifft Ihr Praxisbeispiel noch zu?") && page.body.contains("Übungsfirma"), "{}", page.body);
        assert!(
            page.body.contains(&format!("href=\"/faelle/{slug}/bearbeiten\"")) && page.body.contains("name=\"robots\""),
            "{}",
            page.body
        );
        assert_eq!(page.header("referrer-policy"), "strict-origin");
    }
    let token = site.get(&path).await.hidden("token").expect("the token");
    let done = site.post("/bestaetigung", &[("token", &token)]).await;
    assert_eq!(done.status, StatusCode::OK);
    assert!(done.body.contains("Danke, Ihr Praxisbeispiel ist bestätigt") && !done.body.contains(&token), "{}", done.body);
    let again = site.get(&path).await;
    assert!(
        again.body.contains("Ihr Praxisbeispiel ist schon bestätigt") && !again.body.contains("<button type=\"submit\">Ja"),
        "{}",
        again.body
    );
    site.net.pass(TimeDelta::days(60)).await;
    assert!(!site.get(&format!("/faelle/{slug}")).await.body.contains("Nicht mehr bestätigt"));
    assert_eq!(site.post("/bestaetigung", &[("token", "unsinn")]).await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn readers_are_told_that_nobody_vouches_for_a_case_any_more() {
    let (site, slug, path) = asked().await;
    for days in [14, 14, 14] {
        assert!(!site.get(&format!("/faelle/{slug}")).await.body.contains("Nicht mehr bestätigt"));
        site.net.pass(TimeDelta::days(days)).await;
    }
    let page = site.get(&format!("/faelle/{slug}")).await;
    assert!(page.body.contains("Nicht mehr bestätigt") && page.body.contains("17.\u{a0}März 2026"), "{}", page.body);
    assert_eq!(page.body.matches("<h1").count(), 1);
    site.net.pass(TimeDelta::days(138)).await;
    let archived = site.get(&format!("/faelle/{slug}")).await;
    assert_eq!(archived.status, StatusCode::OK, "still readable");
    assert!(archived.body.contains("Archiviert am"), "{}", archived.body);
    let late = site.get(&path).await;
    assert!(
        late.body.contains("Dieses Praxisbeispiel ist archiviert") && !late.body.contains("<button type=\"submit\">Ja"),
        "{}",
        late.body
    );
}

#[tokio::test]
async fn those_behind_a_case_confirm_it_on_its_page_without_the_link() {
    let (site, slug, _) = asked().await;
    let author = site.member(Role::Author, Some("15084")).await;
    let edit = format!("/faelle/{slug}/bearbeiten");
    let list = site.get_as(&author, "/meine").await;
    assert!(list.body.contains("Bestätigung steht aus"), "{}", list.body);
    let page = site.get_as(&author, list.link(&format!("{edit}#bestaetigung")).split('#').next().expect("a path")).await;
    assert!(
        page.body.contains("Wir fragen zurzeit das Funktionspostfach") && page.body.contains("href=\"#bestaetigung\""),
        "{}",
        page.body
    );
    let (fall, confirm) = (page.hidden("fall").expect("the case"), format!("/faelle/{slug}/bestaetigen"));
    for _ in 0..2 {
        let done = site.post_as(&author, &confirm, &[("fall", &fall)]).await;
        assert_eq!(done.header("location"), format!("{edit}?erledigt=bestaetigt#bestaetigung"), "{}", done.body);
    }
    let told = site.get_as(&author, &format!("{edit}?erledigt=bestaetigt")).await;
    for text in ["für ein weiteres Jahr bestätigt.", "Zuletzt bestätigt am 18.\u{a0}März 2027. Am 18.\u{a0}März 2028 fragen wir"] {
        assert!(told.body.contains(text), "{text}: {}", told.body);
    }
    assert_eq!(told.body.matches("bestätigt (Sie)").count(), 1, "once, by two clicks: {}", told.body);
    assert!(!site.get_as(&author, "/meine").await.body.contains("Bestätigung steht aus"));

    site.net.adviser(&["15084"]).await;
    let adviser = site.member(Role::Adviser, None).await;
    let read_along = site.get_as(&adviser, &edit).await;
    assert!(read_along.status == StatusCode::OK && !read_along.body.contains(&confirm), "{}", read_along.body);
    let coordinator = site.member(Role::Coordinator, Some("15084")).await;
    site.post_as(&coordinator, "/meine/archivieren", &[("fall", &fall)]).await;
    assert!(!site.get_as(&author, &edit).await.body.contains(&confirm), "what is archived is kept up by nobody");
    let late = site.post_as(&author, &confirm, &[("fall", &fall)]).await;
    assert_eq!(late.status, StatusCode::CONFLICT);
    assert!(late.body.contains("Das war nicht möglich") && late.body.contains("im Stand „archiviert“"), "{}", late.body);
}
