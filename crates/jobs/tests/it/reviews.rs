//! What time brings to cases: reviews that wait, and cases that nobody confirms any more.

use chrono::TimeDelta;
use domain::{
    CaseFilter, CaseView, ErrorCode, Role, Viewer, WorkflowState,
    freshness::{Freshness, FreshnessStage, due_at},
    review::ReviewEventKind,
};
use jobs::{Worker, WorkerOptions};
use mail::{Mail, MailKind};
use std::{sync::Arc, time::Duration};
use test_network::{TestNetwork, complete_case};
use usecases::{
    UseCaseError, claim_review, confirm_case, create_case,
    list_cases::{self, Listed},
    read_case, request_changes, submit_case, update_case, withdraw_case,
};

const TITLE: &str = "Ausbildungsbus im ländlichen Raum";
const MAILBOX: &str = "bildung@burgenlandkreis.example.org";

fn of_kind(test: &TestNetwork, kind: MailKind) -> Vec<Mail> {
    test.sent().into_iter().filter(|mail| mail.kind == kind).collect()
}

fn reminders(test: &TestNetwork) -> Vec<String> {
    let waiting = of_kind(test, MailKind::Review).into_iter().filter(|mail| mail.subject.starts_with("Wartet auf Prüfung"));
    waiting.map(|mail| mail.to.reveal().to_owned()).collect()
}

async fn submitted(test: &TestNetwork) -> (Viewer, Arc<CaseView>) {
    let author = test.member(Role::Author, Some("15084")).await;
    let case = create_case::create(&test.network, &author, complete_case(TITLE), None).await.unwrap();
    submit_case::submit(&test.network, &author, case.id, test.version_of(case.id).await).await.unwrap();
    (author, case)
}

/// A second worker on the same network, as another process would have it.
fn another_worker(test: &TestNetwork) -> Worker {
    let options = WorkerOptions { name: "other".into(), poll: Duration::from_millis(10), longest_backoff: Duration::from_mins(1) };
    Worker::new(test.network.clone(), test.mails.clone(), options)
}

/// Moves the clock and lets two workers find out what is due, at the same time.
async fn pass_with_two(test: &TestNetwork, other: &Worker, time: TimeDelta) {
    test.clock.advance(time);
    for _ in 0..3 {
        let both = async || {
            other.write_down_what_is_due().await.unwrap();
            while other.run_some().await.unwrap() > 0 {}
        };
        tokio::join!(both(), test.run_jobs());
    }
}

#[tokio::test]
async fn reviewers_are_reminded_once_after_five_working_days() {
    let test = TestNetwork::new().await;
    test.member(Role::Reviewer, None).await;
    test.other_reviewer().await;
    test.member(Role::Administrator, None).await;
    submitted(&test).await;
    let other = another_worker(&test);
    // A Tuesday at 10:00 UTC; a week later Germany still has winter time.
    pass_with_two(&test, &other, TimeDelta::days(7) - TimeDelta::minutes(2)).await;
    assert_eq!(reminders(&test), [] as [&str; 0]);
    pass_with_two(&test, &other, TimeDelta::minutes(3)).await;
    let mut reminded = reminders(&test);
    reminded.sort();
    assert_eq!(reminded, ["reviewer-agentur@example.org", "reviewer-zweite@example.org"]);
    pass_with_two(&test, &other, TimeDelta::days(30)).await;
    assert_eq!(reminders(&test).len(), 2, "once for each submission");
}

