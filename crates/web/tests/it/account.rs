//! What members decide about their own account: sessions and access tokens.

use crate::site::{FORM, Site};
use axum::body::Body;
use domain::Role;
use http::{Method, StatusCode};

#[tokio::test]
async fn sessions_are_listed_and_ended() {
    let site = Site::demo().await;
    let here = site.member(Role::Author, Some("15084")).await;
    let there = site.member(Role::Author, Some("15084")).await;
    let stranger = site.member(Role::Reviewer, None).await;
    let page = site.get_as(&here, "/konto/sitzungen").await;
    assert_eq!((page.body.matches("name=\"sitzung\"").count(), page.body.matches("(dieser hier)").count()), (2, 1));
    let foreign = site.get_as(&stranger, "/konto/sitzungen").await.hidden("sitzung").expect("a session");
    let nothing = site.post_as(&here, "/konto/sitzungen/beenden", &[("sitzung", &foreign)]).await;
    assert_eq!(nothing.header("location"), "/konto/sitzungen?erledigt=schon-beendet", "there is none of this name: {}", nothing.body);
    assert!(site.get_as(&stranger, "/").await.body.contains("Angemeldet:"), "not one's own");
    let answer = site.post_as(&here, "/konto/sitzungen/andere-beenden", &[]).await;
    assert_eq!((answer.status, answer.header("location")), (StatusCode::SEE_OTHER, "/konto/sitzungen?erledigt=beendet"));
    assert!(!site.get_as(&there, "/").await.body.contains("Angemeldet:"));
    let own = site.get_as(&here, "/konto/sitzungen?erledigt=beendet").await.hidden("sitzung").expect("a session");
    site.post_as(&here, "/konto/sitzungen/beenden", &[("sitzung", &own)]).await;
    assert!(!site.get_as(&here, "/").await.body.contains("Angemeldet:"));
}

#[tokio::test]
async fn no_copy_of_a_page_about_one_s_account_is_kept() {
    let site = Site::live().await;
    let cookie = site.member(Role::Author, Some("15084")).await;
    for path in
        ["/konto", "/konto/verlassen", "/konto/sitzungen", "/konto/zugriffsschluessel", "/konto/zweiter-faktor", "/konto/daten.json"]
    {
        let (shown, refused) = (site.get_as(&cookie, path).await, site.get(path).await);
        assert_eq!((shown.status, shown.header("cache-control")), (StatusCode::OK, "no-store"), "{path}");
        assert_eq!((refused.status, refused.header("cache-control")), (StatusCode::UNAUTHORIZED, "no-store"), "{path}");
    }
    for path in ["/konto/funktion", "/konto/verlassen", "/konto/loeschen"] {
        assert_eq!(site.post_as(&cookie, path, &[]).await.header("cache-control"), "no-store", "{path}");
    }
    assert_eq!(site.get_as(&cookie, "/suche").await.header("cache-control"), "private, no-cache", "a page like others");
}

#[tokio::test]
async fn an_access_token_is_shown_once_and_good_for_its_scopes() {
    let site = Site::demo().await;
    let cookie = site.member(Role::Author, Some("15084")).await;
    let fields = [("bezeichnung", "Statistik <b>"), ("umfang", "read"), ("tage", "30")];
    let made = site.post_as(&cookie, "/konto/zugriffsschluessel", &fields).await;
    assert_eq!((made.status, made.header("cache-control")), (StatusCode::OK, "no-store"));
    let secret = made.body.split("<code class=\"secret\">").nth(1).and_then(|rest| rest.split('<').next()).expect("a token").to_owned();
    assert!(secret.starts_with("wnt_"), "{secret}");
    let page = site.get_as(&cookie, "/konto/zugriffsschluessel").await;
    assert!(!page.body.contains(&secret) && page.body.contains("Statistik &#60;b&#62;") && page.body.contains("noch nie benutzt"));

    let bearer = format!("Bearer {secret}");
    let read = site.send(Method::GET, "/meine", &[("authorization", &bearer)], Body::empty()).await;
    assert_eq!(read.status, StatusCode::OK);
    let headers = [("authorization", bearer.as_str()), ("content-type", FORM)];
    let write = site.send(Method::POST, "/faelle/neu", &headers, Body::from("title=Vorlesebus")).await;
    assert_eq!(write.status, StatusCode::FORBIDDEN, "a token for reading sends no form");
    assert!(write.header("www-authenticate").ends_with("error=\"insufficient_scope\", scope=\"WRITE\""), "{:?}", write.headers);
    assert!(site.get_as(&cookie, "/konto/zugriffsschluessel").await.body.contains("zuletzt benutzt am"));

    let id = page.hidden("schluessel").expect("an id");
    let answer = site.post_as(&cookie, "/konto/zugriffsschluessel/widerrufen", &[("schluessel", &id)]).await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER);
    let over = site.send(Method::GET, "/meine", &[("authorization", &bearer)], Body::empty()).await;
    assert_eq!(over.status, StatusCode::UNAUTHORIZED);
    assert!(over.header("www-authenticate").contains("error=\"invalid_token\", error_description=\""), "{:?}", over.headers);

    let wrong = site.post_as(&cookie, "/konto/zugriffsschluessel", &[("bezeichnung", ""), ("tage", "9999")]).await;
    assert_eq!((wrong.status, wrong.body.matches("<li><a href=\"#bezeichnung\">").count()), (StatusCode::UNPROCESSABLE_ENTITY, 1));
}

#[tokio::test]
async fn a_refused_form_for_an_access_token_keeps_what_was_chosen() {
    let site = Site::demo().await;
    let cookie = site.member(Role::Author, Some("15084")).await;
    let path = "/konto/zugriffsschluessel";
    let before = site.get_as(&cookie, path).await;
    assert!(
        before.body.contains("value=\"read\" checked") && !before.body.contains("value=\"write\" checked"),
        "the lesser one is offered"
    );

    let fields = [("bezeichnung", " "), ("umfang", "write"), ("tage", "90")];
    let refused = site.post_as(&cookie, path, &fields).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(refused.body.contains("value=\"write\" checked") && !refused.body.contains("value=\"read\" checked"), "{}", refused.body);
    assert!(refused.body.contains("<option value=\"90\" selected>"), "{}", refused.body);

    let made = site.post_as(&cookie, path, &[("bezeichnung", "Abgleich"), ("umfang", "write"), ("tage", "90")]).await;
    assert!(made.body.contains("<code class=\"secret\">") && made.body.contains("value=\"read\" checked"), "the next form is empty again");
    let unnamed = site.post_as(&cookie, path, &[("bezeichnung", "Ohne Umfang"), ("tage", "30")]).await;
    assert_eq!(unnamed.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(unnamed.body.contains("value=\"Ohne Umfang\"") && !unnamed.body.contains(" checked"), "{}", unnamed.body);
}
