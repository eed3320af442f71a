//! Mail servers that are away, slow to decide, or refuse.

use crate::sending::{message_ids, post_many};
use chrono::TimeDelta;
use domain::{
    Job, Viewer,
    digest_period::Frequency,
    ids::{CaseId, JobId},
    subscription::Criteria,
};
use jobs::MailTrouble;
use std::{collections::HashSet, time::Duration};
use test_network::TestNetwork;
use usecases::{
    policy_refusals,
    retention::RetentionSettings,
    subscribe::{self, SubscribeRequest},
};

pub(crate) async fn ask_for_a_mail(test: &TestNetwork) {
    let criteria = Criteria::default();
    let request =
        SubscribeRequest { email: "lesen@kreis.example.org".into(), criteria, frequency: Frequency::Daily, weekday: None, hour: None };
    subscribe::subscribe(&test.network, &Viewer::Public, request).await.unwrap();
}

#[tokio::test]
async fn a_mail_that_is_put_off_is_sent_later_with_the_same_identity() {
    let test = TestNetwork::new().await;
    test.mails.refuse_with(Some((451, "greylisted")));
    ask_for_a_mail(&test).await;
    for _ in 0..5 {
        test.pass(TimeDelta::minutes(2)).await;
    }
    assert_eq!(test.sent().len(), 0);
    assert!((2..=4).contains(&test.mails.attempts().len()), "greylisting is met with patience");
    let attempts: HashSet<_> = test.mails.attempts().into_iter().collect();
    assert_eq!(attempts.len(), 1, "every attempt has the same Message-ID");
    test.mails.refuse_with(None);
    test.pass(TimeDelta::minutes(6)).await;
    assert_eq!(test.sent().len(), 1);
    test.pass(TimeDelta::days(1)).await;
    assert_eq!(test.sent().len(), 1);
}

#[tokio::test]
async fn a_refusal_is_kept_with_the_servers_words_and_not_tried_again() {
    let test = TestNetwork::new().await;
    test.mails.refuse_with(Some((550, "5.1.1 no such mailbox")));
    ask_for_a_mail(&test).await;
    test.run_jobs().await;
    let failed = test.network.store.failed_deliveries(10).await.unwrap();
    assert_eq!(failed.len(), 1);
    assert!(failed[0].last_reply.as_ref().unwrap().contains("5.1.1 no such mailbox"));
    test.mails.refuse_with(None);
    test.pass(TimeDelta::days(1)).await;
    assert_eq!(test.sent().len(), 0);
}

#[tokio::test]
async fn a_server_that_puts_off_for_days_counts_as_refusing() {
    let test = TestNetwork::new().await;
    test.mails.refuse_with(Some((450, "try later")));
    ask_for_a_mail(&test).await;
    test.run_jobs().await;
    for _ in 0..4 {
        assert_eq!(test.network.store.failed_deliveries(10).await.unwrap().len(), 0, "it may have waited for other reasons before");
        test.pass(TimeDelta::days(2)).await;
    }
    assert_eq!(test.network.store.failed_deliveries(10).await.unwrap().len(), 1);
}

#[tokio::test]
async fn a_server_that_refuses_in_a_row_is_left_alone_and_then_asked_with_one_mail() {
    let test = TestNetwork::new().await;
    ask_for_a_mail(&test).await;
    test.run_jobs().await;
    test.mails.refuse_with(Some((421, "too busy")));
    post_many(&test, 300).await;
    test.run_jobs().await;
    let tried = test.mails.attempts().len() - 1;
    assert!((10..=26).contains(&tried), "{tried}: ten, and those that were under way");
    let trouble = jobs::noted_mail_trouble(&test.network).await.unwrap();
    assert_eq!((trouble.paused_since, trouble.policy_refusal), (Some(test.now()), None));
    let open = test.network.store.open_deliveries().await.unwrap();
    assert_eq!((open.queued + open.deferred, open.sending), (300, 0), "all others were put back");
    test.pass(TimeDelta::seconds(4)).await;
    assert_eq!(test.mails.attempts().len() - 1, tried);
    test.pass(TimeDelta::seconds(2)).await;
    assert_eq!(test.mails.attempts().len() - 1, tried + 1, "one mail asks");
    test.mails.refuse_with(None);
    test.pass(TimeDelta::minutes(1)).await;
    test.pass(TimeDelta::minutes(1)).await;
    let ids = message_ids(&test);
    assert_eq!((ids.len(), ids.iter().collect::<HashSet<_>>().len()), (301, 301));
    assert_eq!(jobs::noted_mail_trouble(&test.network).await.unwrap(), MailTrouble::default());
}

