//! A Meilisearch server that is not as it should be.

use crate::network::{case, clean_up, indexes, new_prefix, numbers, server, wanted};
use domain::ids::CaseId;
use search_indexer::{
    INDEX_VERSION, MeilisearchEngine, MeilisearchOptions, SearchEngine, SearchError, SearchRequest, Trouble, analysis::Analyser, document,
};
use std::time::Duration;

#[test]
fn options_that_cannot_be_right_are_refused() {
    let options = |key: Option<&str>, prefix: &str| MeilisearchOptions {
        url: "http://127.0.0.1:1".to_owned(),
        key: key.map(str::to_owned),
        index_prefix: prefix.to_owned(),
        timeout: Duration::from_secs(1),
    };
    assert!(MeilisearchEngine::connect(options(Some("a\nb"), "test")).is_err());
    assert!(MeilisearchEngine::connect(options(None, "")).is_err());
    assert!(MeilisearchEngine::connect(options(None, "a/b")).is_err());
    let secret = options(Some("secret-key"), "test");
    assert!(!format!("{secret:?} {:?}", MeilisearchEngine::connect(secret.clone()).unwrap()).contains("secret-key"));
}

#[tokio::test]
async fn a_wrong_key_is_a_refusal_that_names_itself() {
    let Some(options) = server(&new_prefix()) else { return };
    let engine = MeilisearchEngine::connect(MeilisearchOptions { key: Some("not-the-key".to_owned()), ..options }).unwrap();
    let error = engine.search(&SearchRequest::default()).await.unwrap_err();
    assert!(matches!(&error, SearchError::Rejected { code, .. } if code == "invalid_api_key"), "{error}");
    assert!(!error.is_unavailable());
    assert_eq!(error.trouble(), Trouble::KeyRefused);
    assert!(!error.to_string().contains('\n'), "one line in the log: {error}");
}

/// The document that says with which version an index was made.
async fn write_version(options: &MeilisearchOptions, version: u32) {
    let url = format!("{}/indexes/{}-meta/documents", options.url, options.index_prefix);
    let body = serde_json::json!([{ "id": "settings", "version": version }]);
    let request = reqwest::Client::new().post(url).bearer_auth(options.key.clone().unwrap_or_default()).json(&body);
    request.send().await.unwrap().error_for_status().unwrap();
}

#[tokio::test]
async fn an_index_of_an_earlier_version_is_built_anew_and_one_of_a_later_version_left_alone() {
    let prefix = new_prefix();
    let Some(options) = server(&prefix) else { return };
    let engine = MeilisearchEngine::connect(options.clone()).unwrap();
    engine.start_rebuild().await.unwrap().finish(0).await.unwrap();
    for (version, expected) in [(INDEX_VERSION - 1, true), (INDEX_VERSION + 1, false), (INDEX_VERSION, false)] {
        write_version(&options, version).await;
        // The next task is done after the one before it.
        engine.apply(vec![document(&case(1, "Ein Hort")).unwrap()], Vec::new()).await.unwrap();
        assert_eq!(engine.needs_rebuild().await.unwrap(), expected, "version {version}");
    }
    clean_up(&prefix).await;
}

