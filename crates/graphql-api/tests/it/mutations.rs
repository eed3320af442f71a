//! A case by mutations alone, and what is said when one is refused.

use crate::world::{World, only_error, texts};
use domain::{Role, Viewer};
use serde_json::{Value, json};
use test_network::complete_case;

const CREATE: &str = "mutation($input: PracticeCaseInput!) { answer: createPracticeCase(input: $input) {
    practiceCase { id title slug version workflowState municipality { ags } } userErrors { code field message } } }";
const UPDATE: &str = "mutation($id: ID!, $input: PracticeCaseInput!, $version: Int!) { answer: updatePracticeCase(id: $id, input: $input, version: $version) {
    practiceCase { title teaser goals version workflowState licence } userErrors { code field message } } }";

/// A step, decided on this version where it is about a text.
fn step(name: &str, version: &Value) -> String {
    let checklist = "checklist: { complete: true, implemented: true, noPersonalData: true, rightsCleared: true, accessibleFiles: true }";
    let more = match name {
        "publishPracticeCase" => format!(", version: {version}, {checklist}"),
        "submitPracticeCase" => format!(", version: {version}"),
        _ => String::new(),
    };
    format!(
        "mutation($id: ID!) {{ answer: {name}(id: $id{more}) {{ practiceCase {{ workflowState }} userErrors {{ code field message }} }} }}"
    )
}

async fn act(world: &World, viewer: &Viewer, mutation: &str, variables: Value) -> Value {
    world.data(viewer, mutation, variables).await["answer"].clone()
}

/// Code, field and message of a refused mutation's only error.
fn refusal(answer: &Value) -> (String, Option<String>, String) {
    let errors = answer["userErrors"].as_array().unwrap();
    assert_eq!((errors.len(), answer.get("practiceCase").is_none_or(Value::is_null)), (1, true), "{answer:#}");
    let text = |key: &str| errors[0][key].as_str().map(str::to_owned);
    (text("code").unwrap(), text("field"), text("message").unwrap())
}

/// The input that makes a complete case; the format of imports is the format of the API.
fn complete_input(title: &str) -> Value {
    serde_json::to_value(complete_case(title)).unwrap()
}

#[tokio::test]
async fn from_a_draft_to_the_archive() {
    let world = World::new().await;
    let (author, reviewer) = (world.test.member(Role::Author, Some("15084")).await, world.test.member(Role::Reviewer, None).await);
    let created = act(&world, &author, CREATE, json!({ "input": { "title": "Ein Anfang" } })).await;
    assert_eq!(created["userErrors"], json!([]));
    assert_eq!(
        (&created["practiceCase"]["workflowState"], &created["practiceCase"]["municipality"]["ags"]),
        (&json!("DRAFT"), &json!("15084"))
    );
    let id = created["practiceCase"]["id"].clone();
    let read = &created["practiceCase"]["version"];
    let early = act(&world, &author, &step("submitPracticeCase", read), json!({ "id": id })).await;
    let missing = texts(&early["userErrors"], "field");
    assert_eq!((missing[0], missing.last().copied()), ("teaser", Some("contact.mailbox")));
    assert_eq!(
        early["userErrors"][0],
        json!({ "code": "REQUIRED", "field": "teaser", "message": "Kurzbeschreibung: Diese Angabe fehlt." })
    );
    let mut input = complete_input("Ausbildungsbus im ländlichen Raum");
    input["goals"] = json!(["Erstes Ziel", "Zweites Ziel"]);
    let updated = act(&world, &author, UPDATE, json!({ "id": id, "input": input, "version": created["practiceCase"]["version"] })).await;
    assert_eq!((&updated["userErrors"], &updated["practiceCase"]["goals"]), (&json!([]), &input["goals"]));
    for (viewer, name, state) in [
        (&author, "submitPracticeCase", "SUBMITTED"),
        (&reviewer, "publishPracticeCase", "PUBLISHED"),
        (&reviewer, "publishPracticeCase", "PUBLISHED"),
        (&reviewer, "archivePracticeCase", "ARCHIVED"),
    ] {
        let read = "query($id: ID!) { practiceCase(id: $id) { workingCopy { version } } }";
        let read = world.data(viewer, read, json!({ "id": id })).await["practiceCase"]["workingCopy"]["version"].clone();
        let answer = act(&world, viewer, &step(name, &read), json!({ "id": id })).await;
        assert_eq!(answer, json!({ "practiceCase": { "workflowState": state }, "userErrors": [] }), "{name}");
    }
    let (code, _, message) = refusal(&act(&world, &author, &step("withdrawSubmission", &json!(1)), json!({ "id": id })).await);
    assert_eq!(code, "INVALID_STATE");
    assert_eq!(message, "Das Praxisbeispiel ist im Stand „archiviert“; dort ist dieser Schritt nicht möglich.");
}

