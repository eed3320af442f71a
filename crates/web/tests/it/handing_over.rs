//! Hand over what an account looks after, from its row in the list of people.

use crate::{
    form_errors::assert_said_at,
    people::account,
    site::{Page, Site},
};
use domain::{CaseContent, Role, Viewer, case::Elsewhere, ids::AccountId, vocabulary::State};
use http::StatusCode;
use test_network::{Stand, complete_case, draft_case};
use usecases::people;

const PATH: &str = "/mitglieder/uebergeben";
const AUTHOR: &str = "author-15084@example.org";

/// A site with a draft that an author of the Burgenlandkreis began, and the case's path.
async fn with_draft() -> (Site, String) {
    let site = Site::live().await;
    let Viewer::Member(author) = site.net.member(Role::Author, Some("15084")).await else { unreachable!("a member") };
    let case = site.net.place(complete_case("Übungsfirma der Berufsschule"), draft_case("x"), Some(author.account), Stand::Draft).await;
    (site, format!("/faelle/{}", case.slug))
}

/// Where the row of whoever has this address leads to, in this list.
fn way(list: &Page, email: &str) -> Option<String> {
    let row = list.body.split("<li>").find(|row| row.contains(&format!(": {email}</span></a>")))?;
    let href = row.split(&format!("href=\"{PATH}?")).nth(1)?.split('"').next()?;
    Some(format!("{PATH}?{}", href.replace("&#38;", "&")))
}

/// The id of whoever has this address, if the page offers them.
pub(crate) fn taker(page: &Page, email: &str) -> Option<String> {
    let option = page.body.split("<option value=\"").skip(1).find(|option| option.contains(&format!("{email},")))?;
    option.split('"').next().map(str::to_owned)
}

/// Whose the case is.
pub(crate) async fn author_of(site: &Site, case: &str) -> Option<AccountId> {
    let store = &site.net.network.store;
    let id = store.case_id_by_slug(case.trim_start_matches("/faelle/")).await.expect("the database").expect("a case");
    store.working_case(id).await.expect("the database").expect("a case").author
}

#[tokio::test]
async fn a_coordination_hands_over_what_somebody_looks_after_to_a_colleague() {
    let (site, case) = with_draft().await;
    site.net.member_named("kollegin", Role::Author, Some("15084")).await;
    site.net.member_named("leser", Role::Reader, Some("15084")).await;
    site.net.member_named("nachbar", Role::Author, Some("15088")).await;
    let coordinator = site.member(Role::Coordinator, Some("15084")).await;
    let path = way(&site.get_as(&coordinator, "/mitglieder").await, AUTHOR).expect("the author's row");
    let page = site.get_as(&coordinator, &path).await;
    assert!(page.body.contains(&format!("<p>{AUTHOR}, Autor:in</p>")), "it says who hands over: {}", page.body);
    for email in ["nachbar@example.org", AUTHOR] {
        assert_eq!(taker(&page, email), None, "{email}: {}", page.body);
    }
    let from = page.hidden("mitglied").expect("who hands over");
    let [to, reader] = ["kollegin@example.org", "leser@example.org"].map(|email| taker(&page, email).expect("a colleague"));

    let nothing = site.post_as(&coordinator, PATH, &[("mitglied", &from)]).await;
    assert_said_at(&nothing, "an", "Bitte wählen Sie, wer alles übernimmt.");
    assert_said_at(&nothing, "verstanden", "Bitte bestätigen Sie, dass alles übergeben werden soll");
    let send = async |to: &str| {
        let fields = [("mitglied", from.as_str()), ("an", to), ("verstanden", "ja")];
        site.post_as(&coordinator, PATH, &fields).await
    };
    let unfit = send(&reader).await;
    assert_said_at(&unfit, "an", "Nachfolge oder Empfänger:in: ");
    assert!(unfit.body.contains(&format!("<option value=\"{reader}\" selected>")), "what was chosen is kept: {}", unfit.body);
    assert_eq!(author_of(&site, &case).await, account(&site, AUTHOR).await.map(|author| author.id));

    let done = send(&to).await;
    assert_eq!(done.header("location"), "/mitglieder?erledigt=uebergeben", "{}", done.body);
    assert!(site.get_as(&coordinator, done.header("location")).await.body.contains("Alles ist übergeben."));
    assert_eq!(author_of(&site, &case).await, account(&site, "kollegin@example.org").await.map(|colleague| colleague.id));
    let again = send(&to).await;
    assert_eq!(again.header("location"), "/mitglieder?erledigt=nichts-uebergeben", "as by a second click");
    assert!(site.get_as(&coordinator, again.header("location")).await.body.contains("Zu übergeben ist nichts mehr"));
}

