//! The revisions of a case: compared, and brought back.

use crate::{
    editing::{filled, send_to, set},
    site::{Page, Site},
};
use domain::{CaseContent, Role, Viewer};
use http::StatusCode;
use test_network::{Stand, complete_case, draft_case};

/// A site with a draft of the Burgenlandkreis that its author saved a second time, the author's cookie, and the case's path.
async fn with_two() -> (Site, String, String) {
    let site = Site::live().await;
    let cookie = site.member(Role::Author, Some("15084")).await;
    let Viewer::Member(author) = site.net.member(Role::Author, Some("15084")).await else { unreachable!("a member") };
    let case = site.net.place(complete_case("Übungsfirma, erste Fassung"), draft_case("x"), Some(author.account), Stand::Draft).await;
    let path = format!("/faelle/{}", case.slug);
    save(&site, &cookie, &path, &[("title", "Übungsfirma, zweite Fassung"), ("status", "PILOT"), ("goals", "Ein <neues> Ziel")]).await;
    (site, cookie, path)
}

/// Saves the case with these changes.
async fn save(site: &Site, cookie: &str, path: &str, changes: &[(&str, &str)]) {
    let edit = format!("{path}/bearbeiten");
    let mut fields = filled(&site.get_as(cookie, &edit).await);
    for (name, value) in changes {
        set(&mut fields, name, value);
    }
    let saved = send_to(site, cookie, &edit, &fields).await;
    assert_eq!(saved.status, StatusCode::SEE_OTHER, "{}", saved.body);
}

async fn content(site: &Site, path: &str) -> CaseContent {
    let store = &site.net.network.store;
    let id = store.case_id_by_slug(path.trim_start_matches("/faelle/")).await.expect("the database").expect("a case");
    store.working_case(id).await.expect("the database").expect("a case").content
}

