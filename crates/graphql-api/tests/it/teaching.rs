//! What editors teach the search, and what it tells them.

use crate::world::{World, only_error, texts};
use chrono::TimeDelta;
use domain::{Role, Viewer};
use serde_json::{Value, json};
use test_network::complete_case;
use usecases::search_gaps;

const CREATE: &str = "mutation($phrases: [String!]!) { answer: createSynonymGroup(input: { phrases: $phrases }) {
    synonymGroup { id kind phrases isBuiltIn createdAt changedAt version } userErrors { code field message } } }";
const UPDATE: &str = "mutation($id: ID!, $phrases: [String!]!, $version: Int!) {
    answer: updateSynonymGroup(id: $id, input: { kind: RELATED, phrases: $phrases }, version: $version) {
    synonymGroup { kind phrases version } userErrors { code field message } } }";
const DELETE: &str = "mutation($id: ID!, $version: Int!) {
    answer: deleteSynonymGroup(id: $id, version: $version) { deletedId userErrors { code field message } } }";

async fn act(world: &World, viewer: &Viewer, mutation: &str, variables: Value) -> Value {
    world.data(viewer, mutation, variables).await["answer"].clone()
}

async fn total(world: &World, query: &str) -> Value {
    let search = "query($query: String!) { searchCases(query: $query) { totalCount nodes { id } } }";
    world.data(&Viewer::Public, search, json!({ "query": query })).await["searchCases"]["totalCount"].clone()
}

#[tokio::test]
async fn a_group_counts_from_the_next_search_until_it_is_deleted() {
    let world = World::new().await;
    let reviewer = world.test.member(Role::Reviewer, None).await;
    world.test.publish(complete_case("Ausbildungsbus im ländlichen Raum")).await;
    assert_eq!(total(&world, "Krawummelchen").await, 0);
    let made = act(&world, &reviewer, CREATE, json!({ "phrases": ["Krawummelchen", " Ausbildungsbus "] })).await;
    let group = &made["synonymGroup"];
    assert_eq!((&group["kind"], &group["phrases"]), (&json!("SYNONYM"), &json!(["Krawummelchen", "Ausbildungsbus"])));
    assert_eq!((&group["isBuiltIn"], &group["createdAt"]), (&json!(false), &json!("2026-03-17T10:00:00Z")));
    assert_eq!(total(&world, "Krawummelchen").await, 1);
    assert_eq!(group["version"], 1);
    let (id, read) = (json!({ "id": group["id"] }), json!({ "id": group["id"], "version": 2 }));
    let change = |word: &str, version: i32| json!({ "id": group["id"], "phrases": ["Krawummelchen", word], "version": version });
    let changed = act(&world, &reviewer, UPDATE, change("Sternwarte", 1)).await;
    assert_eq!(changed["synonymGroup"], json!({ "kind": "RELATED", "phrases": ["Krawummelchen", "Sternwarte"], "version": 2 }));
    let late = act(&world, &reviewer, UPDATE, change("Planetarium", 1)).await;
    assert_eq!((&late["synonymGroup"], &late["userErrors"][0]["code"]), (&Value::Null, &json!("CONFLICT")));
    let unread = act(&world, &reviewer, DELETE, json!({ "id": group["id"], "version": 1 })).await;
    assert_eq!((&unread["deletedId"], &unread["userErrors"][0]["code"]), (&Value::Null, &json!("CONFLICT")));
    assert_eq!(total(&world, "Krawummelchen").await, 0);
    let node = "query($id: ID!) { node(id: $id) { __typename } }";
    assert_eq!(world.data(&reviewer, node, id.clone()).await["node"]["__typename"], "SynonymGroup");
    assert_eq!(world.data(&Viewer::Public, node, id).await["node"], Value::Null);
    assert_eq!(act(&world, &reviewer, DELETE, read.clone()).await, json!({ "deletedId": group["id"], "userErrors": [] }));
    let again = act(&world, &reviewer, DELETE, read).await;
    assert_eq!((&again["deletedId"], &again["userErrors"][0]["code"]), (&Value::Null, &json!("NOT_FOUND")));
}

#[tokio::test]
async fn what_is_wrong_with_a_group_is_named() {
    let world = World::new().await;
    let reviewer = world.test.member(Role::Reviewer, None).await;
    let refused = act(&world, &reviewer, CREATE, json!({ "phrases": ["Kita"] })).await;
    let message = "Wörter: 1 Eintrag angegeben; mindestens 2 nötig.";
    assert_eq!(refused, json!({ "synonymGroup": null, "userErrors": [{ "code": "TOO_FEW", "field": "phrases", "message": message }] }));
    let refused = act(&world, &reviewer, CREATE, json!({ "phrases": ["Kita", "wie gut", "Kitas"] })).await;
    let topic =
        "Wörter (2. Eintrag): „wie gut“ hat nicht die erwartete Form: ein Wort, das ein Thema benennt, kein Füll- oder Fragewort allein.";
    let double = "Wörter (3. Eintrag): „Kitas“ ist doppelt angegeben.";
    assert_eq!(texts(&refused["userErrors"], "field"), ["phrases[1]", "phrases[2]"]);
    assert_eq!(texts(&refused["userErrors"], "message"), [topic, double]);
}

