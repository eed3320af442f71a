//! Cases like another one, and suggestions while somebody types.

use crate::world::{World, only_error, texts};
use axum::{body::Body, http::Request};
use domain::{Role, Viewer};
use serde_json::{Value, json};
use test_network::{complete_case, draft_case};
use usecases::{archive_case, create_case};

const SIMILAR: &str = "query ($id: ID!, $first: Int) { similarCases(id: $id, first: $first) { title workflowState } }";

async fn id_of(world: &World, slug: &str) -> Value {
    world.data(&Viewer::Public, "query ($slug: String!) { practiceCase(slug: $slug) { id } }", json!({ "slug": slug })).await["practiceCase"]["id"]
        .clone()
}

#[tokio::test]
async fn a_case_is_like_others_of_its_topic_and_never_like_itself_or_what_is_not_public() {
    let world = World::new().await;
    let case = world.test.publish(complete_case("Ausbildungsbus für die Berufsschule")).await;
    world.test.publish(complete_case("Ein Ausbildungsbus fährt über Land")).await;
    let archived = world.test.publish(complete_case("Ausbildungsbus in der Stadt")).await;
    let reviewer = world.test.member(Role::Reviewer, None).await;
    // The index still has it: nothing ran since.
    archive_case::archive(&world.test.network, &reviewer, archived.id).await.unwrap();
    create_case::create(&world.test.network, &reviewer, draft_case("Ausbildungsbus als Entwurf"), None).await.unwrap();
    let id = id_of(&world, &case.slug).await;
    let found = world.data(&Viewer::Public, SIMILAR, json!({ "id": id })).await;
    assert_eq!(found["similarCases"][0], json!({ "title": "Ein Ausbildungsbus fährt über Land", "workflowState": "PUBLISHED" }));
    let titles = texts(&found["similarCases"], "title");
    assert!(!titles.contains(&"Ausbildungsbus für die Berufsschule") && !titles.contains(&"Ausbildungsbus in der Stadt"), "{titles:?}");
    let of_archived = world.data(&Viewer::Public, SIMILAR, json!({ "id": id_of(&world, &archived.slug).await })).await;
    assert_eq!(of_archived["similarCases"].as_array().map(Vec::len), Some(2), "an archived case is still read, so it has others like it");
}

#[tokio::test]
async fn a_case_that_is_not_there_for_the_viewer_is_not_found() {
    let world = World::new().await;
    let author = world.test.member(Role::Author, Some("15084")).await;
    let mut content = draft_case("Ausbildungsbus als Entwurf");
    content.municipality = "15084".parse().ok();
    let draft = create_case::create(&world.test.network, &author, content, None).await.unwrap();
    let query = "query ($slug: String!) { practiceCase(slug: $slug) { id } }";
    let id = world.data(&author, query, json!({ "slug": draft.slug })).await["practiceCase"]["id"].clone();
    world.test.publish(complete_case("Ein Ausbildungsbus fährt über Land")).await;
    let own = world.data(&author, SIMILAR, json!({ "id": id })).await;
    assert_eq!(texts(&own["similarCases"], "title"), ["Ein Ausbildungsbus fährt über Land"]);
    for id in [id, json!("unsinn")] {
        let refused = world.ask_as(&Viewer::Public, SIMILAR, json!({ "id": id })).await;
        assert_eq!(only_error(&refused).0, "NOT_FOUND");
    }
    let too_many = world.ask_as(&author, SIMILAR, json!({ "id": "x", "first": 21 })).await;
    assert_eq!(only_error(&too_many), ("BAD_USER_INPUT".to_owned(), "first: Möglich sind 1 bis 20; angegeben ist 21.".to_owned()));
}

const SUGGEST: &str = "query ($prefix: String!, $first: Int) { suggest(prefix: $prefix, first: $first) { __typename text
    ... on MunicipalitySuggestion { municipality { ags displayName } }
    ... on TermSuggestion { isLabel vocabulary filter term { key label } }
    ... on TitleSuggestion { slug url case { title } } } }";

async fn suggested(world: &World, prefix: &str) -> Value {
    world.data(&Viewer::Public, SUGGEST, json!({ "prefix": prefix })).await["suggest"].take()
}

#[tokio::test]
async fn three_kinds_are_suggested_each_with_where_it_leads() {
    let world = World::new().await;
    world.test.publish(complete_case("Burgenland liest vor: Bücherbus")).await;
    let places = suggested(&world, "BURGENL").await;
    assert_eq!(
        places,
        json!([
            { "__typename": "MunicipalitySuggestion", "text": "Burgenlandkreis",
              "municipality": { "ags": "15084", "displayName": "Burgenlandkreis" } },
            { "__typename": "TitleSuggestion", "text": "Burgenland liest vor: Bücherbus", "slug": "burgenland-liest-vor-buecherbus",
              "url": "https://wissensnetz.example.org/faelle/burgenland-liest-vor-buecherbus",
              "case": { "title": "Burgenland liest vor: Bücherbus" } },
        ])
    );
    let terms = suggested(&world, "bildungsmon").await;
    assert_eq!(
        terms[0],
        json!({ "__typename": "TermSuggestion", "text": "Bildungsmonitoring und Bildungsbericht", "isLabel": true, "vocabulary": "fieldOfAction",
            "filter": "fieldsOfAction", "term": { "key": "MONITORING_REPORTING", "label": "Bildungsmonitoring und Bildungsbericht" } })
    );
    assert_eq!(suggested(&world, "buecherb liest").await, json!([]), "only the last word may be begun");
    assert_eq!(suggested(&world, " ").await, json!([]));
    let long = world.ask_as(&Viewer::Public, SUGGEST, json!({ "prefix": "a".repeat(201) })).await;
    assert_eq!(only_error(&long).1, "prefix: Der Suchtext hat 201 Zeichen; höchstens 200 sind möglich.");
}

#[tokio::test]
async fn what_is_published_is_suggested_a_moment_later_and_what_is_archived_no_more() {
    let world = World::new().await;
    let post = async |prefix: &str| {
        let body = json!({ "query": SUGGEST, "variables": { "prefix": prefix } }).to_string();
        let request = Request::post("/graphql").header("content-type", "application/json").body(Body::from(body)).unwrap();
        world.send(request).await.2["data"]["suggest"].as_array().map(Vec::len)
    };
    let eventually = async |expected: usize| {
        for _ in 0..200 {
            if post("wanderbü").await == Some(expected) {
                return;
            }
            tokio::time::sleep(std::time::Duration::from_millis(20)).await;
        }
        panic!("never {expected}");
    };
    eventually(0).await;
    let case = world.test.publish_without_jobs(complete_case("Eine Wanderbücherei")).await;
    eventually(1).await;
    let reviewer = world.test.member(Role::Reviewer, None).await;
    archive_case::archive(&world.test.network, &reviewer, case.id).await.unwrap();
    assert_eq!(post("wanderbü").await, Some(0), "though nobody has read the titles anew");
    eventually(0).await;
}
