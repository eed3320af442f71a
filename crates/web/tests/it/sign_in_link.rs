//! Sign in with a link by mail, and the second step, as a browser does.

use crate::site::{FORM, Page, Site};
use axum::body::Body;
use domain::Role;
use http::{Method, StatusCode};
use sea_orm::ConnectionTrait;
use test_network::TestNetwork;
use totp_rs::{Algorithm, Builder, Secret};
use usecases::{
    SignInSettings,
    people::{self, DeputyRequest},
};

const BROWSER: &str = "__Host-wissensnetz-browser";
pub(crate) const SESSION: &str = "__Host-wissensnetz";
pub(crate) const PENDING: &str = "__Host-wissensnetz-second-step";

/// Asks for a link and opens the mail: the browser's cookie and the address of the link's page.
pub(crate) async fn ask(site: &Site, email: &str) -> (String, String) {
    let answer = site.post("/anmelden", &[("email", email)]).await;
    assert_eq!((answer.status, answer.header("location")), (StatusCode::SEE_OTHER, "/anmelden/angefragt"));
    site.net.run_jobs().await;
    let mail = site.net.sent().into_iter().rfind(|mail| mail.text.contains("/anmelden/link?")).expect("a mail");
    let link = mail.text.split("https://wissensnetz.example.org").find(|part| part.starts_with("/anmelden/link?")).expect("a link");
    (answer.cookie(BROWSER).expect("a cookie"), link.split_whitespace().next().expect("an address").to_owned())
}

/// Presses the button on the link's page.
pub(crate) async fn press(site: &Site, cookie: &str, link: &str) -> Page {
    let page = site.get_as(cookie, link).await;
    let token = page.hidden("token").unwrap_or_else(|| panic!("no button on {}", page.body));
    site.post_as(cookie, "/anmelden/link", &[("token", &token)]).await
}

#[tokio::test]
async fn a_link_shows_a_button_and_the_button_signs_in_once() {
    let site = Site::live().await;
    site.net.member(Role::Author, Some("15084")).await;
    let (browser, link) = ask(&site, "author-15084@example.org").await;
    for method in [Method::HEAD, Method::GET, Method::GET, Method::HEAD] {
        let page = site.send(method, &link, &[("cookie", &browser)], Body::empty()).await;
        assert_eq!(page.status, StatusCode::OK);
        assert!([SESSION, BROWSER, PENDING].iter().all(|name| page.cookie(name).is_none()), "looking signs nobody in");
        assert_eq!((page.header("referrer-policy"), page.header("cache-control")), ("strict-origin", "no-store"));
    }
    let answer = press(&site, &browser, &link).await;
    assert_eq!((answer.status, answer.header("location")), (StatusCode::SEE_OTHER, "/meine"));
    let given: Vec<_> = answer.headers.get_all("set-cookie").into_iter().map(|value| value.to_str().expect("text")).collect();
    let session = given.iter().find(|text| text.starts_with("__Host-wissensnetz=")).expect("a session");
    for part in ["; Path=/", "; HttpOnly", "; SameSite=Lax", "; Secure"] {
        assert!(session.contains(part), "{part} is missing");
    }
    let cookie = answer.cookie(SESSION).expect("a session");
    assert!(site.get_as(&cookie, "/").await.body.contains("Angemeldet: Autor:in, Burgenlandkreis"));
    let again = site.get_as(&browser, &link).await;
    assert_eq!(again.status, StatusCode::NOT_FOUND);
    assert!(again.body.contains("gilt nicht mehr") && again.body.contains("href=\"/anmelden\""));
}

#[tokio::test]
async fn in_another_browser_a_page_says_what_to_do_and_the_link_stays_good() {
    let site = Site::live().await;
    site.net.member(Role::Author, Some("15084")).await;
    let (browser, link) = ask(&site, "author-15084@example.org").await;
    let token = link.split("token=").nth(1).expect("a token");
    let seen = site.get(&link).await;
    let pressed = site.post("/anmelden/link", &[("token", token)]).await;
    for page in [seen, pressed] {
        assert_eq!(page.status, StatusCode::FORBIDDEN);
        assert!(page.body.contains("im selben Browser") && page.cookie(SESSION).is_none(), "{}", page.body);
        assert!(!page.body.contains(token));
    }
    assert!(press(&site, &browser, &link).await.cookie(SESSION).is_some());
}

#[tokio::test]
async fn the_answer_is_the_same_whether_or_not_there_is_an_account() {
    let site = Site::live().await;
    site.net.member(Role::Author, Some("15084")).await;
    let mut answers = Vec::new();
    for email in ["author-15084@example.org", "nobody@example.org"] {
        let answer = site.post("/anmelden", &[("email", email)]).await;
        let names: Vec<_> = answer.headers.keys().cloned().collect();
        let cookie_length = answer.header("set-cookie").len();
        answers.push((answer.status, answer.header("location").to_owned(), names, cookie_length, answer.body));
    }
    assert_eq!(answers[0], answers[1]);
    site.net.run_jobs().await;
    assert_eq!(site.net.sent().len(), 1);
    let wrong = site.post("/anmelden", &[("email", "niemand")]).await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(wrong.body.contains("id=\"email-fehler\"") && wrong.body.contains("value=\"niemand\""));
}

