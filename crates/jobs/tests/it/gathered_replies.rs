//! Replies to somebody's own questions in their digests.

use crate::digests::{digests, flat};
use chrono::TimeDelta;
use domain::{
    Role, Viewer,
    digest_period::Frequency,
    ids::{ReplyId, RequestId},
    subscription::Criteria,
};
use mail::{Mail, MailKind};
use sea_orm::ConnectionTrait;
use test_network::{TestNetwork, complete_case};
use usecases::{
    NetworkRequest, Subscription, confirm_subscription, people,
    requests::{self, AskRequest, GatherRequest, ReplyRequest},
    subscribe::{self, SubscribeRequest},
    unsubscribe,
};

/// Somebody who asked, somebody who replies, and the question.
struct Asked {
    test: TestNetwork,
    asker: Viewer,
    replier: Viewer,
    request: NetworkRequest,
}

impl Asked {
    async fn new() -> Self {
        let test = TestNetwork::new().await;
        let asker = test.member(Role::Reader, Some("15084")).await;
        let replier = test.member(Role::Author, Some("15088")).await;
        let question = AskRequest { question: "Wer hat ein Elterncafé aufgebaut?".to_owned(), ..AskRequest::default() };
        let request = requests::ask(&test.network, &asker, question).await.unwrap();
        test.run_jobs().await;
        Self { test, asker, replier, request }
    }

    /// Replies are gathered from now on.
    async fn gathers(&self, frequency: Frequency) -> Subscription {
        let asked = self.asks_to_gather(frequency).await;
        confirm(&self.test).await;
        asked
    }

    async fn asks_to_gather(&self, frequency: Frequency) -> Subscription {
        let when = GatherRequest { frequency, weekday: None, hour: None };
        let asked = requests::gather(&self.test.network, &self.asker, when).await.unwrap();
        self.test.run_jobs().await;
        asked
    }

    async fn replies(&self, by: &Viewer, body: &str) -> ReplyId {
        self.replies_to(self.request.id, by, body).await
    }

    async fn replies_to(&self, request: RequestId, by: &Viewer, body: &str) -> ReplyId {
        let reply = ReplyRequest { body: body.to_owned(), ..ReplyRequest::default() };
        let replied = requests::reply(&self.test.network, by, request, reply).await.unwrap();
        self.test.run_jobs().await;
        replied.id
    }

    /// How many digests and how many mails of one reply each left.
    fn told(&self) -> (usize, usize) {
        (digests(&self.test).len(), self.singly().len())
    }

    fn singly(&self) -> Vec<Mail> {
        self.test.sent().into_iter().filter(|mail| mail.kind == MailKind::RequestReply).collect()
    }
}

/// Confirms what was asked for last.
async fn confirm(test: &TestNetwork) {
    let mail = test.sent().into_iter().rfind(|mail| mail.kind == MailKind::Confirmation).unwrap();
    let token = mail.text.split("token=").nth(1).unwrap().split_whitespace().next().unwrap().to_owned();
    confirm_subscription::confirm(&test.network, &token).await.unwrap();
}

#[tokio::test]
async fn replies_are_gathered_into_one_mail_and_each_is_told_once() {
    let asked = Asked::new().await;
    asked.gathers(Frequency::Daily).await;
    asked.replies(&asked.replier, "Wir, seit 2024.").await;
    asked.replies(&asked.asker, "Danke!").await;
    asked.replies(&asked.replier, "Gern auch am Telefon.").await;
    assert_eq!(asked.told(), (0, 0), "the day has not ended");
    asked.test.pass(TimeDelta::days(1)).await;
    assert_eq!(asked.told(), (1, 0));
    let mail = &digests(&asked.test)[0];
    assert_eq!(mail.to.reveal(), "reader-15084@example.org");
    assert_eq!(mail.subject, "2 Antworten auf Ihre Fragen: Wer hat ein Elterncafé aufgebaut? …");
    let text = flat(mail);
    for part in ["Wir, seit 2024.", "Gern auch am Telefon.", "Saalekreis · geantwortet am", &format!("/fragen/{}", asked.request.id)] {
        assert!(text.contains(part), "{part}: {text}");
    }
    assert!(!text.contains("Danke!"), "{text}");
    asked.replies(&asked.replier, "Noch etwas.").await;
    asked.test.pass(TimeDelta::days(1)).await;
    assert_eq!(asked.told(), (2, 0));
    let second = flat(&digests(&asked.test)[1]);
    assert!(second.contains("Noch etwas.") && !second.contains("seit 2024"), "{second}");
    asked.test.pass(TimeDelta::days(5)).await;
    assert_eq!(asked.told(), (2, 0), "nothing new, no mail");
}

