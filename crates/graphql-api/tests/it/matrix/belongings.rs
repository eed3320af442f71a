//! Real things that belong to others: who finds them, who ends them, and whether they are still there afterwards.

use super::{
    cast::{ADVISED, Asker, FOREIGN, OWN, Stage},
    furnish::ASK,
    rules::{Kind, Seen, allows, bonds, refusal},
    run::{ask, encoded, expect},
};
use chrono::TimeDelta;
use domain::{Role, Viewer, permission::Action};
use serde_json::json;
use test_network::Stand;
use usecases::{
    comment_on_case::{self, CommentRequest},
    people::{self, DeputyRequest, InviteRequest},
};

/// A municipality that no asker has to do with.
const THEIRS: &str = "15081";

const FIND: &str = "query($id: ID!) { node(id: $id) { id } nodes(ids: [$id]) { id } viewer { sessions { id } accessTokens { id } } }";
const CREATE_TOKEN: &str =
    "mutation { answer: createAccessToken(input: { label: \"Skript\", scopes: [READ], validDays: 1 }) { created { accessToken { id } } } }";
const END_SESSION: &str = "mutation($id: ID!) { endSession(id: $id) { userErrors { code } } }";
const END_OTHER_SESSIONS: &str = "mutation { endOtherSessions { userErrors { code } } }";
const REVOKE_TOKEN: &str = "mutation($id: ID!) { revokeAccessToken(id: $id) { userErrors { code } } }";
const RESOLVE: &str = "mutation($id: ID!) { resolveReviewComment(id: $id) { userErrors { code } } }";
const INVITATIONS: &str = "query($ags: String!) { invitations(municipality: $ags) { id email } }";
const REVOKE_INVITATION: &str = "mutation($id: ID!) { revokeInvitation(id: $id) { userErrors { code } } }";
const DEPUTATIONS: &str = "query($ags: String!) { deputations(municipality: $ags) { id } }";
const END_DEPUTATION: &str = "mutation($id: ID!) { endDeputation(id: $id) { userErrors { code } } }";
const REQUEST: &str = "query($id: ID!) { request(id: $id) { closedAt } }";
const CLOSE_REQUEST: &str = "mutation($id: ID!) { closeRequest(id: $id) { userErrors { code } } }";
const ERASE_REQUEST: &str = "mutation($id: ID!) { eraseRequest(id: $id) { userErrors { code } } }";

/// Sessions and access tokens: for everybody but their holder they are not there.
pub(super) async fn sign_ins(stage: &Stage) -> Vec<String> {
    let owner = stage.world.test.member(Role::Coordinator, Some(THEIRS)).await;
    let session = stage.world.test.session(&owner).await.session().unwrap();
    let made = stage.world.data(&owner, CREATE_TOKEN, json!({})).await;
    let token = made["answer"]["created"]["accessToken"]["id"].as_str().unwrap().to_owned();
    let mut wrong = Vec::new();
    for (id, end) in [(encoded("Session", session.0), END_SESSION), (token, REVOKE_TOKEN)] {
        for asker in &stage.askers {
            let found = ask(stage, asker, FIND, json!({ "id": id })).await;
            let mut problems = expect(&found, None);
            if found.to_string().contains(&id) {
                problems.push("was found".to_owned());
            }
            problems.extend(expect(&ask(stage, asker, end, json!({ "id": id })).await, Some(hidden(asker))));
            wrong.extend(named(asker, end, problems));
        }
        for asker in &stage.askers {
            ask(stage, asker, END_OTHER_SESSIONS, json!({})).await;
        }
        let kept = stage.world.data(&owner, FIND, json!({ "id": id })).await;
        if kept["node"]["id"] != json!(id) || kept["nodes"][0]["id"] != json!(id) {
            wrong.push(format!("its owner does not find it any more after {end}: {kept}"));
        }
    }
    wrong
}

/// Invitations and deputations: for those who look after the people of their municipality, and not there for others. Each asker tries one of
/// their own, because some may end it.
pub(super) async fn of_a_municipality(stage: &Stage) -> Vec<String> {
    let owner = stage.world.test.member(Role::Coordinator, Some(THEIRS)).await;
    let mut wrong = Vec::new();
    for asker in &stage.askers {
        let (invitation, deputation) = (invited(stage, &owner, asker).await, deputised(stage, &owner, asker).await);
        for (id, list, end) in [(invitation, INVITATIONS, REVOKE_INVITATION), (deputation, DEPUTATIONS, END_DEPUTATION)] {
            let may = allows(asker.kind, Action::ManageMembers, &bonds(asker, None, Some(THEIRS)));
            let listed = ask(stage, asker, list, json!({ "ags": THEIRS })).await.to_string().contains(&id);
            let found = ask(stage, asker, FIND, json!({ "id": id })).await.to_string().contains(&id);
            let mut problems = expect(&ask(stage, asker, end, json!({ "id": id })).await, (!may).then(|| hidden(asker)));
            if (listed, found) != (may, false) {
                problems.push(format!("listed: {listed}, found by its id: {found}"));
            }
            let kept = stage.world.data(&owner, list, json!({ "ags": THEIRS })).await.to_string().contains(&id);
            if kept == may {
                problems.push(format!("is still there: {kept}"));
            }
            wrong.extend(named(asker, end, problems));
        }
    }
    wrong
}

