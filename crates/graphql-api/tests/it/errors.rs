//! Errors: a code of the closed list, and nothing of what only the log may know.

use crate::{
    schema::INTROSPECTION,
    world::{World, only_error},
};
use async_graphql::Request;
use domain::{ErrorCode, Role, Viewer};
use graphql_api::{Api, ApiOptions};
use serde_json::json;
use std::time::Duration;
use test_network::TestNetwork;

#[tokio::test]
async fn what_fails_inside_is_masked_and_can_be_found_in_the_log() {
    let world = World::new().await;
    world.test.network.store.close().await.unwrap();
    let answer = world.ask_as(&Viewer::Public, r#"{ practiceCase(slug: "x") { id } }"#, json!({})).await;
    let (code, message) = only_error(&answer);
    assert_eq!((code.as_str(), message.as_str()), ("INTERNAL", ErrorCode::Internal.message()));
    let error = &answer["errors"][0];
    assert_eq!(error["extensions"]["traceId"].as_str().unwrap().len(), 32);
    assert_eq!((&error["path"], &answer["data"]), (&json!(["practiceCase"]), &json!({ "practiceCase": null })));
    let text = answer.to_string().to_lowercase();
    for internal in ["sql", "pool", "database", "slug =", "store", "rust", "practice_case"] {
        assert!(!text.contains(internal), "{internal:?} in {text}");
    }
    let mutation = r#"mutation { confirmSubscription(token: "x") { userErrors { code } } }"#;
    assert_eq!(only_error(&world.ask_as(&Viewer::Public, mutation, json!({})).await).0, "INTERNAL", "not a user error");
}

#[tokio::test]
async fn what_is_refused_takes_nothing_else_of_the_answer_with_it() {
    let world = World::new().await;
    let reader = world.test.member(Role::Reader, Some("15084")).await;
    let query = "{ viewer { account { role } } auditLog { nodes { action } } mailDomains(municipality: \"15084\") mailSamples { name } }";
    let answer = world.ask_as(&reader, query, json!({})).await;
    let expected = json!({ "viewer": { "account": { "role": "READER" } }, "auditLog": null, "mailDomains": null, "mailSamples": null });
    assert_eq!(answer["data"], expected, "{answer:#}");
    let refused = answer["errors"].as_array().unwrap().iter().map(|error| (&error["path"], &error["extensions"]["code"]));
    let mut refused: Vec<_> = refused.map(|(path, code)| (path[0].as_str().unwrap(), code.as_str().unwrap())).collect();
    refused.sort_unstable();
    assert_eq!(refused, [("auditLog", "FORBIDDEN"), ("mailDomains", "FORBIDDEN"), ("mailSamples", "FORBIDDEN")]);
}

#[tokio::test]
async fn documents_that_do_not_fit_are_told_apart() {
    let world = World::new().await;
    assert_eq!(world.error("{ practiceCases {").await.0, "GRAPHQL_PARSE_FAILED");
    assert_eq!(world.error("").await.0, "GRAPHQL_PARSE_FAILED");
    for invalid in [
        "{ colour }",
        "{ practiceCases(size: 3) { totalCount } }",
        "{ practiceCases(orderBy: LOUDEST) { totalCount } }",
        "query($x: Int!) { practiceCases(first: $x) { totalCount } }",
        "query A { __typename } query B { __typename }",
        r#"{ practiceCases(filter: { publishedAfter: "gestern" }) { totalCount } }"#,
        r#"{ __typename practiceCases(filter: { publishedBefore: "2026-03-17" }) { totalCount } }"#,
        "{ __typename practiceCases(filter: { publishedBefore: 2026 }) { totalCount } }",
    ] {
        assert_eq!(world.error(invalid).await.0, "GRAPHQL_VALIDATION_FAILED", "{invalid}");
    }
}

#[tokio::test]
async fn a_mistake_in_a_document_is_told_with_its_place() {
    let world = World::new().await;
    for query in ["{ practiceCases {", "query($n: Int!) { practiceCases(first: $n) { totalCount } }"] {
        let answer = world.ask_as(&Viewer::Public, query, json!({ "n": null })).await;
        let (code, message) = only_error(&answer);
        assert!(["GRAPHQL_PARSE_FAILED", "GRAPHQL_VALIDATION_FAILED"].contains(&code.as_str()), "{code}: {message}");
        assert_eq!(answer["errors"][0]["locations"][0]["line"], 1, "{answer}");
    }
}

#[tokio::test]
async fn no_more_than_twenty_errors_are_told() {
    let world = World::new().await;
    let fields = (0..200).map(|number| format!("f{number}")).collect::<Vec<_>>().join(" ");
    let answer = world.ask_as(&Viewer::Public, &format!("{{ practiceCases {{ {fields} }} }}"), json!({})).await;
    assert_eq!(answer["errors"].as_array().unwrap().len(), 20);
}

#[tokio::test]
async fn the_enum_of_codes_is_the_table_of_codes() {
    let world = World::new().await;
    let schema = world.ask(INTROSPECTION).await;
    let types = schema["__schema"]["types"].as_array().unwrap();
    let codes = types.iter().find(|kind| kind["name"] == "ErrorCode").unwrap()["enumValues"].as_array().unwrap().clone();
    let names: Vec<_> = codes.iter().map(|value| value["name"].as_str().unwrap()).collect();
    assert_eq!(names, ErrorCode::ALL.iter().map(|code| code.as_str()).collect::<Vec<_>>());
}

#[tokio::test]
async fn what_takes_too_long_is_given_up() {
    let test = TestNetwork::new().await;
    let api = Api::new(test.network.clone(), ApiOptions { timeout: Duration::ZERO, ..ApiOptions::default() });
    let response = api.execute(Viewer::Public, Request::new("{ practiceCases { totalCount } }")).await;
    assert_eq!(only_error(&serde_json::to_value(response).unwrap()).0, "TIMEOUT");
    let fast = api.execute(Viewer::Public, Request::new("{ __typename }")).await;
    assert!(fast.errors.is_empty());
}
