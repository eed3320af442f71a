//! Downloads: what their answers say, and for whom there is nothing.

use crate::{
    files::{ADD, author, get, send, upload},
    world::World,
};
use axum::{
    body::Body,
    http::{Request, StatusCode, header},
};
use domain::{CaseView, Role, Viewer};
use serde_json::{Value, json};
use std::sync::Arc;
use test_network::{complete_case, pdf};
use usecases::{archive_case, create_case, erase_case, submit_case, withdraw_case};

/// A file on the working copy of a case.
struct OnCase {
    author: Viewer,
    case: Arc<CaseView>,
    /// Its address with a token, as its author gets it.
    private: String,
    /// Its address as everybody gets it once it is public.
    plain: String,
    sha256: String,
}

async fn on_case(world: &World) -> OnCase {
    let (author, token) = author(world).await;
    let (_, uploaded) = upload(world, &token, pdf("Fahrradwerkstatt")).await;
    let case = create_case::create(&world.test.network, &author, complete_case("Messe mit Ablaufplan"), None).await.unwrap();
    let id = world.data(&author, "query($slug: String!) { practiceCase(slug: $slug) { id } }", json!({ "slug": case.slug })).await;
    let added = world.data(&author, ADD, json!({ "case": id["practiceCase"]["id"], "file": uploaded["file"]["id"] })).await;
    let private = added["addMaterial"]["practiceCase"]["materials"][0]["url"].as_str().unwrap().to_owned();
    let plain = private.split('?').next().unwrap().to_owned();
    OnCase { author, case, private, plain, sha256: uploaded["file"]["sha256"].as_str().unwrap().to_owned() }
}

#[tokio::test]
async fn a_download_is_an_attachment_that_runs_nothing_and_is_nobodys_part() {
    let world = World::new().await;
    let file = on_case(&world).await;
    let (length, etag) = (pdf("Fahrradwerkstatt").len().to_string(), format!("\"{}\"", file.sha256));
    let expected: [(&str, &str); 11] = [
        ("content-type", "application/pdf"),
        ("content-length", &length),
        ("content-disposition", "attachment; filename=\"Ablauf-Plan.pdf\"; filename*=UTF-8''Ablauf%20%E2%80%93%20Plan.pdf"),
        ("x-content-type-options", "nosniff"),
        ("content-security-policy", "sandbox; default-src 'none'"),
        ("cross-origin-resource-policy", "same-origin"),
        ("referrer-policy", "no-referrer"),
        ("accept-ranges", "bytes"),
        ("cache-control", "private, no-store"),
        ("x-robots-tag", "noindex"),
        ("etag", &etag),
    ];
    let path = file.private.strip_prefix("https://wissensnetz.example.org").unwrap();
    // A part is of GET alone: HEAD says what the whole would be.
    let head = Request::head(path).header(header::RANGE, "bytes=0-3").body(Body::empty()).unwrap();
    for (method, answer) in [("GET", get(&world, &file.private, &[]).await), ("HEAD", send(&world, head).await)] {
        let (status, headers, body) = answer;
        assert_eq!((status, body.is_empty()), (StatusCode::OK, method == "HEAD"), "{method}");
        for (name, value) in expected {
            assert_eq!(headers.get(name).and_then(|header| header.to_str().ok()), Some(value), "{method} {name}");
        }
        assert!(!headers.contains_key("set-cookie"), "{method}");
    }
}

#[tokio::test]
async fn an_address_that_cannot_be_read_leads_to_no_file() {
    let world = World::new().await;
    let file = on_case(&world).await;
    let none = get(&world, &file.plain, &[]).await;
    for address in [format!("{}&token=x", file.private), file.plain.replace("/dateien/", "/dateien/%ff")] {
        let (status, headers, body) = get(&world, &address, &[]).await;
        assert_eq!((status, &headers, &body), (StatusCode::NOT_FOUND, &none.1, &none.2), "{address}");
    }
}

