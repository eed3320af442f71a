//! The limits, and what must pass beneath them.

use crate::{
    schema::INTROSPECTION,
    world::{World, only_error},
};
use async_graphql::Request;
use domain::Viewer;
use serde_json::json;
use std::fmt::Write;

async fn refused(world: &World, query: &str) -> String {
    let (code, message) = world.error(query).await;
    assert_eq!(code, "QUERY_TOO_COMPLEX", "{message}");
    message
}

#[tokio::test]
async fn the_introspection_of_the_usual_tools_passes() {
    let world = World::new().await;
    let schema = world.ask(INTROSPECTION).await;
    assert!(schema["__schema"]["types"].as_array().unwrap().len() > 60);
    let type_alone =
        r#"{ __type(name: "PracticeCase") { fields { name type { name ofType { name ofType { name ofType { name } } } } } } }"#;
    assert_eq!(world.ask(type_alone).await["__type"]["fields"][0]["name"], "id");
}

#[tokio::test]
async fn a_hundred_cases_with_every_field_pass() {
    let world = World::new().await;
    world.publish_many(1).await;
    let everything = "{ practiceCases(first: 100) { totalCount pageInfo { endCursor hasNextPage } nodes { id slug externalId url title teaser
        municipality { ags displayName state } elsewhere { name state } placeName state partners { ags displayName } fieldsOfAction components
        lifePhases targetGroups status start end situation goals approach approachHtml results indicators { name before after unit year source }
        evidence costsOneOff costsYearly staffEffort fundingProgrammes successFactors pitfalls transferability preconditions firstSteps
        contact { mailbox name phone } offers links { title url } sourceUrl licence summaryEasyLanguage workflowState revision
        version createdAt updatedAt publishedAt revisionPublishedAt archivedAt } } }";
    world.ask(everything).await;
    world
        .ask("{ municipalities { nodes { displayName practiceCases(first: 10) { totalCount nodes { title slug publishedAt } } } } }")
        .await;
}

#[tokio::test]
async fn too_deep_a_query_is_refused() {
    let world = World::new().await;
    let nest = |levels: usize| {
        let open = "municipality { practiceCases(first: 1) { nodes { ".repeat(levels);
        format!("{{ practiceCase(slug: \"x\") {{ {open} id {} }} }}", "} } } ".repeat(levels))
    };
    // Each level is three fields: 1 + 4 × 3 + 1 are 14, one more level are 17.
    world.ask(&nest(4)).await;
    assert!(refused(&world, &nest(5)).await.contains("Tiefe: 17; möglich sind 15"));
    let hidden =
        "{ practiceCase(slug: \"x\") { ...a } } fragment a on PracticeCase { municipality { practiceCases(first: 1) { nodes { ...b } } } }
        fragment b on PracticeCase { municipality { practiceCases(first: 1) { nodes { ...c } } } }
        fragment c on PracticeCase { municipality { practiceCases(first: 1) { nodes { ...d } } } }
        fragment d on PracticeCase { municipality { practiceCases(first: 1) { nodes { ...e } } } }
        fragment e on PracticeCase { municipality { practiceCases(first: 1) { nodes { id } } } }";
    assert!(refused(&world, hidden).await.contains("Tiefe"));
}

#[tokio::test]
async fn lists_within_lists_cost_their_product() {
    let world = World::new().await;
    let query = |size: usize| {
        format!(
            "{{ practiceCases(first: {size}) {{ nodes {{ municipality {{ practiceCases(first: {size}) {{ nodes {{ title }} }} }} }} }} }}"
        )
    };
    world.ask(&query(20)).await;
    assert!(refused(&world, &query(100)).await.contains("Kosten: mehr als 15000."));
    let variable =
        "query($n: Int = 100) { practiceCases(first: $n) { nodes { municipality { practiceCases(first: $n) { nodes { title } } } } } }";
    refused(&world, variable).await;
}

#[tokio::test]
async fn a_case_that_a_reply_points_to_is_paid_for_like_any_other_that_is_read() {
    let world = World::new().await;
    let query = "{ requests(first: 100) { nodes { replies { practiceCase { id slug title } } } } }";
    assert!(refused(&world, query).await.contains("Kosten: mehr als 15000."));
}

