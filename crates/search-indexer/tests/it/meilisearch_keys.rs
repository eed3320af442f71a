//! A key that opens no more of a Meilisearch server than the network's own indexes: the one that docs/operating.md and docker-compose.yml make.

use crate::network::{case, clean_up, indexes, new_prefix, numbers, server, wanted};
use search_indexer::{
    MeilisearchEngine, MeilisearchOptions, SearchDocument, SearchEngine, SearchRequest, Trouble, analysis::Analyser, document,
};
use serde_json::{Value, json};

/// The same options with such a key for the indexes with their prefix. Without the uid, so that it is another key each time.
async fn with_key_of_its_own(options: &MeilisearchOptions) -> MeilisearchOptions {
    let mut key: Value = serde_json::from_str(include_str!("../../meilisearch-key.json")).unwrap();
    assert_eq!(key["indexes"], json!(["wissensnetz-*"]));
    key["indexes"] = json!([format!("{}-*", options.index_prefix)]);
    key.as_object_mut().unwrap().remove("uid");
    let request = reqwest::Client::new().post(format!("{}/keys", options.url)).json(&key);
    let answer = request.bearer_auth(options.key.clone().unwrap_or_default()).send().await.unwrap();
    let made: Value = answer.error_for_status().unwrap().json().await.unwrap();
    MeilisearchOptions { key: made["key"].as_str().map(str::to_owned), ..options.clone() }
}

/// Takes a key back with the one that made it.
async fn delete_key(options: &MeilisearchOptions, key: &str) {
    let request = reqwest::Client::new().delete(format!("{}/keys/{key}", options.url));
    request.bearer_auth(options.key.clone().unwrap_or_default()).send().await.unwrap().error_for_status().unwrap();
}

fn of(number: u128, title: &str) -> SearchDocument {
    document(&case(number, title)).unwrap()
}

#[tokio::test]
async fn a_key_for_the_own_indexes_builds_swaps_changes_checks_and_searches() {
    let prefix = new_prefix();
    let Some(options) = server(&prefix) else { return };
    let limited = with_key_of_its_own(&options).await;
    let engine = MeilisearchEngine::connect(limited.clone()).unwrap();
    let synonyms = Analyser::standard().synonyms();
    let found = async |text: &str| {
        numbers(&engine.search(&SearchRequest { query: wanted(text), limit: 5, ..SearchRequest::default() }).await.unwrap())
    };
    assert!(engine.needs_rebuild().await.unwrap());
    // The first index, and one in the place of another.
    for titles in [["Ein Hort", "Ein Theater"], ["Ein Museum", "Ein Verein"]] {
        let mut rebuild = engine.start_rebuild().await.unwrap();
        rebuild.add(vec![of(1, titles[0]), of(2, titles[1])]).await.unwrap();
        assert_eq!(rebuild.refused().await.unwrap(), []);
        assert_eq!(rebuild.finish(2).await.unwrap(), []);
        assert!(!engine.needs_rebuild().await.unwrap());
        assert_eq!(indexes(&options).await, ["cases", "meta"].map(|name| format!("{prefix}-{name}")), "the old one is gone");
    }
    assert_eq!((found("museum").await, found("hort").await), (vec![1], vec![]));
    let (changed, gone) = (of(1, "Ein Brunnen"), of(2, "Ein Verein"));
    engine.apply(vec![changed.clone()], vec![gone.id()]).await.unwrap();
    assert_eq!(found("brunnen").await, [1]);
    let expected = (changed.id(), changed.hash().to_owned());
    assert_eq!(engine.contents(0, 10).await.unwrap(), std::slice::from_ref(&expected));
    assert_eq!(engine.hashes(&[changed.id(), gone.id()]).await.unwrap(), [expected].into());
    engine.set_synonyms(synonyms).await.unwrap();
    engine.restore_settings(synonyms).await.unwrap();
    assert_eq!(engine.differing_settings(synonyms).await.unwrap(), [""; 0]);
    engine.ready().await.unwrap();
    // Another network's indexes stay closed to it.
    let elsewhere = MeilisearchOptions { index_prefix: new_prefix(), ..limited.clone() };
    let error = MeilisearchEngine::connect(elsewhere).unwrap().search(&SearchRequest::default()).await.unwrap_err();
    assert_eq!(error.trouble(), Trouble::KeyRefused, "{error}");
    engine.remove().await.unwrap();
    assert_eq!(indexes(&options).await, [""; 0]);
    delete_key(&options, &limited.key.unwrap()).await;
    clean_up(&prefix).await;
}
