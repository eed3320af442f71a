//! Whoever asks too often is told when to come back.

use crate::world::World;
use axum::http::{Request, StatusCode, header};
use chrono::TimeDelta;
use domain::Viewer;
use serde_json::{Value, json};
use usecases::{from_address, rate_limit::of_this_machine};

const SEARCH: &str = "{ searchCases(query: \"hort\") { totalCount } }";

const SUGGEST: &str = "{ suggest(prefix: \"hort\") { text } }";

fn search_over_http() -> Request<axum::body::Body> {
    let body = json!({ "query": SEARCH }).to_string();
    Request::post("/graphql").header(header::CONTENT_TYPE, "application/json").body(body.into()).unwrap()
}

#[tokio::test]
async fn searches_are_counted_by_address_and_the_answer_says_when_to_come_back() {
    let world = World::new().await;
    let ask = async |address: &str| {
        let address = Some(address.parse().unwrap());
        from_address(address, world.ask_as(&Viewer::Public, SEARCH, json!({}))).await
    };
    for _ in 0..300 {
        assert!(ask("192.0.2.7").await.get("errors").is_none());
    }
    let refused = ask("192.0.2.7").await;
    assert_eq!(refused["errors"][0]["extensions"], json!({ "code": "RATE_LIMITED", "retryAfter": 1 }), "{refused}");
    assert_eq!(refused["errors"][0]["message"], "Zu viele Anfragen. Bitte versuchen Sie es in einer Sekunde erneut.");
    let (status, headers, body) = from_address(Some("192.0.2.7".parse().unwrap()), world.send(search_over_http())).await;
    assert_eq!((status, headers[header::RETRY_AFTER].to_str().unwrap()), (StatusCode::OK, "1"), "{body}");
    assert!(ask("192.0.2.8").await.get("errors").is_none(), "another address");
    let own = of_this_machine(Box::pin(ask("192.0.2.7"))).await;
    assert!(own.get("errors").is_none(), "what no proxy brought is nobody's");
    world.test.clock.advance(TimeDelta::seconds(1));
    assert!(ask("192.0.2.7").await.get("errors").is_none());
}

#[tokio::test]
async fn suggestions_count_as_searches() {
    let world = World::new().await;
    let ask = async |query: &str| from_address("192.0.2.7".parse().ok(), world.ask_as(&Viewer::Public, query, json!({}))).await;
    for _ in 0..150 {
        for query in [SEARCH, SUGGEST] {
            assert!(ask(query).await.get("errors").is_none());
        }
    }
    for query in [SEARCH, SUGGEST] {
        assert_eq!(ask(query).await["errors"][0]["extensions"]["code"], "RATE_LIMITED", "{query}");
    }
}

#[tokio::test]
async fn a_search_for_every_word_counts_as_ten() {
    let world = World::new().await;
    let ask = async |query: &str| from_address("192.0.2.7".parse().ok(), world.ask_as(&Viewer::Public, query, json!({}))).await;
    let every_word = "{ searchCases(query: \"hort\", matching: EVERY_WORD) { totalCount } }";
    for _ in 0..29 {
        assert!(ask(every_word).await.get("errors").is_none());
    }
    for _ in 0..9 {
        assert!(ask(SEARCH).await.get("errors").is_none());
    }
    assert_eq!(ask(every_word).await["errors"][0]["extensions"]["code"], "RATE_LIMITED", "there is room for one more alone");
    assert!(ask(SEARCH).await.get("errors").is_none());
}

#[tokio::test]
async fn a_mailbox_is_spared_whoever_asks() {
    let world = World::new().await;
    let subscribe = async |number: u8, email: &str| -> Value {
        let query = "mutation($email: String!) { subscribe(input: { email: $email, frequency: DAILY }) { subscription { state } \
                     userErrors { code message retryAfter } } }";
        let asked = world.data(&Viewer::Public, query, json!({ "email": email }));
        from_address(Some([198, 51, 100, number].into()), asked).await["subscribe"].clone()
    };
    for number in 0..10 {
        assert_eq!(subscribe(number, "lesen@kreis.example.org").await["userErrors"], json!([]));
    }
    let refused = subscribe(99, "Lesen@kreis.example.org").await;
    let message = "Zu viele Anfragen. Bitte versuchen Sie es in 3 Minuten erneut.";
    assert_eq!(refused["userErrors"], json!([{ "code": "RATE_LIMITED", "message": message, "retryAfter": 180 }]));
    assert_eq!(subscribe(9, "andere@kreis.example.org").await["userErrors"], json!([]));
    world.test.run_jobs().await;
    assert_eq!(world.test.sent().len(), 11);
    world.test.clock.advance(TimeDelta::minutes(3));
    assert_eq!(subscribe(9, "lesen@kreis.example.org").await["userErrors"], json!([]));
}
