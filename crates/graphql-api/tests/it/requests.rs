//! Questions to the network through the API.

use crate::world::{World, only_error};
use domain::{Role, Viewer};
use serde_json::{Value, json};
use test_network::complete_case;

const ASK: &str = "mutation($question: String!) { answer: askNetwork(question: $question, details: \"Wir fangen an.\") {
    request { id url question details closedAt replyCount mayClose by { role isViewer } municipality { ags } } userErrors { code field } } }";
const REPLY: &str = "mutation($id: ID!, $case: ID) { answer: replyToRequest(id: $id, reply: \"Wir.\", case: $case) {
    reply { id body by { isViewer } practiceCase { title } } userErrors { code field } } }";
const ONE: &str = "query($id: ID!) { request(id: $id) { question replyCount mayClose replies { body by { roleLabel isViewer } } }
    node(id: $id) { ... on Request { question } } }";

#[tokio::test]
async fn a_question_is_asked_answered_and_closed() {
    let world = World::new().await;
    let case = world.test.publish(complete_case("Elterncafé an Grundschulen")).await;
    let asker = world.test.member(Role::Reader, Some("15084")).await;
    let other = world.test.member(Role::Coordinator, Some("15088")).await;
    let answer = world.data(&asker, ASK, json!({ "question": "Wer hat ein Elterncafé aufgebaut?" })).await["answer"].clone();
    let request = &answer["request"];
    assert_eq!(answer["userErrors"], json!([]));
    assert_eq!((&request["replyCount"], &request["mayClose"], &request["closedAt"]), (&json!(0), &json!(true), &Value::Null));
    assert_eq!((&request["by"]["isViewer"], &request["municipality"]["ags"]), (&json!(true), &json!("15084")));
    let id = request["id"].clone();
    let found = "{ searchCases(query: \"Elterncafé\") { nodes { id } } }";
    let case_id = world.data(&Viewer::Public, found, json!({})).await["searchCases"]["nodes"][0]["id"].clone();
    let replied = world.data(&other, REPLY, json!({ "id": id, "case": case_id })).await["answer"].clone();
    assert_eq!(replied["reply"]["practiceCase"]["title"], json!(case.content.title));
    let unknown = world.data(&other, REPLY, json!({ "id": id, "case": "erfunden" })).await["answer"].clone();
    assert_eq!(unknown["userErrors"], json!([{ "code": "NOT_FOUND", "field": "case" }]));
    let one = world.data(&other, ONE, json!({ "id": id })).await.clone();
    assert_eq!(one["request"]["replies"], json!([{ "body": "Wir.", "by": { "roleLabel": "Koordinator:in", "isViewer": true } }]));
    assert_eq!((&one["request"]["mayClose"], &one["node"]["question"]), (&json!(false), &json!("Wer hat ein Elterncafé aufgebaut?")));
    let hidden = world.data(&Viewer::Public, ONE, json!({ "id": id })).await.clone();
    assert_eq!(hidden, json!({ "request": null, "node": null }));
    let close = "mutation($id: ID!) { answer: closeRequest(id: $id) { request { closedAt replyCount } userErrors { code } } }";
    assert_eq!(world.data(&other, close, json!({ "id": id })).await["answer"]["userErrors"][0]["code"], "FORBIDDEN");
    let closed = world.data(&asker, close, json!({ "id": id })).await["answer"]["request"].clone();
    assert_eq!((&closed["replyCount"], closed["closedAt"].is_string()), (&json!(1), true));
    assert_eq!(world.data(&other, REPLY, json!({ "id": id })).await["answer"]["userErrors"][0]["code"], "REQUEST_CLOSED");
    let erase = "mutation($id: ID!) { answer: eraseRequest(id: $id) { erasedId userErrors { code } } }";
    assert_eq!(world.data(&asker, erase, json!({ "id": id })).await["answer"]["erasedId"], id);
    assert_eq!(world.data(&asker, ONE, json!({ "id": id })).await["request"], Value::Null);
}

