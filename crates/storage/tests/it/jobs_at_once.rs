//! The work queue, with many at it at the same time.

use crate::{
    fixtures::{at, id},
    harness::TestDatabase,
    jobs::{LEASE, enqueue},
};
use domain::{
    Job,
    ids::{CaseId, JobId},
};
use std::{collections::HashSet, time::Duration};
use storage::JobState;
use tokio::time::{sleep, timeout};

on_both_databases!(
    no_two_workers_ever_hold_the_same_job,
    a_job_is_not_run_before_the_transaction_that_asked_for_it_ends,
    asking_while_a_job_is_tried_again_loses_nothing,
    many_who_ask_for_the_same_get_one_job,
    of_many_that_are_asked_for_together_those_of_one_key_are_one,
);

async fn no_two_workers_ever_hold_the_same_job(database: TestDatabase) {
    const JOBS: usize = 400;
    let mut transaction = database.store.begin().await.unwrap();
    for _ in 0..JOBS {
        transaction.enqueue(JobId(id()), &Job::IndexCase { case: CaseId(id()) }, at(0), at(0)).await.unwrap();
    }
    transaction.commit().await.unwrap();
    let workers: Vec<_> = (0..16)
        .map(|worker| {
            let store = database.store.clone();
            tokio::spawn(async move {
                let mut held = Vec::new();
                loop {
                    let claimed = store.claim(&format!("worker {worker}"), 7, at(1), LEASE).await.unwrap();
                    assert!(claimed.len() <= 7, "more than asked for");
                    if claimed.is_empty() && store.queue_counts(at(1)).await.unwrap().waiting == 0 {
                        return held;
                    }
                    assert!(claimed.iter().all(|job| job.attempts == 1));
                    held.extend(claimed.into_iter().map(|job| job.id));
                }
            })
        })
        .collect();
    let mut all = Vec::new();
    for worker in workers {
        all.extend(worker.await.unwrap());
    }
    assert_eq!(all.len(), JOBS);
    assert_eq!(all.iter().collect::<HashSet<_>>().len(), JOBS);
}

async fn a_job_is_not_run_before_the_transaction_that_asked_for_it_ends(database: TestDatabase) {
    let waiting = enqueue(&database.store, &Job::Reindex, 0).await;
    // This transaction's job becomes one with the waiting one. Were that claimed now, it would not see what this transaction changes.
    let mut transaction = database.store.begin().await.unwrap();
    transaction.enqueue(JobId(id()), &Job::Reindex, at(0), at(0)).await.unwrap();
    transaction.enqueue(JobId(id()), &Job::CleanUp, at(0), at(0)).await.unwrap();
    let store = database.store.clone();
    let claim = tokio::spawn(async move { store.claim("worker", 5, at(1), LEASE).await.unwrap() });
    sleep(Duration::from_millis(100)).await;
    assert_ne!(database.store.job(waiting).await.unwrap().map(|job| job.state), Some(JobState::Running));
    transaction.commit().await.unwrap();
    // On SQLite the claim waited for the transaction, on PostgreSQL it went by: by now one of the two has both.
    let mut claimed = timeout(Duration::from_secs(5), claim).await.unwrap().unwrap();
    claimed.extend(database.store.claim("worker", 5, at(1), LEASE).await.unwrap());
    assert_eq!(claimed.len(), 2);
}

async fn asking_while_a_job_is_tried_again_loses_nothing(database: TestDatabase) {
    let store = &database.store;
    for round in 0..40 {
        let first = enqueue(store, &Job::Reindex, 0).await;
        let held = store.claim("worker", 1, at(1), LEASE).await.unwrap();
        assert_eq!(held.iter().map(|job| job.id).collect::<Vec<_>>(), [first]);
        let asking = async {
            for _ in 0..3 {
                enqueue(store, &Job::Reindex, 1).await;
            }
        };
        let (retried, ()) = tokio::join!(store.retry(held[0].claim(), at(1), "noch einmal"), asking);
        assert!(retried.unwrap());
        let counts = store.queue_counts(at(1)).await.unwrap();
        assert_eq!((counts.waiting, counts.running, counts.failed), (1, 0, 0), "round {round}");
        let claimed = store.claim("worker", 5, at(1), LEASE).await.unwrap();
        assert_eq!(claimed.iter().map(|job| job.attempts).collect::<Vec<_>>(), [2], "round {round}");
        assert_eq!(store.finish(&[claimed[0].claim()]).await.unwrap(), 1);
    }
}

async fn many_who_ask_for_the_same_get_one_job(database: TestDatabase) {
    let tasks: Vec<_> = (0..16)
        .map(|_| {
            let store = database.store.clone();
            tokio::spawn(async move { enqueue(&store, &Job::Reindex, 0).await })
        })
        .collect();
    for task in tasks {
        task.await.unwrap();
    }
    assert_eq!(database.store.claim("worker", 50, at(1), LEASE).await.unwrap().len(), 1);
    assert_eq!(database.store.queue_counts(at(1)).await.unwrap().waiting, 0);
}

async fn of_many_that_are_asked_for_together_those_of_one_key_are_one(database: TestDatabase) {
    let jobs: Vec<_> = (0..3).map(|_| Job::IndexCase { case: CaseId(id()) }).collect();
    let asked: Vec<_> = jobs.iter().chain(&jobs[..1]).map(|job| (JobId(id()), job.clone())).collect();
    let mut transaction = database.store.begin().await.unwrap();
    transaction.enqueue_all(&asked, at(0), at(0)).await.unwrap();
    transaction.commit().await.unwrap();
    let claimed = database.store.claim("worker", 50, at(1), LEASE).await.unwrap();
    assert_eq!(claimed.len(), 3);
    assert!(asked[..3].iter().all(|(asked, _)| claimed.iter().any(|job| job.id == *asked)));
}
