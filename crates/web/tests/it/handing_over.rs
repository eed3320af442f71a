//! Hand over what an account looks after, from the page of one of its cases.

use crate::{
    form_errors::assert_said_at,
    people::account,
    site::{Page, Site},
};
use domain::{CaseContent, Role, Viewer, case::Elsewhere, ids::AccountId, vocabulary::State};
use http::StatusCode;
use test_network::{Stand, complete_case, draft_case};
use usecases::people;

const AUTHOR: &str = "author-15084@example.org";

/// A site with a draft that an author of the Burgenlandkreis began, and the case's path.
async fn with_draft() -> (Site, String) {
    let site = Site::live().await;
    let Viewer::Member(author) = site.net.member(Role::Author, Some("15084")).await else { unreachable!("a member") };
    let case = site.net.place(complete_case("Übungsfirma der Berufsschule"), draft_case("x"), Some(author.account), Stand::Draft).await;
    (site, format!("/faelle/{}", case.slug))
}

/// What a field of the page offers for whoever has this address: the value, and what is said of them.
fn choice(page: &Page, field: &str, email: &str) -> Option<(String, String)> {
    let select = page.body.split(&format!("<select id=\"{field}\"")).nth(1)?.split("</select>").next()?;
    let option = select.split("<option value=\"").skip(1).find(|option| option.contains(email))?;
    let (value, rest) = option.split_once('"')?;
    let label = rest.split('>').nth(1)?.split('<').next()?;
    Some((value.to_owned(), label.to_owned()))
}

/// Whose the case is.
async fn author_of(site: &Site, case: &str) -> Option<AccountId> {
    let store = &site.net.network.store;
    let id = store.case_id_by_slug(case.trim_start_matches("/faelle/")).await.expect("the database").expect("a case");
    store.working_case(id).await.expect("the database").expect("a case").author
}

#[tokio::test]
async fn a_coordination_hands_over_what_somebody_looks_after_to_a_colleague() {
    let (site, case) = with_draft().await;
    let (path, edit) = (format!("{case}/uebergeben"), format!("{case}/bearbeiten"));
    site.net.member_named("kollegin", Role::Author, Some("15084")).await;
    site.net.member_named("leser", Role::Reader, Some("15084")).await;
    site.net.member_named("nachbar", Role::Author, Some("15088")).await;
    let coordinator = site.member(Role::Coordinator, Some("15084")).await;
    let page = site.get_as(&coordinator, &path).await;
    let of = |field: &str, email: &str| choice(&page, field, email).unwrap_or_else(|| panic!("{email}: {}", page.body)).0;
    let (from, to, reader) = (of("von", AUTHOR), of("an", "kollegin@example.org"), of("an", "leser@example.org"));
    assert!(!page.body.contains("nachbar@example.org"), "{}", page.body);

    let nothing = site.post_as(&coordinator, &path, &[]).await;
    for (field, message) in [
        ("von", "Bitte wählen Sie, wessen Praxisbeispiele"),
        ("an", "Bitte wählen Sie, wer sie übernimmt."),
        ("verstanden", "Bitte bestätigen Sie, dass alles übergeben werden soll"),
    ] {
        assert_said_at(&nothing, field, message);
    }
    let send = async |to: &str| {
        let fields = [("von", from.as_str()), ("an", to), ("verstanden", "ja")];
        site.post_as(&coordinator, &path, &fields).await
    };
    let unfit = send(&reader).await;
    assert_said_at(&unfit, "an", "Nachfolge oder Empfänger:in: ");
    assert!(unfit.body.contains(&format!("<option value=\"{from}\" selected>")), "what was chosen is kept: {}", unfit.body);
    assert_eq!(author_of(&site, &case).await, account(&site, AUTHOR).await.map(|author| author.id));

    let done = send(&to).await;
    assert_eq!(done.header("location"), format!("{edit}?erledigt=uebergeben"), "{}", done.body);
    assert!(site.get_as(&coordinator, done.header("location")).await.body.contains("Alles ist übergeben."));
    assert_eq!(author_of(&site, &case).await, account(&site, "kollegin@example.org").await.map(|colleague| colleague.id));
    assert_eq!(send(&to).await.header("location"), format!("{edit}?erledigt=nichts-uebergeben"));
}

#[tokio::test]
async fn those_who_look_after_people_are_led_to_the_page_and_nobody_else() {
    let site = Site::live().await;
    let case = format!("/faelle/{}", site.publish(complete_case("Übungsfirma an der Berufsschule")).await);
    let path = format!("{case}/uebergeben");
    assert_eq!(site.get(&path).await.status, StatusCode::UNAUTHORIZED);
    let looks_after = async |cookie: &str, case: &str| {
        let path = format!("{case}/uebergeben");
        let status = site.get_as(cookie, &path).await.status;
        let is_led = site.get_as(cookie, &format!("{case}/bearbeiten")).await.attributes("href").contains(&path);
        assert_eq!(is_led, status == StatusCode::OK, "{path}: {status}");
        assert!(is_led || status == StatusCode::FORBIDDEN, "{path}: {status}");
        is_led
    };
    for role in Role::ALL.iter().copied() {
        let cookie = site.member(role, role.needs_municipality().then_some("15084")).await;
        let expected = matches!(role, Role::Coordinator | Role::Reviewer | Role::Administrator);
        assert_eq!(looks_after(&cookie, &case).await, expected, "{role:?}");
    }
    assert!(!looks_after(&site.member(Role::Coordinator, Some("15088")).await, &case).await);

    let elsewhere = Elsewhere { name: "Musterstadt".into(), state: State::Brandenburg };
    let content = CaseContent { municipality: None, elsewhere: Some(elsewhere), ..complete_case("Gutes Beispiel von anderswo") };
    let case = format!("/faelle/{}", site.publish(content).await);
    assert!(looks_after(&site.member(Role::Administrator, None).await, &case).await, "the agency's own people");
    assert!(!looks_after(&site.member(Role::Reviewer, None).await, &case).await);
}

#[tokio::test]
async fn somebody_who_is_gone_hands_over_and_takes_nothing() {
    let (site, case) = with_draft().await;
    let gone = account(&site, AUTHOR).await.expect("an account").id;
    let coordinator = site.net.member(Role::Coordinator, Some("15084")).await;
    people::disable(&site.net.network, &coordinator, gone).await.expect("an account");
    let cookie = site.member(Role::Coordinator, Some("15084")).await;
    let page = site.get_as(&cookie, &format!("{case}/uebergeben")).await;
    let (_, said) = choice(&page, "von", AUTHOR).expect("who is gone");
    assert_eq!(said, format!("{AUTHOR}, Autor:in, deaktiviert"));
    assert_eq!(choice(&page, "an", AUTHOR), None, "{}", page.body);
}
