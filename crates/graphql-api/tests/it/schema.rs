//! The schema as it is committed and documented.

use crate::world::World;
use domain::{CaseContent, case::Stage};
use serde_json::Value;
use std::collections::BTreeSet;

/// Compares `schema.graphql` with the schema of the code. `UPDATE_SCHEMA=1 cargo nextest run -p graphql-api schema` writes it anew.
#[test]
fn the_committed_schema_is_that_of_the_code() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/schema.graphql");
    let sdl = graphql_api::schema_sdl();
    if std::env::var_os("UPDATE_SCHEMA").is_some() {
        std::fs::write(path, &sdl).unwrap();
    }
    let committed = std::fs::read_to_string(path).unwrap();
    assert!(committed == sdl, "schema.graphql differs from the code; UPDATE_SCHEMA=1 writes it anew, then look at the difference");
}

/// graphql-js 16 and graphql-core leave out which types are the roots when they print a schema whose roots have their usual names. Whoever reads
/// that again takes a type named `Subscription` for the root of subscriptions, of which there are none.
#[test]
fn no_type_has_the_usual_name_of_a_root_that_there_is_not() {
    let sdl = graphql_api::schema_sdl();
    assert!(sdl.ends_with("schema {\n  query: Query\n  mutation: Mutation\n}\n"), "the roots are those that this test thinks of");
    assert!(!sdl.contains("\ntype Subscription "));
}

#[test]
fn scalars_say_what_they_are_specified_by() {
    let sdl = graphql_api::schema_sdl();
    let scalars: Vec<_> = sdl.lines().filter(|line| line.starts_with("scalar ")).collect();
    assert!(!scalars.is_empty());
    assert!(scalars.iter().all(|line| line.contains(" @specifiedBy(url: \"https://")), "{scalars:?}");
}

/// The query that graphql-js 16 and with it most tools ask, with descriptions (`getIntrospectionQuery()`).
pub(crate) const INTROSPECTION: &str = include_str!("introspection.graphql");

#[tokio::test]
async fn every_type_field_argument_and_value_is_documented() {
    let world = World::new().await;
    let schema = world.ask(INTROSPECTION).await;
    let mut bare = Vec::new();
    let mut check = |path: String, described: &Value| {
        if described["description"].as_str().is_none_or(|text| text.trim().len() < 3) {
            bare.push(path);
        }
    };
    let list = |value: &Value| value.as_array().cloned().unwrap_or_default();
    for kind in list(&schema["__schema"]["types"]) {
        let name = kind["name"].as_str().unwrap().to_owned();
        if name.starts_with("__") {
            continue;
        }
        check(name.clone(), &kind);
        for field in list(&kind["fields"]) {
            let path = format!("{name}.{}", field["name"].as_str().unwrap());
            check(path.clone(), &field);
            for argument in list(&field["args"]) {
                check(format!("{path}({})", argument["name"].as_str().unwrap()), &argument);
            }
        }
        for part in list(&kind["inputFields"]).iter().chain(&list(&kind["enumValues"])) {
            check(format!("{name}.{}", part["name"].as_str().unwrap()), part);
        }
    }
    assert!(bare.is_empty(), "without a description: {bare:#?}");
}

/// Client caches keep what has an `id` once, by that: it must be the same thing wherever it is met, as every node is. The others have kinds of ids of
/// their own.
#[tokio::test]
async fn what_has_an_id_is_one_thing_wherever_it_is_met() {
    let world = World::new().await;
    let schema = world.ask(INTROSPECTION).await;
    let list = |value: &Value| value.as_array().cloned().unwrap_or_default();
    let has_id = |kind: &Value| kind["kind"] == "OBJECT" && list(&kind["fields"]).iter().any(|field| field["name"] == "id");
    let is_node = |kind: &Value| list(&kind["interfaces"]).iter().any(|interface| interface["name"] == "Node");
    let types = list(&schema["__schema"]["types"]);
    let mut others: Vec<_> = types.iter().filter(|kind| has_id(kind) && !is_node(kind)).map(|kind| kind["name"].clone()).collect();
    others.sort_by_key(ToString::to_string);
    assert_eq!(others, ["Deputation", "Invitation", "Member", "RequestReply", "Reviewer", "SuppressedAddress"]);
}

/// Whatever is refused to somebody takes nothing else of an answer with it (docs/decisions/0014).
#[tokio::test]
async fn only_queries_that_nobody_is_refused_are_never_null() {
    let world = World::new().await;
    let schema = world.ask("{ __type(name: \"Query\") { fields { name type { kind } } } }").await;
    let fields = schema["__type"]["fields"].as_array().unwrap();
    let never_null: BTreeSet<_> =
        fields.iter().filter(|field| field["type"]["kind"] == "NON_NULL").map(|field| field["name"].as_str().unwrap()).collect();
    assert_eq!(never_null, ["municipalities", "nodes", "practiceCases", "vocabularies"].into());
}

#[tokio::test]
async fn the_input_of_a_case_says_what_is_needed_when() {
    let world = World::new().await;
    let schema = world.ask("{ __type(name: \"PracticeCaseInput\") { inputFields { name description } } }").await;
    let missing_at = |stage: Stage| -> BTreeSet<String> {
        let violations = CaseContent::default().check(stage);
        violations.into_iter().filter_map(|violation| Some(violation.field.split('.').next()?.to_owned())).collect()
    };
    let (to_hand_in, to_publish) = (missing_at(Stage::Submission), missing_at(Stage::Approval));
    assert!(to_hand_in.len() > 5 && to_publish.len() > to_hand_in.len(), "{to_hand_in:?} {to_publish:?}");
    for field in schema["__type"]["inputFields"].as_array().unwrap() {
        let (name, text) = (field["name"].as_str().unwrap(), field["description"].as_str().unwrap());
        assert_eq!(text.contains("Needed to hand in."), to_hand_in.contains(name), "{name}: {text}");
        assert_eq!(text.contains("Needed to publish."), to_publish.contains(name) && !to_hand_in.contains(name), "{name}: {text}");
    }
}

#[test]
fn vocabularies_are_enums_made_from_the_domain() {
    use domain::vocabulary::{FieldOfAction, Vocabulary};
    let sdl = graphql_api::schema_sdl();
    for term in FieldOfAction::ALL {
        assert!(sdl.contains(&format!("\"{}\"\n  {}\n", term.label(), term.key())), "{}", term.key());
    }
}
