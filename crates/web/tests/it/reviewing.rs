//! Review a case on its page: begin to, let go, hand over, give it back with a reason, and talk about it.

use crate::site::{Page, Site};
use domain::{ErrorCode, Role, Viewer, review::Checklist};
use http::StatusCode;
use test_network::{Stand, complete_case, draft_case};
use usecases::{publish_case, update_case};

/// A site with a case that an author of the Burgenlandkreis handed in, and the case's path.
async fn with_submission() -> (Site, String) {
    let site = Site::live().await;
    let Viewer::Member(author) = site.net.member(Role::Author, Some("15084")).await else { unreachable!("a member") };
    let case = site.net.place(complete_case("Eingereichte Übungsfirma"), draft_case("x"), Some(author.account), Stand::Submitted).await;
    (site, format!("/faelle/{}", case.slug))
}

/// Says something about the case whose page this is; the comment's id.
pub(crate) async fn say(site: &Site, cookie: &str, edit: &str, text: &str) -> String {
    let fall = site.get_as(cookie, edit).await.hidden("fall").expect("the case");
    let said = site.post_as(cookie, &edit.replace("/bearbeiten", "/kommentar"), &[("fall", &fall), ("text", text)]).await;
    site.get_as(cookie, said.header("location")).await.hidden("kommentar").expect("a comment")
}

