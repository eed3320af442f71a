//! Variables have their values before anything is executed: defaults wherever they are used, and nothing where nothing was given.

use crate::{
    desk::Desk,
    world::{World, only_error},
};
use async_graphql::{Request, Variables};
use domain::{Role, Viewer};
use serde_json::{Value, json};

#[tokio::test]
async fn a_default_value_decides_what_is_included_and_skipped() {
    let world = World::new().await;
    let query = "query($with: Boolean! = true, $without: Boolean! = true) {
        practiceCases { totalCount @include(if: $with) } viewer @skip(if: $without) { account { id } } }";
    assert_eq!(world.ask(query).await, json!({ "practiceCases": { "totalCount": 0 } }));
    let otherwise = world.data(&Viewer::Public, query, json!({ "with": false, "without": false })).await;
    assert_eq!(otherwise, json!({ "practiceCases": {}, "viewer": null }));
}

#[tokio::test]
async fn what_a_mutation_gives_no_value_stays_as_it_was() {
    let desk = Desk::new().await;
    let change = "mutation($id: ID!, $version: Int!, $title: String, $teaser: String, $goals: [String!]) {
        answer: updatePracticeCase(id: $id, version: $version, input: { title: $title, teaser: $teaser, goals: $goals }) {
            userErrors { code } practiceCase { title teaser goals } } }";
    let read = "query($id: ID!) { practiceCase(id: $id) { title teaser goals } }";
    let before = desk.world.data(&desk.author, read, json!({ "id": desk.id })).await["practiceCase"].clone();
    let change = async |mut variables: Value| {
        variables["version"] = desk.version().await;
        desk.act(&desk.author, change, variables).await["practiceCase"].clone()
    };
    let title = change(json!({ "title": "Ein neuer Titel" })).await;
    let (teaser, goals) = (&before["teaser"], &before["goals"]);
    assert_eq!(title, json!({ "title": "Ein neuer Titel", "teaser": teaser, "goals": goals }));
    let emptied = change(json!({ "goals": null })).await;
    assert_eq!(emptied, json!({ "title": "Ein neuer Titel", "teaser": teaser, "goals": [] }), "null is a value");
}

#[tokio::test]
async fn a_document_is_validated_as_it_was_written() {
    let world = World::new().await;
    for query in [
        "query($after: String) { practiceCases(after: $after) { colour } }",
        "query($case: ID) { node(id: $case) { id } }",
        "query($a: [Colour!] = [RED]) { __typename }",
        "query A($a: [Colour!] = [RED]) { __typename } query B { __typename }",
        r#"query($areas: [FieldOfAction!]) { practiceCases(filter: { states: "NOWHERE", fieldsOfAction: $areas }) { totalCount } }"#,
    ] {
        let answer = world.ask_as(&Viewer::Public, query, json!({})).await;
        assert_eq!(answer["errors"][0]["extensions"]["code"], "GRAPHQL_VALIDATION_FAILED", "{query}: {answer}");
        assert_eq!(answer.get("data"), Some(&Value::Null), "{query}");
    }
    let page = world.ask("query($first: Int, $after: String) { practiceCases(first: $first, after: $after) { totalCount } }").await;
    assert_eq!(page, json!({ "practiceCases": { "totalCount": 0 } }));
}

#[tokio::test]
async fn of_several_operations_one_is_executed_whatever_the_variables_of_the_others() {
    let world = World::new().await;
    let query = r"query Few($n: Int!) { practiceCases(first: $n) { totalCount ...it } } query Named($n: String!) { __type(name: $n) { name } }
        query Plain { __typename } fragment it on PracticeCaseConnection { nodes { title } }";
    let ask = async |name: &str, variables: Value| {
        let request = Request::new(query).operation_name(name).variables(Variables::from_json(variables));
        serde_json::to_value(world.api.execute(Viewer::Public, request).await).unwrap()
    };
    assert_eq!(ask("Plain", json!({})).await["data"], json!({ "__typename": "Query" }));
    assert_eq!(ask("Named", json!({ "n": "Term" })).await["data"], json!({ "__type": { "name": "Term" } }));
    assert_eq!(ask("Few", json!({ "n": 3 })).await["data"], json!({ "practiceCases": { "totalCount": 0, "nodes": [] } }));
    let (code, message) = only_error(&ask("Few", json!({})).await);
    assert_eq!((code.as_str(), message.as_str()), ("GRAPHQL_VALIDATION_FAILED", "Variable \"$n\" of type \"Int!\" has no value"));
}

