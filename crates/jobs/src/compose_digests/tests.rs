//! What only shows between two chunks of one run.

use super::*;
use chrono::TimeDelta;
use domain::{CaseContent, CaseFilter, Viewer, digest_period::Frequency, subscription::Criteria, vocabulary::LifePhase};
use sea_orm::ConnectionTrait;
use test_network::{Stand, TestNetwork, complete_case};
use usecases::{
    Subscription, confirm_subscription,
    subscribe::{self, SubscribeRequest},
};

/// A confirmed subscription that is told at once of what has these words.
async fn subscribed(test: &TestNetwork, name: &str, words: &str) -> Subscription {
    subscribed_to(test, name, Criteria { text: words.to_owned(), ..Criteria::default() }).await
}

/// The same, told at once of what fits this.
async fn subscribed_to(test: &TestNetwork, name: &str, criteria: Criteria) -> Subscription {
    let email = format!("{name}@kreis.example.org");
    let request = SubscribeRequest { email, criteria, frequency: Frequency::Immediate, weekday: None, hour: None };
    let subscription = subscribe::subscribe(&test.network, &Viewer::Public, request).await.unwrap();
    test.run_jobs().await;
    let mail = test.sent().pop().unwrap();
    let token = mail.text.split("token=").nth(1).unwrap().split_whitespace().next().unwrap();
    confirm_subscription::confirm(&test.network, token).await.unwrap();
    subscription
}

/// The texts of all digests' mails, without their line breaks.
fn digests(test: &TestNetwork) -> Vec<String> {
    let digests = test.sent().into_iter().filter(|mail| mail.kind == MailKind::Digest);
    digests.map(|mail| mail.text.split_whitespace().collect::<Vec<_>>().join(" ")).collect()
}

#[tokio::test]
async fn a_mark_that_is_set_back_between_two_chunks_is_known_to_the_second() {
    const AHEAD: &str = "Fall mit falscher Uhr";
    const NEW: &str = "Fall vom selben Tag";
    let test = TestNetwork::new().await;
    let right = test.now() + TimeDelta::minutes(10);
    let first = subscribed(&test, "erste", "fahrradkeller").await;
    let second = subscribed(&test, "zweite", "").await;

    // The clock of this machine is more and more ahead.
    test.clock.advance(TimeDelta::minutes(16));
    test.publish(complete_case(AHEAD)).await;
    test.pass(TimeDelta::minutes(15)).await;
    assert_eq!(digests(&test).len(), 1);
    test.clock.advance(TimeDelta::minutes(9));
    test.publish(complete_case(NEW)).await;
    test.clock.advance(TimeDelta::minutes(6));
    let wrong = test.now();
    // Who was told least is in the first chunk, so that the run looks through all the time in question at once, before anything is set back.
    let mut transaction = test.network.store.begin().await.unwrap();
    transaction.move_marks(&[(first.id, right - TimeDelta::minutes(10))]).await.unwrap();
    transaction.set_reader_due(first.reader, Some(right)).await.unwrap();
    transaction.commit().await.unwrap();

    let mut run = Run::begin(&test.network);
    assert!(run.compose(1).await.unwrap());
    // A machine whose clock is right sets back the mark of a reader whom the run has not come to.
    test.clock.set(right);
    assert_eq!(recover_digests::run(&test.network).await, Outcome::Done);
    let mark = test.network.store.subscription(second.id).await.unwrap().unwrap().covered_until;
    assert_eq!(mark, Some(right));
    while run.compose(1).await.unwrap() {}
    assert_eq!(run.looks, 1, "the run found out once what is new");

    test.clock.set(wrong);
    test.run_jobs().await;
    let mails = digests(&test);
    assert_eq!(mails.len(), 2, "{mails:?}");
    assert!(mails[0].contains(AHEAD) && !mails[0].contains(NEW), "{}", mails[0]);
    assert!(mails[1].contains(NEW) && !mails[1].contains(AHEAD), "{}", mails[1]);
}

/// As a publication that began a minute after this moment, and was long in committing.
async fn publish_late(test: &TestNetwork, began: DateTime<Utc>, title: &str) {
    let now = test.now();
    test.clock.set(began + TimeDelta::minutes(1));
    let content = complete_case(title);
    test.place(content.clone(), content, None, Stand::Published).await;
    test.clock.set(now);
}

