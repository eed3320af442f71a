//! The pages that the law asks for.

use crate::site::Site;
use chrono::{DateTime, TimeDelta, Utc};
use http::StatusCode;
use test_network::TestNetwork;
use web::Operator;

const PAGES: [&str; 3] = ["/impressum", "/datenschutz", "/barrierefreiheit"];

#[tokio::test]
async fn what_whoever_runs_the_instance_does_not_say_is_marked_as_missing() {
    let site = Site::live().await;
    for (path, gaps) in PAGES.into_iter().zip([5, 6, 3]) {
        let page = site.get(path).await;
        assert_eq!(page.body.matches("<span class=\"todo\">Noch einzutragen: ").count(), gaps, "{path}: {}", page.body);
        assert!(page.body.contains("class=\"notice warn\""), "{path}");
    }
}

#[tokio::test]
async fn what_whoever_runs_the_instance_says_stands_on_the_pages() {
    let operator = Operator {
        name: Some("Agentur <Musterland>".to_owned()),
        address: Some("Musterstraße 1, 01234 Musterstadt".to_owned()),
        represented_by: Some("Geschäftsführung: Muster".to_owned()),
        contact: Some("kontakt@agentur.example.org, 0341 000".to_owned()),
        supervisor: None,
        data_protection_officer: Some("datenschutz@agentur.example.org".to_owned()),
        data_protection_authority: Some("Landesbeauftragte von Musterland".to_owned()),
        server_logs: Some("Der Webserver davor protokolliert keine Besuche.".to_owned()),
        enforcement_body: Some("Schlichtungsstelle von Musterland".to_owned()),
        accessibility_assessment: Some("Selbstbewertung vom 1. März 2026".to_owned()),
        security_contact: None,
    };
    let site = Site::run_by(operator, TestNetwork::new().await, false);
    for (path, texts) in PAGES.into_iter().zip([
        ["Agentur &#60;Musterland&#62;", "01234 Musterstadt", "Geschäftsführung: Muster"],
        ["datenschutz@agentur.example.org", "Landesbeauftragte von Musterland", "protokolliert keine Besuche"],
        ["kontakt@agentur.example.org", "Schlichtungsstelle von Musterland", "Selbstbewertung vom 1. März 2026"],
    ]) {
        let page = site.get(path).await;
        for text in texts {
            assert!(page.body.contains(text), "{path}: {text} in {}", page.body);
        }
        for unfilled in ["class=\"todo\"", "class=\"notice warn\"", "Aufsichtsbehörde</h2>"] {
            assert!(!page.body.contains(unfilled), "{path}: {unfilled} in {}", page.body);
        }
    }
}

#[tokio::test]
async fn the_notice_on_data_protection_says_what_becomes_of_questions_and_of_unconfirmed_subscriptions() {
    let page = Site::live().await.get("/datenschutz").await;
    for said in [
        "<h2>Fragen an das Netzwerk</h2>",
        "nicht aber Name oder E-Mail-Adresse",
        "sehen deren Mitglieder Ihre Funktion und Ihre E-Mail-Adresse",
        "mit ihren Antworten nach 36 Monaten gelöscht",
        "Unbestätigte Abos werden nach 7 Tagen gelöscht",
    ] {
        assert!(page.body.contains(said), "{said}: {}", page.body);
    }
}

#[tokio::test]
async fn where_to_report_weaknesses_is_said_where_the_operator_says_it_and_never_out_of_date() {
    let nobody = Site::live().await.get("/.well-known/security.txt").await;
    assert_eq!(nobody.status, StatusCode::NOT_FOUND);
    assert!(nobody.body.contains("</footer>"), "{}", nobody.body);
    let operator = Operator { security_contact: "mailto:sicherheit@agentur.example.org".parse().ok(), ..Operator::default() };
    let site = Site::run_by(operator, TestNetwork::new().await, false);
    for _ in 0..2 {
        let page = site.get("/.well-known/security.txt").await;
        assert_eq!((page.status, page.header("content-type")), (StatusCode::OK, "text/plain; charset=utf-8"));
        let lines: Vec<_> = page.body.lines().collect();
        let [contact, expires, languages, canonical] = lines[..] else { panic!("{}", page.body) };
        assert_eq!(contact, "Contact: mailto:sicherheit@agentur.example.org");
        assert_eq!(languages, "Preferred-Languages: de");
        assert_eq!(canonical, "Canonical: https://wissensnetz.example.org/.well-known/security.txt");
        let until: DateTime<Utc> = expires.strip_prefix("Expires: ").and_then(|moment| moment.parse().ok()).expect("a moment");
        let left = until - site.net.network.clock.now();
        assert!(left > TimeDelta::days(30) && left < TimeDelta::days(365), "{expires}");
        site.net.clock.advance(TimeDelta::days(400));
    }
}
