//! Answers have what was selected, in its order, and no null where the schema forbids it.

use crate::world::World;
use async_graphql::Request;
use domain::Viewer;
use serde_json::json;
use test_network::complete_case;

#[tokio::test]
async fn an_object_of_which_nothing_is_left_is_there_without_fields() {
    let world = World::new().await;
    world.test.publish(complete_case("Ausbildungsbus im Land")).await;
    let place = world.ask(r#"{ municipality(ags: "15084") { id } }"#).await["municipality"]["id"].take();
    let query = "query($id: ID!, $yes: Boolean!) {
        practiceCases { totalCount @include(if: $yes) nodes { ...parts @include(if: $yes) } }
        node(id: $id) { ... on PracticeCase { title } }
        viewer @include(if: $yes) { account { id } }
    }
    fragment parts on PracticeCase { title }";
    let nothing = world.data(&Viewer::Public, query, json!({ "id": place, "yes": false })).await;
    assert_eq!(nothing, json!({ "practiceCases": { "nodes": [{}] }, "node": {} }));
    let all = world.data(&Viewer::Public, query, json!({ "id": place, "yes": true })).await;
    let cases = json!({ "totalCount": 1, "nodes": [{ "title": "Ausbildungsbus im Land" }] });
    assert_eq!(all, json!({ "practiceCases": cases, "node": {}, "viewer": null }));
    assert_eq!(world.ask("{ viewer @skip(if: true) { account { id } } }").await, json!({}));
    let twice = world.ask("{ practiceCases { totalCount @skip(if: true) } practiceCases { nodes { title } } }").await;
    assert_eq!(twice, json!({ "practiceCases": { "nodes": [{ "title": "Ausbildungsbus im Land" }] } }));
}

#[tokio::test]
async fn fields_are_answered_in_the_order_in_which_they_were_asked_for() {
    let world = World::new().await;
    world.test.publish(complete_case("Ausbildungsbus im Land")).await;
    let query = "{ list: practiceCases { nodes { revisions { number } title } totalCount } viewer { account { id } } kind: __typename }";
    let answer = world.api.execute(&Viewer::Public, Request::new(query)).await;
    let expected =
        r#"{"list":{"nodes":[{"revisions":null,"title":"Ausbildungsbus im Land"}],"totalCount":1},"viewer":null,"kind":"Query"}"#;
    assert_eq!(serde_json::to_string(&answer.data).unwrap(), expected);
}
