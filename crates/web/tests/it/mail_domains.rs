//! The page that says from which mail domains people register themselves for a municipality.

use crate::{form_errors::assert_said_at, people::link, site::Site};
use domain::Role;
use http::StatusCode;

const PATH: &str = "/mitglieder/domains";

#[tokio::test]
async fn domains_are_seen_by_those_who_look_after_people_and_by_nobody_else() {
    let site = Site::live().await;
    let coordinator = site.member(Role::Coordinator, Some("15084")).await;
    site.post_as(&coordinator, PATH, &[("domain", "kreis.example.org")]).await;
    for role in Role::ALL.iter().copied() {
        let cookie = site.member(role, role.needs_municipality().then_some("15084")).await;
        let sees = matches!(role, Role::Coordinator | Role::Reviewer | Role::Administrator);
        let page = site.get_as(&cookie, &format!("{PATH}?kommune=15084")).await;
        assert_eq!(page.status, if sees { StatusCode::OK } else { StatusCode::FORBIDDEN }, "{role:?}");
        assert_eq!(page.body.contains("kreis.example.org"), sees, "{role:?}");
    }
    assert_eq!(site.get(PATH).await.status, StatusCode::UNAUTHORIZED);
    let foreign = site.member(Role::Coordinator, Some("15088")).await;
    for step in ["", "/entfernen"] {
        let fields = [("kommune", "15084"), ("domain", "kreis.example.org")];
        assert_eq!(site.post_as(&foreign, &format!("{PATH}{step}"), &fields).await.status, StatusCode::FORBIDDEN, "{step}");
    }
    assert!(site.get_as(&coordinator, PATH).await.body.contains("<h3>kreis.example.org</h3>"));

    let reviewer = site.member(Role::Reviewer, None).await;
    let start = site.get_as(&reviewer, PATH).await;
    assert!(start.body.contains("Bitte wählen") && !start.body.contains("Domain hinzufügen"), "{}", start.body);
    let unnamed = site.post_as(&reviewer, PATH, &[("domain", "stadt.example.org")]).await;
    assert_eq!(unnamed.status, StatusCode::BAD_REQUEST, "{}", unnamed.body);
    let people = site.get_as(&reviewer, "/mitglieder?kommune=15084").await;
    let page = site.get_as(&reviewer, &people.link(PATH)).await;
    assert!(page.body.contains("<h2>Burgenlandkreis</h2>"), "the municipality goes along: {}", page.body);
    let done = site.post_as(&reviewer, PATH, &[("kommune", "15084"), ("domain", "stadt.example.org")]).await;
    assert_eq!(done.header("location"), format!("{PATH}?kommune=15084&erledigt=hinzugefuegt"), "{}", done.body);
}

#[tokio::test]
async fn a_domain_lets_people_register_until_it_is_removed() {
    let site = Site::live().await;
    let coordinator = site.member(Role::Coordinator, Some("15084")).await;
    let empty = site.get_as(&coordinator, PATH).await;
    assert!(empty.body.contains("Noch ist keine Domain eingetragen") && !empty.body.contains("<ul class=\"rows\">"), "{}", empty.body);
    let done = site.post_as(&coordinator, PATH, &[("domain", " @Kreis.example.org")]).await;
    assert_eq!(
        (done.status, done.header("location")),
        (StatusCode::SEE_OTHER, "/mitglieder/domains?erledigt=hinzugefuegt"),
        "{}",
        done.body
    );
    let page = site.get_as(&coordinator, done.header("location")).await;
    assert!(page.body.contains("Die Domain ist hinzugefügt.") && page.body.contains("<h3>kreis.example.org</h3>"), "{}", page.body);

    site.post("/registrieren", &[("email", "selbst@kreis.example.org"), ("kommune", "15084")]).await;
    let registration = link(&site, "/registrieren/bestaetigen?token=").await;
    assert_eq!(site.get(&registration).await.status, StatusCode::OK);
    let named = page.hidden("domain").expect("the form of the first domain");
    let done = site.post_as(&coordinator, &format!("{PATH}/entfernen"), &[("domain", &named)]).await;
    assert_eq!(done.header("location"), "/mitglieder/domains?erledigt=entfernt", "{}", done.body);
    assert!(site.get_as(&coordinator, done.header("location")).await.body.contains("Noch ist keine Domain eingetragen"));
    let token = registration.split("token=").nth(1).expect("a token");
    assert_eq!(site.post("/registrieren/bestaetigen", &[("token", token)]).await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn what_is_no_domain_of_one_s_own_is_said_at_its_field() {
    let site = Site::live().await;
    let coordinator = site.member(Role::Coordinator, Some("15084")).await;
    for (typed, message) in [
        ("", "E-Mail-Domain: Diese Angabe fehlt."),
        ("gmx.de", "E-Mail-Domain: „gmx.de“ hat nicht die erwartete Form: eine Domain, unter der nur Ihre Kommune Adressen vergibt"),
        ("amt@kreis.example.org", "E-Mail-Domain: „amt@kreis.example.org“ hat nicht die erwartete Form"),
    ] {
        let refused = site.post_as(&coordinator, PATH, &[("domain", typed)]).await;
        assert_said_at(&refused, "domain", message);
        assert!(refused.body.contains(&format!("value=\"{typed}\" maxlength")), "{}", refused.body);
    }
    for number in 0..20 {
        let domain = format!("amt-{number}.example.org");
        assert_eq!(site.post_as(&coordinator, PATH, &[("domain", &domain)]).await.status, StatusCode::SEE_OTHER);
    }
    let refused = site.post_as(&coordinator, PATH, &[("domain", "stadt.example.org")]).await;
    assert_said_at(&refused, "domain", "E-Mail-Domain: 21 Einträge angegeben; höchstens 20 möglich.");
}
