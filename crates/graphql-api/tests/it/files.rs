//! Files: up over HTTP, onto a case by a mutation, down from an address of their own.

use crate::world::World;
use axum::{
    body::Body,
    http::{HeaderMap, Request, StatusCode, header},
};
use domain::{Role, Viewer};
use serde_json::{Value, json};
use test_network::{complete_case, pdf};
use tower::ServiceExt;
use usecases::{create_case, publish_case, submit_case, tokens};

pub(crate) const ADD: &str = "mutation($case: ID!, $file: ID!, $text: String) { addMaterial(case: $case, input: { file: $file, title: \"Ablaufplan\", \
     licence: CC_BY_4_0, alternativeText: $text }) { practiceCase { version materials { file title name kind mediaType byteSize sha256 licence url } } \
     userErrors { code field } } }";

pub(crate) async fn send(world: &World, request: Request<Body>) -> (StatusCode, HeaderMap, Vec<u8>) {
    let response = world.api.file_router().oneshot(request).await.unwrap();
    let (parts, body) = response.into_parts();
    (parts.status, parts.headers, axum::body::to_bytes(body, usize::MAX).await.unwrap().to_vec())
}

pub(crate) async fn author(world: &World) -> (Viewer, String) {
    let request = tokens::TokenRequest {
        email: "author-15084@example.org".parse().unwrap(),
        role: Role::Author,
        municipality: "15084".parse().ok(),
        label: "Test".to_owned(),
        valid_days: 30,
    };
    let token = tokens::create(&world.test.network, &request).await.unwrap().reveal().to_owned();
    (world.test.member(Role::Author, Some("15084")).await, token)
}

pub(crate) async fn upload(world: &World, token: &str, bytes: Vec<u8>) -> (StatusCode, Value) {
    let request = Request::post("/dateien?name=Ablauf%20%E2%80%93%20Plan.pdf")
        .header(header::AUTHORIZATION, format!("Bearer {token}"))
        .header(header::CONTENT_TYPE, "application/octet-stream")
        .body(Body::from(bytes));
    let (status, _, body) = send(world, request.unwrap()).await;
    (status, serde_json::from_slice(&body).unwrap())
}

pub(crate) async fn get(world: &World, url: &str, headers: &[(header::HeaderName, &str)]) -> (StatusCode, HeaderMap, Vec<u8>) {
    let path = url.strip_prefix("https://wissensnetz.example.org").unwrap();
    let request = headers.iter().fold(Request::get(path), |request, (name, value)| request.header(name, *value));
    send(world, request.body(Body::empty()).unwrap()).await
}

