//! The pages that the law asks for.

use crate::site::Site;
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
