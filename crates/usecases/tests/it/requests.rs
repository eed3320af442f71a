//! What members ask the network, and who is told.

use crate::people::{id_of, person, refused};
use chrono::TimeDelta;
use domain::{Ags, CaseContent, ErrorCode, Role, Viewer, digest_period::Frequency, ids::RequestId};
use sea_orm::ConnectionTrait;
use serde_json::json;
use test_network::{TestNetwork, complete_case};
use usecases::{
    NetworkRequest, confirm_subscription, export_my_data, people, requests,
    requests::{AskRequest, GatherRequest, ReplyRequest},
    retention,
};

fn question(text: &str) -> AskRequest {
    AskRequest { question: text.to_owned(), ..AskRequest::default() }
}

async fn asked(test: &TestNetwork, viewer: &Viewer, about: &str) -> NetworkRequest {
    requests::ask(&test.network, viewer, question(about)).await.unwrap()
}

fn case_of(title: &str, place: &str) -> CaseContent {
    CaseContent { municipality: place.parse().ok(), ..complete_case(title) }
}

/// The addresses that mails with this in their subject went to, in alphabetical order.
fn told(test: &TestNetwork, subject: &str) -> Vec<String> {
    let mails = test.sent().into_iter().filter(|mail| mail.subject.contains(subject));
    let mut addresses: Vec<_> = mails.map(|mail| mail.to.reveal().to_owned()).collect();
    addresses.sort();
    addresses
}

#[tokio::test]
async fn a_question_is_told_to_those_whose_cases_fit_and_to_the_agency_once() {
    let test = TestNetwork::new().await;
    test.publish(case_of("Elterncafé an Grundschulen im Brennpunkt", "15088")).await;
    test.publish(case_of("Elterncafé in der eigenen Kommune", "15084")).await;
    test.publish(case_of("Sternwarte für alle Klassen", "14521")).await;
    for (email, role, place) in [
        ("a-koordination@kreis.example.org", Role::Coordinator, Some("15088")),
        ("b-schreibt@kreis.example.org", Role::Author, Some("15088")),
        ("c-schreibt@kreis.example.org", Role::Author, Some("15088")),
        ("d-liest@kreis.example.org", Role::Reader, Some("15088")),
        ("e-sterne@kreis.example.org", Role::Coordinator, Some("14521")),
        ("f-kollegin@kreis.example.org", Role::Coordinator, Some("15084")),
        ("g-redaktion@agentur.example.org", Role::Reviewer, None),
        ("h-beratung@agentur.example.org", Role::Adviser, None),
    ] {
        person(&test, email, role, place).await;
    }
    for (email, advised) in [("i-begleitung@agentur.example.org", "15084"), ("j-begleitung@agentur.example.org", "15088")] {
        let adviser = person(&test, email, Role::Adviser, None).await;
        let mut transaction = test.network.store.begin().await.unwrap();
        transaction.set_advised(id_of(&adviser), &[advised.parse().unwrap()]).await.unwrap();
        transaction.commit().await.unwrap();
    }
    let asker = person(&test, "fragt@kreis.example.org", Role::Author, Some("15084550")).await;
    test.run_jobs().await;
    let before = test.sent().len();
    asked(&test, &asker, "  Wer hat ein\nElterncafé aufgebaut? ").await;
    test.run_jobs().await;
    let expected = [
        "a-koordination@kreis.example.org",
        "b-schreibt@kreis.example.org",
        "g-redaktion@agentur.example.org",
        "i-begleitung@agentur.example.org",
    ];
    let mut people = told(&test, "Frage an das Netzwerk: Wer hat ein Elterncafé aufgebaut?");
    // The test network has reviewers of its own, who publish its cases.
    people.retain(|address| !address.starts_with("reviewer"));
    assert_eq!(people, expected);
    let to_adviser = test.sent().into_iter().find(|mail| mail.to.reveal().starts_with("i-")).unwrap();
    assert!(to_adviser.text.contains("weil Sie die Kommune begleiten, die hier fragt."), "{}", to_adviser.text);
    let count = test.sent().len();
    assert!(count > before);
    let id = test.network.store.requests(None, None, None, 10).await.unwrap()[0].id;
    requests::route(&test.network, id).await.unwrap();
    test.run_jobs().await;
    assert_eq!(test.sent().len(), count, "nobody is told twice");
}

#[tokio::test]
async fn whoever_asked_and_advises_their_municipality_since_is_not_told_of_their_own_question() {
    let test = TestNetwork::new().await;
    let asker = person(&test, "fragt@kreis.example.org", Role::Author, Some("15084")).await;
    let adviser = person(&test, "begleitung@agentur.example.org", Role::Adviser, None).await;
    asked(&test, &asker, "Wer hat ein Elterncafé aufgebaut?").await;
    let mut transaction = test.network.store.begin().await.unwrap();
    transaction.set_duties(id_of(&asker), Role::Adviser, None, None).await.unwrap();
    for id in [id_of(&asker), id_of(&adviser)] {
        transaction.set_advised(id, &["15084".parse().unwrap()]).await.unwrap();
    }
    transaction.commit().await.unwrap();
    test.run_jobs().await;
    assert_eq!(told(&test, "Frage an das Netzwerk"), ["begleitung@agentur.example.org"]);
}