#[tokio::test]
async fn a_file_goes_up_onto_a_case_and_down_again() {
    let world = World::new().await;
    let (viewer, token) = author(&world).await;
    let (status, uploaded) = upload(&world, &token, pdf("Fahrradwerkstatt")).await;
    assert_eq!((status, &uploaded["file"]["mediaType"]), (StatusCode::CREATED, &json!("application/pdf")), "{uploaded}");
    let case = create_case::create(&world.test.network, &viewer, complete_case("Messe mit Ablaufplan"), None).await.unwrap();
    let id = world.data(&viewer, "query($slug: String!) { practiceCase(slug: $slug) { id } }", json!({ "slug": case.slug })).await;
    let id = &id["practiceCase"]["id"];
    let added = world.data(&viewer, ADD, json!({ "case": id, "file": uploaded["file"]["id"] })).await;
    let material = &added["addMaterial"]["practiceCase"]["materials"][0];
    assert_eq!((&material["name"], &material["kind"]), (&json!("Ablauf – Plan.pdf"), &json!("PDF")), "{added}");
    assert_eq!(material["file"], uploaded["file"]["id"]);
    let private = material["url"].as_str().unwrap().to_owned();

    let (status, headers, body) = get(&world, &private, &[]).await;
    assert_eq!((status, body), (StatusCode::OK, pdf("Fahrradwerkstatt")));
    let header = |name: &str| headers[name].to_str().unwrap();
    assert_eq!(header("content-disposition"), "attachment; filename=\"Ablauf-Plan.pdf\"; filename*=UTF-8''Ablauf%20%E2%80%93%20Plan.pdf");
    assert_eq!((header("content-type"), header("x-content-type-options")), ("application/pdf", "nosniff"));
    assert_eq!((header("content-security-policy"), header("cache-control")), ("sandbox; default-src 'none'", "private, no-store"));
    let plain = private.split('?').next().unwrap();
    assert_eq!(get(&world, plain, &[]).await.0, StatusCode::NOT_FOUND, "a draft's file is not public");
    let bearer = format!("Bearer {token}");
    assert_eq!(get(&world, plain, &[(header::AUTHORIZATION, &bearer)]).await.0, StatusCode::NOT_FOUND, "only the address counts");

    submit_case::submit(&world.test.network, &viewer, case.id, world.test.version_of(case.id).await).await.unwrap();
    let reviewer = world.test.member(Role::Reviewer, None).await;
    let (list, read) = (domain::review::Checklist::confirmed(), world.test.version_of(case.id).await);
    publish_case::publish(&world.test.network, &reviewer, case.id, &list, read).await.unwrap();
    let query = "query($slug: String!) { practiceCase(slug: $slug) { materials { url } } }";
    let public = world.data(&Viewer::Public, query, json!({ "slug": case.slug })).await;
    assert_eq!(public["practiceCase"]["materials"][0]["url"], plain);
    let (status, headers, _) = get(&world, plain, &[]).await;
    assert_eq!((status, headers["cache-control"].to_str().unwrap()), (StatusCode::OK, "public, no-cache"));
    assert!(!headers.contains_key("set-cookie"));
    world.test.run_jobs().await;
    let found = world
        .ask("{ searchCases(query: \"fahrradwerkstatt\") { totalCount edges { node { slug } matchedWords: highlights { title } } } }")
        .await;
    assert_eq!(found["searchCases"]["totalCount"], 1, "its text is in the search");
    assert_eq!(found["searchCases"]["edges"][0]["node"]["slug"], case.slug);
    parts_of_a_file(&world, plain, headers["etag"].to_str().unwrap()).await;
}

async fn parts_of_a_file(world: &World, url: &str, etag: &str) {
    let whole = pdf("Fahrradwerkstatt");
    assert_eq!(get(world, url, &[(header::IF_NONE_MATCH, etag)]).await.0, StatusCode::NOT_MODIFIED);
    let (status, headers, body) = get(world, url, &[(header::RANGE, "bytes=1-3")]).await;
    assert_eq!((status, body.as_slice()), (StatusCode::PARTIAL_CONTENT, &b"PDF"[..]));
    assert_eq!(headers["content-range"], format!("bytes 1-3/{}", whole.len()));
    assert_eq!(get(world, url, &[(header::RANGE, "bytes=99999-")]).await.0, StatusCode::RANGE_NOT_SATISFIABLE);
    let other = get(world, url, &[(header::RANGE, "bytes=1-3"), (header::IF_RANGE, "\"other\"")]).await;
    assert_eq!((other.0, other.2.len()), (StatusCode::OK, whole.len()));
}

