//! The page on which is said which municipalities an adviser of the agency advises.

use crate::{
    form_errors::assert_said_at,
    people::account,
    site::{Page, Site},
};
use domain::Role;
use http::StatusCode;

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
    let (own, administrator) = (site.member(Role::Adviser, None).await, site.member(Role::Administrator, None).await);
    assert!(site.get_as(&own, "/konto").await.body.contains("<li>Sie begleiten: Burgenlandkreis</li>"));
    let list = site.get_as(&administrator, "/mitglieder").await;
    assert!(list.body.contains("begleitet Burgenlandkreis"), "{}", list.body);
    assert_eq!(list.body.matches(">Begleitete Kommunen<").count(), 1, "of advisers alone: {}", list.body);
    let page = site.get_as(&administrator, &list.link(&format!("{PATH}?"))).await;
    assert!(page.body.contains(&format!("<p>{ADVISER}, Berater:in</p>")), "{}", page.body);
    assert_eq!((page.body.matches("name=\"begleitet\"").count(), ticked(&page)), (49, vec!["15084"]));
    let adviser = page.hidden("mitglied").expect("the adviser");
    let save = async |places: &[&str]| {
        let fields: Vec<_> = places.iter().map(|place| ("begleitet", *place)).chain([("mitglied", adviser.as_str())]).collect();
        site.post_as(&administrator, PATH, &fields).await
    };

    let done = save(&["16051", "15088"]).await;
    assert_eq!((done.status, done.header("location")), (StatusCode::SEE_OTHER, "/mitglieder?erledigt=begleitung"), "{}", done.body);
    assert_eq!(advised(&site).await, ["15088", "16051"]);
    let again = save(&["16051", "15088"]).await;
    assert_eq!(again.header("location"), done.header("location"), "as by a second click");
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