#[tokio::test]
async fn what_is_committed_only_after_the_look_is_told_with_its_period() {
    let test = TestNetwork::new().await;
    let began = test.now();
    subscribed(&test, "erste", "").await;
    test.clock.advance(TimeDelta::minutes(16));
    let mut run = Run::begin(&test.network);
    assert!(!run.compose(0).await.unwrap(), "it has looked, and composed for nobody");
    publish_late(&test, began, "Fall mit langem Atem").await;
    while run.compose(1).await.unwrap() {}
    assert_eq!(run.looks, 2, "once more for what came to light");
    test.run_jobs().await;
    let mails = digests(&test);
    assert!(mails.len() == 1 && mails[0].contains("Fall mit langem Atem"), "{mails:?}");
}

#[tokio::test]
async fn what_comes_late_is_told_also_where_as_much_was_archived_meanwhile() {
    let test = TestNetwork::new().await;
    let began = test.now();
    subscribed(&test, "erste", "").await;
    let archived = test.publish(complete_case("Fall, der nicht bleibt")).await;
    test.clock.advance(TimeDelta::minutes(16));
    let mut run = Run::begin(&test.network);
    assert!(!run.compose(0).await.unwrap(), "it has looked, and composed for nobody");
    let mut transaction = test.network.store.begin().await.unwrap();
    transaction.archive(archived.id, test.now()).await.unwrap();
    transaction.commit().await.unwrap();
    publish_late(&test, began, "Fall mit langem Atem").await;
    while run.compose(1).await.unwrap() {}
    assert_eq!(run.looks, 2, "as many, but not the same");
    test.run_jobs().await;
    let mails = digests(&test);
    assert!(mails.len() == 1 && mails[0].contains("Fall mit langem Atem"), "{mails:?}");
}

/// Makes what is published with this word in its text unreadable, as to an earlier version of this program, or readable again.
async fn change_texts(test: &TestNetwork, word: &str, content: &str) {
    let database = sea_orm::Database::connect(test.database_url()).await.unwrap();
    let change = format!("UPDATE case_revision SET content = {content} WHERE content LIKE '%{word}%'");
    assert!(database.execute_unprepared(&change).await.unwrap().rows_affected() > 0);
    database.close().await.unwrap();
}

#[tokio::test]
async fn a_case_that_cannot_be_read_holds_up_the_digests_that_it_may_belong_into_and_no_others() {
    let test = TestNetwork::new().await;
    let adults = CaseFilter { life_phases: vec![LifePhase::Adulthood], ..CaseFilter::default() };
    let elsewhere = Criteria { filter: adults, ..Criteria::default() };
    let waiting = subscribed(&test, "wartet", "").await;
    subscribed_to(&test, "anderes", elsewhere.clone()).await;
    // One reader with both: what is not concerned is told to them as well.
    subscribed(&test, "beides", "").await;
    subscribed_to(&test, "beides", elsewhere).await;
    let damaged = test.publish(complete_case("Fall mit Schaden")).await;
    test.clock.advance(TimeDelta::minutes(1));
    subscribed(&test, "danach", "").await;
    let phases = vec![LifePhase::LowerSecondary, LifePhase::Adulthood];
    test.publish(CaseContent { life_phases: phases, ..complete_case("Fall ohne Fehler") }).await;
    change_texts(&test, "Fall mit Schaden", "'?' || content").await;

    test.pass(TimeDelta::minutes(16)).await;
    let to = |mails: &[mail::Mail]| {
        let digests = mails.iter().filter(|mail| mail.kind == MailKind::Digest);
        let mut names: Vec<_> = digests.map(|mail| mail.to.reveal().split('@').next().unwrap().to_owned()).collect();
        names.sort_unstable();
        names
    };
    assert_eq!(to(&test.sent()), ["anderes", "beides", "danach"]);
    assert!(digests(&test).iter().all(|mail| mail.contains("Fall ohne Fehler") && !mail.contains("Fall mit Schaden")));
    let mark = test.network.store.subscription(waiting.id).await.unwrap().unwrap().covered_until;
    assert!(mark < damaged.first_published_at.map(|at| at + TimeDelta::seconds(1)), "it has been told of nothing: {mark:?}");

    change_texts(&test, "Fall mit Schaden", "substr(content, 2)").await;
    test.pass(TimeDelta::minutes(61)).await;
    let sent = test.sent();
    assert_eq!(to(&sent), ["anderes", "beides", "beides", "danach", "wartet"]);
    let late = digests(&test).split_off(3);
    assert!(late.iter().all(|mail| mail.contains("Fall mit Schaden") && mail.contains("Fall ohne Fehler")), "{late:?}");
}