#[tokio::test]
async fn whoever_claimed_a_review_alone_is_reminded_and_nobody_of_what_is_decided() {
    let test = TestNetwork::new().await;
    let reviewer = test.member(Role::Reviewer, None).await;
    test.other_reviewer().await;
    let (author, case) = submitted(&test).await;
    claim_review::claim(&test.network, &reviewer, case.id).await.unwrap();
    test.pass(TimeDelta::days(8)).await;
    assert_eq!(reminders(&test), ["reviewer-agentur@example.org"]);
    request_changes::request_changes(&test.network, &reviewer, case.id, "Bitte kürzer", test.version_of(case.id).await).await.unwrap();
    test.pass(TimeDelta::days(8)).await;
    assert_eq!(reminders(&test).len(), 1, "it is the author's turn");
    submit_case::submit(&test.network, &author, case.id, test.version_of(case.id).await).await.unwrap();
    test.pass(TimeDelta::days(8)).await;
    assert_eq!(reminders(&test).len(), 1, "from Thursday to Friday of the next week, with Easter between");
    test.pass(TimeDelta::days(4)).await;
    assert_eq!(reminders(&test).len(), 2, "a new submission, a new reminder");
    withdraw_case::withdraw(&test.network, &author, case.id).await.unwrap();
    submit_case::submit(&test.network, &author, case.id, test.version_of(case.id).await).await.unwrap();
    withdraw_case::withdraw(&test.network, &author, case.id).await.unwrap();
    test.pass(TimeDelta::days(8)).await;
    assert_eq!(reminders(&test).len(), 2, "what was taken back waits for nobody");
}

#[tokio::test]
async fn whoever_claimed_a_review_and_does_not_decide_is_reminded_and_after_them_everybody() {
    let test = TestNetwork::new().await;
    let reviewer = test.member(Role::Reviewer, None).await;
    let colleague = test.other_reviewer().await;
    let (holder, other) = ("reviewer-agentur@example.org", "reviewer-zweite@example.org");
    let (author, case) = submitted(&test).await;
    claim_review::claim(&test.network, &reviewer, case.id).await.unwrap();
    test.pass(TimeDelta::days(8)).await;
    assert_eq!(reminders(&test), [holder]);
    test.pass(TimeDelta::days(5)).await;
    assert_eq!(reminders(&test), [holder], "nine working days on");
    test.pass(TimeDelta::days(2)).await;
    let mut reminded = reminders(&test);
    reminded.sort();
    assert_eq!(reminded, [holder, holder, other]);
    test.pass(TimeDelta::days(30)).await;
    assert_eq!(reminders(&test).len(), 3, "that is enough");
    withdraw_case::withdraw(&test.network, &author, case.id).await.unwrap();
    submit_case::submit(&test.network, &author, case.id, test.version_of(case.id).await).await.unwrap();
    test.pass(TimeDelta::days(12)).await;
    assert_eq!(reminders(&test).len(), 5, "both of what nobody reviews");
    claim_review::claim(&test.network, &colleague, case.id).await.unwrap();
    test.pass(TimeDelta::days(12)).await;
    let late = reminders(&test);
    assert_eq!((late.len(), late.last().map(String::as_str)), (6, Some(other)), "whoever claimed it after that is reminded as well");
}

async fn public(test: &TestNetwork, case: &CaseView) -> Arc<CaseView> {
    read_case::by_id(&test.network, &Viewer::Public, case.id).await.unwrap().unwrap()
}

fn token(mail: &Mail) -> String {
    mail.text.split("/bestaetigung?token=").nth(1).unwrap().split_whitespace().next().unwrap().to_owned()
}

