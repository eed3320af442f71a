//! The people of the network, as clients meet them.

use crate::world::{World, only_error, texts};
use domain::{ErrorCode, Role, Viewer};
use serde_json::{Value, json};
use usecases::{Caller, second_factor};

pub(crate) async fn act(world: &World, caller: impl Into<Caller>, mutation: &str, variables: Value) -> Value {
    world.data(caller, mutation, variables).await["answer"].clone()
}

pub(crate) const INVITE: &str = "mutation($email: String!) { answer: inviteMember(input: { email: $email, role: AUTHOR, municipality: \"15084\", function: \"Amt 40\" }) {
    invitation { id email role roleLabel function municipality { ags } expiresAt } userErrors { code field message } } }";

async fn token(world: &World) -> String {
    world.test.run_jobs().await;
    let text = world.test.sent().pop().unwrap().text;
    text.split("token=").nth(1).unwrap().split_whitespace().next().unwrap().to_owned()
}

#[tokio::test]
async fn somebody_is_invited_comes_and_gets_another_role() {
    let world = World::new().await;
    let coordinator = world.test.member(Role::Coordinator, Some("15084")).await;
    let invited = act(&world, &coordinator, INVITE, json!({ "email": "neu@kreis.example.org" })).await;
    assert_eq!(
        (&invited["invitation"]["roleLabel"], &invited["invitation"]["expiresAt"]),
        (&json!("Autor:in"), &json!("2026-03-31T10:00:00Z"))
    );
    let list = "{ invitations(municipality: \"15084\") { email } members(municipality: \"15084\") { totalCount } }";
    let listed = world.data(&coordinator, list, json!({})).await;
    assert_eq!((&listed["invitations"][0]["email"], &listed["members"]["totalCount"]), (&json!("neu@kreis.example.org"), &json!(1)));
    let token = token(&world).await;
    let look = "query($token: String!) { invitation(token: $token) { roleLabel } }";
    assert_eq!(world.data(&Viewer::Public, look, json!({ "token": token })).await["invitation"]["roleLabel"], "Autor:in");
    let accept = "mutation($token: String!) { answer: acceptInvitation(token: $token) { invitation { acceptedAt } userErrors { code } } }";
    let accepted = act(&world, &Viewer::Public, accept, json!({ "token": token })).await;
    assert_eq!(accepted["invitation"]["acceptedAt"], "2026-03-17T10:00:00Z");
    let again = act(&world, &Viewer::Public, accept, json!({ "token": token })).await;
    assert_eq!(again, accepted, "again it changes nothing");
    let members = "query($after: String) { members(municipality: \"15084\", first: 1, after: $after) {
        totalCount nodes { id email function role } pageInfo { hasNextPage hasPreviousPage endCursor } } }";
    let first = world.data(&coordinator, members, json!({})).await["members"].clone();
    assert_eq!((&first["totalCount"], &first["pageInfo"]["hasNextPage"]), (&json!(2), &json!(true)));
    let second = world.data(&coordinator, members, json!({ "after": first["pageInfo"]["endCursor"] })).await["members"].clone();
    let person = &second["nodes"][0];
    assert_eq!(
        (&person["email"], &person["function"], &second["pageInfo"]["hasNextPage"]),
        (&json!("neu@kreis.example.org"), &json!("Amt 40"), &json!(false))
    );
    let change = "mutation($id: ID!, $role: Role!) { answer: changeMemberRole(id: $id, role: $role) { member { role } userErrors { code message } } }";
    let changed = act(&world, &coordinator, change, json!({ "id": person["id"], "role": "COORDINATOR" })).await;
    assert_eq!(changed, json!({ "member": { "role": "COORDINATOR" }, "userErrors": [] }));
    let refused = act(&world, &coordinator, change, json!({ "id": person["id"], "role": "ADMINISTRATOR" })).await;
    assert_eq!(refused["userErrors"][0]["code"], "FORBIDDEN");
}

