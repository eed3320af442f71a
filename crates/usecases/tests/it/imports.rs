//! Imports and exports.

use crate::materials::{material, upload};
use domain::{CaseFilter, Role, Viewer, WorkflowState, case::CaseRecord, ids::CaseId, review::ReviewEventKind};
use test_network::{TestNetwork, complete_case, pdf};
use usecases::{
    add_material, claim_review,
    export_cases::Export,
    import_cases::{ImportAs, Imported, LineReader, import},
    submit_case,
};

fn record(number: usize) -> CaseRecord {
    CaseRecord {
        external_id: Some(format!("fall-{number}")),
        content: complete_case(&format!("Praxisbeispiel Nummer {number}")),
        published_at: "2025-03-11T09:20:00Z".parse().ok(),
    }
}

/// The same case with another text.
fn changed(number: usize) -> CaseRecord {
    let mut changed = record(number);
    changed.content.goals.push("Ein weiteres Ziel".to_owned());
    changed
}

/// Whom the mails after the first `before` went to, and what their subjects begin with.
async fn told(test: &TestNetwork, before: usize) -> Vec<(String, String)> {
    test.run_jobs().await;
    let step = |subject: &str| subject.split(':').next().unwrap_or_default().to_owned();
    let mut told: Vec<_> = test.sent()[before..].iter().map(|mail| (mail.to.reveal().to_owned(), step(&mail.subject))).collect();
    told.sort();
    told
}

fn pairs(told: &[(&str, &str)]) -> Vec<(String, String)> {
    told.iter().map(|(to, step)| ((*to).to_owned(), (*step).to_owned())).collect()
}

const COORDINATION: &str = "coordinator-15084@example.org";
const REDAKTION: &str = "reviewer-agentur@example.org";

#[tokio::test]
async fn importing_twice_changes_nothing_and_a_change_is_a_new_revision() {
    let test = TestNetwork::new().await;
    let records: Vec<_> = (0..5).map(record).collect();
    assert_eq!(import(&test.network, records.clone(), ImportAs::Published).await.unwrap(), [Imported::Created; 5]);
    let stamp = test.network.store.content_stamp().await.unwrap();
    assert_eq!(import(&test.network, records.clone(), ImportAs::Published).await.unwrap(), [Imported::Unchanged; 5]);
    assert_eq!(test.network.store.content_stamp().await.unwrap(), stamp);
    assert_eq!(import(&test.network, vec![changed(0)], ImportAs::Published).await.unwrap(), [Imported::Updated]);
    let id = test.network.store.case_by_external_id("fall-0").await.unwrap().unwrap();
    let case = test.network.store.published_case(id).await.unwrap().unwrap();
    assert_eq!((case.revision, case.content.goals.len()), (2, 2));
    assert_eq!(case.first_published_at, records[0].published_at);
}

/// Imports drafts, of which the first, [`record`] 1, is handed in by the coordination and claimed for review. Returns who handed it in, and the case.
async fn first_in_review(test: &TestNetwork, records: Vec<CaseRecord>) -> (Viewer, CaseId) {
    let network = &test.network;
    let (coordinator, reviewer) = (test.member(Role::Coordinator, Some("15084")).await, test.member(Role::Reviewer, None).await);
    import(network, records, ImportAs::Drafts).await.unwrap();
    let id = network.store.case_by_external_id("fall-1").await.unwrap().unwrap();
    submit_case::submit(network, &coordinator, id, test.version_of(id).await).await.unwrap();
    claim_review::claim(network, &reviewer, id).await.unwrap();
    (coordinator, id)
}

#[tokio::test]
async fn another_draft_ends_the_review_that_its_case_was_in() {
    let test = TestNetwork::new().await;
    let network = &test.network;
    let (_, id) = first_in_review(&test, vec![record(1)]).await;
    assert_eq!(import(network, vec![record(1)], ImportAs::Drafts).await.unwrap(), [Imported::Unchanged]);
    assert!(network.store.case_review(id).await.unwrap().claim.is_some(), "what is unchanged is still reviewed");
    told(&test, 0).await;
    let before = test.sent().len();
    assert_eq!(import(network, vec![changed(1)], ImportAs::Drafts).await.unwrap(), [Imported::Updated]);
    assert_eq!(told(&test, before).await, pairs(&[(COORDINATION, "Zurückgezogen"), (REDAKTION, "Prüfung entfällt")]));
    let case = network.store.working_case(id).await.unwrap().unwrap();
    assert_eq!((case.state, case.revision), (WorkflowState::Draft, 2));
    let review = network.store.case_review(id).await.unwrap();
    assert_eq!((review.claim, review.remind_at), (None, None));
    let last = network.store.review_events(id).await.unwrap().pop().unwrap();
    assert_eq!((last.kind, last.revision, last.actor), (ReviewEventKind::Withdrawn, 1, None));
}