/// Questions to the network: every member reads them; those of their municipality close and delete them, and the agency.
pub(super) async fn questions(stage: &Stage) -> Vec<String> {
    let mut wrong = Vec::new();
    for ags in [OWN, THEIRS] {
        let owner = stage.world.test.member_named(&format!("frage-{ags}"), Role::Reader, Some(ags)).await;
        for asker in &stage.askers {
            let made = stage.world.data(&owner, ASK, json!({})).await;
            let id = made["answer"]["request"]["id"].as_str().unwrap().to_owned();
            let expected = refusal(asker.kind, Action::CloseRequest, &bonds(asker, None, Some(ags)));
            let read = ask(stage, asker, REQUEST, json!({ "id": id })).await;
            let mut problems = Vec::new();
            if read["data"]["request"].is_null() != (asker.kind == Kind::Public) {
                problems.push(format!("read: {read}"));
            }
            problems.extend(expect(&ask(stage, asker, CLOSE_REQUEST, json!({ "id": id })).await, expected));
            let kept = stage.world.data(&owner, REQUEST, json!({ "id": id })).await;
            if kept["request"]["closedAt"].is_null() != expected.is_some() {
                problems.push(format!("afterwards: {kept}"));
            }
            problems.extend(expect(&ask(stage, asker, ERASE_REQUEST, json!({ "id": id })).await, expected));
            let kept = stage.world.data(&owner, REQUEST, json!({ "id": id })).await;
            if kept["request"].is_null() != expected.is_none() {
                problems.push(format!("after the deletion: {kept}"));
            }
            wrong.extend(named(asker, ags, problems));
        }
    }
    wrong
}

/// Comments: for those who see the working copy. Whoever sees what is public alone is not told that there are some.
pub(super) async fn comments(stage: &Stage) -> Vec<String> {
    let network = &stage.world.test.network;
    let writer = stage.world.test.member(Role::Administrator, None).await;
    let mut wrong = Vec::new();
    for ags in [OWN, ADVISED, FOREIGN] {
        for stand in [Stand::Draft, Stand::Submitted, Stand::Published, Stand::Edited] {
            for asker in &stage.askers {
                let object = stage.place(ags, None, stand).await;
                let request = CommentRequest { body: "Stimmt das?".to_owned(), ..CommentRequest::default() };
                let comment = comment_on_case::add(network, &writer, object.case.id, request).await.unwrap();
                let id = encoded("ReviewComment", comment.id.0);
                let sees = object.seen(asker) == Seen::Working;
                let expected =
                    if sees { refusal(asker.kind, Action::Comment, &bonds(asker, None, Some(ags))) } else { Some(hidden(asker)) };
                let found = ask(stage, asker, FIND, json!({ "id": id })).await.to_string().contains(&id);
                let mut problems = expect(&ask(stage, asker, RESOLVE, json!({ "id": id })).await, expected);
                let after = network.store.review_comment(comment.id).await.unwrap().unwrap();
                if found != sees || after.resolved.is_some() != expected.is_none() {
                    problems.push(format!("found: {found}, afterwards: {after:?}"));
                }
                wrong.extend(named(asker, &format!("{stand:?} of {ags}"), problems));
            }
        }
    }
    wrong
}

/// How it is refused to whoever is not to know that it is there.
fn hidden(asker: &Asker) -> &'static str {
    if asker.kind == Kind::Public { "UNAUTHENTICATED" } else { "NOT_FOUND" }
}

fn named(asker: &Asker, what: &str, problems: Vec<String>) -> Vec<String> {
    problems.into_iter().map(|text| format!("{what} as {}: {text}", asker.name)).collect()
}

/// An invitation that this asker is to try.
async fn invited(stage: &Stage, owner: &Viewer, asker: &Asker) -> String {
    let email = format!("eingeladen-{}@example.org", asker.name.replace(' ', "-"));
    let request = InviteRequest { email, role: Role::Author, municipality: THEIRS.parse().ok(), function: None, key: None };
    encoded("Invitation", people::invite(&stage.world.test.network, owner, request).await.unwrap().id.0)
}

/// A deputation that this asker is to try.
async fn deputised(stage: &Stage, owner: &Viewer, asker: &Asker) -> String {
    let test = &stage.world.test;
    let name = format!("vertretung-{}", asker.name.replace(' ', "-"));
    let deputy = test.member_named(&name, Role::Reader, Some(THEIRS)).await.member().unwrap().account;
    let request = DeputyRequest { deputy, from: test.now(), until: test.now() + TimeDelta::days(1) };
    encoded("Deputation", people::name_deputy(&test.network, owner, request).await.unwrap().id.0)
}