#[tokio::test]
async fn a_key_of_no_municipality_is_refused_alike_wherever_it_is_given() {
    let world = World::new().await;
    let administrator = world.test.member(Role::Administrator, None).await;
    let message = "Kommune: „99999“ steht nicht in der Liste „Kommunen des Netzwerks (AGS mit 5 oder 8 Ziffern)“.";
    let expected = json!([{ "code": "UNKNOWN_VALUE", "field": "municipality", "message": message }]);
    for mutation in [
        "register(email: \"neu@kreis.example.org\", municipality: \"99999\")",
        "setMailDomains(municipality: \"99999\", domains: [])",
        "addMailDomain(municipality: \"99999\", domain: \"kreis.example.org\")",
        "removeMailDomain(municipality: \"99999\", domain: \"kreis.example.org\")",
        "setFocusAreas(municipality: \"99999\", areas: [])",
        "subscribe(input: { email: \"leserin@example.org\", frequency: DAILY, filter: { municipalities: [\"99999\"] } })",
    ] {
        let mutation = format!("mutation {{ answer: {mutation} {{ userErrors {{ code field message }} }} }}");
        assert_eq!(act(&world, &administrator, &mutation, json!({})).await["userErrors"], expected, "{mutation}");
    }
    let list = "{ practiceCases(filter: { municipalities: [\"99999\"] }) { totalCount } }";
    assert_eq!(world.error(list).await.1, format!("filter.municipalities: {message}"));
    let advised = "mutation($given: [String!]!, $read: [String!]!) {
        answer: setAdvisedMunicipalities(id: \"\", municipalities: $given, read: $read) { userErrors { code field message } } }";
    let (wrong, none) = (json!(["15084", "99999", ""]), json!([]));
    for (field, label, variables) in [
        ("municipalities[1]", "Kommunen (2. Eintrag):", json!({ "given": wrong, "read": none })),
        ("read[1]", "Gelesene Kommunen (2. Eintrag):", json!({ "given": none, "read": wrong })),
    ] {
        let expected = json!([{ "code": "UNKNOWN_VALUE", "field": field, "message": message.replace("Kommune:", label) }]);
        assert_eq!(act(&world, &administrator, advised, variables).await["userErrors"], expected, "the entry is named");
    }
}

#[tokio::test]
async fn whom_an_adviser_advises_is_seen_and_said_by_administrators() {
    let world = World::new().await;
    let administrator = world.test.member(Role::Administrator, None).await;
    world.test.adviser(&["15084"]).await;
    let list = "{ members { nodes { id email advisedMunicipalities { ags } } } }";
    let advised = async || {
        let nodes = world.data(&administrator, list, json!({})).await["members"]["nodes"].clone();
        let all = nodes.as_array().unwrap().iter().map(|one| (one["email"].clone(), one.clone()));
        all.collect::<std::collections::HashMap<_, _>>()
    };
    let before = advised().await;
    let (agency, keeper) = (&before[&json!("adviser-agentur@example.org")], &before[&json!("administrator-agentur@example.org")]);
    assert_eq!((&agency["advisedMunicipalities"], &keeper["advisedMunicipalities"]), (&json!([{ "ags": "15084" }]), &json!([])));
    let set = "mutation($id: ID!, $all: [String!]!, $read: [String!]!) {
        answer: setAdvisedMunicipalities(id: $id, municipalities: $all, read: $read) {
            member { advisedMunicipalities { ags } } userErrors { code message } } }";
    let say =
        async |all: Value, read: Value| act(&world, &administrator, set, json!({ "id": agency["id"], "all": all, "read": read })).await;
    let conflict = json!([{ "code": "CONFLICT", "message": ErrorCode::Conflict.message() }]);
    assert_eq!(say(json!(["16051"]), json!([])).await, json!({ "member": null, "userErrors": conflict }), "nothing was read");
    let expected = json!([{ "ags": "15088" }, { "ags": "16051" }]);
    let done = json!({ "member": { "advisedMunicipalities": expected }, "userErrors": [] });
    assert_eq!(say(json!(["16051", "15088", "15088"]), json!(["15084", "15084"])).await, done);
    assert_eq!(say(json!(["15088", "16051"]), json!(["15084"])).await, done, "as by a second click");
    assert_eq!(say(json!(["15083"]), json!(["15084"])).await["userErrors"], conflict, "others were saved since");
    assert_eq!(advised().await[&json!("adviser-agentur@example.org")]["advisedMunicipalities"], expected);
    let account = world.test.network.store.account_by_email(&"adviser-agentur@example.org".parse().unwrap()).await.unwrap().unwrap();
    let log = world.test.network.store.audit_of(account.id.0).await.unwrap();
    assert_eq!(log.iter().filter(|entry| entry.action == "account.advises").count(), 1, "it is done once");
}

