//! From a subscription to mails.

use chrono::TimeDelta;
use domain::{CaseFilter, Viewer, digest_period::Frequency, subscription::Criteria, vocabulary::FieldOfAction};
use mail::{Mail, MailKind};
use sea_orm::ConnectionTrait;
use test_network::{TestNetwork, complete_case};
use usecases::{
    Subscription, confirm_subscription,
    subscribe::{self, SubscribeRequest},
    unsubscribe,
};

pub(crate) async fn subscribe(test: &TestNetwork, frequency: Frequency, criteria: Criteria) -> Subscription {
    subscribe_as(test, "lesen", frequency, criteria).await
}

pub(crate) async fn subscribe_as(test: &TestNetwork, name: &str, frequency: Frequency, criteria: Criteria) -> Subscription {
    let request = SubscribeRequest { email: format!("{name}@kreis.example.org"), criteria, frequency, weekday: None, hour: None };
    let subscription = subscribe::subscribe(&test.network, &Viewer::Public, request).await.unwrap();
    test.run_jobs().await;
    let mail = test.sent().pop().unwrap();
    assert_eq!(mail.kind, MailKind::Confirmation);
    let token = mail.text.split("token=").nth(1).unwrap().split_whitespace().next().unwrap().to_owned();
    confirm_subscription::confirm(&test.network, &token).await.unwrap();
    subscription
}

pub(crate) fn digests(test: &TestNetwork) -> Vec<Mail> {
    test.sent().into_iter().filter(|mail| mail.kind == MailKind::Digest).collect()
}

#[tokio::test]
async fn a_confirmed_reader_gets_one_mail_for_the_period_and_then_silence() {
    let test = TestNetwork::new().await;
    subscribe(&test, Frequency::Daily, Criteria::default()).await;
    test.publish(complete_case("Ausbildungsbus im ländlichen Raum")).await;
    test.publish(complete_case("Praxistage an Oberschulen")).await;
    test.run_jobs().await;
    assert_eq!(digests(&test).len(), 0, "the period has not ended");
    test.pass(TimeDelta::days(1)).await;
    let mails = digests(&test);
    assert_eq!(mails.len(), 1);
    assert!(mails[0].text.contains("Ausbildungsbus") && mails[0].text.contains("Praxistage"), "{}", mails[0].text);
    assert!(mails[0].text.contains("Burgenlandkreis, Sachsen-Anhalt · veröffentlicht am"), "{}", mails[0].text);
    assert!(mails[0].list.is_some());
    test.run_jobs().await;
    test.pass(TimeDelta::days(3)).await;
    assert_eq!(digests(&test).len(), 1, "nothing new, no mail");
}

#[tokio::test]
async fn nothing_is_sent_before_the_address_is_confirmed() {
    let test = TestNetwork::new().await;
    let request = SubscribeRequest {
        email: "lesen@kreis.example.org".into(),
        criteria: Criteria::default(),
        frequency: Frequency::Daily,
        weekday: None,
        hour: None,
    };
    subscribe::subscribe(&test.network, &Viewer::Public, request).await.unwrap();
    test.publish(complete_case("Ausbildungsbus im ländlichen Raum")).await;
    test.pass(TimeDelta::days(2)).await;
    assert_eq!(digests(&test).len(), 0);
}

