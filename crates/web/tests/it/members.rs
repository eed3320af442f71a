//! The page of those who look after people: who is there, who is invited, and what is decided about them.

use crate::{
    form_errors::{assert_said_at, assert_said_of_the_whole},
    people::{account, invited, link},
    sign_in_link::with_second_factor,
    site::{Page, Site},
};
use chrono::TimeDelta;
use domain::{ErrorCode, Role, Viewer};
use http::StatusCode;
use usecases::people::{self, DeputyRequest};

const AUTHOR: &str = "author-15084@example.org";

/// The id of whoever has this address, as the forms about them have it.
fn id_of(page: &Page, email: &str) -> String {
    let mut rows = page.body.split("<li>").filter(|row| row.contains(email));
    let id = rows.find_map(|row| row.split("name=\"mitglied\" value=\"").nth(1)?.split('"').next());
    id.unwrap_or_else(|| panic!("no form about {email}: {}", page.body)).to_owned()
}

/// The beginning of a button that opens the form behind it.
fn asking(label: &str) -> String {
    format!("<details class=\"confirm\"><summary class=\"button plain\">{label}<")
}

#[tokio::test]
async fn those_who_look_after_people_see_them_and_nobody_else_does() {
    let site = Site::live().await;
    for role in Role::ALL.iter().copied() {
        let cookie = site.member(role, role.needs_municipality().then_some("15084")).await;
        let sees = matches!(role, Role::Coordinator | Role::Reviewer | Role::Administrator);
        let page = site.get_as(&cookie, "/mitglieder").await;
        assert_eq!(page.status, if sees { StatusCode::OK } else { StatusCode::FORBIDDEN }, "{role:?}");
        assert_eq!(page.header("cache-control"), "no-store", "{role:?}");
        let has_entry = page.attributes("href").contains(&"/mitglieder".to_owned());
        assert_eq!(has_entry, sees, "{role:?}");
    }
    let stranger = site.get("/mitglieder").await;
    assert_eq!(stranger.status, StatusCode::UNAUTHORIZED);
    assert!(stranger.body.contains("weiter=%2Fmitglieder"), "the way back: {}", stranger.body);

    let coordinator = site.member(Role::Coordinator, Some("15084")).await;
    assert!(site.get_as(&coordinator, "/mitglieder").await.body.contains(AUTHOR));
    for (place, expected) in [("15084", StatusCode::OK), ("15088", StatusCode::FORBIDDEN), ("99999", StatusCode::NOT_FOUND)] {
        let page = site.get_as(&coordinator, &format!("/mitglieder?kommune={place}")).await;
        assert_eq!(page.status, expected, "{place}: {}", page.body);
    }
    let (author, id) = (site.member(Role::Author, Some("15084")).await, id_of(&site.get_as(&coordinator, "/mitglieder").await, AUTHOR));
    let refused = site.post_as(&author, "/mitglieder/rolle", &[("mitglied", &id), ("neue-rolle", "coordinator")]).await;
    assert_eq!(refused.status, StatusCode::FORBIDDEN, "{}", refused.body);
    assert_eq!(account(&site, AUTHOR).await.expect("an account").role, Role::Author);
}

#[tokio::test]
async fn many_people_are_shown_page_by_page_and_a_step_leads_back_to_its_page() {
    let site = Site::live().await;
    let cookie = site.member(Role::Reviewer, None).await;
    for number in 1..=21 {
        site.net.member_named(&format!("leser-{number:02}"), Role::Reader, Some("15084")).await;
    }
    let start = site.get_as(&cookie, "/mitglieder").await;
    assert!(start.body.contains("Bitte wählen") && !start.body.contains("Jemanden einladen"), "{}", start.body);
    let first = site.get_as(&cookie, "/mitglieder?kommune=15084").await;
    assert!(first.body.contains("<h2>Burgenlandkreis: 21 Mitglieder</h2>"), "{}", first.body);
    assert_eq!((first.body.matches("<h3>").count(), first.body.contains("Vorherige Seite")), (20, false));
    let path = first.link("/mitglieder?kommune=15084&nach=");
    let second = site.get_as(&cookie, &path).await;
    assert_eq!((second.body.matches("<h3>").count(), second.body.contains("Nächste Seite")), (1, false));
    let back = site.get_as(&cookie, &second.link("/mitglieder?kommune=15084&vor=")).await;
    assert_eq!((back.body.matches("<h3>").count(), back.body.contains("Vorherige Seite")), (20, false));

    let sent = ["mitglied", "kommune", "nach"].map(|name| (name, second.hidden(name).expect("a field")));
    let fields: Vec<_> = sent.iter().map(|(name, value)| (*name, value.as_str())).collect();
    let done = site.post_as(&cookie, "/mitglieder/deaktivieren", &fields).await;
    assert_eq!(done.header("location"), format!("{path}&erledigt=deaktiviert"), "{}", done.body);
}

