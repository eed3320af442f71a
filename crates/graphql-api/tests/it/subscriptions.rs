//! Subscriptions by mutations: asked for, confirmed, left.

use crate::world::{World, texts};
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use chrono::TimeDelta;
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
    let hour = json!({ "email": "a@example.org", "frequency": "DAILY", "hour": 24 });
    assert_eq!(code_and_field(hour).await, pair("MALFORMED", "hour"));
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
    assert_eq!(asked["subscription"]["weekday"], Value::Null, "what comes every day has none");
    let query = "query($id: ID!) { viewer { subscriptions { id } } node(id: $id) { __typename id } }";
    let own = world.data(&reader, query, json!({ "id": id })).await;
    assert_eq!(own, json!({ "viewer": { "subscriptions": [{ "id": id }] }, "node": { "__typename": "DigestSubscription", "id": id } }));
    let other = world.test.member(Role::Administrator, None).await;
    let seen = world.data(&other, query, json!({ "id": id })).await;
    assert_eq!(seen, json!({ "viewer": { "subscriptions": [] }, "node": null }));
}

#[tokio::test]
async fn members_see_the_latest_of_their_subscriptions_first() {
    let world = World::new().await;
    let reader = world.test.member(Role::Reader, None).await;
    for frequency in ["DAILY", "WEEKLY", "MONTHLY"] {
        subscribe(&world, &reader, json!({ "email": "leserin@example.org", "frequency": frequency })).await;
        world.test.clock.advance(TimeDelta::minutes(1));
    }
    let own = world.data(&reader, "{ viewer { subscriptions { frequency } } }", json!({})).await;
    assert_eq!(texts(&own["viewer"]["subscriptions"], "frequency"), ["MONTHLY", "WEEKLY", "DAILY"]);
}

/// Subscribes, confirms, and returns the subscription's id and the reader's token.
async fn confirmed(world: &World, viewer: &Viewer, input: Value) -> (String, String) {
    let asked = subscribe(world, viewer, input).await;
    world.test.run_jobs().await;
    let subscription = usecases::confirm_subscription::confirm(&world.test.network, &token(world)).await.unwrap();
    let reader = world.test.network.store.digest_reader(subscription.reader).await.unwrap().unwrap();
    (asked["subscription"]["id"].as_str().unwrap().to_owned(), reader.token.reveal().to_owned())
}

/// What a mutation answered with.
async fn change(world: &World, document: &str, variables: Value) -> Value {
    let answer = world.data(&Viewer::Public, document, variables).await;
    answer.as_object().unwrap().values().next().unwrap().clone()
}

/// How often each of these was written down.
async fn logged(world: &World, actions: &[&str]) -> Vec<usize> {
    let (administrator, everything) = (world.test.member(Role::Administrator, None).await, usecases::AuditFilter::default());
    let log = usecases::audit_log::read(&world.test.network, &administrator, &everything, None, 50).await.unwrap();
    actions.iter().map(|action| log.iter().filter(|logged| logged.entry.action == *action).count()).collect()
}

#[tokio::test]
async fn what_was_done_to_a_subscription_is_found_by_its_id() {
    let world = World::new().await;
    let (first, token) = confirmed(&world, &Viewer::Public, json!({ "email": "l@example.org", "frequency": "DAILY", "text": "bus" })).await;
    confirmed(&world, &Viewer::Public, json!({ "email": "l@example.org", "frequency": "MONTHLY" })).await;
    let end = "mutation($token: String!, $id: ID!) { withdrawSubscription(token: $token, subscription: $id) { userErrors { code } } }";
    change(&world, end, json!({ "token": token, "id": first })).await;
    let administrator = world.test.member(Role::Administrator, None).await;
    let list = "query($object: ID!) { auditLog(filter: { object: $object }) { nodes { action objectType } } }";
    let found = world.data(&administrator, list, json!({ "object": first })).await["auditLog"]["nodes"].clone();
    assert_eq!(texts(&found, "action"), ["subscription.withdrawn", "subscription.confirmed", "subscription.requested"]);
    assert_eq!(texts(&found, "objectType"), ["reader"; 3]);
}

