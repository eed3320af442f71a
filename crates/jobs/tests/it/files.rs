//! The text of files goes into the search, and files that nobody needs go.

use crate::digests::{digests, search, subscribe};
use bytes::Bytes;
use chrono::TimeDelta;
use domain::{Role, Viewer, digest_period::Frequency, ids::FileId, vocabulary::Licence};
use files::{
    FileError,
    text::{Extractor, Program},
};
use futures_util::stream;
use jobs::{Worker, WorkerOptions};
use search_indexer::{SearchRequest, analysis::Analyser};
use std::{sync::Arc, time::Duration};
use storage::FileText;
use test_network::{TestNetwork, complete_case, pdf};
use usecases::{
    Network, Unfit,
    add_material::{self, NewMaterial},
    create_case, erase_case,
    failed_searches::FailedSearches,
    rate_limit::RateLimiter,
    remove_material,
    search_gaps::GapCounter,
    suggest::TitleShelf,
    synonyms::CurrentAnalyser,
    upload_file,
};

async fn found(test: &TestNetwork, query: &str) -> usize {
    let request = SearchRequest { query: Analyser::standard().query(query), limit: 10, ..SearchRequest::default() };
    test.network.search.search(&request).await.unwrap().total
}

async fn upload(test: &TestNetwork, viewer: &Viewer, bytes: Vec<u8>) -> FileId {
    let chunks = stream::iter([Ok::<_, Unfit>(Bytes::from(bytes))]);
    upload_file::upload(&test.network, viewer, "Datei", chunks).await.unwrap().id
}

fn material(file: FileId) -> NewMaterial {
    NewMaterial { file, title: "Eine Datei".into(), alternative_text: Some("Ein Bild".into()), licence: Some(Licence::CcBy40) }
}

#[tokio::test]
async fn a_word_in_a_file_finds_its_case_once_that_is_public() {
    let test = TestNetwork::new().await;
    let reviewer = test.member(Role::Reviewer, None).await;
    let case = create_case::create(&test.network, &reviewer, complete_case("Messe mit Ablaufplan"), None).await.unwrap();
    let file = upload(&test, &reviewer, pdf("Fahrradwerkstatt am Bahnhof")).await;
    add_material::add(&test.network, &reviewer, case.id, None, material(file)).await.unwrap();
    test.run_jobs().await;
    assert_eq!(test.network.store.file_text(file).await.unwrap(), Some(FileText::Read("Fahrradwerkstatt am Bahnhof".into())));
    assert_eq!(found(&test, "fahrradwerkstatt").await, 0, "the case is a draft");
    test.approve(&reviewer, case.id).await;
    test.run_jobs().await;
    assert_eq!(found(&test, "fahrradwerkstatt").await, 1);
    jobs::request_rebuild(&test.network).await.unwrap();
    test.run_jobs().await;
    assert_eq!(found(&test, "werkstatt").await, 1, "a rebuild reads the texts as well");
    remove_material::remove(&test.network, &reviewer, case.id, None, file).await.unwrap();
    test.approve(&reviewer, case.id).await;
    test.run_jobs().await;
    assert_eq!(found(&test, "fahrradwerkstatt").await, 0);
}

#[tokio::test]
async fn digests_look_into_files_as_the_search_does() {
    let test = TestNetwork::new().await;
    subscribe(&test, Frequency::Daily, search("fahrradwerkstatt")).await;
    let reviewer = test.member(Role::Reviewer, None).await;
    let case = create_case::create(&test.network, &reviewer, complete_case("Messe mit Ablaufplan"), None).await.unwrap();
    let file = upload(&test, &reviewer, pdf("Fahrradwerkstatt am Bahnhof")).await;
    add_material::add(&test.network, &reviewer, case.id, None, material(file)).await.unwrap();
    test.run_jobs().await;
    test.approve(&reviewer, case.id).await;
    test.pass(TimeDelta::days(1)).await;
    let mails = digests(&test);
    assert!(mails.len() == 1 && mails[0].text.contains("Messe mit Ablaufplan"), "{mails:?}");
}