#[tokio::test]
async fn signing_in_anew_ends_the_browser_s_earlier_session() {
    let site = Site::live().await;
    site.net.member(Role::Author, Some("15084")).await;
    let earlier = site.member(Role::Reviewer, None).await;
    let (browser, link) = ask(&site, "author-15084@example.org").await;
    let answer = press(&site, &format!("{browser}; {earlier}"), &link).await;
    let cookie = answer.cookie(SESSION).expect("a session");
    assert_ne!(cookie, earlier);
    assert!(!site.get_as(&earlier, "/").await.body.contains("Angemeldet:"));
    assert!(site.get_as(&cookie, "/").await.body.contains("Angemeldet: Autor:in"));
}

#[tokio::test]
async fn a_link_is_pressed_on_our_own_page_alone() {
    let site = Site::live().await;
    site.net.member(Role::Author, Some("15084")).await;
    let (browser, link) = ask(&site, "author-15084@example.org").await;
    let body = format!("token={}", link.split("token=").nth(1).expect("a token"));
    let headers = [("cookie", browser.as_str()), ("content-type", FORM), ("sec-fetch-site", "cross-site")];
    let answer = site.send(Method::POST, "/anmelden/link", &headers, Body::from(body)).await;
    assert_eq!(answer.status, StatusCode::FORBIDDEN);
    assert!(answer.cookie(SESSION).is_none());
}

pub(crate) fn code(site: &Site, secret: &str) -> String {
    let app = Builder::new().with_algorithm(Algorithm::SHA1).with_secret(Secret::try_from_base32(secret).expect("a secret")).build();
    app.expect("an app").generate(u64::try_from(site.net.now().timestamp()).expect("a time")).to_string()
}

/// The secret that a page shows to be typed in.
pub(crate) fn secret(page: &Page) -> String {
    let rest = page.body.split("<code class=\"secret\">").nth(1).unwrap_or_else(|| panic!("no secret on {}", page.body));
    rest.split('<').next().expect("a text").to_owned()
}

/// Sets a second factor up as whoever has this cookie; returns the one that they have from then on.
pub(crate) async fn with_second_factor(site: &Site, cookie: &str) -> String {
    let begun = site.post_as(cookie, "/konto/zweiter-faktor/beginnen", &[]).await;
    let code = code(site, &secret(&begun));
    let confirmed = site.post_as(cookie, "/konto/zweiter-faktor/bestaetigen", &[("code", &code)]).await;
    confirmed.cookie(SESSION).expect("a new cookie")
}

#[tokio::test]
async fn who_must_have_a_second_factor_sets_it_up_and_can_do_nothing_else_before() {
    let settings = SignInSettings { second_factor_roles: vec![Role::Author], ..SignInSettings::default() };
    let site = Site::over(TestNetwork::signing_in(settings).await, false);
    site.net.member(Role::Author, Some("15084")).await;
    let (browser, link) = ask(&site, "author-15084@example.org").await;
    let answer = press(&site, &browser, &link).await;
    assert_eq!(answer.header("location"), "/anmelden/einrichten");
    assert!(answer.cookie(SESSION).is_none());
    let pending = answer.cookie(PENDING).expect("a cookie");
    for path in ["/meine", "/konto/sitzungen", "/konto/zweiter-faktor"] {
        assert_eq!(site.get_as(&pending, path).await.status, StatusCode::UNAUTHORIZED, "{path}");
    }
    let value = pending.split_once('=').expect("a pair").1;
    let as_session = format!("{SESSION}={value}");
    assert_eq!(site.get_as(&as_session, "/meine").await.status, StatusCode::UNAUTHORIZED);
    assert_eq!(site.get_as(&pending, "/anmelden/code").await.header("location"), "/anmelden/einrichten");
    let page = site.get_as(&pending, "/anmelden/einrichten").await;
    assert!(page.body.contains("<svg class=\"qr\"") && page.header("cache-control") == "no-store");
    let secret = secret(&page);
    let wrong = site.post_as(&pending, "/anmelden/einrichten", &[("code", "000000")]).await;
    assert_eq!((wrong.status, wrong.body.contains(&secret)), (StatusCode::UNPROCESSABLE_ENTITY, true));
    let done = site.post_as(&pending, "/anmelden/einrichten", &[("code", &code(&site, &secret))]).await;
    assert_eq!((done.status, done.body.matches("<li><code>").count()), (StatusCode::OK, 10));
    assert_eq!(done.header("cache-control"), "no-store");
    let cookie = done.cookie(SESSION).expect("a session");
    assert_eq!(site.get_as(&cookie, "/meine").await.status, StatusCode::OK);
    assert!(site.get_as(&cookie, "/konto/zweiter-faktor").await.body.contains("vorgeschrieben"));
}

