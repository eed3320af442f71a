//! The whole way of a case through the API: handed in, reviewed, talked about, published.

use crate::{
    desk::{CREATE, Desk, PUBLISH, checked, codes, step},
    world::texts,
};
use domain::{Role, Viewer, permission::Member};
use serde_json::{Value, json};
use test_network::complete_case;

const COMMENT: &str = "mutation($id: ID!, $body: String!, $field: String, $mentions: [ReviewParty!]) {
    answer: addReviewComment(id: $id, body: $body, field: $field, mentions: $mentions) {
        reviewComment { id isResolved } userErrors { code field } } }";

fn pairs(expected: &[(&str, &str)]) -> Vec<(String, String)> {
    expected.iter().map(|(to, subject)| ((*to).to_owned(), (*subject).to_owned())).collect()
}

fn base64_id(text: &str) -> String {
    use base64::Engine;
    base64::engine::general_purpose::URL_SAFE_NO_PAD.encode(text)
}

#[tokio::test]
async fn from_the_draft_to_the_public_and_everybody_is_told() {
    let desk = Desk::new().await;
    let (author, reviewer, mut seen) = (&desk.author, &desk.reviewer, 0);
    assert_eq!(desk.step(author, "submitPracticeCase", "").await, "SUBMITTED");
    let told = [("author-15084", "Eingereicht"), ("reviewer-agentur", "Neu eingereicht"), ("reviewer-zweite", "Neu eingereicht")];
    assert_eq!(desk.mails(&mut seen).await, pairs(&told), "everybody who may review it");
    assert_eq!(desk.step(reviewer, "claimReview", "").await, "SUBMITTED");
    assert_eq!(desk.step(reviewer, "claimReview", "").await, "SUBMITTED");
    assert_eq!(desk.mails(&mut seen).await, pairs(&[("author-15084", "In Prüfung")]));
    assert_eq!(desk.refused(reviewer, "requestChanges", ", reason: \" \"").await, ["REQUIRED"]);
    assert_eq!(desk.step(reviewer, "requestChanges", ", reason: \"Bitte die Zahl der Fahrten nennen\"").await, "CHANGES_REQUESTED");
    assert_eq!(desk.mails(&mut seen).await, pairs(&[("author-15084", "Überarbeitung erbeten")]));
    let edited = desk.update(&desk.colleague, json!({ "goals": ["Zehn Fahrten im Jahr"] }), None).await;
    assert_eq!(edited["practiceCase"]["workflowState"], "CHANGES_REQUESTED");
    assert_eq!(codes(&desk.publish(reviewer, checked()).await), ["INVALID_STATE"], "it was not handed in again");
    assert_eq!(desk.step(&desk.colleague, "submitPracticeCase", "").await, "SUBMITTED");
    let told =
        [("author-15084", "Erneut eingereicht"), ("coordinator-15084", "Erneut eingereicht"), ("reviewer-agentur", "Erneut zu prüfen")];
    assert_eq!(desk.mails(&mut seen).await, pairs(&told));
    assert_eq!(desk.publish(reviewer, checked()).await["practiceCase"]["workflowState"], "PUBLISHED");
    assert_eq!(desk.publish(reviewer, checked()).await["practiceCase"]["workflowState"], "PUBLISHED");
    assert_eq!(desk.mails(&mut seen).await, pairs(&[("author-15084", "Veröffentlicht"), ("coordinator-15084", "Veröffentlicht")]));

    let way = desk.way(author).await;
    assert_eq!(texts(&way["reviewHistory"], "kind"), ["SUBMITTED", "CLAIMED", "CHANGES_REQUESTED", "RESUBMITTED", "PUBLISHED"]);
    assert_eq!(way["reviewHistory"][0]["by"], json!({ "role": "AUTHOR", "isViewer": true }));
    assert_eq!(way["reviewHistory"][2]["by"], json!({ "role": "REVIEWER", "isViewer": false }));
    assert_eq!(way["reviewHistory"][2]["reason"], "Bitte die Zahl der Fahrten nennen");
    assert_eq!(way["reviewHistory"][4]["checklist"].as_array().unwrap().len(), 5);
    assert_eq!(way["review"], json!({ "submittedRevision": 2, "claimedAt": null, "isClaimedByViewer": false }));

    let mails: Vec<_> = desk.world.test.sent().into_iter().filter(|mail| mail.kind.key() == "review").collect();
    // Mails that were written together are sent in any order.
    let (begins, others): (Vec<_>, Vec<_>) = mails.iter().partition(|mail| mail.in_reply_to.is_none());
    let [first] = begins.as_slice() else { panic!("one mail begins the conversation: {begins:?}") };
    assert!(first.subject.starts_with("Eingereicht") && first.to.reveal().starts_with("author-15084"), "{first:?}");
    assert!(others.iter().all(|mail| mail.in_reply_to.as_ref() == Some(&first.message_id)), "one conversation");
    let returned = mails.iter().find(|mail| mail.subject.starts_with("Überarbeitung")).unwrap();
    assert!(returned.text.contains("Bitte die Zahl der Fahrten nennen"), "{}", returned.text);
    let page = "https://wissensnetz.example.org/faelle/ausbildungsbus-im-laendlichen-raum";
    assert!(returned.text.contains(&format!("{page}/bearbeiten\n")), "where it is mended and talked about: {}", returned.text);
    assert!(mails.iter().all(|mail| !mail.subject.starts_with("Veröffentlicht") || mail.text.contains(&format!("{page}\n"))));
}

