//! Leave the network: one's own account ends, and what it looked after goes to a colleague or waits for one.

use crate::{
    form_errors::{assert_said_at, assert_said_of_the_whole},
    handing_over::{author_of, taker},
    people::{account, link},
    site::Site,
};
use chrono::TimeDelta;
use domain::{ErrorCode, Role, Viewer};
use http::StatusCode;
use test_network::{Stand, complete_case, draft_case};

const PATH: &str = "/konto/verlassen";
const AUTHOR: &str = "author-15084@example.org";

/// Presses the button behind the link in the latest mail, which asks to confirm a subscription.
async fn confirm(site: &Site) {
    let path = link(site, "/abo/bestaetigen?token=").await;
    site.post("/abo/bestaetigen", &[("token", path.split("token=").nth(1).expect("a token"))]).await;
}

#[tokio::test]
async fn an_author_leaves_and_the_coordination_sees_and_hands_over_what_is_left() {
    let site = Site::live().await;
    let (author, coordinator) = (site.member(Role::Author, Some("15084")).await, site.member(Role::Coordinator, Some("15084")).await);
    let asked = site.post_as(&author, "/abo", &[("q", "ganztag"), ("haeufigkeit", "DAILY"), ("email", AUTHOR)]).await;
    assert_eq!(asked.header("location"), "/abo/angefragt?q=ganztag&haeufigkeit=DAILY", "{}", asked.body);
    confirm(&site).await;
    assert!(site.get_as(&author, "/konto").await.attributes("href").contains(&PATH.to_owned()));
    let page = site.get_as(&author, PATH).await;
    assert!(page.body.contains("übergibt die Koordination Ihrer Kommune") && !page.body.contains("name=\"an\""), "{}", page.body);
    assert!(page.body.contains("bis es nach 6 Monaten gelöscht wird"), "{}", page.body);
    let hasty = site.post_as(&author, PATH, &[]).await;
    assert_said_at(&hasty, "verstanden", "Bitte bestätigen Sie, dass Sie das Netzwerk verlassen möchten.");
    assert!(!site.get_as(&coordinator, "/mitglieder").await.body.contains("hat noch niemand übernommen"));

    let done = site.post_as(&author, PATH, &[("verstanden", "ja")]).await;
    assert!(done.body.contains("<h1>Sie haben das Netzwerk verlassen</h1>") && !done.body.contains("Angemeldet:"), "{}", done.body);
    assert!(done.header("set-cookie").contains("Max-Age=0"));
    assert_eq!(site.get_as(&author, "/konto").await.status, StatusCode::UNAUTHORIZED);
    assert!(account(&site, AUTHOR).await.expect("it is not erased").disabled_at.is_some());

    let list = site.get_as(&coordinator, "/mitglieder").await;
    assert!(list.body.contains("<strong>1 Abo hat noch niemand übernommen</strong>"), "{}", list.body);
    let page = site.get_as(&coordinator, &list.link("/mitglieder/uebergeben?")).await;
    assert!(page.body.contains("<li>Abos: 1 Abo hat noch niemand übernommen. Das andere Konto"), "{}", page.body);
    let (from, to) = (page.hidden("mitglied").expect("who left"), taker(&page, "coordinator-15084@example.org").expect("a colleague"));
    let fields = [("mitglied", from.as_str()), ("an", to.as_str()), ("verstanden", "ja")];
    assert_eq!(site.post_as(&coordinator, "/mitglieder/uebergeben", &fields).await.header("location"), "/mitglieder?erledigt=uebergeben");
    confirm(&site).await;
    assert!(!site.get_as(&coordinator, "/mitglieder").await.body.contains("hat noch niemand übernommen"));
}

#[tokio::test]
async fn a_coordinator_leaves_what_they_look_after_to_a_colleague() {
    let site = Site::live().await;
    let leaver = site.member(Role::Coordinator, Some("15084")).await;
    let Viewer::Member(own) = site.net.member(Role::Coordinator, Some("15084")).await else { unreachable!("a member") };
    let case = site.net.place(complete_case("Übungsfirma der Berufsschule"), draft_case("x"), Some(own.account), Stand::Draft).await;
    site.net.member_named("leser", Role::Reader, Some("15084")).await;
    site.net.member_named("nachbar", Role::Author, Some("15088")).await;
    let page = site.get_as(&leaver, PATH).await;
    for email in ["coordinator-15084@example.org", "nachbar@example.org"] {
        assert_eq!(taker(&page, email), None, "{email}: {}", page.body);
    }
    let reader = taker(&page, "leser@example.org").expect("a colleague");
    let last = site.post_as(&leaver, PATH, &[("verstanden", "ja")]).await;
    assert_said_of_the_whole(&last, ErrorCode::LastOfRole.message());
    site.net.member_named("zweite", Role::Coordinator, Some("15084")).await;
    let unfit = site.post_as(&leaver, PATH, &[("an", &reader), ("verstanden", "ja")]).await;
    assert_said_at(&unfit, "an", "Nachfolge oder Empfänger:in: ");
    assert!(unfit.body.contains(&format!("<option value=\"{reader}\" selected>")), "what was chosen is kept: {}", unfit.body);

    let second = taker(&unfit, "zweite@example.org").expect("a colleague");
    let fields = [("an", second.as_str()), ("verstanden", "ja")];
    site.net.clock.advance(TimeDelta::minutes(16));
    assert_said_at(&site.post_as(&leaver, PATH, &fields).await, "code", ErrorCode::RecentSignInRequired.message());
    let leaver = site.member(Role::Coordinator, Some("15084")).await;
    let done = site.post_as(&leaver, PATH, &fields).await;
    assert!(done.body.contains("1 Praxisbeispiel betreut jetzt das andere Konto."), "{}", done.body);
    let author = author_of(&site, &format!("/faelle/{}", case.slug)).await;
    assert_eq!(author, account(&site, "zweite@example.org").await.map(|second| second.id));
}

#[tokio::test]
async fn colleagues_are_shown_to_those_who_see_them_anyway_and_to_nobody_else() {
    let site = Site::live().await;
    assert_eq!(site.get(PATH).await.status, StatusCode::UNAUTHORIZED);
    for role in Role::ALL.iter().copied() {
        let cookie = site.member(role, role.needs_municipality().then_some("15084")).await;
        let page = site.get_as(&cookie, PATH).await;
        let sees = matches!(role, Role::Coordinator | Role::Administrator);
        assert_eq!((page.status, page.body.contains("name=\"an\"")), (StatusCode::OK, sees), "{role:?}");
        let keepers = if role.needs_municipality() { "die Koordination Ihrer Kommune" } else { "die Administration" };
        assert!(page.body.contains(&format!("Dafür aktiviert {keepers}")), "{role:?}: {}", page.body);
    }
}