#[tokio::test]
async fn whoever_holds_the_token_of_a_mail_manages_all_that_goes_to_the_address() {
    let world = World::new().await;
    let (first, token) = confirmed(&world, &Viewer::Public, json!({ "email": "l@example.org", "frequency": "DAILY", "text": "bus" })).await;
    let weekly = json!({ "email": "l@example.org", "frequency": "WEEKLY", "weekday": "FRIDAY", "hour": 7 });
    let (second, same) = confirmed(&world, &Viewer::Public, weekly).await;
    assert_eq!(token, same, "an address is one reader");
    let query =
        "query($token: String!) { reader(token: $token) { hour weekday state quietDays titlesOnly maxPerDay pausedUntil nextDigestAt
        subscriptions { id text frequency weekday state } } }";
    let shown = world.data(&Viewer::Public, query, json!({ "token": token })).await;
    let expected = json!({ "reader": {
        "hour": 7, "weekday": "FRIDAY", "state": null, "quietDays": true, "titlesOnly": false, "maxPerDay": 5, "pausedUntil": null,
        "nextDigestAt": "2026-03-18T06:00:03Z",
        "subscriptions": [
            { "id": first, "text": "bus", "frequency": "DAILY", "weekday": null, "state": "ACTIVE" },
            { "id": second, "text": "", "frequency": "WEEKLY", "weekday": "FRIDAY", "state": "ACTIVE" },
        ],
    } });
    assert_eq!(shown, expected);
    let changed = change(
        &world,
        "mutation($token: String!) { updateReader(token: $token, input: { hour: 9, state: SACHSEN, maxPerDay: 2, titlesOnly: true }) {
            reader { hour weekday state maxPerDay titlesOnly nextDigestAt } userErrors { code field } } }",
        json!({ "token": token }),
    )
    .await;
    let reader = json!({
        "hour": 9, "weekday": "FRIDAY", "state": "SACHSEN", "maxPerDay": 2, "titlesOnly": true, "nextDigestAt": "2026-03-18T08:00:03Z"
    });
    assert_eq!(changed, json!({ "reader": reader, "userErrors": [] }));
    let refused = change(
        &world,
        "mutation($token: String!) { updateReader(token: $token, input: { hour: 24, maxPerDay: 0 }) { reader { hour } userErrors { code field } } }",
        json!({ "token": token }),
    )
    .await;
    let errors = json!([{ "code": "MALFORMED", "field": "hour" }, { "code": "MALFORMED", "field": "maxPerDay" }]);
    assert_eq!(refused, json!({ "reader": null, "userErrors": errors }));
    assert_eq!(logged(&world, &["reader.changed"]).await, [1]);
}

#[tokio::test]
async fn a_reader_pauses_for_some_days_and_goes_on() {
    let world = World::new().await;
    let (_, token) = confirmed(&world, &Viewer::Public, json!({ "email": "l@example.org", "frequency": "DAILY" })).await;
    let pause = "mutation($token: String!, $until: String!) { pauseReader(token: $token, until: $until) {
        reader { pausedUntil nextDigestAt } userErrors { code field } } }";
    let paused = change(&world, pause, json!({ "token": token, "until": "2026-04-01" })).await;
    let reader = json!({ "pausedUntil": "2026-03-31T22:00:00Z", "nextDigestAt": "2026-04-01T05:00:03Z" });
    assert_eq!(paused, json!({ "reader": reader, "userErrors": [] }));
    for until in ["2026-03-17", "2027-04-01", "morgen"] {
        let refused = change(&world, pause, json!({ "token": token, "until": until })).await;
        assert_eq!(refused["userErrors"], json!([{ "code": "MALFORMED", "field": "until" }]), "{until}");
    }
    let resumed = change(
        &world,
        "mutation($token: String!) { resumeReader(token: $token) { reader { pausedUntil } userErrors { code } } }",
        json!({ "token": token }),
    )
    .await;
    assert_eq!(resumed, json!({ "reader": { "pausedUntil": null }, "userErrors": [] }));
    assert_eq!(logged(&world, &["reader.paused", "reader.resumed"]).await, [1, 1]);
    change(&world, pause, json!({ "token": token, "until": "2026-04-01" })).await;
    world.test.clock.set("2026-03-31T22:00:00Z".parse().unwrap());
    let query = "query($token: String!) { reader(token: $token) { pausedUntil nextDigestAt } }";
    let shown = world.data(&Viewer::Public, query, json!({ "token": token })).await;
    let reader = json!({ "pausedUntil": null, "nextDigestAt": "2026-04-01T05:00:03Z" });
    assert_eq!(shown, json!({ "reader": reader }), "a pause that is over is none");
}

