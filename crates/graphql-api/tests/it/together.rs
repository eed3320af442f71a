//! What hangs on the cases of a page, or the entries of another list, is read for all of them together, and each keeps its own.

use crate::world::{World, texts};
use chrono::TimeDelta;
use domain::{Role, Viewer, case::CaseContent, ids::CaseId, vocabulary::FieldOfAction};
use serde_json::{Value, json};
use test_network::complete_case;
use usecases::{
    comment_on_case::{self, CommentRequest},
    create_case, focus_areas,
    people::{self, DeputyRequest},
    submit_case, update_case,
};

const PAGE: &str = "{ viewer { practiceCases(first: 5, orderBy: TITLE) { nodes {
    title review { submittedRevision } reviewHistory { kind } reviewComments { totalCount nodes { body } } revisions { number } } } } }";

const CHANGES: &str = "{ viewer { practiceCases(first: 5, orderBy: TITLE) { nodes {
    title first: revisionDiff(from: 1, to: 2) { field added } second: revisionDiff(from: 2, to: 3) { field added }
    same: revisionDiff(from: 2, to: 2) { field } } } } }";

const TEXTS: &str = "{ viewer { practiceCases(first: 5, orderBy: TITLE) { nodes {
    revisions { number content { title goals licence contact { mailbox } } } } } } }";

/// A draft of this title, with as many further revisions.
async fn draft(world: &World, author: &Viewer, title: &str, revisions: usize) -> CaseId {
    let network = &world.test.network;
    let case = create_case::create(network, author, complete_case(title), None).await.unwrap();
    for number in 0..revisions {
        let change = |content: &mut CaseContent| content.goals = vec![format!("{title}: Ziel Nummer {number}")];
        update_case::update(network, author, case.id, None, change).await.unwrap();
    }
    case.id
}

async fn say(world: &World, author: &Viewer, case: CaseId, body: &str) {
    let request = CommentRequest { body: body.to_owned(), ..CommentRequest::default() };
    Box::pin(comment_on_case::add(&world.test.network, author, case, request)).await.unwrap();
}

#[tokio::test]
async fn each_case_of_a_page_has_its_own_review_history_comments_and_revisions() {
    let world = World::new().await;
    let author = world.test.member(Role::Author, Some("15084")).await;
    let first = draft(&world, &author, "Ein erstes Beispiel", 0).await;
    draft(&world, &author, "Ein leeres Beispiel", 0).await;
    let last = draft(&world, &author, "Ein zweites Beispiel", 2).await;
    say(&world, &author, first, "Zum ersten.").await;
    say(&world, &author, last, "Zum zweiten.").await;
    say(&world, &author, last, "Noch einmal zum zweiten.").await;
    submit_case::submit(&world.test.network, &author, last, world.test.version_of(last).await).await.unwrap();

    let page = world.data(&author, PAGE, json!({})).await["viewer"]["practiceCases"]["nodes"].clone();
    assert_eq!(texts(&page, "title"), ["Ein erstes Beispiel", "Ein leeres Beispiel", "Ein zweites Beispiel"]);
    let of = |place: usize| {
        let case = &page[place];
        let comments = texts(&case["reviewComments"]["nodes"], "body");
        let numbers = case["revisions"].as_array().unwrap().iter().map(|it| it["number"].as_i64().unwrap()).collect::<Vec<_>>();
        (case["review"]["submittedRevision"].clone(), texts(&case["reviewHistory"], "kind"), comments, numbers)
    };
    assert_eq!(of(0), (Value::Null, vec![], vec!["Zum ersten."], vec![1]));
    assert_eq!(of(1), (Value::Null, vec![], vec![], vec![1]));
    assert_eq!(of(2), (json!(3), vec!["SUBMITTED"], vec!["Zum zweiten.", "Noch einmal zum zweiten."], vec![1, 2, 3]));
}

#[tokio::test]
async fn each_case_of_a_page_has_its_own_changes() {
    let world = World::new().await;
    let author = world.test.member(Role::Author, Some("15084")).await;
    for (title, revisions) in [("Ein erstes Beispiel", 1), ("Ein leeres Beispiel", 0), ("Ein zweites Beispiel", 2)] {
        draft(&world, &author, title, revisions).await;
    }
    let goal = |title: &str, number: usize| json!([{ "field": "goals", "added": [format!("{title}: Ziel Nummer {number}")] }]);
    let (first, last) = ("Ein erstes Beispiel", "Ein zweites Beispiel");
    let expected = json!([
        { "title": first, "first": goal(first, 0), "second": null, "same": [] },
        { "title": "Ein leeres Beispiel", "first": null, "second": null, "same": null },
        { "title": last, "first": goal(last, 0), "second": goal(last, 1), "same": [] },
    ]);
    assert_eq!(world.data(&author, CHANGES, json!({})).await["viewer"]["practiceCases"]["nodes"], expected);
}

