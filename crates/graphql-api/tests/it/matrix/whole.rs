//! Everything that the table says is there for whoever sees an object, asked for through the object: whoever sees it is answered in full,
//! and nobody else reaches it.

use super::{
    cast::{Asker, OWN, Stage},
    furnish::furnished,
    guarded::AS_THE_OBJECT,
    rules::{Bond, Kind, Seen, allows, bonds, seen},
    run::{ask, expect},
};
use crate::schema::INTROSPECTION;
use domain::permission::Action;
use serde_json::Value;
use test_network::Stand;

/// A type, who reaches one of its objects on this road, and the road, which ends in the fragment `Whole`. What the objects are is told in
/// [`super::furnish`]. The order matters once: access tokens are made before they are listed.
type Road = (&'static str, fn(&Asker) -> bool, &'static str);

const ROADS: &[Road] = &[
    ("PracticeCase", works_on_it, "query($case: ID!) { practiceCase(id: $case) { ...Whole } }"),
    ("Node", works_on_it, "query($case: ID!) { node(id: $case) { ...Whole } }"),
    ("WorkingCopy", works_on_it, "query($case: ID!) { practiceCase(id: $case) { workingCopy { ...Whole } } }"),
    ("Contact", works_on_it, "query($case: ID!) { practiceCase(id: $case) { contact { ...Whole } } }"),
    ("Review", works_on_it, "query($case: ID!) { practiceCase(id: $case) { review { ...Whole } } }"),
    ("ReviewEvent", works_on_it, "query($case: ID!) { practiceCase(id: $case) { reviewHistory { ...Whole } } }"),
    ("ReviewActor", works_on_it, "query($case: ID!) { practiceCase(id: $case) { reviewHistory { by { ...Whole } } } }"),
    ("ReviewComment", works_on_it, "query($case: ID!) { practiceCase(id: $case) { reviewComments { nodes { ...Whole } } } }"),
    ("CaseRevision", works_on_it, "query($case: ID!) { practiceCase(id: $case) { revisions { ...Whole } } }"),
    ("CaseContent", works_on_it, "query($case: ID!) { practiceCase(id: $case) { revisions { content { ...Whole } } } }"),
    ("Reviewer", reviews, "{ viewer { reviewers { ...Whole } } }"),
    ("Adviser", is_of_own, "{ viewer { advisers { ...Whole } } }"),
    ("Member", sees_the_people, "{ members(municipality: \"15084\", first: 1) { nodes { ...Whole } } }"),
    ("Invitation", sees_the_people, "{ invitations(municipality: \"15084\") { ...Whole } }"),
    ("Deputation", sees_the_people, "{ deputations(municipality: \"15084\") { ...Whole } }"),
    ("Registration", is_anybody, "query($registration: String!) { registration(token: $registration) { ...Whole } }"),
    ("AuditLogEntry", reads_the_audit_log, "{ auditLog(first: 1) { nodes { ...Whole } } }"),
    ("Account", is_signed_in, "{ viewer { account { ...Whole } } }"),
    ("DigestSubscription", is_signed_in, "{ viewer { subscriptions { ...Whole } } }"),
    ("Consent", is_signed_in, "{ viewer { subscriptions { consent { ...Whole } } } }"),
    ("Reader", is_signed_in, "{ viewer { reader { ...Whole } } }"),
    ("BrowserSession", is_signed_in, "{ viewer { sessions { ...Whole } } }"),
    ("CreatedAccessToken", is_signed_in, CREATE_TOKEN),
    ("AccessToken", is_signed_in, "{ viewer { accessTokens { ...Whole } } }"),
    ("SecondFactor", is_signed_in, "{ viewer { secondFactor { ...Whole } } }"),
    ("SecondFactorSetUp", is_signed_in, "mutation { beginSecondFactor { setUp { ...Whole } } }"),
    ("Request", is_signed_in, "{ requests(first: 1) { nodes { ...Whole } } }"),
    ("RequestReply", is_signed_in, "{ requests(first: 1) { nodes { replies { ...Whole } } } }"),
    ("SynonymGroup", teaches, "{ synonymGroups(first: 1) { nodes { ...Whole } } }"),
    ("SearchGap", teaches, "{ searchGaps(first: 1) { nodes { ...Whole } } }"),
    ("MailSample", previews_mails, "{ mailSamples { ...Whole } }"),
    ("MailStatus", looks_after_mail, "{ mailStatus { ...Whole } }"),
    ("OpenMails", looks_after_mail, "{ mailStatus { open { ...Whole } } }"),
    ("PolicyRefusal", looks_after_mail, "{ mailStatus { policyRefusals { ...Whole } } }"),
    ("DigestRun", looks_after_mail, "{ mailStatus { runs { ...Whole } } }"),
    ("MailCount", looks_after_mail, "{ mailStatus { runs { mails { ...Whole } } } }"),
    ("SkippedCount", looks_after_mail, "{ mailStatus { runs { skipped { ...Whole } } } }"),
    ("SuppressedAddress", looks_after_mail, "{ suppressedAddresses { ...Whole } }"),
    ("DigestPreview", looks_after_mail, "{ digestPreview { ...Whole } }"),
    ("DigestPreviewReport", looks_after_mail, "{ digestPreview { report { ...Whole } } }"),
    ("PreviewWish", looks_after_mail, "{ digestPreview { report { wishes { ...Whole } } } }"),
    ("PreviewRecipient", looks_after_mail, "{ digestPreview { report { recipients { ...Whole } } } }"),
    ("PreviewExample", looks_after_mail, "{ digestPreview { report { example { ...Whole } } } }"),
];