#[tokio::test]
async fn a_reader_gets_fewer_mails_and_none_in_the_end() {
    let world = World::new().await;
    let (first, _) = confirmed(&world, &Viewer::Public, json!({ "email": "l@example.org", "frequency": "DAILY" })).await;
    let (second, token) = confirmed(&world, &Viewer::Public, json!({ "email": "l@example.org", "frequency": "WEEKLY" })).await;
    let rarer = change(
        &world,
        "mutation($token: String!, $id: ID!) { changeSubscriptionFrequency(token: $token, subscription: $id, frequency: MONTHLY) {
            reader { subscriptions { frequency weekday } } userErrors { code } } }",
        json!({ "token": token, "id": first }),
    )
    .await;
    let expected = json!([{ "frequency": "MONTHLY", "weekday": "TUESDAY" }, { "frequency": "WEEKLY", "weekday": "TUESDAY" }]);
    assert_eq!(rarer["reader"]["subscriptions"], expected);
    let states =
        async |document: &str| change(&world, document, json!({ "token": token, "id": second })).await["reader"]["subscriptions"].clone();
    let one = "mutation($token: String!, $id: ID!) { withdrawSubscription(token: $token, subscription: $id) { reader { subscriptions { state } } } }";
    let all = "mutation($token: String!) { withdrawAllSubscriptions(token: $token) { reader { subscriptions { state } } } }";
    for _ in 0..2 {
        assert_eq!(states(one).await, json!([{ "state": "ACTIVE" }, { "state": "WITHDRAWN" }]));
    }
    for _ in 0..2 {
        assert_eq!(states(all).await, json!([{ "state": "WITHDRAWN" }, { "state": "WITHDRAWN" }]));
    }
    assert_eq!(logged(&world, &["subscription.frequency_changed", "subscription.withdrawn", "reader.left"]).await, [1, 2, 1]);
}

#[tokio::test]
async fn nobody_changes_a_subscription_of_another_reader() {
    let world = World::new().await;
    let (foreign, _) = confirmed(&world, &Viewer::Public, json!({ "email": "a@example.org", "frequency": "DAILY" })).await;
    let (_, token) = confirmed(&world, &Viewer::Public, json!({ "email": "b@example.org", "frequency": "DAILY" })).await;
    for document in [
        "mutation($token: String!, $id: ID!) { withdrawSubscription(token: $token, subscription: $id) { userErrors { code } } }",
        "mutation($token: String!, $id: ID!) { changeSubscriptionFrequency(token: $token, subscription: $id, frequency: WEEKLY) { userErrors { code } } }",
    ] {
        let answer = world.data(&Viewer::Public, document, json!({ "token": token, "id": foreign })).await;
        assert!(answer.to_string().contains("NOT_FOUND"), "{answer}");
    }
}

#[tokio::test]
async fn members_manage_what_goes_to_their_own_address_whoever_asked_for_it() {
    let world = World::new().await;
    let reader = world.test.member(Role::Reader, None).await;
    let other = world.test.member(Role::Administrator, None).await;
    let own = json!({ "email": "reader-agentur@example.org", "frequency": "DAILY" });
    let (id, _) = confirmed(&world, &Viewer::Public, own).await;
    let query = "{ viewer { reader { subscriptions { id state } } } }";
    let shown = world.data(&reader, query, json!({})).await;
    assert_eq!(shown["viewer"]["reader"]["subscriptions"], json!([{ "id": id, "state": "ACTIVE" }]));
    assert_eq!(world.data(&other, query, json!({})).await["viewer"]["reader"], Value::Null);
    let leave = "mutation { withdrawAllSubscriptions { reader { subscriptions { state } } userErrors { code } } }";
    assert!(world.data(&other, leave, json!({})).await.to_string().contains("NOT_FOUND"));
    let left = world.data(&reader, leave, json!({})).await;
    assert_eq!(left["withdrawAllSubscriptions"]["reader"]["subscriptions"], json!([{ "state": "WITHDRAWN" }]));
}

#[tokio::test]
async fn who_follows_a_case_sees_what_is_public_of_it() {
    let world = World::new().await;
    let case = world.test.publish(test_network::complete_case("Ausbildungsbus im ländlichen Raum")).await;
    let id = world.data(&Viewer::Public, "query($slug: String!) { practiceCase(slug: $slug) { id } }", json!({ "slug": case.slug })).await;
    let id = &id["practiceCase"]["id"];
    let input = json!({ "email": "l@example.org", "frequency": "DAILY", "practiceCase": id });
    let (_, token) = confirmed(&world, &Viewer::Public, input).await;
    let query = "query($token: String!) { reader(token: $token) { subscriptions { practiceCase { title } } } }";
    let shown = world.data(&Viewer::Public, query, json!({ "token": token })).await;
    assert_eq!(shown["reader"]["subscriptions"][0]["practiceCase"]["title"], "Ausbildungsbus im ländlichen Raum");
    let draft = world.test.member(Role::Author, Some("15084")).await;
    let draft = usecases::create_case::create(&world.test.network, &draft, test_network::draft_case("Ein Entwurf"), None).await.unwrap();
    let hidden = URL_SAFE_NO_PAD.encode(format!("PracticeCase:{}", draft.id));
    let refused =
        subscribe(&world, &Viewer::Public, json!({ "email": "l@example.org", "frequency": "DAILY", "practiceCase": hidden })).await;
    assert!(refused["subscription"].is_null() && refused.to_string().contains("NOT_FOUND"), "{refused}");
}