#[tokio::test]
async fn what_a_client_has_already_is_not_sent_again() {
    let world = World::new().await;
    let file = on_case(&world).await;
    let etag = format!("\"{}\"", file.sha256);
    for known in [etag.clone(), format!("W/{etag}"), format!("\"other\", {etag}"), "*".to_owned()] {
        let (status, headers, body) = get(&world, &file.private, &[(header::IF_NONE_MATCH, &known), (header::RANGE, "bytes=0-3")]).await;
        assert_eq!((status, body.len()), (StatusCode::NOT_MODIFIED, 0), "{known}");
        assert_eq!([&headers["etag"], &headers["x-content-type-options"]], [etag.as_str(), "nosniff"], "{known}");
    }
    let lines = [(header::IF_NONE_MATCH, "\"other\""), (header::IF_NONE_MATCH, etag.as_str())];
    assert_eq!(get(&world, &file.private, &lines).await.0, StatusCode::NOT_MODIFIED, "a list may stand on several lines");
    assert_eq!(get(&world, &file.private, &lines[..1]).await.0, StatusCode::OK);
    let whole = pdf("Fahrradwerkstatt");
    let (status, _, body) = get(&world, &file.private, &[(header::RANGE, "bytes=-5"), (header::IF_RANGE, &etag)]).await;
    assert_eq!((status, body.as_slice()), (StatusCode::PARTIAL_CONTENT, &whole[whole.len() - 5..]));
    assert_eq!(get(&world, &file.private, &[(header::RANGE, "bytes=0-1,4-5")]).await.0, StatusCode::OK, "several parts are the whole");
    let (status, headers, body) = get(&world, &file.private, &[(header::RANGE, "bytes=99999-")]).await;
    assert_eq!((status, body.len()), (StatusCode::RANGE_NOT_SATISFIABLE, 0));
    assert_eq!(headers["content-range"], format!("bytes */{}", whole.len()));
}

#[tokio::test]
async fn a_file_is_there_for_everybody_exactly_while_its_case_is() {
    let world = World::new().await;
    let network = &world.test.network;
    let file = on_case(&world).await;
    let (case, reviewer) = (file.case.id, world.test.member(Role::Reviewer, None).await);
    let check = async |stand: &str, is_public: bool| {
        let asked = json!({ "slug": file.case.slug });
        let seen = world.data(&Viewer::Public, "query($slug: String!) { practiceCase(slug: $slug) { id } }", asked).await;
        assert_eq!(seen["practiceCase"] != Value::Null, is_public, "{stand}: the case");
        let (status, headers, _) = get(&world, &file.plain, &[]).await;
        assert_eq!(status, if is_public { StatusCode::OK } else { StatusCode::NOT_FOUND }, "{stand}: its file");
        if !is_public {
            assert_eq!([&headers["cache-control"], &headers["x-content-type-options"]], ["no-store", "nosniff"], "{stand}");
        }
    };
    check("draft", false).await;
    submit_case::submit(network, &file.author, case, world.test.version_of(case).await).await.unwrap();
    check("submitted", false).await;
    withdraw_case::withdraw(network, &file.author, case).await.unwrap();
    check("withdrawn", false).await;
    archive_case::archive(network, &world.test.member(Role::Coordinator, Some("15084")).await, case).await.unwrap();
    check("archived before it was public", false).await;
    assert_eq!(get(&world, &file.private, &[]).await.0, StatusCode::OK, "its author's address still works");
    world.test.approve(&file.author, case).await;
    check("published", true).await;
    // What was public stays readable at its address, and so do its files.
    archive_case::archive(network, &reviewer, case).await.unwrap();
    check("archived", true).await;
    erase_case::erase(network, &world.test.member(Role::Administrator, None).await, case).await.unwrap();
    check("erased", false).await;
    assert_eq!(get(&world, &file.private, &[]).await.0, StatusCode::NOT_FOUND, "no token opens what is erased");
}
