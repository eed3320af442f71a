//! What a second click on a button comes to, or its press on a page that the browser went back to: what was to be done is done, and nothing is wrong.

use crate::{
    editing::{filled, send_to, set},
    form_errors::assert_said_of_the_whole,
    sign_in_link::with_second_factor,
    site::{Page, Site, TOKEN},
};
use axum::body::Body;
use domain::Role;
use http::{Method, StatusCode};
use test_network::{Stand, complete_case, draft_case};

/// Sends a form twice, which leads to these two addresses; returns the page that the second leads to.
async fn sent_twice(site: &Site, cookie: &str, path: &str, fields: &[(&str, &str)], led_to: [&str; 2]) -> Page {
    for address in led_to {
        let answer = site.post_as(cookie, path, fields).await;
        assert_eq!((answer.status, answer.header("location")), (StatusCode::SEE_OTHER, address), "{path}: {}", answer.body);
    }
    site.get_as(cookie, led_to[1]).await
}

#[tokio::test]
async fn what_is_gone_is_said_to_be_gone_already() {
    let site = Site::live().await;
    let (here, there) = (site.member(Role::Reader, Some("15084")).await, site.member(Role::Reader, Some("15084")).await);
    let tokens = "/konto/zugriffsschluessel";
    site.post_as(&here, tokens, &[("bezeichnung", "Statistik"), ("umfang", "read"), ("tage", "30")]).await;
    let token = site.get_as(&here, tokens).await.hidden("schluessel").expect("a token");
    let sessions = site.get_as(&there, "/konto/sitzungen").await;
    let other = sessions.body.split("<li>").filter(|row| row.contains("name=\"sitzung\"")).find(|row| !row.contains("(dieser hier)"));
    let other = other.and_then(|row| row.split("name=\"sitzung\" value=\"").nth(1)?.split('"').next()).expect("the other session");
    let asked = site.post_as(&there, "/fragen/neu", &[("frage", "Wer hat Übungsfirmen an Berufsschulen?")]).await;
    let question = asked.header("location").split('?').next().expect("a path").to_owned();

    let done = ["?erledigt=widerrufen", "?erledigt=schon-widerrufen"].map(|done| format!("{tokens}{done}"));
    let revoke = format!("{tokens}/widerrufen");
    let page = sent_twice(&site, &here, &revoke, &[("schluessel", &token)], [&done[0], &done[1]]).await;
    assert!(page.body.contains("Er ist bereits widerrufen oder abgelaufen."), "{}", page.body);
    let done = ["/konto/sitzungen?erledigt=beendet", "/konto/sitzungen?erledigt=schon-beendet"];
    let page = sent_twice(&site, &there, "/konto/sitzungen/beenden", &[("sitzung", other)], done).await;
    assert!(page.body.contains("Sie ist bereits beendet."), "{}", page.body);
    let done = ["/fragen?erledigt=geloescht", "/fragen?erledigt=schon-geloescht"];
    let page = sent_twice(&site, &there, &format!("{question}/loeschen"), &[], done).await;
    assert!(page.body.contains("Sie ist bereits gelöscht."), "{}", page.body);
    assert!(site.get_as(&there, done[0]).await.body.contains("Die Frage ist mit ihren Antworten endgültig gelöscht."));
}

#[tokio::test]
async fn whoever_is_signed_out_by_the_first_click_is_not_asked_to_send_the_form_again() {
    let site = Site::live().await;
    for (place, path, said) in [
        ("15084", "/konto/verlassen", "Haben Sie gerade das Netzwerk verlassen, ist das erledigt"),
        ("15088", "/konto/loeschen", "Haben Sie gerade Ihr Konto gelöscht, ist das erledigt"),
        ("15083", "/konto/sitzungen/beenden", "Haben Sie gerade die Anmeldung in diesem Browser beendet, ist das erledigt."),
    ] {
        let cookie = site.member(Role::Reader, Some(place)).await;
        let session = site.get_as(&cookie, "/konto/sitzungen").await.hidden("sitzung").expect("a session");
        let (cookie, token) = site.form_token(&cookie).await;
        let fields = [("verstanden", "ja"), ("sitzung", session.as_str()), (TOKEN, token.as_str())];
        assert_ne!(site.post_bare(&cookie, path, &fields).await.status, StatusCode::FORBIDDEN, "{path}");
        assert!(!site.get_as(&cookie, "/").await.body.contains("Angemeldet:"), "{path}");
        for browser in [cookie.as_str(), ""] {
            let again = site.post_bare(browser, path, &fields).await;
            assert_eq!(again.status, StatusCode::UNAUTHORIZED, "{path}: {}", again.body);
            assert!(again.body.contains(said) && !again.body.contains("Noch einmal absenden"), "{path}: {}", again.body);
        }
    }
    let (cookie, token) = site.form_token(&site.member(Role::Administrator, None).await).await;
    for browser in [cookie.as_str(), cookie.as_str(), ""] {
        let out = site.post_bare(browser, "/abmelden", &[(TOKEN, &token)]).await;
        assert_eq!((out.status, out.header("location")), (StatusCode::SEE_OTHER, "/"), "{}", out.body);
        assert!(out.header("set-cookie").contains("Max-Age=0"));
    }
}

