//! What holds of every page alike.

use crate::site::{FORM, Page, Site};
use axum::body::{Body, Bytes};
use domain::{CaseContent, Role, case::Indicator};
use futures_util::stream;
use http::{Method, StatusCode};
use std::{collections::BTreeSet, convert::Infallible, io, time::Duration};
use test_network::complete_case;
use tower_http::timeout::DeadlineBody;

/// Pages that everybody may open on a demo.
const PUBLIC: &[&str] = &[
    "/",
    "/suche",
    "/suche?q=Übungsfirma&handlungsfeld=TRANSITION_SCHOOL_WORK&land=SACHSEN_ANHALT",
    "/suche?q=gibtesnicht&land=THUERINGEN&stand=PILOT",
    "/kommunen",
    "/kommunen/burgenlandkreis",
    "/kommunen/stadt-leipzig",
    "/abo?q=ganztag&land=SACHSEN",
    "/abo/angefragt",
    "/anmelden",
    "/registrieren",
    "/registrieren/angefragt",
    "/anmelden/angefragt",
    "/postfach",
    "/postfach/1.eml",
    "/impressum",
    "/datenschutz",
    "/barrierefreiheit",
];

/// Pages for members who may write.
const MEMBERS: &[&str] = &[
    "/abo?antworten=ja",
    "/meine",
    "/meine?bearbeitung=draft",
    "/faelle/neu",
    "/faelle/neu?beispiel=1",
    "/fragen",
    "/fragen?stand=alle&kommune=15084",
    "/fragen/neu",
    "/konto",
    "/konto/verlassen",
    "/konto/sitzungen",
    "/konto/zugriffsschluessel",
    "/konto/zweiter-faktor",
    "/redaktion/mails",
    "/redaktion/mails/digest",
    "/redaktion/versand",
    "/mitglieder",
    "/mitglieder?kommune=15084",
    "/mitglieder/vertretungen",
    "/mitglieder/vertretungen?kommune=15084",
    "/mitglieder/domains",
    "/mitglieder/domains?kommune=15084",
    "/kommunen/burgenlandkreis/schwerpunkte",
    "/redaktion/suche",
    "/redaktion/suche?begriff=Sternwarte&erledigt=geaendert",
];

/// Where links in mails lead.
const PATHS_OF_LINKS: &[&str] =
    &["/abo/verwalten", "/abo/bestaetigen", "/abo/abmelden", "/bestaetigung", "/anmelden/link", "/einladung", "/registrieren/bestaetigen"];

