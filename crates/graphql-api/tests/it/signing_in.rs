//! Sessions, access tokens and the second factor through the API.

use crate::world::World;
use axum::{
    body::Body,
    http::{Request, StatusCode},
};
use domain::{ErrorCode, Role, Viewer};
use serde_json::{Value, json};
use usecases::sign_in;

const CREATE: &str = "mutation($scopes: [AccessTokenScope!]!) {
    createAccessToken(input: { label: \"Statistik\", scopes: $scopes, validDays: 30 }) {
        created { secret accessToken { id label scopes expiresAt lastUsedAt } }
        userErrors { code field message }
    }
}";

fn account(viewer: &Viewer) -> domain::ids::AccountId {
    viewer.member().unwrap().account
}

/// Asks over HTTP with this header.
async fn over_http(world: &World, (name, value): (&str, &str), query: &str, variables: Value) -> (StatusCode, Value) {
    let body = json!({ "query": query, "variables": variables }).to_string();
    let request = Request::post("/graphql").header("content-type", "application/json").header("sec-fetch-site", "same-origin");
    let request = request.header(name, value);
    let (status, _, body) = world.send(request.body(Body::from(body)).unwrap()).await;
    (status, body)
}

async fn cookie(world: &World, viewer: &Viewer) -> String {
    let token = sign_in::demo_sign_in(&world.test.network, account(viewer), &usecases::Client::default()).await.unwrap().unwrap();
    format!("{}={}", graphql_api::session_cookie_name(&world.test.network.settings), token.reveal())
}

async fn token(world: &World, viewer: &Viewer, scopes: &[&str]) -> String {
    let made = world.data(viewer, CREATE, json!({ "scopes": scopes })).await;
    format!("Bearer {}", made["createAccessToken"]["created"]["secret"].as_str().unwrap())
}

#[tokio::test]
async fn a_token_s_scopes_bind_queries_and_mutations_alike() {
    let world = World::new().await;
    let author = world.test.member(Role::Author, Some("15084")).await;
    let query = "{ viewer { account { role } } }";
    let mutation = "mutation { createPracticeCase(input: { title: \"Ein neuer Fall\" }) { practiceCase { id } userErrors { code } } }";
    for (scopes, reads, writes) in [(&["READ"][..], true, false), (&["WRITE"], false, true), (&["READ", "WRITE"], true, true)] {
        let bearer = token(&world, &author, scopes).await;
        for (document, may) in [(query, reads), (mutation, writes)] {
            let (status, body) = over_http(&world, ("authorization", &bearer), document, json!({})).await;
            let expected = if may { StatusCode::OK } else { StatusCode::FORBIDDEN };
            assert_eq!(status, expected, "{scopes:?} {document}: {body}");
            if !may {
                assert_eq!(body["errors"][0]["extensions"]["code"], "INSUFFICIENT_SCOPE");
                assert_eq!(body.get("data"), None, "nothing was executed");
            }
        }
        let caller = world.api.caller(&[("authorization".parse().unwrap(), bearer.parse().unwrap())].into_iter().collect()).await.unwrap();
        let request = async_graphql::Request::new(mutation);
        let within = serde_json::to_value(world.api.execute(&caller, request).await).unwrap();
        assert_eq!(within.get("errors").is_none(), writes, "in this process, too: {within}");
        let viewer = world.api.viewer(&[("authorization".parse().unwrap(), bearer.parse().unwrap())].into_iter().collect()).await;
        assert_eq!(viewer.err(), (!reads).then_some(ErrorCode::InsufficientScope));
    }
}

#[tokio::test]
async fn a_token_without_the_scope_that_is_needed_is_told_which_one_is() {
    let world = World::new().await;
    let author = world.test.member(Role::Author, Some("15084")).await;
    let (query, mutation) = ("{ viewer { account { role } } }", "mutation { endOtherSessions { userErrors { code } } }");
    for (has, document, needed) in [("READ", mutation, "WRITE"), ("WRITE", query, "READ")] {
        let bearer = token(&world, &author, &[has]).await;
        let request = Request::post("/graphql").header("content-type", "application/json").header("authorization", bearer);
        let body = Body::from(json!({ "query": document }).to_string());
        let (status, headers, _) = world.send(request.body(body).unwrap()).await;
        let expected = format!("Bearer realm=\"Wissensnetz\", error=\"insufficient_scope\", scope=\"{needed}\"");
        assert_eq!((status, headers["www-authenticate"].to_str().unwrap()), (StatusCode::FORBIDDEN, expected.as_str()));
    }
}

#[tokio::test]
async fn days_that_a_token_cannot_have_are_a_mistake_in_their_field() {
    let world = World::new().await;
    let author = world.test.member(Role::Author, Some("15084")).await;
    for days in [-1, 0, i32::MAX] {
        let input = format!("{{ label: \"x\", scopes: [READ], validDays: {days} }}");
        let mutation =
            format!("mutation {{ answer: createAccessToken(input: {input}) {{ created {{ secret }} userErrors {{ code field }} }} }}");
        let expected = json!({ "answer": { "created": null, "userErrors": [{ "code": "MALFORMED", "field": "validDays" }] } });
        assert_eq!(world.data(&author, &mutation, json!({})).await, expected, "{days}");
    }
}

