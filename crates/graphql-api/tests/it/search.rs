//! The search as the API shows it.

use crate::world::{World, only_error, texts};
use async_trait::async_trait;
use chrono::TimeDelta;
use domain::{
    Role, Viewer,
    ids::CaseId,
    vocabulary::{FieldOfAction, Vocabulary},
};
use search_indexer::{Rebuild, SearchDocument, SearchEngine, SearchError, SearchRequest, SearchResponse};
use serde_json::json;
use std::{
    collections::HashMap,
    io,
    sync::{Arc, Mutex},
};
use tempfile::TempDir;
use test_network::{TestNetwork, complete_case};
use usecases::archive_case;

#[tokio::test]
async fn a_case_is_found_with_its_highlights_and_facets() {
    let world = World::new().await;
    let mut content = complete_case("Ausbildungsbus im ländlichen Raum");
    content.results = format!("Der Bus fährt & <hält> jeden Tag. {}", content.results);
    world.test.publish(content).await;
    world.test.publish(complete_case("Leseclub am Nachmittag")).await;
    let found = world
        .ask(
            r#"{ searchCases(query: "Bus") { totalCount
                facets { fieldsOfAction { value label count } states { value label count } municipalities { value label count } status { value } }
                edges { cursor node { title } highlights { title teaser snippet } } nodes { slug } pageInfo { hasNextPage hasPreviousPage }
            } }"#,
        )
        .await;
    let search = &found["searchCases"];
    assert_eq!((&search["totalCount"], &search["nodes"]), (&json!(1), &json!([{ "slug": "ausbildungsbus-im-laendlichen-raum" }])));
    assert_eq!(search["facets"]["states"], json!([{ "value": "SACHSEN_ANHALT", "label": "Sachsen-Anhalt", "count": 1 }]));
    assert_eq!(search["facets"]["municipalities"], json!([{ "value": "15084", "label": "Burgenlandkreis", "count": 1 }]));
    assert_eq!(search["facets"]["fieldsOfAction"][0]["label"], FieldOfAction::TransitionSchoolWork.label());
    let snippet = search["edges"][0]["highlights"]["snippet"].as_str().unwrap();
    assert!(snippet.contains("<mark>Bus</mark>") && snippet.contains("&amp; &lt;hält&gt;"), "{snippet}");
    assert_eq!(search["pageInfo"], json!({ "hasNextPage": false, "hasPreviousPage": false }));
}

#[tokio::test]
async fn a_place_in_the_text_filters_and_can_be_taken_off() {
    let world = World::new().await;
    let mut elsewhere = complete_case("Leseclub am Nachmittag");
    elsewhere.municipality = "16051".parse().ok();
    world.test.publish(elsewhere).await;
    world.test.publish(complete_case("Leseclub im Dorf")).await;
    let query = |text: &str| {
        let text = text.replace('"', "\\\"");
        format!(
            "{{ searchCases(query: \"{text}\") {{ interpretedAs {{ text label effect literalQuery state municipalities {{ ags }} }} nodes {{ title }} }} }}"
        )
    };
    let found = world.ask(&query("leseclub Erfurt")).await;
    let place = &found["searchCases"]["interpretedAs"][0];
    assert_eq!((&place["text"], &place["label"]), (&json!("Erfurt"), &json!("Stadt Erfurt")));
    assert_eq!(
        (&place["effect"], &place["state"], &place["municipalities"]),
        (&json!("COMES_FIRST"), &json!(null), &json!([{ "ags": "16051" }]))
    );
    assert_eq!(found["searchCases"]["nodes"], json!([{ "title": "Leseclub am Nachmittag" }, { "title": "Leseclub im Dorf" }]));
    let literal = place["literalQuery"].as_str().unwrap();
    assert_eq!(literal, "leseclub \"Erfurt\"");
    assert_eq!(world.ask(&query(literal)).await["searchCases"]["interpretedAs"], json!([]));
}