#[tokio::test]
async fn a_text_that_is_saved_twice_is_no_conflict_and_is_handed_in_once() {
    let site = Site::live().await;
    let cookie = site.member(Role::Author, Some("15084")).await;
    let author = site.net.member(Role::Author, Some("15084")).await.member().expect("a member").account;
    let case = site.net.place(complete_case("Übungsfirma der Berufsschule"), draft_case("x"), Some(author), Stand::Draft).await;
    let path = format!("/faelle/{}/bearbeiten", case.slug);
    let mut fields = filled(&site.get_as(&cookie, &path).await);
    for (name, value) in [("title", "Übungsfirma mit neuem Titel"), ("weiter", "speichern")] {
        set(&mut fields, name, value);
    }
    for _ in 0..2 {
        let saved = send_to(&site, &cookie, &path, &fields).await;
        assert!(saved.header("location").ends_with("?erledigt=gespeichert"), "{}: {}", saved.status, saved.body);
    }
    set(&mut fields, "weiter", "einreichen");
    for _ in 0..2 {
        let handed_in = send_to(&site, &cookie, &path, &fields).await;
        assert_eq!(handed_in.header("location"), "/meine?erledigt=eingereicht", "{}", handed_in.body);
    }
    assert_eq!(site.net.network.store.revisions(case.id).await.expect("the database").len(), 2, "begun and saved");
}

#[tokio::test]
async fn a_second_factor_that_is_set_up_or_taken_away_already_is_said_to_be() {
    let site = Site::live().await;
    let without = site.member(Role::Author, Some("15084")).await;
    let path = |step: &str| format!("/konto/zweiter-faktor/{step}");
    let off = site.post_as(&without, &path("abschalten"), &[("code", "000000")]).await;
    assert!(off.status == StatusCode::OK && off.body.contains("Der zweite Faktor ist bereits abgeschaltet."), "{}", off.body);
    let never_begun = site.post_as(&without, &path("bestaetigen"), &[("code", "000000")]).await;
    assert_eq!(never_begun.status, StatusCode::UNPROCESSABLE_ENTITY, "{}", never_begun.body);
    let with = with_second_factor(&site, &without).await;
    for step in ["beginnen", "bestaetigen"] {
        let again = site.post_as(&with, &path(step), &[("code", "000000")]).await;
        assert!(
            again.status == StatusCode::OK && again.body.contains("Der zweite Faktor ist bereits eingerichtet."),
            "{step}: {}",
            again.body
        );
        assert!(again.body.contains("Neue Codes erstellen"), "the way goes on: {}", again.body);
    }
}

#[tokio::test]
async fn a_case_and_a_comment_are_made_once_for_each_page_with_their_form() {
    let site = Site::demo().await;
    let author = site.member(Role::Author, Some("15084")).await;
    let mut fields = filled(&site.get_as(&author, "/faelle/neu?beispiel=1").await);
    set(&mut fields, "weiter", "einreichen");
    for _ in 0..2 {
        let handed_in = send_to(&site, &author, "/faelle/neu", &fields).await;
        assert_eq!(handed_in.header("location"), "/meine?erledigt=eingereicht", "{}", handed_in.body);
    }
    let list = site.get_as(&author, "/meine").await;
    assert!(list.body.contains("1 Praxisbeispiel<"), "{}", list.body);

    let path = list.attributes("href").into_iter().find(|href| href.ends_with("/bearbeiten")).expect("the case");
    let page = site.get_as(&author, &path).await;
    let (case, token) = (page.hidden("fall").expect("the case"), page.hidden(TOKEN).expect("a form with a token"));
    let comments = path.replace("/bearbeiten", "/kommentar");
    for text in ["Bitte bald.", "Bitte bald.", "Vielen Dank im Voraus."] {
        let said = site.post_bare(&author, &comments, &[("fall", &case), ("text", text), (TOKEN, &token)]).await;
        assert_eq!(said.header("location"), format!("{path}?erledigt=kommentiert#gespraech"), "{}", said.body);
    }
    let page = site.get_as(&author, &path).await;
    assert_eq!((page.body.matches("Bitte bald.").count(), page.body.matches("Vielen Dank im Voraus.").count()), (1, 1), "{}", page.body);

    set(&mut fields, "title", "Noch ein Vorlesebus für Dörfer ohne Bücherei");
    assert_eq!(send_to(&site, &author, "/faelle/neu", &fields).await.status, StatusCode::SEE_OTHER);
    assert!(site.get_as(&author, "/meine").await.body.contains("2 Praxisbeispiele<"), "something else was typed");
}

