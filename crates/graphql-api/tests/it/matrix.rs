//! The role matrix: every field of the schema × every role × own, advised and foreign objects, compared with the rules as [`rules`] writes them
//! down by hand.
//!
//! [`table`] has a line for every query, every mutation and every field that leads to something which not everybody may see; [`guarded`] and
//! [`open`] name the fields that hide nothing. Whoever adds a field to whatever type adds a line;
//! [`every_field_of_the_schema_has_a_line`] names what lacks one. What a line means stands with [`probe::Probe`].

mod belongings;
mod cast;
mod furnish;
mod guarded;
mod open;
mod people;
mod probe;
mod rules;
mod run;
mod table;
mod walk;
mod whole;

use cast::Stage;
use domain::{Role, Viewer, permission::Action};
use probe::Probe;
use rules::Seen;
use serde_json::json;
use std::collections::BTreeSet;
use test_network::{Stand, complete_case};

/// The part of the table that is run by one test, so that they run beside each other.
async fn run_table(part: fn(&Probe) -> bool) {
    let stage = Stage::new().await;
    let mut wrong = Vec::new();
    for (field, probe) in table::entries().filter(|(_, probe)| part(probe)) {
        for asker in &stage.askers {
            wrong.extend(run::differences(&stage, asker, probe).await.into_iter().map(|text| format!("{field} as {}: {text}", asker.name)));
        }
    }
    assert!(wrong.is_empty(), "{} differences:\n{}", wrong.len(), wrong.join("\n"));
}

#[tokio::test]
async fn what_is_not_to_be_seen_is_not_found_in_any_query() {
    run_table(|probe| matches!(probe, Probe::Cases(..))).await;
}

#[tokio::test]
async fn a_change_of_a_case_s_text_is_for_those_whom_the_rules_name() {
    run_table(|probe| matches!(probe, Probe::Step(Action::Edit, _) | Probe::Create(_))).await;
}

#[tokio::test]
async fn a_step_of_a_review_is_for_those_whom_the_rules_name() {
    run_table(|probe| matches!(probe, Probe::Step(Action::Review | Action::FreeReview | Action::Comment | Action::Withdraw, _))).await;
}

#[tokio::test]
async fn any_other_step_of_a_case_is_for_those_whom_the_rules_name() {
    run_table(|probe| matches!(probe, Probe::Step(action, _) if !is_of_text_or_review(*action))).await;
}

fn is_of_text_or_review(action: Action) -> bool {
    matches!(action, Action::Edit | Action::Review | Action::FreeReview | Action::Comment | Action::Withdraw)
}

#[tokio::test]
async fn everything_else_answers_whom_it_is_for() {
    run_table(|probe| !matches!(probe, Probe::Cases(..) | Probe::Step(..) | Probe::Create(_))).await;
}

/// What is done to a case, with the API's names, in the order in which it says them.
const ON_CASES: [(Action, &str); 10] = [
    (Action::Edit, "EDIT"),
    (Action::Submit, "SUBMIT"),
    (Action::Withdraw, "WITHDRAW"),
    (Action::Review, "REVIEW"),
    (Action::FreeReview, "FREE_REVIEW"),
    (Action::Comment, "COMMENT"),
    (Action::Confirm, "CONFIRM"),
    (Action::Publish, "PUBLISH"),
    (Action::Archive, "ARCHIVE"),
    (Action::Erase, "ERASE"),
];

#[tokio::test]
async fn what_somebody_may_do_with_a_case_is_said_as_the_rules_have_it() {
    let stage = Stage::new().await;
    let query = "query($id: ID!) { practiceCase(id: $id) { viewerMay } }";
    let mut wrong = Vec::new();
    for asker in &stage.askers {
        for object in stage.objects.iter().filter(|object| object.seen(asker) != Seen::Nothing) {
            let works = object.seen(asker) == Seen::Working;
            let may = |action: Action| works && rules::allows(asker.kind, action, &object.bonds(asker));
            let expected: Vec<_> = ON_CASES.iter().filter(|(action, _)| may(*action)).map(|(_, name)| *name).collect();
            let answer = run::ask(&stage, asker, query, object.variables(&object.working)).await;
            if answer["data"]["practiceCase"]["viewerMay"] != json!(expected) {
                wrong.push(format!("{:?} as {}: expected {expected:?}: {answer}", object.stand, asker.name));
            }
        }
    }
    assert!(wrong.is_empty(), "{} differences:\n{}", wrong.len(), wrong.join("\n"));
}

#[tokio::test]
async fn every_field_of_the_schema_has_a_line() {
    let world = crate::world::World::new().await;
    let mut schema = world.ask(crate::schema::INTROSPECTION).await["__schema"].take();
    let problems = walk::problems(&schema);
    assert!(problems.is_empty(), "crates/graphql-api/tests/it/matrix: table, guarded.rs, open.rs:\n{}", problems.join("\n"));

    // A field more is noticed wherever it is.
    let mut expected = BTreeSet::new();
    for kind in schema["types"].as_array_mut().unwrap().iter_mut().filter(|kind| walk::has_fields(kind)) {
        expected.insert(format!("{}.newField has no line", kind["name"].as_str().unwrap()));
        let field = json!({ "name": "newField", "type": { "kind": "SCALAR", "name": "String", "ofType": null } });
        kind["fields"].as_array_mut().unwrap().push(field);
    }
    assert_eq!(walk::problems(&schema).into_iter().collect::<BTreeSet<_>>(), expected);
}

