//! Everything that goes to one address, managed by the link in its mails or signed in.

use crate::site::{Page, Site};
use axum::body::Body;
use chrono::Weekday;
use domain::{
    EmailAddress, Role, Viewer,
    digest_period::Frequency,
    subscription::{ConsentTo, SubscriptionState, current_consent},
    vocabulary::State,
};
use http::{Method, StatusCode};
use test_network::complete_case;
use usecases::reader::{self, By, ReaderView};

const EMAIL: &str = "lesen@example.org";

/// Two confirmed subscriptions of one address; returns the token in the link of its mails.
pub(crate) async fn subscribed(site: &Site, email: &str) -> String {
    for (text, frequency) in [("ganztag", "WEEKLY"), ("mobilität", "DAILY")] {
        let fields = [("q", text), ("haeufigkeit", frequency), ("email", email)];
        ask_and_confirm(site, &fields).await;
    }
    token_of(site, email).await
}

async fn ask_and_confirm(site: &Site, fields: &[(&str, &str)]) {
    assert_eq!(site.post("/abo", fields).await.status, StatusCode::SEE_OTHER);
    site.net.run_jobs().await;
    let mails = site.net.sent();
    let text = &mails.iter().rfind(|mail| mail.kind.key() == "confirmation").expect("a mail").text;
    let token = text.split("/abo/bestaetigen?token=").nth(1).expect("a link").split_whitespace().next().expect("a token");
    site.post("/abo/bestaetigen", &[("token", token)]).await;
}

async fn token_of(site: &Site, email: &str) -> String {
    let address: EmailAddress = email.parse().expect("an address");
    site.net.network.store.reader_by_email(&address).await.expect("the database").expect("a reader").token.reveal().to_owned()
}

async fn view(site: &Site, token: &str) -> ReaderView {
    reader::read(&site.net.network, &Viewer::Public, By::Token(token)).await.expect("the database").expect("a reader")
}

async fn press(site: &Site, token: &str, fields: &[(&str, &str)]) -> Page {
    site.post("/abo/verwalten", &[&[("token", token)][..], fields].concat()).await
}

#[tokio::test]
async fn the_link_shows_everything_and_changes_nothing() {
    let site = Site::live().await;
    let token = subscribed(&site, EMAIL).await;
    let before = view(&site, &token).await;
    let path = format!("/abo/verwalten?token={token}");
    for path in [path.clone(), path.replace("verwalten?", "verwalten/nachweis.json?")] {
        for method in [Method::GET, Method::HEAD] {
            assert_eq!(site.send(method, &path, &[], Body::empty()).await.status, StatusCode::OK, "{path}");
        }
    }
    assert_eq!(view(&site, &token).await, before);
    let page = site.get(&path).await;
    for text in ["Suche: ganztag", "Suche: mobilität", "value=\"WEEKLY\" selected", "value=\"DAILY\" selected", "Die nächste Sammel-E-Mail"]
    {
        assert!(page.body.contains(text), "{text}: {}", page.body);
    }
    assert!(!page.body.contains(EMAIL), "whoever holds the link need not learn the address");
    assert_eq!(
        (page.header("referrer-policy"), page.header("cache-control"), page.header("x-robots-tag")),
        ("strict-origin", "no-store", "noindex")
    );
}

