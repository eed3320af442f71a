//! The folder of the embedded engine, whole and broken.

use crate::network::{case, numbers};
use search_indexer::{EmbeddedEngine, INDEX_VERSION, SearchEngine, SearchError, SearchRequest, Trouble, document};
use std::{fs, path::Path};

fn everything() -> SearchRequest {
    SearchRequest { limit: 10, ..SearchRequest::default() }
}

async fn find_all(engine: &EmbeddedEngine) -> Vec<u128> {
    numbers(&engine.search(&everything()).await.unwrap())
}

/// Whether a search says that there is no index yet.
async fn is_missing(engine: &EmbeddedEngine) -> bool {
    matches!(engine.search(&everything()).await, Err(error @ SearchError::MissingIndex { .. }) if error.is_unavailable())
}

/// The numbers of the cases in the index, whether or not it is searched in.
async fn held(engine: &EmbeddedEngine) -> Vec<u128> {
    engine.contents(0, 10).await.unwrap().iter().map(|(case, _)| case.0.as_u128()).collect()
}

/// A folder with one case in a finished index, closed.
async fn filled_folder() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    let engine = EmbeddedEngine::open(folder.path()).unwrap();
    let mut rebuild = engine.start_rebuild().await.unwrap();
    rebuild.add(vec![document(&case(1, "Ein Hort")).unwrap()]).await.unwrap();
    rebuild.finish(1).await.unwrap();
    assert!(!engine.needs_rebuild());
    folder
}

/// Breaks something in a folder.
type Damage = fn(&Path);

fn generations(folder: &Path) -> Vec<String> {
    let names = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap());
    let mut names: Vec<_> = names.filter(|name| name.parse::<u64>().is_ok()).collect();
    names.sort_unstable();
    names
}

#[tokio::test]
async fn searches_say_that_there_is_no_index_until_it_has_been_built() {
    let folder = tempfile::tempdir().unwrap();
    let engine = EmbeddedEngine::open(folder.path()).unwrap();
    assert!(engine.needs_rebuild() && is_missing(&engine).await);
    engine.apply(vec![document(&case(1, "Ein Hort")).unwrap()], Vec::new()).await.unwrap();
    assert!(engine.needs_rebuild() && is_missing(&engine).await, "one case is not all of them");
    let mut rebuild = engine.start_rebuild().await.unwrap();
    rebuild.add(vec![document(&case(1, "Ein Hort")).unwrap()]).await.unwrap();
    assert!(is_missing(&engine).await);
    rebuild.finish(2).await.unwrap_err();
    assert!(engine.needs_rebuild() && is_missing(&engine).await, "a rebuild that fails is none");
    let mut rebuild = engine.start_rebuild().await.unwrap();
    rebuild.add(vec![document(&case(1, "Ein Hort")).unwrap(), document(&case(2, "Ein Theater")).unwrap()]).await.unwrap();
    rebuild.finish(2).await.unwrap();
    assert!(!engine.needs_rebuild());
    assert_eq!(find_all(&engine).await, [2, 1]);
}

#[tokio::test]
async fn the_index_of_an_empty_network_finds_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let engine = EmbeddedEngine::open(folder.path()).unwrap();
    engine.start_rebuild().await.unwrap().finish(0).await.unwrap();
    assert!(!engine.needs_rebuild() && find_all(&engine).await.is_empty());
}

#[tokio::test]
async fn an_index_is_there_again_after_a_restart() {
    let folder = filled_folder().await;
    let engine = EmbeddedEngine::open(folder.path()).unwrap();
    assert!(!engine.needs_rebuild());
    assert_eq!(find_all(&engine).await, [1]);
    assert_eq!(generations(folder.path()), ["2"]);
}

#[tokio::test]
async fn a_second_user_of_the_folder_is_told_so() {
    let folder = filled_folder().await;
    let engine = EmbeddedEngine::open(folder.path()).unwrap();
    let error = EmbeddedEngine::open(folder.path()).unwrap_err();
    assert!(matches!(error, SearchError::Locked { .. }));
    assert!(error.to_string().contains("another process"), "{error}");
    drop(engine);
    EmbeddedEngine::open(folder.path()).unwrap();
}

