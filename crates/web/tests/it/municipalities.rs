//! The pages of municipalities: what each has published, and the ways on from there.

use crate::{
    form_errors::assert_said_at,
    site::{Page, Site},
};
use chrono::TimeDelta;
use domain::{
    CaseContent, Role,
    case::Elsewhere,
    vocabulary::{FieldOfAction, State},
};
use http::StatusCode;
use test_network::{Stand, complete_case};

/// The page of the municipality that the cases here are of.
const PAGE: &str = "/kommunen/burgenlandkreis";

/// The page on which is said what it works on.
const FOCUS: &str = "/kommunen/burgenlandkreis/schwerpunkte";

/// A case of the municipality with this key.
fn case_of(ags: &str, title: &str) -> CaseContent {
    CaseContent { municipality: ags.parse().ok(), ..complete_case(title) }
}

/// The addresses of the cases that a page lists, in order.
fn listed(page: &Page) -> Vec<String> {
    page.attributes("href").into_iter().filter(|href| href.starts_with("/faelle/")).collect()
}

#[tokio::test]
async fn all_municipalities_are_listed_by_land_with_how_many_cases_they_have() {
    let site = Site::live().await;
    for (ags, title) in [
        ("15084", "Übungsfirma an der Berufsschule"),
        ("15084550", "Lesepaten in einer Gemeinde"),
        ("14713", "Lesefest in der ganzen Stadt"),
    ] {
        site.publish(case_of(ags, title)).await;
    }
    let page = site.get("/kommunen").await;
    assert_eq!(page.status, StatusCode::OK, "{}", page.body);
    let lands: Vec<_> = page.body.split("<h2>").skip(1).filter_map(|rest| rest.split("</h2>").next()).collect();
    assert_eq!(lands, ["Sachsen", "Sachsen-Anhalt", "Thüringen"]);
    let links: Vec<_> = page.attributes("href").into_iter().filter(|href| href.starts_with("/kommunen/")).collect();
    assert_eq!(links.len(), 49, "{links:?}");
    let place = |name: &str| links.iter().position(|href| href.ends_with(name)).expect("a municipality");
    let [chemnitz, leipzig, around, burgenland] =
        ["/stadt-chemnitz", "/stadt-leipzig", "/landkreis-leipzig", "/burgenlandkreis"].map(place);
    assert!(chemnitz < leipzig && leipzig + 1 == around && around < burgenland, "by the name, Land by Land: {links:?}");
    for (name, count) in [("Burgenlandkreis", 2), ("Stadt Leipzig", 1), ("Landkreis Leipzig", 0)] {
        let row = format!("<span>{name}</span><span class=\"count\">{count}<");
        assert!(page.body.contains(&row), "{row}: {}", page.body);
    }
    for from in ["/", PAGE, "/impressum"] {
        assert!(site.get(from).await.attributes("href").contains(&"/kommunen".to_owned()), "{from}");
    }
}

#[tokio::test]
async fn the_page_of_a_municipality_lists_what_it_has_published_the_newest_first() {
    let site = Site::live().await;
    for stand in [Stand::Draft, Stand::Submitted, Stand::Archived] {
        let content = complete_case(&format!("Verborgen {stand:?} im Landkreis"));
        site.net.place(content.clone(), content, None, stand).await;
    }
    let mut slugs = vec![site.publish(complete_case("Übungsfirma an der Berufsschule")).await];
    site.net.clock.advance(TimeDelta::days(1));
    slugs.push(site.publish(case_of("15084550", "Lesepaten in einer Gemeinde")).await);
    site.publish(case_of("14713", "Lesefest in der ganzen Stadt")).await;
    let page = site.get(PAGE).await;
    assert_eq!(page.status, StatusCode::OK, "{}", page.body);
    let expected: Vec<_> = slugs.iter().rev().map(|slug| format!("/faelle/{slug}")).collect();
    assert_eq!(listed(&page), expected);
    for text in [
        "<h1>Burgenlandkreis</h1>",
        "<title>Burgenlandkreis – ",
        "<h2 id=\"beispiele\">2 Praxisbeispiele</h2>",
        "<p class=\"place\">Gemeinde 15084550 (Burgenlandkreis)</p>",
        "<dd>Landkreis</dd>",
        "<dd>Sachsen-Anhalt</dd>",
        "<dd>15084</dd>",
        "<a href=\"mailto:bildung@burgenlandkreis.example.org\">",
        "<link rel=\"canonical\" href=\"https://wissensnetz.example.org/kommunen/burgenlandkreis\">",
    ] {
        assert!(page.body.contains(text), "{text}: {}", page.body);
    }
    assert_eq!(page.body.matches("mailto:").count(), 1, "each mailbox once: {}", page.body);
    assert!(!page.body.contains("noindex") && !page.body.contains("Arbeitsschwerpunkte"), "{}", page.body);
    for private in ["03443 000000", "Koordinierungsstelle"] {
        assert!(!page.body.contains(private), "{private}: {}", page.body);
    }
    for way in ["/abo?kommune=15084", "/feed.atom?kommune=15084", "/feed.json?kommune=15084", "/suche?kommune=15084"] {
        assert_eq!(page.link(way), way);
        assert_eq!(site.get(way).await.status, StatusCode::OK, "{way}");
    }
}

