//! Somebody vouches again for what a published case says: in the network or by the link in a mail.

use crate::desk::{Desk, checked, codes, step};
use domain::{Role, Viewer};
use serde_json::{Value, json};

#[tokio::test]
async fn a_case_is_confirmed_and_lists_and_search_follow() {
    let desk = Desk::new().await;
    let confirm = async |viewer: &Viewer| desk.act(viewer, &step("confirmPracticeCase", ""), json!({})).await;
    assert_eq!(codes(&confirm(&desk.author).await), ["INVALID_STATE"], "nothing is public yet");
    desk.step(&desk.author, "submitPracticeCase", "").await;
    desk.publish(&desk.reviewer, checked()).await;
    let world = &desk.world;
    world.publish_many(2).await;
    let order = "{ practiceCases(orderBy: RECENTLY_CONFIRMED) { nodes { title freshness { state } } }
        searchCases(query: \"\", orderBy: RECENTLY_CONFIRMED) { edges { node { title } } } }";
    let titles = async || {
        let found = world.ask(order).await;
        let hits = found["searchCases"]["edges"].as_array().unwrap().iter().map(|edge| edge["node"]["title"].clone()).collect::<Vec<_>>();
        let list = found["practiceCases"]["nodes"].as_array().unwrap().iter().map(|node| node["title"].clone()).collect::<Vec<_>>();
        assert_eq!(hits, list, "list and search agree");
        list
    };
    let bus = json!("Ausbildungsbus im ländlichen Raum");
    assert_eq!(titles().await[2], bus);
    world.test.clock.advance(chrono::TimeDelta::days(1));
    assert_eq!(codes(&confirm(&Viewer::Public).await), ["UNAUTHENTICATED"]);
    let stranger = world.test.member(Role::Author, Some("15088")).await;
    assert_eq!(codes(&confirm(&stranger).await), ["FORBIDDEN"]);
    let edited = desk.update(&desk.author, json!({ "goals": ["In Arbeit"] }), None).await;
    let confirmed = "mutation($id: ID!) { answer: confirmPracticeCase(id: $id) { practiceCase {
        workflowState freshness { state } workingCopy { workflowState content { goals } } } } }";
    let confirmed = desk.act(&desk.author, confirmed, json!({})).await["practiceCase"].clone();
    assert_eq!((&confirmed["workflowState"], &confirmed["freshness"]["state"]), (&json!("PUBLISHED"), &json!("CONFIRMED")));
    let expected = json!({ "workflowState": "DRAFT", "content": { "goals": ["In Arbeit"] } });
    assert_eq!(confirmed["workingCopy"], expected, "what is worked on stays");
    world.test.run_jobs().await;
    assert_eq!(titles().await[0], bus);
    let freshness = world.data(
        &Viewer::Public,
        "query($id: ID!) { practiceCase(id: $id) { freshness { state confirmedAt dueAt } } }",
        json!({ "id": desk.id }),
    );
    let freshness = freshness.await["practiceCase"]["freshness"].clone();
    assert_eq!(freshness["state"], "CONFIRMED");
    assert_eq!(&freshness["confirmedAt"].as_str().unwrap()[..10], "2026-03-18");
    assert_eq!(&freshness["dueAt"].as_str().unwrap()[..10], "2027-03-18");
    let version = edited["practiceCase"]["workingCopy"]["version"].as_i64();
    assert_eq!(desk.update(&desk.author, json!({ "goals": ["Fertig"] }), version).await["userErrors"], json!([]), "no conflict");
    let told = desk.mails(&mut 0).await;
    assert!(told.iter().all(|(_, subject)| subject != "Bestätigt"), "nobody had asked: {told:?}");
}

#[tokio::test]
async fn the_link_in_the_mail_shows_and_confirms() {
    let desk = Desk::new().await;
    desk.step(&desk.author, "submitPracticeCase", "").await;
    desk.publish(&desk.reviewer, checked()).await;
    desk.world.test.pass(chrono::TimeDelta::days(366)).await;
    let mail = desk.world.test.sent().into_iter().find(|mail| mail.kind.key() == "freshness").unwrap();
    let token = mail.text.split("token=").nth(1).unwrap().split_whitespace().next().unwrap().to_owned();
    let look = "query($token: String!) { freshnessRequest(token: $token) { title freshness { state } } }";
    let state = async |token: &str| desk.world.data(&Viewer::Public, look, json!({ "token": token })).await["freshnessRequest"].clone();
    assert_eq!(state(&token).await["freshness"]["state"], "DUE");
    assert_eq!(state("unsinn").await, Value::Null);
    let confirm = "mutation($token: String!) { answer: confirmPracticeCaseByLink(token: $token) {
        practiceCase { freshness { state } workingCopy { version } } userErrors { code } } }";
    let answer = desk.world.data(&Viewer::Public, confirm, json!({ "token": "unsinn" })).await["answer"].clone();
    assert_eq!(codes(&answer), ["NOT_FOUND"]);
    let mut seen = 0;
    desk.mails(&mut seen).await;
    let answer = desk.world.data(&Viewer::Public, confirm, json!({ "token": token })).await["answer"].clone();
    assert_eq!(answer["practiceCase"], json!({ "freshness": { "state": "CONFIRMED" }, "workingCopy": null }));
    assert_eq!(state(&token).await["freshness"]["state"], "CONFIRMED");
    assert_eq!(desk.mails(&mut seen).await, [("author-15084".to_owned(), "Bestätigt".to_owned())]);
    desk.world.data(&Viewer::Public, confirm, json!({ "token": token })).await;
    assert!(desk.mails(&mut seen).await.is_empty(), "it changes nothing once more");
}
