//! The questions to the network: the list and what it is narrowed down to, and what becomes of a reply to one that is closed or gone.

use crate::site::Site;
use domain::{Role, ids::RequestId};
use http::StatusCode;
use usecases::NetworkRequest;

const QUESTION: &str = "Wer hat Übungsfirmen an Berufsschulen?";

/// Asks, and returns the path of the question's page.
async fn ask(site: &Site, cookie: &str) -> String {
    let asked = site.post_as(cookie, "/fragen/neu", &[("frage", QUESTION)]).await;
    assert_eq!(asked.status, StatusCode::SEE_OTHER, "{}", asked.body);
    asked.header("location").split('?').next().expect("a path").to_owned()
}

#[tokio::test]
async fn the_list_is_narrowed_down_to_one_s_own_municipality_and_to_those_that_one_advises() {
    let site = Site::live().await;
    ask(&site, &site.member(Role::Author, Some("15084550")).await).await;
    let reader = site.member(Role::Reader, Some("15088")).await;
    let all = site.get_as(&reader, "/fragen").await;
    assert!(all.body.contains(QUESTION) && all.body.contains("aria-current=\"page\">alle Kommunen</a>"), "{}", all.body);
    let own = site.get_as(&reader, &all.link("/fragen?kommune=15088")).await;
    assert!(own.body.contains("Zurzeit ist keine Frage von dort offen.") && !own.body.contains(QUESTION), "{}", own.body);
    assert_eq!(own.link("/fragen?stand=geschlossen"), "/fragen?stand=geschlossen&kommune=15088", "what is chosen stays");

    let page = site.get_as(&reader, "/kommunen/burgenlandkreis").await;
    let there = site.get_as(&reader, &page.link("/fragen?stand=alle&kommune=15084")).await;
    assert!(there.body.contains(QUESTION), "of a Gemeinde there: {}", there.body);
    let current = "href=\"/fragen?stand=alle&#38;kommune=15084\" aria-current=\"page\">Burgenlandkreis</a>";
    assert!(there.body.contains(current), "{}", there.body);
    assert!(!site.get("/kommunen/burgenlandkreis").await.body.contains("/fragen?"), "members read them");

    site.net.adviser(&["15084"]).await;
    let adviser = site.get_as(&site.member(Role::Adviser, None).await, "/fragen").await;
    assert_eq!(adviser.link("/fragen?kommune="), "/fragen?kommune=15084");
    let reviewer = site.get_as(&site.member(Role::Reviewer, None).await, "/fragen").await;
    assert!(!reviewer.body.contains("Nach Kommune"), "{}", reviewer.body);
    assert_eq!(site.get_as(&reader, "/fragen?kommune=99999").await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn older_questions_lead_back_to_the_newest_and_a_page_that_is_gone_to_the_list() {
    let site = Site::live().await;
    let ids: Vec<_> = (0..21).map(|_| RequestId(site.net.network.ids.next())).collect();
    let mut transaction = site.net.network.store.begin().await.expect("the database");
    for id in &ids {
        let request = NetworkRequest {
            id: *id,
            asker: None,
            asker_role: Role::Author,
            municipality: "15084".parse().ok(),
            question: QUESTION.to_owned(),
            details: String::new(),
            asked_at: site.net.now(),
            routed_at: Some(site.net.now()),
            closed_at: None,
        };
        transaction.insert_request(&request).await.expect("the database");
    }
    transaction.commit().await.expect("the database");
    let cookie = site.member(Role::Reader, Some("15084")).await;
    let first = site.get_as(&cookie, "/fragen?kommune=15084").await;
    assert_eq!((first.body.matches("<h2><a").count(), first.body.contains("Neueste Fragen")), (20, false));
    let path = first.link("/fragen?kommune=15084&nach=");
    let second = site.get_as(&cookie, &path).await;
    assert_eq!((second.body.matches("<h2><a").count(), second.body.contains("Ältere Fragen")), (1, false));
    let back = "<a class=\"button plain\" href=\"/fragen?kommune=15084\">Neueste Fragen</a>";
    assert!(second.body.contains(back), "{}", second.body);

    let mut transaction = site.net.network.store.begin().await.expect("the database");
    for id in &ids {
        transaction.delete_request(*id).await.expect("the database");
    }
    transaction.commit().await.expect("the database");
    let gone = site.get_as(&cookie, &path).await;
    assert_eq!((gone.status, gone.header("location")), (StatusCode::SEE_OTHER, "/fragen?kommune=15084"), "{}", gone.body);
}

#[tokio::test]
async fn a_closed_question_says_so_and_what_was_typed_meanwhile_is_not_lost() {
    let site = Site::live().await;
    let (asks, replies) = (site.member(Role::Author, Some("15084")).await, site.member(Role::Reviewer, None).await);
    let path = ask(&site, &asks).await;
    let page = site.get_as(&replies, &path).await;
    let who = "<a href=\"/kommunen/burgenlandkreis\">Burgenlandkreis</a> (Autor:in) · gefragt am";
    assert!(page.body.contains(who) && page.body.contains("Noch hat niemand geantwortet."), "{}", page.body);

    site.post_as(&asks, &format!("{path}/schliessen"), &[]).await;
    let closed = site.get_as(&replies, &path).await;
    for said in ["Niemand hat geantwortet.", "nimmt keine Antworten mehr an", "href=\"/fragen/neu\""] {
        assert!(closed.body.contains(said), "{said}: {}", closed.body);
    }
    assert!(!closed.body.contains("Was Sie geschrieben haben"), "{}", closed.body);
    let late = site.post_as(&replies, &format!("{path}/antworten"), &[("antwort", "Zwei Landkreise.")]).await;
    assert_eq!(late.status, StatusCode::UNPROCESSABLE_ENTITY, "{}", late.body);
    assert!(late.body.contains("<blockquote class=\"typed\">Zwei Landkreise.</blockquote>"), "{}", late.body);
}

#[tokio::test]
async fn what_was_replied_to_a_question_that_is_gone_by_now_can_still_be_copied() {
    let site = Site::live().await;
    let (asks, replies) = (site.member(Role::Author, Some("15084")).await, site.member(Role::Reviewer, None).await);
    let path = ask(&site, &asks).await;
    site.post_as(&asks, &format!("{path}/loeschen"), &[]).await;
    let late = site.post_as(&replies, &format!("{path}/antworten"), &[("antwort", "Zwei <Landkreise>."), ("beispiel", "")]).await;
    assert_eq!(late.status, StatusCode::NOT_FOUND);
    let typed = "<blockquote class=\"typed\">Zwei &#60;Landkreise&#62;.</blockquote>";
    for said in ["<h1>Das gibt es nicht mehr</h1>", "Was Sie geschrieben haben, ist nicht gespeichert", typed] {
        assert!(late.body.contains(said), "{said}: {}", late.body);
    }
    let looked_at = site.get_as(&replies, &path).await;
    assert!(looked_at.body.contains("<h1>Diese Seite gibt es nicht</h1>"), "{}", looked_at.body);
    assert!(!looked_at.body.contains("Was Sie geschrieben haben"), "{}", looked_at.body);
}
