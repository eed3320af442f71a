//! Synonyms that change while an engine serves.

use crate::network::{case, clean_up, new_prefix, server};
use search_indexer::{
    MeilisearchEngine, MeilisearchOptions, SearchEngine,
    analysis::{Analyser, SynonymTable},
    document,
};
use serde_json::{Value, json};

fn table(groups: &[&[&str]]) -> SynonymTable {
    SynonymTable::new(groups.iter().copied(), [])
}

/// How many cases the server itself finds for a word, whatever this program makes of queries.
async fn found(options: &MeilisearchOptions, word: &str) -> u64 {
    let query = json!({ "q": Analyser::standard().forms(word).stem, "page": 1 });
    let answer = ask(options, "search", Some(query)).await;
    answer["totalHits"].as_u64().unwrap()
}

async fn ask(options: &MeilisearchOptions, path: &str, body: Option<Value>) -> Value {
    let url = format!("{}/indexes/{}-cases/{path}", options.url, options.index_prefix);
    let client = reqwest::Client::new();
    let request = body.map_or_else(|| client.get(&url), |body| client.post(&url).json(&body));
    request.bearer_auth(options.key.clone().unwrap_or_default()).send().await.unwrap().json().await.unwrap()
}

#[tokio::test]
async fn the_server_takes_over_new_synonyms_and_a_rebuild_keeps_them() {
    let prefix = new_prefix();
    let Some(options) = server(&prefix) else { return };
    let engine = MeilisearchEngine::connect(options.clone()).unwrap();
    let cases = || vec![document(&case(1, "Ein Hort")).unwrap(), document(&case(2, "Ein Theater")).unwrap()];
    engine.apply(cases(), Vec::new()).await.unwrap();
    assert_eq!(found(&options, "Krawummelchen").await, 0);
    engine.set_synonyms(&table(&[&["Krawummelchen", "Hort"], &["XQZ", "Theater"]])).await.unwrap();
    assert_eq!((found(&options, "Krawummelchen").await, found(&options, "XQZ").await), (1, 1));
    let settings = ask(&options, "settings", None).await;
    let sure = json!(["hort", "krawummelch", "theat", "xqz"]);
    assert_eq!(settings["typoTolerance"]["disableOnWords"], sure, "what the table knows is no typing mistake");
    assert_eq!(settings["typoTolerance"]["disableOnNumbers"], true, "everything else stays");
    assert_eq!(settings["proximityPrecision"], "byAttribute", "everything else stays");

    let mut rebuild = engine.start_rebuild().await.unwrap();
    rebuild.add(cases()).await.unwrap();
    engine.set_synonyms(&table(&[&["Zyxophon", "Hort"]])).await.unwrap();
    assert_eq!((found(&options, "Krawummelchen").await, found(&options, "Zyxophon").await), (0, 1), "the old index follows at once");
    rebuild.finish(2).await.unwrap();
    assert_eq!(
        (found(&options, "Krawummelchen").await, found(&options, "Zyxophon").await),
        (0, 1),
        "and the new one follows with the swap"
    );
    let mut rebuild = engine.start_rebuild().await.unwrap();
    rebuild.add(cases()).await.unwrap();
    rebuild.finish(2).await.unwrap();
    assert_eq!(found(&options, "Zyxophon").await, 1);
    clean_up(&prefix).await;
}
