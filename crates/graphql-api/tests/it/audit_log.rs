//! The audit log, as administrators read it.

use crate::{
    people::{INVITE, act},
    world::{World, only_error, texts},
};
use domain::{Role, ids::AuditId};
use serde_json::{Value, json};
use usecases::{AuditEntry, audit_log::Thing, from_address};

#[tokio::test]
async fn the_audit_log_tells_who_did_what_from_where_and_is_narrowed_down() {
    let world = World::new().await;
    let administrator = world.test.member(Role::Administrator, None).await;
    let coordinator = world.test.member(Role::Coordinator, Some("15084")).await;
    let origin = "192.0.2.77".parse().ok();
    for email in ["eins@kreis.example.org", "zwei@kreis.example.org"] {
        world.test.clock.advance(chrono::TimeDelta::minutes(1));
        from_address(origin, act(&world, &coordinator, INVITE, json!({ "email": email }))).await;
    }
    world.test.clock.advance(chrono::TimeDelta::minutes(1));
    world.test.publish(test_network::complete_case("Ausbildungsbus im ländlichen Raum")).await;
    let list = "query($filter: AuditLogFilter, $after: String) { auditLog(filter: $filter, first: 3, after: $after) {
        edges { cursor } nodes { at action label objectType objectId network detail actor { id email } } pageInfo { hasNextPage hasPreviousPage endCursor } } }";
    let page = async |filter: Value, after: Value| {
        world.data(&administrator, list, json!({ "filter": filter, "after": after })).await["auditLog"].clone()
    };
    let first = page(json!(null), json!(null)).await;
    assert_eq!(texts(&first["nodes"], "action"), ["case.published", "case.submitted", "case.created"]);
    let second = page(json!(null), first["pageInfo"]["endCursor"].clone()).await;
    assert_eq!(texts(&second["nodes"], "action"), ["invitation.sent", "invitation.sent"]);
    assert_eq!((&second["nodes"][0]["network"], &second["pageInfo"]["hasNextPage"]), (&json!("192.0.2.0/24"), &json!(false)));
    let actor = &second["nodes"][0]["actor"];
    assert_eq!(actor["email"], "coordinator-15084@example.org");
    assert_eq!(page(json!({ "actor": actor["id"] }), json!(null)).await["nodes"].as_array().unwrap().len(), 2);
    assert_eq!(texts(&page(json!({ "action": "case.pub" }), json!(null)).await["nodes"], "label"), ["veröffentlicht"]);
    let case = &first["nodes"][0]["objectId"];
    assert_eq!(page(json!({ "object": case, "since": "2026-03-17T10:03:00Z" }), json!(null)).await["nodes"].as_array().unwrap().len(), 3);
    assert_eq!(page(json!({ "before": "2026-03-17T10:01:00Z" }), json!(null)).await["nodes"], json!([]));
    let wrong = world.ask_as(&administrator, list, json!({ "filter": { "actor": "x" } })).await;
    assert_eq!(only_error(&wrong).0, "BAD_USER_INPUT");
    let forged = world.ask_as(&administrator, list, json!({ "after": "x" })).await;
    assert_eq!(only_error(&forged).0, "BAD_USER_INPUT");
}

#[tokio::test]
async fn the_audit_log_is_narrowed_down_to_whatever_it_names() {
    let world = World::new().await;
    let administrator = world.test.member(Role::Administrator, None).await;
    let network = &world.test.network;
    let mut transaction = network.store.begin().await.unwrap();
    for kind in Thing::KINDS {
        let entry = AuditEntry {
            id: AuditId(network.ids.next()),
            at: world.test.now(),
            actor: None,
            action: format!("{kind}.tried"),
            object_type: (*kind).to_owned(),
            object_id: network.ids.next(),
            detail: json!({ "municipality": "15084" }),
        };
        transaction.audit(&entry).await.unwrap();
    }
    transaction.commit().await.unwrap();
    let list = "query($object: ID) { auditLog(filter: { object: $object }, first: 50) { nodes { action objectType objectId } } }";
    let found = async |object: &Value| world.data(&administrator, list, json!({ "object": object })).await["auditLog"]["nodes"].clone();
    let all = found(&Value::Null).await;
    assert_eq!(all.as_array().unwrap().len(), Thing::KINDS.len());
    for entry in all.as_array().unwrap() {
        assert_eq!(found(&entry["objectId"]).await, json!([entry]));
    }
    let strange = world.ask_as(&administrator, list, json!({ "object": "x" })).await;
    assert_eq!(only_error(&strange).0, "BAD_USER_INPUT");
}

#[tokio::test]
async fn the_audit_log_is_narrowed_down_to_what_concerns_a_municipality_and_names_who_it_was_done_to() {
    let world = World::new().await;
    let administrator = world.test.member(Role::Administrator, None).await;
    world.test.member(Role::Author, Some("15084")).await;
    world.test.publish(test_network::complete_case("Ausbildungsbus im ländlichen Raum")).await;
    let members = world.data(&administrator, "{ members(municipality: \"15084\") { nodes { id } } }", json!({})).await;
    let person = members["members"]["nodes"][0]["id"].clone();
    let disable = "mutation($id: ID!) { answer: disableMember(id: $id) { userErrors { code } } }";
    assert_eq!(act(&world, &administrator, disable, json!({ "id": person })).await["userErrors"], json!([]));
    let list = "query($filter: AuditLogFilter) { auditLog(filter: $filter, first: 50) { nodes { label account { id } } } }";
    let found = async |place: &str| {
        world.data(&administrator, list, json!({ "filter": { "municipality": place } })).await["auditLog"]["nodes"].clone()
    };
    let own = found("15084").await;
    assert_eq!(texts(&own, "label"), ["deaktiviert", "veröffentlicht", "eingereicht", "angelegt"]);
    assert_eq!((&own[0]["account"]["id"], &own[1]["account"]), (&person, &Value::Null));
    assert_eq!(found("15088").await, json!([]));
    let nowhere = world.ask_as(&administrator, list, json!({ "filter": { "municipality": "99999" } })).await;
    assert_eq!(only_error(&nowhere).0, "NOT_FOUND");
}
