//! GraphiQL is served wholly from here.

use crate::world::World;
use axum::{
    body::Body,
    http::{Request, StatusCode, header},
};
use tower::ServiceExt;

async fn fetch(world: &World, path: &str) -> (StatusCode, String, String, Vec<u8>) {
    let response = world.api.router().oneshot(Request::get(path).body(Body::empty()).unwrap()).await.unwrap();
    let text = |name: header::HeaderName| response.headers().get(name).map_or(String::new(), |value| value.to_str().unwrap().to_owned());
    let (policy, keeping, status) = (text(header::CONTENT_SECURITY_POLICY), text(header::CACHE_CONTROL), response.status());
    let body = axum::body::to_bytes(response.into_body(), usize::MAX).await.unwrap();
    (status, policy, keeping, body.to_vec())
}

#[tokio::test]
async fn the_page_loads_nothing_from_elsewhere() {
    let world = World::new().await;
    let (status, policy, keeping, page) = fetch(&world, "/graphiql").await;
    let page = String::from_utf8(page).unwrap();
    assert_eq!((status, keeping.as_str()), (StatusCode::OK, "no-cache"));
    assert!(policy.starts_with("default-src 'none'; script-src 'self';"), "{policy}");
    assert!(!policy.contains("http") && !policy.contains("unsafe-eval") && !page.contains("https:") && !page.contains("http:"));
    assert!(page.contains("<html lang=\"en\">") && page.contains("<p lang=\"de\">"), "the editor speaks English: {page}");
    let addresses: Vec<_> = page.split('"').filter(|part| part.starts_with("/graphiql/")).collect();
    assert_eq!(addresses.len(), 6);
    for address in addresses {
        let (status, _, keeping, body) = fetch(&world, address).await;
        assert_eq!((status, body.is_empty()), (StatusCode::OK, false), "{address}");
        assert_eq!(keeping.contains("immutable"), address.contains("/assets/"), "{address}");
    }
}

#[tokio::test]
async fn its_first_query_works() {
    let world = World::new().await;
    world.publish_many(2).await;
    let (_, _, _, script) = fetch(&world, "/graphiql/page.js").await;
    let script = String::from_utf8(script).unwrap();
    let document = script.split("const defaultQuery = `").nth(1).unwrap().split("`;").next().unwrap();
    for operation in ["NewestCases", "Search"] {
        let request = async_graphql::Request::new(document).operation_name(operation);
        let response = world.api.execute(domain::Viewer::Public, request).await;
        assert!(response.errors.is_empty(), "{operation}: {:?}", response.errors);
    }
}