#[tokio::test]
async fn built_in_groups_are_listed_behind_the_others_and_cannot_be_changed() {
    let world = World::new().await;
    let reviewer = world.test.member(Role::Reviewer, None).await;
    for word in ["Krawummelchen", "Krawallchen"] {
        act(&world, &reviewer, CREATE, json!({ "phrases": [word, "Ausbildungsbus"] })).await;
    }
    let list = "query($after: String) { synonymGroups(first: 3, after: $after) { totalCount nodes { id isBuiltIn phrases version } pageInfo { endCursor hasNextPage hasPreviousPage } } }";
    let page = world.data(&reviewer, list, json!({})).await["synonymGroups"].clone();
    let built_in = domain::vocabulary::SYNONYM_GROUPS.len() + domain::vocabulary::RELATED_GROUPS.len();
    assert_eq!(page["totalCount"], json!(built_in + 2));
    let kinds: Vec<_> = page["nodes"].as_array().unwrap().iter().map(|group| group["isBuiltIn"].clone()).collect();
    assert_eq!(kinds, [false, false, true]);
    assert_eq!(page["nodes"][2]["version"], Value::Null);
    let next = world.data(&reviewer, list, json!({ "after": page["pageInfo"]["endCursor"] })).await["synonymGroups"].clone();
    assert_eq!(next["nodes"][0]["phrases"], json!(domain::vocabulary::SYNONYM_GROUPS[1]));
    assert_eq!((&next["pageInfo"]["hasNextPage"], &next["pageInfo"]["hasPreviousPage"]), (&json!(true), &json!(true)));
    let id = &page["nodes"][2]["id"];
    let (changed, deleted) = (json!({ "id": id, "phrases": ["Kita", "Hort"], "version": 1 }), json!({ "id": id, "version": 1 }));
    for (mutation, variables) in [(UPDATE, changed), (DELETE, deleted)] {
        let refused = act(&world, &reviewer, mutation, variables).await;
        let message = texts(&refused["userErrors"], "message")[0].to_owned();
        assert!(message.starts_with("Synonymgruppe: „") && message.contains("mitgelieferte lassen sich nicht ändern"), "{message}");
    }
}

#[tokio::test]
async fn only_editors_teach_the_search() {
    let world = World::new().await;
    let administrator = world.test.member(Role::Administrator, None).await;
    let made = act(&world, &administrator, CREATE, json!({ "phrases": ["Krawummelchen", "Ausbildungsbus"] })).await;
    let id = &made["synonymGroup"]["id"];
    let mut others = vec![(Viewer::Public, "UNAUTHENTICATED")];
    for (role, ags) in [(Role::Reader, None), (Role::Author, Some("15084")), (Role::Coordinator, Some("15084")), (Role::Adviser, None)] {
        others.push((world.test.member(role, ags).await, "FORBIDDEN"));
    }
    for (viewer, code) in others {
        for (mutation, variables) in [
            (CREATE, json!({ "phrases": ["Kita", "Krawallchen"] })),
            (UPDATE, json!({ "id": id, "phrases": ["Kita", "Krawallchen"], "version": 1 })),
            (DELETE, json!({ "id": id, "version": 1 })),
        ] {
            assert_eq!(act(&world, &viewer, mutation, variables).await["userErrors"][0]["code"], code, "{viewer:?}");
        }
        for query in ["{ synonymGroups { totalCount } }", "{ searchGaps { nodes { terms } } }"] {
            assert_eq!(only_error(&world.ask_as(&viewer, query, json!({})).await).0, code, "{viewer:?}");
        }
    }
    assert_eq!(world.test.network.store.synonym_groups().await.unwrap().len(), 1);
}

#[tokio::test]
async fn searches_in_vain_are_counted_and_shown_from_the_third_on() {
    let world = World::new().await;
    let reviewer = world.test.member(Role::Reviewer, None).await;
    world.test.publish(complete_case("Ausbildungsbus im ländlichen Raum")).await;
    let list = "query($after: String) { searchGaps(first: 1, after: $after) { edges { cursor } nodes { terms count lastSeen } pageInfo { hasNextPage endCursor } } }";
    let gaps = async |after: Value| {
        search_gaps::flush(&world.test.network).await.unwrap();
        world.data(&reviewer, list, json!({ "after": after })).await["searchGaps"].clone()
    };
    for _ in 0..2 {
        total(&world, "Wer kennt eine Xylophonwerkstatt? leserin@example.org").await;
        total(&world, "Ausbildungsbus").await;
    }
    assert_eq!(gaps(Value::Null).await["nodes"], json!([]));
    world.test.clock.advance(TimeDelta::days(1));
    for query in ["xylophonwerkstatt", "Xylophonwerkstatt 0123456", "Zyxophon", "Zyxophon", "Zyxophon"] {
        assert_eq!(total(&world, query).await, 0, "{query}");
    }
    let first = gaps(Value::Null).await;
    assert_eq!(first["nodes"], json!([{ "terms": "xylophonwerkstatt", "count": 4, "lastSeen": "2026-03-18" }]));
    assert_eq!(first["pageInfo"]["hasNextPage"], true);
    let second = gaps(first["pageInfo"]["endCursor"].clone()).await;
    assert_eq!(second["nodes"], json!([{ "terms": "zyxophon", "count": 3, "lastSeen": "2026-03-18" }]));
    assert_eq!(second["pageInfo"]["hasNextPage"], false);
}