#[tokio::test]
async fn an_upload_that_is_not_taken_says_why() {
    let world = World::new().await;
    let (_, token) = author(&world).await;
    let code = |body: &Value| body["errors"][0]["extensions"]["code"].as_str().unwrap_or_default().to_owned();
    let (status, body) = upload(&world, &token, b"<svg/>".to_vec()).await;
    assert_eq!((status, code(&body).as_str()), (StatusCode::UNSUPPORTED_MEDIA_TYPE, "UNSUPPORTED_MEDIA_TYPE"), "{body}");
    let (status, body) = upload(&world, &token, vec![b'%'; 1_000_001]).await;
    assert_eq!((status, code(&body).as_str()), (StatusCode::PAYLOAD_TOO_LARGE, "PAYLOAD_TOO_LARGE"), "{body}");
    let (status, _) = upload(&world, "wnt_unbekannt", pdf("x")).await;
    assert_eq!(status, StatusCode::UNAUTHORIZED);
    let bearer = format!("Bearer {token}");
    for kind in ["text/plain", "multipart/form-data; boundary=x", ""] {
        let request = Request::post("/dateien").header(header::AUTHORIZATION, &bearer).header(header::CONTENT_TYPE, kind);
        let (status, _, _) = send(&world, request.body(Body::from(pdf("x"))).unwrap()).await;
        assert_eq!(status, StatusCode::UNSUPPORTED_MEDIA_TYPE, "{kind}");
    }
    let request = Request::post("/dateien").header(header::CONTENT_TYPE, "application/pdf").body(Body::from(pdf("x"))).unwrap();
    let (status, headers, _) = send(&world, request).await;
    let asked = (status, headers[header::WWW_AUTHENTICATE].to_str().unwrap());
    assert_eq!(asked, (StatusCode::UNAUTHORIZED, "Bearer realm=\"Wissensnetz\""), "the public uploads nothing");
    let twice =
        Request::post("/dateien?name=a&name=b").header(header::AUTHORIZATION, &bearer).header(header::CONTENT_TYPE, "application/pdf");
    let (status, _, body) = send(&world, twice.body(Body::from(pdf("x"))).unwrap()).await;
    let body: Value = serde_json::from_slice(&body).unwrap();
    assert_eq!((status, code(&body).as_str()), (StatusCode::BAD_REQUEST, "BAD_REQUEST"), "{body}");
}

#[tokio::test]
async fn a_session_uploads_only_from_our_own_pages() {
    let world = World::new().await;
    let viewer = world.test.member(Role::Author, Some("15084")).await;
    let account = viewer.member().unwrap().account;
    let session = usecases::sign_in::demo_sign_in(&world.test.network, account, &usecases::Client::default()).await.unwrap().unwrap();
    let cookie = format!("{}={}", graphql_api::session_cookie_name(&world.test.network.settings), session.reveal());
    for (site, expected) in [
        (Some("same-origin"), StatusCode::CREATED),
        (Some("cross-site"), StatusCode::FORBIDDEN),
        (Some("same-site"), StatusCode::FORBIDDEN),
        (None, StatusCode::FORBIDDEN),
    ] {
        let mut request = Request::post("/dateien").header(header::COOKIE, &cookie);
        if let Some(site) = site {
            request = request.header("sec-fetch-site", site);
        }
        let request = request.header(header::CONTENT_TYPE, "application/pdf").body(Body::from(pdf("x"))).unwrap();
        assert_eq!(send(&world, request).await.0, expected, "{site:?}");
    }
}

