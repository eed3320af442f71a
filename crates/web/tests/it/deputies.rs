//! The page on which deputies are named, seen and dismissed.

use crate::{
    form_errors::{assert_said_at, assert_said_of_the_whole},
    site::{Page, Site},
};
use chrono::TimeDelta;
use domain::{ErrorCode, Role, Viewer};
use http::StatusCode;
use usecases::people::{self, DeputyRequest};

const PATH: &str = "/mitglieder/vertretungen";
const AUTHOR: &str = "author-15084@example.org";

/// Has the coordination of the Burgenlandkreis name a member as its deputy, from now on for a week.
async fn named(site: &Site, deputy: &Viewer) {
    let coordinator = site.net.member(Role::Coordinator, Some("15084")).await;
    let deputy = deputy.member().expect("a member").account;
    let request = DeputyRequest { deputy, from: site.net.now(), until: site.net.now() + TimeDelta::days(7) };
    people::name_deputy(&site.net.network, &coordinator, request).await.expect("a deputation");
}

/// Has somebody of the Burgenlandkreis stand in.
pub(crate) async fn furnished(site: &Site) {
    let deputy = site.net.member_named("vertretung", Role::Reader, Some("15084")).await;
    named(site, &deputy).await;
}

/// The id of whoever has this address, as the form offers them.
fn id_of(page: &Page, email: &str) -> String {
    let options = page.body.split("<option value=\"").skip(1).filter_map(|rest| rest.split("</option>").next());
    let found = options.filter_map(|option| option.split_once('"')).find(|(_, label)| label.contains(email));
    found.unwrap_or_else(|| panic!("{email} is not offered: {}", page.body)).0.to_owned()
}

#[tokio::test]
async fn deputies_are_seen_by_those_who_look_after_people_and_by_nobody_else() {
    let site = Site::live().await;
    furnished(&site).await;
    for role in Role::ALL.iter().copied() {
        let cookie = site.member(role, role.needs_municipality().then_some("15084")).await;
        let sees = matches!(role, Role::Coordinator | Role::Reviewer | Role::Administrator);
        let page = site.get_as(&cookie, &format!("{PATH}?kommune=15084")).await;
        assert_eq!(page.status, if sees { StatusCode::OK } else { StatusCode::FORBIDDEN }, "{role:?}");
        assert_eq!(page.body.contains("vertretung@example.org"), sees, "{role:?}");
    }
    assert_eq!(site.get(PATH).await.status, StatusCode::UNAUTHORIZED);
    let foreign = site.member(Role::Coordinator, Some("15088")).await;
    assert_eq!(site.get_as(&foreign, &format!("{PATH}?kommune=15084")).await.status, StatusCode::FORBIDDEN);
    assert_eq!(site.get_as(&foreign, &format!("{PATH}?kommune=99999")).await.status, StatusCode::NOT_FOUND);

    let reviewer = site.member(Role::Reviewer, None).await;
    let start = site.get_as(&reviewer, PATH).await;
    assert!(start.body.contains("Bitte wählen") && !start.body.contains("Vertretung benennen"), "{}", start.body);
    let people = site.get_as(&reviewer, "/mitglieder?kommune=15084").await;
    let page = site.get_as(&reviewer, &people.link(PATH)).await;
    assert!(page.body.contains("<h2>Burgenlandkreis: 1 Vertretung</h2>"), "the municipality goes along: {}", page.body);
    let id = id_of(&page, AUTHOR);
    let fields = [("kommune", "15084"), ("person", id.as_str()), ("von", "2026-03-17"), ("bis", "2026-03-17")];
    let done = site.post_as(&reviewer, PATH, &fields).await;
    assert_eq!(done.header("location"), format!("{PATH}?kommune=15084&erledigt=benannt"), "{}", done.body);
}

