//! The whole way of a case through the API: an author, another of the same municipality, reviewers, an administrator.

use crate::world::{World, texts};
use domain::{Role, Viewer, permission::Member};
use serde_json::{Value, json};
use test_network::complete_case;

const CREATE: &str = "mutation($input: PracticeCaseInput!) { answer: createPracticeCase(input: $input) { practiceCase { id version } } }";
const UPDATE: &str = "mutation($id: ID!, $input: PracticeCaseInput!, $version: Int) {
    answer: updatePracticeCase(id: $id, input: $input, version: $version) {
        practiceCase { version revision workflowState } userErrors { code field }
        conflict { version fields { field label base mine theirs } } } }";
const AUTOSAVE: &str = "mutation($id: ID!, $input: PracticeCaseInput!, $version: Int) {
    answer: autosavePracticeCase(id: $id, input: $input, version: $version) {
        practiceCase { version revision title } userErrors { code } conflict { fields { field mine theirs } } } }";
const PUBLISH: &str = "mutation($id: ID!, $checklist: ReviewChecklistInput!, $version: Int!) {
    answer: publishPracticeCase(id: $id, checklist: $checklist, version: $version) {
        practiceCase { workflowState } userErrors { code message } } }";
const WAY: &str = "query($id: ID!) { practiceCase(id: $id) {
    workflowState review { submittedRevision claimedAt isClaimedByViewer }
    reviewHistory { kind label reason revision checklist by { role isViewer } }
    reviewComments { totalCount nodes { body field fieldLabel isOwn isResolved mentions by { roleLabel } } }
    revisions { number isOwn isAutosave } revisionDiff(from: 1, to: 2) { field old new added removed } } }";

/// A mutation of a case by its id alone, with more arguments if there are any.
fn step(name: &str, more: &str) -> String {
    format!(
        "mutation($id: ID!) {{ answer: {name}(id: $id{more}) {{ practiceCase {{ workflowState }} userErrors {{ code field message }} }} }}"
    )
}

fn checked() -> Value {
    json!({ "complete": true, "implemented": true, "noPersonalData": true, "rightsCleared": true, "accessibleFiles": true })
}

/// A case on its way, and those around it.
struct Desk {
    world: World,
    author: Viewer,
    colleague: Viewer,
    reviewer: Viewer,
    other: Viewer,
    administrator: Viewer,
    id: Value,
}

impl Desk {
    /// A complete draft of an author.
    async fn new() -> Self {
        let world = World::new().await;
        let author = world.test.member(Role::Author, Some("15084")).await;
        let colleague = world.test.member(Role::Coordinator, Some("15084")).await;
        let (reviewer, other) = (world.test.member(Role::Reviewer, None).await, world.test.other_reviewer().await);
        let administrator = world.test.member(Role::Administrator, None).await;
        let input = serde_json::to_value(complete_case("Ausbildungsbus im ländlichen Raum")).unwrap();
        let created = world.data(&author, CREATE, json!({ "input": input })).await;
        let id = created["answer"]["practiceCase"]["id"].clone();
        Self { world, author, colleague, reviewer, other, administrator, id }
    }

    async fn act(&self, viewer: &Viewer, mutation: &str, mut variables: Value) -> Value {
        variables["id"] = self.id.clone();
        self.world.data(viewer, mutation, variables).await["answer"].clone()
    }

    /// The version that the case has.
    async fn version(&self) -> Value {
        let read = "query($id: ID!) { practiceCase(id: $id) { version } }";
        self.world.data(&self.administrator, read, json!({ "id": self.id })).await["practiceCase"]["version"].clone()
    }

    /// A step as a document; where it decides about a text, about the one that stands there now.
    async fn document(&self, name: &str, more: &str) -> String {
        match name {
            "submitPracticeCase" | "requestChanges" => step(name, &format!("{more}, version: {}", self.version().await)),
            _ => step(name, more),
        }
    }