#[tokio::test]
async fn an_answer_is_told_to_whoever_asked_and_not_to_oneself() {
    let test = TestNetwork::new().await;
    let case = test.publish(case_of("Elterncafé an Grundschulen im Brennpunkt", "15088")).await;
    let asker = person(&test, "fragt@kreis.example.org", Role::Reader, Some("15084")).await;
    let other = person(&test, "weiss@kreis.example.org", Role::Adviser, None).await;
    let request = asked(&test, &asker, "Wer hat ein Elterncafé aufgebaut?").await;
    let reply = ReplyRequest { body: " Wir, seit 2024. ".to_owned(), case: Some(case.id), ..ReplyRequest::default() };
    let replied = requests::reply(&test.network, &other, request.id, reply).await.unwrap();
    assert_eq!((replied.body.as_str(), replied.case), ("Wir, seit 2024.", Some(case.id)));
    let own = ReplyRequest { body: "Danke!".to_owned(), ..ReplyRequest::default() };
    requests::reply(&test.network, &asker, request.id, own).await.unwrap();
    test.run_jobs().await;
    assert_eq!(told(&test, "Antwort auf Ihre Frage"), ["fragt@kreis.example.org"]);
    let mail = test.sent().into_iter().find(|mail| mail.subject.starts_with("Antwort")).unwrap();
    assert!(mail.text.contains("Wir, seit 2024.") && mail.text.contains(&format!("/fragen/{}", request.id)), "{}", mail.text);
}

#[tokio::test]
async fn what_is_wrong_with_a_question_or_an_answer_is_named() {
    let test = TestNetwork::new().await;
    let network = &test.network;
    let asker = person(&test, "fragt@kreis.example.org", Role::Reader, None).await;
    let public = refused(requests::ask(network, &Viewer::Public, question("Wer hat ein Elterncafé?")).await);
    assert_eq!(public, ErrorCode::Unauthenticated);
    for (text, code) in [("", ErrorCode::Required), ("kurz", ErrorCode::TooShort), (&"a ".repeat(110), ErrorCode::TooLong)] {
        assert_eq!(refused(requests::ask(network, &asker, question(text)).await), code, "{text}");
    }
    let request = asked(&test, &asker, "Wer hat ein Elterncafé?").await;
    let reply = |body: &str| ReplyRequest { body: body.to_owned(), ..ReplyRequest::default() };
    assert_eq!(refused(requests::reply(network, &asker, request.id, reply(" ")).await), ErrorCode::Required);
    let hidden = test.network.ids.next().into();
    let pointing = ReplyRequest { case: Some(hidden), ..reply("Hier") };
    assert_eq!(refused(requests::reply(network, &asker, request.id, pointing).await), ErrorCode::NotFound);
    let nothing = RequestId(test.network.ids.next());
    assert_eq!(refused(requests::reply(network, &asker, nothing, reply("Hier")).await), ErrorCode::NotFound);
}

#[tokio::test]
async fn a_question_is_closed_by_those_whose_it_is_and_by_the_agency() {
    let test = TestNetwork::new().await;
    let network = &test.network;
    let asker = person(&test, "fragt@kreis.example.org", Role::Reader, Some("15084")).await;
    let colleague = person(&test, "kollegin@kreis.example.org", Role::Author, Some("15084")).await;
    let foreign = person(&test, "fremd@kreis.example.org", Role::Coordinator, Some("15088")).await;
    let reviewer = person(&test, "redaktion@agentur.example.org", Role::Reviewer, None).await;
    let request = asked(&test, &asker, "Wer hat ein Elterncafé?").await;
    assert_eq!(refused(requests::close(network, &foreign, request.id).await), ErrorCode::Forbidden);
    assert_eq!(refused(requests::erase(network, &foreign, request.id).await), ErrorCode::Forbidden);
    let closed = requests::close(network, &colleague, request.id).await.unwrap();
    assert_eq!(closed.closed_at, Some(test.now()));
    test.clock.advance(TimeDelta::hours(1));
    assert_eq!(requests::close(network, &asker, request.id).await.unwrap().closed_at, closed.closed_at, "closed once");
    let late = ReplyRequest { body: "Zu spät".to_owned(), ..ReplyRequest::default() };
    assert_eq!(refused(requests::reply(network, &foreign, request.id, late).await), ErrorCode::RequestClosed);
    test.run_jobs().await;
    assert!(told(&test, "Frage an das Netzwerk").is_empty(), "nobody is told of what was closed before");
    requests::erase(network, &reviewer, request.id).await.unwrap();
    assert_eq!(requests::one(network, &asker, request.id).await.unwrap(), None);
}