#[tokio::test]
async fn what_belongs_to_others_is_neither_found_nor_ended() {
    let stage = Stage::empty().await;
    let mut wrong = belongings::sign_ins(&stage).await;
    wrong.extend(belongings::of_a_municipality(&stage).await);
    wrong.extend(belongings::questions(&stage).await);
    wrong.extend(belongings::comments(&stage).await);
    assert!(wrong.is_empty(), "{} differences:\n{}", wrong.len(), wrong.join("\n"));
}

#[tokio::test]
async fn whoever_sees_an_object_reads_all_of_it_and_nobody_else_reaches_it() {
    let wrong = whole::differences(&Stage::empty().await).await;
    assert!(wrong.is_empty(), "{} differences:\n{}", wrong.len(), wrong.join("\n"));
}

#[tokio::test]
async fn digests_tell_what_is_listed_whoever_reads_them() {
    let mut stage = Stage::empty().await;
    furnish::subscribed(&stage).await;
    let asked = stage.world.test.sent().len();
    stage.world.test.clock.advance(chrono::TimeDelta::minutes(1));
    stage.fill().await;
    stage.world.test.pass(chrono::TimeDelta::days(2)).await;
    let digests = stage.world.test.sent().split_off(asked);
    assert_eq!(digests.len(), stage.askers.len());
    let listed: BTreeSet<_> = stage.listed(None);
    for mail in digests {
        let told = format!("{} {} {}", mail.subject, mail.text, mail.html);
        // A section shows some of them and counts the others.
        let shown = stage.markers_in(&told);
        assert_eq!((shown.len(), shown.difference(&listed).count()), (10, 0), "to {:?}", mail.to);
        assert!(told.contains(&format!("{} neue Praxisbeispiele", listed.len())), "to {:?}: {told}", mail.to);
    }
}

#[tokio::test]
async fn a_dry_run_of_digests_counts_and_shows_what_is_listed() {
    let mut stage = Stage::empty().await;
    furnish::subscribed(&stage).await;
    stage.fill().await;
    let reviewer = stage.world.test.member(Role::Reviewer, None).await;
    stage.world.data(&reviewer, furnish::PREVIEW, json!({})).await;
    stage.world.test.run_jobs().await;
    let query = "{ digestPreview { report { wishes { cases } recipients { cases } example { subject text html } } } }";
    let report = stage.world.data(&reviewer, query, json!({})).await["digestPreview"]["report"].clone();
    let listed = stage.listed(None);
    let count = json!(listed.len());
    assert_eq!((&report["wishes"][0]["cases"], &report["recipients"][0]["cases"]), (&count, &count));
    let shown = stage.markers_in(&report.to_string());
    assert_eq!((shown.is_empty(), shown.difference(&listed).count()), (false, 0), "{report}");
}

/// What shows cases and is no field of the schema, with the test that tells that what is not to be seen is not found there: its file within
/// `crates`, and its name. Lists, totals, facets, `node` and the search are lines of the table.
const BESIDE_THE_SCHEMA: [(&str, &str, &str); 3] = [
    ("feeds", "web/tests/it/feeds.rs", "nobody_finds_in_a_feed_what_is_not_public_and_nobody_s_contact"),
    ("digests", "graphql-api/tests/it/matrix.rs", "digests_tell_what_is_listed_whoever_reads_them"),
    (
        "what was archived since",
        "jobs/tests/it/digests.rs",
        "a_subscription_left_after_composing_is_no_section_and_an_archived_case_no_item",
    ),
];

#[test]
fn what_shows_cases_beside_the_schema_has_a_test_of_its_own() {
    let without = BESIDE_THE_SCHEMA.iter().filter(|(_, file, name)| !run::has_test(file, name));
    assert_eq!(without.collect::<Vec<_>>(), Vec::<&(&str, &str, &str)>::new());
}

#[tokio::test]
async fn an_adviser_s_municipalities_count_from_the_next_request_on() {
    let stage = Stage::empty().await;
    let test = &stage.world.test;
    let adviser = test.adviser(&["15088"]).await;
    let account = test.network.store.account(adviser.member().unwrap().account).await.unwrap().unwrap();
    assert_eq!(usecases::rights::viewer_of(&test.network, &account).await.unwrap(), adviser);
    let content = complete_case("Ein Entwurf aus Merseburg");
    let content = domain::CaseContent { municipality: "15088".parse().ok(), ..content };
    let case = test.place(content.clone(), content, None, Stand::Submitted).await;
    let query = "query($slug: String!) { practiceCase(slug: $slug) { workflowState } }";
    let seen = async |viewer: &Viewer| stage.world.data(viewer, query, json!({ "slug": case.slug })).await["practiceCase"].clone();
    assert_eq!(seen(&adviser).await["workflowState"], "SUBMITTED");
    assert!(seen(&test.adviser(&["15084"]).await).await.is_null());
}