#[tokio::test]
async fn a_broken_file_keeps_its_reason_and_breaks_nothing() {
    let test = TestNetwork::new().await;
    let reviewer = test.member(Role::Reviewer, None).await;
    let case = create_case::create(&test.network, &reviewer, complete_case("Messe mit Ablaufplan"), None).await.unwrap();
    let broken = upload(&test, &reviewer, b"%PDF-1.4 and nothing more".to_vec()).await;
    let picture = upload(&test, &reviewer, b"\x89PNG\r\n\x1a\n".to_vec()).await;
    let lost = upload(&test, &reviewer, pdf("verloren")).await;
    test.network.files.delete(lost).await.unwrap();
    for file in [broken, picture, lost] {
        add_material::add(&test.network, &reviewer, case.id, None, material(file)).await.unwrap();
    }
    test.approve(&reviewer, case.id).await;
    test.run_jobs().await;
    let outcome = async |file| test.network.store.file_text(file).await.unwrap().unwrap();
    assert!(matches!(outcome(broken).await, FileText::Failed(reason) if reason.starts_with("the file is broken")));
    assert_eq!(outcome(picture).await, FileText::None);
    assert!(matches!(outcome(lost).await, FileText::Failed(reason) if reason.contains("has no file")));
    assert_eq!(test.network.store.failed_jobs(9).await.unwrap().len(), 0);
    assert_eq!(found(&test, "messe").await, 1);
}

/// The same network, served by a process whose reader of files is not there, as after an update that moved it.
fn without_a_reader(of: &Network) -> Network {
    let missing = Program { path: "/nowhere/wissensnetz".into(), arguments: vec![], environment: vec![], time: Duration::from_secs(20) };
    Network {
        store: of.store.clone(),
        search: of.search.clone(),
        files: of.files.clone(),
        extractor: Extractor::Program(missing),
        clock: of.clock.clone(),
        ids: of.ids.clone(),
        secrets: of.secrets.clone(),
        settings: of.settings.clone(),
        wake: Arc::default(),
        analyser: CurrentAnalyser::default(),
        failed_searches: FailedSearches::default(),
        gaps: GapCounter::default(),
        limiter: RateLimiter::default(),
        titles: TitleShelf::default(),
    }
}

#[tokio::test]
async fn a_reader_that_is_not_to_be_had_is_no_fault_of_the_file() {
    let test = TestNetwork::new().await;
    let reviewer = test.member(Role::Reviewer, None).await;
    let case = create_case::create(&test.network, &reviewer, complete_case("Messe mit Ablaufplan"), None).await.unwrap();
    let file = upload(&test, &reviewer, pdf("Fahrradwerkstatt am Bahnhof")).await;
    add_material::add(&test.network, &reviewer, case.id, None, material(file)).await.unwrap();
    let options = WorkerOptions { name: "moved".into(), poll: Duration::from_millis(10), longest_backoff: Duration::from_mins(1) };
    let worker = Worker::new(Arc::new(without_a_reader(&test.network)), test.mails.clone(), options);
    test.run_jobs_with(&worker).await;
    assert_eq!(test.network.store.file_text(file).await.unwrap(), None, "it waits");
    test.pass(TimeDelta::minutes(2)).await;
    assert_eq!(test.network.store.file_text(file).await.unwrap(), Some(FileText::Read("Fahrradwerkstatt am Bahnhof".into())));
}

#[tokio::test]
async fn files_that_nobody_needs_are_deleted() {
    let test = TestNetwork::new().await;
    let administrator = test.member(Role::Administrator, None).await;
    let case = create_case::create(&test.network, &administrator, complete_case("Messe mit Ablaufplan"), None).await.unwrap();
    let (loose, attached) = (upload(&test, &administrator, pdf("lose")).await, upload(&test, &administrator, pdf("fest")).await);
    add_material::add(&test.network, &administrator, case.id, None, material(attached)).await.unwrap();
    test.pass(TimeDelta::hours(23)).await;
    assert!(test.network.files.read_whole(loose).await.is_ok());
    test.pass(TimeDelta::hours(2)).await;
    let is_gone = async |file| {
        matches!(test.network.files.read_whole(file).await, Err(FileError::Missing(_)))
            && test.network.store.file(file).await.unwrap().is_none()
    };
    assert!(is_gone(loose).await);
    assert!(!is_gone(attached).await);
    erase_case::erase(&test.network, &administrator, case.id).await.unwrap();
    test.pass(TimeDelta::hours(2)).await;
    assert!(is_gone(attached).await);
}