/// Claims the review of the case whose page this is; the case's id.
pub(crate) async fn claim(site: &Site, cookie: &str, edit: &str) -> String {
    let fall = site.get_as(cookie, edit).await.hidden("fall").expect("the case");
    let claimed = site.post_as(cookie, &edit.replace("/bearbeiten", "/pruefung"), &[("fall", &fall), ("was", "uebernehmen")]).await;
    assert_eq!(claimed.status, StatusCode::SEE_OTHER, "{}", claimed.body);
    fall
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

#[tokio::test]
async fn a_review_is_handed_over_to_a_colleague_who_is_told() {
    let (site, path) = with_submission().await;
    let reviewer = site.member(Role::Reviewer, None).await;
    let (edit, hand_over) = (format!("{path}/bearbeiten"), format!("{path}/weitergabe"));
    assert!(!site.get_as(&reviewer, &edit).await.body.contains(&hand_over), "it is nobody's yet");
    let fall = claim(&site, &reviewer, &edit).await;
    assert!(site.get_as(&reviewer, &edit).await.body.contains("Außer Ihnen prüft niemand."));
    site.net.other_reviewer().await;
    let shown = site.get_as(&reviewer, &edit).await;
    let (before, _) = shown.body.split_once("\">reviewer-zweite@example.org, Redaktion</option>").expect("the colleague");
    let colleague = before.rsplit('"').next().expect("an id");
    assert!(!shown.body.contains(">reviewer-agentur@example.org, Redaktion</option>"), "nobody hands over to themselves");

    let nobody = site.post_as(&reviewer, &hand_over, &[("fall", &fall), ("an", "")]).await;
    assert_eq!(nobody.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(
        nobody.body.contains("id=\"weitergabe-fehler\" role=\"alert\">Bitte wählen Sie, wer die Prüfung übernimmt."),
        "{}",
        nobody.body
    );
    for _ in 0..2 {
        let done = site.post_as(&reviewer, &hand_over, &[("fall", &fall), ("an", colleague)]).await;
        assert_eq!(done.header("location"), format!("{edit}?erledigt=weitergegeben"), "a second click as well: {}", done.body);
    }
    let told = site.get_as(&reviewer, &format!("{edit}?erledigt=weitergegeben")).await;
    assert!(
        told.body.contains("Die Prüfung ist weitergegeben.") && told.body.contains(" von reviewer-zweite@example.org"),
        "{}",
        told.body
    );
    assert!(!told.body.contains(&hand_over), "{}", told.body);
    site.net.run_jobs().await;
    assert!(site.net.sent().iter().any(|mail| mail.to.reveal() == "reviewer-zweite@example.org"));

    let late = site.post_as(&reviewer, &hand_over, &[("fall", &fall), ("an", "irgendwer")]).await;
    assert_eq!(late.status, StatusCode::CONFLICT);
    assert!(late.body.contains("Das war nicht möglich") && late.body.contains("nicht übernommen"), "{}", late.body);
}

#[tokio::test]
async fn whoever_had_a_hand_in_the_text_is_not_handed_its_review() {
    let (site, path) = with_submission().await;
    let id = site.net.network.store.case_id_by_slug(path.trim_start_matches("/faelle/")).await.expect("the database").expect("a case");
    let other = site.net.other_reviewer().await;
    update_case::update(&site.net.network, &other, id, None, |content| content.title = "Übungsfirma, nachgebessert".to_owned())
        .await
        .expect("a change");
    let reviewer = site.member(Role::Reviewer, None).await;
    let edit = format!("{path}/bearbeiten");
    let fall = claim(&site, &reviewer, &edit).await;
    let shown = site.get_as(&reviewer, &edit).await;
    let (before, _) = shown.body.split_once("\">reviewer-zweite@example.org, Redaktion</option>").expect("the colleague");
    let colleague = before.rsplit('"').next().expect("an id");
    let refused = site.post_as(&reviewer, &format!("{path}/weitergabe"), &[("fall", &fall), ("an", colleague)]).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(
        refused.body.contains(&format!("id=\"weitergabe-fehler\" role=\"alert\">{}", ErrorCode::FourEyes.message())),
        "{}",
        refused.body
    );
    assert!(refused.body.contains(&format!("value=\"{colleague}\" selected")), "what was chosen stays: {}", refused.body);
}

#[tokio::test]
async fn a_comment_is_marked_as_resolved_and_opened_again() {
    let (site, path) = with_submission().await;
    let (author, reviewer) = (site.member(Role::Author, Some("15084")).await, site.member(Role::Reviewer, None).await);
    let (edit, mark) = (format!("{path}/bearbeiten"), format!("{path}/kommentar-stand"));
    let comment = say(&site, &reviewer, &edit, "Welche Ziele?").await;
    for (stand, said, next) in [
        ("erledigt", "Der Kommentar ist als erledigt gekennzeichnet.", "Wieder öffnen"),
        ("offen", "Der Kommentar ist wieder offen.", "Als erledigt kennzeichnen"),
    ] {
        for _ in 0..2 {
            let done = site.post_as(&author, &mark, &[("kommentar", &comment), ("stand", stand)]).await;
            assert_eq!(done.header("location"), format!("{edit}?erledigt=kommentar-{stand}#gespraech"), "{}", done.body);
        }
        let page = site.get_as(&author, &format!("{edit}?erledigt=kommentar-{stand}")).await;
        assert!(page.body.contains(said) && page.body.contains(&format!("{next}<span class=\"unseen\">: Kommentar vom ")), "{}", page.body);
        assert_eq!(page.body.contains(" (erledigt):"), stand == "erledigt", "{}", page.body);
    }
    site.net.adviser(&["15084"]).await;
    let adviser = site.member(Role::Adviser, None).await;
    let read_along = site.get_as(&adviser, &edit).await;
    assert!(read_along.body.contains("Welche Ziele?") && !read_along.body.contains(&mark), "{}", read_along.body);
    let refused = site.post_as(&adviser, &mark, &[("kommentar", &comment), ("stand", "erledigt")]).await;
    assert_eq!(refused.status, StatusCode::CONFLICT);
    assert!(refused.body.contains(ErrorCode::Forbidden.message()) && !refused.body.contains(" (erledigt):"), "{}", refused.body);
    let stranger = site.member(Role::Author, Some("15088")).await;
    assert_eq!(site.post_as(&stranger, &mark, &[("kommentar", &comment), ("stand", "erledigt")]).await.status, StatusCode::NOT_FOUND);
}