#[tokio::test]
async fn before_it_is_confirmed_each_reply_is_told_at_once() {
    let asked = Asked::new().await;
    asked.asks_to_gather(Frequency::Weekly).await;
    asked.replies(&asked.replier, "Wir, seit 2024.").await;
    assert_eq!(asked.told(), (0, 1));
    confirm(&asked.test).await;
    asked.replies(&asked.replier, "Gern auch am Telefon.").await;
    assert_eq!(asked.told(), (0, 1));
    asked.test.pass(TimeDelta::days(7)).await;
    assert_eq!(asked.told(), (1, 1));
    assert!(!digests(&asked.test)[0].text.contains("seit 2024"), "it was told before");
}

#[tokio::test]
async fn what_waits_when_it_is_ended_is_told_at_once() {
    let asked = Asked::new().await;
    let subscription = asked.gathers(Frequency::Weekly).await;
    asked.replies(&asked.replier, "Wir, seit 2024.").await;
    unsubscribe::unsubscribe(&asked.test.network, subscription.unsubscribe_token.reveal()).await.unwrap();
    asked.test.pass(TimeDelta::seconds(2)).await;
    assert_eq!(asked.told(), (0, 1));
    asked.replies(&asked.replier, "Gern auch am Telefon.").await;
    assert_eq!(asked.told(), (0, 2));
    asked.test.pass(TimeDelta::days(8)).await;
    assert_eq!(asked.told(), (0, 2));
}

#[tokio::test]
async fn what_waits_of_several_questions_is_told_with_the_question_of_each_and_never_what_one_said_oneself() {
    let asked = Asked::new().await;
    let subscription = asked.gathers(Frequency::Weekly).await;
    let question = AskRequest { question: "Wer hat Lesepaten gewonnen?".to_owned(), ..AskRequest::default() };
    let other = requests::ask(&asked.test.network, &asked.asker, question).await.unwrap().id;
    for (request, by, body) in [
        (asked.request.id, &asked.replier, "Wir, seit 2024."),
        (other, &asked.replier, "Zwanzig."),
        (other, &asked.asker, "Danke!"),
        (asked.request.id, &asked.replier, "Gern auch am Telefon."),
    ] {
        asked.replies_to(request, by, body).await;
    }
    unsubscribe::unsubscribe(&asked.test.network, subscription.unsubscribe_token.reveal()).await.unwrap();
    asked.test.pass(TimeDelta::seconds(2)).await;
    assert_eq!(asked.told(), (0, 3));
    let of = |words: [&str; 2]| asked.singly().iter().filter(|mail| words.iter().all(|word| mail.text.contains(word))).count();
    let found = [["Elterncafé", "seit 2024"], ["Elterncafé", "am Telefon"], ["Lesepaten", "Zwanzig"]].map(of);
    assert_eq!(found, [1, 1, 1]);
}

