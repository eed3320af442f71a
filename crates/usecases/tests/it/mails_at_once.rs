//! What is written to somebody at the moment that they are erased.

use crate::{
    at_once::erasing,
    people::{ags, id_of, person},
    two_processes::{A_WHILE, TwoProcesses, on_postgres, on_sqlite},
};
use chrono::TimeDelta;
use domain::{
    EmailAddress, Role,
    ids::{DeliveryId, RegistrationId, SignInLinkId},
};
use mail::MailKind;
use storage::{Registration, SignInLink};
use test_network::{TestNetwork, complete_case};
use tokio::time::sleep;
use usecases::{
    create_case,
    deliver::{self, Outgoing},
    requests::{self, AskRequest},
    sign_in_link, submit_case,
};

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn no_link_is_written_to_whoever_is_being_erased_on_sqlite() {
    on_sqlite(false, written_too_late).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn no_link_is_written_to_whoever_is_being_erased_on_postgres() {
    on_postgres(false, written_too_late).await;
}

/// The account is still there when its mail is begun, and gone when it would be posted.
async fn written_too_late(processes: TwoProcesses) {
    let test = processes.one;
    let network = &test.network;
    let address = "geht@kreis.example.org".parse().unwrap();
    let account = id_of(&person(&test, "geht@kreis.example.org", Role::Author, Some("15084")).await);
    let link = asked_for_a_link(&test, "geht@kreis.example.org").await;
    let mut erasing = network.store.begin().await.unwrap();
    erasing.close_account(account).await.unwrap();
    erasing.erase_traces(account, &address).await.unwrap();
    let sending = tokio::spawn({
        let network = network.clone();
        async move { sign_in_link::send(&network, link).await }
    });
    sleep(A_WHILE).await;
    assert!(!sending.is_finished(), "it waits for whoever erases the link");
    erasing.delete_account(account).await.unwrap();
    erasing.commit().await.unwrap();
    let sent = sending.await.unwrap();
    assert!(sent.is_ok(), "{sent:?}");
    assert_eq!(network.store.mails_to(&address).await.unwrap().0, 0);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn what_is_written_to_whoever_is_then_erased_goes_with_them_on_sqlite() {
    on_sqlite(false, written_just_before).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn what_is_written_to_whoever_is_then_erased_goes_with_them_on_postgres() {
    on_postgres(false, written_just_before).await;
}

/// A mail with a link, or one to somebody who registers though they have an account, is written but not yet committed when erasing begins.
async fn written_just_before(processes: TwoProcesses) {
    let test = processes.one;
    let network = &test.network;
    for (address, kind) in [("angemeldet@kreis.example.org", MailKind::SignIn), ("registriert@kreis.example.org", MailKind::Registration)] {
        let author = person(&test, address, Role::Author, Some("15084")).await;
        let session = test.session(&author).await;
        let (link, registration) = (asked_for_a_link(&test, address).await, asked_for_an_account(&test, address).await);
        let mut writing = network.store.begin().await.unwrap();
        let is_there = if kind == MailKind::SignIn {
            writing.set_sign_in_link_token(link, address).await.unwrap()
        } else {
            writing.take_registration(registration).await.unwrap()
        };
        assert!(is_there, "{kind:?}");
        let mail = Outgoing::WrittenWhenSent { kind, to: address.parse().unwrap(), message_id: address.to_owned() };
        deliver::post_all(&mut writing, &[(DeliveryId(network.ids.next()), mail)], test.now()).await.unwrap();
        let erasing = erasing(network, session);
        sleep(A_WHILE).await;
        assert!(!erasing.is_finished(), "{kind:?}: it waits for whoever writes");
        writing.commit().await.unwrap();
        let erased = erasing.await.unwrap();
        assert!(erased.is_ok(), "{kind:?}: {erased:?}");
        assert_eq!(network.store.mails_to(&address.parse().unwrap()).await.unwrap().0, 0, "{kind:?}");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn no_reviewer_is_told_of_a_case_who_is_being_erased_on_sqlite() {
    on_sqlite(false, told_too_late).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn no_reviewer_is_told_of_a_case_who_is_being_erased_on_postgres() {
    on_postgres(false, told_too_late).await;
}

/// A case is handed in, and a question asked, when the mails to one of the reviewers are deleted and the account is still there for others.
async fn told_too_late(processes: TwoProcesses) {
    let test = processes.one;
    let network = &test.network;
    let address = "geht@example.org".parse().unwrap();
    let reviewer = id_of(&person(&test, "geht@example.org", Role::Reviewer, None).await);
    test.member(Role::Reviewer, None).await;
    let author = test.member(Role::Author, Some("15084")).await;
    let case = create_case::create(network, &author, complete_case("Ein Beispiel"), None).await.unwrap();
    let question = AskRequest { question: "Wer hat Erfahrung mit Lernpaten?".to_owned(), ..AskRequest::default() };
    let request = requests::ask(network, &author, question).await.unwrap();
    let mut erasing = network.store.begin().await.unwrap();
    erasing.close_account(reviewer).await.unwrap();
    erasing.erase_traces(reviewer, &address).await.unwrap();
    let telling = tokio::spawn({
        let network = network.clone();
        async move {
            submit_case::submit(&network, &author, case.id, case.version).await.unwrap();
            requests::route(&network, request.id).await.unwrap();
        }
    });
    sleep(A_WHILE).await;
    erasing.delete_account(reviewer).await.unwrap();
    erasing.commit().await.unwrap();
    telling.await.unwrap();
    let told = async |address: &EmailAddress| network.store.mails_to(address).await.unwrap().0;
    assert_eq!(told(&address).await, 0);
    assert_eq!(told(&"reviewer-agentur@example.org".parse().unwrap()).await, 2);
}

async fn asked_for_a_link(test: &TestNetwork, address: &str) -> SignInLinkId {
    let link = SignInLink {
        id: SignInLinkId(test.network.ids.next()),
        email: address.parse().unwrap(),
        browser_hash: "browser".to_owned(),
        token_hash: None,
        requested_at: test.now(),
        expires_at: test.now() + TimeDelta::minutes(sign_in_link::LINK_MINUTES),
        used_at: None,
    };
    let mut transaction = test.network.store.begin().await.unwrap();
    transaction.insert_sign_in_link(&link).await.unwrap();
    transaction.commit().await.unwrap();
    link.id
}

async fn asked_for_an_account(test: &TestNetwork, address: &str) -> RegistrationId {
    let registration = Registration {
        id: RegistrationId(test.network.ids.next()),
        email: address.parse().unwrap(),
        municipality: ags("15084"),
        token_hash: address.to_owned(),
        requested_at: test.now(),
        expires_at: test.now() + TimeDelta::hours(1),
    };
    let mut transaction = test.network.store.begin().await.unwrap();
    transaction.insert_registration(&registration).await.unwrap();
    transaction.commit().await.unwrap();
    registration.id
}
