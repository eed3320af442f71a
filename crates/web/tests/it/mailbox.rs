//! The mailbox of a demo.

use crate::site::Site;
use http::StatusCode;

#[tokio::test]
async fn a_mail_is_shown_with_its_links_and_without_its_harm() {
    let site = Site::demo().await;
    let list = site.get("/postfach").await;
    assert!(list.body.contains("Bitte bestätigen") && list.body.contains("17.\u{a0}März 2026, 10:00 Uhr"), "{}", list.body);
    let page = site.get("/postfach/1.eml").await;
    assert!(!page.body.contains("<script>alert") && page.body.contains("&#60;b&#62;kein HTML"), "{}", page.body);
    assert!(page.attributes("href").contains(&"https://wissensnetz.example.org/abo/bestaetigen?token=abc".to_owned()));
    assert!(page.body.contains("List-Id") && page.body.contains("sandbox=\"allow-popups allow-popups-to-escape-sandbox\""));
    assert_eq!(site.get("/postfach/3.eml").await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn the_html_part_may_be_seen_but_runs_nothing() {
    let site = Site::demo().await;
    let part = site.get("/postfach/1.eml/html").await;
    let policy = part.header("content-security-policy");
    assert!(policy.contains("default-src 'none'") && policy.contains("sandbox") && !policy.contains("allow-scripts"), "{policy}");
    assert!(policy.contains("frame-ancestors 'self'") && !policy.contains("script-src"), "{policy}");
    assert!(part.body.contains("<base target=\"_blank\">"));
    assert_eq!(part.header("cache-control"), "no-store", "its links let somebody in");
}