/// The form that brings a revision back, as the page shows the first of them.
fn form(page: &Page) -> [(&'static str, String); 3] {
    ["fall", "fassung", "nummer"].map(|name| (name, page.hidden(name).unwrap_or_else(|| panic!("{name}: {}", page.body))))
}

async fn roll_back(site: &Site, cookie: &str, path: &str, form: &[(&'static str, String); 3]) -> Page {
    let fields: Vec<_> = form.iter().map(|(name, value)| (*name, value.as_str())).collect();
    site.post_as(cookie, &format!("{path}/fassungen"), &fields).await
}

#[tokio::test]
async fn two_revisions_are_compared_in_words_that_people_read() {
    let (site, author, path) = with_two().await;
    let edit = site.get_as(&author, &format!("{path}/bearbeiten")).await;
    let page = site.get_as(&author, &edit.link(&format!("{path}/fassungen"))).await;
    for text in [
        "Vergleich: Fassung 1 und Fassung 2",
        "<h3>Titel: Fassung 1</h3>",
        "<blockquote class=\"typed\">Übungsfirma, erste Fassung</blockquote>",
        "<blockquote class=\"typed\">Übungsfirma, zweite Fassung</blockquote>",
        "<blockquote class=\"typed\">Laufend</blockquote>",
        "<blockquote class=\"typed\">Erprobung</blockquote>",
        "<h3>Ziele: nur in Fassung 2</h3>",
        "<blockquote class=\"typed\">Ein &#60;neues&#62; Ziel</blockquote>",
        "von Ihnen · der jetzige Text",
    ] {
        assert!(page.body.contains(text), "{text}: {}", page.body);
    }
    assert!(!page.body.contains("<h3>Kurzbeschreibung: "), "what is the same is left out: {}", page.body);
    let same = site.get_as(&author, &format!("{path}/fassungen?von=2&bis=2")).await;
    assert!(same.body.contains("Diese beiden Fassungen haben denselben Text."), "{}", same.body);
    for wrong in ["von=1&bis=7", "von=eins&bis=2"] {
        assert_eq!(site.get_as(&author, &format!("{path}/fassungen?{wrong}")).await.status, StatusCode::NOT_FOUND, "{wrong}");
    }
}

#[tokio::test]
async fn a_case_with_one_revision_has_nothing_to_compare() {
    let site = Site::live().await;
    let slug = site.publish(complete_case("Übungsfirma an der Berufsschule")).await;
    let reviewer = site.member(Role::Reviewer, None).await;
    let page = site.get_as(&reviewer, &format!("/faelle/{slug}/fassungen")).await;
    assert!(page.body.contains("Bisher sehen Sie hier eine Fassung.") && page.body.contains("öffentlich"), "{}", page.body);
    assert!(!page.body.contains("id=\"vergleich\"") && !page.body.contains("zurücksetzen"), "{}", page.body);
}

#[tokio::test]
async fn an_earlier_text_comes_back_and_nothing_is_lost() {
    let (site, author, path) = with_two().await;
    let shown = form(&site.get_as(&author, &format!("{path}/fassungen")).await);
    assert_eq!(shown[2].1, "1", "the latest is what stands there anyway");
    for _ in 0..2 {
        let done = roll_back(&site, &author, &path, &shown).await;
        assert_eq!(done.header("location"), format!("{path}/bearbeiten?erledigt=zurueckgesetzt"), "{}", done.body);
    }
    assert_eq!(content(&site, &path).await.title, "Übungsfirma, erste Fassung");
    let edit = site.get_as(&author, &format!("{path}/bearbeiten?erledigt=zurueckgesetzt")).await;
    assert!(edit.body.contains("Der Text der gewählten Fassung ist wieder der jetzige."), "{}", edit.body);
    assert!(edit.body.contains("auf eine frühere Fassung zurückgesetzt (Sie)"), "{}", edit.body);
    let list = site.get_as(&author, &format!("{path}/fassungen")).await;
    assert!(list.body.contains("<h3>Fassung 3</h3>") && !list.body.contains("<h3>Fassung 4</h3>"), "once, by two clicks: {}", list.body);
    assert!(list.body.contains("<blockquote class=\"typed\">Übungsfirma, zweite Fassung</blockquote>"), "it is still there: {}", list.body);
}

#[tokio::test]
async fn what_somebody_saved_meanwhile_is_not_thrown_away_unseen() {
    let (site, author, path) = with_two().await;
    let shown = form(&site.get_as(&author, &format!("{path}/fassungen")).await);
    let coordinator = site.member(Role::Coordinator, Some("15084")).await;
    save(&site, &coordinator, &path, &[("title", "Übungsfirma der Koordination")]).await;
    let refused = roll_back(&site, &author, &path, &shown).await;
    assert_eq!(refused.status, StatusCode::CONFLICT);
    assert!(refused.body.contains("Noch nicht zurückgesetzt: Jemand anderes hat inzwischen gespeichert."), "{}", refused.body);
    assert!(refused.body.contains("Übungsfirma der Koordination"), "it is compared: {}", refused.body);
    assert_eq!(content(&site, &path).await.title, "Übungsfirma der Koordination");
    let mut again = form(&refused);
    "1".clone_into(&mut again[2].1);
    assert_eq!(roll_back(&site, &author, &path, &again).await.status, StatusCode::SEE_OTHER, "whoever has seen it decides");
    assert_eq!(content(&site, &path).await.title, "Übungsfirma, erste Fassung");
}

#[tokio::test]
async fn only_those_who_see_them_read_revisions_and_only_those_who_write_bring_them_back() {
    let (site, author, path) = with_two().await;
    let revisions = format!("{path}/fassungen");
    assert_eq!(site.get(&revisions).await.status, StatusCode::UNAUTHORIZED);
    site.net.adviser(&["15084"]).await;
    let (reviewer, adviser) = (site.member(Role::Reviewer, None).await, site.member(Role::Adviser, None).await);
    let stranger = site.member(Role::Author, Some("15088")).await;
    for cookie in [&reviewer, &adviser, &stranger] {
        assert_eq!(site.get_as(cookie, &revisions).await.status, StatusCode::NOT_FOUND, "a draft");
    }
    let shown = form(&site.get_as(&author, &revisions).await);
    assert_eq!(roll_back(&site, &stranger, &path, &shown).await.status, StatusCode::NOT_FOUND);
    save(&site, &author, &path, &[("title", "Übungsfirma, dritte Fassung"), ("weiter", "einreichen")]).await;
    for (cookie, writes) in [(&author, true), (&reviewer, true), (&adviser, false)] {
        let page = site.get_as(cookie, &revisions).await;
        assert!(page.body.contains("<h3>Fassung 3</h3>"), "{}", page.body);
        let shows_drafts = page.body.contains("<h3>Fassung 1</h3>");
        assert_eq!(shows_drafts, cookie == &author, "drafts are those of whoever wrote them: {}", page.body);
        assert_eq!(page.body.contains("mit Fassung"), shows_drafts, "{}", page.body);
        let hidden = site.get_as(cookie, &format!("{revisions}?von=1&bis=3")).await.status;
        assert_eq!(hidden, if shows_drafts { StatusCode::OK } else { StatusCode::NOT_FOUND });
        assert_eq!(page.body.contains("wieder zum jetzigen machen"), writes, "{}", page.body);
    }
    let refused = roll_back(&site, &adviser, &path, &shown).await;
    assert_eq!(refused.status, StatusCode::CONFLICT);
    assert_eq!(content(&site, &path).await.title, "Übungsfirma, dritte Fassung");
}