#[tokio::test]
async fn a_refusal_of_what_we_are_is_shown_for_a_day_and_the_mail_waits_until_we_are_taken() {
    let test = TestNetwork::new().await;
    test.mails.refuse_with(Some((550, "5.7.26 unauthenticated")));
    ask_for_a_mail(&test).await;
    test.run_jobs().await;
    let shown = async || jobs::noted_mail_trouble(&test.network).await.unwrap().policy_refusal;
    let noted = test.now();
    assert_eq!(shown().await, Some(noted));
    assert_eq!(test.network.store.open_deliveries().await.unwrap().deferred, 1);
    test.pass(TimeDelta::minutes(16)).await;
    assert_eq!(test.mails.attempts().len(), 2);
    assert_eq!(shown().await, Some(noted), "since the first");
    let refusals = policy_refusals::shown(&test.network).await.unwrap();
    let told: Vec<_> = refusals.iter().map(|it| (it.domain.as_str(), it.refusals, it.last_reply.as_str())).collect();
    assert_eq!(told, [("kreis.example.org", 2, "5.7.26 unauthenticated")]);
    test.mails.refuse_with(None);
    test.pass(TimeDelta::hours(24)).await;
    assert_eq!((test.sent().len(), shown().await), (1, None));
    let reader = "lesen@kreis.example.org".parse().unwrap();
    assert_eq!(test.network.store.suppression_of(&reader).await.unwrap(), None);
}

#[tokio::test]
async fn who_is_refused_by_policy_for_days_gives_the_mail_up() {
    let test = TestNetwork::new().await;
    test.mails.refuse_with(Some((550, "5.7.1 blocked")));
    ask_for_a_mail(&test).await;
    test.run_jobs().await;
    for _ in 0..5 {
        assert_eq!(test.network.store.failed_deliveries(10).await.unwrap().len(), 0);
        test.pass(TimeDelta::hours(25)).await;
    }
    assert_eq!(test.network.store.failed_deliveries(10).await.unwrap().len(), 1);
}

#[tokio::test]
async fn a_job_that_was_given_up_is_kept_with_its_reason_for_90_days_or_as_long_as_the_operator_decided() {
    for (settings, days) in
        [(RetentionSettings::default(), 90), (RetentionSettings { failed_job_days: 10, ..RetentionSettings::default() }, 10)]
    {
        let test = TestNetwork::keeping(settings).await;
        let store = &test.network.store;
        let id = JobId(test.network.ids.next());
        let mut transaction = store.begin().await.unwrap();
        let job = Job::RemindReview { case: CaseId(test.network.ids.next()) };
        transaction.enqueue(id, &job, test.now(), test.now()).await.unwrap();
        transaction.commit().await.unwrap();
        let claimed = store.claim("somebody", 100, test.now(), Duration::from_mins(1)).await.unwrap();
        let claim = claimed.iter().find(|job| job.id == id).unwrap().claim();
        assert!(store.give_up(claim, "so nicht", test.now()).await.unwrap());
        let is_kept = async || store.failed_jobs(10).await.unwrap().iter().any(|job| job.id == id);
        test.pass(TimeDelta::days(days - 1)).await;
        assert!(is_kept().await, "{days}");
        test.pass(TimeDelta::days(2)).await;
        assert!(!is_kept().await, "{days}");
    }
}