#[tokio::test]
async fn somebody_is_invited_comes_and_is_listed() {
    let site = Site::live().await;
    let cookie = site.member(Role::Coordinator, Some("15084")).await;
    let long = "x".repeat(121);
    let fields = [("email", "neu"), ("rolle", "author"), ("funktion", long.as_str())];
    let wrong = site.post_as(&cookie, "/mitglieder/einladen", &fields).await;
    assert_said_at(&wrong, "email", "E-Mail-Adresse: ");
    assert_said_at(&wrong, "funktion", "Funktion: Der Text ist mit 121 Zeichen zu lang");
    for kept in ["value=\"neu\"", "<option value=\"author\" selected>", long.as_str()] {
        assert!(wrong.body.contains(kept), "{kept}: {}", wrong.body);
    }
    assert!(wrong.body.contains("Zurzeit ist keine Einladung offen."), "{}", wrong.body);

    let fields = [("email", "neu@kreis.example.org"), ("rolle", "author"), ("funktion", "Bildungs<büro>")];
    let done = site.post_as(&cookie, "/mitglieder/einladen", &fields).await;
    assert_eq!((done.status, done.header("location")), (StatusCode::SEE_OTHER, "/mitglieder?erledigt=eingeladen"), "{}", done.body);
    let page = site.get_as(&cookie, done.header("location")).await;
    for text in [
        "Die Einladung ist per E-Mail unterwegs.",
        "<h3>neu@kreis.example.org</h3>",
        "als Autor:in · Bildungs&#60;büro&#62; · Burgenlandkreis",
        "gilt bis 31.\u{a0}März 2026, 12:00 Uhr",
    ] {
        assert!(page.body.contains(text), "{text}: {}", page.body);
    }
    let path = link(&site, "/einladung?token=").await;
    let token = site.get(&path).await.hidden("token").expect("a button");
    assert_eq!(site.post("/einladung", &[("token", &token)]).await.status, StatusCode::OK);
    let page = site.get_as(&cookie, "/mitglieder").await;
    for text in ["<h2>Burgenlandkreis: 2 Mitglieder</h2>", "<h3>Bildungs&#60;büro&#62;</h3>", "Zurzeit ist keine Einladung offen."] {
        assert!(page.body.contains(text), "{text}: {}", page.body);
    }
}