#[tokio::test]
async fn a_question_a_reply_and_an_access_token_are_made_once_for_each_page_with_their_form() {
    let site = Site::live().await;
    let cookie = site.member(Role::Author, Some("15084")).await;
    let (cookie, token) = site.form_token(&cookie).await;
    let send = async |path: &str, fields: &[(&str, &str)]| {
        let fields: Vec<_> = fields.iter().copied().chain([(TOKEN, token.as_str())]).collect();
        [site.post_bare(&cookie, path, &fields).await, site.post_bare(&cookie, path, &fields).await]
    };
    let [asked, again] = send("/fragen/neu", &[("frage", "Wer hat Übungsfirmen an Berufsschulen?")]).await;
    assert_eq!((asked.status, again.header("location")), (StatusCode::SEE_OTHER, asked.header("location")), "{}", again.body);
    assert_eq!(site.net.network.store.requests(None, None, None, 10).await.expect("the database").len(), 1);

    let question = asked.header("location").split('?').next().expect("a path").to_owned();
    let [replied, again] = send(&format!("{question}/antworten"), &[("antwort", "Wir haben zwei.")]).await;
    let done = format!("{question}?erledigt=geantwortet");
    assert_eq!((replied.header("location"), again.header("location")), (done.as_str(), done.as_str()), "{}", again.body);
    assert_eq!(site.get_as(&cookie, &question).await.body.matches("Wir haben zwei.").count(), 1);

    let path = "/konto/zugriffsschluessel";
    let secret = |page: &Page| page.body.split("<code class=\"secret\">").nth(1).and_then(|rest| rest.split('<').next()).map(str::to_owned);
    let [made, again] = send(path, &[("bezeichnung", "Statistik"), ("umfang", "read"), ("tage", "30")]).await;
    let (lost, shown) = (secret(&made).expect("a token"), secret(&again).expect("a token"));
    assert_eq!(site.get_as(&cookie, path).await.body.matches("name=\"schluessel\"").count(), 1, "one token");
    let by = async |secret: &str| {
        let bearer = format!("Bearer {secret}");
        site.send(Method::GET, "/meine", &[("authorization", &bearer)], Body::empty()).await.status
    };
    assert_eq!((by(&lost).await, by(&shown).await), (StatusCode::UNAUTHORIZED, StatusCode::OK), "the one that the browser shows");
    let [late, _] = send(path, &[("bezeichnung", "Statistik"), ("umfang", "read"), ("tage", "30")]).await;
    assert_said_of_the_whole(&late, "Zugriffsschlüssel: „Statistik“ ist schon vergeben.");
}

#[tokio::test]
async fn an_invitation_is_sent_once_for_each_page_with_its_form() {
    let site = Site::live().await;
    let (cookie, token) = site.form_token(&site.member(Role::Coordinator, Some("15084")).await).await;
    let send = async |token: &str| {
        let fields = [("email", "neu@kreis.example.org"), ("rolle", "author"), (TOKEN, token)];
        site.post_bare(&cookie, "/mitglieder/einladen", &fields).await
    };
    for _ in 0..2 {
        let answer = send(&token).await;
        assert_eq!(answer.header("location"), "/mitglieder?erledigt=eingeladen", "{}", answer.body);
    }
    site.net.run_jobs().await;
    assert_eq!(site.net.sent().len(), 1);
    let invitation = site.get_as(&cookie, "/mitglieder").await.hidden("einladung").expect("one that is open");
    site.post_as(&cookie, "/mitglieder/zuruecknehmen", &[("einladung", &invitation)]).await;
    let over = send(&token).await;
    let said = "Diese Einladung haben Sie von hier aus schon einmal gesendet, und sie gilt nicht mehr. Möchten Sie die Person neu einladen, \
                senden Sie das Formular bitte noch einmal ab.";
    assert_said_of_the_whole(&over, said);
    assert!(over.body.contains("value=\"neu@kreis.example.org\""), "{}", over.body);
    let anew = send(&over.hidden(TOKEN).expect("a form with a token")).await;
    assert_eq!(anew.header("location"), "/mitglieder?erledigt=eingeladen", "{}", anew.body);
}