#[tokio::test]
async fn what_a_digest_was_to_tell_whose_subscription_ended_before_it_left_is_told_by_a_mail_of_its_own_once() {
    let asked = Asked::new().await;
    let subscription = asked.gathers(Frequency::Daily).await;
    asked.replies(&asked.replier, "Wir, seit 2024.").await;
    asked.test.mails.refuse_with(Some((451, "please come back later")));
    asked.test.pass(TimeDelta::days(1)).await;
    unsubscribe::unsubscribe(&asked.test.network, subscription.unsubscribe_token.reveal()).await.unwrap();
    asked.test.mails.refuse_with(None);
    asked.test.pass(TimeDelta::hours(2)).await;
    asked.test.pass(TimeDelta::seconds(2)).await;
    assert_eq!(asked.told(), (0, 1));
    assert!(asked.singly()[0].text.contains("Wir, seit 2024."));
    asked.test.pass(TimeDelta::days(2)).await;
    assert_eq!(asked.told(), (0, 1));
}

#[tokio::test]
async fn what_is_due_with_new_cases_is_one_mail_and_two_workers_write_it_once() {
    let asked = Asked::new().await;
    asked.gathers(Frequency::Daily).await;
    let email = "reader-15084@example.org".to_owned();
    let request = SubscribeRequest { email, criteria: Criteria::default(), frequency: Frequency::Daily, weekday: None, hour: None };
    subscribe::subscribe(&asked.test.network, &asked.asker, request).await.unwrap();
    asked.test.run_jobs().await;
    confirm(&asked.test).await;
    asked.test.publish(complete_case("Ausbildungsbus im ländlichen Raum")).await;
    asked.replies(&asked.replier, "Wir, seit 2024.").await;
    asked.test.clock.advance(TimeDelta::days(1));
    tokio::join!(asked.test.run_jobs(), asked.test.run_jobs(), asked.test.run_jobs());
    asked.test.run_jobs().await;
    assert_eq!(asked.told(), (1, 0));
    let text = flat(&digests(&asked.test)[0]);
    assert!(text.contains("1 neues Praxisbeispiel und 1 Antwort auf Ihre Fragen"), "{text}");
    assert!(text.contains("Wir, seit 2024.") && text.contains("Ausbildungsbus im ländlichen Raum"), "{text}");
    assert_eq!(text.matches("Dieses Abo").count(), 2, "a section each: {text}");
}

#[tokio::test]
async fn a_case_that_cannot_be_read_holds_up_no_replies() {
    let asked = Asked::new().await;
    asked.gathers(Frequency::Daily).await;
    asked.replies(&asked.replier, "Wir, seit 2024.").await;
    asked.test.publish(complete_case("Fall mit Schaden")).await;
    let database = sea_orm::Database::connect(asked.test.database_url()).await.unwrap();
    let spoil = "UPDATE case_revision SET content = '?' || content WHERE content LIKE '%Fall mit Schaden%'";
    assert!(database.execute_unprepared(spoil).await.unwrap().rows_affected() > 0);
    asked.test.pass(TimeDelta::days(1)).await;
    assert_eq!(asked.told(), (1, 0));
}

#[tokio::test]
async fn a_reply_that_cannot_be_read_keeps_no_other_s_back_and_is_told_once_it_can() {
    let mut asked = Asked::new().await;
    let first = asked.gathers(Frequency::Weekly).await;
    asked.replies(&asked.replier, "Wir, seit 2024.").await;
    asked.asker = asked.test.member(Role::Reader, Some("16051")).await;
    let question = AskRequest { question: "Wer hat eine Vorlesestunde?".to_owned(), ..AskRequest::default() };
    asked.request = requests::ask(&asked.test.network, &asked.asker, question).await.unwrap();
    let second = asked.gathers(Frequency::Weekly).await;
    asked.replies(&asked.replier, "In der Bibliothek.").await;
    let database = sea_orm::Database::connect(asked.test.database_url()).await.unwrap();
    let spoil = "UPDATE request_reply SET author_role = '?' || author_role WHERE body LIKE 'Wir%'";
    let mend = "UPDATE request_reply SET author_role = substr(author_role, 2) WHERE body LIKE 'Wir%'";
    assert_eq!(database.execute_unprepared(spoil).await.unwrap().rows_affected(), 1);
    for subscription in [first, second] {
        unsubscribe::unsubscribe(&asked.test.network, subscription.unsubscribe_token.reveal()).await.unwrap();
    }
    asked.test.pass(TimeDelta::seconds(2)).await;
    let to = |asked: &Asked| asked.singly().iter().map(|mail| mail.to.reveal().to_owned()).collect::<Vec<_>>();
    assert_eq!(to(&asked), ["reader-16051@example.org"]);
    assert_eq!(database.execute_unprepared(mend).await.unwrap().rows_affected(), 1);
    asked.test.pass(TimeDelta::minutes(2)).await;
    assert_eq!(to(&asked), ["reader-16051@example.org", "reader-15084@example.org"]);
}