#[tokio::test]
async fn an_invitation_is_taken_back_by_those_who_look_after_its_municipality_alone() {
    let site = Site::live().await;
    let path = invited(&site, "neu@kreis.example.org").await;
    let (own, foreign) = (site.member(Role::Coordinator, Some("15084")).await, site.member(Role::Coordinator, Some("15088")).await);
    let id = site.get_as(&own, "/mitglieder").await.hidden("einladung").expect("an invitation");
    assert!(site.get_as(&foreign, "/mitglieder").await.hidden("einladung").is_none());
    let refused = site.post_as(&foreign, "/mitglieder/zuruecknehmen", &[("einladung", &id)]).await;
    assert_said_of_the_whole(&refused, ErrorCode::NotFound.message());
    assert_eq!(site.get(&path).await.status, StatusCode::OK);
    let done = site.post_as(&own, "/mitglieder/zuruecknehmen", &[("einladung", &id)]).await;
    assert_eq!(done.header("location"), "/mitglieder?erledigt=zurueckgenommen", "{}", done.body);
    assert_eq!(site.get(&path).await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn a_role_and_the_end_of_an_account_are_asked_about_and_end_its_sessions() {
    let site = Site::live().await;
    let (coordinator, author) = (site.member(Role::Coordinator, Some("15084")).await, site.member(Role::Author, Some("15084")).await);
    let page = site.get_as(&coordinator, "/mitglieder").await;
    for label in ["Rolle ändern", "Deaktivieren"] {
        assert_eq!(page.body.matches(&asking(label)).count(), 1, "nobody decides about themselves: {}", page.body);
    }
    assert!(!page.body.contains("value=\"reviewer\""), "the agency gives its own roles: {}", page.body);
    let id = id_of(&page, AUTHOR);
    let refused = site.post_as(&coordinator, "/mitglieder/rolle", &[("mitglied", &id), ("neue-rolle", "reviewer")]).await;
    assert_said_of_the_whole(&refused, ErrorCode::Forbidden.message());
    assert!(site.get_as(&author, "/").await.body.contains("Angemeldet:"));

    let done = site.post_as(&coordinator, "/mitglieder/rolle", &[("mitglied", &id), ("neue-rolle", "reader")]).await;
    assert_eq!(done.header("location"), "/mitglieder?erledigt=rolle", "{}", done.body);
    assert_eq!(account(&site, AUTHOR).await.expect("an account").role, Role::Reader);
    assert!(!site.get_as(&author, "/").await.body.contains("Angemeldet:"));

    let done = site.post_as(&coordinator, "/mitglieder/deaktivieren", &[("mitglied", &id)]).await;
    assert_eq!(done.header("location"), "/mitglieder?erledigt=deaktiviert", "{}", done.body);
    assert!(account(&site, AUTHOR).await.expect("an account").disabled_at.is_some());
    let page = site.get_as(&coordinator, done.header("location")).await;
    assert!(page.body.contains("deaktiviert</span> seit 17.\u{a0}März 2026") && !page.body.contains("Rolle ändern<"), "{}", page.body);
    let done = site.post_as(&coordinator, "/mitglieder/aktivieren", &[("mitglied", &id)]).await;
    assert_eq!(done.header("location"), "/mitglieder?erledigt=aktiviert", "{}", done.body);
    assert!(account(&site, AUTHOR).await.expect("an account").disabled_at.is_none());
}

#[tokio::test]
async fn a_lost_second_factor_is_asked_about_and_reset_and_its_holder_is_told() {
    let site = Site::live().await;
    let (coordinator, author) = (site.member(Role::Coordinator, Some("15084")).await, site.member(Role::Author, Some("15084")).await);
    let reset = asking("Zweiten Faktor zurücksetzen");
    assert!(!site.get_as(&coordinator, "/mitglieder").await.body.contains(&reset), "there is none");
    let (coordinator, author) = (with_second_factor(&site, &coordinator).await, with_second_factor(&site, &author).await);
    let page = site.get_as(&coordinator, "/mitglieder").await;
    assert_eq!((page.body.matches("mit zweitem Faktor").count(), page.body.matches(&reset).count()), (2, 1), "{}", page.body);
    assert!(page.body.contains("Eine E-Mail sagt der Person, wann der zweite Faktor zurückgesetzt wurde"), "{}", page.body);

    let id = id_of(&page, AUTHOR);
    let about = [("mitglied", id.as_str())];
    let foreign = site.member(Role::Coordinator, Some("15088")).await;
    let refused = site.post_as(&foreign, "/mitglieder/zweiter-faktor", &about).await;
    assert_said_of_the_whole(&refused, ErrorCode::NotFound.message());
    assert!(site.get_as(&author, "/").await.body.contains("Angemeldet:"));
    let done = site.post_as(&coordinator, "/mitglieder/zweiter-faktor", &about).await;
    assert_eq!(done.header("location"), "/mitglieder?erledigt=zweiter-faktor", "{}", done.body);
    let page = site.get_as(&coordinator, done.header("location")).await;
    assert!(page.body.contains("Der zweite Faktor ist zurückgesetzt.") && !page.body.contains(&reset), "{}", page.body);
    assert!(!site.get_as(&author, "/").await.body.contains("Angemeldet:"));
    site.net.run_jobs().await;
    let told: Vec<_> = site.net.sent().into_iter().map(|mail| (mail.kind.key(), mail.to.reveal().to_owned())).collect();
    assert_eq!(told, [("second_factor_reset", AUTHOR.to_owned())]);
}

#[tokio::test]
async fn the_last_coordination_stays_and_the_page_says_why() {
    let site = Site::live().await;
    site.net.member(Role::Coordinator, Some("15084")).await;
    let reviewer = site.member(Role::Reviewer, None).await;
    let id = id_of(&site.get_as(&reviewer, "/mitglieder?kommune=15084").await, "coordinator-15084@example.org");
    let about = [("mitglied", id.as_str()), ("kommune", "15084")];
    for (step, label, given) in [("deaktivieren", "Deaktivieren", None), ("rolle", "Rolle ändern", Some(("neue-rolle", "author")))] {
        let fields: Vec<_> = about.into_iter().chain(given).collect();
        let refused = site.post_as(&reviewer, &format!("/mitglieder/{step}"), &fields).await;
        assert_said_of_the_whole(&refused, ErrorCode::LastOfRole.message());
        let open = format!("<details class=\"confirm\" open><summary class=\"button plain\">{label}<");
        assert_eq!((refused.body.matches(&open).count(), refused.body.matches(" open>").count()), (1, 1), "{}", refused.body);
    }
}

#[tokio::test]
async fn whoever_stands_in_is_offered_no_more_than_they_may_give() {
    let site = Site::live().await;
    let coordinator = site.net.member(Role::Coordinator, Some("15084")).await;
    let Viewer::Member(deputy) = site.net.member(Role::Author, Some("15084")).await else { unreachable!("a member") };
    site.net.member_named("leser", Role::Reader, Some("15084")).await;
    let request = DeputyRequest { deputy: deputy.account, from: site.net.now(), until: site.net.now() + TimeDelta::days(7) };
    people::name_deputy(&site.net.network, &coordinator, request).await.expect("a deputation");
    let cookie = site.member(Role::Author, Some("15084")).await;
    let page = site.get_as(&cookie, "/mitglieder").await;
    assert_eq!((page.status, page.body.matches("<h3>").count()), (StatusCode::OK, 3), "{}", page.body);
    assert_eq!(page.body.matches(&asking("Deaktivieren")).count(), 1, "the reader alone: {}", page.body);
    assert!(page.body.contains("value=\"author\"") && !page.body.contains("value=\"coordinator\""), "{}", page.body);
}

#[tokio::test]
async fn administrators_look_after_the_agency_and_name_a_municipality_where_a_role_needs_one() {
    let site = Site::live().await;
    let administrator = site.member(Role::Administrator, None).await;
    site.net.member(Role::Reviewer, None).await;
    let page = site.get_as(&administrator, "/mitglieder").await;
    assert!(page.body.contains("<h2>Ohne Kommune (Agentur): 2 Mitglieder</h2>"), "{}", page.body);
    let invited = site.post_as(&administrator, "/mitglieder/einladen", &[("email", "neu@example.org"), ("rolle", "adviser")]).await;
    let page = site.get_as(&administrator, invited.header("location")).await;
    assert!(page.body.contains("<h3>neu@example.org</h3>") && page.body.contains("als Berater:in · eingeladen am"), "{}", page.body);

    let id = id_of(&page, "reviewer-agentur@example.org");
    let change = async |place: &str| {
        let fields = [("mitglied", id.as_str()), ("neue-rolle", "author"), ("neue-kommune", place)];
        site.post_as(&administrator, "/mitglieder/rolle", &fields).await
    };
    let refused = change("").await;
    assert_said_at(&refused, "neue-kommune", "Kommune: Diese Angabe fehlt.");
    assert!(refused.body.contains("<option value=\"author\" selected>"), "{}", refused.body);
    let done = change("15084").await;
    assert_eq!(done.header("location"), "/mitglieder?erledigt=rolle", "{}", done.body);
    let moved = account(&site, "reviewer-agentur@example.org").await.expect("an account");
    assert_eq!((moved.role, moved.municipality), (Role::Author, "15084".parse().ok()));
}