#[tokio::test]
async fn only_what_fits_is_sent_and_the_mail_says_why() {
    let test = TestNetwork::new().await;
    let filter = CaseFilter { fields_of_action: vec![FieldOfAction::TransitionSchoolWork], ..CaseFilter::default() };
    subscribe(&test, Frequency::Immediate, Criteria { text: "bus".to_owned(), filter, ..Criteria::default() }).await;
    let mut other_field = complete_case("Ein Ausbildungsbus für Ältere");
    other_field.fields_of_action = vec![FieldOfAction::AdultEducation];
    test.publish(other_field).await;
    test.publish(complete_case("Praxistage an Oberschulen")).await;
    test.pass(TimeDelta::minutes(16)).await;
    assert_eq!(digests(&test).len(), 0);
    test.publish(complete_case("Ausbildungsbus im ländlichen Raum")).await;
    test.pass(TimeDelta::minutes(16)).await;
    let mails = digests(&test);
    assert_eq!(mails.len(), 1);
    // The text part is wrapped at 76 columns, in the middle of a reason too.
    let unwrapped = mails[0].text.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(unwrapped.contains("Suche: bus; Handlungsfeld: Übergang Schule–Ausbildung–Beruf"), "{unwrapped}");
    assert!(!unwrapped.contains("Praxistage") && !unwrapped.contains("Ältere"));
}

#[tokio::test]
async fn an_outage_of_weeks_ends_in_one_mail_that_has_everything() {
    let test = TestNetwork::new().await;
    subscribe(&test, Frequency::Daily, Criteria::default()).await;
    for title in ["Erster Fall im März", "Zweiter Fall im März", "Dritter Fall im März"] {
        test.clock.advance(TimeDelta::days(6));
        test.publish_without_jobs(complete_case(title)).await;
    }
    // Two days later is Easter Monday, on which nothing is made up for.
    test.pass(TimeDelta::days(2)).await;
    assert_eq!(digests(&test).len(), 0);
    test.pass(TimeDelta::days(1)).await;
    let mails = digests(&test);
    assert_eq!(mails.len(), 1);
    for title in ["Erster Fall", "Zweiter Fall", "Dritter Fall"] {
        assert!(mails[0].text.contains(title), "{title}: {}", mails[0].text);
    }
}

#[tokio::test]
async fn who_has_left_gets_nothing_not_even_what_was_composed_before() {
    let test = TestNetwork::new().await;
    let subscription = subscribe(&test, Frequency::Immediate, Criteria::default()).await;
    test.publish(complete_case("Ausbildungsbus im ländlichen Raum")).await;
    test.mails.refuse_with(Some((451, "please come back later")));
    test.pass(TimeDelta::minutes(16)).await;
    unsubscribe::unsubscribe(&test.network, subscription.unsubscribe_token.reveal()).await.unwrap();
    unsubscribe::unsubscribe(&test.network, subscription.unsubscribe_token.reveal()).await.unwrap();
    test.mails.refuse_with(None);
    test.pass(TimeDelta::hours(2)).await;
    assert_eq!(digests(&test).len(), 0);
}

#[tokio::test]
async fn a_new_version_of_a_published_case_tells_nobody() {
    let test = TestNetwork::new().await;
    let case = test.publish(complete_case("Ausbildungsbus im ländlichen Raum")).await;
    test.clock.advance(TimeDelta::days(1));
    subscribe(&test, Frequency::Daily, Criteria::default()).await;
    let reviewer = test.member(domain::Role::Reviewer, None).await;
    usecases::update_case::update(&test.network, &reviewer, case.id, None, |content| {
        content.title = "Ausbildungsbus auf dem Land".to_owned();
    })
    .await
    .unwrap();
    test.approve(&reviewer, case.id).await;
    test.pass(TimeDelta::days(2)).await;
    assert_eq!(digests(&test).len(), 0);
}

#[tokio::test]
async fn two_workers_at_once_send_each_digest_once() {
    let test = TestNetwork::new().await;
    for name in ["a", "b", "c", "d", "e"] {
        subscribe_as(&test, name, Frequency::Daily, Criteria::default()).await;
    }
    test.publish(complete_case("Ausbildungsbus im ländlichen Raum")).await;
    test.clock.advance(TimeDelta::days(1));
    tokio::join!(test.run_jobs(), test.run_jobs(), test.run_jobs());
    test.run_jobs().await;
    let mut ids: Vec<_> = digests(&test).into_iter().map(|mail| mail.message_id).collect();
    assert_eq!(ids.len(), 5);
    ids.sort();
    ids.dedup();
    assert_eq!(ids.len(), 5);
}