#[tokio::test]
async fn the_list_is_paged_the_latest_first_and_can_leave_out_what_is_closed() {
    let world = World::new().await;
    let asker = world.test.member(Role::Reader, Some("15084")).await;
    let mut ids = Vec::new();
    for number in 1..=3 {
        // Questions of the same moment keep an order, too.
        let answer =
            world.data(&asker, ASK, json!({ "question": format!("Wer kennt die Frage Nummer {number}?") })).await["answer"].clone();
        ids.push(answer["request"]["id"].clone());
    }
    let close = "mutation($id: ID!) { answer: closeRequest(id: $id) { userErrors { code } } }";
    world.data(&asker, close, json!({ "id": ids[1] })).await;
    let list = "query($open: Boolean, $first: Int, $after: String) { requests(isOpen: $open, first: $first, after: $after) {
        nodes { id } pageInfo { endCursor hasNextPage hasPreviousPage } } }";
    let mut seen = Vec::new();
    let mut after = Value::Null;
    for _ in 0..3 {
        let page = world.data(&asker, list, json!({ "first": 1, "after": after })).await["requests"].clone();
        seen.push(page["nodes"][0]["id"].clone());
        after = page["pageInfo"]["endCursor"].clone();
        assert_eq!(page["pageInfo"]["hasNextPage"], json!(seen.len() < 3));
    }
    seen.sort_by_key(Value::to_string);
    ids.sort_by_key(Value::to_string);
    assert_eq!(seen, ids, "each of them once");
    for (open, count) in [(json!(true), 2), (json!(false), 1), (Value::Null, 3)] {
        let page = world.data(&asker, list, json!({ "open": open })).await["requests"].clone();
        assert_eq!(page["nodes"].as_array().unwrap().len(), count);
    }
}

#[tokio::test]
async fn what_is_sent_once_more_under_its_key_is_answered_with_what_is_there() {
    let world = World::new().await;
    let author = world.test.member(Role::Author, Some("15084")).await;
    let ask = "mutation($key: String) { answer: askNetwork(question: \"Wer hat ein Elterncafé?\", idempotencyKey: $key) {
        request { id replyCount } userErrors { code field message } } }";
    let reply =
        "mutation($id: ID!, $key: String) { answer: replyToRequest(id: $id, reply: \"Wir.\", idempotencyKey: $key) { reply { id } } }";
    let create = "mutation($key: String) { answer: createPracticeCase(input: { title: \"Ein Elterncafé\" }, idempotencyKey: $key) {
        practiceCase { id workingCopy { version content { title } } } } }";
    let send = async |mutation: &str, variables: Value| world.data(&author, mutation, variables).await["answer"].clone();
    let first = send(ask, json!({ "key": "a" })).await;
    let id = first["request"]["id"].clone();
    let replied = send(reply, json!({ "id": id, "key": "a" })).await;
    assert_eq!(send(reply, json!({ "id": id, "key": "a" })).await, replied);
    assert_eq!(send(ask, json!({ "key": "a" })).await["request"], json!({ "id": id, "replyCount": 1 }));
    for variables in [json!({ "key": "b" }), json!({ "key": null }), json!({})] {
        assert_ne!(send(ask, variables.clone()).await["request"]["id"], id, "{variables}");
    }
    let begun = send(create, json!({ "key": "a" })).await;
    assert_eq!(begun["practiceCase"]["workingCopy"], json!({ "version": 1, "content": { "title": "Ein Elterncafé" } }));
    assert_eq!(send(create, json!({ "key": "a" })).await, begun);
    let message = "Idempotenzschlüssel: Der Text ist mit 256 Zeichen zu lang; höchstens 255 Zeichen sind möglich.";
    let refused = json!([{ "code": "TOO_LONG", "field": "idempotencyKey", "message": message }]);
    assert_eq!(send(ask, json!({ "key": "x".repeat(256) })).await["userErrors"], refused);
}