#[tokio::test]
async fn a_mistyped_word_is_corrected_and_another_word_is_explained() {
    let world = World::new().await;
    world.test.publish(complete_case("Ausbildungsmesse mit Dolmetschern")).await;
    let selection = "{ correctedTo edges { highlights { matchedWords { typed found } } } }";
    let found = world.ask(&format!("{{ searchCases(query: \"ausbildungsmese\") {selection} }}")).await;
    assert_eq!(found["searchCases"]["correctedTo"], "Ausbildungsmesse");
    let found = world.ask(&format!("{{ searchCases(query: \"sprachmittler\") {selection} }}")).await;
    assert_eq!(found["searchCases"]["correctedTo"], json!(null));
    let words = &found["searchCases"]["edges"][0]["highlights"]["matchedWords"];
    assert_eq!(*words, json!([{ "typed": "sprachmittler", "found": "Dolmetscher" }]));
    let found = world.ask(&format!("{{ searchCases(query: \"dolmetscher\") {selection} }}")).await;
    assert_eq!(found["searchCases"]["edges"][0]["highlights"]["matchedWords"], json!([]));
}

#[tokio::test]
async fn a_search_in_vain_says_what_it_finds_without_a_filter() {
    let world = World::new().await;
    world.test.publish(complete_case("Leseclub im Dorf")).await;
    let query = |text: &str| {
        format!(
            "{{ searchCases(query: \"{text}\", filter: {{states: [SACHSEN], statuses: [RUNNING]}}) {{ totalCount withoutFilter {{ filter totalCount }} }} }}"
        )
    };
    let found = world.ask(&query("leseclub")).await;
    assert_eq!(found["searchCases"], json!({ "totalCount": 0, "withoutFilter": [{ "filter": "states", "totalCount": 1 }] }));
}

#[tokio::test]
async fn a_search_in_vain_says_what_its_words_find_alone() {
    let world = World::new().await;
    world.test.publish(complete_case("Leseclub im Dorf")).await;
    let query = |text: &str| {
        format!("{{ searchCases(query: \"{text}\", matching: EVERY_WORD) {{ totalCount widerQueries {{ query totalCount }} }} }}")
    };
    let found = world.ask(&query("Leseclub Raumfahrt")).await;
    assert_eq!(found["searchCases"], json!({ "totalCount": 0, "widerQueries": [{ "query": "Leseclub", "totalCount": 1 }] }));
    let found = world.ask(&query("Leseclub Erfurt")).await;
    assert_eq!(found["searchCases"]["widerQueries"], json!([{ "query": "Leseclub", "totalCount": 1 }]), "without the place");
    let found = world.ask(&query("Raumfahrt \\\"Leseclub im Dorf\\\" \\\"Erfurt\\\"")).await;
    let quoted = json!([{ "query": "\"Leseclub Dorf\"", "totalCount": 1 }]);
    assert_eq!(found["searchCases"]["widerQueries"], quoted, "a phrase stays one, and a quoted place a word");
    for (text, total) in [("Raumfahrt", 0), ("Leseclub", 1)] {
        assert_eq!(world.ask(&query(text)).await["searchCases"], json!({ "totalCount": total, "widerQueries": [] }), "{text}");
    }
}