pub(crate) fn search(text: &str) -> Criteria {
    Criteria { text: text.to_owned(), ..Criteria::default() }
}

/// The mail's text without its line breaks.
pub(crate) fn flat(mail: &Mail) -> String {
    mail.text.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[tokio::test]
async fn what_is_due_at_the_same_hour_is_one_mail_with_a_section_each_and_every_case_once() {
    let test = TestNetwork::new().await;
    subscribe(&test, Frequency::Daily, search("bus")).await;
    // Tuesday at 7 is in a week.
    subscribe(&test, Frequency::Weekly, Criteria::default()).await;
    subscribe(&test, Frequency::Daily, search("fahrradkeller")).await;
    test.pass(TimeDelta::days(6)).await;
    test.publish(complete_case("Ausbildungsbus im ländlichen Raum")).await;
    test.publish(complete_case("Praxistage an Oberschulen")).await;
    test.pass(TimeDelta::days(1)).await;
    let mails = digests(&test);
    assert_eq!(mails.len(), 1);
    let body = flat(&mails[0]);
    assert!(body.contains("Neu: Suche: bus") && body.contains("Neu: Alle neuen Praxisbeispiele"), "{body}");
    assert!(!body.contains("fahrradkeller"), "no section without a case: {body}");
    assert_eq!(body.matches("1. Ausbildungsbus im ländlichen Raum").count(), 1, "{body}");
    assert_eq!(body.matches("/ausbildungsbus-im-laendlichen-raum").count(), 1, "{body}");
    assert!(body.contains("Warum in dieser E-Mail: Suche: bus; Neu im Netzwerk"), "{body}");
    assert!(!body.contains("weitere"), "what is told in another section is told: {body}");
}

#[tokio::test]
async fn a_case_that_one_section_has_no_room_for_stands_in_another_that_it_fits() {
    let test = TestNetwork::new().await;
    let filter = CaseFilter { fields_of_action: vec![FieldOfAction::Governance], ..CaseFilter::default() };
    let governance = Criteria { filter, ..Criteria::default() };
    for criteria in [search("lesepaten"), governance, search("kantinengespräche"), search("fahrradkeller")] {
        subscribe(&test, Frequency::Daily, criteria).await;
    }
    // The oldest of ten that fit alike: three sections have room for six each, four for five.
    test.publish_without_jobs(complete_case("Lesepaten im Fahrradkeller")).await;
    for number in 1..=9 {
        test.clock.advance(TimeDelta::seconds(1));
        test.publish_without_jobs(complete_case(&format!("Lesepaten im Ort Nummer {number}"))).await;
    }
    test.publish_without_jobs(complete_case("Kantinengespräche zur Ganztagsbetreuung")).await;
    let mut other = complete_case("Lenkungskreis im Rathaus");
    other.fields_of_action = vec![FieldOfAction::Governance];
    test.publish(other).await;
    test.pass(TimeDelta::days(1)).await;
    let body = flat(&digests(&test)[0]);
    let Some((before, section)) = body.split_once("Neu: Suche: fahrradkeller") else { panic!("no section of its own: {body}") };
    assert!(section.contains("1. Lesepaten im Fahrradkeller") && !before.contains("Fahrradkeller"), "{body}");
    assert!(section.contains("Warum in dieser E-Mail: Suche: lesepaten; Suche: fahrradkeller"), "{body}");
    assert!(before.contains("5. Lesepaten im Ort Nummer 5") && before.contains("5 weitere Praxisbeispiele"), "{body}");
}

#[tokio::test]
async fn a_subscription_left_after_composing_is_no_section_and_an_archived_case_no_item() {
    let test = TestNetwork::new().await;
    let bus = subscribe(&test, Frequency::Daily, search("bus")).await;
    subscribe(&test, Frequency::Daily, search("praxistage")).await;
    subscribe_as(&test, "andere", Frequency::Daily, search("bus")).await;
    let case = test.publish(complete_case("Ausbildungsbus im ländlichen Raum")).await;
    test.publish(complete_case("Praxistage an Oberschulen")).await;
    test.mails.refuse_with(Some((451, "please come back later")));
    test.pass(TimeDelta::days(1)).await;
    unsubscribe::unsubscribe(&test.network, bus.unsubscribe_token.reveal()).await.unwrap();
    let administrator = test.member(domain::Role::Administrator, None).await;
    usecases::archive_case::archive(&test.network, &administrator, case.id).await.unwrap();
    test.mails.refuse_with(None);
    test.pass(TimeDelta::hours(2)).await;
    let mails = digests(&test);
    assert_eq!(mails.len(), 1, "nothing is left of the other reader's");
    let body = flat(&mails[0]);
    assert!(body.contains("Praxistage") && !body.contains("bus"), "{body}");
}

#[tokio::test]
async fn a_subscription_that_cannot_be_read_keeps_no_other_back_and_is_told_everything_once_it_can() {
    let test = TestNetwork::new().await;
    subscribe(&test, Frequency::Daily, search("bus")).await;
    subscribe_as(&test, "andere", Frequency::Daily, search("praxistage")).await;
    let database = sea_orm::Database::connect(test.database_url()).await.unwrap();
    let spoil = "UPDATE subscription SET criteria = '?' || criteria WHERE criteria LIKE '%bus%'";
    let mend = "UPDATE subscription SET criteria = substr(criteria, 2) WHERE criteria LIKE '?%'";
    assert_eq!(database.execute_unprepared(spoil).await.unwrap().rows_affected(), 1);
    test.publish(complete_case("Ausbildungsbus im ländlichen Raum")).await;
    test.publish(complete_case("Praxistage an Oberschulen")).await;
    test.pass(TimeDelta::days(1)).await;
    let mails = digests(&test);
    assert!(mails.len() == 1 && flat(&mails[0]).contains("Praxistage"), "{mails:?}");
    assert_eq!(database.execute_unprepared(mend).await.unwrap().rows_affected(), 1);
    // Found to be late, and then due.
    test.pass(TimeDelta::hours(1)).await;
    test.pass(TimeDelta::minutes(1)).await;
    let mails = digests(&test);
    assert!(mails.len() == 2 && flat(&mails[1]).contains("Ausbildungsbus"), "{mails:?}");
}

#[tokio::test]
async fn a_digest_that_cannot_be_read_keeps_no_other_back_and_goes_once_it_can() {
    let test = TestNetwork::new().await;
    subscribe(&test, Frequency::Daily, search("bus")).await;
    subscribe_as(&test, "andere", Frequency::Daily, search("praxistage")).await;
    test.publish(complete_case("Ausbildungsbus im ländlichen Raum")).await;
    test.publish(complete_case("Praxistage an Oberschulen")).await;
    test.mails.refuse_with(Some((451, "please come back later")));
    test.pass(TimeDelta::days(1)).await;
    let database = sea_orm::Database::connect(test.database_url()).await.unwrap();
    let spoil = "UPDATE digest SET case_ids = '?' || case_ids WHERE id = (SELECT MIN(id) FROM digest WHERE delivery_id IS NOT NULL)";
    let mend = "UPDATE digest SET case_ids = substr(case_ids, 2) WHERE case_ids LIKE '?%'";
    assert_eq!(database.execute_unprepared(spoil).await.unwrap().rows_affected(), 1);
    test.mails.refuse_with(None);
    test.pass(TimeDelta::hours(2)).await;
    assert_eq!(digests(&test).len(), 1);
    assert_eq!(database.execute_unprepared(mend).await.unwrap().rows_affected(), 1);
    test.pass(TimeDelta::minutes(59)).await;
    assert_eq!(digests(&test).len(), 1, "it is not tried all the time");
    test.pass(TimeDelta::minutes(2)).await;
    assert_eq!(digests(&test).len(), 2);
}