#[tokio::test]
async fn a_token_makes_and_ends_nothing_about_signing_in() {
    let world = World::new().await;
    let author = world.test.member(Role::Author, Some("15084")).await;
    let bearer = token(&world, &author, &["READ", "WRITE"]).await;
    for mutation in [
        "endOtherSessions { userErrors { code } }",
        "createAccessToken(input: { label: \"x\", scopes: [WRITE], validDays: 1 }) { userErrors { code } }",
        "beginSecondFactor { userErrors { code } }",
        "confirmSecondFactor(code: \"000000\") { userErrors { code } }",
        "removeSecondFactor(code: \"000000\") { userErrors { code } }",
        "renewRecoveryCodes(code: \"000000\") { userErrors { code } }",
    ] {
        let (_, body) = over_http(&world, ("authorization", &bearer), &format!("mutation {{ outcome: {mutation} }}"), json!({})).await;
        assert_eq!(body["data"]["outcome"]["userErrors"], json!([{ "code": "INSUFFICIENT_SCOPE" }]), "{mutation}: {body}");
    }
}

#[tokio::test]
async fn a_token_is_listed_without_its_secret_and_revoked() {
    let world = World::new().await;
    let author = world.test.member(Role::Author, Some("15084")).await;
    let made = world.data(&author, CREATE, json!({ "scopes": ["READ"] })).await;
    let token = &made["createAccessToken"]["created"]["accessToken"];
    assert_eq!((&token["label"], &token["scopes"], &token["lastUsedAt"]), (&json!("Statistik"), &json!(["READ"]), &Value::Null));
    let list = "{ viewer { accessTokenMaxDays accessTokens { id label } } }";
    let listed = world.data(&author, list, json!({})).await;
    assert_eq!(listed["viewer"], json!({ "accessTokenMaxDays": 365, "accessTokens": [{ "id": token["id"], "label": "Statistik" }] }));
    let stranger = world.test.member(Role::Administrator, None).await;
    let revoke = "mutation($id: ID!) { revokeAccessToken(id: $id) { revokedId userErrors { code } } }";
    let node = "query($id: ID!) { node(id: $id) { id } }";
    assert_eq!(world.data(&stranger, node, json!({ "id": token["id"] })).await["node"], Value::Null);
    assert_eq!(world.data(&author, node, json!({ "id": token["id"] })).await["node"]["id"], token["id"]);
    let foreign = world.data(&stranger, revoke, json!({ "id": token["id"] })).await;
    assert_eq!(foreign["revokeAccessToken"], json!({ "revokedId": null, "userErrors": [{ "code": "NOT_FOUND" }] }));
    let own = world.data(&author, revoke, json!({ "id": token["id"] })).await;
    assert_eq!(own["revokeAccessToken"], json!({ "revokedId": token["id"], "userErrors": [] }));
    let refused = world.data(&author, CREATE, json!({ "scopes": [] })).await;
    assert_eq!(refused["createAccessToken"]["userErrors"][0]["field"], "scopes");
    let public = world.data(&Viewer::Public, CREATE, json!({ "scopes": ["READ"] })).await;
    assert_eq!(public["createAccessToken"]["userErrors"][0]["code"], "UNAUTHENTICATED");
}

#[tokio::test]
async fn sessions_are_listed_and_ended_through_the_api() {
    let world = World::new().await;
    let author = world.test.member(Role::Author, Some("15084")).await;
    let (here, there, last) = (cookie(&world, &author).await, cookie(&world, &author).await, cookie(&world, &author).await);
    let own = "{ viewer { sessions { id isCurrent method device network createdAt lastUsedAt expiresAt } } }";
    let (_, body) = over_http(&world, ("cookie", &here), own, json!({})).await;
    let sessions = body["data"]["viewer"]["sessions"].as_array().unwrap();
    let current: Vec<_> = sessions.iter().filter(|session| session["isCurrent"] == true).collect();
    assert_eq!((sessions.len(), current.len(), &current[0]["method"]), (3, 1, &json!("DEMO")));
    let stranger = world.test.member(Role::Administrator, None).await;
    let end = "mutation($id: ID!) { endSession(id: $id) { endedId userErrors { code } } }";
    let foreign = world.data(&stranger, end, json!({ "id": current[0]["id"] })).await;
    assert_eq!(foreign["endSession"]["userErrors"], json!([{ "code": "NOT_FOUND" }]));
    let (_, ended) =
        over_http(&world, ("cookie", &here), "mutation { endOtherSessions { endedCount userErrors { code } } }", json!({})).await;
    assert_eq!(ended["data"]["endOtherSessions"], json!({ "endedCount": 2, "userErrors": [] }));
    for over in [&there, &last] {
        assert_eq!(over_http(&world, ("cookie", over), own, json!({})).await.1["data"]["viewer"], Value::Null);
    }
    let (_, ended) = over_http(&world, ("cookie", &here), end, json!({ "id": current[0]["id"] })).await;
    assert_eq!(ended["data"]["endSession"]["endedId"], current[0]["id"]);
    assert_eq!(over_http(&world, ("cookie", &here), own, json!({})).await.1["data"]["viewer"], Value::Null);
}