#[tokio::test]
async fn each_revision_of_each_case_of_a_page_is_read_whole() {
    let world = World::new().await;
    let author = world.test.member(Role::Author, Some("15084")).await;
    let titles = [("Ein erstes Beispiel", 1), ("Ein leeres Beispiel", 0), ("Ein zweites Beispiel", 2)];
    for (title, revisions) in titles {
        draft(&world, &author, title, revisions).await;
    }
    let expected = titles.map(|(title, revisions)| {
        let first = complete_case(title).goals;
        let later = (0..revisions).map(|number| vec![format!("{title}: Ziel Nummer {number}")]);
        let mailbox = complete_case(title).contact.map(|contact| contact.mailbox);
        let content =
            |goals: Vec<String>| json!({ "title": title, "goals": goals, "licence": "CC_BY_4_0", "contact": { "mailbox": mailbox } });
        let all = std::iter::once(first).chain(later).enumerate();
        json!({ "revisions": all.map(|(place, goals)| json!({ "number": place + 1, "content": content(goals) })).collect::<Vec<_>>() })
    });
    assert_eq!(world.data(&author, TEXTS, json!({})).await["viewer"]["practiceCases"]["nodes"], json!(expected));
}

#[tokio::test]
async fn each_municipality_of_an_answer_has_its_own_focus_areas_and_a_gemeinde_those_of_its_landkreis() {
    let world = World::new().await;
    let both = vec![FieldOfAction::Inclusion, FieldOfAction::Governance];
    for (ags, areas) in [("15084", both), ("15088", vec![FieldOfAction::Governance])] {
        let coordinator = world.test.member(Role::Coordinator, Some(ags)).await;
        focus_areas::set(&world.test.network, &coordinator, &ags.parse().unwrap(), &areas).await.unwrap();
    }
    let query = r#"{ kreis: municipality(ags: "15084") { focusAreas } one: municipality(ags: "15084550") { focusAreas }
        two: municipality(ags: "15084130") { focusAreas } other: municipality(ags: "15088") { focusAreas }
        none: municipality(ags: "15081") { focusAreas } }"#;
    let areas = |keys: &[&str]| json!({ "focusAreas": keys });
    let both = areas(&["INCLUSION", "GOVERNANCE"]);
    let expected = json!({ "kreis": both, "one": both, "two": both, "other": areas(&["GOVERNANCE"]), "none": areas(&[]) });
    assert_eq!(world.ask(query).await, expected);
}

#[tokio::test]
async fn each_deputation_has_its_own_deputy_and_strangers_are_shown_none() {
    let world = World::new().await;
    let network = &world.test.network;
    let coordinator = world.test.member(Role::Coordinator, Some("15084")).await;
    let (names, mut deputies) = (["eins", "zwei"], Vec::new());
    for name in names {
        let deputy = world.test.member_named(name, Role::Reader, Some("15084")).await.member().unwrap().account;
        let request = DeputyRequest { deputy, from: world.test.now(), until: world.test.now() + TimeDelta::days(1) };
        people::name_deputy(network, &coordinator, request).await.unwrap();
        deputies.push(deputy);
    }
    let list = "{ deputations(municipality: \"15084\") { deputyId deputy { id email } } }";
    let listed = world.data(&coordinator, list, json!({})).await["deputations"].clone();
    let mut emails: Vec<_> = listed.as_array().unwrap().iter().map(|it| it["deputy"]["email"].as_str().unwrap()).collect();
    emails.sort_unstable();
    assert_eq!(emails, names.map(|name| format!("{name}@example.org")));
    assert!(listed.as_array().unwrap().iter().all(|it| it["deputy"]["id"] == it["deputyId"]), "{listed:#}");

    let stranger = world.test.member(Role::Coordinator, Some("15088")).await;
    for viewer in [&stranger, &Viewer::Public] {
        assert!(people::members_with_ids(network, viewer, &deputies).await.unwrap().is_empty());
    }
}