#[tokio::test]
async fn each_form_changes_what_it_says() {
    let site = Site::live().await;
    let token = subscribed(&site, EMAIL).await;
    let form = site.get(&format!("/abo/verwalten?token={token}")).await;
    assert!(form.body.contains("zurzeit am ersten Dienstag."), "{}", form.body);
    let settings = [("stunde", "18"), ("wochentag", "FRIDAY"), ("land", "SACHSEN"), ("nurtitel", "ja"), ("hoechstens", "2")];
    let saved = press(&site, &token, &[&[("was", "einstellungen")][..], &settings[..]].concat()).await;
    assert_eq!(saved.status, StatusCode::SEE_OTHER, "{}", saved.body);
    let now = view(&site, &token).await.reader.settings;
    assert_eq!((now.hour, now.weekday, now.state, now.max_per_day), (18, Weekday::Fri, Some(State::Sachsen), 2));
    assert!(now.titles_only && !now.quiet_days, "a box that is not ticked is sent by no browser");
    let page = site.get(saved.header("location")).await;
    assert!(page.body.contains("Ihre Einstellungen sind gespeichert.") && page.body.contains("value=\"18\" selected"), "{}", page.body);
    assert!(page.body.contains("zurzeit am ersten Freitag."), "{}", page.body);

    let until = (site.net.now() + chrono::TimeDelta::days(40)).date_naive().to_string();
    let paused = press(&site, &token, &[("was", "pause"), ("bis", &until)]).await;
    assert!(view(&site, &token).await.reader.paused_until.is_some());
    let page = site.get(paused.header("location")).await;
    assert!(
        page.body.contains("Ihre Sammel-E-Mails pausieren. Vor dem") && page.body.contains(&format!("value=\"{until}\"")),
        "{}",
        page.body
    );
    press(&site, &token, &[("was", "fortsetzen")]).await;
    assert!(view(&site, &token).await.reader.paused_until.is_none());

    let page = site.get(&format!("/abo/verwalten?token={token}")).await;
    let id = page.hidden("abo").expect("a subscription");
    press(&site, &token, &[("was", "haeufigkeit"), ("abo", &id), ("haeufigkeit", "MONTHLY")]).await;
    assert_eq!(view(&site, &token).await.subscriptions[0].frequency, Frequency::Monthly);
    press(&site, &token, &[("was", "beenden"), ("abo", &id)]).await;
    let states = async || view(&site, &token).await.subscriptions.iter().map(|one| one.state).collect::<Vec<_>>();
    assert_eq!(states().await, [SubscriptionState::Withdrawn, SubscriptionState::Active]);
    for _ in 0..2 {
        let left = press(&site, &token, &[("was", "alles-beenden")]).await;
        assert_eq!(left.status, StatusCode::SEE_OTHER);
        assert_eq!(states().await, [SubscriptionState::Withdrawn; 2]);
        assert!(site.get(left.header("location")).await.body.contains("Sie erhalten keine Sammel-E-Mails mehr."));
    }
}

#[tokio::test]
async fn a_pause_that_is_over_is_not_shown() {
    let site = Site::live().await;
    let token = subscribed(&site, EMAIL).await;
    let until = (site.net.now() + chrono::TimeDelta::days(40)).date_naive().to_string();
    press(&site, &token, &[("was", "pause"), ("bis", &until)]).await;
    site.net.clock.advance(chrono::TimeDelta::days(41));
    let page = site.get(&format!("/abo/verwalten?token={token}")).await;
    assert!(page.body.contains("Die nächste Sammel-E-Mail kommt am"), "{}", page.body);
    assert!(!page.body.contains("pausieren. Vor dem") && !page.body.contains(&format!("value=\"{until}\"")), "{}", page.body);
}

#[tokio::test]
async fn each_subscription_leads_to_the_form_filled_with_its_selection() {
    let site = Site::live().await;
    let fields = [("q", "ganztag"), ("land", "SACHSEN"), ("haeufigkeit", "MONTHLY"), ("schwerpunkte", "15084"), ("email", EMAIL)];
    ask_and_confirm(&site, &fields).await;
    let token = token_of(&site, EMAIL).await;
    let page = site.get(&format!("/abo/verwalten?token={token}")).await;
    let form = site.get(&page.link("/abo?q=ganztag&land=SACHSEN")).await;
    for kept in ["value=\"ganztag\"", "value=\"MONTHLY\" checked", "value=\"15084\" selected"] {
        assert!(form.body.contains(kept), "{kept}: {}", form.body);
    }
    assert_eq!(form.hidden("land").as_deref(), Some("SACHSEN"));
    assert!(!form.body.contains(&token), "the form is no secret's page");
}

#[tokio::test]
async fn what_is_wrong_is_said_at_its_field() {
    let site = Site::live().await;
    let token = subscribed(&site, EMAIL).await;
    let before = view(&site, &token).await;
    let page = press(&site, &token, &[("was", "pause"), ("bis", "2001-01-01")]).await;
    assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY);
    for text in ["href=\"#bis\"", "id=\"bis-fehler\"", "aria-invalid=\"true\"", "value=\"2001-01-01\""] {
        assert!(page.body.contains(text), "{text}: {}", page.body);
    }
    for (hour, most, element) in [("7", "99", "hoechstens"), ("7", "3000000000", "hoechstens"), ("3000000000", "2", "stunde")] {
        let page = press(&site, &token, &[("was", "einstellungen"), ("stunde", hour), ("hoechstens", most)]).await;
        assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY, "{hour}, {most}: {}", page.body);
        assert!(page.body.contains(&format!("href=\"#{element}\"")), "{hour}, {most}: {}", page.body);
        assert_eq!(page.body.contains("id=\"hoechstens-fehler\""), element == "hoechstens", "{}", page.body);
    }
    assert_eq!(press(&site, &token, &[("was", "anderes")]).await.status, StatusCode::BAD_REQUEST);
    assert_eq!(view(&site, &token).await, before);
}

