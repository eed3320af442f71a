//! Servers that say at the handing over that there is no such mailbox.

use crate::{faults::ask_for_a_mail, sending::post_many_to};
use async_trait::async_trait;
use chrono::TimeDelta;
use domain::EmailAddress;
use jobs::{Worker, WorkerOptions};
use mail::{Mail, MailTransport, Receipt, SendError, Threshold};
use std::{
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    time::Duration,
};
use storage::Suppression;
use test_network::TestNetwork;
use tokio::sync::Notify;

/// A mail server that knows no mailbox. Whoever asks first waits for the answer.
#[derive(Default)]
struct NoMailbox {
    was_asked: AtomicBool,
    asked: Notify,
    answers: Notify,
}

#[async_trait]
impl MailTransport for NoMailbox {
    async fn hand_over(&self, _mail: &Mail, _threshold: &dyn Threshold) -> Result<Receipt, SendError> {
        if !self.was_asked.swap(true, Ordering::Relaxed) {
            self.asked.notify_one();
            self.answers.notified().await;
        }
        Err(SendError::Permanent { code: 550, reply: "5.1.1 no such mailbox".into() })
    }

    async fn ready(&self) -> Result<(), SendError> {
        Ok(())
    }

    fn name(&self) -> &'static str {
        "no mailbox"
    }
}

fn reader() -> EmailAddress {
    "lesen@kreis.example.org".parse().unwrap()
}

async fn known(test: &TestNetwork) -> Option<Suppression> {
    test.network.store.suppression_of(&reader()).await.unwrap()
}

#[tokio::test]
async fn a_mail_counts_once_against_its_address_however_many_senders_it_is_refused_to() {
    let test = TestNetwork::new().await;
    ask_for_a_mail(&test).await;
    let server = Arc::new(NoMailbox::default());
    let worker = |name: &str| {
        let options = WorkerOptions { name: name.into(), poll: Duration::from_millis(10), longest_backoff: Duration::from_mins(1) };
        Worker::new(test.network.clone(), server.clone(), options)
    };
    let slow = worker("slow");
    let waiting = tokio::spawn(async move { slow.run_some().await });
    server.asked.notified().await;
    // Its claim ends while it waits for the answer, as that of a process which is on the point of dying.
    test.clock.advance(TimeDelta::seconds(16));
    worker("other").run_some().await.unwrap();
    let counted = known(&test).await.unwrap();
    assert_eq!((counted.bounces, counted.suppressed_at), (1, None));
    server.answers.notify_one();
    waiting.await.unwrap().unwrap();
    assert_eq!(known(&test).await, Some(counted), "the mail is the other's, and has been counted");
    let failed = test.network.store.failed_deliveries(9).await.unwrap();
    assert_eq!(failed.iter().map(|mail| mail.attempts).collect::<Vec<_>>(), [1]);
}

#[tokio::test]
async fn two_mails_that_are_refused_at_the_handing_over_suppress_the_address() {
    let test = TestNetwork::new().await;
    ask_for_a_mail(&test).await;
    test.run_jobs().await;
    test.mails.refuse_with(Some((550, "5.1.1 no such mailbox")));
    for bounces in 1..=2 {
        post_many_to(&test, 1, &reader()).await;
        test.run_jobs().await;
        let counted = known(&test).await.unwrap();
        assert_eq!((counted.bounces, counted.suppressed_at.is_some()), (bounces, bounces == 2));
    }
    let failed = test.network.store.failed_deliveries(9).await.unwrap();
    assert!(failed.len() == 2 && failed.iter().all(|mail| mail.attempts == 1), "{failed:?}");
    post_many_to(&test, 1, &reader()).await;
    test.run_jobs().await;
    assert_eq!(test.mails.attempts().len(), 3, "the one that arrived and the two that did not");
}