#[tokio::test]
async fn a_filter_narrows_the_search_and_a_long_text_is_refused() {
    let world = World::new().await;
    world.publish_many(2).await;
    let found = world.ask(r#"{ searchCases(query: "", filter: {states: [SACHSEN]}) { totalCount nodes { slug } } }"#).await;
    assert_eq!(found["searchCases"], json!({ "totalCount": 0, "nodes": [] }));
    let (code, message) = world.error(&format!("{{ searchCases(query: \"{}\") {{ totalCount }} }}", "a".repeat(201))).await;
    assert_eq!(code, "BAD_USER_INPUT");
    assert_eq!(message, "query: Der Suchtext hat 201 Zeichen; höchstens 200 sind möglich.");
}

/// Until the index follows, a moment later or when the search is out of trouble.
#[tokio::test]
async fn pages_keep_their_places_where_the_index_has_a_case_that_is_no_longer_public() {
    let world = World::new().await;
    let mut ids = HashMap::new();
    for number in 1..=4 {
        let case = world.test.publish(complete_case(&format!("Leseclub Nummer {number}"))).await;
        ids.insert(case.slug.clone(), case.id);
    }
    let page = async |arguments: &str| {
        let query = format!(
            "{{ searchCases(query: \"leseclub\", {arguments}) {{ totalCount nodes {{ slug }} pageInfo {{ hasNextPage endCursor }} }} }}"
        );
        world.ask(&query).await["searchCases"].take()
    };
    let slugs = |page: &serde_json::Value| -> Vec<String> {
        page["nodes"].as_array().unwrap().iter().map(|node| node["slug"].as_str().unwrap().to_owned()).collect()
    };
    let all = slugs(&page("first: 4").await);
    let reviewer = world.test.member(Role::Reviewer, None).await;
    let archive = async |slug: &str| drop(archive_case::archive(&world.test.network, &reviewer, ids[slug]).await.unwrap());
    archive(all[0].as_str()).await;
    let first = page("first: 2").await;
    assert_eq!((slugs(&first), &first["totalCount"]), (all[1..2].to_vec(), &json!(3)));
    let after = first["pageInfo"]["endCursor"].as_str().unwrap();
    assert_eq!(slugs(&page(format!("first: 2, after: \"{after}\"").as_str()).await), all[2..], "nothing comes twice");
    assert_eq!(page("first: 3").await["pageInfo"]["hasNextPage"], json!(true), "nothing is missing either");
    archive(all[1].as_str()).await;
    let empty = page("first: 2").await;
    assert_eq!((slugs(&empty).len(), &empty["pageInfo"]["hasNextPage"]), (0, &json!(true)));
    let after = empty["pageInfo"]["endCursor"].as_str().unwrap();
    assert_eq!(slugs(&page(format!("first: 2, after: \"{after}\"").as_str()).await), all[2..]);
}

#[tokio::test]
async fn no_case_comes_twice_or_is_skipped_where_others_come_and_go_between_two_pages() {
    let world = World::new().await;
    let cases = world.publish_many(6).await;
    let page = async |arguments: String| {
        let selection = "nodes { title } pageInfo { startCursor endCursor hasNextPage hasPreviousPage }";
        world.ask(&format!("{{ searchCases(query: \"\", orderBy: NEWEST, {arguments}) {{ {selection} }} }}")).await["searchCases"].take()
    };
    let numbers = |page: &serde_json::Value| -> Vec<String> {
        texts(&page["nodes"], "title").iter().map(|title| title.replace("Praxisbeispiel Nummer ", "")).collect()
    };
    let first = page("first: 2".to_owned()).await;
    assert_eq!(numbers(&first), ["05", "04"]);
    world.test.clock.advance(TimeDelta::hours(1));
    world.test.publish(complete_case("Praxisbeispiel Nummer 06")).await;
    let second = page(format!("first: 2, after: {}", first["pageInfo"]["endCursor"])).await;
    assert_eq!(numbers(&second), ["03", "02"], "04 does not come again");
    let reviewer = world.test.member(Role::Reviewer, None).await;
    archive_case::archive(&world.test.network, &reviewer, cases[5].id).await.unwrap();
    world.test.run_jobs().await;
    let third = page(format!("first: 2, after: {}", second["pageInfo"]["endCursor"])).await;
    assert_eq!(numbers(&third), ["01", "00"], "01 is not skipped");
    assert_eq!((&third["pageInfo"]["hasNextPage"], &third["pageInfo"]["hasPreviousPage"]), (&json!(false), &json!(true)));
    let back = page(format!("last: 2, before: {}", second["pageInfo"]["startCursor"])).await;
    assert_eq!(numbers(&back), ["06", "04"], "what stands before it now");
    assert_eq!((&back["pageInfo"]["hasNextPage"], &back["pageInfo"]["hasPreviousPage"]), (&json!(true), &json!(false)));
}

/// A search that remembers what it was asked, shows nothing of what it finds, and may be down.
struct Recorder {
    asked: Mutex<Vec<SearchRequest>>,
    is_down: bool,
    /// How much it finds.
    total: usize,
}

impl Default for Recorder {
    fn default() -> Self {
        Self { asked: Mutex::default(), is_down: false, total: 45 }
    }
}

#[async_trait]
impl SearchEngine for Recorder {
    async fn search(&self, request: &SearchRequest) -> Result<SearchResponse, SearchError> {
        self.asked.lock().unwrap().push(request.clone());
        if self.is_down {
            let source = io::Error::other("connect to 10.1.2.3:7700 refused").into();
            return Err(SearchError::Unavailable { engine: "recorder", what: "search".to_owned(), source });
        }
        Ok(SearchResponse { hits: Vec::new(), total: self.total, ..SearchResponse::default() })
    }

    async fn apply(&self, _: Vec<SearchDocument>, _: Vec<CaseId>) -> Result<(), SearchError> {
        Ok(())
    }

    async fn start_rebuild(&self) -> Result<Box<dyn Rebuild>, SearchError> {
        unimplemented_in_tests()
    }

    async fn contents(&self, _: usize, _: usize) -> Result<Vec<(CaseId, String)>, SearchError> {
        Ok(Vec::new())
    }

    async fn hashes(&self, _: &[CaseId]) -> Result<HashMap<CaseId, String>, SearchError> {
        Ok(HashMap::new())
    }

    async fn ready(&self) -> Result<(), SearchError> {
        Ok(())
    }

    fn name(&self) -> &'static str {
        "recorder"
    }
}