#[tokio::test]
async fn nobody_decides_about_a_text_that_they_had_a_hand_in() {
    let desk = Desk::new().await;
    // An administrator begins a case: they are bound like everybody else.
    let input = serde_json::to_value(complete_case("Musikschule auf Rädern")).unwrap();
    let own = desk.world.data(&desk.administrator, CREATE, json!({ "input": input })).await["answer"]["practiceCase"]["id"].clone();
    let own = Desk { id: own, ..desk };
    own.step(&own.administrator, "submitPracticeCase", "").await;
    assert_eq!(codes(&own.publish(&own.administrator, checked()).await), ["FOUR_EYES"]);
    assert_eq!(own.refused(&own.administrator, "claimReview", "").await, ["FOUR_EYES"]);
    own.world.test.run_jobs().await;
    let to_review = own.world.test.sent().into_iter().filter(|mail| mail.subject.starts_with("Neu eingereicht")).count();
    assert_eq!(to_review, 2, "the reviewers, and not who handed it in");
    // A reviewer who mends it after it was handed in has had a hand in it, until it is handed in again by somebody else.
    own.update(&own.reviewer, json!({ "goals": ["Ein anderes Ziel"] }), None).await;
    assert_eq!(codes(&own.publish(&own.reviewer, checked()).await), ["FOUR_EYES"]);
    own.step(&own.other, "requestChanges", ", reason: \"Bitte noch einmal lesen\"").await;
    own.step(&own.administrator, "submitPracticeCase", "").await;
    own.step(&own.other, "releaseReview", "").await;
    assert_eq!(own.publish(&own.reviewer, checked()).await["practiceCase"]["workflowState"], "PUBLISHED");
    // Who hands in the next version of somebody else's case does not publish it either.
    own.update(&own.reviewer, json!({ "goals": ["Noch ein Ziel"] }), None).await;
    own.step(&own.reviewer, "submitPracticeCase", "").await;
    assert_eq!(codes(&own.publish(&own.reviewer, checked()).await), ["FOUR_EYES"]);
    assert_eq!(own.publish(&own.other, checked()).await["practiceCase"]["workflowState"], "PUBLISHED");
}

#[tokio::test]
async fn everything_on_the_checklist_is_confirmed_and_what_was_read_is_what_is_published() {
    let desk = Desk::new().await;
    assert_eq!(codes(&desk.publish(&desk.reviewer, checked()).await), ["NOT_FOUND"], "a foreign draft is not there");
    assert_eq!(codes(&desk.publish(&desk.administrator, checked()).await), ["INVALID_STATE"], "a draft is not published");
    desk.step(&desk.author, "submitPracticeCase", "").await;
    for point in ["complete", "implemented", "noPersonalData", "rightsCleared", "accessibleFiles"] {
        let mut list = checked();
        list[point] = json!(false);
        assert_eq!(codes(&desk.publish(&desk.reviewer, list).await), ["CHECKLIST_INCOMPLETE"], "{point}");
    }
    let mut list = checked();
    list["rightsCleared"] = json!(false);
    let message = desk.publish(&desk.reviewer, list).await["userErrors"][0]["message"].clone();
    assert!(message.as_str().unwrap().ends_with("Offen ist: Die Rechte an Texten, Bildern und Dateien sind geklärt."), "{message}");
    let version = desk.version().await;
    desk.update(&desk.author, json!({ "goals": ["Anders"] }), None).await;
    let late = desk.act(&desk.reviewer, PUBLISH, json!({ "checklist": checked(), "version": version })).await;
    assert_eq!(codes(&late), ["CONFLICT"]);
    let public = "query($id: ID!) { practiceCase(id: $id) { title } }";
    assert_eq!(desk.world.data(&Viewer::Public, public, json!({ "id": desk.id })).await["practiceCase"], Value::Null);
}