#[tokio::test]
async fn what_is_erased_before_the_mail_leaves_and_what_is_for_nobody_is_not_told() {
    for erases in [true, false] {
        let asked = Asked::new().await;
        asked.gathers(Frequency::Daily).await;
        asked.replies(&asked.replier, "Wir, seit 2024.").await;
        asked.test.mails.refuse_with(Some((451, "please come back later")));
        asked.test.pass(TimeDelta::days(1)).await;
        if erases {
            requests::erase(&asked.test.network, &asked.asker, asked.request.id).await.unwrap();
        } else {
            let administrator = asked.test.member(Role::Administrator, None).await;
            people::disable(&asked.test.network, &administrator, asked.asker.member().unwrap().account).await.unwrap();
        }
        asked.test.mails.refuse_with(None);
        asked.test.pass(TimeDelta::hours(2)).await;
        asked.test.pass(TimeDelta::days(1)).await;
        assert_eq!(asked.told(), (0, 0), "erased: {erases}");
    }
}

#[tokio::test]
async fn what_is_confirmed_last_gathers_alone() {
    let asked = Asked::new().await;
    asked.gathers(Frequency::Weekly).await;
    asked.replies(&asked.replier, "Wir, seit 2024.").await;
    let second = asked.gathers(Frequency::Daily).await;
    let own = asked.test.network.store.subscriptions_of_reader(second.reader).await.unwrap();
    let gathering: Vec<_> = own.iter().filter(|one| one.gathers_replies()).map(|one| one.id).collect();
    assert_eq!((own.len(), gathering), (2, vec![second.id]));
    asked.test.pass(TimeDelta::seconds(2)).await;
    assert_eq!(asked.told(), (0, 1), "what waited for the digest of the first one");
    asked.replies(&asked.replier, "Gern auch am Telefon.").await;
    assert_eq!(asked.told(), (0, 1));
    asked.test.pass(TimeDelta::days(1)).await;
    assert_eq!(asked.told(), (1, 1));
    unsubscribe::unsubscribe(&asked.test.network, second.unsubscribe_token.reveal()).await.unwrap();
    asked.replies(&asked.replier, "Noch etwas.").await;
    assert_eq!(asked.told(), (1, 2), "none gathers any more");
}

#[tokio::test]
async fn a_dry_run_counts_gathered_replies_and_shows_none() {
    let asked = Asked::new().await;
    asked.gathers(Frequency::Daily).await;
    let (from, until) = (asked.test.now() - TimeDelta::days(1), asked.test.now() + TimeDelta::days(1));
    let before = jobs::preview_digests(&asked.test.network, from, until, None).await.unwrap();
    assert_eq!((before.readers, before.mails, before.sections, before.empty), (1, 0, 0, 1), "{before:?}");
    asked.replies(&asked.replier, "Wir, seit 2024.").await;
    asked.test.publish(complete_case("Ausbildungsbus im ländlichen Raum")).await;
    let preview = jobs::preview_digests(&asked.test.network, from, until, None).await.unwrap();
    assert_eq!((preview.readers, preview.mails, preview.sections, preview.empty), (1, 1, 1, 0), "{preview:?}");
    assert_eq!((preview.wishes[0].about.as_str(), preview.wishes[0].cases), ("Antworten auf Ihre Fragen", 0));
    assert_eq!((preview.recipients[0].sections, preview.recipients[0].cases), (1, 0));
    assert!(preview.example.is_none(), "{preview:?}");
}