#[tokio::test]
async fn nobody_is_passed_over_because_somebody_before_them_has_gone() {
    let world = World::new().await;
    let coordinator = world.test.member(Role::Coordinator, Some("15084")).await;
    let mut readers = Vec::new();
    for name in ["eins", "zwei", "drei"] {
        world.test.clock.advance(chrono::TimeDelta::minutes(1));
        readers.push(world.test.member_named(name, Role::Reader, Some("15084")).await);
    }
    let list = "query($first: Int, $after: String, $last: Int, $before: String) {
        members(municipality: \"15084\", first: $first, after: $after, last: $last, before: $before) {
            nodes { email } pageInfo { startCursor endCursor } } }";
    let page = async |arguments: Value| world.data(&coordinator, list, arguments).await["members"].clone();
    let first = page(json!({ "first": 2 })).await;
    assert_eq!(texts(&first["nodes"], "email"), ["coordinator-15084@example.org", "eins@example.org"]);
    let session = world.test.session(&readers[0]).await;
    assert!(act(&world, &session, "mutation { answer: eraseMyAccount { erasedId } }", json!({})).await["erasedId"].is_string());
    let next = page(json!({ "first": 1, "after": first["pageInfo"]["endCursor"] })).await;
    assert_eq!(texts(&next["nodes"], "email"), ["zwei@example.org"]);
    let before = page(json!({ "last": 2, "before": next["pageInfo"]["startCursor"] })).await;
    assert_eq!(texts(&before["nodes"], "email"), ["coordinator-15084@example.org"]);
    world.publish_many(1).await;
    let foreign =
        world.ask("{ searchCases(query: \"\") { pageInfo { endCursor } } }").await["searchCases"]["pageInfo"]["endCursor"].clone();
    let refused = world.ask_as(&coordinator, list, json!({ "after": foreign })).await;
    assert_eq!(only_error(&refused).0, "BAD_USER_INPUT", "a place in what a search found is none among people");
}

#[tokio::test]
async fn an_account_is_handed_out_and_erased_by_its_holder() {
    let world = World::new().await;
    let author = world.test.member(Role::Author, Some("15084")).await;
    let data = world.data(&author, "{ exportMyData }", json!({})).await["exportMyData"].as_str().unwrap().to_owned();
    let data: Value = serde_json::from_str(&data).unwrap();
    assert_eq!(data["account"]["email"], "author-15084@example.org");
    let erase = "mutation { answer: eraseMyAccount { erasedId userErrors { code } } }";
    assert_eq!(act(&world, &author, erase, json!({})).await["userErrors"][0]["code"], "INSUFFICIENT_SCOPE", "not without a session");
    let session = world.test.session(&author).await;
    world.test.clock.advance(chrono::TimeDelta::minutes(16));
    assert_eq!(act(&world, &session, erase, json!({})).await["userErrors"][0]["code"], "RECENT_SIGN_IN_REQUIRED");
    let session = world.test.session(&author).await;
    assert!(act(&world, &session, erase, json!({})).await["erasedId"].is_string());
    assert_eq!(act(&world, &session, erase, json!({})).await["userErrors"][0]["code"], "UNAUTHENTICATED");
    assert_eq!(act(&world, &Viewer::Public, erase, json!({})).await["userErrors"][0]["code"], "UNAUTHENTICATED");
    assert_eq!(world.ask("{ viewer { account { id } } }").await["viewer"], Value::Null);
}

/// Relay's store keeps things by their ids alone: of two types with one id it would make one.
#[tokio::test]
async fn what_others_see_of_an_account_has_another_id_than_the_account() {
    let world = World::new().await;
    let ids_of = async |viewer: &Viewer, others: &str, list: &str| {
        let seen = world.data(viewer, &format!("{{ viewer {{ account {{ id email }} }} {others} }}"), json!({})).await;
        let own = seen["viewer"]["account"].clone();
        let listed = seen.pointer(list).and_then(Value::as_array).unwrap();
        let same = listed.iter().find(|person| person["email"] == own["email"]).unwrap();
        (own["id"].clone(), same["id"].clone())
    };
    let coordinator = world.test.member(Role::Coordinator, Some("15084")).await;
    let (account, member) = ids_of(&coordinator, "members(municipality: \"15084\") { nodes { id email } }", "/members/nodes").await;
    assert_ne!(account, member);
    let reviewer = world.test.member(Role::Reviewer, None).await;
    let (account, colleague) = ids_of(&reviewer, "again: viewer { reviewers { id email } }", "/again/reviewers").await;
    assert_ne!(account, colleague);
}

