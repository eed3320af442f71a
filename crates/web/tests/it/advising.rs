//! The page on which is said which municipalities an adviser of the agency advises.

use crate::{
    form_errors::assert_said_at,
    people::account,
    site::{Page, Site},
};
use domain::Role;
use http::StatusCode;
use test_network::{Stand, complete_case};

const PATH: &str = "/mitglieder/begleitung";
const ADVISER: &str = "adviser-agentur@example.org";

/// The keys of the municipalities that are ticked.
fn ticked(page: &Page) -> Vec<&str> {
    let boxes = page.body.split("name=\"begleitet\" value=\"").skip(1);
    boxes
        .filter(|rest| rest.split('>').next().is_some_and(|tag| tag.ends_with(" checked")))
        .filter_map(|rest| rest.split('"').next())
        .collect()
}

/// The keys of the municipalities that the adviser advises.
async fn advised(site: &Site) -> Vec<String> {
    let adviser = account(site, ADVISER).await.expect("an account");
    let keys = site.net.network.store.advised_by(adviser.id).await.expect("the database");
    keys.into_iter().map(|key| key.as_str().to_owned()).collect()
}

#[tokio::test]
async fn an_administrator_says_which_municipalities_an_adviser_advises() {
    let site = Site::live().await;
    site.net.adviser(&["15084"]).await;
    let administrator = site.member(Role::Administrator, None).await;
    let list = site.get_as(&administrator, "/mitglieder").await;
    assert!(list.body.contains("begleitet Burgenlandkreis"), "{}", list.body);
    assert_eq!(list.body.matches(">Begleitete Kommunen<").count(), 1, "of advisers alone: {}", list.body);
    let page = site.get_as(&administrator, &list.link(&format!("{PATH}?"))).await;
    assert!(page.body.contains(&format!("<p>{ADVISER}, Berater:in</p>")), "{}", page.body);
    assert_eq!((page.body.matches("name=\"begleitet\"").count(), ticked(&page)), (49, vec!["15084"]));
    let adviser = page.hidden("mitglied").expect("the adviser");
    // Each from a page that shows what is saved now.
    let save = async |places: &[&str]| {
        let read = advised(&site).await.join(" ");
        save(&site, &administrator, &adviser, &read, places).await
    };

    let done = save(&["16051", "15088"]).await;
    assert_eq!((done.status, done.header("location")), (StatusCode::SEE_OTHER, "/mitglieder?erledigt=begleitung"), "{}", done.body);
    assert_eq!(advised(&site).await, ["15088", "16051"]);
    let list = site.get_as(&administrator, done.header("location")).await;
    assert!(list.body.contains("Es gilt ab sofort; hat sich etwas geändert, meldet sich die Person neu an."), "{}", list.body);
    assert!(list.body.contains("begleitet Saalekreis, Stadt Erfurt"), "{}", list.body);

    let wrong = save(&["15088", "99999"]).await;
    assert_said_at(&wrong, "begleitet", "Kommunen (2. Eintrag): „99999“ steht nicht in der Liste");
    assert_eq!((ticked(&wrong), advised(&site).await.len()), (vec!["15088"], 2), "what was ticked is kept, and nothing is changed");
    assert_eq!(save(&[]).await.status, StatusCode::SEE_OTHER);
    assert!(site.get_as(&administrator, "/mitglieder").await.body.contains("begleitet noch keine Kommune"));
    save(&["15081", "15082", "15083", "15084", "15085", "15086"]).await;
    assert!(site.get_as(&administrator, "/mitglieder").await.body.contains("begleitet 6 Kommunen"), "no more names than can be read");
}

/// Sends the form about this adviser that was made from these municipalities, with others ticked.
async fn save(site: &Site, cookie: &str, adviser: &str, read: &str, places: &[&str]) -> Page {
    let ticked = places.iter().map(|place| ("begleitet", *place));
    let fields: Vec<_> = ticked.chain([("mitglied", adviser), ("gelesen", read)]).collect();
    site.post_as(cookie, PATH, &fields).await
}

#[tokio::test]
async fn of_two_administrators_who_change_one_list_the_second_is_shown_what_the_first_saved() {
    let site = Site::live().await;
    site.net.adviser(&["15084"]).await;
    let administrator = site.member(Role::Administrator, None).await;
    let path = site.get_as(&administrator, "/mitglieder").await.link(&format!("{PATH}?"));
    let page = site.get_as(&administrator, &path).await;
    let (adviser, read) = (page.hidden("mitglied").expect("the adviser"), page.hidden("gelesen").expect("what was read"));
    for _ in 0..2 {
        let first = save(&site, &administrator, &adviser, &read, &["15084", "15088"]).await;
        assert_eq!(first.status, StatusCode::SEE_OTHER, "by a second click as well: {}", first.body);
    }
    let second = save(&site, &administrator, &adviser, &read, &["15084", "16051"]).await;
    assert_eq!(second.status, StatusCode::CONFLICT);
    assert!(second.body.contains("Gespeichert ist jetzt: Burgenlandkreis, Saalekreis."), "{}", second.body);
    assert_eq!(
        (ticked(&second), advised(&site).await.len()),
        (vec!["15084", "16051"], 2),
        "what was ticked is kept, and nothing is changed"
    );
    let read = second.hidden("gelesen").expect("what is saved now");
    assert_eq!(save(&site, &administrator, &adviser, &read, &["15084", "16051"]).await.status, StatusCode::SEE_OTHER);
    assert_eq!(advised(&site).await, ["15084", "16051"]);
    let unread = save(&site, &administrator, &adviser, "", &[]).await;
    assert_eq!((unread.status, advised(&site).await.len()), (StatusCode::CONFLICT, 2), "whoever read nothing takes nothing away");
}