#[tokio::test]
async fn what_an_import_publishes_is_told_to_those_behind_it_and_to_whoever_reviews_it() {
    let test = TestNetwork::new().await;
    let network = &test.network;
    let (coordinator, id) = first_in_review(&test, vec![record(1), record(2)]).await;
    told(&test, 0).await;
    let before = test.sent().len();
    let records = vec![record(1), record(2), record(3)];
    let outcomes = import(network, records.clone(), ImportAs::Published).await.unwrap();
    assert_eq!(outcomes, [Imported::Updated, Imported::Updated, Imported::Created]);
    let both = pairs(&[(COORDINATION, "Veröffentlicht"), (REDAKTION, "Prüfung entfällt")]);
    assert_eq!(told(&test, before).await, both, "of the other two nobody here has written");
    let mails = test.sent();
    let review = network.store.case_review(id).await.unwrap();
    assert!(mails[before..].iter().all(|mail| mail.in_reply_to == review.thread_id), "one conversation");
    assert_eq!((review.claim, review.remind_at, review.submitted_by), (None, None, coordinator.member().map(|member| member.account)));

    let before = mails.len();
    assert_eq!(import(network, records, ImportAs::Published).await.unwrap(), [Imported::Unchanged; 3]);
    assert!(told(&test, before).await.is_empty());
    import(network, vec![changed(1), changed(2)], ImportAs::Published).await.unwrap();
    assert_eq!(told(&test, before).await, pairs(&[(COORDINATION, "Veröffentlicht")]), "whoever handed it in; nobody reviews it");
}

#[tokio::test]
async fn a_line_without_identity_is_the_same_case_if_it_says_the_same() {
    let test = TestNetwork::new().await;
    let anonymous = CaseRecord { external_id: None, ..record(1) };
    let twice = vec![anonymous.clone(), anonymous.clone()];
    assert_eq!(import(&test.network, twice, ImportAs::Published).await.unwrap(), [Imported::Created, Imported::Unchanged]);
    let among_others = vec![record(2), anonymous, CaseRecord { external_id: None, ..record(3) }];
    let outcomes = import(&test.network, among_others, ImportAs::Published).await.unwrap();
    assert_eq!(outcomes, [Imported::Created, Imported::Unchanged, Imported::Created]);
    assert_eq!(test.network.store.count_published(&CaseFilter::default()).await.unwrap(), 3);
}

/// One by its identity, the other because the case has said the same before.
#[tokio::test]
async fn the_second_of_two_lines_that_are_the_same_case_finds_it_as_the_first_has_left_it() {
    let test = TestNetwork::new().await;
    import(&test.network, vec![record(1)], ImportAs::Published).await.unwrap();
    let lines = vec![changed(1), CaseRecord { external_id: None, ..record(1) }];
    assert_eq!(import(&test.network, lines, ImportAs::Published).await.unwrap(), [Imported::Updated, Imported::Updated]);
    let id = test.network.store.case_by_external_id("fall-1").await.unwrap().unwrap();
    let case = test.network.store.published_case(id).await.unwrap().unwrap();
    assert_eq!((case.revision, &case.content), (3, &record(1).content));
}

#[tokio::test]
async fn an_export_reads_back_as_it_was_imported() {
    let test = TestNetwork::new().await;
    let records: Vec<_> = (0..450).map(record).collect();
    for batch in records.chunks(200) {
        import(&test.network, batch.to_vec(), ImportAs::Published).await.unwrap();
    }
    let (mut export, mut exported) = (Export::default(), Vec::new());
    while let Some(batch) = export.next(&test.network).await.unwrap() {
        exported.extend(batch);
    }
    assert_eq!(exported, records);
}

#[test]
fn an_identity_twice_in_one_file_is_an_error_of_the_second_line() {
    let mut reader = LineReader::new(ImportAs::Published);
    let line = serde_json::to_string(&record(1)).unwrap();
    reader.read(&line).unwrap();
    let violations = reader.read(&line).unwrap_err();
    assert_eq!((violations[0].field.as_str(), violations[0].code().as_str()), ("externalId", "DUPLICATE"));
}

#[test]
fn a_line_is_told_all_that_is_wrong_with_it_at_once() {
    let mut line = serde_json::to_value(record(1)).unwrap();
    line["start"] = "gestern".into();
    line["teaser"] = "zu kurz".into();
    let told = |target| -> Vec<String> {
        let violations = LineReader::new(target).read(&line.to_string()).unwrap_err().into_iter();
        violations.map(|violation| violation.field).collect()
    };
    assert_eq!(told(ImportAs::Published), ["start", "teaser"]);
    assert_eq!(told(ImportAs::Drafts), ["start"], "a draft may be short");
}

#[tokio::test]
async fn of_many_cases_in_an_import_each_keeps_its_own_files_and_gets_no_other_s() {
    let test = TestNetwork::new().await;
    let (network, reviewer) = (&test.network, test.member(Role::Reviewer, None).await);
    let ids = ["fall-1", "fall-2"];
    let mut records = [record(1), record(2)];
    import(network, records.to_vec(), ImportAs::Published).await.unwrap();
    let mut materials = Vec::new();
    for id in ids {
        let case = network.store.case_by_external_id(id).await.unwrap().unwrap();
        let file = upload(&test, &reviewer, "plan.pdf", &pdf(id)).await.unwrap();
        let case = add_material::add(network, &reviewer, case, None, material(file.id)).await.unwrap();
        materials.push(case.content.materials[0].clone());
    }
    let [one, other] = &mut records;
    one.content.materials.clone_from(&materials);
    other.content.materials.clone_from(&materials);
    other.content.materials[0].sha256 = "0".repeat(64);
    import(network, records.to_vec(), ImportAs::Published).await.unwrap();
    for (id, own) in ids.into_iter().zip(materials) {
        let case = network.store.case_by_external_id(id).await.unwrap().unwrap();
        let public = network.store.published_case(case).await.unwrap().unwrap();
        assert_eq!(public.content.materials, [own], "{id}");
    }
}
