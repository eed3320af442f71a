//! What a case said of somebody who was erased does not come back, and no mail goes there any more, whoever read it before.

use crate::{
    people::{account, id_of, person, refused},
    two_processes::{A_WHILE, TwoProcesses, on_postgres, on_sqlite},
};
use chrono::TimeDelta;
use domain::{CaseContent, ErrorCode, Role, WorkflowState, case::Contact};
use test_network::{Stand, TestNetwork, complete_case, draft_case};
use tokio::time::sleep;
use usecases::{Refusal, UseCaseError, ask_freshness, autosave_case, create_case, erase_account, roll_back_case, submit_case, update_case};

const ADDRESS: &str = "geht@kreis.example.org";

/// The contact of the sample without the person.
fn nameless() -> Contact {
    let mailbox = complete_case("Ein Beispiel").contact.unwrap().mailbox;
    Contact { mailbox, name: None, phone: None }
}

#[tokio::test]
async fn a_form_that_was_open_does_not_bring_back_whoever_was_erased() {
    let test = TestNetwork::new().await;
    let network = &test.network;
    let author = test.member(Role::Author, Some("15084")).await;
    let colleague = test.member(Role::Coordinator, Some("15084")).await;
    let read = create_case::create(network, &author, complete_case("Ein Beispiel"), None).await.unwrap();
    erase_account::erase_my_account(network, &test.session(&author).await, None).await.unwrap();
    let form = |content: &mut CaseContent| *content = CaseContent { title: "Ein neues Beispiel".to_owned(), ..read.content.clone() };
    for late in [
        autosave_case::autosave(network, &colleague, read.id, Some(read.version), form).await,
        update_case::update(network, &colleague, read.id, Some(read.version), form).await,
    ] {
        let Err(UseCaseError::Refused(Refusal::Conflict { version, fields })) = late else { panic!("it was not told as a conflict") };
        assert_eq!(version, read.version + 1);
        let lost: Vec<_> = fields.iter().map(|lost| (lost.field.as_str(), lost.theirs == lost.base)).collect();
        assert_eq!(lost, [("title", false), ("contact", false)], "what stands there now is shown beside it");
    }
    let decided = submit_case::submit(network, &colleague, read.id, read.version).await;
    assert_eq!(refused(decided), ErrorCode::Conflict);
    let now = network.store.working_case(read.id).await.unwrap().unwrap();
    assert_eq!((now.version, now.revision, now.state), (read.version + 1, read.revision, WorkflowState::Draft));
    assert_eq!((now.content.title.as_str(), now.content.contact), ("Ein Beispiel", Some(nameless())));
    let anew = |content: &mut CaseContent| content.title = "Ein neues Beispiel".to_owned();
    let saved = update_case::update(network, &colleague, read.id, Some(now.version), anew).await.unwrap();
    assert_eq!((saved.content.title.as_str(), &saved.content.contact), ("Ein neues Beispiel", &Some(nameless())));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn who_rolls_a_case_back_while_somebody_is_erased_does_not_bring_them_back_on_sqlite() {
    on_sqlite(false, rolled_back_too_late).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn who_rolls_a_case_back_while_somebody_is_erased_does_not_bring_them_back_on_postgres() {
    on_postgres(false, rolled_back_too_late).await;
}

/// The latest text no longer names whoever is erased, and so has the version that it had.
async fn rolled_back_too_late(processes: TwoProcesses) {
    let test = processes.one;
    let network = &test.network;
    let author = person(&test, ADDRESS, Role::Author, Some("15084")).await;
    let colleague = person(&test, "bleibt@kreis.example.org", Role::Coordinator, Some("15084")).await;
    let case = create_case::create(network, &author, complete_case("Ein Beispiel"), None).await.unwrap().id;
    let change = |content: &mut CaseContent| (content.title, content.contact) = ("Ein neues Beispiel".to_owned(), Some(nameless()));
    let read = update_case::update(network, &colleague, case, None, change).await.unwrap();
    let gone = account(&test, ADDRESS).await.unwrap();
    let mut erasing = network.store.begin().await.unwrap();
    assert_eq!(erasing.scrub_contacts(&gone).await.unwrap(), [case]);
    let rolling_back = {
        let (network, version) = (network.clone(), read.version);
        tokio::spawn(async move { roll_back_case::roll_back(&network, &colleague, case, 1, version).await })
    };
    sleep(A_WHILE).await;
    erasing.commit().await.unwrap();
    let now = rolling_back.await.unwrap().unwrap();
    assert_eq!((now.content.title.as_str(), &now.content.contact), ("Ein Beispiel", &Some(nameless())));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn nobody_is_asked_about_a_case_who_is_being_erased_on_sqlite() {
    on_sqlite(false, asked_too_late).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn nobody_is_asked_about_a_case_who_is_being_erased_on_postgres() {
    on_postgres(false, asked_too_late).await;
}

/// Their own address is the mailbox of a case that is a year old.
async fn asked_too_late(processes: TwoProcesses) {
    let test = processes.one;
    let network = &test.network;
    let author = id_of(&person(&test, ADDRESS, Role::Author, Some("15084")).await);
    let contact = Some(Contact { mailbox: ADDRESS.to_owned(), name: None, phone: None });
    let content = CaseContent { contact, ..complete_case("Ein Beispiel") };
    let case = test.place(content, draft_case("x"), None, Stand::Published).await.id;
    test.clock.advance(TimeDelta::days(400));
    let gone = account(&test, ADDRESS).await.unwrap();
    let mut erasing = network.store.begin().await.unwrap();
    assert_eq!(erasing.scrub_contacts(&gone).await.unwrap(), [case]);
    let asking = {
        let network = network.clone();
        tokio::spawn(async move { ask_freshness::step(&network, case).await })
    };
    sleep(A_WHILE).await;
    erasing.erase_traces(author, &gone.email).await.unwrap();
    erasing.delete_account(author).await.unwrap();
    erasing.commit().await.unwrap();
    asking.await.unwrap().unwrap();
    assert_eq!(network.store.mails_to(&gone.email).await.unwrap().0, 0);
    let events = network.store.review_events(case).await.unwrap();
    assert_eq!(events.len(), 1, "it was its turn: {events:?}");
}