#[tokio::test]
async fn whoever_decides_about_a_text_has_read_the_one_that_stands_there() {
    let desk = Desk::new().await;
    let late = async |viewer: &Viewer, name: &str, more: &str, read: &Value| {
        codes(&desk.act(viewer, &step(name, &format!("{more}, version: {read}")), json!({})).await)
    };
    let read = desk.version().await;
    desk.update(&desk.colleague, json!({ "goals": ["Anders"] }), None).await;
    assert_eq!(late(&desk.author, "submitPracticeCase", "", &read).await, ["CONFLICT"]);
    assert_eq!(late(&desk.author, "rollBackPracticeCase", ", revision: 1", &read).await, ["CONFLICT"]);
    assert_eq!(desk.way(&desk.author).await["workflowState"], "DRAFT");
    desk.step(&desk.author, "submitPracticeCase", "").await;
    assert_eq!(late(&desk.author, "submitPracticeCase", "", &read).await, [] as [&str; 0], "it is handed in already");
    let read = desk.version().await;
    desk.update(&desk.author, json!({ "goals": ["Noch einmal anders"] }), None).await;
    assert_eq!(late(&desk.reviewer, "requestChanges", ", reason: \"Die Ziele fehlen\"", &read).await, ["CONFLICT"]);
    assert_eq!(desk.way(&desk.author).await["workflowState"], "SUBMITTED");
}

