//! Sign in and out; forms that act on the session come from our own pages.

use crate::site::{FORM, Site, TOKEN};
use axum::body::Body;
use domain::Role;
use http::{Method, StatusCode};
use usecases::from_address;

/// Forms of one's own account.
const ACCOUNT_FORMS: &[&str] = &[
    "/konto/sitzungen/beenden",
    "/konto/sitzungen/andere-beenden",
    "/konto/zugriffsschluessel",
    "/konto/zugriffsschluessel/widerrufen",
    "/konto/zweiter-faktor/beginnen",
    "/konto/zweiter-faktor/bestaetigen",
    "/konto/zweiter-faktor/abschalten",
    "/konto/zweiter-faktor/codes",
    "/anmelden/einrichten",
];

#[tokio::test]
async fn one_click_signs_in_and_another_out() {
    let site = Site::demo().await;
    site.net.member(Role::Reviewer, None).await;
    let page = site.get("/anmelden").await;
    assert!(page.body.contains("Redaktion") && !page.body.contains("@example.org"), "{}", page.body);
    let account = page.hidden("konto").expect("an account");
    let (visitor, token) = site.form_token("").await;
    let browser = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0";
    let headers = [("cookie", visitor.as_str()), ("sec-fetch-site", "same-origin"), ("content-type", FORM), ("user-agent", browser)];
    let fields = Body::from(format!("konto={account}&{TOKEN}={token}"));
    let answer = site.send(Method::POST, "/demo/anmelden", &headers, fields).await;
    assert_eq!((answer.status, answer.header("location")), (StatusCode::SEE_OTHER, "/meine"));
    let cookie = answer.header("set-cookie").to_owned();
    for part in ["__Host-wissensnetz=", "; Path=/", "; HttpOnly", "; SameSite=Lax", "; Secure"] {
        assert!(cookie.contains(part), "{part} is missing");
    }
    let cookie = cookie.split(';').next().expect("a pair").to_owned();
    assert!(site.get_as(&cookie, "/").await.body.contains("Angemeldet: Redaktion"));
    assert!(site.get_as(&cookie, "/konto/sitzungen").await.body.contains("Firefox, Linux (dieser hier)"), "it is known again");

    let answer = site.post_as(&cookie, "/abmelden", &[]).await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER);
    assert!(answer.header("set-cookie").contains("Max-Age=0"));
    assert!(!site.get_as(&cookie, "/").await.body.contains("Angemeldet:"), "the session is over on the server, too");
}

#[tokio::test]
async fn an_instance_that_is_no_demo_has_no_such_door() {
    let site = Site::live().await;
    let account = match site.net.member(Role::Administrator, None).await {
        domain::Viewer::Member(member) => member.account.to_string(),
        domain::Viewer::Public => unreachable!("a member"),
    };
    let page = site.get("/anmelden").await;
    assert!(page.status == StatusCode::OK && !page.body.contains("/demo/anmelden") && page.hidden("konto").is_none());
    let register = site.get(&page.link("/registrieren")).await;
    assert!(register.body.contains("Sie haben schon ein Konto? <a href=\"/anmelden\">"), "there and back: {}", register.body);
    assert_eq!(site.get("/postfach").await.status, StatusCode::NOT_FOUND);
    assert_eq!(site.get("/postfach/1.eml").await.status, StatusCode::NOT_FOUND);
    let answer = site.post("/demo/anmelden", &[("konto", &account)]).await;
    assert_eq!(answer.status, StatusCode::NOT_FOUND);
    assert!(answer.headers.get("set-cookie").is_none());
}

#[tokio::test]
async fn another_site_s_forms_are_refused() {
    let site = Site::demo().await;
    let cookie = site.member(Role::Reviewer, None).await;
    let paths =
        ["/abmelden", "/demo/anmelden", "/meine/veroeffentlichen", "/meine/archivieren", "/meine/einreichen", "/faelle/neu", "/abo"];
    let paths = paths.into_iter().chain(ACCOUNT_FORMS.iter().copied()).chain(["/anmelden", "/anmelden/link", "/anmelden/code"]);
    for path in paths {
        for (name, value) in [("sec-fetch-site", "cross-site"), ("origin", "https://elsewhere.example.org"), ("origin", "null")] {
            let headers = [("cookie", cookie.as_str()), ("content-type", FORM), (name, value)];
            let answer = site.send(Method::POST, path, &headers, Body::from("fall=x")).await;
            assert_eq!(answer.status, StatusCode::FORBIDDEN, "{path} with {name}: {value}");
        }
    }
    assert!(site.get_as(&cookie, "/").await.body.contains("Angemeldet:"), "still signed in");
}