#[tokio::test]
async fn an_update_changes_what_it_names_and_null_empties() {
    let world = World::new().await;
    let author = world.test.member(Role::Author, Some("15084")).await;
    let created = act(&world, &author, CREATE, json!({ "input": complete_input("Ausbildungsbus im ländlichen Raum") })).await;
    let id = &created["practiceCase"]["id"];
    let input = json!({ "title": "Ein neuer Titel", "goals": null, "licence": "CC0_1_0" });
    let updated = act(&world, &author, UPDATE, json!({ "id": id, "input": input, "version": 1 })).await;
    let case = &updated["practiceCase"];
    assert_eq!((&case["title"], &case["goals"], &case["licence"]), (&json!("Ein neuer Titel"), &json!([]), &json!("CC0_1_0")));
    assert!(case["teaser"].as_str().unwrap().starts_with("Ausbildungsbus"), "left out, so it stayed: {case:#}");
    let late = act(&world, &author, UPDATE, json!({ "id": id, "input": { "title": "Zu spät gespeichert" }, "version": 1 })).await;
    assert_eq!(refusal(&late).0, "CONFLICT");
    let unread = world.ask_as(&author, UPDATE, json!({ "id": id, "input": { "title": "Ohne Fassung" } })).await;
    assert_ne!(unread["errors"], Value::Null, "whoever does not say what they read would overwrite what others wrote: {unread:#}");
    let never = act(&world, &author, UPDATE, json!({ "id": id, "input": { "title": "Keine Fassung" }, "version": 0 })).await;
    assert_eq!(refusal(&never).0, "CONFLICT", "no case has this version");
    let renamed = act(&world, &author, UPDATE, json!({ "id": id, "input": { "externalId": "x-1" }, "version": 2 })).await;
    let (code, field, _) = refusal(&renamed);
    assert_eq!((code.as_str(), field.as_deref()), ("BAD_USER_INPUT", Some("externalId")));
}

#[tokio::test]
async fn every_broken_rule_is_named_with_its_field() {
    let world = World::new().await;
    let author = world.test.member(Role::Author, Some("15084")).await;
    let input =
        json!({ "title": "t".repeat(121), "goals": ["gut", "z".repeat(201)], "links": [{ "title": "Seite", "url": "javascript:x" }] });
    let answer = act(&world, &author, CREATE, json!({ "input": input })).await;
    let errors: Vec<_> =
        answer["userErrors"].as_array().unwrap().iter().map(|e| (e["field"].as_str().unwrap(), e["code"].as_str().unwrap())).collect();
    assert_eq!(errors, [("title", "TOO_LONG"), ("goals[1]", "TOO_LONG"), ("links[0].url", "MALFORMED")]);
    let message = answer["userErrors"][1]["message"].as_str().unwrap();
    assert_eq!(message, "Ziele (2. Eintrag): Der Text ist mit 201 Zeichen zu lang; höchstens 200 Zeichen sind möglich.");
    let answer = act(&world, &author, CREATE, json!({ "input": { "municipality": "99999", "end": "bald" } })).await;
    assert_eq!(texts(&answer["userErrors"], "code"), ["MALFORMED", "UNKNOWN_VALUE"]);
    assert_eq!(world.ask("{ practiceCases { totalCount } }").await["practiceCases"]["totalCount"], 0, "nothing was kept");
}

