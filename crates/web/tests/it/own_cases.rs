//! The list of the cases that a member works on.

use crate::site::{Page, Site};
use domain::{CaseContent, CaseView, Role, Viewer, review::ChecklistItem};
use http::StatusCode;
use test_network::{Stand, complete_case};

/// Where the list shows what is published.
const PUBLISHED: &str = "/meine?bearbeitung=published";

/// Where it shows what waits for a review.
const SUBMITTED: &str = "/meine?bearbeitung=submitted";

/// A site with a case of the Burgenlandkreis that somebody else is to review.
async fn with_case(stand: Stand) -> (Site, CaseView) {
    let site = Site::live().await;
    let Viewer::Member(author) = site.net.member(Role::Author, Some("15084")).await else { unreachable!("a member") };
    let (content, next) = (complete_case("Übungsfirma der Berufsschule"), complete_case("Übungsfirma, neu gefasst"));
    let case = site.net.place(content, next, Some(author.account), stand).await;
    (site, case)
}

/// Publishes the first case that the list shows, with these boxes ticked.
async fn publish(site: &Site, cookie: &str, list: &Page, ticked: &[&str]) -> Page {
    let (fall, read) = (list.hidden("fall").expect("a case"), list.hidden("fassung").expect("the version that is shown"));
    let place = list.hidden("bearbeitung").unwrap_or_default();
    let sent = [("fall", fall.as_str()), ("fassung", read.as_str()), ("bearbeitung", place.as_str())];
    let fields: Vec<_> = sent.into_iter().chain(ticked.iter().map(|name| (*name, "ja"))).collect();
    site.post_as(cookie, "/meine/veroeffentlichen", &fields).await
}

#[tokio::test]
async fn what_is_published_of_one_s_own_cases_is_no_list_of_the_whole_network() {
    let site = Site::live().await;
    for number in 1..=21 {
        site.net.publish_without_jobs(complete_case(&format!("Eigene Übungsfirma {number:02}"))).await;
    }
    let foreign = CaseContent { municipality: "15088".parse().ok(), ..complete_case("Fremde Übungsfirma") };
    site.net.publish_without_jobs(foreign).await;

    let author = site.member(Role::Author, Some("15084")).await;
    let first = site.get_as(&author, PUBLISHED).await;
    assert!(first.body.contains("<h2>21 Praxisbeispiele</h2>") && !first.body.contains("Fremde Übungsfirma"), "{}", first.body);
    assert_eq!(first.body.matches("<h3><a").count(), 20);
    let second = site.get_as(&author, &first.link(&format!("{PUBLISHED}&nach="))).await;
    assert!(second.body.contains("<h2>21 Praxisbeispiele</h2>") && !second.body.contains("Fremde Übungsfirma"), "{}", second.body);
    assert_eq!((second.body.matches("<h3><a").count(), second.body.contains("Nächste Seite")), (1, false));
    let back = site.get_as(&author, &second.link(&format!("{PUBLISHED}&vor="))).await;
    assert_eq!((back.body.matches("<h3><a").count(), back.body.contains("Vorherige Seite")), (20, false));

    for (role, ags, counted) in [
        (Role::Author, Some("15088"), "1 Praxisbeispiel"),
        (Role::Author, Some("14713"), "0 Praxisbeispiele"),
        (Role::Reader, Some("15084"), "0 Praxisbeispiele"),
        (Role::Reviewer, None, "22 Praxisbeispiele"),
    ] {
        let list = site.get_as(&site.member(role, ags).await, PUBLISHED).await;
        assert!(list.body.contains(&format!("<h2>{counted}</h2>")), "{role:?} {ags:?}: {}", list.body);
    }
}

#[tokio::test]
async fn a_refused_publication_names_its_case_and_keeps_what_was_ticked() {
    let (site, _) = with_case(Stand::Submitted).await;
    let reviewer = site.member(Role::Reviewer, None).await;
    let list = site.get_as(&reviewer, SUBMITTED).await;
    let refused = publish(&site, &reviewer, &list, &["complete"]).await;
    assert_eq!(refused.status, StatusCode::CONFLICT);
    for text in
        ["<a href=\"#abgelehnt\">Übungsfirma der Berufsschule</a>", "<li id=\"abgelehnt\"", "name=\"complete\" value=\"ja\" checked"]
    {
        assert!(refused.body.contains(text), "{text}: {}", refused.body);
    }
    assert_eq!(refused.body.matches(" checked").count(), 1, "{}", refused.body);
    assert!(refused.body.contains("bearbeitung=submitted\" aria-current=\"page\""), "the list is as it was: {}", refused.body);

    let fields = [("fall", list.hidden("fall").expect("a case")), ("fassung", "0".to_owned()), ("complete", "ja".to_owned())];
    let fields: Vec<_> = fields.iter().map(|(name, value)| (*name, value.as_str())).collect();
    let unread = site.post_as(&reviewer, "/meine/veroeffentlichen", &fields).await;
    assert_eq!(unread.status, StatusCode::CONFLICT);
    assert!(!unread.body.contains(" checked"), "nobody vouches for what they have not read: {}", unread.body);
}

