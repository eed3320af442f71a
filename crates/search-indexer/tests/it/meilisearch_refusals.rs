//! A Meilisearch server that does not take what a rebuild sends.

use crate::{
    meilisearch_server::by_hand,
    network::{case, clean_up, indexes, new_prefix, numbers, server},
};
use search_indexer::{MeilisearchEngine, SearchEngine, SearchError, SearchRequest, document};

#[tokio::test]
async fn what_a_rebuild_sends_in_vain_is_named_and_may_be_sent_again() {
    let prefix = new_prefix();
    let Some(options) = server(&prefix) else { return };
    let engine = MeilisearchEngine::connect(options.clone()).unwrap();
    let document = |number: u128| document(&case(number, "Ein Hort")).unwrap();
    let found = async || numbers(&engine.search(&SearchRequest { limit: 5, ..SearchRequest::default() }).await.unwrap());
    engine.start_rebuild().await.unwrap().finish(0).await.unwrap();
    engine.apply(vec![document(9)], Vec::new()).await.unwrap();

    let mut rebuild = engine.start_rebuild().await.unwrap();
    let next = indexes(&options).await.into_iter().find(|uid| uid.contains("cases-next-")).unwrap();
    let identified_by = async |key: &str| {
        by_hand(&options, reqwest::Method::PATCH, &format!("/indexes/{next}"), &serde_json::json!({ "primaryKey": key })).await;
    };
    // To an index of another primary key the server adds nothing.
    identified_by("nothing").await;
    rebuild.add(vec![document(1), document(2)]).await.unwrap();
    rebuild.add(vec![document(3)]).await.unwrap();
    assert_eq!(rebuild.refused().await.unwrap(), [1, 2, 3].map(|number| document(number).id()));
    assert_eq!(rebuild.refused().await.unwrap(), [], "each is named once");
    identified_by("id").await;
    rebuild.add(vec![document(1), document(2)]).await.unwrap();
    assert_eq!(rebuild.refused().await.unwrap(), []);
    rebuild.finish(2).await.unwrap();
    assert_eq!(found().await, [2, 1]);

    // Who does not ask learns it from the count, and the old index serves on.
    let mut rebuild = engine.start_rebuild().await.unwrap();
    let next = indexes(&options).await.into_iter().find(|uid| uid.contains("cases-next-")).unwrap();
    by_hand(&options, reqwest::Method::PATCH, &format!("/indexes/{next}"), &serde_json::json!({ "primaryKey": "nothing" })).await;
    rebuild.add(vec![document(3)]).await.unwrap();
    let error = rebuild.finish(1).await.unwrap_err();
    assert!(matches!(error, SearchError::Incomplete { expected: 1, found: 0, .. }), "{error}");
    assert_eq!(found().await, [2, 1]);
    clean_up(&prefix).await;
}
