//! What a domain gets at once and in a minute, and that nobody else waits for it.

use crate::{
    faults::ask_for_a_mail,
    sending::{post_many, post_many_to},
};
use async_trait::async_trait;
use jobs::{SendingPolicy, Worker, WorkerOptions};
use mail::{Mail, MailTransport, Receipt, SendError, Threshold};
use std::{
    sync::{Arc, Mutex},
    time::Duration,
};
use test_network::TestNetwork;

#[tokio::test]
async fn a_domain_gets_no_more_mails_at_once_than_allowed_and_others_do_not_wait() {
    let test = TestNetwork::new().await;
    ask_for_a_mail(&test).await;
    test.run_jobs().await;
    post_many(&test, 40).await;
    let crowd = Arc::new(Crowd::default());
    let options = WorkerOptions { name: "careful".into(), poll: Duration::from_millis(10), longest_backoff: Duration::from_mins(1) };
    let policy = SendingPolicy { at_once_per_domain: Some(3), ..SendingPolicy::default() };
    let worker = Worker::new(test.network.clone(), crowd.clone(), options).allowed(policy);
    assert_eq!(worker.run_some().await.unwrap(), 40);
    assert_eq!(*crowd.most.lock().unwrap(), 3);
}

#[tokio::test]
async fn many_that_wait_for_their_domain_s_limit_keep_no_mail_to_others_waiting() {
    let test = TestNetwork::new().await;
    ask_for_a_mail(&test).await;
    test.run_jobs().await;
    // More than a round holds at once, and earlier.
    post_many_to(&test, 1000, &"leser@viele.example.org".parse().unwrap()).await;
    post_many_to(&test, 5, &"leserin@andere.example.org".parse().unwrap()).await;
    let options = WorkerOptions { name: "careful".into(), poll: Duration::from_millis(10), longest_backoff: Duration::from_mins(1) };
    let policy = SendingPolicy { per_minute_per_domain: Some(60), ..SendingPolicy::default() };
    let worker = Worker::new(test.network.clone(), test.mails.clone(), options).allowed(policy);
    let working = tokio::spawn(async move { worker.run_some().await });
    let to_others = || test.sent().iter().filter(|mail| mail.to.domain() == "andere.example.org").count();
    let arrived = async {
        while to_others() < 3 {
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
    };
    tokio::time::timeout(Duration::from_secs(20), arrived).await.expect("mails to another domain do not wait for this one's limit");
    working.abort();
    let to_many = test.sent().iter().filter(|mail| mail.to.domain() == "viele.example.org").count();
    assert!((1..=25).contains(&to_many), "{to_many}: one a second");
}

/// A mail server that counts how many mails it is given at once.
#[derive(Default)]
struct Crowd {
    now: Mutex<usize>,
    most: Mutex<usize>,
}

#[async_trait]
impl MailTransport for Crowd {
    async fn hand_over(&self, _mail: &Mail, _threshold: &dyn Threshold) -> Result<Receipt, SendError> {
        {
            let mut now = self.now.lock().unwrap();
            *now += 1;
            let mut most = self.most.lock().unwrap();
            *most = (*most).max(*now);
        }
        tokio::time::sleep(Duration::from_millis(5)).await;
        *self.now.lock().unwrap() -= 1;
        Ok(Receipt { reply: "250 counted".into() })
    }

    async fn ready(&self) -> Result<(), SendError> {
        Ok(())
    }

    fn name(&self) -> &'static str {
        "crowd"
    }
}
