//! Every query, on what is public.

use crate::world::{World, texts};
use serde_json::json;
use test_network::complete_case;

#[tokio::test]
async fn a_case_is_found_by_id_by_slug_and_as_a_node() {
    let world = World::new().await;
    world.test.publish(complete_case("Ausbildungsbus im ländlichen Raum")).await;
    let found = world.ask(r#"{ practiceCase(slug: "ausbildungsbus-im-laendlichen-raum") { id title } }"#).await;
    let id = found["practiceCase"]["id"].as_str().unwrap().to_owned();
    let query = "query($id: ID!) { practiceCase(id: $id) { id } node(id: $id) { id __typename ... on PracticeCase { title } } }";
    let again = world.data(&domain::Viewer::Public, query, json!({ "id": id })).await;
    assert_eq!(again["practiceCase"]["id"], id);
    assert_eq!(again["node"], json!({ "id": id, "__typename": "PracticeCase", "title": "Ausbildungsbus im ländlichen Raum" }));
    let (code, message) = world.error("{ practiceCase { id } }").await;
    assert_eq!((code.as_str(), message.as_str()), ("BAD_USER_INPUT", "id, slug: Bitte geben Sie genau eines von beiden an."));
}

#[tokio::test]
async fn a_case_tells_everything_that_it_holds() {
    let world = World::new().await;
    let mut content = complete_case("Ausbildungsbus im ländlichen Raum");
    content.approach = format!("Erst *gefragt*, dann geplant. {}", content.approach);
    let case = world.test.publish(content).await;
    let story = world
        .ask(
            r#"{ practiceCase(slug: "ausbildungsbus-im-laendlichen-raum") {
                slug externalId url title teaser placeName state fieldsOfAction components lifePhases targetGroups status start end
                situation goals approach approachHtml results indicators { name } evidence costsOneOff costsYearly staffEffort
                fundingProgrammes successFactors pitfalls transferability preconditions firstSteps offers links { title url } sourceUrl
                licence summaryEasyLanguage workflowState workingCopy { version } revision version createdAt updatedAt publishedAt
                revisionPublishedAt archivedAt contact { mailbox name phone } elsewhere { name } partners { ags }
                municipality { ags name displayName slug kind state population populationYear latitude longitude }
            } }"#,
        )
        .await;
    let told = &story["practiceCase"];
    assert_eq!(told["url"], "https://wissensnetz.example.org/faelle/ausbildungsbus-im-laendlichen-raum");
    assert_eq!(told["approach"], case.content.approach.as_str());
    assert!(told["approachHtml"].as_str().unwrap().starts_with("<p>Erst <em>gefragt</em>, dann geplant. "), "{told:#}");
    assert_eq!((&told["fieldsOfAction"], &told["preconditions"]), (&json!(["TRANSITION_SCHOOL_WORK"]), &json!(["PARTNERS"])));
    assert_eq!((&told["start"], &told["end"], &told["licence"]), (&json!("2024-09"), &json!(null), &json!("CC_BY_4_0")));
    assert_eq!((&told["workflowState"], &told["workingCopy"], &told["revision"]), (&json!("PUBLISHED"), &json!(null), &json!(1)));
    assert_eq!((&told["publishedAt"], &told["archivedAt"]), (&json!("2026-03-17T10:00:00Z"), &json!(null)));
    assert_eq!((&told["placeName"], &told["state"]), (&json!("Burgenlandkreis"), &json!("SACHSEN_ANHALT")));
    assert_eq!(told["municipality"]["displayName"], "Burgenlandkreis");
}