fn unimplemented_in_tests() -> Result<Box<dyn Rebuild>, SearchError> {
    Err(SearchError::Timeout { engine: "recorder", what: "rebuild".to_owned(), after: std::time::Duration::ZERO })
}

async fn world_with(engine: Arc<Recorder>) -> World {
    let dir = TempDir::new().unwrap();
    let url = format!("sqlite://{}", dir.path().join("test.db").display());
    World::of(TestNetwork::with(dir, &url, engine).await)
}

#[tokio::test]
async fn a_search_that_is_down_is_an_error_and_not_an_empty_list() {
    let world = world_with(Arc::new(Recorder { is_down: true, ..Recorder::default() })).await;
    let query = r#"{ municipality(ags: "14713") { slug } searchCases(query: "Bus") { totalCount } }"#;
    let answer = world.ask_as(&Viewer::Public, query, json!({})).await;
    let (code, message) = only_error(&answer);
    assert_eq!(code, "SEARCH_UNAVAILABLE");
    assert_eq!(message, "Die Suche ist gerade nicht erreichbar. Bitte versuchen Sie es in einigen Minuten erneut.");
    assert_eq!(
        (&answer["errors"][0]["path"], &answer["data"]),
        (&json!(["searchCases"]), &json!({ "municipality": { "slug": "stadt-leipzig" }, "searchCases": null }))
    );
    assert!(!answer.to_string().contains("10.1.2.3"), "{answer:#}");
}

#[tokio::test]
async fn only_what_is_selected_is_searched_for() {
    let engine = Arc::new(Recorder::default());
    let world = world_with(engine.clone()).await;
    let asked = async |selection: &str| {
        world.ask(&format!("{{ searchCases(query: \"Bus\", first: 7) {{ {selection} }} }}")).await;
        let asked = engine.asked.lock().unwrap().pop().unwrap();
        (asked.offset, asked.limit, asked.facets)
    };
    assert_eq!(asked("totalCount").await, (0, 0, false));
    assert_eq!(asked("facets { states { value } }").await, (0, 0, true));
    // Twenty are looked at whatever is asked for, because their texts decide on the order.
    assert_eq!(asked("nodes { id }").await, (0, 20, false));
    assert_eq!(asked("... on CaseSearchConnection { edges { cursor } facets { status { value } } }").await, (0, 20, true));
    world.ask("{ searchCases(query: \"Bus\", orderBy: NEWEST, last: 7) { nodes { id } } }").await;
    let offsets: Vec<_> = engine.asked.lock().unwrap().drain(..).map(|asked| (asked.offset, asked.limit)).collect();
    assert_eq!(offsets, [(0, 0), (38, 7)], "the last of all, which first had to be counted");
}

#[tokio::test]
async fn ways_on_are_looked_for_once_however_often_they_are_selected() {
    let engine = Arc::new(Recorder { total: 0, ..Recorder::default() });
    let world = world_with(engine.clone()).await;
    let searches = async |ways: &str| {
        let filter = "{ states: [SACHSEN], statuses: [RUNNING], lifePhases: [PRIMARY] }";
        world.ask(&format!("{{ searchCases(query: \"Bus Boot\", filter: {filter}, first: 1) {{ totalCount {ways} }} }}")).await;
        engine.asked.lock().unwrap().drain(..).count()
    };
    let once = searches("withoutFilter { filter } widerQueries { query }").await;
    let many = (0..20).map(|number| format!("a{number}: withoutFilter {{ filter }} b{number}: widerQueries {{ query }} "));
    assert_eq!(searches(&many.collect::<Vec<_>>().concat()).await, once);
    assert!(once > searches("").await + 3, "three filters and two words are looked at one by one");
}
