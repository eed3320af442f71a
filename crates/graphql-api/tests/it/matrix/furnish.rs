//! Makes one of everything that there is besides cases, so that whoever may see it has something to see.

use super::{
    cast::{OWN, Stage, account},
    rules::Kind,
    run::encoded,
};
use chrono::TimeDelta;
use domain::{Role, Viewer, digest_period::Frequency, subscription::Criteria};
use serde_json::{Value, json};
use test_network::{Stand, complete_case};
use usecases::{
    claim_review,
    comment_on_case::{self, CommentRequest},
    confirm_subscription,
    people::{self, InviteRequest},
    policy_refusals, search_gaps,
    subscribe::{self, SubscribeRequest},
};

/// A word that no case has.
const IN_VAIN: &str = "Xylophonwerkstatt";

/// A dry run of digests, of the day on which every test begins and those around it.
pub(super) const PREVIEW: &str = "mutation { previewDigests(from: \"2026-03-16\", until: \"2026-03-19\") { queued userErrors { code } } }";
const SEARCH: &str = "query($word: String!) { searchCases(query: $word) { totalCount nodes { id } } }";
const DOMAINS: &str = "mutation { setMailDomains(municipality: \"15084\", domains: [\"amt.example.org\"]) { userErrors { code } } }";
const REGISTER: &str = "mutation { register(email: \"neu@amt.example.org\", municipality: \"15084\") { taken userErrors { code } } }";
/// A question to the network.
pub(super) const ASK: &str =
    "mutation { answer: askNetwork(question: \"Wer kennt die Matrix der Rechte?\") { request { id } userErrors { code } } }";
const REPLY: &str = "mutation($id: ID!) { replyToRequest(id: $id, reply: \"Wir.\") { userErrors { code } } }";

/// What the documents of [`super::whole`] need to find it: `$case`, which was handed in for [`OWN`], and the token `$registration`.
pub(super) async fn furnished(stage: &Stage) -> Value {
    digests(stage).await;
    let registration = registration(stage).await;
    let case = case_in_review(stage).await;
    others(stage).await;
    // Sessions come last: they do not outlast the days that pass while digests are composed.
    for asker in stage.askers.iter().filter(|asker| asker.kind != Kind::Public) {
        stage.world.test.session(&asker.viewer).await;
    }
    json!({ "case": case, "registration": registration })
}

/// Everybody subscribes to everything, those signed in with their own address, and confirms it.
pub(super) async fn subscribed(stage: &Stage) {
    let test = &stage.world.test;
    for asker in &stage.askers {
        let email = asker.email.as_deref().unwrap_or("lesen@kreis.example.org");
        wish(stage, &asker.viewer, email, Criteria::default()).await;
    }
    test.run_jobs().await;
    // Deputies were told of their deputation.
    for mail in test.sent().into_iter().filter(|mail| mail.kind.key() == "confirmation") {
        confirm_subscription::confirm(&test.network, &token(&mail.text)).await.unwrap();
    }
}

/// The digests of a day, one wish among them that is never fulfilled, a dry run, an address that gets no more mail, and a server that refuses ours.
async fn digests(stage: &Stage) {
    let test = &stage.world.test;
    wish(stage, &Viewer::Public, "vergeblich@kreis.example.org", Criteria { text: IN_VAIN.to_owned(), ..Criteria::default() }).await;
    subscribed(stage).await;
    test.clock.advance(TimeDelta::minutes(1));
    test.publish(complete_case("Praxisbeispiel für Sammelmails")).await;
    test.pass(TimeDelta::days(2)).await;
    stage.world.data(&test.member(Role::Reviewer, None).await, PREVIEW, json!({})).await;
    test.run_jobs().await;
    test.suppress("weg@kreis.example.org").await;
    policy_refusals::count(&test.network, "kreis.example.org", "5.7.1 SPF").await.unwrap();
}

async fn wish(stage: &Stage, viewer: &Viewer, email: &str, criteria: Criteria) {
    let request = SubscribeRequest { email: email.to_owned(), criteria, frequency: Frequency::Daily, weekday: None, hour: None };
    subscribe::subscribe(&stage.world.test.network, viewer, request).await.unwrap();
}

/// The token of a registration that waits for its confirmation.
async fn registration(stage: &Stage) -> String {
    let test = &stage.world.test;
    stage.world.data(&test.member(Role::Coordinator, Some(OWN)).await, DOMAINS, json!({})).await;
    stage.world.data(&Viewer::Public, REGISTER, json!({})).await;
    test.run_jobs().await;
    let mail = test.sent().into_iter().rfind(|mail| mail.text.contains("/registrieren/bestaetigen?token=")).unwrap();
    token(&mail.text)
}

/// The id of a case that was handed in, with a claim on its review and a comment.
async fn case_in_review(stage: &Stage) -> String {
    let test = &stage.world.test;
    let object = stage.place(OWN, None, Stand::Submitted).await;
    let reviewer = test.member(Role::Reviewer, None).await;
    claim_review::claim(&test.network, &reviewer, object.case.id).await.unwrap();
    let request = CommentRequest { body: "Stimmt das?".to_owned(), ..CommentRequest::default() };
    comment_on_case::add(&test.network, &reviewer, object.case.id, request).await.unwrap();
    encoded("PracticeCase", object.case.id.0)
}

/// An adviser of [`OWN`], an invitation, a question with a reply, and words that were searched for in vain.
async fn others(stage: &Stage) {
    let test = &stage.world.test;
    let adviser = account(&test.member_named("beratung", Role::Adviser, None).await).unwrap();
    let administrator = test.member(Role::Administrator, None).await;
    people::set_advised(&test.network, &administrator, adviser, &[OWN.parse().unwrap()], &[]).await.unwrap();
    let coordinator = test.member(Role::Coordinator, Some(OWN)).await;
    let email = "eingeladen@kreis.example.org".to_owned();
    let request = InviteRequest { email, role: Role::Author, municipality: OWN.parse().ok(), function: None, key: None };
    people::invite(&test.network, &coordinator, request).await.unwrap();
    let asked = stage.world.data(&coordinator, ASK, json!({})).await;
    stage.world.data(&coordinator, REPLY, json!({ "id": asked["answer"]["request"]["id"] })).await;
    for _ in 0..3 {
        stage.world.data(&Viewer::Public, SEARCH, json!({ "word": IN_VAIN })).await;
    }
    search_gaps::flush(&test.network).await.unwrap();
}

/// The token of the link in a mail.
fn token(text: &str) -> String {
    text.split("token=").nth(1).unwrap().split_whitespace().next().unwrap().to_owned()
}
