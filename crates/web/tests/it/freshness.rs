//! The page that asks whether a case still holds, and what readers are told when nobody answers.

use crate::site::Site;
use chrono::TimeDelta;
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
