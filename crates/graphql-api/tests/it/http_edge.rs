//! The edge, rule by rule, after the GraphQL-over-HTTP specification and the audits of `graphql-http`.

use crate::world::World;
use axum::{
    body::{Body, Bytes},
    http::{HeaderMap, Request, StatusCode, header},
};
use futures_util::stream;
use serde_json::{Value, json};
use std::{convert::Infallible, io, time::Duration};
use tower_http::timeout::DeadlineBody;

const RESPONSE: &str = "application/graphql-response+json";

fn get(query: &str) -> Request<Body> {
    Request::get(format!("/graphql?query={}", query.replace(' ', "+").replace('{', "%7B").replace('}', "%7D"))).body(Body::empty()).unwrap()
}

fn post(headers: &[(&str, &str)], body: impl Into<Body>) -> Request<Body> {
    headers.iter().fold(Request::post("/graphql"), |request, (name, value)| request.header(*name, *value)).body(body.into()).unwrap()
}

fn post_json(accept: &str, body: &Value) -> Request<Body> {
    post(&[("content-type", "application/json"), ("accept", accept)], body.to_string())
}

fn content_type(headers: &HeaderMap) -> &str {
    headers[header::CONTENT_TYPE].to_str().unwrap()
}

#[tokio::test]
async fn the_form_of_the_answer_is_the_one_asked_for() {
    let world = World::new().await;
    for (accept, expected) in [
        (RESPONSE, "application/graphql-response+json; charset=utf-8"),
        ("application/json", "application/json; charset=utf-8"),
        ("*/*", "application/json; charset=utf-8"),
        ("application/graphql-response+json, application/json;q=0.9", "application/graphql-response+json; charset=utf-8"),
    ] {
        let (status, headers, body) = world.send(post_json(accept, &json!({ "query": "{ __typename }" }))).await;
        assert_eq!((status, content_type(&headers)), (StatusCode::OK, expected), "{accept}");
        assert_eq!(body, json!({ "data": { "__typename": "Query" } }));
        assert!(headers[header::VARY].to_str().unwrap().contains("Accept"));
    }
    let (status, headers, body) = world.send(post_json("text/html", &json!({ "query": "{ __typename }" }))).await;
    assert_eq!((status, &body["errors"][0]["extensions"]["code"]), (StatusCode::NOT_ACCEPTABLE, &json!("NOT_ACCEPTABLE")));
    assert_eq!(content_type(&headers), "application/json; charset=utf-8");
    let no_accept = post(&[("content-type", "application/json; charset=utf-8")], r#"{"query":"{ __type(name: \"Run🏃\") { name } }"}"#);
    assert_eq!(world.send(no_accept).await.2, json!({ "data": { "__type": null } }));
}

#[tokio::test]
async fn errors_of_the_document_have_the_status_of_their_form_and_no_data() {
    let world = World::new().await;
    for (body, code) in [
        (json!({ "query": "{" }), "GRAPHQL_PARSE_FAILED"),
        (json!({ "query": "{ colour }" }), "GRAPHQL_VALIDATION_FAILED"),
        (
            json!({ "query": "query($id: ID!) { __typename node(id: $id) { id } }", "variables": { "id": null } }),
            "GRAPHQL_VALIDATION_FAILED",
        ),
        (json!({ "query": "query($id: ID!) { __typename node(id: $id) { id } }" }), "GRAPHQL_VALIDATION_FAILED"),
        (json!({ "query": "query A { __typename }", "operationName": "B" }), "GRAPHQL_VALIDATION_FAILED"),
        (json!({ "query": format!("{{ {} }}", "__schema { __typename } ".repeat(5)) }), "QUERY_TOO_COMPLEX"),
    ] {
        for (form, expected) in [(RESPONSE, StatusCode::BAD_REQUEST), ("application/json", StatusCode::OK)] {
            let (status, _, answer) = world.send(post_json(form, &body)).await;
            assert_eq!((status, answer.get("data")), (expected, None), "{body} as {form}: {answer:#}");
            assert_eq!(answer["errors"][0]["extensions"]["code"], code, "{body}: {answer:#}");
        }
    }
}

#[tokio::test]
async fn what_was_executed_is_200_even_with_errors() {
    let world = World::new().await;
    let body = json!({ "query": "{ practiceCases(first: 0) { totalCount } }" });
    let (status, headers, answer) = world.send(post_json(RESPONSE, &body)).await;
    assert_eq!((status, answer.get("data")), (StatusCode::OK, Some(&Value::Null)));
    assert_eq!(answer["errors"][0]["extensions"]["code"], "BAD_USER_INPUT");
    assert_eq!(headers[header::CACHE_CONTROL], "no-store");
}

#[tokio::test]
async fn requests_that_are_none_are_400_in_either_form() {
    let world = World::new().await;
    for body in [
        json!({}),
        json!({ "query": 0 }),
        json!({ "query": { "obj": "ect" } }),
        json!({ "query": "{ __typename }", "variables": "string" }),
        json!({ "query": "{ __typename }", "operationName": ["array"] }),
        json!({ "query": "{ __typename }", "extensions": 0 }),
        json!([{ "query": "{ __typename }" }]),
    ] {
        for form in [RESPONSE, "application/json"] {
            let (status, _, answer) = world.send(post_json(form, &body)).await;
            assert_eq!((status, &answer["errors"][0]["extensions"]["code"]), (StatusCode::BAD_REQUEST, &json!("BAD_REQUEST")), "{body}");
        }
    }
    for text in ["", "{ \"not a JSON"] {
        assert_eq!(world.send(post(&[("content-type", "application/json")], text)).await.0, StatusCode::BAD_REQUEST);
    }
    for parameter in ["variables", "operationName", "extensions"] {
        let body = json!({ "query": "{ __typename }", parameter: null });
        assert_eq!(world.send(post_json(RESPONSE, &body)).await.0, StatusCode::OK, "null is as good as left out");
    }
}

#[tokio::test]
async fn only_json_is_taken_so_that_no_foreign_form_can_change_anything() {
    let world = World::new().await;
    let body = r#"{"query":"mutation { unsubscribe(token: \"x\") { userErrors { code } } }"}"#;
    let refused = [
        Some("text/plain"),
        Some("application/x-www-form-urlencoded"),
        Some("multipart/form-data; boundary=x"),
        Some("application/json; charset=utf-16"),
        None,
    ];
    for kind in refused {
        let headers: Vec<_> = kind.iter().map(|kind| ("content-type", *kind)).collect();
        let (status, told, answer) = world.send(post(&headers, body)).await;
        assert_eq!(status, StatusCode::UNSUPPORTED_MEDIA_TYPE, "{kind:?}");
        assert_eq!(answer["errors"][0]["extensions"]["code"], "UNSUPPORTED_MEDIA_TYPE");
        assert_eq!(told.get(header::ACCEPT_ENCODING), None, "that would say that the coding is what is wrong");
    }
    let packed = post(&[("content-type", "application/json"), ("content-encoding", "gzip")], r#"{"query":"{ __typename }"}"#);
    let (status, headers, _) = world.send(packed).await;
    assert_eq!((status, headers[header::ACCEPT_ENCODING].to_str().unwrap()), (StatusCode::UNSUPPORTED_MEDIA_TYPE, "identity"));
}

#[tokio::test]
async fn whoever_asks_for_a_document_by_its_hash_reads_that_there_are_none() {
    let world = World::new().await;
    let body = json!({ "extensions": { "persistedQuery": { "version": 1, "sha256Hash": "0".repeat(64) } } });
    for form in [RESPONSE, "application/json"] {
        let (status, headers, answer) = world.send(post_json(form, &body)).await;
        let told = json!([{ "message": "PersistedQueryNotSupported", "extensions": { "code": "PERSISTED_QUERY_NOT_SUPPORTED" } }]);
        assert_eq!((status, &answer["errors"]), (StatusCode::BAD_REQUEST, &told), "{form}");
        assert_eq!(headers[header::CACHE_CONTROL], "no-store");
    }
}

#[tokio::test]
async fn get_reads_and_never_changes() {
    let world = World::new().await;
    let (status, headers, body) = world.send(get("{ __typename }")).await;
    assert_eq!((status, body), (StatusCode::OK, json!({ "data": { "__typename": "Query" } })));
    assert_eq!(headers[header::CACHE_CONTROL], "no-cache");
    for query in [
        "mutation { __typename }",
        "mutation M { unsubscribe(token: \"x\") { userErrors { code } } }",
        "query Q { __typename } mutation M { __typename }",
    ] {
        let (status, headers, body) = world.send(get(&query.replace('"', "%22"))).await;
        assert_eq!((status, headers[header::ALLOW].to_str().unwrap()), (StatusCode::METHOD_NOT_ALLOWED, "POST"), "{query}");
        assert_eq!(body["errors"][0]["extensions"]["code"], "METHOD_NOT_ALLOWED");
    }
    let named =
        Request::get("/graphql?query=query+Q%7B__typename%7D+mutation+M%7B__typename%7D&operationName=Q").body(Body::empty()).unwrap();
    assert_eq!(world.send(named).await.0, StatusCode::OK);
    let variables = "/graphql?query=query(%24n:String!)%7B__type(name:%24n)%7Bname%7D%7D&variables=%7B%22n%22:%22Term%22%7D";
    let (_, _, body) = world.send(Request::get(variables).body(Body::empty()).unwrap()).await;
    assert_eq!(body, json!({ "data": { "__type": { "name": "Term" } } }));
}

#[tokio::test]
async fn whoever_has_an_answer_for_everybody_is_told_so_until_it_changes() {
    let world = World::new().await;
    let read = |query: &str, name: header::HeaderName, value: &str| {
        let mut request = get(query);
        request.headers_mut().insert(name, value.parse().unwrap());
        request
    };
    let query = "{ practiceCases { totalCount } }";
    let (_, headers, _) = world.send(get(query)).await;
    let tag = headers[header::ETAG].to_str().unwrap().to_owned();
    for known in [tag.clone(), format!("\"other\", {}", tag.trim_start_matches("W/")), "*".to_owned()] {
        let (status, headers, _) = world.send(read(query, header::IF_NONE_MATCH, &known)).await;
        assert_eq!((status, headers[header::ETAG].to_str().unwrap()), (StatusCode::NOT_MODIFIED, tag.as_str()), "{known}");
        assert_eq!(headers[header::CACHE_CONTROL], "no-cache");
        assert!(headers.get(header::CONTENT_TYPE).is_none());
    }
    let (_, other_form, _) = world.send(read(query, header::ACCEPT, RESPONSE)).await;
    assert_ne!(other_form[header::ETAG], headers[header::ETAG]);
    world.publish_many(1).await;
    let (status, changed, body) = world.send(read(query, header::IF_NONE_MATCH, &tag)).await;
    assert_eq!((status, &body["data"]["practiceCases"]["totalCount"]), (StatusCode::OK, &json!(1)));
    assert_ne!(changed[header::ETAG], headers[header::ETAG]);
    for not_for_everybody in ["{ viewer { account { id } } }", "{ practiceCases(first: 0) { totalCount } }"] {
        let (status, headers, _) = world.send(read(not_for_everybody, header::IF_NONE_MATCH, "*")).await;
        assert_eq!((status, headers.get(header::ETAG)), (StatusCode::OK, None), "{not_for_everybody}");
    }
}

#[tokio::test]
async fn other_methods_are_refused_and_options_says_which_there_are() {
    let world = World::new().await;
    for method in ["PUT", "DELETE", "PATCH"] {
        let (status, headers, _) = world.send(Request::builder().method(method).uri("/graphql").body(Body::empty()).unwrap()).await;
        assert_eq!((status, headers[header::ALLOW].to_str().unwrap()), (StatusCode::METHOD_NOT_ALLOWED, "GET, HEAD, POST, OPTIONS"));
    }
    let preflight = Request::builder().method("OPTIONS").uri("/graphql").header("origin", "https://elsewhere.example.org");
    let (status, headers, _) = world.send(preflight.header("access-control-request-method", "POST").body(Body::empty()).unwrap()).await;
    assert_eq!((status, headers[header::ALLOW].to_str().unwrap()), (StatusCode::NO_CONTENT, "GET, HEAD, POST, OPTIONS"));
    assert!(headers.keys().all(|name| !name.as_str().starts_with("access-control-")), "{headers:?}");
}

#[tokio::test]
async fn a_body_beyond_the_limit_is_refused_declared_or_not() {
    let world = World::new().await;
    let long = format!(r#"{{"query":"{{ __typename }}","extensions":{{"x":"{}"}}}}"#, "x".repeat(256 * 1024));
    let declared = post(&[("content-type", "application/json"), ("content-length", &long.len().to_string())], long.clone());
    let undeclared = post(&[("content-type", "application/json")], long);
    for request in [declared, undeclared] {
        let (status, _, answer) = world.send(request).await;
        assert_eq!(status, StatusCode::PAYLOAD_TOO_LARGE);
        assert_eq!(answer["errors"][0]["extensions"]["code"], "PAYLOAD_TOO_LARGE");
    }
}

#[tokio::test]
async fn a_body_that_breaks_off_is_no_request() {
    let world = World::new().await;
    let broken = Body::from_stream(stream::iter([Ok("{"), Err(io::Error::other("no chunk"))]));
    let (status, _, answer) = world.send(post(&[("content-type", "application/json")], broken)).await;
    assert_eq!((status, &answer["errors"][0]["extensions"]["code"]), (StatusCode::BAD_REQUEST, &json!("BAD_REQUEST")), "{answer:#}");
}

#[tokio::test]
async fn a_body_that_comes_too_slowly_is_refused_in_either_form() {
    let world = World::new().await;
    for form in [RESPONSE, "application/json"] {
        let endless = Body::from_stream(stream::pending::<Result<Bytes, Infallible>>());
        let slow = Body::new(DeadlineBody::new(Duration::from_millis(20), endless));
        let (status, headers, answer) = world.send(post(&[("content-type", "application/json"), ("accept", form)], slow)).await;
        assert_eq!((status, content_type(&headers).split(';').next()), (StatusCode::REQUEST_TIMEOUT, Some(form)));
        let error = &answer["errors"][0];
        assert_eq!((&error["extensions"]["code"], answer.get("data")), (&json!("REQUEST_TIMEOUT"), None), "{answer:#}");
        assert!(error["message"].as_str().unwrap().starts_with("Die Anfrage kam zu langsam an."), "{answer:#}");
    }
}
