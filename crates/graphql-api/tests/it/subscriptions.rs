//! Subscriptions by mutations: asked for, confirmed, left.

use crate::world::World;
use domain::{Role, Viewer};
use serde_json::{Value, json};

const SUBSCRIBE: &str = "mutation($input: SubscribeInput!) { answer: subscribe(input: $input) { subscription {
    id text frequency weekday state requestedAt confirmedAt filter { fieldsOfAction states municipalities { ags } components }
} userErrors { code field message } } }";

async fn subscribe(world: &World, viewer: &Viewer, input: Value) -> Value {
    world.data(viewer, SUBSCRIBE, json!({ "input": input })).await["answer"].clone()
}

/// The token of the link that asks to confirm, from the latest mail.
fn token(world: &World) -> String {
    let mails = world.test.sent();
    let text = &mails.last().unwrap().text;
    // A long address is broken by no line: the digits follow the parameter's name.
    text.split("token=").nth(1).unwrap().chars().take_while(char::is_ascii_hexdigit).collect()
}

#[tokio::test]
async fn a_subscription_is_asked_for_confirmed_read_and_left() {
    let world = World::new().await;
    let input = json!({
        "email": "Leserin@example.org", "text": "Bus", "frequency": "WEEKLY", "weekday": "FRIDAY",
        "filter": { "fieldsOfAction": ["GOVERNANCE"], "municipalities": ["16056"] },
    });
    let asked = subscribe(&world, &Viewer::Public, input).await;
    assert_eq!(asked["userErrors"], json!([]));
    let subscription = &asked["subscription"];
    assert_eq!(
        (&subscription["state"], &subscription["weekday"], &subscription["confirmedAt"]),
        (&json!("PENDING"), &json!("FRIDAY"), &json!(null))
    );
    let filter = json!({ "fieldsOfAction": ["GOVERNANCE"], "states": [], "municipalities": [{ "ags": "16063" }], "components": [] });
    assert_eq!(subscription["filter"], filter);
    world.test.run_jobs().await;
    let token = token(&world);
    let read =
        world.ask(&format!("{{ subscription(token: \"{token}\") {{ state text }} none: subscription(token: \"unsinn\") {{ id }} }}")).await;
    assert_eq!(read, json!({ "subscription": { "state": "PENDING", "text": "Bus" }, "none": null }), "reading changes nothing");
    let confirm = format!("mutation {{ confirmSubscription(token: \"{token}\") {{ subscription {{ state }} userErrors {{ code }} }} }}");
    for _ in 0..2 {
        let confirmed = world.ask(&confirm).await;
        assert_eq!(confirmed["confirmSubscription"], json!({ "subscription": { "state": "ACTIVE" }, "userErrors": [] }));
    }
    let unsubscribe =
        "mutation($token: String!) { answer: unsubscribe(token: $token) { subscription { state withdrawnAt } userErrors { code } } }";
    let unknown = world.data(&Viewer::Public, unsubscribe, json!({ "token": "unsinn" })).await;
    assert_eq!(unknown["answer"], json!({ "subscription": null, "userErrors": [{ "code": "NOT_FOUND" }] }));
}

#[tokio::test]
async fn what_is_wrong_with_a_wish_is_named() {
    let world = World::new().await;
    let code_and_field = async |input: Value| {
        let answer = subscribe(&world, &Viewer::Public, input).await;
        assert_eq!(answer["subscription"], Value::Null);
        let error = &answer["userErrors"][0];
        (error["code"].as_str().unwrap().to_owned(), error["field"].as_str().unwrap().to_owned())
    };
    let pair = |code: &str, field: &str| (code.to_owned(), field.to_owned());
    assert_eq!(code_and_field(json!({ "email": "niemand", "frequency": "DAILY" })).await, pair("MALFORMED", "email"));
    assert_eq!(code_and_field(json!({ "email": " ", "frequency": "DAILY" })).await, pair("REQUIRED", "email"));
    let long = json!({ "email": "a@example.org", "frequency": "DAILY", "text": "x".repeat(201) });
    assert_eq!(code_and_field(long).await, pair("TOO_LONG", "text"));
    let place = json!({ "email": "a@example.org", "frequency": "DAILY", "filter": { "municipalities": ["1"] } });
    assert_eq!(code_and_field(place).await, pair("UNKNOWN_VALUE", "municipality"));
    world.test.run_jobs().await;
    assert!(world.test.sent().is_empty());
}

#[tokio::test]
async fn members_see_their_own_subscriptions_and_nobody_else_does() {
    let world = World::new().await;
    let reader = world.test.member(Role::Reader, None).await;
    let asked = subscribe(&world, &reader, json!({ "email": "leserin@example.org", "frequency": "DAILY" })).await;
    let id = &asked["subscription"]["id"];
    assert_eq!(asked["subscription"]["weekday"], Value::Null, "only weekly digests have one");
    let query = "query($id: ID!) { viewer { subscriptions { id } } node(id: $id) { __typename id } }";
    let own = world.data(&reader, query, json!({ "id": id })).await;
    assert_eq!(own, json!({ "viewer": { "subscriptions": [{ "id": id }] }, "node": { "__typename": "Subscription", "id": id } }));
    let other = world.test.member(Role::Administrator, None).await;
    let seen = world.data(&other, query, json!({ "id": id })).await;
    assert_eq!(seen, json!({ "viewer": { "subscriptions": [] }, "node": null }));
}