#[tokio::test]
async fn an_invitation_that_is_sent_once_more_under_its_key_is_there_until_it_is_taken_back() {
    let world = World::new().await;
    let coordinator = world.test.member(Role::Coordinator, Some("15084")).await;
    let invite = "mutation { answer: inviteMember(
        input: { email: \"neu@kreis.example.org\", role: AUTHOR, municipality: \"15084\" }, idempotencyKey: \"a\") {
        invitation { id } userErrors { code field message } } }";
    let revoke = "mutation($id: ID!) { answer: revokeInvitation(id: $id) { userErrors { code } } }";
    let send = async |mutation: &str, variables: Value| world.data(&coordinator, mutation, variables).await["answer"].clone();
    let first = send(invite, json!({})).await;
    assert_eq!(send(invite, json!({})).await, first);
    send(revoke, json!({ "id": first["invitation"]["id"] })).await;
    let message = "Idempotenzschlüssel: „a“ ist schon vergeben.";
    let refused = json!([{ "code": "DUPLICATE", "field": "idempotencyKey", "message": message }]);
    assert_eq!(send(invite, json!({})).await, json!({ "invitation": null, "userErrors": refused }));
}

#[tokio::test]
async fn the_list_can_be_narrowed_down_to_who_asks() {
    let world = World::new().await;
    let list = "query($place: String) { requests(municipality: $place) { nodes { municipality { ags } } } }";
    for (role, place) in [(Role::Author, Some("15084")), (Role::Author, Some("15084550")), (Role::Reviewer, None)] {
        let asker = world.test.member(role, place).await;
        world.data(&asker, ASK, json!({ "question": "Wer kennt diese Frage auch?" })).await;
    }
    let reader = world.test.member(Role::Reader, Some("15088")).await;
    for (place, expected) in [(json!("15084"), vec!["15084", "15084550"]), (json!("15088"), vec![])] {
        let page = world.data(&reader, list, json!({ "place": place })).await["requests"]["nodes"].clone();
        let mut asking: Vec<_> = page.as_array().unwrap().iter().map(|node| node["municipality"]["ags"].as_str().unwrap()).collect();
        asking.sort_unstable();
        assert_eq!(asking, expected, "a Landkreis with its Gemeinden");
    }
    let all = world.data(&reader, list, json!({})).await["requests"]["nodes"].clone();
    assert_eq!(all.as_array().unwrap().len(), 3);
    let unknown = world.ask_as(&reader, list, json!({ "place": "99999" })).await;
    assert_eq!(only_error(&unknown).0, "NOT_FOUND");
}

const GATHER: &str = "mutation($hour: Int) { answer: gatherReplies(frequency: DAILY, hour: $hour) {
    subscription { gathersReplies followsCase frequency state text wantedHour } userErrors { code field } } }";

#[tokio::test]
async fn a_member_has_the_replies_to_their_questions_gathered() {
    let world = World::new().await;
    let asker = world.test.member(Role::Reader, Some("15084")).await;
    let other = world.test.member(Role::Coordinator, Some("15088")).await;
    let gather = async |viewer: &Viewer, hour: i32| world.data(viewer, GATHER, json!({ "hour": hour })).await["answer"].clone();
    assert_eq!(gather(&Viewer::Public, 9).await["userErrors"][0]["code"], "UNAUTHENTICATED");
    assert_eq!(gather(&asker, 24).await["userErrors"], json!([{ "code": "MALFORMED", "field": "hour" }]));
    let pending = json!({
        "gathersReplies": true, "followsCase": false, "frequency": "DAILY", "state": "PENDING", "text": "", "wantedHour": 9,
    });
    assert_eq!(gather(&asker, 9).await, json!({ "subscription": pending, "userErrors": [] }));
    world.test.run_jobs().await;
    let mail = world.test.sent().pop().unwrap();
    assert_eq!(mail.to.reveal(), "reader-15084@example.org", "to no other address");
    let token = mail.text.split("token=").nth(1).unwrap().split_whitespace().next().unwrap();
    usecases::confirm_subscription::confirm(&world.test.network, token).await.unwrap();
    let id = world.data(&asker, ASK, json!({ "question": "Wer hat ein Elterncafé?" })).await["answer"]["request"]["id"].clone();
    world.data(&other, REPLY, json!({ "id": id })).await;
    world.test.run_jobs().await;
    let told = || world.test.sent().into_iter().filter(|mail| mail.to.reveal() == "reader-15084@example.org").skip(1);
    assert_eq!(told().count(), 0, "it waits");
    world.test.pass(chrono::TimeDelta::days(1)).await;
    let subjects: Vec<_> = told().map(|mail| mail.subject).collect();
    assert_eq!(subjects, ["1 Antwort auf Ihre Fragen: Wer hat ein Elterncafé?"]);
}
