//! Review a case on its page: begin to, let go, and give it back with a reason.

use crate::site::{Page, Site};
use domain::{Role, Viewer, review::Checklist};
use http::StatusCode;
use test_network::{Stand, complete_case, draft_case};
use usecases::publish_case;

/// A site with a case that an author of the Burgenlandkreis handed in, and the case's path.
async fn with_submission() -> (Site, String) {
    let site = Site::live().await;
    let Viewer::Member(author) = site.net.member(Role::Author, Some("15084")).await else { unreachable!("a member") };
    let case = site.net.place(complete_case("Eingereichte Übungsfirma"), draft_case("x"), Some(author.account), Stand::Submitted).await;
    (site, format!("/faelle/{}", case.slug))
}

/// Gives the case back; `shown` are its id and the version that was read.
async fn give_back(site: &Site, cookie: &str, path: &str, shown: (&str, &str), reason: &str) -> Page {
    site.post_as(cookie, &format!("{path}/ueberarbeitung"), &[("fall", shown.0), ("fassung", shown.1), ("grund", reason)]).await
}

#[tokio::test]
async fn a_reviewer_gives_a_case_back_with_a_reason_that_its_author_reads() {
    let (site, path) = with_submission().await;
    let (author, reviewer) = (site.member(Role::Author, Some("15084")).await, site.member(Role::Reviewer, None).await);
    let edit = format!("{path}/bearbeiten");
    assert!(!site.get_as(&author, &edit).await.body.contains("/ueberarbeitung#grund"), "authors do not review");
    let page = site.get_as(&reviewer, &edit).await;
    assert!(page.body.contains("/ueberarbeitung#grund") && page.body.contains("href=\"#pruefung\""), "{}", page.body);
    let (fall, read) = (page.hidden("fall").expect("the case"), page.hidden("fassung").expect("the version that is shown"));

    let silent = give_back(&site, &reviewer, &path, (&fall, &read), " ").await;
    assert_eq!(silent.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(silent.body.contains("<span class=\"field-error\" id=\"grund-fehler\" role=\"alert\">"), "{}", silent.body);
    let unread = give_back(&site, &reviewer, &path, (&fall, "0"), "Bitte die <Ziele> schärfen.").await;
    assert_eq!(unread.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(unread.body.contains("\nBitte die &#60;Ziele&#62; schärfen.</textarea>"), "nothing typed is lost: {}", unread.body);
    assert!(!site.get_as(&author, &edit).await.body.contains("Überarbeitung erbeten"), "nothing has happened");

    let given = give_back(&site, &reviewer, &path, (&fall, &read), "Bitte die <Ziele> schärfen.").await;
    assert_eq!(given.header("location"), format!("{edit}?erledigt=zurueckgegeben"), "{}", given.body);
    let back = site.get_as(&author, &edit).await;
    for text in ["Die Redaktion bittet um eine Überarbeitung", "Bitte die &#60;Ziele&#62; schärfen.", "Überarbeitung erbeten (Redaktion)"]
    {
        assert!(back.body.contains(text), "{text}: {}", back.body);
    }
    let told = site.get_as(&reviewer, given.header("location")).await;
    assert!(told.body.contains("um eine Überarbeitung gebeten") && !told.body.contains("/ueberarbeitung#grund"), "{}", told.body);
    let again = give_back(&site, &reviewer, &path, (&fall, &read), "Bitte die <Ziele> schärfen.").await;
    assert_eq!(again.header("location"), given.header("location"), "as by a second click: {}", again.body);
}

#[tokio::test]
async fn a_reason_for_what_can_no_longer_be_given_back_is_not_lost() {
    let (site, path) = with_submission().await;
    let reviewer = site.member(Role::Reviewer, None).await;
    let page = site.get_as(&reviewer, &format!("{path}/bearbeiten")).await;
    let (fall, read) = (page.hidden("fall").expect("the case"), page.hidden("fassung").expect("the version that is shown"));
    let id = site.net.network.store.case_id_by_slug(path.trim_start_matches("/faelle/")).await.expect("the database").expect("a case");
    let (other, version) = (site.net.other_reviewer().await, site.net.version_of(id).await);
    publish_case::publish(&site.net.network, &other, id, &Checklist::confirmed(), version).await.expect("a complete case");
    let late = give_back(&site, &reviewer, &path, (&fall, &read), "Bitte kürzer.").await;
    assert_eq!(late.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(late.body.contains("im Stand „veröffentlicht“; dort ist dieser Schritt nicht möglich."), "{}", late.body);
    assert!(late.body.contains("\nBitte kürzer.</textarea>"), "it can be said as a comment: {}", late.body);
}

#[tokio::test]
async fn a_review_is_begun_let_go_and_freed_on_the_case_s_page() {
    let (site, path) = with_submission().await;
    let (reviewer, administrator) = (site.member(Role::Reviewer, None).await, site.member(Role::Administrator, None).await);
    let (edit, turn) = (format!("{path}/bearbeiten"), format!("{path}/pruefung"));
    let fall = site.get_as(&reviewer, &edit).await.hidden("fall").expect("the case");
    for (who, what, said) in [
        (&reviewer, "uebernehmen", "Sie prüfen dieses Praxisbeispiel."),
        (&reviewer, "abgeben", "Sie haben die Prüfung abgegeben."),
        (&reviewer, "uebernehmen", "Sie prüfen dieses Praxisbeispiel."),
        (&administrator, "freigeben", "Die Prüfung ist freigegeben."),
    ] {
        let page = site.get_as(who, &edit).await;
        assert!(page.body.contains(&format!("name=\"was\" value=\"{what}\"")), "{what}: {}", page.body);
        let done = site.post_as(who, &turn, &[("fall", fall.as_str()), ("was", what)]).await;
        assert_eq!(done.header("location"), format!("{edit}?erledigt={what}"), "{}", done.body);
        let told = site.get_as(who, done.header("location")).await;
        assert!(told.body.contains(&format!("<div class=\"notice good\" role=\"status\"><p>{said}</p></div>")), "{what}: {}", told.body);
    }
    let release = [("fall", fall.as_str()), ("was", "abgeben")];
    let late = site.post_as(&reviewer, &turn, &release).await;
    assert_eq!(late.header("location"), format!("{edit}?erledigt=abgeben"), "it is nobody's any more, as was to be: {}", late.body);
    site.post_as(&administrator, &turn, &[("fall", fall.as_str()), ("was", "uebernehmen")]).await;
    let late = site.post_as(&reviewer, &turn, &release).await;
    assert_eq!(late.status, StatusCode::CONFLICT, "it is somebody else's");
    assert!(late.body.contains("Das war nicht möglich"), "{}", late.body);
    assert_eq!(site.post_as(&reviewer, &turn, &[("fall", fall.as_str()), ("was", "irgendwas")]).await.status, StatusCode::BAD_REQUEST);
    let author = site.member(Role::Author, Some("15084")).await;
    assert!(!site.get_as(&author, &edit).await.body.contains("/pruefung\""), "authors do not review");
}
