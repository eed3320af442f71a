//! The sender: many mails, lost answers, workers that die.

use crate::faults::ask_for_a_mail;
use async_trait::async_trait;
use chrono::TimeDelta;
use domain::{EmailAddress, ids::DeliveryId};
use jobs::{Worker, WorkerOptions};
use mail::{Mail, MailKind, MailTransport, Receipt, SendError, Threshold};
use std::{collections::HashSet, sync::Arc, time::Duration};
use storage::{Delivery, DeliveryState};
use test_network::TestNetwork;
use usecases::deliver;

/// Puts many mails on their way, each a copy of one that was written by a use case.
pub(crate) async fn post_many(test: &TestNetwork, count: usize) {
    let to = test.sent().pop().unwrap().to;
    post_many_to(test, count, &to).await;
}

pub(crate) async fn post_many_to(test: &TestNetwork, count: usize, to: &EmailAddress) {
    let mail = test.sent().pop().unwrap();
    let mut transaction = test.network.store.begin().await.unwrap();
    let now = test.now();
    let mut deliveries = Vec::new();
    for _ in 0..count {
        let id = DeliveryId(test.network.ids.next());
        let message_id = test.network.settings.message_id(MailKind::Digest, id.0);
        let mail = Mail { message_id, kind: MailKind::Digest, to: to.clone(), ..mail.clone() };
        deliveries.push((id, mail));
    }
    let outgoing: Vec<_> = deliveries.iter().map(|(id, mail)| (*id, deliver::Outgoing::Written(mail))).collect();
    deliver::post_all(&mut transaction, &outgoing, now).await.unwrap();
    transaction.commit().await.unwrap();
}

/// The identities of the mails that were sent, in the order in which they went out.
pub(crate) fn message_ids(test: &TestNetwork) -> Vec<String> {
    test.sent().into_iter().map(|mail| mail.message_id).collect()
}

#[tokio::test]
async fn a_mail_whose_answer_was_lost_is_sent_once_more_and_only_once() {
    let test = TestNetwork::new().await;
    test.mails.lose_answers(1);
    ask_for_a_mail(&test).await;
    test.pass(TimeDelta::minutes(2)).await;
    test.pass(TimeDelta::minutes(2)).await;
    let ids = message_ids(&test);
    assert!(ids.len() == 2 && ids[0] == ids[1], "{ids:?}");
    assert_eq!(test.network.store.open_deliveries().await.unwrap().oldest, None);

    test.mails.lose_answers(9);
    ask_for_a_mail(&test).await;
    for _ in 0..5 {
        test.pass(TimeDelta::minutes(2)).await;
    }
    assert_eq!(message_ids(&test).len(), 4, "twice lost, never sent again");
    assert_eq!(test.network.store.open_deliveries().await.unwrap().oldest, None);
}

#[tokio::test]
async fn many_mails_go_out_once_each_and_those_that_somebody_waits_for_first() {
    let test = TestNetwork::new().await;
    ask_for_a_mail(&test).await;
    test.run_jobs().await;
    post_many(&test, 1200).await;
    ask_for_a_mail(&test).await;
    test.run_jobs().await;
    let ids: Vec<_> = message_ids(&test).split_off(1);
    assert_eq!((ids.len(), ids.iter().collect::<HashSet<_>>().len()), (1201, 1201));
    let urgent = ids.iter().position(|id| id.starts_with("<confirmation.")).unwrap();
    assert!(urgent < 16, "{urgent}");
    assert_eq!(test.network.store.open_deliveries().await.unwrap().oldest, None);
}

#[tokio::test]
async fn a_mail_that_cannot_be_read_is_given_up_and_the_others_go() {
    let test = TestNetwork::new().await;
    let broken = Delivery {
        id: DeliveryId(test.network.ids.next()),
        kind: "review".into(),
        recipient: "lesen@kreis.example.org".parse().unwrap(),
        message_id: "<1@example.org>".into(),
        mail_json: "{".into(),
        state: DeliveryState::Queued,
        bulk: false,
        attempts: 0,
        uncertain: 0,
        due_at: Some(test.now()),
        last_attempt_at: None,
        last_reply: None,
        skip_reason: None,
        created_at: test.now(),
        sent_at: None,
    };
    let mut transaction = test.network.store.begin().await.unwrap();
    transaction.insert_delivery(&broken).await.unwrap();
    transaction.commit().await.unwrap();
    ask_for_a_mail(&test).await;
    test.run_jobs().await;
    assert_eq!(test.sent().len(), 1);
    assert_eq!(test.network.store.failed_deliveries(9).await.unwrap().len(), 1);
}

/// A mail server that says nothing, before or after it was told the content.
struct Silent {
    after_content: bool,
    asked: tokio::sync::Notify,
}

#[async_trait]
impl MailTransport for Silent {
    async fn hand_over(&self, _mail: &Mail, threshold: &dyn Threshold) -> Result<Receipt, SendError> {
        if self.after_content {
            assert!(threshold.pass().await);
        }
        self.asked.notify_one();
        std::future::pending().await
    }

    async fn ready(&self) -> Result<(), SendError> {
        Ok(())
    }

    fn name(&self) -> &'static str {
        "silent"
    }
}

#[tokio::test]
async fn what_a_worker_that_died_was_sending_is_uncertain_and_what_it_only_held_is_not() {
    for after_content in [false, true] {
        let test = TestNetwork::new().await;
        ask_for_a_mail(&test).await;
        let silent = Arc::new(Silent { after_content, asked: tokio::sync::Notify::new() });
        let options = WorkerOptions { name: "dies".into(), poll: Duration::from_millis(10), longest_backoff: Duration::from_mins(1) };
        let worker = Arc::new(Worker::new(test.network.clone(), silent.clone(), options));
        let dying = tokio::spawn({
            let worker = worker.clone();
            async move { worker.run_some().await }
        });
        silent.asked.notified().await;
        dying.abort();
        assert!(dying.await.unwrap_err().is_cancelled());
        test.pass(TimeDelta::seconds(14)).await;
        assert_eq!(test.sent().len(), 0, "its claim holds");
        test.pass(TimeDelta::seconds(2)).await;
        assert_eq!(test.sent().len(), 1);
        let uncertain = uncertain(&test).await;
        assert_eq!(uncertain, i32::from(after_content));
    }
}

async fn uncertain(test: &TestNetwork) -> i32 {
    let mail = test.sent().pop().unwrap();
    let id = mail.message_id.trim_start_matches("<confirmation.").split('@').next().unwrap().parse().unwrap();
    let delivery = test.network.store.delivery(DeliveryId(id)).await.unwrap().unwrap();
    assert_eq!(delivery.state, DeliveryState::Sent);
    delivery.uncertain
}

#[tokio::test]
async fn two_workers_at_once_send_every_mail_once() {
    let test = TestNetwork::new().await;
    ask_for_a_mail(&test).await;
    test.run_jobs().await;
    post_many(&test, 1000).await;
    let worker = |name: &str| {
        let options = WorkerOptions { name: name.into(), poll: Duration::from_millis(10), longest_backoff: Duration::from_mins(1) };
        Worker::new(test.network.clone(), test.mails.clone(), options)
    };
    let (one, two) = (worker("one"), worker("two"));
    let (first, second) = tokio::join!(one.run_some(), two.run_some());
    assert_eq!(first.unwrap() + second.unwrap(), 1000);
    let ids = message_ids(&test);
    assert_eq!((ids.len(), ids.iter().collect::<HashSet<_>>().len()), (1001, 1001));
}