#[tokio::test]
async fn a_municipality_that_has_published_nothing_leads_on() {
    let site = Site::live().await;
    let own = "14729".parse().expect("a municipality");
    let mut transaction = site.net.network.store.begin().await.expect("the database");
    transaction.set_focus_areas(&own, &[FieldOfAction::Governance]).await.expect("the database");
    transaction.commit().await.expect("the database");
    let page = site.get("/kommunen/landkreis-leipzig").await;
    assert_eq!(page.status, StatusCode::OK, "{}", page.body);
    assert!(page.body.contains(">0 Praxisbeispiele</h2>") && page.body.contains("content=\"noindex\""), "{}", page.body);
    for way in ["/suche?land=SACHSEN", "/suche?handlungsfeld=GOVERNANCE", "/abo?schwerpunkte=14729"] {
        assert_eq!(page.link(way), way);
    }
    assert!(!page.body.contains("<dt>Nachfragen"), "there is nobody to ask: {}", page.body);
}

#[tokio::test]
async fn keys_lead_to_the_page_and_what_is_no_municipality_has_none() {
    let site = Site::live().await;
    for (key, name) in
        [("15084", "burgenlandkreis"), ("15084550", "burgenlandkreis"), ("16056", "wartburgkreis"), ("14713000", "stadt-leipzig")]
    {
        let page = site.get(&format!("/kommunen/{key}")).await;
        assert_eq!((page.status, page.header("location")), (StatusCode::SEE_OTHER, format!("/kommunen/{name}").as_str()), "{key}");
    }
    for nowhere in ["leipzig", "99999", "Burgenlandkreis"] {
        let page = site.get(&format!("/kommunen/{nowhere}")).await;
        assert_eq!(page.status, StatusCode::NOT_FOUND, "{nowhere}: {}", page.body);
    }
}

#[tokio::test]
async fn many_cases_come_page_by_page() {
    let site = Site::live().await;
    for number in 1..=21 {
        let content = complete_case(&format!("Übungsfirma {number:02} an der Schule"));
        site.net.place(content.clone(), content, None, Stand::Published).await;
    }
    let first = site.get(PAGE).await;
    assert!(first.body.contains(">21 Praxisbeispiele</h2>") && !first.body.contains("Vorherige Seite"), "{}", first.body);
    let path = first.link(&format!("{PAGE}?nach="));
    let second = site.get(&path).await;
    assert_eq!((listed(&first).len(), listed(&second).len()), (20, 1));
    assert!(second.body.contains("content=\"noindex\"") && !second.body.contains("Nächste Seite"), "{}", second.body);
    let back = site.get(&second.link(&format!("{PAGE}?vor="))).await;
    assert_eq!(listed(&back), listed(&first));
    let elsewhere = site.get(&path.replace("burgenlandkreis", "stadt-leipzig")).await;
    assert_eq!(elsewhere.status, StatusCode::OK, "a list of nothing has no pages: {}", elsewhere.body);
}

#[tokio::test]
async fn a_case_leads_to_its_municipality_and_to_those_that_took_part() {
    let site = Site::live().await;
    let partners = ["15088", "15084550"].into_iter().filter_map(|ags| ags.parse().ok()).collect();
    let slug = site.publish(CaseContent { partners, ..complete_case("Übungsfirma an der Berufsschule") }).await;
    let page = site.get(&format!("/faelle/{slug}")).await;
    let own = format!("<a href=\"{PAGE}\">Burgenlandkreis</a>");
    assert_eq!(page.body.matches(&own).count(), 2, "above the title and in the table: {}", page.body);
    for partner in ["<a href=\"/kommunen/saalekreis\">Saalekreis</a>", &format!("<a href=\"{PAGE}\">Gemeinde 15084550 (")] {
        assert!(page.body.contains(partner), "{partner}: {}", page.body);
    }
    let elsewhere = Elsewhere { name: "Musterstadt".into(), state: State::Brandenburg };
    let content = CaseContent { municipality: None, elsewhere: Some(elsewhere), ..complete_case("Gutes Beispiel von anderswo") };
    let slug = site.publish(content).await;
    let page = site.get(&format!("/faelle/{slug}")).await;
    assert!(page.body.contains("Musterstadt (Brandenburg)") && !page.body.contains("/kommunen/musterstadt"), "{}", page.body);
}