#[tokio::test]
async fn what_cannot_be_used_is_replaced_by_an_empty_index() {
    let damages: [(&str, Damage); 6] = [
        ("CURRENT is gone", |folder| fs::remove_file(folder.join("CURRENT")).unwrap()),
        ("CURRENT is no JSON", |folder| fs::write(folder.join("CURRENT"), "2").unwrap()),
        ("another version", |folder| {
            let text = fs::read_to_string(folder.join("CURRENT")).unwrap();
            fs::write(folder.join("CURRENT"), text.replace("\"version\":", "\"version\":9")).unwrap();
        }),
        ("the generation is gone", |folder| fs::remove_dir_all(folder.join("2")).unwrap()),
        ("the index does not know its segments", |folder| fs::write(folder.join("2/meta.json"), "{").unwrap()),
        ("a file is damaged", |folder| {
            let mut files = fs::read_dir(folder.join("2")).unwrap().map(|entry| entry.unwrap().path());
            let file = files.find(|path| path.extension().is_some_and(|end| end == "fast")).unwrap();
            let mut bytes = fs::read(&file).unwrap();
            let middle = bytes.len() / 3;
            bytes[middle] ^= 0xff;
            fs::write(&file, bytes).unwrap();
        }),
    ];
    for (what, damage) in damages {
        let folder = filled_folder().await;
        damage(folder.path());
        let engine = EmbeddedEngine::open(folder.path()).unwrap();
        assert!(engine.needs_rebuild(), "{what}");
        assert!(is_missing(&engine).await && held(&engine).await.is_empty(), "{what}");
        engine.apply(vec![document(&case(2, "Ein Theater")).unwrap()], Vec::new()).await.unwrap();
        drop(engine);
        // Something in it does not make it whole.
        let engine = EmbeddedEngine::open(folder.path()).unwrap();
        assert!(engine.needs_rebuild(), "{what}");
        assert!(is_missing(&engine).await, "{what}");
        assert_eq!(held(&engine).await, [2], "{what}");
        assert_eq!(generations(folder.path()).len(), 1, "{what}");
    }
}

/// A folder in the place of the file that names the generation in use, instead of a disk that is full.
#[tokio::test]
async fn where_no_index_can_be_made_the_engine_opens_without_one() {
    let folder = tempfile::tempdir().unwrap();
    let obstacle = folder.path().join("CURRENT");
    fs::create_dir(&obstacle).unwrap();
    let engine = EmbeddedEngine::open(folder.path()).unwrap();
    assert!(engine.needs_rebuild() && is_missing(&engine).await && held(&engine).await.is_empty());
    let documents = || vec![document(&case(1, "Ein Hort")).unwrap()];
    let error = engine.apply(documents(), Vec::new()).await.unwrap_err();
    assert!(matches!(error, SearchError::MissingIndex { .. }), "{error}");
    let mut rebuild = engine.start_rebuild().await.unwrap();
    rebuild.add(documents()).await.unwrap();
    assert_eq!(rebuild.finish(1).await.unwrap_err().trouble(), Trouble::Damaged);
    assert!(engine.needs_rebuild() && generations(folder.path()).is_empty());
    fs::remove_dir(&obstacle).unwrap();
    let mut rebuild = engine.start_rebuild().await.unwrap();
    rebuild.add(documents()).await.unwrap();
    rebuild.finish(1).await.unwrap();
    assert!(!engine.needs_rebuild());
    assert_eq!(find_all(&engine).await, [1]);
    drop(engine);
    assert_eq!(find_all(&EmbeddedEngine::open(folder.path()).unwrap()).await, [1]);
}

#[tokio::test]
async fn files_that_are_taken_away_from_an_open_index_are_noticed() {
    let folder = filled_folder().await;
    let engine = EmbeddedEngine::open(folder.path()).unwrap();
    fs::remove_dir_all(folder.path()).unwrap();
    assert!(engine.needs_rebuild());
    let error = engine.apply(vec![document(&case(2, "Ein Theater")).unwrap()], Vec::new()).await.unwrap_err();
    assert_eq!(error.trouble(), Trouble::Damaged, "{error}");
    assert_eq!(find_all(&engine).await, [1], "what is open still answers");
    let mut rebuild = engine.start_rebuild().await.unwrap();
    rebuild.add(vec![document(&case(2, "Ein Theater")).unwrap()]).await.unwrap();
    rebuild.finish(1).await.unwrap();
    assert!(!engine.needs_rebuild());
    assert_eq!(find_all(&engine).await, [2]);
    drop(engine);
    assert_eq!(find_all(&EmbeddedEngine::open(folder.path()).unwrap()).await, [2]);
}

#[tokio::test]
async fn the_version_of_the_index_stands_beside_it() {
    let folder = filled_folder().await;
    let text = fs::read_to_string(folder.path().join("CURRENT")).unwrap();
    assert!(text.contains(&format!("\"version\":{INDEX_VERSION},")), "{text}");
}

#[tokio::test]
async fn what_was_not_finished_does_not_survive() {
    let folder = filled_folder().await;
    let engine = EmbeddedEngine::open(folder.path()).unwrap();
    let mut rebuild = engine.start_rebuild().await.unwrap();
    rebuild.add(vec![document(&case(2, "Ein Theater")).unwrap()]).await.unwrap();
    assert_eq!(generations(folder.path()).len(), 2);
    drop(rebuild);
    assert_eq!(generations(folder.path()).len(), 1);
    assert_eq!(find_all(&engine).await, [1]);
}