#[tokio::test]
async fn what_is_wrong_with_a_material_is_told_by_field() {
    let world = World::new().await;
    let (viewer, token) = author(&world).await;
    let (_, uploaded) = upload(&world, &token, b"\x89PNG\r\n\x1a\n".to_vec()).await;
    let created =
        world.data(&viewer, "mutation { createPracticeCase(input: { title: \"Ein Titel\" }) { practiceCase { id } } }", json!({})).await;
    let case = &created["createPracticeCase"]["practiceCase"]["id"];
    let add = async |file: Value, text: Value| {
        let added = world.data(&viewer, ADD, json!({ "case": case, "file": file, "text": text })).await;
        added["addMaterial"]["userErrors"].clone()
    };
    let file = uploaded["file"]["id"].clone();
    let unlicensed = "mutation($case: ID!, $file: ID!) { addMaterial(case: $case, input: { file: $file, title: \"Halle\", \
                      alternativeText: \"Stände in einer Halle\" }) { practiceCase { id } userErrors { code field message } } }";
    let refused = world.data(&viewer, unlicensed, json!({ "case": case, "file": file })).await;
    let message = "Materialien (1. Eintrag, Lizenz): Diese Angabe fehlt.";
    let missing = json!([{ "code": "REQUIRED", "field": "materials[0].licence", "message": message }]);
    assert_eq!((&refused["addMaterial"]["practiceCase"], &refused["addMaterial"]["userErrors"]), (&Value::Null, &missing));
    assert_eq!(add(file.clone(), Value::Null).await, json!([{ "code": "REQUIRED", "field": "materials[0].alternativeText" }]));
    assert_eq!(add(case.clone(), Value::Null).await, json!([{ "code": "UNKNOWN_VALUE", "field": "file" }]));
    assert_eq!(add(file.clone(), json!("Eine Halle")).await, json!([]));
    let change = "mutation($case: ID!, $file: ID!) { updateMaterial(case: $case, version: 2, file: $file, input: { title: \"Halle\", licence: CC0_1_0 }) { \
                  practiceCase { materials { title licence } } } removeMaterial(case: $case, version: 3, file: $file) { practiceCase { materials { file } } } }";
    let changed = world.data(&viewer, change, json!({ "case": case, "file": file })).await;
    assert_eq!(changed["updateMaterial"]["practiceCase"]["materials"], json!([{ "title": "Halle", "licence": "CC0_1_0" }]));
    assert_eq!(changed["removeMaterial"]["practiceCase"]["materials"], json!([]));
}

#[tokio::test]
async fn a_conflict_about_a_file_has_the_texts_of_both() {
    let world = World::new().await;
    let (viewer, token) = author(&world).await;
    let (_, uploaded) = upload(&world, &token, pdf("Fahrradwerkstatt")).await;
    let case = create_case::create(&world.test.network, &viewer, complete_case("Messe mit Ablaufplan"), None).await.unwrap();
    let id = world.data(&viewer, "query($slug: String!) { practiceCase(slug: $slug) { id } }", json!({ "slug": case.slug })).await;
    let (case, file) = (&id["practiceCase"]["id"], &uploaded["file"]["id"]);
    let added = world.data(&viewer, ADD, json!({ "case": case, "file": file })).await;
    let read = &added["addMaterial"]["practiceCase"]["version"];
    let rename = async |title: &str| {
        let change = "mutation($case: ID!, $file: ID!, $title: String!, $version: Int!) { updateMaterial(case: $case, file: $file, \
                      input: { title: $title }, version: $version) { practiceCase { version } userErrors { code } \
                      conflict { version fields { field label base mine theirs } } } }";
        let variables = json!({ "case": case, "file": file, "title": title, "version": read });
        world.data(&viewer, change, variables).await["updateMaterial"].clone()
    };
    let first = rename("Der Ablauf").await;
    assert_eq!((&first["userErrors"], &first["conflict"]), (&json!([]), &Value::Null));
    let late = rename("Mein Plan").await;
    assert_eq!((&late["userErrors"], &late["practiceCase"]), (&json!([{ "code": "CONFLICT" }]), &Value::Null));
    let fields = json!([{ "field": "materials[0].title", "label": "Materialien (1. Eintrag, Titel)", "base": "Ablaufplan",
                          "mine": "Mein Plan", "theirs": "Der Ablauf" }]);
    assert_eq!(late["conflict"], json!({ "version": first["practiceCase"]["version"], "fields": fields }));
    let remove = "mutation($case: ID!, $file: ID!, $version: Int!) { removeMaterial(case: $case, file: $file, version: $version) { \
                  userErrors { code } conflict { version } } }";
    let removed = world.data(&viewer, remove, json!({ "case": case, "file": file, "version": read })).await;
    assert_eq!(removed["removeMaterial"]["conflict"]["version"], first["practiceCase"]["version"]);
}
