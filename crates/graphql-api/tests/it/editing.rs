//! A case is written: by two at once, unfinished, brought back, with what its state asks for.

use crate::{
    desk::{Desk, checked, codes},
    world::texts,
};
use domain::{Role, Viewer};
use serde_json::{Value, json};
use test_network::complete_case;

const AUTOSAVE: &str = "mutation($id: ID!, $input: PracticeCaseInput!, $version: Int!) {
    answer: autosavePracticeCase(id: $id, input: $input, version: $version) {
        practiceCase { version revision title } userErrors { code } conflict { fields { field mine theirs } } } }";

#[tokio::test]
async fn two_people_on_one_draft_lose_nothing() {
    let desk = Desk::new().await;
    let first = desk.update(&desk.author, json!({ "title": "Der Titel der einen", "goals": ["eins"] }), Some(1)).await;
    assert_eq!(first["conflict"], Value::Null);
    let mine = json!({ "title": "Der Titel der anderen", "teaser": null, "firstSteps": ["anfangen"] });
    let late = desk.update(&desk.colleague, mine.clone(), Some(1)).await;
    assert_eq!((codes(&late), &late["practiceCase"]), (vec!["CONFLICT".to_owned()], &Value::Null));
    let conflict = &late["conflict"];
    assert_eq!(conflict["version"], first["practiceCase"]["version"]);
    assert_eq!(texts(&conflict["fields"], "field"), ["title", "teaser", "firstSteps"], "what the refused one wrote, and nothing else");
    assert_eq!(
        conflict["fields"][0],
        json!({ "field": "title", "label": "Titel", "base": "Ausbildungsbus im ländlichen Raum", "mine": "Der Titel der anderen",
                "theirs": "Der Titel der einen" })
    );
    let again = desk.update(&desk.colleague, mine, conflict["version"].as_i64()).await;
    assert_eq!(again["userErrors"], json!([]));
    // A step of the workflow changes no text: whoever reads while it is taken writes on.
    let version = desk.update(&desk.colleague, json!({ "teaser": complete_case("Ausbildungsbus").teaser }), None).await;
    desk.step(&desk.author, "submitPracticeCase", "").await;
    let after = desk.update(&desk.author, json!({ "goals": ["zwei"] }), version["practiceCase"]["version"].as_i64()).await;
    assert_eq!((&after["userErrors"], &after["practiceCase"]["workflowState"]), (&json!([]), &json!("SUBMITTED")));
}

#[tokio::test]
async fn what_is_unfinished_is_kept_without_a_flood() {
    let desk = Desk::new().await;
    let save = async |viewer: &Viewer, input: Value, version: Option<i64>| {
        desk.act(viewer, AUTOSAVE, json!({ "input": input, "version": desk.read(version).await })).await
    };
    let long = "zu lang ".repeat(40);
    let mut version = 1;
    for text in ["Ein", "Ein n", &long] {
        let saved = save(&desk.author, json!({ "title": text }), Some(version)).await;
        assert_eq!((&saved["userErrors"], &saved["practiceCase"]["revision"]), (&json!([]), &json!(2)), "{text}");
        version = saved["practiceCase"]["version"].as_i64().unwrap();
    }
    let late = save(&desk.colleague, json!({ "title": "Meins" }), Some(1)).await;
    assert_eq!((codes(&late), &late["conflict"]["fields"][0]["mine"]), (vec!["CONFLICT".to_owned()], &json!("Meins")));
    let other = save(&desk.colleague, json!({ "goals": ["Von der anderen"] }), None).await;
    assert_eq!(other["practiceCase"]["revision"], 3, "somebody else's text is not replaced");
    assert_eq!(codes(&desk.update(&desk.author, json!({}), None).await), ["TOO_LONG"], "what is kept for good is checked");
    desk.world.test.clock.advance(chrono::TimeDelta::minutes(31));
    let later = save(&desk.colleague, json!({ "goals": ["Nach der Pause"] }), None).await;
    assert_eq!(later["practiceCase"]["revision"], 4);
    desk.update(&desk.colleague, json!({ "title": "Ein neuer Titel" }), None).await;
    let revisions = desk.way(&desk.author).await["revisions"].clone();
    let own: Vec<_> = revisions.as_array().unwrap().iter().map(|it| it["isOwn"] == true).collect();
    assert_eq!(own, [true, true, false, false, false]);
    let audited = desk.world.data(&desk.administrator, "{ auditLog(first: 50) { nodes { action actor { id } } } }", json!({})).await;
    let kept = audited["auditLog"]["nodes"].as_array().unwrap().iter().filter(|entry| entry["action"] == "case.autosaved");
    assert_eq!(kept.filter(|entry| entry["actor"]["id"].is_string()).count(), 5, "who, what, when: of replaced texts as well");
}

#[tokio::test]
async fn revisions_are_compared_and_brought_back() {
    let desk = Desk::new().await;
    desk.update(&desk.author, json!({ "title": "Ein neuer Titel", "goals": ["Alle wissen, wen sie fragen", "Ein zweites Ziel"] }), None)
        .await;
    let way = desk.way(&desk.author).await;
    assert_eq!(
        way["revisionDiff"],
        json!([
            { "field": "title", "old": "Ausbildungsbus im ländlichen Raum", "new": "Ein neuer Titel", "added": [], "removed": [] },
            { "field": "goals", "old": "Alle wissen, wen sie fragen", "new": "Alle wissen, wen sie fragen\nEin zweites Ziel",
              "added": ["Ein zweites Ziel"], "removed": [] }
        ])
    );
    let version = desk.version().await;
    let back = "mutation($id: ID!, $revision: Int!, $version: Int!) {
        answer: rollBackPracticeCase(id: $id, revision: $revision, version: $version) {
        practiceCase { title revision workflowState } userErrors { code } } }";
    let rolled = desk.act(&desk.author, back, json!({ "revision": 1, "version": version })).await;
    let expected = json!({ "title": "Ausbildungsbus im ländlichen Raum", "revision": 3, "workflowState": "DRAFT" });
    assert_eq!(rolled["practiceCase"], expected);
    assert_eq!(codes(&desk.act(&desk.author, back, json!({ "revision": 99, "version": desk.version().await })).await), ["NOT_FOUND"]);
    let stranger = desk.world.test.member(Role::Author, Some("15088")).await;
    assert_eq!(codes(&desk.act(&stranger, back, json!({ "revision": 1, "version": version })).await), ["NOT_FOUND"]);
    assert_eq!(desk.way(&desk.author).await["reviewHistory"][0]["label"], "auf eine frühere Fassung zurückgesetzt");
}

#[tokio::test]
async fn a_discontinued_case_is_welcome_if_it_says_what_was_learnt() {
    let desk = Desk::new().await;
    desk.update(&desk.author, json!({ "status": "DISCONTINUED", "end": "2025-12", "pitfalls": [] }), None).await;
    desk.step(&desk.author, "submitPracticeCase", "").await;
    let answer = desk.publish(&desk.reviewer, checked()).await;
    assert_eq!(codes(&answer), ["REQUIRED"], "the pitfalls are what others learn from");
    desk.update(&desk.author, json!({ "pitfalls": ["Zu viele Fahrten ohne Absprache mit den Schulen"] }), None).await;
    desk.publish(&desk.reviewer, checked()).await;
    let found = desk.world.ask("{ practiceCases(filter: { statuses: [DISCONTINUED] }) { totalCount nodes { pitfalls } } }").await;
    assert_eq!(found["practiceCases"]["totalCount"], 1);
}