#[tokio::test]
async fn a_review_is_claimed_handed_over_freed_and_given_up() {
    let desk = Desk::new().await;
    let mut seen = 0;
    assert_eq!(desk.refused(&desk.administrator, "claimReview", "").await, ["INVALID_STATE"]);
    desk.step(&desk.author, "submitPracticeCase", "").await;
    desk.step(&desk.reviewer, "claimReview", "").await;
    desk.mails(&mut seen).await;
    for name in ["claimReview", "requestChanges"] {
        let more = if name == "claimReview" { "" } else { ", reason: \"Bitte kürzer\"" };
        assert_eq!(desk.refused(&desk.other, name, more).await, ["CLAIMED_BY_OTHER"], "{name}");
        assert_eq!(desk.refused(&desk.author, name, more).await, ["FORBIDDEN"], "{name}");
    }
    assert_eq!(codes(&desk.publish(&desk.other, checked()).await), ["CLAIMED_BY_OTHER"]);
    assert_eq!(desk.refused(&desk.other, "releaseReview", "").await, ["NOT_CLAIMED"]);
    assert_eq!(desk.refused(&desk.other, "freeReview", "").await, ["FORBIDDEN"]);
    let reviewers = "{ viewer { reviewers { id email isViewer } } }";
    let found = desk.world.data(&desk.reviewer, reviewers, json!({})).await["viewer"]["reviewers"].clone();
    assert_eq!(found.as_array().unwrap().len(), 3, "two reviewers and an administrator");
    assert_eq!(desk.world.data(&desk.author, reviewers, json!({})).await["viewer"]["reviewers"], json!([]));
    let id_of = |name: &str| {
        let of = |it: &&Value| it["email"].as_str().unwrap().starts_with(name);
        found.as_array().unwrap().iter().find(of).unwrap()["id"].as_str().unwrap().to_owned()
    };
    let Viewer::Member(Member { account, .. }) = &desk.author else { unreachable!("a member") };
    let author = base64_id(&format!("Account:{account}"));
    assert_eq!(desk.refused(&desk.reviewer, "handOverReview", &format!(", to: \"{author}\"")).await, ["UNKNOWN_VALUE"]);
    desk.step(&desk.reviewer, "handOverReview", &format!(", to: \"{}\"", id_of("reviewer-zweite"))).await;
    let told = [("author-15084", "Prüfung übernommen"), ("reviewer-zweite", "Zu prüfen")];
    assert_eq!(desk.mails(&mut seen).await, pairs(&told));
    let mail = desk.world.test.sent().into_iter().find(|mail| mail.subject.starts_with("Prüfung übernommen")).unwrap();
    assert!(!mail.text.contains("reviewer-"), "who it is, authors are not told: {}", mail.text);
    assert_eq!(desk.way(&desk.other).await["review"]["isClaimedByViewer"], true);
    desk.step(&desk.administrator, "freeReview", "").await;
    let told = [
        ("author-15084", "Wartet wieder auf Prüfung"),
        ("reviewer-agentur", "Neu eingereicht"),
        ("reviewer-zweite", "Prüfung freigegeben"),
    ];
    assert_eq!(desk.mails(&mut seen).await, pairs(&told));
    desk.step(&desk.reviewer, "claimReview", "").await;
    assert_eq!(desk.step(&desk.author, "withdrawSubmission", "").await, "DRAFT");
    desk.step(&desk.author, "withdrawSubmission", "").await;
    let told = [("author-15084", "In Prüfung"), ("author-15084", "Zurückgezogen"), ("reviewer-agentur", "Prüfung entfällt")];
    assert_eq!(desk.mails(&mut seen).await, pairs(&told));
    assert_eq!(desk.refused(&desk.reviewer, "claimReview", "").await, ["NOT_FOUND"], "a draft is not theirs to see");
    let kinds = desk.way(&desk.author).await;
    let expected = ["SUBMITTED", "CLAIMED", "HANDED_OVER", "FREED", "CLAIMED", "WITHDRAWN"];
    assert_eq!(texts(&kinds["reviewHistory"], "kind"), expected);
    assert_eq!(kinds["review"]["claimedAt"], Value::Null);
}

#[tokio::test]
async fn those_who_review_are_told_who_has_claimed_a_review_and_others_since_when() {
    let desk = Desk::new().await;
    desk.step(&desk.author, "submitPracticeCase", "").await;
    desk.step(&desk.reviewer, "claimReview", "").await;
    let adviser = desk.world.test.adviser(&["15084"]).await;
    let query = "query($id: ID!) { practiceCase(id: $id) { review { claimedAt claimedBy { email roleLabel isViewer } } } }";
    let review = async |viewer: &Viewer| desk.world.data(viewer, query, json!({ "id": desk.id })).await["practiceCase"]["review"].clone();
    let holder = |is_viewer: bool| json!({ "email": "reviewer-agentur@example.org", "roleLabel": "Redaktion", "isViewer": is_viewer });
    for (viewer, expected) in [
        (&desk.reviewer, holder(true)),
        (&desk.other, holder(false)),
        (&desk.administrator, holder(false)),
        (&desk.author, Value::Null),
        (&desk.colleague, Value::Null),
        (&adviser, Value::Null),
    ] {
        let found = review(viewer).await;
        assert_eq!((found["claimedAt"].is_string(), &found["claimedBy"]), (true, &expected), "{viewer:?}");
    }
    desk.step(&desk.reviewer, "releaseReview", "").await;
    assert_eq!(review(&desk.other).await, json!({ "claimedAt": null, "claimedBy": null }));
}