#[tokio::test]
async fn whoever_publishes_a_next_version_says_whether_it_is_substantial() {
    let everything: Vec<_> = ChecklistItem::ALL.iter().map(|item| item.key()).collect();
    for is_substantial in [true, false] {
        let (site, case) = with_case(Stand::Resubmitted).await;
        let reviewer = site.member(Role::Reviewer, None).await;
        let list = site.get_as(&reviewer, SUBMITTED).await;
        assert!(list.body.contains("name=\"wesentlich\""), "{}", list.body);
        let ticked: Vec<_> = everything.iter().copied().chain(is_substantial.then_some("wesentlich")).collect();
        let done = publish(&site, &reviewer, &list, &ticked).await;
        assert_eq!(done.header("location"), format!("{SUBMITTED}&erledigt=veroeffentlicht"), "{}", done.body);
        let after = site.net.network.store.working_case(case.id).await.expect("the database").expect("a case");
        assert_eq!((after.content.title.as_str(), after.renewed_at.is_some()), ("Übungsfirma, neu gefasst", is_substantial));
    }
    let (site, _) = with_case(Stand::Submitted).await;
    let list = site.get_as(&site.member(Role::Reviewer, None).await, SUBMITTED).await;
    assert!(!list.body.contains("name=\"wesentlich\""), "a first publication is always told: {}", list.body);
}

#[tokio::test]
async fn archiving_is_asked_about_and_leads_back_to_where_it_was_done() {
    let site = Site::live().await;
    for number in 1..=21 {
        site.net.publish_without_jobs(complete_case(&format!("Eigene Übungsfirma {number:02}"))).await;
    }
    let coordinator = site.member(Role::Coordinator, Some("15084")).await;
    let first = site.get_as(&coordinator, PUBLISHED).await;
    let asked = "<details class=\"confirm\"><summary class=\"button plain\">Archivieren<";
    assert_eq!((first.body.matches(asked).count(), first.body.matches("action=\"/meine/archivieren\"").count()), (20, 20));

    let second = first.link(&format!("{PUBLISHED}&nach="));
    let page = site.get_as(&coordinator, &second).await;
    let names = ["fall", "bearbeitung", "nach"];
    let sent: Vec<_> = names.into_iter().map(|name| (name, page.hidden(name).unwrap_or_else(|| panic!("{name}: {}", page.body)))).collect();
    let fields: Vec<_> = sent.iter().map(|(name, value)| (*name, value.as_str())).collect();
    let done = site.post_as(&coordinator, "/meine/archivieren", &fields).await;
    assert_eq!(done.header("location"), format!("{second}&erledigt=archiviert"), "{}", done.body);
    let shorter = site.get_as(&coordinator, done.header("location")).await;
    assert_eq!(shorter.header("location"), format!("{PUBLISHED}&erledigt=archiviert"), "the list has no such page any more");
    let list = site.get_as(&coordinator, shorter.header("location")).await;
    assert!(list.body.contains("<h2>20 Praxisbeispiele</h2>") && list.body.contains("Das Praxisbeispiel ist archiviert."), "{}", list.body);
}

#[tokio::test]
async fn whoever_writes_no_cases_is_led_on_from_the_page_that_signing_in_leads_to() {
    let site = Site::live().await;
    let reader = site.get_as(&site.member(Role::Reader, Some("15084")).await, "/meine").await;
    assert!(!reader.body.contains("an denen Sie arbeiten können"), "{}", reader.body);
    for way in ["button\" href=\"/suche", "button plain\" href=\"/fragen", "button plain\" href=\"/abo"] {
        assert!(reader.body.contains(&format!("<a class=\"{way}\">")), "{way}: {}", reader.body);
    }
    let author = site.get_as(&site.member(Role::Author, Some("15084")).await, "/meine").await;
    let lead = "Praxisbeispiele Ihrer Kommune (Burgenlandkreis), an denen Sie arbeiten können.";
    assert!(author.body.contains(lead) && author.body.contains("Noch ist keines angelegt."), "{}", author.body);
    assert!(!author.body.contains("class=\"button\" href=\"/suche\""), "{}", author.body);
}
