//! What was written down while the clock was ahead does not wait until then.

use crate::faults::ask_for_a_mail;
use chrono::TimeDelta;
use domain::Job;
use mail::MailKind;
use storage::OpenDeliveries;
use test_network::{TestNetwork, complete_case};

#[tokio::test]
async fn mails_and_jobs_of_a_clock_that_was_ahead_are_done_once_it_is_right() {
    let test = TestNetwork::new().await;
    let right = test.now();
    test.clock.advance(TimeDelta::days(30));
    test.mails.refuse_with(Some((451, "4.7.1 come back later")));
    ask_for_a_mail(&test).await;
    test.run_jobs().await;
    test.mails.refuse_with(None);
    let case = test.publish_without_jobs(complete_case("Ausbildungsbus im ländlichen Raum")).await;
    let indexing = [Job::IndexCase { case: case.id }.kind()];
    let open = async || test.network.store.open_jobs(&indexing, right + TimeDelta::days(60)).await.unwrap();
    assert_eq!((test.network.store.open_deliveries().await.unwrap().deferred, open().await), (1, 1));

    test.clock.set(right);
    test.run_jobs().await;
    assert_eq!((test.network.store.open_deliveries().await.unwrap(), open().await), (OpenDeliveries::default(), 0));
    assert!(test.sent().iter().any(|mail| mail.kind == MailKind::Confirmation));
}

#[tokio::test]
async fn a_mail_that_a_server_has_put_off_waits_for_its_time() {
    let test = TestNetwork::new().await;
    test.mails.refuse_with(Some((550, "5.7.1 blocked")));
    ask_for_a_mail(&test).await;
    for attempts in 1..=4 {
        test.pass(TimeDelta::hours(4)).await;
        assert_eq!(test.mails.attempts().len(), attempts);
        test.pass(TimeDelta::minutes(1)).await;
        assert_eq!(test.mails.attempts().len(), attempts, "the wait is no trace of a wrong clock");
    }
}
