//! Who asks over HTTP: tokens, sessions, and where a request with a session may come from.

use crate::world::World;
use axum::{
    body::Body,
    http::{HeaderMap, Request, StatusCode, header},
};
use domain::{ErrorCode, Role, Viewer};
use serde_json::{Value, json};
use usecases::{sign_in, tokens};

const WHO: &str = r#"{"query":"{ viewer { account { email } } }"}"#;

/// What a 401 says to whoever showed no token, and to whoever showed one that is no good.
const ASKING: &str = "Bearer realm=\"Wissensnetz\"";
const INVALID: &str =
    "Bearer realm=\"Wissensnetz\", error=\"invalid_token\", error_description=\"The access token is unknown, expired or revoked\"";

/// What a browser says of a request that one of our own pages caused.
const OWN: (&str, &str) = ("sec-fetch-site", "same-origin");

fn ask(headers: &[(&str, &str)]) -> Request<Body> {
    let request = Request::post("/graphql").header("content-type", "application/json");
    headers.iter().fold(request, |request, (name, value)| request.header(*name, *value)).body(WHO.into()).unwrap()
}

async fn token(world: &World) -> String {
    let request = tokens::TokenRequest {
        email: "autor@example.org".parse().unwrap(),
        role: Role::Author,
        municipality: "15084".parse().ok(),
        label: "Test".to_owned(),
        valid_days: 30,
    };
    tokens::create(&world.test.network, &request).await.unwrap().reveal().to_owned()
}

async fn cookie(world: &World) -> String {
    let Viewer::Member(member) = world.test.member(Role::Author, Some("15084")).await else { unreachable!() };
    let session = sign_in::demo_sign_in(&world.test.network, member.account, &usecases::Client::default()).await.unwrap().unwrap();
    format!("other=1; {}={}", graphql_api::session_cookie_name(&world.test.network.settings), session.reveal())
}

fn email(body: &Value) -> &Value {
    &body["data"]["viewer"]["account"]["email"]
}

#[tokio::test]
async fn a_bearer_token_is_its_account_and_an_unknown_one_is_refused() {
    let world = World::new().await;
    let token = token(&world).await;
    let (status, headers, body) = world.send(ask(&[("authorization", &format!("Bearer {token}"))])).await;
    assert_eq!((status, email(&body)), (StatusCode::OK, &json!("autor@example.org")));
    assert_eq!(headers[header::CACHE_CONTROL], "no-store");
    for (wrong, challenge) in [("Bearer wnt_unbekannt", INVALID), ("Bearer ", INVALID), ("Basic YTpi", ASKING), ("unsinn", ASKING)] {
        let (status, headers, body) = world.send(ask(&[("authorization", wrong)])).await;
        assert_eq!((status, &body["errors"][0]["extensions"]["code"]), (StatusCode::UNAUTHORIZED, &json!("UNAUTHENTICATED")), "{wrong}");
        assert_eq!(headers[header::WWW_AUTHENTICATE], challenge, "{wrong}");
    }
    world.test.clock.advance(chrono::TimeDelta::days(31));
    let (status, headers, _) = world.send(ask(&[("authorization", &format!("Bearer {token}"))])).await;
    assert_eq!((status, headers[header::WWW_AUTHENTICATE].to_str().unwrap()), (StatusCode::UNAUTHORIZED, INVALID), "expired");
}

#[tokio::test]
async fn who_cannot_be_found_out_gets_a_number_that_finds_it_in_the_log() {
    let world = World::new().await;
    let bearer = format!("Bearer {}", token(&world).await);
    world.test.network.store.close().await.unwrap();
    let (status, _, body) = world.send(ask(&[("authorization", &bearer)])).await;
    let told = &body["errors"][0]["extensions"];
    assert_eq!((status, &told["code"]), (StatusCode::INTERNAL_SERVER_ERROR, &json!("INTERNAL")));
    assert_eq!(told["traceId"].as_str().map(str::len), Some(32), "{body}");
}

#[tokio::test]
async fn a_session_is_its_account_and_an_unknown_one_is_the_public() {
    let world = World::new().await;
    let cookie = cookie(&world).await;
    let (status, _, body) = world.send(ask(&[OWN, ("cookie", &cookie)])).await;
    assert_eq!((status, email(&body)), (StatusCode::OK, &json!("author-15084@example.org")));
    for other in ["__Host-wissensnetz=wns_unbekannt", "wissensnetz=1", "a=b"] {
        let (status, _, body) = world.send(ask(&[OWN, ("cookie", other)])).await;
        assert_eq!((status, &body["data"]["viewer"]), (StatusCode::OK, &json!(null)), "{other}");
    }
    let both = format!("Bearer {}", token(&world).await);
    let (_, _, body) = world.send(ask(&[("cookie", &cookie), ("authorization", &both)])).await;
    assert_eq!(email(&body), "autor@example.org", "the token goes before the cookie");
}

#[tokio::test]
async fn a_session_does_not_count_for_what_another_website_causes() {
    let world = World::new().await;
    let cookie = cookie(&world).await;
    let foreign: [&[(&str, &str)]; 6] = [
        &[],
        &[("sec-fetch-site", "cross-site")],
        &[("sec-fetch-site", "same-site")],
        &[("sec-fetch-site", "cross-site"), ("origin", "https://wissensnetz.example.org")],
        &[("origin", "https://elsewhere.example.org")],
        &[("origin", "null"), ("host", "wissensnetz.example.org")],
    ];
    for headers in foreign {
        let (status, _, body) = world.send(ask(&[headers, &[("cookie", cookie.as_str())]].concat())).await;
        assert_eq!((status, &body["errors"][0]["extensions"]["code"]), (StatusCode::FORBIDDEN, &json!("FORBIDDEN")), "{headers:?}");
    }
    let own: [&[(&str, &str)]; 4] = [
        &[("sec-fetch-site", "same-origin"), ("origin", "https://wissensnetz.example.org")],
        &[("sec-fetch-site", "none")],
        &[("origin", "https://wissensnetz.example.org")],
        &[("origin", "http://localhost:8080"), ("host", "localhost:8080")],
    ];
    for headers in own {
        assert_eq!(world.send(ask(&[headers, &[("cookie", cookie.as_str())]].concat())).await.0, StatusCode::OK, "{headers:?}");
    }
    let read = Request::get("/graphql?query=%7B__typename%7D").header("cookie", &cookie).body(Body::empty()).unwrap();
    assert_eq!(world.send(read).await.0, StatusCode::OK, "old browsers say nothing of what only reads");
    let bearer = format!("Bearer {}", token(&world).await);
    let (status, _, _) = world.send(ask(&[("sec-fetch-site", "cross-site"), ("authorization", &bearer)])).await;
    assert_eq!(status, StatusCode::OK, "no browser sends a token by itself");
    assert_eq!(world.send(ask(&[("sec-fetch-site", "cross-site")])).await.0, StatusCode::OK, "nothing to protect without a session");
}

#[tokio::test]
async fn the_website_learns_who_asks_in_the_same_way() {
    let world = World::new().await;
    let mut headers = HeaderMap::new();
    assert_eq!(world.api.viewer(&headers).await, Ok(Viewer::Public));
    headers.insert(header::COOKIE, cookie(&world).await.parse().unwrap());
    assert!(matches!(world.api.viewer(&headers).await, Ok(Viewer::Member(member)) if member.role == Role::Author));
    headers.insert(header::AUTHORIZATION, "Bearer unbekannt".parse().unwrap());
    assert_eq!(world.api.viewer(&headers).await, Err(ErrorCode::Unauthenticated));
}
