//! Subscribe, confirm, leave: the pages behind the links in mails change nothing until a button is pressed.

use crate::site::{FORM, Page, Site};
use axum::body::Body;
use domain::subscription::{ConsentTo, SubscriptionState, current_consent};
use http::{Method, StatusCode};
use test_network::complete_case;
use usecases::Subscription;

pub(crate) const PATH_OF_CONFIRM: &str = "/abo/bestaetigen?token=";

/// Orders a digest by the form and returns the token in the mail that came.
pub(crate) async fn order(site: &Site) -> String {
    let fields =
        [("q", "ganztag"), ("land", "SACHSEN"), ("haeufigkeit", "WEEKLY"), ("wochentag", "FRIDAY"), ("email", "lesen@example.org")];
    let answer = site.post("/abo", &fields).await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.body);
    assert_eq!(answer.header("location"), "/abo/angefragt?q=ganztag&land=SACHSEN&haeufigkeit=WEEKLY&wochentag=FRIDAY");
    site.net.run_jobs().await;
    let mails = site.net.sent();
    let text = &mails.iter().rfind(|mail| mail.kind.key() == "confirmation").expect("a mail").text;
    let token = text.split(PATH_OF_CONFIRM).nth(1).expect("a link").split_whitespace().next().expect("a token");
    token.to_owned()
}

async fn subscription(site: &Site, token: &str) -> Subscription {
    usecases::read_subscription::by_token(&site.net.network, token).await.expect("the database").expect("a subscription")
}

#[tokio::test]
async fn the_form_takes_over_the_search_and_shows_the_consent() {
    let site = Site::demo().await;
    let page = site.get("/abo?q=ganztag&land=SACHSEN&handlungsfeld=ALL_DAY_EDUCATION").await;
    for text in ["value=\"ganztag\"", "Land: Sachsen", "Ganztagsbildung", &current_consent(ConsentTo::Selection(&[])).1] {
        assert!(page.body.contains(text), "{text}");
    }
    assert_eq!(page.hidden("land").as_deref(), Some("SACHSEN"));
}

#[tokio::test]
async fn what_is_wrong_is_said_at_its_field_and_nothing_typed_is_lost() {
    let site = Site::demo().await;
    let fields = [("q", "ganztag"), ("land", "SACHSEN"), ("haeufigkeit", "DAILY"), ("email", "keine-adresse")];
    let page = site.post("/abo", &fields).await;
    assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY);
    for text in ["id=\"email-fehler\"", "aria-invalid=\"true\"", "value=\"keine-adresse\"", "value=\"ganztag\"", "value=\"DAILY\" checked"]
    {
        assert!(page.body.contains(text), "{text}: {}", page.body);
    }
    assert_eq!(page.hidden("land").as_deref(), Some("SACHSEN"));
    site.net.run_jobs().await;
    assert!(site.net.sent().is_empty());
}

#[tokio::test]
async fn following_a_link_changes_nothing() {
    let site = Site::demo().await;
    let token = order(&site).await;
    for method in [Method::GET, Method::HEAD] {
        let answer = site.send(method.clone(), &format!("{PATH_OF_CONFIRM}{token}"), &[], Body::empty()).await;
        assert_eq!(answer.status, StatusCode::OK);
        assert_eq!(subscription(&site, &token).await.state, SubscriptionState::Pending, "{method}");
    }
    let leave = subscription(&site, &token).await.unsubscribe_token.reveal().to_owned();
    site.post("/abo/bestaetigen", &[("token", &token)]).await;
    for path in [format!("/abo/abmelden?token={leave}"), format!("/abo/abmelden/{leave}")] {
        for method in [Method::GET, Method::HEAD] {
            let answer = site.send(method.clone(), &path, &[], Body::empty()).await;
            assert_eq!(answer.status, StatusCode::OK, "{path}");
            assert_eq!(subscription(&site, &leave).await.state, SubscriptionState::Active, "{method} {path}");
        }
    }
}