#[tokio::test]
async fn nobody_answers_for_two_years() {
    use ReviewEventKind::{Archived, ConfirmationAsked, ConfirmationReminded, Published, Submitted, Unconfirmed};
    let test = TestNetwork::new().await;
    let case = test.publish(complete_case(TITLE)).await;
    let other = another_worker(&test);
    let asked = || of_kind(&test, MailKind::Freshness);
    pass_with_two(&test, &other, TimeDelta::days(364)).await;
    assert_eq!((asked().len(), public(&test, &case).await.freshness), (0, FreshnessStage::Confirmed));
    for (days, mails, freshness) in [
        (1, 1, Freshness::Due),
        (13, 1, Freshness::Due),
        (1, 2, Freshness::Due),
        (14, 3, Freshness::Due),
        (13, 3, Freshness::Due),
        (1, 3, Freshness::Unconfirmed),
        (137, 3, Freshness::Unconfirmed),
    ] {
        pass_with_two(&test, &other, TimeDelta::days(days)).await;
        assert_eq!((asked().len(), public(&test, &case).await.freshness.freshness()), (mails, freshness), "{days} days on");
    }
    let subjects: Vec<_> = asked().iter().map(|mail| mail.subject.split(": ").next().unwrap().to_owned()).collect();
    assert_eq!(subjects, ["Bitte bestätigen", "Erinnerung", "Letzte Erinnerung"]);
    assert!(asked().iter().all(|mail| mail.to.reveal() == MAILBOX && mail.in_reply_to.is_some()));
    assert_eq!(public(&test, &case).await.state, WorkflowState::Published);
    pass_with_two(&test, &other, TimeDelta::days(1)).await;
    assert_eq!(public(&test, &case).await.state, WorkflowState::Archived, "still readable");
    assert_eq!(list_cases::count(&test.network, &Viewer::Public, &Listed::public(CaseFilter::default())).await.unwrap(), 0);
    pass_with_two(&test, &other, TimeDelta::days(365)).await;
    assert_eq!(asked().len(), 3, "nobody is asked about an archived case");
    let kinds: Vec<_> = test.network.store.review_events(case.id).await.unwrap().into_iter().map(|event| event.kind).collect();
    assert_eq!(kinds, [Submitted, Published, ConfirmationAsked, ConfirmationReminded, ConfirmationReminded, Unconfirmed, Archived]);
    let archived = test.network.store.audit_of(case.id.0).await.unwrap().into_iter().filter(|entry| entry.action == "case.archived");
    assert_eq!(archived.map(|entry| entry.actor).collect::<Vec<_>>(), [None], "once, by nobody");
    let late = confirm_case::confirm_by_link(&test.network, &token(&asked()[0])).await;
    let Err(UseCaseError::Refused(refusal)) = late else { panic!("an archived case was confirmed") };
    assert_eq!(refusal.code(), ErrorCode::InvalidState);
}

#[tokio::test]
async fn a_click_confirms_for_another_year_and_every_link_of_the_round_works() {
    let test = TestNetwork::new().await;
    let case = test.publish(complete_case(TITLE)).await;
    test.pass(TimeDelta::days(365)).await;
    test.pass(TimeDelta::days(14)).await;
    let asked = of_kind(&test, MailKind::Freshness);
    assert_eq!(asked.len(), 2);
    let (first, second) = (token(&asked[0]), token(&asked[1]));
    let seen = confirm_case::by_link(&test.network, &first).await.unwrap().unwrap();
    assert_eq!((seen.id, seen.freshness.freshness()), (case.id, Freshness::Due), "looking changes nothing");
    let confirmed = confirm_case::confirm_by_link(&test.network, &first).await.unwrap();
    let at = test.now();
    assert_eq!((confirmed.confirmed_at, confirmed.freshness, confirmed.version), (Some(at), FreshnessStage::Confirmed, case.version));
    test.clock.advance(TimeDelta::days(1));
    let again = confirm_case::confirm_by_link(&test.network, &second).await.unwrap();
    assert_eq!(again.confirmed_at, Some(at), "again by a link changes nothing");
    // A year with a leap day in it.
    test.pass(TimeDelta::days(364)).await;
    assert_eq!(of_kind(&test, MailKind::Freshness).len(), 2);
    assert_eq!(test.network.store.due_freshness(due_at(at), 10).await.unwrap(), [case.id]);
    test.pass(TimeDelta::days(1)).await;
    let asked = of_kind(&test, MailKind::Freshness);
    assert_eq!(asked.len(), 3);
    assert!(confirm_case::by_link(&test.network, &first).await.unwrap().is_none(), "links of an earlier year lead nowhere");
    assert!(confirm_case::by_link(&test.network, &token(&asked[2])).await.unwrap().is_some());
    let entries = test.network.store.audit_of(case.id.0).await.unwrap().into_iter().filter(|entry| entry.action == "case.confirmed");
    assert_eq!(entries.count(), 1);
}

#[tokio::test]
async fn after_an_outage_nobody_gets_two_mails_at_once() {
    let test = TestNetwork::new().await;
    let case = test.publish(complete_case(TITLE)).await;
    test.pass(TimeDelta::days(800)).await;
    for _ in 0..5 {
        test.pass(TimeDelta::minutes(5)).await;
    }
    assert_eq!(of_kind(&test, MailKind::Freshness).len(), 1);
    assert_eq!(public(&test, &case).await.freshness, FreshnessStage::Asked);
    test.pass(TimeDelta::days(14)).await;
    assert_eq!(of_kind(&test, MailKind::Freshness).len(), 2);
}