#[tokio::test]
async fn a_second_factor_is_set_up_asked_for_and_taken_away() {
    let site = Site::live().await;
    site.net.member(Role::Author, Some("15084")).await;
    let (browser, link) = ask(&site, "author-15084@example.org").await;
    let cookie = press(&site, &browser, &link).await.cookie(SESSION).expect("a session");
    let begun = site.post_as(&cookie, "/konto/zweiter-faktor/beginnen", &[]).await;
    let secret = secret(&begun);
    let mistyped = site.post_as(&cookie, "/konto/zweiter-faktor/bestaetigen", &[("code", "000000")]).await;
    assert_eq!(mistyped.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(mistyped.body.contains("action=\"/konto/zweiter-faktor/bestaetigen\""), "the next code can be given: {}", mistyped.body);
    assert!(!mistyped.body.contains(&secret), "whoever does not bring the secret is not told it: {}", mistyped.body);
    for (brought, is_shown) in [(begun.hidden("schluessel"), true), (Some("A".repeat(32)), false)] {
        let brought = brought.expect("the form brings the secret");
        let fields = [("code", "000000"), ("schluessel", brought.as_str())];
        let mistyped = site.post_as(&cookie, "/konto/zweiter-faktor/bestaetigen", &fields).await;
        assert_eq!((mistyped.status, mistyped.header("cache-control")), (StatusCode::UNPROCESSABLE_ENTITY, "no-store"));
        let tells = |text: &str| mistyped.body.contains(text);
        assert_eq!((tells("<svg class=\"qr\""), tells(&secret)), (is_shown, is_shown), "{}", mistyped.body);
    }
    let done = site.post_as(&cookie, "/konto/zweiter-faktor/bestaetigen", &[("code", &code(&site, &secret))]).await;
    assert_eq!((done.status, done.body.matches("<li><code>").count()), (StatusCode::OK, 10));
    assert!(!done.body.contains("<form"), "no form of the page would be good for the new cookie: {}", done.body);
    let renewed = done.cookie(SESSION).expect("a new cookie");
    assert_eq!(site.get_as(&cookie, "/meine").await.status, StatusCode::UNAUTHORIZED);
    assert_eq!(site.get_as(&renewed, "/meine").await.status, StatusCode::OK);
    site.net.clock.advance(chrono::TimeDelta::minutes(1));

    let (browser, link) = ask(&site, "author-15084@example.org").await;
    let answer = press(&site, &browser, &link).await;
    assert_eq!((answer.header("location"), answer.cookie(SESSION)), ("/anmelden/code", None));
    let pending = answer.cookie(PENDING).expect("a cookie");
    assert_eq!(site.get_as(&pending, "/anmelden/code").await.status, StatusCode::OK);
    let wrong = site.post_as(&pending, "/anmelden/code", &[("code", "000000")]).await;
    assert_eq!((wrong.status, wrong.cookie(SESSION)), (StatusCode::UNPROCESSABLE_ENTITY, None));
    let cookie = site.post_as(&pending, "/anmelden/code", &[("code", &code(&site, &secret))]).await.cookie(SESSION).expect("a session");
    site.net.clock.advance(chrono::TimeDelta::minutes(1));
    let off = site.post_as(&cookie, "/konto/zweiter-faktor/abschalten", &[("code", &code(&site, &secret))]).await;
    assert_eq!((off.status, off.header("location")), (StatusCode::SEE_OTHER, "/konto/zweiter-faktor"), "{}", off.body);
    assert_eq!(site.get_as(&cookie, "/meine").await.status, StatusCode::UNAUTHORIZED);
    let renewed = off.cookie(SESSION).expect("a new cookie");
    assert!(site.get_as(&renewed, "/konto/zweiter-faktor").await.body.contains("Zweiten Faktor einrichten"));
    assert_eq!(site.get("/anmelden/code").await.status, StatusCode::UNAUTHORIZED, "without a begun sign-in");
}

#[tokio::test]
async fn a_deputy_is_told_that_the_second_factor_is_missing() {
    let settings = SignInSettings { second_factor_roles: vec![Role::Coordinator], ..SignInSettings::default() };
    let site = Site::over(TestNetwork::signing_in(settings).await, false);
    let author = site.net.member(Role::Author, Some("15084")).await;
    let coordinator = site.net.member(Role::Coordinator, Some("15084")).await;
    let (browser, link) = ask(&site, "author-15084@example.org").await;
    let cookie = press(&site, &browser, &link).await.cookie(SESSION).expect("a session");
    let is_told = async || site.get_as(&cookie, "/konto/zweiter-faktor").await.body.contains("Was Sie als Vertretung der Koordination");
    assert!(!is_told().await);
    let deputy = author.member().expect("a member").account;
    let request = DeputyRequest { deputy, from: site.net.now(), until: site.net.now() + chrono::TimeDelta::days(7) };
    people::name_deputy(&site.net.network, &coordinator, request).await.expect("a deputation");
    assert_eq!(site.get_as(&cookie, "/konto/zweiter-faktor").await.status, StatusCode::UNAUTHORIZED, "the session began with other rights");
    // As one that a deputy began before the operator asked for the factor.
    let database = sea_orm::Database::connect(site.net.database_url()).await.expect("the database");
    database.execute_unprepared("UPDATE session SET rights = rights || '/deputy'").await.expect("a change");
    assert!(is_told().await);
}