#[tokio::test]
async fn marking_the_words_of_a_hundred_hits_is_paid_for_each_time() {
    let world = World::new().await;
    let query = |times: usize| {
        let marks: Vec<_> = (0..times).map(|number| format!("h{number}: highlights {{ snippet }} ")).collect();
        format!("{{ searchCases(query: \"Bus\", first: 100) {{ edges {{ {} }} }} }}", marks.concat())
    };
    world.ask(&query(5)).await;
    assert!(refused(&world, &query(20)).await.contains("Kosten: mehr als 15000."));
}

#[tokio::test]
async fn aliases_root_fields_directives_and_fragments_are_counted() {
    let world = World::new().await;
    let many = |count: usize, part: &str| {
        (0..count).fold(String::new(), |mut text, number| {
            let _ = write!(text, "{}", part.replace('#', &number.to_string()));
            text
        })
    };
    assert!(refused(&world, &format!("{{ practiceCases {{ {} }} }}", many(51, "a#: totalCount "))).await.contains("Aliase: 51"));
    assert!(refused(&world, &format!("{{ {} }}", many(21, "viewer { __typename } "))).await.contains("Felder auf oberster Ebene: 21"));
    let directives = format!("{{ __typename {} }}", many(500, "@skip(if: false) "));
    assert!(refused(&world, &directives).await.contains("Direktiven: 500"), "one error, not five hundred");
    let fragments = format!("{{ __typename }} {}", many(101, "fragment f# on Query { __typename } "));
    assert!(refused(&world, &fragments).await.contains("Fragmente: 101"));
    assert!(refused(&world, &format!("{{ practiceCases {{ {} }} }}", "totalCount ".repeat(1_001))).await.contains("ausgewählte Felder"));
}

#[tokio::test]
async fn short_documents_that_stand_for_enormous_ones_are_refused_at_once() {
    let world = World::new().await;
    let mut text = "{ practiceCases { nodes { ...f0 } } }".to_owned();
    for number in 0..20 {
        let _ = write!(text, " fragment f{number} on PracticeCase {{ ...f{0} ...f{0} }}", number + 1);
    }
    assert!(refused(&world, &text).await.contains("ausgewählte Felder: 1048578"), "a fragment that is not defined counts, too");
    assert_eq!(world.error("{ ...f }").await.0, "GRAPHQL_VALIDATION_FAILED");
    text += " fragment f20 on PracticeCase { id }";
    refused(&world, &text).await;
    refused(&world, &format!("{{ practiceCases {{ {} id {} }} }}", "... { ".repeat(40), "} ".repeat(40))).await;
    refused(&world, &format!("{{ practiceCases {{ totalCount }} }} # {}", "x".repeat(40_000))).await;
    let circular = "{ practiceCases { nodes { ...a } } } fragment a on PracticeCase { ...b } fragment b on PracticeCase { ...a }";
    assert_eq!(world.error(circular).await.0, "GRAPHQL_VALIDATION_FAILED");
}

#[tokio::test]
async fn what_is_validated_and_not_executed_counts_as_well() {
    let world = World::new().await;
    let fragment = format!("fragment f on Query {{ viewer {{ account {{ {}}} }} }}", "id ".repeat(300));
    let operations = |count: usize| (0..count).fold(String::new(), |text, number| text + &format!("query q{number} {{ ...f }} "));
    let ask = async |query: String| {
        let request = Request::new(query).operation_name("q0");
        serde_json::to_value(world.api.execute(Viewer::Public, request).await).unwrap()
    };
    assert_eq!(ask(format!("{} {fragment}", operations(3))).await["data"], json!({ "viewer": null }));
    let (code, message) = only_error(&ask(format!("{} {fragment}", operations(4))).await);
    assert_eq!(code, "QUERY_TOO_COMPLEX");
    assert!(message.contains("ausgewählte Felder: 1208; möglich sind 1000"), "{message}");

    // Its fields are those of no operation.
    let unused = format!("{{ __typename }} fragment f on Query {{ ...g }} fragment g on Query {{ {}}}", "colour ".repeat(300));
    let answer = world.ask_as(&Viewer::Public, &unused, json!({})).await;
    let message = "The fragment \"f\" is used by no operation.".to_owned();
    assert_eq!(only_error(&answer), ("GRAPHQL_VALIDATION_FAILED".to_owned(), message), "one error, and none for each field");
    assert_eq!(answer["errors"][0]["locations"], json!([{ "line": 1, "column": 16 }]));
}