#[tokio::test]
async fn what_is_for_members_asks_to_sign_in() {
    let site = Site::demo().await;
    for path in ["/meine", "/faelle/neu", "/konto/sitzungen", "/konto/zugriffsschluessel", "/konto/zweiter-faktor"] {
        let page = site.get(path).await;
        let asked = (page.status, page.header("www-authenticate"));
        assert_eq!(asked, (StatusCode::UNAUTHORIZED, "Bearer realm=\"Wissensnetz\""), "{path}");
        assert!(page.body.contains("href=\"/anmelden\""));
    }
    let reader = site.member(Role::Reader, None).await;
    assert_eq!(site.get_as(&reader, "/faelle/neu").await.status, StatusCode::FORBIDDEN);
    assert!(!site.get_as(&reader, "/").await.body.contains("/faelle/neu"));
}

#[tokio::test]
async fn an_error_says_what_people_can_do() {
    let site = Site::demo().await;
    let reader = site.member(Role::Reader, Some("15084")).await;
    let said = [
        ("", "/konto", StatusCode::UNAUTHORIZED, "Nach der Anmeldung kommen Sie hierher zurück."),
        ("", "/abo/verwalten", StatusCode::UNAUTHORIZED, "Ohne Konto öffnen Sie bitte den Link „Abos verwalten“"),
        (reader.as_str(), "/faelle/neu", StatusCode::FORBIDDEN, "wenden Sie sich bitte an die Koordination"),
        (reader.as_str(), "/konto/loeschen", StatusCode::METHOD_NOT_ALLOWED, "Bitte öffnen Sie die Seite mit dem Formular noch einmal."),
        (reader.as_str(), "/fragen/0190f1c2", StatusCode::NOT_FOUND, "Die Adresse ist vielleicht veraltet oder unvollständig"),
        (reader.as_str(), "/meine", StatusCode::OK, "Mit Ihrer Rolle schreiben Sie keine Praxisbeispiele."),
    ];
    for (cookie, path, status, text) in said {
        let page = site.get_as(cookie, path).await;
        assert_eq!(page.status, status, "{path}");
        assert!(page.body.contains(text) && !page.body.contains("HTTP-Methode"), "{path}: {}", page.body);
    }
}

#[tokio::test]
async fn whoever_signs_in_gets_to_the_page_that_they_wanted_to_see() {
    let site = Site::demo().await;
    site.net.member(Role::Reviewer, None).await;
    let slug = site.publish(test_network::complete_case("Übungsfirma an der Berufsschule")).await;
    let wanted = format!("/faelle/{slug}/bearbeiten");
    let refused = site.get(&wanted).await;
    assert_eq!(refused.status, StatusCode::UNAUTHORIZED);
    let page = site.get(&refused.link("/anmelden?weiter=")).await;
    let remembered = page.cookie("__Host-wissensnetz-return").expect("a cookie");
    let account = page.hidden("konto").expect("an account");
    let answer = site.post_as(&remembered, "/demo/anmelden", &[("konto", &account)]).await;
    assert_eq!((answer.status, answer.header("location")), (StatusCode::SEE_OTHER, wanted.as_str()), "{}", answer.body);
    let cleared = answer.headers.get_all("set-cookie").into_iter().filter_map(|value| value.to_str().ok());
    assert!(cleared.into_iter().any(|text| text.starts_with("__Host-wissensnetz-return=;")), "once");
    for foreign in ["https://example.org/", "//example.org", "/%5Cexample.org"] {
        assert!(site.get(&format!("/anmelden?weiter={foreign}")).await.cookie("__Host-wissensnetz-return").is_none(), "{foreign}");
        let planted = format!("__Host-wissensnetz-return={foreign}");
        let answer = site.post_as(&planted, "/demo/anmelden", &[("konto", &account)]).await;
        assert_eq!(answer.header("location"), "/meine", "{foreign}");
    }
}

#[tokio::test]
async fn the_ways_to_a_provider_and_back_are_limited_by_address() {
    let site = Site::live().await;
    let flow = format!("__Host-wissensnetz-provider=haus.{0}.{0}.{0}", "x".repeat(48));
    let visit = async |address: &str, path: &str| Box::pin(from_address(address.parse().ok(), site.get_as(&flow, path))).await;
    for path in ["/anmelden/dienst/haus", "/anmelden/dienst/haus/rueckkehr?code=c&state=s"] {
        for _ in 0..30 {
            assert_eq!(visit("192.0.2.7", path).await.status, StatusCode::NOT_FOUND, "there is no such provider");
        }
        let refused = visit("192.0.2.7", path).await;
        assert_eq!((refused.status, refused.header("retry-after")), (StatusCode::TOO_MANY_REQUESTS, "30"), "{path}");
        assert!(refused.body.contains("Bitte versuchen Sie es in 30 Sekunden erneut."), "{}", refused.body);
        assert_eq!(visit("192.0.2.8", path).await.status, StatusCode::NOT_FOUND, "another address");
    }
}