#[tokio::test]
async fn lists_are_filtered_ordered_and_counted() {
    let world = World::new().await;
    world.publish_many(3).await;
    let mut other = complete_case("Ämterübergreifende Runde");
    other.municipality = "14713".parse().ok();
    world.test.publish(other).await;
    let titles = async |arguments: &str| {
        let list =
            world.ask(&format!("{{ practiceCases({arguments}) {{ totalCount nodes {{ title }} edges {{ node {{ title }} }} }} }}")).await;
        let titles: Vec<String> = texts(&list["practiceCases"]["nodes"], "title").into_iter().map(str::to_owned).collect();
        assert_eq!(list["practiceCases"]["totalCount"], titles.len());
        assert_eq!(list["practiceCases"]["edges"].as_array().unwrap().len(), titles.len());
        titles
    };
    assert_eq!(titles("orderBy: TITLE").await[..2], ["Ämterübergreifende Runde", "Praxisbeispiel Nummer 00"]);
    assert_eq!(titles("orderBy: OLDEST").await[0], "Praxisbeispiel Nummer 00");
    assert_eq!(titles("orderBy: null, workflow: null, filter: null").await.len(), 4);
    assert_eq!(titles("filter: {states: [SACHSEN]}").await, ["Ämterübergreifende Runde"]);
    assert_eq!(titles(r#"filter: {municipalities: ["15084"], publishedAfter: "2026-03-17T12:00:00Z"}"#).await.len(), 2);
    assert_eq!(titles(r#"filter: {publishedBefore: "2026-03-17T13:00:00+01:00"}"#).await, ["Praxisbeispiel Nummer 00"]);
    let (code, message) = world.error(r#"{ practiceCases(filter: {municipalities: ["99999"]}) { totalCount } }"#).await;
    assert_eq!(code, "BAD_USER_INPUT");
    assert!(message.contains("„99999“"), "{message}");
}

#[tokio::test]
async fn nodes_come_in_the_order_of_their_ids_with_gaps() {
    let world = World::new().await;
    world.publish_many(2).await;
    let list = world.ask(r#"{ practiceCases { nodes { id } } municipality(ags: "14713") { id } }"#).await;
    let ids = json!([
        list["practiceCases"]["nodes"][1]["id"],
        "keine-kennung",
        list["municipality"]["id"],
        list["practiceCases"]["nodes"][0]["id"],
        list["practiceCases"]["nodes"][1]["id"],
    ]);
    let query = "query($ids: [ID!]!) { nodes(ids: $ids) { id } }";
    let found = world.data(&domain::Viewer::Public, query, json!({ "ids": ids })).await;
    let expected = json!([{"id": ids[0]}, null, {"id": ids[2]}, {"id": ids[3]}, {"id": ids[4]}]);
    assert_eq!(found["nodes"], expected);
    let many: Vec<_> = vec!["x"; 101];
    let answer = world.ask_as(&domain::Viewer::Public, query, json!({ "ids": many })).await;
    assert_eq!(answer["errors"][0]["message"], "ids: Möglich sind bis zu 100 Einträge; angegeben sind 101.");
}

#[tokio::test]
async fn the_two_leipzigs_retired_keys_and_gemeinden_are_told_apart() {
    let world = World::new().await;
    let mut content = complete_case("Ausbildungsbus im ländlichen Raum");
    content.municipality = "15084550".parse().ok();
    world.test.publish(content).await;
    let found = world
        .ask(
            r#"{
                stadt: municipality(ags: "14713") { displayName slug }
                kreis: municipality(ags: "14729") { displayName kind }
                retired: municipality(ags: "16056") { ags }
                gemeinde: municipality(ags: "15084550") { ags name kind slug state population latitude practiceCases { totalCount } }
                around: municipality(ags: "15084") { practiceCases { totalCount nodes { municipality { ags } } } }
                none: municipality(ags: "99999") { ags }
            }"#,
        )
        .await;
    assert_eq!(found["stadt"], json!({ "displayName": "Stadt Leipzig", "slug": "stadt-leipzig" }));
    assert_eq!(found["kreis"], json!({ "displayName": "Landkreis Leipzig", "kind": "LANDKREIS" }));
    assert_eq!(found["retired"]["ags"], "16063");
    let gemeinde = json!({
        "ags": "15084550", "name": "Gemeinde 15084550", "kind": "GEMEINDE", "slug": "gemeinde-15084550", "state": "SACHSEN_ANHALT",
        "population": null, "latitude": null, "practiceCases": { "totalCount": 1 },
    });
    assert_eq!(found["gemeinde"], gemeinde);
    assert_eq!(found["around"]["practiceCases"], json!({ "totalCount": 1, "nodes": [{ "municipality": { "ags": "15084550" } }] }));
    assert_eq!(found["none"], json!(null));
}

#[tokio::test]
async fn all_municipalities_come_on_one_page_with_their_cases() {
    let world = World::new().await;
    world.publish_many(2).await;
    let all = world.ask("{ municipalities { totalCount nodes { ags practiceCases(first: 1) { totalCount nodes { title } } } } }").await;
    let nodes = all["municipalities"]["nodes"].as_array().unwrap();
    assert_eq!((nodes.len(), &all["municipalities"]["totalCount"]), (49, &json!(49)));
    let own = nodes.iter().find(|node| node["ags"] == "15084").unwrap();
    assert_eq!(own["practiceCases"], json!({ "totalCount": 2, "nodes": [{ "title": "Praxisbeispiel Nummer 01" }] }));
    let some = world.ask("{ municipalities(states: [THUERINGEN], kinds: [KREISFREIE_STADT]) { nodes { displayName } } }").await;
    assert_eq!(texts(&some["municipalities"]["nodes"], "displayName")[0], "Stadt Erfurt");
}

#[tokio::test]
async fn vocabularies_are_listed_with_terms_and_synonyms() {
    let world = World::new().await;
    let all = world.ask("{ vocabularies { name } }").await;
    assert_eq!(all["vocabularies"].as_array().unwrap().len(), domain::vocabulary::all().len());
    let one = world.ask(r#"{ vocabularies(names: ["status"]) { name label terms { key label synonyms successor } } }"#).await;
    assert_eq!(one["vocabularies"][0]["label"], "Umsetzungsstand");
    let pilot = json!({ "key": "PILOT", "label": "Erprobung", "synonyms": domain::vocabulary::Vocabulary::term(domain::vocabulary::Status::Pilot).synonyms, "successor": null });
    assert_eq!(one["vocabularies"][0]["terms"][0], pilot);
    assert_eq!(world.error(r#"{ vocabularies(names: ["farbe"]) { name } }"#).await.0, "BAD_USER_INPUT");
}