#[tokio::test]
async fn the_button_confirms_and_another_one_ends_it() {
    let site = Site::demo().await;
    let token = order(&site).await;
    let page = site.get(&format!("{PATH_OF_CONFIRM}{token}")).await;
    let chosen = ["Suche: ganztag".to_owned(), "Land: Sachsen".to_owned()];
    let (_, consent) = current_consent(ConsentTo::Selection(&chosen));
    for text in ["Suche: ganztag", "Land: Sachsen", "wöchentlich am Freitag", &consent] {
        assert!(page.body.contains(text), "{text}: {}", page.body);
    }
    assert!(!page.body.contains("lesen@example.org"), "whoever holds the link need not learn the address");
    let hidden = page.hidden("token").expect("a button");
    let done = site.post("/abo/bestaetigen", &[("token", &hidden)]).await;
    assert!(done.body.contains("Danke, Ihr Abo ist bestätigt"), "{}", done.body);
    let confirmed = subscription(&site, &token).await;
    assert_eq!(
        (confirmed.state, confirmed.consent_wording()),
        (SubscriptionState::Active, consent.as_str()),
        "the proof holds what was shown"
    );
    assert!(site.get(&format!("{PATH_OF_CONFIRM}{token}")).await.body.contains("Ihr Abo ist schon bestätigt"));

    let leave = subscription(&site, &token).await.unsubscribe_token.reveal().to_owned();
    let page = site.get(&format!("/abo/abmelden/{leave}")).await;
    let hidden = page.hidden("token").expect("a button");
    let done = site.post("/abo/abmelden", &[("token", &hidden)]).await;
    assert!(done.body.contains("Sie sind abgemeldet"), "{}", done.body);
    assert_eq!(subscription(&site, &leave).await.state, SubscriptionState::Withdrawn);
    assert!(site.get(&format!("/abo/abmelden?token={leave}")).await.body.contains("Sie sind schon abgemeldet"));
}

#[tokio::test]
async fn one_click_ends_a_subscription_whatever_the_body() {
    let multipart = "--x\r\nContent-Disposition: form-data; name=\"List-Unsubscribe\"\r\n\r\nOne-Click\r\n--x--\r\n";
    let bodies = [(Some(FORM), "List-Unsubscribe=One-Click"), (Some("multipart/form-data; boundary=x"), multipart), (None, "")];
    for (kind, body) in bodies {
        let site = Site::live().await;
        let token = order(&site).await;
        site.post("/abo/bestaetigen", &[("token", &token)]).await;
        let leave = subscription(&site, &token).await.unsubscribe_token.reveal().to_owned();
        let path = format!("/abo/abmelden/{leave}");
        // As a mail provider sends it: from elsewhere, without a cookie; and once more.
        let headers: Vec<_> = kind.map(|kind| ("content-type", kind)).into_iter().chain([("origin", "https://mail.example.org")]).collect();
        for _ in 0..2 {
            let answer = site.send(Method::POST, &path, &headers, Body::from(body)).await;
            assert_eq!((answer.status, answer.body.as_str()), (StatusCode::OK, "Sie sind abgemeldet.\n"), "{kind:?}");
            assert_eq!(answer.header("referrer-policy"), "strict-origin");
            assert_eq!(subscription(&site, &leave).await.state, SubscriptionState::Withdrawn, "{kind:?}");
        }
    }
}

#[tokio::test]
async fn one_click_with_an_unknown_token_is_answered_like_any_other() {
    let site = Site::live().await;
    let answer = site.send(Method::POST, "/abo/abmelden/unbekannt", &[], Body::empty()).await;
    assert_eq!((answer.status, answer.body.as_str()), (StatusCode::OK, "Sie sind abgemeldet.\n"));
}

#[tokio::test]
async fn pages_with_a_token_are_kept_by_nobody() {
    let site = Site::live().await;
    let token = order(&site).await;
    let page = site.get(&format!("{PATH_OF_CONFIRM}{token}")).await;
    assert_eq!((page.header("cache-control"), page.header("x-robots-tag")), ("no-store", "noindex"));
}

/// Asks by the form for what is corrected: the page that it leads to, the one that confirms, and the one that manages.
async fn pages_of_a_corrected_text(site: &Site, chosen: &[(&str, &str)]) -> [Page; 3] {
    site.publish(complete_case("Lesepaten in der Grundschule")).await;
    let fields: Vec<_> = [("q", "lesepatten"), ("email", "lesen@example.org")].into_iter().chain(chosen.iter().copied()).collect();
    let answer = site.post("/abo", &fields).await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.body);
    let asked = site.get(answer.header("location")).await;
    site.net.run_jobs().await;
    let mail = site.net.sent().pop().expect("a mail").text;
    let token = mail.split(PATH_OF_CONFIRM).nth(1).expect("a link").split_whitespace().next().expect("a token").to_owned();
    let confirm = site.get(&format!("{PATH_OF_CONFIRM}{token}")).await;
    let address = "lesen@example.org".parse().expect("an address");
    let reader = site.net.network.store.reader_by_email(&address).await.expect("the database").expect("a reader");
    let manage = site.get(&format!("/abo/verwalten?token={}", reader.token.reveal())).await;
    [asked, confirm, manage]
}