#[tokio::test]
async fn a_variable_that_does_not_fit_where_it_stands_is_refused_with_both_places() {
    let world = World::new().await;
    let reviewer = world.test.member(Role::Reviewer, None).await;
    let query = "query($case: ID) {\n  node(id: $case) { id } }";
    let answer = world.ask_as(&reviewer, query, json!({ "case": "x" })).await;
    let message = "Variable \"$case\" of type \"ID\" used in position expecting type \"ID!\".".to_owned();
    assert_eq!(only_error(&answer), ("GRAPHQL_VALIDATION_FAILED".to_owned(), message), "though there is a value");
    assert_eq!(answer["errors"][0]["locations"], json!([{ "line": 1, "column": 7 }, { "line": 2, "column": 12 }]));
    let others = format!("query Other {{ __typename }} {}", query.replacen("query", "query Wrong", 1));
    let request = Request::new(others).operation_name("Other");
    let answer = serde_json::to_value(world.api.execute(&reviewer, request).await).unwrap();
    assert_eq!(only_error(&answer).0, "GRAPHQL_VALIDATION_FAILED", "it is the document that is wrong");
}

#[tokio::test]
async fn a_variable_without_a_value_may_stand_where_the_schema_has_one_of_its_own() {
    let world = World::new().await;
    let reviewer = world.test.member(Role::Reviewer, None).await;
    let query = "query($days: Int, $old: Boolean) {
        mailStatus(days: $days) { runs { day } } __type(name: \"Role\") { enumValues(includeDeprecated: $old) { name } } }";
    let left_out = world.data(&reviewer, query, json!({})).await;
    assert_eq!(left_out, world.data(&reviewer, query, json!({ "days": 14, "old": false })).await);
    for variables in [json!({ "days": null }), json!({ "old": null })] {
        let refused = world.ask_as(&reviewer, query, variables.clone()).await;
        assert_eq!(only_error(&refused).0, "GRAPHQL_VALIDATION_FAILED", "{variables}: null is a value");
    }
    let mutation = "mutation($kind: SynonymKind) {
        answer: createSynonymGroup(input: { kind: $kind, phrases: [\"Krawummelchen\", \"Ausbildungsbus\"] }) { synonymGroup { kind } } }";
    let made = world.data(&reviewer, mutation, json!({})).await;
    assert_eq!(made["answer"]["synonymGroup"], json!({ "kind": "SYNONYM" }));
}

#[tokio::test]
async fn what_is_no_value_of_its_type_is_refused_before_anything_is_executed() {
    let world = World::new().await;
    let author = world.test.member(Role::Author, Some("15084")).await;
    let change = |declared: &str, version: &str, input: &str| {
        format!(
            "mutation{declared} {{ createPracticeCase(input: {{ title: \"Ein Fall, den es nicht geben darf\" }}) {{ userErrors {{ code }} }}
                updatePracticeCase(id: \"x\", version: {version}, input: {input}) {{ userErrors {{ code }} }} }}"
        )
    };
    let number = "3000000000 has more than the 32 bits of an \"Int\"";
    for (query, message) in [
        (change("", "3000000000", "{}"), format!("Invalid value for argument \"version\": {number}")),
        (change("($version: Int!)", "$version", "{}"), format!("Variable \"$version\" of type \"Int!\" has an invalid value: {number}")),
        (change("", "1", "7"), "Invalid value for argument \"input\": an object of type \"PracticeCaseInput\" is expected".to_owned()),
    ] {
        let answer = world.ask_as(&author, &query, json!({ "version": 3_000_000_000_i64 })).await;
        assert_eq!(only_error(&answer), ("GRAPHQL_VALIDATION_FAILED".to_owned(), message), "{query}");
        assert_eq!(
            (answer["errors"][0]["locations"].as_array().map(Vec::len), answer.get("data")),
            (Some(1), Some(&Value::Null)),
            "{answer}"
        );
    }
    let begun = world.data(&author, "{ viewer { practiceCases { totalCount } } }", json!({})).await;
    assert_eq!(begun["viewer"]["practiceCases"]["totalCount"], 0);
}
