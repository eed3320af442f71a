//! The pages by which people come, look after their account, and go.

use crate::site::Site;
use domain::{Role, Viewer};
use http::{Method, StatusCode};
use usecases::{
    Account,
    people::{self, InviteRequest},
};

pub(crate) async fn account(site: &Site, email: &str) -> Option<Account> {
    site.net.network.store.account_by_email(&email.parse().expect("an address")).await.expect("the database")
}

/// The path with its token in the latest mail that leads there.
pub(crate) async fn link(site: &Site, path: &str) -> String {
    site.net.run_jobs().await;
    let text = site.net.sent().into_iter().rfind(|mail| mail.text.contains(path)).expect("a mail").text;
    let rest = text.split(path).nth(1).expect("a link").split_whitespace().next().expect("a token").to_owned();
    format!("{path}{rest}")
}

pub(crate) async fn invited(site: &Site, email: &str) -> String {
    let coordinator: Viewer = site.net.member(Role::Coordinator, Some("15084")).await;
    let request = InviteRequest {
        email: email.to_owned(),
        role: Role::Author,
        municipality: "15084".parse().ok(),
        function: Some("Bildungskoordination <b>".to_owned()),
        key: None,
    };
    people::invite(&site.net.network, &coordinator, request).await.expect("an invitation");
    link(site, "/einladung?token=").await
}

#[tokio::test]
async fn an_invitation_is_accepted_by_its_button_alone() {
    let site = Site::live().await;
    let path = invited(&site, "neu@kreis.example.org").await;
    for method in [Method::GET, Method::HEAD] {
        let page = site.send(method, &path, &[], axum::body::Body::empty()).await;
        assert_eq!(page.status, StatusCode::OK);
        assert!(account(&site, "neu@kreis.example.org").await.is_none());
    }
    let page = site.get(&path).await;
    for text in ["Burgenlandkreis", "Autor:in", "Bildungskoordination &#60;b&#62;", "Einladung annehmen"] {
        assert!(page.body.contains(text), "{text}: {}", page.body);
    }
    assert!(!page.body.contains("neu@kreis"), "whoever holds the link need not learn the address");
    assert_eq!((page.header("cache-control"), page.header("referrer-policy")), ("no-store", "strict-origin"));
    let token = page.hidden("token").expect("a button");
    let done = site.post("/einladung", &[("token", &token)]).await;
    assert!(done.body.contains("Ihre Einladung ist angenommen"), "{}", done.body);
    assert!(done.body.contains("<a class=\"button\" href=\"/anmelden\">Zur Anmeldung</a>"), "the way goes on: {}", done.body);
    assert_eq!(account(&site, "neu@kreis.example.org").await.expect("an account").role, Role::Author);
    let again = site.post("/einladung", &[("token", &token)]).await;
    assert!(again.body.contains("Ihre Einladung ist angenommen"), "as by a second click: {}", again.body);
    let used = site.get(&path).await;
    assert_eq!(used.status, StatusCode::NOT_FOUND);
    assert!(used.body.contains("Haben Sie die Einladung schon angenommen, <a href=\"/anmelden\">"), "the way goes on: {}", used.body);
}

#[tokio::test]
async fn an_invitation_that_cannot_be_accepted_says_why() {
    let site = Site::live().await;
    site.net.member(Role::Reviewer, None).await;
    let path = invited(&site, "reviewer-agentur@example.org").await;
    let token = site.get(&path).await.hidden("token").expect("a button");
    let refused = site.post("/einladung", &[("token", &token)]).await;
    assert_eq!(refused.status, StatusCode::CONFLICT);
    assert!(refused.body.contains("bereits ein Konto mit anderer Zuständigkeit"), "{}", refused.body);
}

#[tokio::test]
async fn registering_answers_alike_and_its_mail_s_button_makes_the_account() {
    let site = Site::live().await;
    let coordinator = site.net.member(Role::Coordinator, Some("15084")).await;
    let place = "15084".parse().expect("a key");
    people::set_mail_domains(&site.net.network, &coordinator, &place, &["kreis.example.org".to_owned()]).await.expect("a list");
    let wrong = site.post("/registrieren", &[("email", "kein"), ("kommune", "15084")]).await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(wrong.body.contains("id=\"email-fehler\"") && wrong.body.contains("value=\"15084\" selected"), "{}", wrong.body);
    let without_place = site.post("/registrieren", &[("email", "neu@kreis.example.org"), ("kommune", "")]).await;
    assert!(without_place.body.contains("id=\"kommune-fehler\""), "{}", without_place.body);
    let nothing = site.post("/registrieren", &[("email", ""), ("kommune", "")]).await;
    assert!(nothing.body.contains("Kommune: Diese Angabe fehlt.") && nothing.body.contains("id=\"email-fehler\""), "{}", nothing.body);
    for email in ["fremd@example.org", "neu@kreis.example.org"] {
        let answer = site.post("/registrieren", &[("email", email), ("kommune", "15084")]).await;
        assert_eq!((answer.status, answer.header("location")), (StatusCode::SEE_OTHER, "/registrieren/angefragt"));
    }
    let path = link(&site, "/registrieren/bestaetigen?token=").await;
    assert_eq!(site.net.sent().len(), 1);
    let page = site.get(&path).await;
    assert!(page.body.contains("Burgenlandkreis") && account(&site, "neu@kreis.example.org").await.is_none(), "{}", page.body);
    let token = page.hidden("token").expect("a button");
    let done = site.post("/registrieren/bestaetigen", &[("token", &token)]).await;
    assert!(done.body.contains("Ihr Konto ist angelegt"), "{}", done.body);
    assert_eq!(account(&site, "neu@kreis.example.org").await.expect("an account").role, Role::Reader);
    let gone = site.get(&path).await;
    assert_eq!(gone.status, StatusCode::NOT_FOUND);
    let time = format!("nach {} Stunden gelöscht", people::REGISTRATION_HOURS);
    assert!(gone.body.contains(&time) && wrong.body.contains(&time), "{}", gone.body);
}

