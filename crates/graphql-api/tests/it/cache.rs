//! Kept answers: fast, and never stale or foreign.

use crate::world::World;
use axum::{body::Body, http::Request};
use domain::{Role, vocabulary::FieldOfAction};
use serde_json::{Value, json};
use test_network::complete_case;
use usecases::{archive_case, focus_areas, sign_in};

const SEARCH: &str = r#"{ searchCases(query: "Ausbildungsbus") { totalCount } }"#;
const LIST: &str = "{ practiceCases { totalCount nodes { title contact { name } } } }";

async fn post(world: &World, cookie: Option<&str>, query: &str) -> Value {
    let mut request = Request::post("/graphql").header("content-type", "application/json");
    if let Some(cookie) = cookie {
        request = request.header("cookie", cookie).header("sec-fetch-site", "same-origin");
    }
    world.send(request.body(Body::from(json!({ "query": query }).to_string())).unwrap()).await.2
}

#[tokio::test]
async fn a_kept_answer_gives_way_to_every_publication_and_archiving() {
    let world = World::new().await;
    let count = async || post(&world, None, LIST).await["data"]["practiceCases"]["totalCount"].clone();
    assert_eq!((count().await, count().await), (json!(0), json!(0)));
    let case = world.test.publish(complete_case("Ausbildungsbus im ländlichen Raum")).await;
    assert_eq!((count().await, count().await), (json!(1), json!(1)));
    let reviewer = world.test.member(Role::Reviewer, None).await;
    archive_case::archive(&world.test.network, &reviewer, case.id).await.unwrap();
    assert_eq!(count().await, json!(0));
}

#[tokio::test]
async fn a_kept_answer_gives_way_to_what_a_municipality_says_of_itself() {
    let world = World::new().await;
    let query = r#"{ municipality(ags: "15084") { focusAreas } }"#;
    let areas = async || post(&world, None, query).await["data"]["municipality"]["focusAreas"].clone();
    assert_eq!((areas().await, areas().await), (json!([]), json!([])));
    let coordinator = world.test.member(Role::Coordinator, Some("15084")).await;
    let place = "15084".parse().unwrap();
    focus_areas::set(&world.test.network, &coordinator, &place, &[FieldOfAction::Inclusion]).await.unwrap();
    assert_eq!(areas().await, json!(["INCLUSION"]));
}

#[tokio::test]
async fn a_kept_answer_is_given_again_without_executing_anything() {
    let world = World::new().await;
    world.test.publish(complete_case("Ausbildungsbus im ländlichen Raum")).await;
    assert!(is_kept(&world, LIST).await);
    assert!(is_kept(&world, SEARCH).await);
}

/// Whether the second answer to a query is the first, given again.
async fn is_kept(world: &World, query: &str) -> bool {
    let first = post(world, None, query).await;
    let ids = world.test.network.ids.next();
    assert_eq!(post(world, None, query).await, first);
    // Every execution draws an identifier for its trace; a kept answer draws none.
    let drawn = world.test.network.ids.next().as_u128() - ids.as_u128();
    let step = world.test.network.ids.next().as_u128();
    drawn == world.test.network.ids.next().as_u128() - step
}

#[tokio::test]
async fn what_is_kept_for_the_public_is_not_what_members_get() {
    let world = World::new().await;
    world.test.publish(complete_case("Ausbildungsbus im ländlichen Raum")).await;
    let contact = |body: Value| body["data"]["practiceCases"]["nodes"][0]["contact"]["name"].clone();
    let domain::Viewer::Member(member) = world.test.member(Role::Reader, None).await else { unreachable!() };
    let session = sign_in::demo_sign_in(&world.test.network, member.account, &usecases::Client::default()).await.unwrap().unwrap();
    let cookie = format!("{}={}", graphql_api::session_cookie_name(&world.test.network.settings), session.reveal());
    for _ in 0..2 {
        assert_eq!(contact(post(&world, None, LIST).await), Value::Null);
        assert_eq!(contact(post(&world, Some(&cookie), LIST).await), "Koordinierungsstelle");
    }
}

#[tokio::test]
async fn what_a_search_found_gives_way_to_every_change_of_the_index() {
    let world = World::new().await;
    let found = async || post(&world, None, SEARCH).await["data"]["searchCases"]["totalCount"].clone();
    assert_eq!(found().await, json!(0));
    world.test.publish_without_jobs(complete_case("Ausbildungsbus im ländlichen Raum")).await;
    assert_eq!((found().await, found().await), (json!(0), json!(0)), "published, but not indexed yet");
    world.test.run_jobs().await;
    assert_eq!((found().await, found().await), (json!(1), json!(1)), "indexing changes no stamp");
    world.test.publish_without_jobs(complete_case("Ausbildungsbus in der Stadt")).await;
    assert_eq!((found().await, found().await), (json!(1), json!(1)), "kept under the new stamp");
    world.test.run_jobs().await;
    assert_eq!(found().await, json!(2));
    let hidden = r#"{ __typename ...f } fragment f on Query { searchCases(query: "Ausbildungsbus") { totalCount } }"#;
    assert!(is_kept(&world, hidden).await);
}

#[tokio::test]
async fn searches_in_vain_are_made_each_time_since_they_are_counted() {
    let world = World::new().await;
    world.test.publish(complete_case("Leseclub am Nachmittag")).await;
    assert!(!is_kept(&world, r#"{ searchCases(query: "Xylophon") { totalCount } }"#).await);
    assert!(!is_kept(&world, "{ viewer { account { email } } }").await, "nor is what is about oneself kept");
}
