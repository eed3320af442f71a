//! What is wrong with a form is listed with the way to its field, and tied to the field: whoever hears the page hears it there.

use crate::{
    sign_in_link::{SESSION, code, secret},
    site::{Page, Site},
};
use chrono::TimeDelta;
use domain::{ErrorCode, Role};
use http::StatusCode;
use test_network::{Stand, draft_case};

/// That what is wrong begins like this in the list, which leads to the field, and beside the field, which it describes.
pub(crate) fn assert_said_at(page: &Page, field: &str, message: &str) {
    let body = &page.body;
    assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY, "{field}: {body}");
    for said in [format!("<li><a href=\"#{field}\">{message}"), format!("<span class=\"field-error\" id=\"{field}-fehler\">{message}")] {
        assert!(body.contains(&said), "{said}: {body}");
    }
    let (before, behind) = body.split_once(&format!(" id=\"{field}\"")).expect("the field");
    let element = behind.split('>').next().expect("the rest of it");
    assert!(element.contains(&format!("{field}-fehler\"")), "{field}: {element}");
    // A group of boxes has no value that could be wrong.
    let is_group = before.rsplit('<').next().is_some_and(|tag| tag.starts_with("fieldset"));
    assert_eq!(element.contains("aria-invalid=\"true\""), !is_group, "{field}: {element}");
}

/// That this was refused, and is about no field.
pub(crate) fn assert_said_of_the_whole(page: &Page, message: &str) {
    assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY, "{}", page.body);
    assert!(page.body.contains(&format!("Das war nicht möglich</h2><ul>\n<li>{message}</li>\n</ul>")), "{}", page.body);
    assert!(!page.body.contains("aria-invalid"), "{}", page.body);
}

#[tokio::test]
async fn questions_and_replies_say_what_is_wrong_at_its_field() {
    let site = Site::demo().await;
    let (asks, replies) = (site.member(Role::Reader, Some("15084")).await, site.member(Role::Reviewer, None).await);
    let long = "x".repeat(4_001);
    let wrong = site.post_as(&asks, "/fragen/neu", &[("frage", "kurz"), ("beschreibung", &long)]).await;
    assert_said_at(&wrong, "frage", "Frage: ");
    assert_said_at(&wrong, "beschreibung", "Beschreibung: Der Text ist mit 4001 Zeichen zu lang");
    let asked = site.post_as(&asks, "/fragen/neu", &[("frage", "Wer hat Übungsfirmen an Berufsschulen?")]).await;
    let path = asked.header("location").split('?').next().expect("a path").to_owned();
    let reply = format!("{path}/antworten");
    let wrong = site.post_as(&replies, &reply, &[("antwort", &long)]).await;
    assert_said_at(&wrong, "antwort", "Antwort: Der Text ist mit 4001 Zeichen zu lang");
    let nowhere = site.post_as(&replies, &reply, &[("antwort", "Zwei Landkreise."), ("beispiel", "/faelle/gibt-es-nicht")]).await;
    assert_said_at(&nowhere, "beispiel", "Praxisbeispiel: Unter dieser Adresse steht keines.");
    assert!(nowhere.body.contains(">Zwei Landkreise.</textarea>") && !nowhere.body.contains("antwort-fehler"), "{}", nowhere.body);
    let reviewer = site.net.member(Role::Reviewer, None).await.member().expect("a member").account;
    let draft = site.net.place(draft_case("Ein Entwurf"), draft_case("x"), Some(reviewer), Stand::Draft).await;
    let hidden = site.post_as(&replies, &reply, &[("antwort", "Zwei Landkreise."), ("beispiel", &draft.slug)]).await;
    assert_said_at(&hidden, "beispiel", "Praxisbeispiel: Das gibt es nicht (mehr), oder es ist nicht öffentlich.");

    site.post_as(&asks, &format!("{path}/schliessen"), &[]).await;
    let late = site.post_as(&replies, &reply, &[("antwort", "Zwei Landkreise.")]).await;
    assert_said_of_the_whole(&late, ErrorCode::RequestClosed.message());
}