const CREATE_TOKEN: &str =
    "mutation { createAccessToken(input: { label: \"Skript\", scopes: [READ], validDays: 1 }) { created { ...Whole } } }";

/// Walks every road as every asker.
pub(super) async fn differences(stage: &Stage) -> Vec<String> {
    let variables = furnished(stage).await;
    let introspection = stage.world.ask(INTROSPECTION).await;
    let types = introspection["__schema"]["types"].as_array().unwrap();
    let without = AS_THE_OBJECT.iter().filter(|(kind, _)| ROADS.iter().all(|(of, ..)| of != kind));
    let mut wrong: Vec<_> = without.map(|(kind, _)| format!("no road leads to {kind}")).collect();
    for (kind, is_for, road) in ROADS {
        let document = format!("{road} {}", fragment(types, kind));
        for asker in &stage.askers {
            let answer = ask(stage, asker, &document, variables.clone()).await;
            let (reached, expected) = (answer["data"].to_string().contains("\"reached\":"), is_for(asker));
            let problems = if expected { expect(&answer, None) } else { Vec::new() };
            let is_whole = !expected || answer["errors"].is_null();
            if reached != expected || !is_whole || !problems.is_empty() {
                wrong.push(format!("{kind} as {}: reached: {reached}: {answer}", asker.name));
            }
        }
    }
    wrong
}

/// All fields of a type that the table says are there for whoever sees the object. The alias tells that an object was reached.
fn fragment(types: &[Value], kind: &str) -> String {
    let (_, fields) = AS_THE_OBJECT.iter().find(|(of, _)| *of == kind).unwrap();
    let described = types.iter().find(|of| of["name"] == kind).unwrap()["fields"].as_array().unwrap();
    let selected = fields.iter().map(|name| {
        let field = described.iter().find(|field| field["name"] == *name).unwrap();
        if is_leaf(&field["type"]) { (*name).to_owned() } else { format!("{name} {{ __typename }}") }
    });
    format!("fragment Whole on {kind} {{ reached: __typename {} }}", selected.collect::<Vec<_>>().join(" "))
}

fn is_leaf(kind: &Value) -> bool {
    if kind["ofType"].is_object() { is_leaf(&kind["ofType"]) } else { matches!(kind["kind"].as_str(), Some("SCALAR" | "ENUM")) }
}

fn is_anybody(_: &Asker) -> bool {
    true
}

fn is_signed_in(asker: &Asker) -> bool {
    asker.kind != Kind::Public
}

/// Somebody advises [`OWN`].
fn is_of_own(asker: &Asker) -> bool {
    asker.home == Some(OWN)
}

/// The case is of [`OWN`], was handed in and never was public.
fn works_on_it(asker: &Asker) -> bool {
    seen(asker.kind, &bonds(asker, None, Some(OWN)), Stand::Submitted) == Seen::Working
}

/// Of [`OWN`].
fn sees_the_people(asker: &Asker) -> bool {
    allows(asker.kind, Action::SeeMembers, &bonds(asker, None, Some(OWN)))
}

fn reviews(asker: &Asker) -> bool {
    allows(asker.kind, Action::Review, &[Bond::Foreign])
}

fn reads_the_audit_log(asker: &Asker) -> bool {
    allows(asker.kind, Action::ReadAuditLog, &[Bond::Foreign])
}

fn teaches(asker: &Asker) -> bool {
    allows(asker.kind, Action::TeachSearch, &[Bond::Foreign])
}

fn previews_mails(asker: &Asker) -> bool {
    allows(asker.kind, Action::PreviewMails, &[Bond::Foreign])
}

fn looks_after_mail(asker: &Asker) -> bool {
    allows(asker.kind, Action::LookAfterMail, &[Bond::Foreign])
}