#[tokio::test]
async fn a_corrected_text_is_said_after_subscribing_and_wherever_the_subscription_is_looked_at() {
    let site = Site::live().await;
    let chosen = [("land", "SACHSEN"), ("kommune", "14713"), ("schwerpunkte", "15084"), ("haeufigkeit", "MONTHLY"), ("stunde", "9")];
    for page in pages_of_a_corrected_text(&site, &chosen).await {
        let said = page.body.to_lowercase();
        assert!(said.contains("gesucht wird nach <strong>lesepaten</strong>"), "{}", page.body);
        assert!(said.contains("stattdessen genau „lesepatten“ abonnieren"), "{}", page.body);
        let form = site.get(&page.link("/abo?q=%22lesepatten%22")).await;
        for kept in ["value=\"MONTHLY\" checked", "value=\"15084\" selected", "value=\"9\" selected"] {
            assert!(form.body.contains(kept), "{kept}: {}", form.body);
        }
        let filters = (form.hidden("land"), form.hidden("kommune"));
        assert_eq!((filters.0.as_deref(), filters.1.as_deref()), (Some("SACHSEN"), Some("14713")), "{}", form.body);
    }
    let exact = [("q", "\"lesepatten\""), ("haeufigkeit", "DAILY"), ("email", "lesen@example.org")];
    let asked = site.post("/abo", &exact).await;
    assert_eq!(asked.header("location"), "/abo/angefragt?q=%22lesepatten%22&haeufigkeit=DAILY", "nothing is corrected in quotes");
    assert!(!site.get(asked.header("location")).await.body.contains("Gesucht wird"));
}

#[tokio::test]
async fn the_way_to_what_was_typed_keeps_the_day_and_the_hour_that_were_asked_for() {
    let site = Site::live().await;
    let chosen = [("haeufigkeit", "WEEKLY"), ("wochentag", "FRIDAY"), ("stunde", "18")];
    for page in pages_of_a_corrected_text(&site, &chosen).await {
        let form = site.get(&page.link("/abo?q=%22lesepatten%22")).await;
        for kept in ["value=\"WEEKLY\" checked", "value=\"FRIDAY\" selected", "value=\"18\" selected"] {
            assert!(form.body.contains(kept), "{kept}: {}", form.body);
        }
    }
}

#[tokio::test]
async fn whoever_fills_in_the_form_once_more_finds_what_they_chose() {
    let site = Site::demo().await;
    let email = ("email", "lesen@example.org");
    let chosen = [("q", "ganztag"), ("land", "SACHSEN"), ("schwerpunkte", "15084"), ("haeufigkeit", "MONTHLY"), ("stunde", "9"), email];
    let asked = site.post("/abo", &chosen).await;
    assert!(!asked.header("location").contains("example.org"), "whose it is stands in no address: {}", asked.header("location"));
    let form = site.get(&site.get(asked.header("location")).await.link("/abo?")).await;
    for kept in ["value=\"ganztag\"", "value=\"15084\" selected", "value=\"MONTHLY\" checked", "value=\"9\" selected"] {
        assert!(form.body.contains(kept), "{kept}: {}", form.body);
    }
    assert_eq!(form.hidden("land").as_deref(), Some("SACHSEN"));

    let slug = site.publish(complete_case("Lesepaten in der Grundschule")).await;
    let asked = site.post("/abo", &[("beispiel", &slug), ("haeufigkeit", "DAILY"), email]).await;
    let form = site.get(asked.header("location")).await.link("/abo?");
    assert_eq!(form, format!("/abo?beispiel={slug}&haeufigkeit=DAILY"));
}

#[tokio::test]
async fn whoever_left_by_mistake_is_led_back_to_the_same_selection() {
    let site = Site::demo().await;
    let token = order(&site).await;
    let leave = subscription(&site, &token).await.unsubscribe_token.reveal().to_owned();
    site.post("/abo/bestaetigen", &[("token", &token)]).await;
    let left = site.post("/abo/abmelden", &[("token", &leave)]).await;
    assert!(left.body.contains("War das ein Versehen?"), "{}", left.body);
    let form = site.get(&left.link("/abo?q=ganztag")).await;
    for text in ["value=\"ganztag\"", "Land: Sachsen", "value=\"WEEKLY\" checked"] {
        assert!(form.body.contains(text), "{text}: {}", form.body);
    }
}
