//! Replies to questions, at the moment that whoever asked, or the case that they point to, is erased.

use crate::{
    at_once::erasing,
    people::{id_of, person},
    two_processes::{A_WHILE, TwoProcesses, on_postgres, on_sqlite},
};
use domain::{ErrorCode, Role, Rule, Viewer, Violation, digest_period::Frequency};
use test_network::{TestNetwork, complete_case};
use tokio::time::sleep;
use usecases::{
    Refusal, Subscription, UseCaseError, confirm_subscription,
    requests::{self, AskRequest, GatherRequest, ReplyRequest},
    unsubscribe,
};

/// How often is tried what is a matter of chance.
const ROUNDS: usize = 20;

/// Replies to this person's questions are gathered from now on.
async fn gathering(test: &TestNetwork, asker: &Viewer) -> Subscription {
    let when = GatherRequest { frequency: Frequency::Daily, weekday: None, hour: None };
    let subscription = requests::gather(&test.network, asker, when).await.unwrap();
    test.run_jobs().await;
    let mail = test.sent().into_iter().rfind(|mail| mail.text.contains("/abo/bestaetigen?token=")).unwrap();
    let token = mail.text.split("token=").nth(1).unwrap().split_whitespace().next().unwrap().to_owned();
    confirm_subscription::confirm(&test.network, &token).await.unwrap();
    subscription
}

fn question() -> AskRequest {
    AskRequest { question: "Wer hat ein Elterncafé aufgebaut?".to_owned(), ..AskRequest::default() }
}

fn answer() -> ReplyRequest {
    ReplyRequest { body: "Wir.".to_owned(), ..ReplyRequest::default() }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_reply_is_kept_and_told_to_nobody_when_whoever_asked_is_erased_meanwhile_on_sqlite() {
    on_sqlite(false, replied_while_erased).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_reply_is_kept_and_told_to_nobody_when_whoever_asked_is_erased_meanwhile_on_postgres() {
    on_postgres(false, replied_while_erased).await;
}

/// Every other of those who ask has replies gathered.
async fn replied_while_erased(processes: TwoProcesses) {
    let test = processes.one;
    let network = &test.network;
    for round in 0..ROUNDS {
        let address = format!("fragt-{round}@kreis.example.org");
        let asker = person(&test, &address, Role::Reader, Some("15084")).await;
        let replier = person(&test, &format!("weiss-{round}@kreis.example.org"), Role::Author, Some("15088")).await;
        if round % 2 == 0 {
            gathering(&test, &asker).await;
        }
        let request = requests::ask(network, &asker, question()).await.unwrap().id;
        let session = test.session(&asker).await;
        let replying = {
            let (network, replier) = (network.clone(), replier.clone());
            tokio::spawn(async move { requests::reply(&network, &replier, request, answer()).await })
        };
        let erased = erasing(network, session).await.unwrap();
        assert!(erased.is_ok(), "round {round}: {erased:?}");
        let kept = replying.await.unwrap();
        assert!(kept.is_ok(), "round {round}: {kept:?}");
        assert_eq!(network.store.replies(&[request]).await.unwrap().len(), 1, "round {round}");
        assert_eq!(network.store.mails_to(&address.parse().unwrap()).await.unwrap().0, 0, "round {round}");
        assert_eq!(network.store.subscriptions_of(id_of(&asker)).await.unwrap(), [], "round {round}");
        assert!(!network.store.is_any_reply_left().await.unwrap(), "round {round}");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn no_mail_tells_of_what_was_gathered_when_whoever_asked_is_erased_meanwhile_on_sqlite() {
    on_sqlite(false, told_while_erased).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn no_mail_tells_of_what_was_gathered_when_whoever_asked_is_erased_meanwhile_on_postgres() {
    on_postgres(false, told_while_erased).await;
}

/// Erasing has closed the account, and what the ended subscription gathered is about to be told.
async fn told_while_erased(processes: TwoProcesses) {
    let test = processes.one;
    let network = &test.network;
    let address = "fragt@kreis.example.org".parse().unwrap();
    let asker = person(&test, "fragt@kreis.example.org", Role::Reader, Some("15084")).await;
    let replier = person(&test, "weiss@kreis.example.org", Role::Author, Some("15088")).await;
    let subscription = gathering(&test, &asker).await;
    let request = requests::ask(network, &asker, question()).await.unwrap().id;
    requests::reply(network, &replier, request, answer()).await.unwrap();
    unsubscribe::unsubscribe(network, subscription.unsubscribe_token.reveal()).await.unwrap();
    assert!(network.store.is_any_reply_left().await.unwrap());
    let mut erasing = network.store.begin().await.unwrap();
    erasing.close_account(id_of(&asker)).await.unwrap();
    let telling = tokio::spawn({
        let network = network.clone();
        async move { requests::tell_left(&network).await }
    });
    sleep(A_WHILE).await;
    assert!(!telling.is_finished(), "it waits for whoever erases the account");
    erasing.erase_traces(id_of(&asker), &address).await.unwrap();
    erasing.delete_account(id_of(&asker)).await.unwrap();
    erasing.commit().await.unwrap();
    let told = telling.await.unwrap();
    assert!(told.is_ok(), "{told:?}");
    assert_eq!(network.store.mails_to(&address).await.unwrap().0, 0);
    assert!(!network.store.is_any_reply_left().await.unwrap());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_reply_that_points_to_what_another_process_deletes_is_refused_by_name_on_sqlite() {
    on_sqlite(false, pointed_to_what_is_gone).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_reply_that_points_to_what_another_process_deletes_is_refused_by_name_on_postgres() {
    on_postgres(false, pointed_to_what_is_gone).await;
}

/// What is public is kept in memory: for a moment this process does not know yet that the case is gone.
async fn pointed_to_what_is_gone(processes: TwoProcesses) {
    let test = processes.one;
    let network = &test.network;
    let case = test.publish(complete_case("Elterncafé an Grundschulen")).await.id;
    let asker = person(&test, "fragt@kreis.example.org", Role::Reader, Some("15084")).await;
    let replier = person(&test, "weiss@kreis.example.org", Role::Author, Some("15088")).await;
    let request = requests::ask(network, &asker, question()).await.unwrap().id;
    assert_eq!(network.store.published_cases(&[case]).await.unwrap().len(), 1);
    let mut erasing = processes.other.network.store.begin().await.unwrap();
    erasing.erase(case).await.unwrap();
    erasing.commit().await.unwrap();
    let pointing = ReplyRequest { case: Some(case), ..answer() };
    match requests::reply(network, &replier, request, pointing).await {
        Err(UseCaseError::Refused(refusal)) => {
            assert_eq!(refusal, Refusal::Invalid(vec![Violation::new("case", Rule::NotThere)]));
            assert_eq!(refusal.code(), ErrorCode::NotFound);
        }
        other => panic!("not refused: {other:?}"),
    }
    assert_eq!(network.store.replies(&[request]).await.unwrap(), []);
}
