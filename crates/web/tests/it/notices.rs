//! The pages that the law asks for.

use crate::site::Site;
use test_network::TestNetwork;
use web::Operator;

const PAGES: [&str; 3] = ["/impressum", "/datenschutz", "/barrierefreiheit"];

fn said(text: &str) -> Option<String> {
    Some(text.to_owned())
}

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
        name: said("Agentur <Musterland>"),
        address: said("Musterstraße 1, 01234 Musterstadt"),
        represented_by: said("Geschäftsführung: Muster"),
        contact: said("kontakt@agentur.example.org, 0341 000"),
        supervisor: None,
        data_protection_officer: said("datenschutz@agentur.example.org"),
        data_protection_authority: said("Landesbeauftragte von Musterland"),
        server_logs: said("Der Webserver davor protokolliert keine Besuche."),
        enforcement_body: said("Schlichtungsstelle von Musterland"),
        accessibility_assessment: said("Selbstbewertung vom 1. März 2026"),
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