#[tokio::test]
async fn nobody_else_says_whom_an_adviser_advises() {
    let site = Site::live().await;
    site.net.adviser(&["15084"]).await;
    let administrator = site.member(Role::Administrator, None).await;
    let path = site.get_as(&administrator, "/mitglieder").await.link(&format!("{PATH}?"));
    let id = site.get_as(&administrator, &path).await.hidden("mitglied").expect("the adviser");
    assert_eq!(site.get(&path).await.status, StatusCode::UNAUTHORIZED);
    for role in Role::ALL.iter().copied().filter(|role| *role != Role::Administrator) {
        let cookie = site.member(role, role.needs_municipality().then_some("15084")).await;
        assert_eq!(site.get_as(&cookie, &path).await.status, StatusCode::FORBIDDEN, "{role:?}");
        let refused = site.post_as(&cookie, PATH, &[("mitglied", &id), ("begleitet", "15088")]).await;
        assert_eq!(refused.status, StatusCode::FORBIDDEN, "{role:?}: {}", refused.body);
    }
    assert_eq!(advised(&site).await, ["15084"]);
    let rows = site.get_as(&administrator, "/mitglieder").await.attributes("href");
    let last =
        rows.into_iter().rfind(|href| href.starts_with("/mitglieder/uebergeben?")).expect("a row").replace("uebergeben", "begleitung");
    for path in [last, format!("{PATH}?mitglied=unbekannt"), PATH.to_owned()] {
        assert_eq!(site.get_as(&administrator, &path).await.status, StatusCode::NOT_FOUND, "of no adviser: {path}");
    }
}

#[tokio::test]
async fn an_adviser_gets_from_their_own_pages_to_the_municipalities_that_they_advise() {
    let site = Site::live().await;
    site.net.adviser(&[]).await;
    let cookie = site.member(Role::Adviser, None).await;
    let nothing = site.get_as(&cookie, "/meine").await;
    assert!(nothing.body.contains("Noch begleiten Sie keine Kommune."), "{}", nothing.body);
    assert!(!site.get_as(&cookie, "/konto").await.body.contains("die Sie begleiten"));

    site.net.adviser(&["15084", "15088"]).await;
    let cookie = site.member(Role::Adviser, None).await;
    let account = site.get_as(&cookie, "/konto").await;
    for way in ["/kommunen/burgenlandkreis", "/kommunen/saalekreis", "/meine", "/abo?kommune=15084&kommune=15088"] {
        assert_eq!(account.link(way), way);
        assert_eq!(site.get_as(&cookie, way).await.status, StatusCode::OK, "{way}");
    }
    let none_yet = site.get_as(&cookie, "/meine").await;
    assert!(none_yet.body.contains("Noch hat keine der Kommunen, die Sie begleiten, ein Praxisbeispiel eingereicht."), "{}", none_yet.body);

    let content = complete_case("Übungsfirma an der Berufsschule");
    site.net.place(content.clone(), content, None, Stand::Submitted).await;
    let list = site.get_as(&cookie, "/meine").await;
    for text in
        ["<p class=\"lead\">Praxisbeispiele der Kommunen, die Sie begleiten", "<a href=\"/konto\">Welche Kommunen Sie begleiten</a>"]
    {
        assert!(list.body.contains(text), "{text}: {}", list.body);
    }
    assert!(list.body.contains("Übungsfirma an der Berufsschule</a></h3>") && !list.body.contains(">Bearbeiten<"), "{}", list.body);
}

#[tokio::test]
async fn members_of_a_municipality_see_who_of_the_agency_advises_it() {
    let site = Site::live().await;
    let reader = site.member(Role::Reader, Some("15084")).await;
    let nobody = "Für Ihre Kommune ist noch niemand eingetragen.";
    assert!(site.get_as(&reader, "/konto").await.body.contains(nobody));
    site.net.adviser(&["15084"]).await;
    let page = site.get_as(&reader, "/konto").await;
    assert!(page.body.contains(&format!("<a href=\"mailto:{ADVISER}\">{ADVISER}</a>")) && !page.body.contains(nobody), "{}", page.body);
    let elsewhere = site.get_as(&site.member(Role::Coordinator, Some("15088")).await, "/konto").await;
    assert!(elsewhere.body.contains(nobody) && !elsewhere.body.contains(ADVISER), "{}", elsewhere.body);
    let agency = site.get_as(&site.member(Role::Reviewer, None).await, "/konto").await;
    assert!(!agency.body.contains("Ihre Ansprechpersonen in der Agentur"), "{}", agency.body);

    let administrator = site.net.member(Role::Administrator, None).await;
    let adviser = account(&site, ADVISER).await.expect("an account");
    usecases::people::disable(&site.net.network, &administrator, adviser.id).await.expect("an account");
    assert!(site.get_as(&reader, "/konto").await.body.contains(nobody), "who has left is nobody to ask");
}