/// Every kind of page, each with something to show.
pub(crate) async fn all_pages(site: &Site) -> Vec<(String, Page)> {
    // Somebody to look after, and somebody who is invited.
    site.net.member(Role::Author, Some("15084")).await;
    crate::people::invited(site, "neu@kreis.example.org").await;
    crate::deputies::furnished(site).await;
    let figure =
        Indicator { name: "Plätze".to_owned(), before: Some(12.0), after: Some(30.0), unit: None, year: Some(2025), source: None };
    let case = CaseContent { indicators: vec![figure], ..complete_case("Übungsfirma an der Berufsschule") };
    let slug = site.publish(case).await;
    let cookie = site.member(Role::Reviewer, None).await;
    site.post_as(&cookie, "/mitglieder/domains", &[("kommune", "15084"), ("domain", "kreis.example.org")]).await;
    crate::search_desk::furnished(site, &cookie).await;
    crate::materials::put(site, &cookie, &format!("/faelle/{slug}/bearbeiten")).await;
    let mut pages = Vec::new();
    for path in PUBLIC.iter().map(|path| (*path).to_owned()).chain([format!("/faelle/{slug}"), format!("/abo?beispiel={slug}")]) {
        let page = site.get(&path.replace('Ü', "%C3%9C")).await;
        assert_eq!(page.status, StatusCode::OK, "{path}: {}", page.body);
        pages.push((path, page));
    }
    let of_case = ["bearbeiten", "entfernen", "fassungen"].map(|page| format!("/faelle/{slug}/{page}"));
    let of_somebody = site.get_as(&cookie, "/mitglieder?kommune=15084").await.link("/mitglieder/uebergeben?");
    for path in MEMBERS.iter().map(|path| (*path).to_owned()).chain(of_case).chain([of_somebody]) {
        let page = site.get_as(&cookie, &path).await;
        assert_eq!(page.status, StatusCode::OK, "{path}: {}", page.body);
        pages.push((path, page));
    }
    let administrator = site.member(Role::Administrator, None).await;
    site.net.adviser(&["15084"]).await;
    let advised = site.get_as(&administrator, "/mitglieder").await.link("/mitglieder/begleitung?");
    let log = ["/redaktion/protokoll", "/redaktion/protokoll?kommune=15084&bereich=case."].map(str::to_owned);
    for path in [format!("/faelle/{slug}/entfernen"), advised].into_iter().chain(log) {
        let page = site.get_as(&administrator, &path).await;
        assert_eq!(page.status, StatusCode::OK, "{path}: {}", page.body);
        pages.push((path, page));
    }
    let path = format!("/abo/verwalten?token={}", crate::managing::subscribed(site, "leserin@example.org").await);
    let page = site.get(&path).await;
    assert_eq!(page.status, StatusCode::OK, "{path}: {}", page.body);
    pages.push((path, page));
    let unknown: Vec<_> = PATHS_OF_LINKS.iter().map(|path| format!("{path}?token=unbekannt")).collect();
    for path in ["/faelle/gibt-es-nicht", "/kommunen/gibt-es-nicht", "/abo?beispiel=gibt-es-nicht", "/nirgends"]
        .into_iter()
        .chain(unknown.iter().map(String::as_str))
    {
        let page = site.get(path).await;
        assert_eq!(page.status, StatusCode::NOT_FOUND, "{path}: {}", page.body);
        pages.push((path.to_owned(), page));
    }
    pages
}

#[tokio::test]
async fn every_page_has_the_site_s_look_and_its_headers() {
    let site = Site::demo().await;
    for (path, page) in all_pages(&site).await {
        assert!(page.body.contains("<html lang=\"de\">") && page.body.contains("href=\"/impressum\""), "{path}");
        assert_eq!(page.body.matches("<h1").count(), 1, "{path} has one first heading");
        assert_eq!(page.body.matches("<main").count(), 1, "{path}");
        assert!(page.header("content-security-policy").starts_with("default-src 'none'; style-src 'self'"), "{path}");
        assert!(!page.header("content-security-policy").contains("unsafe"), "{path}");
        assert_eq!(page.header("x-content-type-options"), "nosniff", "{path}");
        assert!(!page.header("permissions-policy").is_empty() && !page.header("cross-origin-opener-policy").is_empty(), "{path}");
        let expected = if path.contains("token=") { "strict-origin" } else { "strict-origin-when-cross-origin" };
        assert_eq!(page.header("referrer-policy"), expected, "{path}");
    }
}

#[tokio::test]
async fn the_title_of_what_a_link_leads_to_is_what_stands_over_it() {
    let site = Site::demo().await;
    let order = crate::subscribing::order(&site).await;
    let invitation = crate::people::invited(&site, "neu@kreis.example.org").await;
    let token = |link: &str| link.split("token=").nth(1).expect("a token").to_owned();
    let mut pages = vec![site.get(&invitation).await, site.post("/einladung", &[("token", &token(&invitation))]).await];
    pages.push(site.get(&format!("{}{order}", crate::subscribing::PATH_OF_CONFIRM)).await);
    pages.push(site.post("/abo/bestaetigen", &[("token", &order)]).await);
    for path in PATHS_OF_LINKS {
        pages.push(site.get(&format!("{path}?token=unbekannt")).await);
    }
    let between = |page: &Page, start: &str, end: &str| {
        page.body.split(start).nth(1).and_then(|rest| rest.split(end).next()).map(str::to_owned).expect("a text")
    };
    for page in &pages {
        assert_eq!(between(page, "<title>", " – "), between(page, "<h1>", "</h1>"), "{}", page.body);
    }
    let titles: BTreeSet<_> = pages.iter().map(|page| between(page, "<h1>", "</h1>")).collect();
    assert!(titles.contains("Danke, Ihr Abo ist bestätigt") && titles.contains("Dieser Link gilt nicht (mehr)"), "{titles:?}");
}