#[tokio::test]
async fn refused_settings_keep_what_was_chosen() {
    let site = Site::live().await;
    let token = subscribed(&site, EMAIL).await;
    let path = format!("/abo/verwalten?token={token}");
    let chosen = [
        "value=\"18\" selected",
        "value=\"FRIDAY\" selected",
        "value=\"SACHSEN\" selected",
        "name=\"nurtitel\" value=\"ja\" checked",
        "max=\"24\" value=\"3000000000\"",
    ];
    let in_force = site.get(&path).await;
    assert!(chosen.iter().all(|text| !in_force.body.contains(text)) && in_force.body.contains("name=\"ruhetage\" value=\"ja\" checked"));
    let settings = [("stunde", "18"), ("wochentag", "FRIDAY"), ("land", "SACHSEN"), ("nurtitel", "ja"), ("hoechstens", "3000000000")];
    let refused = press(&site, &token, &[&[("was", "einstellungen")][..], &settings[..]].concat()).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    for text in chosen.into_iter().chain(["zurzeit am ersten Dienstag."]) {
        assert!(refused.body.contains(text), "{text}: {}", refused.body);
    }
    assert!(!refused.body.contains("name=\"ruhetage\" value=\"ja\" checked"), "{}", refused.body);
}

#[tokio::test]
async fn one_reader_s_link_reaches_no_other_s_subscriptions() {
    let site = Site::live().await;
    let token = subscribed(&site, EMAIL).await;
    let other = subscribed(&site, "andere@example.org").await;
    let foreign = site.get(&format!("/abo/verwalten?token={other}")).await.hidden("abo").expect("a subscription");
    for fields in [vec![("was", "beenden")], vec![("was", "haeufigkeit"), ("haeufigkeit", "MONTHLY")]] {
        let answer = press(&site, &token, &[&[("abo", foreign.as_str())][..], &fields[..]].concat()).await;
        assert_eq!(answer.status, StatusCode::NOT_FOUND, "{fields:?}");
    }
    assert!(view(&site, &other).await.subscriptions.iter().all(|one| one.state == SubscriptionState::Active));
    for answer in [site.get("/abo/verwalten?token=unbekannt").await, press(&site, "unbekannt", &[("was", "alles-beenden")]).await] {
        assert_eq!(answer.status, StatusCode::NOT_FOUND);
        assert!(answer.body.contains("Dieser Link gilt nicht (mehr)"), "{}", answer.body);
    }
}

#[tokio::test]
async fn whoever_is_signed_in_manages_their_own_without_a_link() {
    let site = Site::live().await;
    let cookie = site.member(Role::Author, Some("15084")).await;
    assert_eq!(site.get("/abo/verwalten").await.status, StatusCode::UNAUTHORIZED);
    let none = site.get_as(&cookie, "/abo/verwalten").await;
    assert!(none.status == StatusCode::OK && none.body.contains("Sie haben keine Abos"), "{}", none.body);
    assert_eq!(none.link("/abo?"), "/abo?antworten=ja");
    let account = site.get_as(&cookie, "/konto").await;
    let email =
        account.body.split("E-Mail-Adresse: ").nth(1).and_then(|rest| rest.split('<').next()).expect("an address").trim().to_owned();
    let token = subscribed(&site, &email).await;
    assert!(site.get_as(&cookie, "/abo/verwalten").await.body.contains("Suche: ganztag"));
    let headers = [("cookie", cookie.as_str()), ("sec-fetch-site", "cross-site"), ("content-type", crate::site::FORM)];
    let forged = site.send(Method::POST, "/abo/verwalten", &headers, Body::from("was=alles-beenden")).await;
    assert_eq!(forged.status, StatusCode::FORBIDDEN);
    assert!(view(&site, &token).await.subscriptions.iter().all(|one| one.state == SubscriptionState::Active));
    let left = site.post_as(&cookie, "/abo/verwalten", &[("was", "alles-beenden")]).await;
    assert_eq!(left.header("location"), "/abo/verwalten?erledigt=alles-beenden");
    assert!(view(&site, &token).await.subscriptions.iter().all(|one| one.state == SubscriptionState::Withdrawn));
}

