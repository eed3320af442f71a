//! Synonyms that editors change while the network runs, and searches that find nothing.

use crate::two_processes::{TwoProcesses, on_every_pair};
use chrono::TimeDelta;
use domain::{CaseFilter, Role, SynonymKind, ids::SynonymGroupId, vocabulary::State};
use search_indexer::{
    SearchRequest,
    analysis::{Analyser, SynonymTable},
};
use serde_json::json;
use std::{
    sync::Arc,
    time::{Duration, Instant},
};
use storage::GapCounts;
use test_network::{TestNetwork, complete_case};
use usecases::{
    Refusal, TypedSearch, UseCaseError,
    find_cases::{self, Matching},
    search_gaps,
    synonyms::{self, SynonymInput},
};
use uuid::Uuid;

on_every_pair!(a_group_counts_at_once_here_and_within_a_second_there, a_rebuild_in_another_process_keeps_the_groups);

async fn found(test: &TestNetwork, typed: &str) -> usize {
    let search = TypedSearch { text: typed.to_owned(), limit: 10, ..TypedSearch::default() };
    find_cases::find(&test.network, &search, Matching::Best).await.unwrap().total
}

/// Asks again until a search finds as many, for at most a second: the engine by the synonyms that it keeps itself, or as people do.
async fn finds_within_a_second(test: &TestNetwork, is_of_engine: bool, typed: &str, expected: usize) {
    let begun = Instant::now();
    while (if is_of_engine { engine_finds(test, typed).await } else { found(test, typed).await }) != expected {
        assert!(begun.elapsed() < Duration::from_secs(1), "{typed} does not find {expected}");
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
}

async fn found_within_a_second(test: &TestNetwork, typed: &str, expected: usize) {
    finds_within_a_second(test, false, typed, expected).await;
}

async fn engine_finds_within_a_second(test: &TestNetwork, typed: &str, expected: usize) {
    finds_within_a_second(test, true, typed, expected).await;
}

/// How many cases the engine finds by the synonyms that it keeps itself.
async fn engine_finds(test: &TestNetwork, typed: &str) -> usize {
    let query = Analyser::new(SynonymTable::default()).query(typed);
    test.network.search.search(&SearchRequest { query, limit: 10, ..SearchRequest::default() }).await.unwrap().total
}

fn input(phrases: [&str; 2]) -> SynonymInput {
    SynonymInput { kind: SynonymKind::Synonym, phrases: phrases.map(str::to_owned).to_vec() }
}

async fn a_group_counts_at_once_here_and_within_a_second_there(processes: TwoProcesses) {
    let TwoProcesses { one, other, keeps_synonyms, .. } = processes;
    let reviewer = one.member(Role::Reviewer, None).await;
    one.publish(complete_case("Ausbildungsbus im ländlichen Raum")).await;
    assert_eq!((found(&one, "Krawummelchen").await, found(&other, "Krawummelchen").await), (0, 0));
    let group = synonyms::create(&one.network, &reviewer, input(["Krawummelchen", "Ausbildungsbus"])).await.unwrap();
    let fresh = other.network.fresh_analyser().await.unwrap();
    assert_ne!(fresh.query("Krawummelchen"), Analyser::standard().query("Krawummelchen"), "at once for whoever keeps a copy");
    assert_eq!(found(&one, "Krawummelchen").await, 1, "before any job has run");
    found_within_a_second(&other, "Krawummelchen", 1).await;
    one.run_jobs().await;
    engine_finds_within_a_second(&other, "Krawummelchen", usize::from(keeps_synonyms)).await;

    synonyms::update(&one.network, &reviewer, group.id, 1, input(["Zyxophon", "Ausbildungsbus"])).await.unwrap();
    one.run_jobs().await;
    assert_eq!((found(&one, "Krawummelchen").await, found(&one, "Zyxophon").await), (0, 1));
    found_within_a_second(&other, "Krawummelchen", 0).await;
    engine_finds_within_a_second(&other, "Zyxophon", usize::from(keeps_synonyms)).await;

    synonyms::delete(&one.network, &reviewer, group.id, 2).await.unwrap();
    one.run_jobs().await;
    assert_eq!((found(&one, "Zyxophon").await, engine_finds(&one, "Zyxophon").await), (0, 0));
    found_within_a_second(&other, "Zyxophon", 0).await;
    assert_eq!(found(&other, "Ausbildungsbus").await, 1);
}

async fn a_rebuild_in_another_process_keeps_the_groups(processes: TwoProcesses) {
    let TwoProcesses { one, other, keeps_synonyms, .. } = processes;
    let reviewer = one.member(Role::Reviewer, None).await;
    one.publish(complete_case("Ausbildungsbus im ländlichen Raum")).await;
    synonyms::create(&one.network, &reviewer, input(["Krawummelchen", "Ausbildungsbus"])).await.unwrap();
    one.run_jobs().await;
    jobs::request_rebuild(&other.network).await.unwrap();
    other.run_jobs().await;
    assert_eq!(engine_finds(&one, "Krawummelchen").await, usize::from(keeps_synonyms));
    assert_eq!((found(&one, "Krawummelchen").await, found(&other, "Krawummelchen").await), (1, 1));
}

#[tokio::test]
async fn every_change_is_written_down_with_who_made_it() {
    let test = TestNetwork::new().await;
    let reviewer = test.member(Role::Reviewer, None).await;
    let group = synonyms::create(&test.network, &reviewer, input(["Krawummelchen", "Ausbildungsbus"])).await.unwrap();
    for version in [1, 1, 2] {
        let changed = synonyms::update(&test.network, &reviewer, group.id, version, input(["Zyxophon", "Ausbildungsbus"])).await.unwrap();
        assert_eq!(changed.version, 2, "what changes nothing is no change, and no conflict where it is sent twice");
    }
    synonyms::delete(&test.network, &reviewer, group.id, 2).await.unwrap();
    let entries = test.network.store.audit_of(group.id.0).await.unwrap();
    let actions: Vec<_> = entries.iter().map(|entry| entry.action.as_str()).collect();
    assert_eq!(actions, ["synonym_group.created", "synonym_group.updated", "synonym_group.deleted"]);
    assert!(entries.iter().all(|entry| entry.actor == reviewer.member().map(|member| member.account)));
    assert_eq!(entries[1].detail, json!({ "kind": "synonym", "phrases": ["Zyxophon", "Ausbildungsbus"] }));
    let unknown = synonyms::delete(&test.network, &reviewer, SynonymGroupId(Uuid::from_u128(u128::MAX)), 1).await;
    assert!(matches!(unknown, Err(UseCaseError::Refused(Refusal::NotFound))));
}

#[tokio::test]
async fn nobody_changes_or_deletes_what_another_has_changed_since_they_read_it() {
    let test = TestNetwork::new().await;
    let network = &test.network;
    let (one, other) = (test.member(Role::Reviewer, None).await, test.member(Role::Administrator, None).await);
    let group = synonyms::create(network, &one, input(["Krawummelchen", "Ausbildungsbus"])).await.unwrap();
    let saved = synonyms::update(network, &one, group.id, group.version, input(["Zyxophon", "Ausbildungsbus"])).await.unwrap();
    let refusals = [
        synonyms::update(network, &other, group.id, group.version, input(["Krawallchen", "Ausbildungsbus"])).await.map(|_| ()),
        synonyms::update(network, &other, group.id, 0, input(["Krawallchen", "Ausbildungsbus"])).await.map(|_| ()),
        synonyms::delete(network, &other, group.id, group.version).await.map(|_| ()),
    ];
    for refusal in refusals {
        assert!(matches!(refusal, Err(UseCaseError::Refused(Refusal::Conflict { version: 2, .. }))), "{refusal:?}");
    }
    assert_eq!(network.store.synonym_groups().await.unwrap(), std::slice::from_ref(&saved));
    synonyms::update(network, &other, group.id, saved.version, input(["Krawallchen", "Ausbildungsbus"])).await.unwrap();
}

#[tokio::test]
async fn the_analyser_is_made_anew_only_for_other_groups() {
    let test = TestNetwork::new().await;
    let reviewer = test.member(Role::Reviewer, None).await;
    let first = test.network.analyser().await.unwrap();
    test.publish(complete_case("Ausbildungsbus im ländlichen Raum")).await;
    let after_publication = test.network.analyser().await.unwrap();
    assert!(Arc::ptr_eq(&first, &after_publication), "the stamp moved, the groups did not");
    synonyms::create(&test.network, &reviewer, input(["Krawummelchen", "Ausbildungsbus"])).await.unwrap();
    let (for_searches, for_engines) = tokio::join!(test.network.analyser(), test.network.fresh_analyser());
    let for_searches = for_searches.unwrap();
    assert!(!Arc::ptr_eq(&first, &for_searches));
    assert!(Arc::ptr_eq(&for_searches, &for_engines.unwrap()), "the words are analysed once");
}

#[tokio::test]
async fn only_a_page_that_finds_nothing_is_a_gap() {
    let test = TestNetwork::new().await;
    test.publish(complete_case("Ausbildungsbus im ländlichen Raum")).await;
    let search = |text: &str, offset: usize, limit: usize| TypedSearch { text: text.to_owned(), offset, limit, ..TypedSearch::default() };
    let filter = CaseFilter { states: vec![State::Thueringen], ..CaseFilter::default() };
    let elsewhere = TypedSearch { filter, ..search("Ausbildungsbus", 0, 20) };
    let excluded = search("Ausbildungsbus -Ausbildungsbus", 0, 20);
    let number = TypedSearch { limit: 0, ..elsewhere.clone() };
    // As feeds ask for it, and as the links of digests do.
    let now = test.now();
    let window = CaseFilter { published_after: Some(now), renewed_before: Some(now), ..elsewhere.filter.clone() };
    let window = TypedSearch { filter: window, ..elsewhere.clone() };
    let others = [search("Xylophon", 20, 20), search("Xylophon", 0, 0), search("Ausbildungsbus", 0, 20), search("wie was", 0, 20)];
    for wanted in others.into_iter().chain([excluded, number, window]) {
        for matching in [Matching::Best, Matching::EveryWord] {
            find_cases::find(&test.network, &wanted, matching).await.unwrap();
        }
    }
    let gaps = async || {
        search_gaps::flush(&test.network).await.unwrap();
        test.network.store.search_gaps(1, None, 10).await.unwrap()
    };
    assert_eq!(gaps().await, []);
    assert_eq!(found(&test, "Xylophon").await, 0);
    assert_eq!(gaps().await.iter().map(|gap| (gap.terms.as_str(), gap.counts.all)).collect::<Vec<_>>(), [("xylophon", 1)]);
}

#[tokio::test]
async fn a_gap_tells_whether_filters_or_the_demand_for_every_word_were_in_the_way() {
    let test = TestNetwork::new().await;
    test.publish(complete_case("Ausbildungsbus im ländlichen Raum")).await;
    let filter = CaseFilter { states: vec![State::Thueringen], ..CaseFilter::default() };
    let search = |text: &str, filter: &CaseFilter| TypedSearch {
        text: text.to_owned(),
        filter: filter.clone(),
        limit: 20,
        ..TypedSearch::default()
    };
    for (text, filter, matching) in [
        ("Ausbildungsbus", &filter, Matching::Best),
        ("Ausbildungsbus", &filter, Matching::EveryWord),
        ("Ausbildungsbus Termin Betrieben Xylophon", &filter, Matching::EveryWord),
        ("Ausbildungsbus Termin Betrieben Xylophon", &CaseFilter::default(), Matching::EveryWord),
        // There is no case for it with or without.
        ("Xylophon", &filter, Matching::Best),
        ("Xylophon", &CaseFilter::default(), Matching::EveryWord),
        ("Xylophon", &CaseFilter::default(), Matching::Best),
    ] {
        let found = find_cases::find(&test.network, &search(text, filter), matching).await.unwrap();
        assert_eq!(found.total, 0, "{text} {matching:?}");
    }
    search_gaps::flush(&test.network).await.unwrap();
    let gaps = test.network.store.search_gaps(1, None, 10).await.unwrap();
    let told: Vec<_> = gaps.iter().map(|gap| (gap.terms.as_str(), gap.counts)).collect();
    let counts = |all, filtered, every_word| GapCounts { all, filtered, every_word };
    let expected =
        [("xylophon", counts(3, 0, 0)), ("ausbildungsbus", counts(2, 2, 0)), ("ausbildungsbus termin betrieben xylophon", counts(2, 0, 2))];
    assert_eq!(told, expected);
}

#[tokio::test]
async fn gaps_are_written_by_themselves_and_forgotten_in_time() {
    let test = TestNetwork::new().await;
    for text in ["Xylophon", "Zyxophon", "Zyxophon", "Zyxophon"] {
        found(&test, text).await;
    }
    let seen = async |test: &TestNetwork| -> Vec<String> {
        let gaps = test.network.store.search_gaps(1, None, 10).await.unwrap();
        gaps.into_iter().map(|gap| gap.terms).collect()
    };
    assert!(seen(&test).await.is_empty(), "no search waits for the database");
    tokio::time::sleep(Duration::from_secs(6)).await;
    assert_eq!(seen(&test).await, ["zyxophon", "xylophon"]);
    test.pass(TimeDelta::days(89)).await;
    assert_eq!(seen(&test).await.len(), 2);
    test.pass(TimeDelta::days(2)).await;
    assert_eq!(seen(&test).await, ["zyxophon"]);
    test.pass(TimeDelta::days(640)).await;
    assert!(seen(&test).await.is_empty());
}
