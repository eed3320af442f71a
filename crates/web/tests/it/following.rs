//! Follow one case, a municipality's focus areas, and choose the hour: what the form of subscriptions offers beside a search.

use crate::{
    site::{Page, Site},
    subscribing::PATH_OF_CONFIRM,
};
use chrono::Weekday;
use domain::{
    Role,
    subscription::{ConsentTo, SubscriptionState, current_consent},
    vocabulary::FieldOfAction,
};
use http::StatusCode;
use test_network::complete_case;
use usecases::Subscription;

const EMAIL: &str = "lesen@example.org";

/// Sends the form, and returns what was asked for with the text of the mail that came.
async fn order(site: &Site, fields: &[(&str, &str)]) -> (Subscription, String) {
    let answer = site.post("/abo", &[fields, &[("email", EMAIL)][..]].concat()).await;
    assert!(answer.header("location").starts_with("/abo/angefragt?"), "{}: {}", answer.status, answer.body);
    site.net.run_jobs().await;
    let text = site.net.sent().pop().expect("a mail").text;
    let token = text.split(PATH_OF_CONFIRM).nth(1).expect("a link").split_whitespace().next().expect("a token").to_owned();
    let subscription = usecases::read_subscription::by_token(&site.net.network, &token).await.expect("the database");
    (subscription.expect("a subscription"), text)
}

/// The page behind the link in that mail, and the one that its button leads to.
async fn confirm(site: &Site, mail: &str) -> (Page, Page) {
    let token = mail.split(PATH_OF_CONFIRM).nth(1).expect("a link").split_whitespace().next().expect("a token");
    let page = site.get(&format!("{PATH_OF_CONFIRM}{token}")).await;
    let hidden = page.hidden("token").expect("a button");
    let done = site.post("/abo/bestaetigen", &[("token", &hidden)]).await;
    (page, done)
}

#[tokio::test]
async fn a_case_s_page_leads_to_following_it() {
    let site = Site::live().await;
    let slug = site.publish(complete_case("Ausbildungsbus im ländlichen Raum")).await;
    let href = site.get(&format!("/faelle/{slug}")).await.link("/abo?beispiel=");
    let form = site.get(&href).await;
    assert_eq!(form.status, StatusCode::OK);
    assert!(
        form.body.contains("<h1>Änderungen verfolgen</h1>") && form.body.contains("Ausbildungsbus im ländlichen Raum"),
        "{}",
        form.body
    );
    assert!(form.hidden("beispiel").as_deref() == Some(slug.as_str()) && !form.body.contains("id=\"q\""), "{}", form.body);
    let (asked, mail) = order(&site, &[("beispiel", &slug), ("haeufigkeit", "DAILY")]).await;
    assert!(asked.criteria.case.is_some() && asked.state == SubscriptionState::Pending);
    let flat = mail.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(flat.contains("Wesentlich neue Fassungen von „Ausbildungsbus im ländlichen Raum“"), "{flat}");
    let (page, done) = confirm(&site, &mail).await;
    let (_, consent) = current_consent(ConsentTo::OneCase(Some("Ausbildungsbus im ländlichen Raum")));
    for shown in [&form.body, &flat, &page.body] {
        assert!(shown.contains(&consent) && !shown.contains("Ich möchte neue Praxisbeispiele"), "{shown}");
    }
    assert_eq!(asked.consent_wording(), consent, "the proof holds what was shown");
    assert!(page.body.contains("Wesentlich neue Fassungen von „Ausbildungsbus im ländlichen Raum“"), "{}", page.body);
    assert!(done.body.contains("Danke, Ihr Abo ist bestätigt"), "{}", done.body);
}

#[tokio::test]
async fn what_was_typed_stays_when_the_form_of_a_followed_case_comes_back() {
    let site = Site::live().await;
    let slug = site.publish(complete_case("Ausbildungsbus im ländlichen Raum")).await;
    let page = site.post("/abo", &[("beispiel", &slug), ("stunde", "18"), ("email", "keine-adresse")]).await;
    assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(page.hidden("beispiel").as_deref(), Some(slug.as_str()));
    assert!(page.body.contains("id=\"email-fehler\"") && page.body.contains("value=\"18\" selected"), "{}", page.body);
}

#[tokio::test]
async fn a_case_that_cannot_be_followed_is_answered_with_ways_on() {
    let site = Site::live().await;
    let author = site.net.member(Role::Author, Some("15084")).await;
    let draft = usecases::create_case::create(&site.net.network, &author, test_network::draft_case("Ein Entwurf"), None).await;
    let draft = draft.expect("a draft").slug.clone();
    let cookie = site.member(Role::Reviewer, None).await;
    for slug in ["gibt-es-nicht", &draft] {
        let path = format!("/abo?beispiel={slug}");
        let sent = site.post("/abo", &[("beispiel", slug), ("email", EMAIL)]).await;
        for page in [site.get(&path).await, site.get_as(&cookie, &path).await, sent] {
            assert_eq!(page.status, StatusCode::NOT_FOUND, "{slug}");
            assert!(page.body.contains("lässt sich nicht verfolgen") && page.body.contains("href=\"/abo\""), "{}", page.body);
        }
    }
    site.net.run_jobs().await;
    assert!(site.net.sent().is_empty());
}