#[tokio::test]
async fn no_page_holds_what_its_policy_forbids() {
    let site = Site::demo().await;
    for (path, page) in all_pages(&site).await {
        let lower = page.body.to_lowercase();
        assert!(!lower.contains(" style=") && !lower.contains("<style"), "{path}: inline style");
        let scripts = lower.matches("<script").count();
        let own = |name: &str| lower.matches(&format!("<script src=\"/{name}.js?v=")).count();
        let (suggest, autosave) = (own("suggest"), own("autosave"));
        assert_eq!(scripts, lower.matches("<script type=\"application/ld+json\">").count() + suggest + autosave, "{path}: script");
        assert_eq!(suggest, lower.matches("role=\"search\"").count(), "{path}: the script comes with the search box");
        assert_eq!(autosave, lower.matches("data-autosave=").count(), "{path}: the script comes with a case's form");
        for handler in [" onclick=", " onload=", " onsubmit=", " onerror=", "javascript:"] {
            assert!(!lower.contains(handler), "{path}: {handler}");
        }
        for source in page.attributes("src") {
            let is_own =
                ["/postfach/", "/redaktion/mails/", "/suggest.js?v=", "/autosave.js?v="].iter().any(|start| source.starts_with(start));
            assert!(is_own, "{path}: {source}");
        }
    }
}

#[tokio::test]
async fn every_link_within_the_site_leads_somewhere() {
    let site = Site::demo().await;
    let pages = all_pages(&site).await;
    let cookie = site.member(Role::Administrator, None).await;
    let links: BTreeSet<_> = pages.iter().flat_map(|(_, page)| page.attributes("href")).filter(|href| href.starts_with('/')).collect();
    assert!(links.len() > 30, "{links:?}");
    // GraphiQL is the API's own page.
    for link in links.iter().filter(|link| *link != "/graphiql") {
        let path = link.split('#').next().expect("a path");
        let page = site.get_as(&cookie, path).await;
        assert_eq!(page.status, StatusCode::OK, "{link}");
    }
}

#[tokio::test]
async fn errors_of_any_kind_have_the_site_s_look() {
    let site = Site::demo().await;
    let wrong_method = site.send(Method::DELETE, "/suche", &[], Body::empty()).await;
    assert_eq!(wrong_method.status, StatusCode::METHOD_NOT_ALLOWED);
    assert!(wrong_method.body.contains("</footer>") && !wrong_method.header("allow").is_empty());
    let wrong_body = site.send(Method::POST, "/abo", &[("content-type", "text/plain")], "x".into()).await;
    assert_eq!(wrong_body.status, StatusCode::UNSUPPORTED_MEDIA_TYPE);
    assert!(wrong_body.body.contains("</footer>"));
    for path in ["/abo/verwalten?token=abc", "/anmelden/link?token=abc"] {
        let behind_token = site.send(Method::DELETE, path, &[], Body::empty()).await;
        assert_eq!((behind_token.status, behind_token.header("cache-control")), (StatusCode::METHOD_NOT_ALLOWED, "no-store"), "{path}");
        assert_eq!(behind_token.header("referrer-policy"), "strict-origin", "its token goes nowhere either: {path}");
    }
    let large = "x".repeat(300 * 1024);
    let too_large = site.post("/abo", &[("q", &large)]).await;
    assert_eq!(too_large.status, StatusCode::PAYLOAD_TOO_LARGE);
    assert!(too_large.body.contains("</footer>"));
    let broken = Body::from_stream(stream::iter([Ok("q="), Err(io::Error::other("no chunk"))]));
    let broken_off = site.send(Method::POST, "/abo", &[("content-type", FORM), ("sec-fetch-site", "same-origin")], broken).await;
    assert_eq!(broken_off.status, StatusCode::BAD_REQUEST);
    assert!(broken_off.body.contains("</footer>"));
    let endless = Body::from_stream(stream::pending::<Result<Bytes, Infallible>>());
    let slow = Body::new(DeadlineBody::new(Duration::from_millis(20), endless));
    let too_slow = site.send(Method::POST, "/abo", &[("content-type", FORM), ("sec-fetch-site", "same-origin")], slow).await;
    assert_eq!(too_slow.status, StatusCode::REQUEST_TIMEOUT);
    assert!(too_slow.body.contains("<h1>Das kam zu langsam an</h1>") && too_slow.body.contains("</footer>"), "{}", too_slow.body);
    let panicked = site.get("/postfach/kaputt.eml").await;
    assert_eq!(panicked.status, StatusCode::INTERNAL_SERVER_ERROR);
    for said in ["<h1>Das hat nicht geklappt</h1>", "nennen Sie bitte diese Kennung: <code>", "</footer>"] {
        assert!(panicked.body.contains(said), "{said}: {}", panicked.body);
    }
    let old_cursor = site.get("/suche?nach=AAAA&seite=2").await;
    assert_eq!(old_cursor.status, StatusCode::BAD_REQUEST);
    assert!(old_cursor.body.contains("</footer>"));
}