#[tokio::test]
async fn the_link_that_leaves_everything_shows_everything_and_another_way() {
    let site = Site::live().await;
    let token = subscribed(&site, EMAIL).await;
    let path = format!("/abo/abmelden/{token}");
    let page = site.get(&path).await;
    for text in ["<h1>Alle Abos beenden</h1>", "Suche: ganztag", "Suche: mobilität"] {
        assert!(page.body.contains(text), "{text}: {}", page.body);
    }
    assert_eq!(site.get(&page.link("/abo/verwalten?token=")).await.status, StatusCode::OK);
    let done = site.post("/abo/abmelden", &[("token", &token)]).await;
    assert!(done.body.contains("Sie sind abgemeldet") && done.body.contains("Sie erhalten keine Sammel-E-Mails mehr."), "{}", done.body);
    assert!(view(&site, &token).await.subscriptions.iter().all(|one| one.state == SubscriptionState::Withdrawn));
    assert!(site.get(&path).await.body.contains("Sie sind schon abgemeldet"));
}

#[tokio::test]
async fn a_followed_case_that_is_gone_is_not_named_and_its_subscription_can_be_ended() {
    let site = Site::live().await;
    let title = "Ausbildungsbus im ländlichen Raum";
    let slug = site.publish(complete_case(title)).await;
    ask_and_confirm(&site, &[("beispiel", &slug), ("haeufigkeit", "DAILY"), ("email", EMAIL)]).await;
    let token = token_of(&site, EMAIL).await;
    let path = format!("/abo/verwalten?token={token}");
    assert!(site.get(&path).await.body.contains(title));
    let case = site.net.network.store.case_id_by_slug(&slug).await.expect("the database").expect("a case");
    let administrator = site.net.member(Role::Administrator, None).await;
    usecases::erase_case::erase(&site.net.network, &administrator, case).await.expect("no more case");
    let page = site.get(&path).await;
    let leave = site.get(&format!("/abo/abmelden/{token}")).await;
    for shown in [&page.body, &leave.body] {
        assert!(shown.contains("Ein Praxisbeispiel, das nicht mehr öffentlich ist"), "{shown}");
        assert!(!shown.contains(title) && !shown.contains("Alle neuen Praxisbeispiele"), "{shown}");
    }
    let ended = press(&site, &token, &[("was", "beenden"), ("abo", &page.hidden("abo").expect("a button"))]).await;
    assert_eq!(ended.status, StatusCode::SEE_OTHER, "{}", ended.body);
    assert_eq!(view(&site, &token).await.subscriptions[0].state, SubscriptionState::Withdrawn);
}

#[tokio::test]
async fn the_proof_holds_wording_and_times_and_not_the_address() {
    let site = Site::live().await;
    let token = subscribed(&site, EMAIL).await;
    press(&site, &token, &[("was", "alles-beenden")]).await;
    let file = site.get(&format!("/abo/verwalten/nachweis.json?token={token}")).await;
    assert_eq!(file.header("content-disposition"), "attachment; filename=\"einwilligung.json\"");
    let proof: serde_json::Value = serde_json::from_str(&file.body).expect("JSON");
    let subscriptions = proof["subscriptions"].as_array().expect("subscriptions");
    for (one, about) in subscriptions.iter().zip(["Suche: ganztag", "Suche: mobilität"]) {
        let (version, wording) = current_consent(ConsentTo::Selection(&[about.to_owned()]));
        assert_eq!((one["consentVersion"].as_str(), one["consentWording"].as_str()), (Some(version), Some(wording.as_str())));
        for moment in ["requestedAt", "confirmedAt", "withdrawnAt"] {
            assert!(one[moment].as_str().is_some_and(|text| text.ends_with('Z')), "{moment}: {one}");
        }
    }
    assert!(!file.body.contains(EMAIL));
}