#[tokio::test]
async fn a_case_that_somebody_works_on_is_not_archived_under_their_hands() {
    let test = TestNetwork::new().await;
    let author = test.member(Role::Author, Some("15084")).await;
    let case = test.publish(complete_case(TITLE)).await;
    for days in [365, 14, 14, 14] {
        test.pass(TimeDelta::days(days)).await;
    }
    assert_eq!(public(&test, &case).await.freshness, FreshnessStage::Unconfirmed);
    update_case::update(&test.network, &author, case.id, None, |content| content.title = "Ausbildungsbus auf dem Land".into())
        .await
        .unwrap();
    submit_case::submit(&test.network, &author, case.id, test.version_of(case.id).await).await.unwrap();
    test.pass(TimeDelta::days(400)).await;
    assert_eq!(public(&test, &case).await.state, WorkflowState::Published);
    let reviewer = test.other_reviewer().await;
    let checklist = domain::review::Checklist::confirmed();
    let published =
        usecases::publish_case::publish(&test.network, &reviewer, case.id, &checklist, test.version_of(case.id).await).await.unwrap();
    assert_eq!((published.freshness, published.confirmed_at), (FreshnessStage::Confirmed, Some(test.now())), "publishing vouches for it");
    test.pass(TimeDelta::days(364)).await;
    assert_eq!(public(&test, &case).await.freshness, FreshnessStage::Confirmed);
}

#[tokio::test]
async fn whoever_writes_a_next_version_has_answered() {
    let test = TestNetwork::new().await;
    let author = test.member(Role::Author, Some("15084")).await;
    let case = test.publish(complete_case(TITLE)).await;
    let asked = || of_kind(&test, MailKind::Freshness).len();
    let write = async |title: &'static str| {
        let written = update_case::update(&test.network, &author, case.id, None, |content| content.title = title.into()).await;
        written.unwrap();
    };
    test.clock.advance(TimeDelta::days(364));
    write("Vor der Frage geschrieben").await;
    test.pass(TimeDelta::days(1)).await;
    assert_eq!(asked(), 1);
    test.pass(TimeDelta::days(14)).await;
    assert_eq!(asked(), 2, "what was there before the question answers nothing");
    write("Nach der Frage geschrieben").await;
    for _ in 0..8 {
        test.pass(TimeDelta::days(14)).await;
    }
    assert_eq!((asked(), public(&test, &case).await.freshness), (2, FreshnessStage::Reminded), "somebody is at it");
    for _ in 0..5 {
        test.pass(TimeDelta::days(14)).await;
    }
    assert_eq!(asked(), 3, "a text that nobody goes on with is no answer for ever");
    submit_case::submit(&test.network, &author, case.id, test.version_of(case.id).await).await.unwrap();
    test.pass(TimeDelta::days(60)).await;
    assert_eq!(public(&test, &case).await.freshness, FreshnessStage::RemindedAgain, "it is in review");
}

#[tokio::test]
async fn the_authors_learn_that_their_case_is_no_longer_confirmed() {
    let test = TestNetwork::new().await;
    let author = test.member(Role::Author, Some("15084")).await;
    let case = create_case::create(&test.network, &author, complete_case(TITLE), None).await.unwrap();
    test.approve(&author, case.id).await;
    let told = || of_kind(&test, MailKind::Review).into_iter().filter(|mail| mail.subject.starts_with("Nicht mehr bestätigt"));
    for days in [365, 14, 14] {
        test.pass(TimeDelta::days(days)).await;
    }
    assert_eq!(told().count(), 0);
    test.pass(TimeDelta::days(14)).await;
    assert_eq!(public(&test, &case).await.freshness, FreshnessStage::Unconfirmed);
    assert_eq!(told().map(|mail| mail.to.reveal().to_owned()).collect::<Vec<_>>(), ["author-15084@example.org"]);
}