/// Sends to the server past the engine, and waits until it has done it.
pub(crate) async fn by_hand(options: &MeilisearchOptions, method: reqwest::Method, path: &str, body: &serde_json::Value) {
    let client = reqwest::Client::new();
    let key = options.key.clone().unwrap_or_default();
    let request = || client.request(method.clone(), format!("{}{path}", options.url)).bearer_auth(&key).json(body).send();
    let mut answer = request().await.unwrap();
    // Beside many other tests it may have had no time for this one.
    while answer.status() == reqwest::StatusCode::REQUEST_TIMEOUT {
        answer = request().await.unwrap();
    }
    let task: serde_json::Value = answer.error_for_status().unwrap().json().await.unwrap();
    for _ in 0..500 {
        let url = format!("{}/tasks/{}", options.url, task["taskUid"]);
        let state: serde_json::Value = client.get(url).bearer_auth(&key).send().await.unwrap().json().await.unwrap();
        if state["status"] == "succeeded" {
            return;
        }
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    panic!("{path} was not done");
}

#[tokio::test]
async fn settings_that_somebody_changed_are_named_and_set_again() {
    let prefix = new_prefix();
    let Some(options) = server(&prefix) else { return };
    let engine = MeilisearchEngine::connect(options.clone()).unwrap();
    let synonyms = Analyser::standard().synonyms();
    engine.start_rebuild().await.unwrap().finish(0).await.unwrap();
    engine.apply(vec![document(&case(1, "Ein Kindergarten")).unwrap()], Vec::new()).await.unwrap();
    assert_eq!(engine.differing_settings(synonyms).await.unwrap(), [""; 0]);
    let changed = serde_json::json!({ "synonyms": { "hort": ["burg"] }, "searchableAttributes": ["body"], "rankingRules": ["words"], "stopWords": ["kindergart"] });
    by_hand(&options, reqwest::Method::PATCH, &format!("/indexes/{prefix}-cases/settings"), &changed).await;
    let mut differing = engine.differing_settings(synonyms).await.unwrap();
    differing.sort_unstable();
    assert_eq!(differing, ["rankingRules", "searchableAttributes", "stopWords", "synonyms"]);
    engine.restore_settings(synonyms).await.unwrap();
    assert_eq!(engine.differing_settings(synonyms).await.unwrap(), [""; 0]);
    let found = engine.search(&SearchRequest { query: wanted("kita"), limit: 5, ..SearchRequest::default() }).await.unwrap();
    assert_eq!(found.total, 1, "what was in the index is still there");
    write_version(&options, INDEX_VERSION + 1).await;
    by_hand(&options, reqwest::Method::PATCH, &format!("/indexes/{prefix}-cases/settings"), &changed).await;
    assert_eq!(engine.differing_settings(synonyms).await.unwrap(), [""; 0], "they are those of a later version");
    clean_up(&prefix).await;
}

#[tokio::test]
async fn the_first_index_is_set_up_once() {
    let prefix = new_prefix();
    let Some(options) = server(&prefix) else { return };
    let engine = MeilisearchEngine::connect(options.clone()).unwrap();
    let synonyms = Analyser::standard().synonyms();
    // As the job does that builds the index.
    engine.set_synonyms(synonyms).await.unwrap();
    engine.start_rebuild().await.unwrap().finish(0).await.unwrap();
    let request = reqwest::Client::new().get(format!("{}/tasks?types=settingsUpdate&limit=100000", options.url));
    let answer = request.bearer_auth(options.key.clone().unwrap_or_default()).send().await.unwrap();
    let listing: serde_json::Value = answer.error_for_status().unwrap().json().await.unwrap();
    let uids = listing["results"].as_array().unwrap().iter().filter_map(|task| task["indexUid"].as_str());
    assert_eq!(uids.filter(|uid| uid.starts_with(&format!("{prefix}-"))).count(), 1);
    assert_eq!(engine.differing_settings(synonyms).await.unwrap(), [""; 0]);
    clean_up(&prefix).await;
}

/// Whether a search says that there is no index to search in.
async fn is_missing(engine: &MeilisearchEngine) -> bool {
    match engine.search(&SearchRequest::default()).await {
        Err(error) => matches!(error, SearchError::MissingIndex { .. }) && error.is_unavailable(),
        Ok(_) => false,
    }
}

#[tokio::test]
async fn an_index_that_was_deleted_is_missing_until_it_is_built_anew() {
    let prefix = new_prefix();
    let Some(options) = server(&prefix) else { return };
    let engine = MeilisearchEngine::connect(options.clone()).unwrap();
    engine.start_rebuild().await.unwrap().finish(0).await.unwrap();
    assert!(!engine.needs_rebuild().await.unwrap());
    by_hand(&options, reqwest::Method::DELETE, &format!("/indexes/{prefix}-cases"), &serde_json::json!({})).await;
    // What was answered before may be known for a moment longer.
    tokio::time::sleep(Duration::from_millis(300)).await;
    assert!(is_missing(&engine).await);
    engine.apply(vec![document(&case(1, "Ein Kindergarten")).unwrap()], Vec::new()).await.unwrap();
    assert!(engine.needs_rebuild().await.unwrap() && is_missing(&engine).await, "a change makes an index, but it holds that change alone");
    assert_eq!(engine.differing_settings(Analyser::standard().synonyms()).await.unwrap(), [""; 0], "and it is set up");
    assert_eq!(engine.contents(0, 10).await.unwrap().len(), 1);
    let other = MeilisearchEngine::connect(options).unwrap();
    assert!(is_missing(&other).await, "another process sees it as well");
    let mut rebuild = engine.start_rebuild().await.unwrap();
    rebuild.add(vec![document(&case(1, "Ein Kindergarten")).unwrap(), document(&case(2, "Ein Hort")).unwrap()]).await.unwrap();
    rebuild.finish(2).await.unwrap();
    for engine in [&engine, &other] {
        let found = engine.search(&SearchRequest { limit: 5, ..SearchRequest::default() }).await.unwrap();
        assert_eq!(found.total, 2);
    }
    clean_up(&prefix).await;
}

#[tokio::test]
async fn an_index_that_is_missing_is_made_by_the_first_change_and_searched_once_it_is_built() {
    let prefix = new_prefix();
    let Some(options) = server(&prefix) else { return };
    let engine = MeilisearchEngine::connect(options).unwrap();
    assert!(engine.needs_rebuild().await.unwrap() && is_missing(&engine).await);
    engine.apply(vec![document(&case(1, "Ausbildungsbus")).unwrap()], Vec::new()).await.unwrap();
    assert!(engine.needs_rebuild().await.unwrap() && is_missing(&engine).await);
    engine.start_rebuild().await.unwrap().finish(2).await.unwrap_err();
    assert!(engine.needs_rebuild().await.unwrap() && is_missing(&engine).await, "a rebuild that fails is none");
    engine.start_rebuild().await.unwrap().finish(0).await.unwrap();
    assert!(!engine.needs_rebuild().await.unwrap() && !is_missing(&engine).await);
    clean_up(&prefix).await;
}

/// Too many cases to put their answers together here: the server leaves words out by itself.
#[tokio::test]
async fn words_that_stand_in_many_cases_but_never_together_find_them() {
    let prefix = new_prefix();
    let Some(options) = server(&prefix) else { return };
    let engine = MeilisearchEngine::connect(options).unwrap();
    engine.start_rebuild().await.unwrap().finish(0).await.unwrap();
    let title = |number: u128| if number.is_multiple_of(3) { "Ein Hort" } else { "Ein Theater" };
    let cases = (1..=1800).map(|number| document(&case(number, title(number))).unwrap());
    engine.apply(cases.collect(), Vec::new()).await.unwrap();
    let request = SearchRequest { query: wanted("theater hort xylophon"), limit: 5, facets: true, ..SearchRequest::default() };
    let found = engine.search(&request).await.unwrap();
    assert_eq!((found.total, numbers(&found)), (600, vec![1800, 1797, 1794, 1791, 1788]), "the rarer word leads");
    assert_eq!(found.facets.unwrap().status[0].count, 600);
    clean_up(&prefix).await;
}

/// The same where one of the words is quoted: in a file, or in compounds, it is none of the case's own words.
#[tokio::test]
async fn a_quoted_word_beside_a_frequent_one_is_looked_for_in_the_cases_own_words() {
    let prefix = new_prefix();
    let Some(options) = server(&prefix) else { return };
    let engine = MeilisearchEngine::connect(options).unwrap();
    engine.start_rebuild().await.unwrap().finish(0).await.unwrap();
    let cases = (1..=1800).map(|number| match number % 3 {
        0 => document(&case(number, "Ein Hort")).unwrap(),
        1 => document(&case(number, "Ein Theater")).unwrap().with_file_texts(["Ein Hort"]),
        _ => document(&case(number, "Ein Theater am Kinderhort")).unwrap(),
    });
    engine.apply(cases.collect(), Vec::new()).await.unwrap();
    let request = SearchRequest { query: wanted("theater \"hort\""), limit: 5, ..SearchRequest::default() };
    let found = engine.search(&request).await.unwrap();
    assert_eq!((found.total, numbers(&found)), (600, vec![1800, 1797, 1794, 1791, 1788]));
    clean_up(&prefix).await;
}

/// Answers are kept until the index changes, by whomever.
#[tokio::test]
async fn what_another_process_changes_shows_within_a_second() {
    let prefix = new_prefix();
    let Some(options) = server(&prefix) else { return };
    let [one, other] = [(); 2].map(|()| MeilisearchEngine::connect(options.clone()).unwrap());
    let found = async |text: &str| {
        numbers(&one.search(&SearchRequest { query: wanted(text), limit: 20, ..SearchRequest::default() }).await.unwrap())
    };
    let shows = async |text: &str, expected: &[u128]| {
        for _ in 0..50 {
            if found(text).await == expected {
                return;
            }
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
        panic!("{text}: {:?} is not {expected:?} after a second", found(text).await);
    };
    one.start_rebuild().await.unwrap().finish(0).await.unwrap();
    assert_eq!(found("Bildungsbericht").await, [0_u128; 0]);
    other.apply(vec![document(&case(1, "Bildungsbericht")).unwrap()], Vec::new()).await.unwrap();
    shows("Bildungsbericht", &[1]).await;
    other.apply(Vec::new(), vec![CaseId(uuid::Uuid::from_u128(1))]).await.unwrap();
    shows("Bildungsbericht", &[]).await;
    let mut rebuild = other.start_rebuild().await.unwrap();
    rebuild.add(vec![document(&case(2, "Bildungsbericht der Stadt")).unwrap()]).await.unwrap();
    rebuild.finish(1).await.unwrap();
    shows("Bildungsbericht", &[2]).await;
    clean_up(&prefix).await;
}

/// As of a process whose job another has taken over, because its lease had ended.
#[tokio::test]
async fn a_rebuild_that_another_has_overtaken_changes_nothing() {
    let prefix = new_prefix();
    let Some(options) = server(&prefix) else { return };
    let [slow, quick] = [(); 2].map(|()| MeilisearchEngine::connect(options.clone()).unwrap());
    let document = |number: u128| document(&case(number, "Ein Hort")).unwrap();
    for goes_on in [false, true] {
        let mut overtaken = slow.start_rebuild().await.unwrap();
        overtaken.add(vec![document(1)]).await.unwrap();
        let mut rebuild = quick.start_rebuild().await.unwrap();
        rebuild.add(vec![document(2), document(3)]).await.unwrap();
        // Its index was taken away, and the server makes another one for what comes, which has no settings and not all the cases.
        if goes_on {
            overtaken.add(vec![document(4)]).await.unwrap();
        }
        let error = overtaken.finish(1).await.unwrap_err();
        assert!(matches!(error, SearchError::OtherRebuild { .. }), "{error}");
        rebuild.finish(2).await.unwrap();
    }
    let found = quick.search(&SearchRequest { limit: 5, ..SearchRequest::default() }).await.unwrap();
    assert_eq!(numbers(&found), [3, 2]);
    assert_eq!(quick.differing_settings(Analyser::standard().synonyms()).await.unwrap(), [""; 0]);
    clean_up(&prefix).await;
}

#[tokio::test]
async fn what_a_rebuild_left_that_was_cut_off_is_removed_by_the_next_and_nothing_else() {
    let prefix = new_prefix();
    let Some(options) = server(&prefix) else { return };
    let engine = MeilisearchEngine::connect(options.clone()).unwrap();
    for name in ["cases-next", "cases-next-0123456789abcdef", "cases-next-neighbour"] {
        let index = serde_json::json!({ "uid": format!("{prefix}-{name}"), "primaryKey": "id" });
        by_hand(&options, reqwest::Method::POST, "/indexes", &index).await;
    }
    engine.start_rebuild().await.unwrap().finish(0).await.unwrap();
    assert_eq!(indexes(&options).await, ["cases", "cases-next-neighbour", "meta"].map(|name| format!("{prefix}-{name}")));
    // One that is dropped takes its own away, however late, and not that of the next.
    for _ in 0..5 {
        let dropped = engine.start_rebuild().await.unwrap();
        drop(dropped);
        let mut rebuild = engine.start_rebuild().await.unwrap();
        tokio::time::sleep(Duration::from_millis(50)).await;
        rebuild.add(vec![document(&case(1, "Ein Hort")).unwrap()]).await.unwrap();
        rebuild.finish(1).await.unwrap();
    }
    clean_up(&prefix).await;
}