#[tokio::test]
async fn members_keep_their_account_and_download_what_is_kept() {
    let site = Site::live().await;
    assert_eq!(site.get("/konto").await.status, StatusCode::UNAUTHORIZED);
    assert_eq!(site.get("/konto/daten.json").await.status, StatusCode::UNAUTHORIZED);
    let cookie = site.member(Role::Author, Some("15084")).await;
    let saved = site.post_as(&cookie, "/konto/funktion", &[("funktion", "Bildungs<koordination>")]).await;
    assert_eq!(saved.header("location"), "/konto?erledigt=gespeichert", "{}", saved.body);
    let page = site.get_as(&cookie, "/konto?erledigt=gespeichert").await;
    for text in [
        "author-15084@example.org",
        "Burgenlandkreis",
        "Gespeichert.",
        "Bildungs&#60;koordination&#62;",
        "Anmeldelinks",
        "Vertretungen",
        "Synonyme",
    ] {
        assert!(page.body.contains(text), "{text}: {}", page.body);
    }
    let long = site.post_as(&cookie, "/konto/funktion", &[("funktion", &"x".repeat(121))]).await;
    assert_eq!(long.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(long.body.contains("Funktion: Der Text ist mit 121 Zeichen zu lang"), "{}", long.body);
    assert!(long.body.contains(&format!("value=\"{}\"", "x".repeat(121))), "what was typed can be shortened: {}", long.body);
    let data = site.get_as(&cookie, "/konto/daten.json").await;
    assert_eq!(data.header("content-disposition"), "attachment; filename=\"wissensnetz-meine-daten.json\"");
    assert_eq!(data.header("cache-control"), "no-store");
    let data: serde_json::Value = serde_json::from_str(&data.body).expect("JSON");
    assert_eq!(data["account"]["function"], "Bildungs<koordination>");
}

#[tokio::test]
async fn an_account_is_erased_only_by_who_says_so_twice_and_from_our_own_page() {
    let site = Site::live().await;
    let cookie = site.member(Role::Author, Some("15084")).await;
    let hasty = site.post_as(&cookie, "/konto/loeschen", &[]).await;
    assert_eq!(hasty.status, StatusCode::UNPROCESSABLE_ENTITY);
    let headers = [("cookie", cookie.as_str()), ("sec-fetch-site", "cross-site"), ("content-type", crate::site::FORM)];
    let foreign = site.send(Method::POST, "/konto/loeschen", &headers, "verstanden=ja".into()).await;
    assert_eq!(foreign.status, StatusCode::FORBIDDEN);
    assert!(account(&site, "author-15084@example.org").await.is_some());
    let done = site.post_as(&cookie, "/konto/loeschen", &[("verstanden", "ja")]).await;
    assert!(done.body.contains("Ihr Konto ist gelöscht") && !done.body.contains("Angemeldet:"), "{}", done.body);
    assert!(done.header("set-cookie").contains("Max-Age=0"));
    assert!(account(&site, "author-15084@example.org").await.is_none());
    assert_eq!(site.get_as(&cookie, "/konto").await.status, StatusCode::UNAUTHORIZED);
    let last = site.member(Role::Administrator, None).await;
    let refused = site.post_as(&last, "/konto/loeschen", &[("verstanden", "ja")]).await;
    assert!(refused.body.contains("die letzte Administration"), "{}", refused.body);
}

#[tokio::test]
async fn whoever_registers_too_often_is_told_when_to_come_back() {
    let site = Site::live().await;
    let fields = [("email", "neu@kreis.example.org"), ("kommune", "15084")];
    for _ in 0..10 {
        assert_eq!(site.post("/registrieren", &fields).await.status, StatusCode::SEE_OTHER);
    }
    let refused = site.post("/registrieren", &fields).await;
    assert_eq!((refused.status, refused.header("retry-after")), (StatusCode::TOO_MANY_REQUESTS, "180"));
    assert!(refused.body.contains("Bitte versuchen Sie es in 3 Minuten erneut."), "{}", refused.body);
}

#[tokio::test]
async fn municipalities_are_offered_in_the_order_of_a_german_dictionary() {
    let site = Site::live().await;
    let author = site.member(Role::Author, Some("15084")).await;
    for page in [site.get("/registrieren").await, site.get_as(&author, "/faelle/neu").await] {
        let place = |name: &str| page.body.find(name).expect("a municipality");
        assert!(place("Landkreis Sömmerda") < place("Landkreis Sonneberg"), "{}", page.body);
    }
}