#[tokio::test]
async fn people_talk_about_the_working_copy_and_strangers_hear_nothing() {
    let desk = Desk::new().await;
    let mut seen = 0;
    desk.step(&desk.author, "submitPracticeCase", "").await;
    desk.step(&desk.reviewer, "claimReview", "").await;
    desk.mails(&mut seen).await;
    let say = async |viewer: &Viewer, more: Value| desk.act(viewer, COMMENT, more).await;
    for (given, code) in [
        (json!({ "body": "  " }), "REQUIRED"),
        (json!({ "body": "x".repeat(4_001) }), "TOO_LONG"),
        (json!({ "body": "Wie viele?", "field": "goals[0]" }), "UNKNOWN_VALUE"),
        (json!({ "body": "Welche Halle?", "field": "materials[0].title" }), "UNKNOWN_VALUE"),
    ] {
        assert_eq!(codes(&say(&desk.reviewer, given).await), [code]);
    }
    let asked =
        say(&desk.reviewer, json!({ "body": "Wie viele Fahrten?", "field": "goals", "mentions": ["AUTHOR", "COORDINATOR", "REVIEWER"] }))
            .await;
    assert_eq!(desk.mails(&mut seen).await, pairs(&[("author-15084", "Kommentar"), ("coordinator-15084", "Kommentar")]), "not the writer");
    say(&desk.author, json!({ "body": "Zehn im Jahr.", "mentions": ["REVIEWER"] })).await;
    assert_eq!(desk.mails(&mut seen).await, pairs(&[("reviewer-agentur", "Kommentar")]), "whoever reviews it, not all who do");
    let comment = asked["reviewComment"]["id"].clone();
    let resolve = "mutation($comment: ID!, $is: Boolean!) { answer: resolveReviewComment(id: $comment, isResolved: $is) {
        reviewComment { isResolved resolvedByRole } userErrors { code } } }";
    let marked = desk.world.data(&desk.author, resolve, json!({ "comment": comment, "is": true })).await;
    assert_eq!(marked["answer"]["reviewComment"], json!({ "isResolved": true, "resolvedByRole": "AUTHOR" }));

    let talk = desk.way(&desk.author).await["reviewComments"].clone();
    assert_eq!((&talk["totalCount"], texts(&talk["nodes"], "body")), (&json!(2), vec!["Wie viele Fahrten?", "Zehn im Jahr."]));
    let first = &talk["nodes"][0];
    assert_eq!((&first["field"], &first["fieldLabel"], &first["by"]["roleLabel"]), (&json!("goals"), &json!("Ziele"), &json!("Redaktion")));
    assert_eq!((&first["isOwn"], &first["isResolved"]), (&json!(false), &json!(true)));
    let page = "query($id: ID!, $after: String) { practiceCase(id: $id) { reviewComments(first: 1, after: $after) {
        nodes { body } pageInfo { hasNextPage hasPreviousPage endCursor } } } }";
    let one = desk.world.data(&desk.reviewer, page, json!({ "id": desk.id })).await["practiceCase"]["reviewComments"].clone();
    let after = one["pageInfo"]["endCursor"].clone();
    let two =
        desk.world.data(&desk.reviewer, page, json!({ "id": desk.id, "after": after })).await["practiceCase"]["reviewComments"].clone();
    assert_eq!((texts(&one["nodes"], "body"), texts(&two["nodes"], "body")), (vec!["Wie viele Fahrten?"], vec!["Zehn im Jahr."]));
    assert_eq!(
        (&one["pageInfo"]["hasNextPage"], &two["pageInfo"]["hasNextPage"], &two["pageInfo"]["hasPreviousPage"]),
        (&json!(true), &json!(false), &json!(true))
    );

    // Published, it is everybody's; how it came about is not.
    assert_eq!(desk.publish(&desk.reviewer, checked()).await["practiceCase"]["workflowState"], "PUBLISHED");
    let stranger = desk.world.test.member(Role::Author, Some("15088")).await;
    let reader = desk.world.test.member(Role::Reader, Some("15084")).await;
    let node = "query($comment: ID!) { node(id: $comment) { id } }";
    for (viewer, refusal) in [(&Viewer::Public, "UNAUTHENTICATED"), (&stranger, "NOT_FOUND"), (&reader, "NOT_FOUND")] {
        let way = desk.way(viewer).await;
        for field in ["review", "reviewHistory", "reviewComments", "revisions", "revisionDiff"] {
            assert_eq!(way[field], Value::Null, "{field} for {viewer:?}");
        }
        assert_eq!(desk.world.data(viewer, node, json!({ "comment": comment })).await["node"], Value::Null);
        let answer = desk.world.data(viewer, resolve, json!({ "comment": comment, "is": false })).await["answer"].clone();
        assert_eq!(codes(&answer), [refusal], "what is not to be seen is not there to be resolved either: {answer}");
    }
    assert_eq!(desk.world.data(&desk.author, node, json!({ "comment": comment })).await["node"]["id"], comment);
}