#[tokio::test]
async fn a_slash_behind_the_address_of_a_page_leads_to_the_page_and_nowhere_else() {
    let site = Site::live().await;
    for (path, location) in [
        ("/suche/", "/suche"),
        ("/suche/?q=hort&land=SACHSEN", "/suche?q=hort&land=SACHSEN"),
        ("/suche/?q=//elsewhere.example", "/suche?q=//elsewhere.example"),
        ("/faelle/uebungsfirma/", "/faelle/uebungsfirma"),
        ("/konto/", "/konto"),
        ("/abo/verwalten/?token=abc", "/abo/verwalten?token=abc"),
        ("//", "/"),
    ] {
        for method in [Method::GET, Method::HEAD] {
            let led = site.send(method.clone(), path, &[], Body::empty()).await;
            assert_eq!((led.status, led.header("location")), (StatusCode::PERMANENT_REDIRECT, location), "{method} {path}");
            assert_eq!(led.header("cache-control"), "no-store", "{method} {path}");
        }
        assert_eq!(site.send(Method::POST, path, &[], Body::empty()).await.status, StatusCode::NOT_FOUND, "{path}");
    }
    for path in [
        "//elsewhere.example/",
        "//elsewhere.example/suche/",
        "/%2Felsewhere.example/",
        "/\\elsewhere.example/",
        "/gibt-es-nicht/",
        "/suche//",
        "/faelle//",
        "/abmelden/",
        "/style.css/",
    ] {
        let page = site.get(path).await;
        assert_eq!((page.status, page.header("location"), page.header("allow")), (StatusCode::NOT_FOUND, "", ""), "{path}");
        assert!(page.body.contains("</footer>"), "{path}");
    }
}

#[tokio::test]
async fn own_files_are_served_to_be_kept() {
    let site = Site::live().await;
    let href = site.get("/").await.link("/style.css?v=");
    let style = site.get(&href).await;
    assert_eq!(style.header("content-type"), "text/css; charset=utf-8");
    assert!(style.header("cache-control").contains("immutable"));
    let script = site.get("/").await.attributes("src").pop().expect("a script");
    let script = site.get(&script).await;
    assert_eq!(script.header("content-type"), "text/javascript; charset=utf-8");
    assert!(script.header("cache-control").contains("immutable") && script.body.contains("suggest(prefix:"));
    for other in ["/style.css", "/style.css?v=0000000000000000", "/autosave.js?v="] {
        assert_eq!(site.get(other).await.header("cache-control"), "no-cache", "{other} may be another server's");
    }
    for path in [href.as_str(), "/favicon.svg", "/robots.txt"] {
        let tag = site.get(path).await.header("etag").to_owned();
        let again = site.send(Method::GET, path, &[("if-none-match", tag.as_str())], Body::empty()).await;
        assert_eq!((again.status, again.body.as_str(), again.header("etag")), (StatusCode::NOT_MODIFIED, "", tag.as_str()), "{path}");
    }
    assert!(site.get("/favicon.svg").await.body.starts_with("<svg"));
    let icon = site.get("/favicon.ico").await;
    assert_eq!((icon.status, icon.header("location")), (StatusCode::PERMANENT_REDIRECT, "/favicon.svg"));
    assert_eq!(icon.header("cache-control"), "public, max-age=86400");
    assert!(site.get("/robots.txt").await.body.contains("Disallow: /suche?"));
}
