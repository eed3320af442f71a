//! What people do at the moment that the clean-up deletes what is past its time.

use crate::two_processes::{A_WHILE, TwoProcesses, on_postgres};
use chrono::TimeDelta;
use domain::{Viewer, digest_period::Frequency, subscription::Criteria};
use tokio::time::sleep;
use usecases::subscribe::{self, SubscribeRequest};

/// SQLite has one writer.
#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn whoever_confirms_too_late_and_the_clean_up_do_not_wait_for_each_other_on_postgres() {
    on_postgres(false, confirmed_too_late).await;
}

/// Whoever confirms holds their reader, which the clean-up deletes once its last subscription is gone.
async fn confirmed_too_late(processes: TwoProcesses) {
    let test = processes.one;
    let store = &test.network.store;
    let request = SubscribeRequest {
        email: "lesen@kreis.example.org".to_owned(),
        criteria: Criteria::default(),
        frequency: Frequency::Daily,
        weekday: None,
        hour: None,
    };
    let asked = subscribe::subscribe(&test.network, &Viewer::Public, request).await.unwrap();
    test.run_jobs().await;
    let mut confirming = store.begin().await.unwrap();
    confirming.reader_for_update(asked.reader).await.unwrap().unwrap();
    test.clock.advance(TimeDelta::days(8));
    let confirming = async {
        sleep(A_WHILE).await;
        let confirmed = confirming.confirm_subscription(asked.id, test.now(), test.now()).await;
        confirming.commit().await.unwrap();
        confirmed
    };
    let (confirmed, ()) = tokio::join!(confirming, test.run_jobs());
    assert!(!confirmed.unwrap(), "it was deleted before");
    assert_eq!(store.digest_reader(asked.reader).await.unwrap(), None);
}