#[tokio::test]
async fn a_municipality_s_focus_areas_can_be_chosen_one_s_own_first() {
    let site = Site::live().await;
    let own = "15084".parse().expect("a municipality");
    let mut transaction = site.net.network.store.begin().await.expect("the database");
    transaction.set_focus_areas(&own, &[FieldOfAction::Governance]).await.expect("the database");
    transaction.commit().await.expect("the database");
    let choice = "<option value=\"15084\">Ihre Kommune: Burgenlandkreis</option>";
    let cookie = site.member(Role::Author, Some("15084")).await;
    assert!(site.get_as(&cookie, "/abo").await.body.contains(choice));
    let stranger = site.get("/abo?schwerpunkte=15084").await;
    assert!(stranger.body.contains("<option value=\"15084\" selected>Burgenlandkreis</option>"), "{}", stranger.body);
    let silent = "<option value=\"15088\">Saalekreis (noch keine angegeben)</option>";
    assert!(stranger.body.contains(silent), "nothing would come of it: {}", stranger.body);
    let (asked, mail) = order(&site, &[("schwerpunkte", "15084"), ("haeufigkeit", "DAILY")]).await;
    assert_eq!(asked.criteria.focus_of, Some(own));
    assert!(mail.contains("Schwerpunkte: Burgenlandkreis"), "{mail}");
    let (page, _) = confirm(&site, &mail).await;
    assert!(page.body.contains("<li>Schwerpunkte: Burgenlandkreis</li>"), "as in the mail: {}", page.body);
    let refused = site.post("/abo", &[("schwerpunkte", "99999"), ("email", EMAIL)]).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(refused.body.contains("id=\"schwerpunkte-fehler\"") && refused.body.contains("href=\"#schwerpunkte\""), "{}", refused.body);
}

#[tokio::test]
async fn the_hour_is_the_usual_one_or_the_chosen_one_once_it_is_confirmed() {
    let site = Site::live().await;
    let hour = async |asked: &Subscription| {
        let reader = site.net.network.store.digest_reader(asked.reader).await.expect("the database");
        reader.expect("a reader").settings.hour
    };
    assert!(site.get("/abo").await.body.contains("<option value=\"\">wie bisher, sonst 7 Uhr</option>"));
    let (asked, mail) = order(&site, &[("haeufigkeit", "DAILY"), ("stunde", "18")]).await;
    assert_eq!(hour(&asked).await, 7, "nobody has confirmed it");
    let (page, _) = confirm(&site, &mail).await;
    assert!(page.body.contains("täglich um 18 Uhr"), "{}", page.body);
    assert_eq!(hour(&asked).await, 18);
    let (further, mail) = order(&site, &[("haeufigkeit", "MONTHLY"), ("stunde", "")]).await;
    confirm(&site, &mail).await;
    assert_eq!(hour(&further).await, 18, "nothing else was chosen");
    for wrong in ["24", "mittags", "3000000000"] {
        let refused = site.post("/abo", &[("haeufigkeit", "DAILY"), ("stunde", wrong), ("email", EMAIL)]).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(refused.body.contains("id=\"stunde-fehler\"") && refused.body.contains("href=\"#stunde\""), "{wrong}: {}", refused.body);
    }
}

#[tokio::test]
async fn a_further_subscription_leaves_the_weekday_alone_unless_another_is_chosen() {
    let site = Site::live().await;
    let form = site.get("/abo").await;
    for text in [
        "<option value=\"\">wie bisher, sonst Dienstag</option>",
        "Gilt für alle Ihre Abos an dieselbe Adresse",
        "am ersten solchen Wochentag des Monats, zum Beispiel am ersten Dienstag.",
    ] {
        assert!(form.body.contains(text), "{text}: {}", form.body);
    }
    for (often, chosen, expected, rhythm) in [
        ("WEEKLY", "", Weekday::Tue, "wöchentlich am Dienstag"),
        ("MONTHLY", "FRIDAY", Weekday::Fri, "monatlich am ersten Freitag"),
        ("WEEKLY", "", Weekday::Fri, "wöchentlich am Freitag"),
    ] {
        let (asked, mail) = order(&site, &[("haeufigkeit", often), ("wochentag", chosen), ("stunde", "")]).await;
        let says_so = mail.contains("Freitag (gilt für alle Ihre Abos)");
        assert_eq!(says_so, !chosen.is_empty(), "{mail}");
        let (page, _) = confirm(&site, &mail).await;
        assert!(page.body.contains("gelten für alle Ihre Abos") && page.body.contains(rhythm), "{}", page.body);
        let reader = site.net.network.store.digest_reader(asked.reader).await.expect("the database").expect("a reader");
        assert_eq!((reader.settings.weekday, reader.settings.hour), (expected, 7), "{chosen:?}");
    }
    let page = site.post("/abo", &[("haeufigkeit", "WEEKLY"), ("wochentag", "SUNDAY"), ("email", "keine-adresse")]).await;
    assert!(page.body.contains("value=\"SUNDAY\" selected"), "what was chosen stays: {}", page.body);
}