#[tokio::test]
async fn what_one_may_not_see_is_not_found_and_what_one_may_not_do_is_forbidden() {
    let world = World::new().await;
    let author = world.test.member(Role::Author, Some("15084")).await;
    let stranger = world.test.member(Role::Author, Some("15088")).await;
    let draft = act(&world, &author, CREATE, json!({ "input": { "title": "Ein Entwurf" } })).await["practiceCase"]["id"].clone();
    let published = world.test.publish(complete_case("Ausbildungsbus im ländlichen Raum")).await;
    let published = world.ask(&format!("{{ practiceCase(slug: \"{}\") {{ id }} }}", published.slug)).await["practiceCase"]["id"].clone();
    let municipality = world.ask(r#"{ municipality(ags: "14713") { id } }"#).await["municipality"]["id"].clone();
    for name in ["submitPracticeCase", "publishPracticeCase", "archivePracticeCase"] {
        let code = async |viewer: &Viewer, id: &Value| {
            let answer = act(&world, viewer, &step(name, &json!(1)), json!({ "id": id })).await;
            let (code, field, message) = refusal(&answer);
            assert_eq!((field, message.is_empty()), (None, false));
            code
        };
        assert_eq!(code(&Viewer::Public, &draft).await, "UNAUTHENTICATED", "{name}");
        assert_eq!(code(&stranger, &draft).await, "NOT_FOUND", "{name}");
        assert_eq!(code(&stranger, &published).await, "FORBIDDEN", "{name}");
        assert_eq!(code(&author, &json!("unsinn")).await, "NOT_FOUND", "{name}");
        assert_eq!(code(&author, &municipality).await, "NOT_FOUND", "{name}");
    }
    let foreign = act(&world, &stranger, UPDATE, json!({ "id": draft, "input": { "title": "Mein Titel" }, "version": 1 })).await;
    assert_eq!(refusal(&foreign).0, "NOT_FOUND");
    let elsewhere = json!({ "input": { "elsewhere": { "name": "Musterstadt", "state": "HESSEN" } } });
    assert_eq!(refusal(&act(&world, &author, CREATE, elsewhere).await).0, "FORBIDDEN");
}

#[tokio::test]
async fn erasing_is_for_administrators_and_leaves_nothing() {
    let world = World::new().await;
    let case = world.test.publish(complete_case("Ausbildungsbus im ländlichen Raum")).await;
    let query = format!("{{ practiceCase(slug: \"{}\") {{ id }} }}", case.slug);
    let id = world.ask(&query).await["practiceCase"]["id"].clone();
    let erase = "mutation($id: ID!) { answer: erasePracticeCase(id: $id) { erasedId userErrors { code } } }";
    let reviewer = world.test.member(Role::Reviewer, None).await;
    let refused = act(&world, &reviewer, erase, json!({ "id": id })).await;
    assert_eq!(refused, json!({ "erasedId": null, "userErrors": [{ "code": "FORBIDDEN" }] }));
    let administrator = world.test.member(Role::Administrator, None).await;
    assert_eq!(act(&world, &administrator, erase, json!({ "id": id })).await, json!({ "erasedId": id, "userErrors": [] }));
    assert_eq!(world.ask(&query).await["practiceCase"], Value::Null);
}

#[tokio::test]
async fn terms_that_no_vocabulary_has_do_not_fit_the_schema() {
    let world = World::new().await;
    let author = world.test.member(Role::Author, Some("15084")).await;
    let answer = world.ask_as(&author, CREATE, json!({ "input": { "fieldsOfAction": ["HOUSING"] } })).await;
    assert_eq!(only_error(&answer).0, "GRAPHQL_VALIDATION_FAILED");
    let inline = "mutation { createPracticeCase(input: { status: PLANNED }) { userErrors { code } } }";
    assert_eq!(only_error(&world.ask_as(&author, inline, json!({})).await).0, "GRAPHQL_VALIDATION_FAILED");
}
