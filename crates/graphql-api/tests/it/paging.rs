//! Pages of lists, forwards and backwards.

use crate::world::{World, only_error, texts};
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};

const PAGE: &str = "query($first: Int, $after: String, $last: Int, $before: String) {
    list: practiceCases(first: $first, after: $after, last: $last, before: $before) {
        totalCount nodes { title } edges { cursor } pageInfo { hasNextPage hasPreviousPage startCursor endCursor }
    }
}";

/// Pages through a list and returns the titles of each page; the flags must say when the end is near.
async fn pages(world: &World, query: &str, size: usize, backward: bool) -> Vec<Vec<String>> {
    let mut pages = Vec::new();
    let mut cursor = Value::Null;
    loop {
        let variables = if backward { json!({ "last": size, "before": cursor }) } else { json!({ "first": size, "after": cursor }) };
        let data = world.data(&domain::Viewer::Public, query, variables).await;
        let (list, info) = (&data["list"], &data["list"]["pageInfo"]);
        pages.push(texts(&list["nodes"], "title").into_iter().map(str::to_owned).collect::<Vec<_>>());
        assert_eq!(info["startCursor"], list["edges"][0]["cursor"]);
        assert_eq!(info["endCursor"], list["edges"].as_array().unwrap().last().unwrap()["cursor"]);
        let (on, back) = if backward { ("hasPreviousPage", "hasNextPage") } else { ("hasNextPage", "hasPreviousPage") };
        assert_eq!(info[back], json!(pages.len() > 1), "page {}", pages.len());
        if info[on] == json!(false) {
            return pages;
        }
        cursor = info[if backward { "startCursor" } else { "endCursor" }].clone();
    }
}

#[tokio::test]
async fn forty_five_cases_are_paged_both_ways_without_gap_or_double() {
    let world = World::new().await;
    world.publish_many(45).await;
    let newest_first: Vec<String> = (0..45).rev().map(|number| format!("Praxisbeispiel Nummer {number:02}")).collect();
    let forward = pages(&world, PAGE, 20, false).await;
    assert_eq!(forward.iter().map(Vec::len).collect::<Vec<_>>(), [20, 20, 5]);
    assert_eq!(forward.concat(), newest_first);
    let mut backward = pages(&world, PAGE, 20, true).await;
    assert_eq!(backward.iter().map(Vec::len).collect::<Vec<_>>(), [20, 20, 5]);
    backward.reverse();
    assert_eq!(backward.concat(), newest_first);
    let exact = pages(&world, PAGE, 15, false).await;
    assert_eq!(exact.len(), 3, "no empty page after the last");
    let counted = world.ask("{ practiceCases(first: 1) { totalCount again: totalCount } }").await;
    assert_eq!(counted, json!({ "practiceCases": { "totalCount": 45, "again": 45 } }));
}

#[tokio::test]
async fn what_a_search_finds_is_paged_both_ways() {
    let world = World::new().await;
    world.publish_many(45).await;
    let search = PAGE.replace("practiceCases(", "searchCases(query: \"Praxisbeispiel\", orderBy: NEWEST, ");
    let forward = pages(&world, &search, 20, false).await;
    assert_eq!(forward.iter().map(Vec::len).collect::<Vec<_>>(), [20, 20, 5]);
    assert_eq!(forward[2][4], "Praxisbeispiel Nummer 00");
    let mut backward = pages(&world, &search, 20, true).await;
    assert_eq!(backward.iter().map(Vec::len).collect::<Vec<_>>(), [20, 20, 5]);
    backward.reverse();
    assert_eq!(backward.concat(), forward.concat());
}

#[tokio::test]
async fn municipalities_are_paged_both_ways() {
    let world = World::new().await;
    let page = PAGE.replace("practiceCases(", "municipalities(").replace("nodes { title }", "nodes { title: ags }");
    let forward = pages(&world, &page, 20, false).await;
    assert_eq!(forward.iter().map(Vec::len).collect::<Vec<_>>(), [20, 20, 9]);
    let mut backward = pages(&world, &page, 20, true).await;
    assert_eq!(backward.iter().map(Vec::len).collect::<Vec<_>>(), [20, 20, 9]);
    backward.reverse();
    assert_eq!(backward.concat(), forward.concat());
    assert!(forward.concat().is_sorted());
}

#[tokio::test]
async fn wrong_pages_are_refused_by_name() {
    let world = World::new().await;
    world.publish_many(1).await;
    for list in ["practiceCases", "municipalities", "searchCases"] {
        let query = if list == "searchCases" { "query: \"x\", " } else { "" };
        for (arguments, begins) in [
            ("first: 0", "first: "),
            ("first: 101", "first: Möglich sind 1 bis 100; angegeben ist 101."),
            ("last: -3", "last: "),
            ("first: 1, last: 1", "first, last: "),
            ("after: \"unsinn\"", "after: \"unsinn\" ist kein Cursor dieser Liste."),
            ("last: 1, before: \"\"", "before: "),
        ] {
            let (code, message) = world.error(&format!("{{ {list}({query}{arguments}) {{ nodes {{ __typename }} }} }}")).await;
            assert_eq!(code, "BAD_USER_INPUT", "{list} {arguments}");
            assert!(message.starts_with(begins), "{list} {arguments}: {message}");
        }
    }
    let cursor = world.ask("{ practiceCases { pageInfo { endCursor } } }").await["practiceCases"]["pageInfo"]["endCursor"].clone();
    let other = format!("{{ practiceCases(orderBy: TITLE, after: {cursor}) {{ nodes {{ __typename }} }} }}");
    assert_eq!(world.error(&other).await.0, "BAD_USER_INPUT", "a cursor of another order");
}

/// A cursor as whoever has read the program may write it.
fn written(text: &str) -> String {
    let sum = Sha256::digest(format!("cursor:{text}"));
    URL_SAFE_NO_PAD.encode([&sum[..6], text.as_bytes()].concat())
}

#[tokio::test]
async fn a_cursor_that_leads_nowhere_is_no_failure_of_ours() {
    let world = World::new().await;
    world.publish_many(1).await;
    let id = uuid::Uuid::nil();
    let page = |key: &str| format!("{{ practiceCases(after: \"{}\") {{ nodes {{ title }} }} }}", written(&format!("Newest|{id}|{key}")));
    let after_all = world.ask(&page("2000-01-01T00:00:00.000000Z")).await;
    assert_eq!(after_all, json!({ "practiceCases": { "nodes": [] } }), "such is the key of a place");
    for key in ["", "gestern", "2000-01-01"] {
        assert_eq!(world.error(&page(key)).await.0, "BAD_USER_INPUT", "{key:?}");
    }
}

#[tokio::test]
async fn mails_are_counted_no_further_back_than_is_said() {
    let world = World::new().await;
    let reviewer = world.test.member(domain::Role::Reviewer, None).await;
    let query = "query($days: Int!) { mailStatus(days: $days) { runs { day } } }";
    for days in [1, 90] {
        let status = world.data(&reviewer, query, json!({ "days": days })).await;
        assert_eq!(status, json!({ "mailStatus": { "runs": [] } }), "{days}");
    }
    for days in [-1, 0, 91, i32::MAX] {
        let answer = world.ask_as(&reviewer, query, json!({ "days": days })).await;
        let message = format!("days: Möglich sind 1 bis 90; angegeben ist {days}.");
        assert_eq!(only_error(&answer), ("BAD_USER_INPUT".to_owned(), message));
    }
}