#[tokio::test]
async fn a_deputy_is_named_from_a_day_to_a_day_and_dismissed() {
    let site = Site::live().await;
    let coordinator = site.member(Role::Coordinator, Some("15084")).await;
    site.net.member(Role::Author, Some("15084")).await;
    let page = site.get_as(&coordinator, PATH).await;
    for text in ["Burgenlandkreis: 0 Vertretungen", "Die Koordination hat: coordinator-15084@example.org.", "value=\"2026-03-17\""] {
        assert!(page.body.contains(text), "{text}: {}", page.body);
    }
    assert!(!page.body.contains(">coordinator-15084@example.org, "), "whoever has it is not offered: {}", page.body);
    assert!(!page.body.contains("<ul class=\"rows\">"), "a list of nothing: {}", page.body);
    let id = id_of(&page, AUTHOR);
    let fields = [("person", id.as_str()), ("von", "2026-03-18"), ("bis", "2026-03-31")];
    let done = site.post_as(&coordinator, PATH, &fields).await;
    assert_eq!(
        (done.status, done.header("location")),
        (StatusCode::SEE_OTHER, "/mitglieder/vertretungen?erledigt=benannt"),
        "{}",
        done.body
    );
    let again = site.post_as(&coordinator, PATH, &fields).await;
    assert_eq!(again.header("location"), done.header("location"), "a second click: {}", again.body);
    let overlapping = [("person", id.as_str()), ("von", "2026-03-31"), ("bis", "2026-04-30")];
    let refused = site.post_as(&coordinator, PATH, &overlapping).await;
    assert_said_at(
        &refused,
        "person",
        "Vertretung: „Autor:in“ hat nicht die erwartete Form: ein Konto, das in diesem Zeitraum nicht schon vertritt",
    );
    let page = site.get_as(&coordinator, done.header("location")).await;
    assert!(page.body.contains("<h2>Burgenlandkreis: 1 Vertretung</h2>"), "{}", page.body);
    let period = "vertritt die Koordination vom 18.\u{a0}März 2026 bis einschließlich 31.\u{a0}März 2026";
    for text in ["Die Vertretung ist benannt.", "<h3>author-15084@example.org</h3>", period, "beginnt noch"] {
        assert!(page.body.contains(text), "{text}: {}", page.body);
    }
    let viewer = site.net.member(Role::Coordinator, Some("15084")).await;
    let listed = people::deputations(&site.net.network, &viewer, &"15084".parse().expect("a key")).await.expect("a list");
    let moments = [listed[0].from.to_rfc3339(), listed[0].until.to_rfc3339()];
    assert_eq!(moments, ["2026-03-17T23:00:00+00:00", "2026-03-31T22:00:00+00:00"], "days are those of Germany");

    site.net.clock.advance(TimeDelta::days(1));
    let coordinator = site.member(Role::Coordinator, Some("15084")).await;
    let page = site.get_as(&coordinator, PATH).await;
    assert!(page.body.contains(">läuft<"), "{}", page.body);
    let about = page.hidden("vertretung").expect("a deputation");
    let end = format!("{PATH}/beenden");
    let foreign = site.member(Role::Coordinator, Some("15088")).await;
    let nothing = site.post_as(&foreign, &end, &[("vertretung", &about)]).await;
    assert_eq!(nothing.header("location"), "/mitglieder/vertretungen?erledigt=schon-beendet", "others see none: {}", nothing.body);
    let done = site.post_as(&coordinator, &end, &[("vertretung", &about)]).await;
    assert_eq!(done.header("location"), "/mitglieder/vertretungen?erledigt=beendet", "{}", done.body);
    let page = site.get_as(&coordinator, done.header("location")).await;
    assert!(page.body.contains("Zurzeit vertritt sie niemand") && page.hidden("vertretung").is_none(), "{}", page.body);
    let again = site.post_as(&coordinator, &end, &[("vertretung", &about)]).await;
    assert_eq!(again.header("location"), "/mitglieder/vertretungen?erledigt=schon-beendet", "as by a second click: {}", again.body);
    assert!(site.get_as(&coordinator, again.header("location")).await.body.contains("Sie ist bereits beendet."));
}

#[tokio::test]
async fn what_is_wrong_with_a_deputation_is_said_at_its_field() {
    let site = Site::live().await;
    let coordinator = site.member(Role::Coordinator, Some("15084")).await;
    site.net.member(Role::Author, Some("15084")).await;
    let empty = site.post_as(&coordinator, PATH, &[("person", ""), ("von", "gestern"), ("bis", "")]).await;
    assert_said_at(&empty, "person", "Vertretung: Diese Angabe fehlt.");
    assert_said_at(&empty, "von", "Beginn: „gestern“ hat nicht die erwartete Form: ein Tag wie 2026-12-24.");
    assert_said_at(&empty, "bis", "Ende: Diese Angabe fehlt.");
    let id = id_of(&empty, AUTHOR);
    for (first, last, message) in [
        ("2026-03-20", "2026-03-19", ErrorCode::EndBeforeStart.message()),
        ("2026-03-01", "2026-03-16", "Ende: „16.03.2026“ hat nicht die erwartete Form: heute oder ein späterer Tag."),
        ("2026-03-17", "2027-03-18", "Ende: „18.03.2027“ liegt zu lange nach dem ersten Tag; spätestens möglich ist der 17.03.2027."),
    ] {
        let refused = site.post_as(&coordinator, PATH, &[("person", &id), ("von", first), ("bis", last)]).await;
        assert_said_at(&refused, "bis", message);
        for kept in [format!("<option value=\"{id}\" selected>"), format!("value=\"{first}\""), format!("value=\"{last}\"")] {
            assert!(refused.body.contains(&kept), "{kept}: {}", refused.body);
        }
    }
    let gone = site.post_as(&coordinator, PATH, &[("person", "unbekannt"), ("von", "2026-03-17"), ("bis", "2026-03-18")]).await;
    assert_said_of_the_whole(&gone, ErrorCode::NotFound.message());
}

#[tokio::test]
async fn whoever_stands_in_sees_it_and_names_nobody() {
    let site = Site::live().await;
    let coordinator = site.member(Role::Coordinator, Some("15084")).await;
    let author = site.net.member(Role::Author, Some("15084")).await;
    site.net.member_named("leser", Role::Reader, Some("15084")).await;
    let reader = id_of(&site.get_as(&coordinator, PATH).await, "leser@example.org");
    let account = async |cookie: &str| site.get_as(cookie, "/konto").await.body;
    assert!(account(&coordinator).await.contains("Benennen Sie eine Vertretung"));
    assert!(!account(&site.member(Role::Author, Some("15084")).await).await.contains(PATH));

    named(&site, &author).await;
    let deputy = site.member(Role::Author, Some("15084")).await;
    assert!(account(&deputy).await.contains("Sie vertreten zurzeit die Koordination Ihrer Kommune."));
    let page = site.get_as(&deputy, PATH).await;
    assert!(page.body.contains("Wer selbst vertritt, benennt keine weitere Vertretung."), "{}", page.body);
    assert!(!page.body.contains("name=\"person\"") && page.hidden("vertretung").is_some(), "{}", page.body);
    let refused = site.post_as(&deputy, PATH, &[("person", &reader), ("von", "2026-03-17"), ("bis", "2026-03-18")]).await;
    assert_said_of_the_whole(&refused, ErrorCode::Forbidden.message());
}