#[tokio::test]
async fn a_case_leads_those_who_look_after_people_to_the_list_and_nobody_else() {
    let site = Site::live().await;
    let case = format!("/faelle/{}", site.publish(complete_case("Übungsfirma an der Berufsschule")).await);
    let is_led = async |cookie: &str, case: &str, list: &str| {
        let edit = site.get_as(cookie, &format!("{case}/bearbeiten")).await;
        edit.body.split("<h2>Zuständigkeit</h2>").nth(1).is_some_and(|rest| rest.contains(&format!("<a href=\"{list}\">")))
    };
    for role in Role::ALL.iter().copied() {
        let cookie = site.member(role, role.needs_municipality().then_some("15084")).await;
        let expected = matches!(role, Role::Coordinator | Role::Reviewer | Role::Administrator);
        assert_eq!(is_led(&cookie, &case, "/mitglieder?kommune=15084").await, expected, "{role:?}");
    }
    let stranger = site.member(Role::Coordinator, Some("15088")).await;
    assert!(!is_led(&stranger, &case, "/mitglieder?kommune=15084").await);

    let elsewhere = Elsewhere { name: "Musterstadt".into(), state: State::Brandenburg };
    let content = CaseContent { municipality: None, elsewhere: Some(elsewhere), ..complete_case("Gutes Beispiel von anderswo") };
    let case = format!("/faelle/{}", site.publish(content).await);
    assert!(is_led(&site.member(Role::Administrator, None).await, &case, "/mitglieder").await, "the agency's own people");
    assert!(!is_led(&site.member(Role::Reviewer, None).await, &case, "/mitglieder").await);
}

#[tokio::test]
async fn those_who_look_after_people_see_the_page_and_nobody_else() {
    let site = Site::live().await;
    site.net.member(Role::Author, Some("15084")).await;
    let reviewer = site.member(Role::Reviewer, None).await;
    let path = way(&site.get_as(&reviewer, "/mitglieder?kommune=15084").await, AUTHOR).expect("the author's row");
    assert!(path.ends_with("&kommune=15084"), "the municipality goes along: {path}");
    assert_eq!(site.get(&path).await.status, StatusCode::UNAUTHORIZED);
    for role in Role::ALL.iter().copied() {
        let cookie = site.member(role, role.needs_municipality().then_some("15084")).await;
        let sees = matches!(role, Role::Coordinator | Role::Reviewer | Role::Administrator);
        let page = site.get_as(&cookie, &path).await;
        assert_eq!(page.status, if sees { StatusCode::OK } else { StatusCode::FORBIDDEN }, "{role:?}");
        assert_eq!(page.body.contains(AUTHOR), sees, "{role:?}");
    }
    let foreign = site.member(Role::Coordinator, Some("15088")).await;
    assert_eq!(site.get_as(&foreign, &path).await.status, StatusCode::FORBIDDEN);
    let of_theirs = path.replace("kommune=15084", "kommune=15088");
    assert_eq!(site.get_as(&foreign, &of_theirs).await.status, StatusCode::NOT_FOUND, "nobody of this name is there");

    let administrator = site.member(Role::Administrator, None).await;
    let agency = way(&site.get_as(&administrator, "/mitglieder").await, "reviewer-agentur@example.org").expect("the reviewer's row");
    assert_eq!(site.get_as(&administrator, &agency).await.status, StatusCode::OK);
    assert_eq!(site.get_as(&reviewer, &agency).await.status, StatusCode::FORBIDDEN, "reviewers do not look after each other");
}

#[tokio::test]
async fn somebody_who_is_gone_hands_over_and_takes_nothing() {
    let (site, case) = with_draft().await;
    let gone = account(&site, AUTHOR).await.expect("an account").id;
    let cookie = site.member(Role::Coordinator, Some("15084")).await;
    let coordinator = site.net.member(Role::Coordinator, Some("15084")).await;
    people::disable(&site.net.network, &coordinator, gone).await.expect("an account");
    let list = site.get_as(&cookie, "/mitglieder").await;
    let own = site.get_as(&cookie, &way(&list, "coordinator-15084@example.org").expect("one's own row")).await;
    assert!(own.body.contains("Zurzeit ist das sonst niemand") && own.hidden("mitglied").is_none(), "{}", own.body);

    let page = site.get_as(&cookie, &way(&list, AUTHOR).expect("the author's row")).await;
    assert!(page.body.contains(&format!("<p>{AUTHOR}, Autor:in · <span class=\"state archived\">deaktiviert</span></p>")), "{}", page.body);
    let fields = ["mitglied", "an"].map(|name| {
        let id = if name == "an" { taker(&page, "coordinator-15084@example.org") } else { page.hidden(name) };
        (name, id.expect("an account"))
    });
    let fields: Vec<_> = fields.iter().map(|(name, id)| (*name, id.as_str())).chain([("verstanden", "ja")]).collect();
    let done = site.post_as(&cookie, PATH, &fields).await;
    assert_eq!(done.header("location"), "/mitglieder?erledigt=uebergeben", "{}", done.body);
    assert_eq!(author_of(&site, &case).await, coordinator.member().map(|member| member.account));
}