#[tokio::test]
async fn the_coordination_says_what_its_municipality_works_on() {
    let site = Site::live().await;
    let cookie = site.member(Role::Coordinator, Some("15084")).await;
    let page = site.get_as(&cookie, PAGE).await;
    assert!(page.body.contains("Arbeitsschwerpunkte angeben</a>"), "{}", page.body);
    let form = site.get_as(&cookie, &page.link(FOCUS)).await;
    assert_eq!((form.status, form.body.matches("name=\"schwerpunkt\"").count()), (StatusCode::OK, 5), "{}", form.body);
    assert!(form.body.contains("<h1>Arbeitsschwerpunkte: Burgenlandkreis</h1>"), "{}", form.body);
    let save = async |areas: &[&str]| {
        let fields: Vec<_> = areas.iter().map(|area| ("schwerpunkt", *area)).collect();
        site.post_as(&cookie, FOCUS, &fields).await
    };
    let chosen = |page: &Page| page.body.matches(" selected>").count();

    let saved = save(&["INCLUSION", "", "GOVERNANCE"]).await;
    let led_to = format!("{PAGE}?erledigt=schwerpunkte");
    assert_eq!((saved.status, saved.header("location")), (StatusCode::SEE_OTHER, led_to.as_str()), "{}", saved.body);
    let page = site.get_as(&cookie, &led_to).await;
    for said in ["Die Arbeitsschwerpunkte sind gespeichert.", "Arbeitsschwerpunkte ändern</a>"] {
        assert!(page.body.contains(said), "{said}: {}", page.body);
    }
    let ways: Vec<_> = page.attributes("href").into_iter().filter(|href| href.starts_with("/suche?handlungsfeld=")).collect();
    assert_eq!(ways, ["/suche?handlungsfeld=INCLUSION", "/suche?handlungsfeld=GOVERNANCE"], "in the municipality's order");
    assert_eq!(chosen(&site.get_as(&cookie, FOCUS).await), 2);

    let twice = save(&["INCLUSION", "INCLUSION", "GOVERNANCE"]).await;
    assert_said_at(&twice, "schwerpunkt", "Arbeitsschwerpunkte: „Inklusion und Teilhabe“ ist doppelt angegeben.");
    assert_eq!(chosen(&twice), 3, "what was chosen is kept: {}", twice.body);
    assert_eq!(save(&["HOUSING"]).await.status, StatusCode::BAD_REQUEST);
    assert_eq!(chosen(&site.get_as(&cookie, FOCUS).await), 2, "nothing is changed");
    assert_eq!(save(&["", ""]).await.header("location"), led_to);
    assert!(!site.get_as(&cookie, PAGE).await.body.contains("<dt>Arbeitsschwerpunkte</dt>"));
}

#[tokio::test]
async fn nobody_else_says_what_a_municipality_works_on() {
    let site = Site::live().await;
    site.net.adviser(&["15084"]).await;
    assert_eq!(site.get(FOCUS).await.status, StatusCode::UNAUTHORIZED);
    assert!(!site.get(PAGE).await.body.contains(FOCUS));
    for (role, place) in
        [(Role::Reader, Some("15084")), (Role::Author, Some("15084")), (Role::Coordinator, Some("15088")), (Role::Adviser, None)]
    {
        let cookie = site.member(role, place).await;
        assert!(!site.get_as(&cookie, PAGE).await.body.contains(FOCUS), "{role:?}");
        assert_eq!(site.get_as(&cookie, FOCUS).await.status, StatusCode::FORBIDDEN, "{role:?}");
        let refused = site.post_as(&cookie, FOCUS, &[("schwerpunkt", "INCLUSION")]).await;
        assert_eq!(refused.status, StatusCode::FORBIDDEN, "{role:?}: {}", refused.body);
    }
    let reviewer = site.member(Role::Reviewer, None).await;
    assert_eq!(site.get_as(&reviewer, FOCUS).await.status, StatusCode::OK);
    assert_eq!(site.get_as(&reviewer, "/kommunen/entenhausen/schwerpunkte").await.status, StatusCode::NOT_FOUND);
}