#[tokio::test]
async fn one_s_account_says_what_is_wrong_at_its_field() {
    let site = Site::live().await;
    let cookie = site.member(Role::Author, Some("15084")).await;
    let long = site.post_as(&cookie, "/konto/funktion", &[("funktion", &"x".repeat(121))]).await;
    assert_said_at(&long, "funktion", "Funktion: Der Text ist mit 121 Zeichen zu lang");
    let hasty = site.post_as(&cookie, "/konto/loeschen", &[]).await;
    assert_said_at(&hasty, "verstanden", "Bitte bestätigen Sie, dass Sie Ihr Konto endgültig löschen möchten.");
    site.net.clock.advance(TimeDelta::minutes(16));
    let too_long_ago = site.post_as(&cookie, "/konto/loeschen", &[("verstanden", "ja")]).await;
    assert_said_at(&too_long_ago, "code", ErrorCode::RecentSignInRequired.message());
    assert!(!too_long_ago.body.contains("verstanden-fehler"), "{}", too_long_ago.body);
    let last = site.member(Role::Administrator, None).await;
    let refused = site.post_as(&last, "/konto/loeschen", &[("verstanden", "ja")]).await;
    assert_said_of_the_whole(&refused, ErrorCode::LastOfRole.message());
}

#[tokio::test]
async fn a_wrong_code_is_said_at_the_form_that_it_was_typed_into() {
    let site = Site::live().await;
    let cookie = site.member(Role::Author, Some("15084")).await;
    let path = |step: &str| format!("/konto/zweiter-faktor/{step}");
    let begun = site.post_as(&cookie, &path("beginnen"), &[]).await;
    let message = ErrorCode::WrongCode.message();
    assert_said_at(&site.post_as(&cookie, &path("bestaetigen"), &[("code", "000000")]).await, "code", message);
    let done = site.post_as(&cookie, &path("bestaetigen"), &[("code", &code(&site, &secret(&begun)))]).await;
    let cookie = done.cookie(SESSION).expect("a new cookie");
    for (step, field, other) in [("codes", "code-neu", "code-aus"), ("abschalten", "code-aus", "code-neu")] {
        let wrong = site.post_as(&cookie, &path(step), &[("code", "000000")]).await;
        assert_said_at(&wrong, field, message);
        assert!(!wrong.body.contains(&format!("{other}-fehler")), "{}", wrong.body);
    }
}

#[tokio::test]
async fn access_tokens_and_dry_runs_say_what_is_wrong_at_its_field() {
    let site = Site::live().await;
    let cookie = site.member(Role::Reviewer, None).await;
    let token = site.post_as(&cookie, "/konto/zugriffsschluessel", &[("bezeichnung", ""), ("tage", "9999")]).await;
    for (field, label) in
        [("bezeichnung", "Bezeichnung des Zugriffsschlüssels: "), ("umfang", "Umfang: "), ("tage", "Gültigkeit in Tagen: ")]
    {
        assert_said_at(&token, field, label);
    }
    let dry_run =
        async |first: &str, last: &str| site.post_as(&cookie, "/redaktion/versand/probelauf", &[("von", first), ("bis", last)]).await;
    assert_said_at(&dry_run("gestern", "2026-03-01").await, "von", "Beginn: ");
    assert_said_at(&dry_run("2026-03-02", "2026-03-01").await, "bis", ErrorCode::EndBeforeStart.message());
}

#[tokio::test]
async fn groups_of_synonyms_say_what_is_wrong_at_their_field() {
    let site = Site::live().await;
    let cookie = site.member(Role::Reviewer, None).await;
    let few = site.post_as(&cookie, "/redaktion/suche", &[("woerter", "Kita")]).await;
    assert_said_at(&few, "woerter", "Wörter: 1 Eintrag angegeben; mindestens 2 nötig.");
    let wrong = site.post_as(&cookie, "/redaktion/suche", &[("woerter", "Kita\nwie gut\nKitas")]).await;
    assert_said_at(&wrong, "woerter", "Wörter (2. Eintrag): „wie gut“ hat nicht die erwartete Form");
    assert!(wrong.body.contains("<li><a href=\"#woerter\">Wörter (3. Eintrag): „Kitas“ ist doppelt angegeben."), "{}", wrong.body);
}