    /// Takes a step that must succeed, and returns the state that it led to.
    async fn step(&self, viewer: &Viewer, name: &str, more: &str) -> String {
        let answer = self.act(viewer, &self.document(name, more).await, json!({})).await;
        assert_eq!(answer["userErrors"], json!([]), "{name}");
        answer["practiceCase"]["workflowState"].as_str().unwrap().to_owned()
    }

    /// The codes that a step is refused with.
    async fn refused(&self, viewer: &Viewer, name: &str, more: &str) -> Vec<String> {
        codes(&self.act(viewer, &self.document(name, more).await, json!({})).await)
    }

    async fn publish(&self, viewer: &Viewer, checklist: Value) -> Value {
        self.act(viewer, PUBLISH, json!({ "checklist": checklist, "version": self.version().await })).await
    }

    async fn update(&self, viewer: &Viewer, input: Value, version: Option<i64>) -> Value {
        self.act(viewer, UPDATE, json!({ "input": input, "version": version })).await
    }

    async fn way(&self, viewer: &Viewer) -> Value {
        self.world.data(viewer, WAY, json!({ "id": self.id })).await["practiceCase"].clone()
    }

    /// The mails about reviews since the last look: to whom and the beginning of the subject.
    async fn mails(&self, seen: &mut usize) -> Vec<(String, String)> {
        self.world.test.run_jobs().await;
        let all: Vec<_> = self.world.test.sent().into_iter().filter(|mail| mail.kind.key() == "review").collect();
        let mut new: Vec<_> = all[*seen..]
            .iter()
            .map(|mail| (mail.to.reveal().replace("@example.org", ""), mail.subject.split(':').next().unwrap().to_owned()))
            .collect();
        *seen = all.len();
        new.sort();
        new
    }
}

fn codes(answer: &Value) -> Vec<String> {
    texts(&answer["userErrors"], "code").into_iter().map(str::to_owned).collect()
}

fn pairs(expected: &[(&str, &str)]) -> Vec<(String, String)> {
    expected.iter().map(|(to, subject)| ((*to).to_owned(), (*subject).to_owned())).collect()
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
    assert_eq!(desk.mails(&mut seen).await, pairs(&[("reviewer-zweite", "Zu prüfen")]));
    assert_eq!(desk.way(&desk.other).await["review"]["isClaimedByViewer"], true);
    desk.step(&desk.administrator, "freeReview", "").await;
    assert_eq!(desk.mails(&mut seen).await, pairs(&[("reviewer-zweite", "Prüfung freigegeben")]));
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

fn base64_id(text: &str) -> String {
    use base64::Engine;
    base64::engine::general_purpose::URL_SAFE_NO_PAD.encode(text)
}

const COMMENT: &str = "mutation($id: ID!, $body: String!, $field: String, $mentions: [ReviewParty!]) {
    answer: addReviewComment(id: $id, body: $body, field: $field, mentions: $mentions) {
        reviewComment { id isResolved } userErrors { code field } } }";

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
        desk.act(viewer, AUTOSAVE, json!({ "input": input, "version": version })).await
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
    assert_eq!(confirm(&desk.author).await["practiceCase"]["workflowState"], "DRAFT", "what is worked on stays");
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
    let version = edited["practiceCase"]["version"].as_i64();
    assert_eq!(desk.update(&desk.author, json!({ "goals": ["Fertig"] }), version).await["userErrors"], json!([]), "no conflict");
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
        practiceCase { freshness { state } isWorkingCopy } userErrors { code } } }";
    let answer = desk.world.data(&Viewer::Public, confirm, json!({ "token": "unsinn" })).await["answer"].clone();
    assert_eq!(codes(&answer), ["NOT_FOUND"]);
    let answer = desk.world.data(&Viewer::Public, confirm, json!({ "token": token })).await["answer"].clone();
    assert_eq!(answer["practiceCase"], json!({ "freshness": { "state": "CONFIRMED" }, "isWorkingCopy": false }));
    assert_eq!(state(&token).await["freshness"]["state"], "CONFIRMED");
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