#[tokio::test]
async fn a_deputy_is_named_listed_and_dismissed() {
    let world = World::new().await;
    let coordinator = world.test.member(Role::Coordinator, Some("15084")).await;
    world.test.member(Role::Reader, Some("15084")).await;
    let members = world.data(&coordinator, "{ members(municipality: \"15084\") { nodes { id role } } }", json!({})).await;
    let reader = members["members"]["nodes"].as_array().unwrap().iter().find(|person| person["role"] == "READER").unwrap()["id"].clone();
    let name =
        "mutation($deputy: ID!) { answer: nameDeputy(deputy: $deputy, from: \"2026-03-18T00:00:00Z\", until: \"2026-03-25T00:00:00Z\") {
        deputation { id deputyId deputy { role } until } userErrors { code field } } }";
    let named = act(&world, &coordinator, name, json!({ "deputy": reader })).await;
    assert_eq!((&named["deputation"]["deputyId"], &named["deputation"]["deputy"]["role"]), (&reader, &json!("READER")));
    let list = "{ deputations(municipality: \"15084\") { id } }";
    assert_eq!(world.data(&coordinator, list, json!({})).await["deputations"][0]["id"], named["deputation"]["id"]);
    let end = "mutation($id: ID!) { answer: endDeputation(id: $id) { endedId userErrors { code } } }";
    let ended = act(&world, &coordinator, end, json!({ "id": named["deputation"]["id"] })).await;
    assert_eq!(ended["endedId"], named["deputation"]["id"]);
    assert_eq!(world.data(&coordinator, list, json!({})).await["deputations"], json!([]));
}

#[tokio::test]
async fn a_lost_second_factor_is_reset_by_the_coordination() {
    let world = World::new().await;
    let network = &world.test.network;
    let coordinator = world.test.member(Role::Coordinator, Some("15084")).await;
    let author = world.test.member(Role::Author, Some("15084")).await;
    let holder = Caller::from(&author);
    let secret = second_factor::begin(network, &holder).await.unwrap().secret;
    let secret = totp_rs::Secret::try_from_base32(&secret).unwrap();
    let app = totp_rs::Builder::new().with_algorithm(totp_rs::Algorithm::SHA1).with_secret(secret).build().unwrap();
    let code = app.generate(u64::try_from(world.test.now().timestamp()).unwrap()).to_string();
    second_factor::confirm(network, &holder, &code).await.unwrap();
    let look = "{ viewer { account { id } secondFactor { isActive } } }";
    let seen = world.data(&author, look, json!({})).await["viewer"].clone();
    assert_eq!(seen["secondFactor"]["isActive"], true);
    let list = "{ members(municipality: \"15084\") { nodes { email hasSecondFactor } } }";
    let listed = world.data(&coordinator, list, json!({})).await["members"]["nodes"].clone();
    let having = listed.as_array().unwrap().iter().filter(|person| person["hasSecondFactor"] == true).map(|person| &person["email"]);
    assert_eq!(having.collect::<Vec<_>>(), ["author-15084@example.org"]);
    let reset = "mutation($id: ID!) { answer: resetSecondFactor(id: $id) { member { email hasSecondFactor } userErrors { code } } }";
    let variables = json!({ "id": seen["account"]["id"] });
    let refused = act(&world, &author, reset, variables.clone()).await;
    assert_eq!(refused, json!({ "member": null, "userErrors": [{ "code": "NOT_FOUND" }] }));
    let done = act(&world, &coordinator, reset, variables).await;
    assert_eq!(done, json!({ "member": { "email": "author-15084@example.org", "hasSecondFactor": false }, "userErrors": [] }));
    assert_eq!(world.data(&author, look, json!({})).await["viewer"]["secondFactor"]["isActive"], false);
}