/// The code that an app with this secret shows.
fn code(world: &World, secret: &Value) -> String {
    let secret = totp_rs::Secret::try_from_base32(secret.as_str().unwrap()).unwrap();
    let app = totp_rs::Builder::new().with_algorithm(totp_rs::Algorithm::SHA1).with_secret(secret).build().unwrap();
    app.generate(u64::try_from(world.test.now().timestamp()).unwrap()).to_string()
}

#[tokio::test]
async fn a_second_factor_is_set_up_through_the_api() {
    let world = World::new().await;
    let author = world.test.member(Role::Author, Some("15084")).await;
    let begun = world.data(&author, "mutation { beginSecondFactor { setUp { secret otpauthUri } userErrors { code } } }", json!({})).await;
    let set_up = &begun["beginSecondFactor"]["setUp"];
    assert!(set_up["otpauthUri"].as_str().unwrap().starts_with("otpauth://totp/Wissensnetz:author"), "{set_up}");
    let confirm = "mutation($code: String!) { confirmSecondFactor(code: $code) { recoveryCodes userErrors { code } } }";
    let wrong = world.data(&author, confirm, json!({ "code": "000000" })).await;
    assert_eq!(wrong["confirmSecondFactor"], json!({ "recoveryCodes": null, "userErrors": [{ "code": "WRONG_CODE" }] }));
    let done = world.data(&author, confirm, json!({ "code": code(&world, &set_up["secret"]) })).await;
    assert_eq!(done["confirmSecondFactor"]["recoveryCodes"].as_array().unwrap().len(), 10);
    let standing = "{ viewer { secondFactor { isActive isRequired recoveryCodesLeft } } }";
    let expected = json!({ "isActive": true, "isRequired": false, "recoveryCodesLeft": 10 });
    assert_eq!(world.data(&author, standing, json!({})).await["viewer"]["secondFactor"], expected);
    let remove = "mutation($code: String!) { removeSecondFactor(code: $code) { secondFactor { isActive } userErrors { code } } }";
    let recovery = &done["confirmSecondFactor"]["recoveryCodes"][0];
    let removed = world.data(&author, remove, json!({ "code": recovery })).await;
    assert_eq!(removed["removeSecondFactor"], json!({ "secondFactor": { "isActive": false }, "userErrors": [] }));
}

/// Gives a code in the session of this cookie; the answer gives the session another one, which is returned.
async fn renewed(world: &World, cookie: &str, mutation: &str, secret: &Value) -> String {
    let query = format!("mutation($code: String!) {{ outcome: {mutation}(code: $code) {{ userErrors {{ code }} }} }}");
    let body = json!({ "query": query, "variables": { "code": code(world, secret) } }).to_string();
    let request = Request::post("/graphql").header("content-type", "application/json").header("sec-fetch-site", "same-origin");
    let (_, headers, body) = world.send(request.header("cookie", cookie).body(Body::from(body)).unwrap()).await;
    assert_eq!(body["data"]["outcome"]["userErrors"], json!([]), "{mutation}: {body}");
    let given = headers["set-cookie"].to_str().unwrap().to_owned();
    assert!(given.contains("; HttpOnly; SameSite=Lax; Secure"), "{mutation}: {given}");
    given.split(';').next().unwrap().to_owned()
}

#[tokio::test]
async fn a_session_gets_another_cookie_with_a_second_factor_and_without_it_again() {
    let world = World::new().await;
    let author = world.test.member(Role::Author, Some("15084")).await;
    let first = cookie(&world, &author).await;
    let set_up = "mutation { beginSecondFactor { setUp { secret } } }";
    let (_, begun) = over_http(&world, ("cookie", &first), set_up, json!({})).await;
    let secret = &begun["data"]["beginSecondFactor"]["setUp"]["secret"];
    let second = renewed(&world, &first, "confirmSecondFactor", secret).await;
    world.test.clock.advance(chrono::TimeDelta::minutes(1));
    let third = renewed(&world, &second, "removeSecondFactor", secret).await;
    let mut known = Vec::new();
    for cookie in [&first, &second, &third] {
        let (_, body) = over_http(&world, ("cookie", cookie), "{ viewer { account { role } } }", json!({})).await;
        known.push(!body["data"]["viewer"].is_null());
    }
    assert_eq!(known, [false, false, true]);
}