#[tokio::test]
async fn a_variable_counts_wherever_it_is_used() {
    let world = World::new().await;
    let ask = async |uses: usize| {
        let query = format!("query($list: [Int!]) {{ searchCases(query: [{}]) {{ totalCount }} }}", "$list ".repeat(uses));
        world.ask_as(&Viewer::Public, &query, json!({ "list": vec![0; 1_000] })).await
    };
    let (code, message) = only_error(&ask(300).await);
    assert_eq!(code, "QUERY_TOO_COMPLEX");
    assert!(message.contains("jeder so oft wie verwendet: 300300; möglich sind 262144"), "{message}");
    assert_eq!(ask(3).await["errors"][0]["extensions"]["code"], "GRAPHQL_VALIDATION_FAILED", "it is looked at: no text is a list");
}

#[tokio::test]
async fn what_is_nested_without_end_is_refused_before_it_takes_a_stack() {
    let world = World::new().await;
    let nested = |open: &str, close: &str| format!("{{ nodes(ids: {}{}) {{ id }} }}", open.repeat(1_000), close.repeat(1_000));
    for values in [nested("[", "]"), nested("{a:", "}"), nested("[", "]").replace("ids: ", "ids: \"\"\"\"[\"\"\", x: ")] {
        assert!(refused(&world, &values).await.contains("Klammern ineinander: 1002; möglich sind 60"), "{values}");
    }
    refused(&world, &format!("{}a{}", "{ a ".repeat(1_000), "}".repeat(1_000))).await;
    let mut fragments = "{ ...f0 }".to_owned();
    for number in 0..99 {
        let _ = write!(fragments, " fragment f{number} on Query {{ {}...f{}{} }}", "a{".repeat(58), number + 1, "}".repeat(58));
    }
    fragments += " fragment f99 on Query { __typename }";
    assert!(fragments.len() < 32 * 1024, "it is not refused for its length");
    assert!(refused(&world, &fragments).await.contains("Verschachtelung: 31; möglich sind 30"));
    assert_eq!(
        world.error("{ nodes(ids: [\"\"\"x\"[[[]]]]) { id } }").await.0,
        "GRAPHQL_PARSE_FAILED",
        "nobody knows where its string ends"
    );
    world.ask(r#"{ practiceCase(slug: "[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[") { id } }"#).await;
}

#[tokio::test]
async fn introspection_cannot_be_made_to_multiply() {
    let world = World::new().await;
    let twice = "{ __schema { types { fields { type { fields { name } } } } } }";
    world.ask(twice).await;
    let thrice = "{ __schema { types { fields { type { fields { type { fields { name } } } } } } } }";
    assert!(refused(&world, thrice).await.contains("Introspektion"));
    refused(&world, &format!("{{ {} }}", "__schema { queryType { name } } ".repeat(5))).await;
    refused(&world, &thrice.replacen("{ ", "{ viewer { __typename } ", 1)).await;
}

#[tokio::test]
async fn a_filter_names_no_more_municipalities_than_anybody_needs() {
    let world = World::new().await;
    let query = "query($keys: [String!]) { practiceCases(filter: { municipalities: $keys }) { totalCount } }";
    let ask = async |count: usize| {
        let keys: Vec<String> = (1..=count).map(|number| format!("15084{number:03}")).collect();
        world.ask_as(&Viewer::Public, query, json!({ "keys": keys })).await
    };
    assert_eq!(ask(500).await["data"]["practiceCases"]["totalCount"], 0);
    let (code, message) = only_error(&ask(501).await);
    assert_eq!(code, "BAD_USER_INPUT");
    assert!(message.contains("höchstens 500"), "{message}");
}