#[tokio::test]
async fn questions_are_handed_out_and_forgotten_and_stay_without_who_asked() {
    let test = TestNetwork::new().await;
    let network = &test.network;
    let asker = person(&test, "fragt@kreis.example.org", Role::Reader, Some("15084")).await;
    let other = person(&test, "weiss@kreis.example.org", Role::Adviser, None).await;
    let request = asked(&test, &asker, "Wer hat ein Elterncafé?").await;
    let reply = ReplyRequest { body: "Wir.".to_owned(), ..ReplyRequest::default() };
    requests::reply(network, &other, request.id, reply).await.unwrap();
    let export = export_my_data::export_my_data(network, &asker).await.unwrap();
    assert_eq!(export["requests"][0]["question"], "Wer hat ein Elterncafé?");
    let export = export_my_data::export_my_data(network, &other).await.unwrap();
    assert_eq!(export["replies"][0]["body"], "Wir.");
    let mut transaction = network.store.begin().await.unwrap();
    transaction.delete_account(id_of(&asker)).await.unwrap();
    transaction.commit().await.unwrap();
    let left = requests::one(network, &other, request.id).await.unwrap().unwrap();
    assert_eq!((left.asker, left.municipality), (None, "15084".parse::<Ags>().ok()));
    test.clock.advance(TimeDelta::days(36 * 30));
    retention::run(network).await.unwrap();
    assert!(requests::one(network, &other, request.id).await.unwrap().is_some());
    test.clock.advance(TimeDelta::days(30));
    retention::run(network).await.unwrap();
    assert!(network.store.request(request.id).await.unwrap().is_none());
}

#[tokio::test]
async fn replies_are_gathered_for_one_s_own_address_and_handed_over_to_nobody() {
    let test = TestNetwork::new().await;
    let network = &test.network;
    let asker = person(&test, "fragt@kreis.example.org", Role::Reader, Some("15084")).await;
    let colleague = person(&test, "kollegin@kreis.example.org", Role::Author, Some("15084")).await;
    let coordinator = person(&test, "koordination@kreis.example.org", Role::Coordinator, Some("15084")).await;
    let other = person(&test, "weiss@kreis.example.org", Role::Adviser, None).await;
    let when = GatherRequest { frequency: Frequency::Weekly, weekday: None, hour: None };
    assert_eq!(refused(requests::gather(network, &Viewer::Public, when).await), ErrorCode::Unauthenticated);
    let never = GatherRequest { hour: Some(24), ..when };
    assert_eq!(refused(requests::gather(network, &asker, never).await), ErrorCode::Malformed);
    requests::gather(network, &asker, when).await.unwrap();
    test.run_jobs().await;
    let mail = test.sent().pop().unwrap();
    let unwrapped = mail.text.split_whitespace().collect::<Vec<_>>().join(" ");
    assert_eq!(mail.to.reveal(), "fragt@kreis.example.org");
    assert!(unwrapped.contains("„Ich möchte gesammelte Antworten auf meine Fragen aus Wissensnetz per E-Mail erhalten."), "{unwrapped}");
    let token = unwrapped.split("token=").nth(1).unwrap().split_whitespace().next().unwrap();
    confirm_subscription::confirm(network, token).await.unwrap();

    let request = asked(&test, &asker, "Wer hat ein Elterncafé?").await;
    let reply = ReplyRequest { body: "Wir.".to_owned(), ..ReplyRequest::default() };
    let replied = requests::reply(network, &other, request.id, reply).await.unwrap();
    test.run_jobs().await;
    assert!(told(&test, "Antwort auf Ihre Frage").is_empty(), "it waits for the digest");
    let export = export_my_data::export_my_data(network, &asker).await.unwrap();
    assert_eq!(export["subscriptions"][0]["criteria"], json!({ "replies": true }));
    assert_eq!(export["subscriptions"][0]["replies"], json!([{ "reply": replied.id, "digest": null }]));

    let handed = people::hand_over(network, &coordinator, id_of(&asker), id_of(&colleague)).await.unwrap();
    assert_eq!(handed.subscriptions, 0);
    test.clock.advance(TimeDelta::seconds(2));
    test.run_jobs().await;
    assert_eq!(told(&test, "Antwort auf Ihre Frage"), ["fragt@kreis.example.org"], "whose question it is is told at once");
}

#[tokio::test]
async fn whoever_replies_is_not_kept_from_it_by_a_subscription_that_cannot_be_read() {
    let test = TestNetwork::new().await;
    let asker = person(&test, "fragt@kreis.example.org", Role::Reader, Some("15084")).await;
    let other = person(&test, "weiss@kreis.example.org", Role::Adviser, None).await;
    let when = GatherRequest { frequency: Frequency::Weekly, weekday: None, hour: None };
    requests::gather(&test.network, &asker, when).await.unwrap();
    let database = sea_orm::Database::connect(test.database_url()).await.unwrap();
    let spoil = "UPDATE subscription SET criteria = '?' || criteria";
    assert_eq!(database.execute_unprepared(spoil).await.unwrap().rows_affected(), 1);
    let request = asked(&test, &asker, "Wer hat ein Elterncafé?").await;
    let reply = ReplyRequest { body: "Wir.".to_owned(), ..ReplyRequest::default() };
    requests::reply(&test.network, &other, request.id, reply).await.unwrap();
    test.run_jobs().await;
    assert_eq!(told(&test, "Antwort auf Ihre Frage"), ["fragt@kreis.example.org"], "it is told at once");
}
