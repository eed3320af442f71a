//! The work queue, one worker at a time.

use crate::{
    deliveries::{delivery, posted},
    fixtures::{at, id},
    harness::TestDatabase,
};
use domain::{
    Job,
    ids::{CaseId, JobId},
};
use std::time::Duration;
use storage::{JobClaim, JobProgress, JobState, Lane, QueueCounts, Store};

pub(crate) const LEASE: Duration = Duration::from_mins(1);

on_both_databases!(
    a_job_is_claimed_when_its_time_has_come_and_not_again,
    the_longest_due_job_comes_first,
    jobs_of_one_key_are_one_while_they_wait,
    a_job_of_a_running_key_waits_for_its_end,
    a_job_whose_worker_died_goes_to_another,
    a_worker_whose_lease_has_ended_says_nothing_of_a_job_that_another_holds,
    a_job_that_is_tried_again_waits_for_its_time,
    a_job_that_is_tried_again_merges_into_one_that_waits,
    a_job_that_is_given_up_stays_visible,
    the_queue_tells_what_is_in_it,
    a_long_job_tells_how_far_it_is,
    a_job_that_cannot_be_read_does_not_stop_the_others,
    the_jobs_of_each_lane_can_be_claimed_apart,
    the_jobs_of_some_kinds_are_counted_until_they_end,
    the_job_that_an_enqueued_one_became_is_known_at_once,
    jobs_and_mails_that_are_due_far_ahead_are_made_due_now,
);

pub(crate) async fn enqueue(store: &Store, job: &Job, second: i64) -> JobId {
    let job_id = JobId(id());
    let mut transaction = store.begin().await.unwrap();
    transaction.enqueue(job_id, job, at(second), at(0)).await.unwrap();
    transaction.commit().await.unwrap();
    job_id
}

/// What a worker holds a job by that was claimed so many times.
fn held(id: JobId, attempt: i32) -> JobClaim {
    JobClaim { id, attempt }
}

fn index_case() -> Job {
    Job::IndexCase { case: CaseId(id()) }
}

/// The ids that a worker gets at this second.
async fn claim(store: &Store, limit: u64, second: i64) -> Vec<JobId> {
    store.claim("worker", limit, at(second), LEASE).await.unwrap().into_iter().map(|job| job.id).collect()
}

async fn a_job_is_claimed_when_its_time_has_come_and_not_again(database: TestDatabase) {
    let store = &database.store;
    let job = index_case();
    let id = enqueue(store, &job, 10).await;
    assert_eq!(store.job(id).await.unwrap().map(|job| job.state), Some(JobState::Waiting));
    assert_eq!(claim(store, 5, 9).await, []);
    let claimed = store.claim("worker", 5, at(10), LEASE).await.unwrap();
    assert_eq!(claimed.len(), 1);
    assert_eq!((claimed[0].id, &claimed[0].job, claimed[0].attempts), (id, &job, 1));
    assert_eq!(store.job(id).await.unwrap().map(|job| job.state), Some(JobState::Running));
    assert_eq!(claim(store, 5, 11).await, []);
    assert_eq!(store.finish(&[held(id, 1)]).await.unwrap(), 1);
    assert_eq!(store.job(id).await.unwrap(), None);
    assert_eq!(store.finish(&[held(id, 1)]).await.unwrap(), 0);
}

async fn the_longest_due_job_comes_first(database: TestDatabase) {
    let store = &database.store;
    let mut ids = Vec::new();
    for second in [3, 1, 2] {
        ids.push(enqueue(store, &index_case(), second).await);
    }
    assert_eq!(claim(store, 2, 10).await, [ids[1], ids[2]]);
    assert_eq!(claim(store, 2, 10).await, [ids[0]]);
}

async fn jobs_of_one_key_are_one_while_they_wait(database: TestDatabase) {
    let store = &database.store;
    let id = enqueue(store, &Job::Reindex, 10).await;
    enqueue(store, &Job::Reindex, 20).await;
    assert_eq!(claim(store, 5, 9).await, []);
    let sooner = enqueue(store, &Job::Reindex, 5).await;
    assert_eq!(store.job(sooner).await.unwrap(), None, "it has become one with the first");
    assert_eq!(claim(store, 5, 5).await, [id]);
    assert_eq!(store.queue_counts(at(5)).await.unwrap().waiting, 0);
}

async fn a_job_of_a_running_key_waits_for_its_end(database: TestDatabase) {
    let store = &database.store;
    let first = enqueue(store, &Job::Reindex, 0).await;
    assert_eq!(claim(store, 5, 1).await, [first]);
    // Written down while the first runs, which may have read too early to see what this one is about.
    let second = enqueue(store, &Job::Reindex, 1).await;
    assert_eq!(claim(store, 5, 2).await, []);
    assert_eq!(store.finish(&[held(first, 1)]).await.unwrap(), 1);
    assert_eq!(claim(store, 5, 3).await, [second]);
    // Nor do a job whose lease has ended and the next of its key go out together.
    let third = enqueue(store, &Job::Reindex, 3).await;
    assert_eq!(claim(store, 5, 1_000).await, [second]);
    assert_eq!(store.finish(&[held(second, 2)]).await.unwrap(), 1);
    assert_eq!(claim(store, 5, 1_000).await, [third]);
}

async fn a_job_whose_worker_died_goes_to_another(database: TestDatabase) {
    let store = &database.store;
    let id = enqueue(store, &index_case(), 0).await;
    let other = enqueue(store, &index_case(), 0).await;
    assert_eq!(claim(store, 5, 0).await.len(), 2);
    store.extend_lease(&[held(other, 1)], at(500)).await.unwrap();
    store.extend_lease(&[held(other, 1)], at(100)).await.unwrap();
    assert_eq!(claim(store, 5, 59).await, []);
    let claimed = store.claim("another", 5, at(60), LEASE).await.unwrap();
    assert_eq!(claimed.iter().map(|job| (job.id, job.attempts)).collect::<Vec<_>>(), [(id, 2)]);
    // The shorter prolongation did not cut the longer one.
    assert_eq!(claim(store, 5, 110).await, []);
    assert_eq!(claim(store, 5, 500).await.len(), 2);
}

async fn a_worker_whose_lease_has_ended_says_nothing_of_a_job_that_another_holds(database: TestDatabase) {
    let store = &database.store;
    let id = enqueue(store, &index_case(), 0).await;
    let own = enqueue(store, &index_case(), 1).await;
    let claim_as = async |worker: &str, second: i64| {
        let jobs = store.claim(worker, 1, at(second), LEASE).await.unwrap();
        jobs.into_iter().map(|job| job.claim()).collect::<Vec<_>>()
    };
    let slow = claim_as("slow", 0).await;
    assert_eq!(claim_as("quick", 60).await, [held(id, 2)]);
    for round in 0..2 {
        assert!(!store.retry(slow[0], at(500), "zu langsam").await.unwrap(), "round {round}");
        assert!(!store.give_up(slow[0], "zu langsam", at(61)).await.unwrap(), "round {round}");
        assert_eq!(store.finish(&slow).await.unwrap(), 0, "round {round}");
        store.extend_lease(&slow, at(900)).await.unwrap();
        let standing = store.job(id).await.unwrap().unwrap();
        assert_eq!((standing.state, standing.attempts), (JobState::Running, 2 + round), "round {round}");
        // Nor does a claim of its own from before count, once it has claimed the job anew.
        if round == 0 {
            assert_eq!(claim_as("slow", 119).await, [held(own, 1)]);
            assert_eq!(claim_as("slow", 120).await, [held(id, 3)], "the lease of the other was not prolonged");
        }
    }
    // What is held still among others is finished.
    assert_eq!(store.finish(&[held(id, 1), held(own, 1), held(id, 2)]).await.unwrap(), 1);
    assert_eq!((store.job(own).await.unwrap(), store.finish(&[held(id, 3)]).await.unwrap()), (None, 1));
}

async fn a_job_that_is_tried_again_waits_for_its_time(database: TestDatabase) {
    let store = &database.store;
    let id = enqueue(store, &index_case(), 0).await;
    assert_eq!(store.job(id).await.unwrap().map(|job| job.attempts), Some(0));
    claim(store, 1, 0).await;
    assert!(store.retry(held(id, 1), at(30), "kein Anschluss").await.unwrap());
    assert_eq!(store.job(id).await.unwrap().map(|job| job.attempts), Some(1));
    assert_eq!(store.job(id).await.unwrap().map(|job| job.state), Some(JobState::Waiting));
    assert_eq!(claim(store, 1, 29).await, []);
    let claimed = store.claim("worker", 1, at(30), LEASE).await.unwrap();
    assert_eq!((claimed[0].id, claimed[0].attempts), (id, 2));
    assert_eq!(store.finish(&[held(id, 2)]).await.unwrap(), 1);
    assert!(!store.retry(held(id, 2), at(40), "zu spät").await.unwrap());
    assert_eq!(store.job(id).await.unwrap(), None, "a finished job does not come back");
}

async fn a_job_that_is_tried_again_merges_into_one_that_waits(database: TestDatabase) {
    let store = &database.store;
    for (waiting_since, retried_at) in [(1, 50), (50, 1)] {
        let first = enqueue(store, &Job::Reindex, 0).await;
        claim(store, 1, 0).await;
        assert!(store.retry(held(first, 1), at(0), "einmal").await.unwrap());
        claim(store, 1, 0).await;
        let second = enqueue(store, &Job::Reindex, waiting_since).await;
        assert!(store.retry(held(first, 2), at(retried_at), "zweimal").await.unwrap());
        assert_eq!(store.job(first).await.unwrap(), None);
        // The earlier time counts, and the attempts are not forgotten.
        let claimed = store.claim("worker", 5, at(1), LEASE).await.unwrap();
        assert_eq!(claimed.iter().map(|job| (job.id, job.attempts)).collect::<Vec<_>>(), [(second, 3)]);
        assert_eq!(store.finish(&[held(second, 3)]).await.unwrap(), 1);
    }
}

async fn a_job_that_is_given_up_stays_visible(database: TestDatabase) {
    let store = &database.store;
    let id = enqueue(store, &Job::CleanUp, 0).await;
    claim(store, 1, 0).await;
    assert!(store.give_up(held(id, 1), "so nicht\0", at(7)).await.unwrap());
    assert_eq!(store.job(id).await.unwrap().map(|job| job.state), Some(JobState::Failed));
    assert_eq!(claim(store, 5, 1_000).await, []);
    let failed = store.failed_jobs(10).await.unwrap();
    assert_eq!((failed[0].id, failed[0].key.as_str(), failed[0].reason.as_str()), (id, "clean_up", "so nicht"));
    assert_eq!((failed[0].attempts, failed[0].failed_at), (1, Some(at(7))));
    // It is not in the way of the next of its key.
    let next = enqueue(store, &Job::CleanUp, 0).await;
    assert_eq!(claim(store, 5, 1).await, [next]);
    assert_eq!(store.delete_failed_jobs(at(7)).await.unwrap(), 0);
    assert_eq!(store.delete_failed_jobs(at(8)).await.unwrap(), 1);
}

async fn the_queue_tells_what_is_in_it(database: TestDatabase) {
    let store = &database.store;
    assert_eq!(store.queue_counts(at(0)).await.unwrap(), QueueCounts::default());
    let failed = enqueue(store, &index_case(), 0).await;
    enqueue(store, &index_case(), 1).await;
    assert_eq!(claim(store, 5, 1).await.len(), 2);
    assert!(store.give_up(held(failed, 1), "so nicht", at(1)).await.unwrap());
    for second in [5, 3, 100] {
        enqueue(store, &index_case(), second).await;
    }
    let counts = QueueCounts { waiting: 3, running: 1, failed: 1, oldest_waiting: Some(at(3)) };
    assert_eq!(store.queue_counts(at(10)).await.unwrap(), counts);
    assert_eq!(store.queue_counts(at(2)).await.unwrap(), QueueCounts { oldest_waiting: None, ..counts });
}

async fn a_long_job_tells_how_far_it_is(database: TestDatabase) {
    let store = &database.store;
    let id = enqueue(store, &Job::Reindex, 0).await;
    assert_eq!(store.job(id).await.unwrap().unwrap().progress, None);
    store.set_job_progress(id, 500, 10_000).await.unwrap();
    assert_eq!(store.job(id).await.unwrap().unwrap().progress, Some(JobProgress { done: 500, total: 10_000 }));
}

async fn a_job_that_cannot_be_read_does_not_stop_the_others(database: TestDatabase) {
    let store = &database.store;
    let odd = enqueue(store, &Job::CleanUp, 0).await;
    let plain = enqueue(store, &Job::Reindex, 1).await;
    database.execute("UPDATE job SET payload = '{\"kind\":\"of_a_later_version\"}' WHERE key = 'clean_up'").await;
    assert_eq!(claim(store, 5, 1).await, [plain]);
    assert_eq!(store.job(odd).await.unwrap().map(|job| job.state), Some(JobState::Failed));
    assert!(store.failed_jobs(1).await.unwrap()[0].reason.contains("of_a_later_version"));
}

async fn the_jobs_of_each_lane_can_be_claimed_apart(database: TestDatabase) {
    let store = &database.store;
    let quick = enqueue(store, &Job::TellReplies, 0).await;
    let index = [enqueue(store, &index_case(), 1).await, enqueue(store, &Job::ApplySynonyms, 2).await];
    let long = [enqueue(store, &Job::Reindex, 3).await, enqueue(store, &Job::CleanUp, 4).await];
    let digests = enqueue(store, &Job::ComposeDigests, 5).await;
    let claim_of = async |lane: Lane, second: i64| -> Vec<JobId> {
        store.claim_of(lane, "worker", 5, at(second), LEASE).await.unwrap().into_iter().map(|job| job.id).collect()
    };
    assert_eq!(claim_of(Lane::Quick, 5).await, [quick]);
    assert_eq!(claim_of(Lane::Index, 5).await, index);
    assert_eq!(claim_of(Lane::Long, 5).await, long);
    assert_eq!(claim_of(Lane::Digests, 5).await, [digests]);
    // A lease that has ended is taken over in its lane alone, too.
    assert_eq!(claim_of(Lane::Quick, 500).await, [quick]);
    assert_eq!(claim_of(Lane::All, 500).await, [index[0], index[1], long[0], long[1], digests]);
}

async fn the_jobs_of_some_kinds_are_counted_until_they_end(database: TestDatabase) {
    let store = &database.store;
    let job = enqueue(store, &index_case(), 0).await;
    enqueue(store, &Job::CleanUp, 0).await;
    let kinds = ["index_case", "reindex"];
    assert_eq!(store.open_jobs(&kinds, at(0)).await.unwrap(), 1);
    assert_eq!(store.open_jobs(&kinds, at(-1)).await.unwrap(), 0, "it was written down later");
    claim(store, 5, 0).await;
    assert_eq!(store.open_jobs(&kinds, at(0)).await.unwrap(), 1);
    assert!(store.give_up(held(job, 1), "so nicht", at(1)).await.unwrap());
    assert_eq!(store.open_jobs(&kinds, at(0)).await.unwrap(), 0);
}

async fn the_job_that_an_enqueued_one_became_is_known_at_once(database: TestDatabase) {
    let store = &database.store;
    let first = enqueue(store, &Job::Reindex, 0).await;
    let mut transaction = store.begin().await.unwrap();
    transaction.enqueue(JobId(id()), &Job::Reindex, at(0), at(0)).await.unwrap();
    assert_eq!(transaction.waiting_job(&Job::Reindex.key()).await.unwrap(), Some(first));
    assert_eq!(transaction.waiting_job(&Job::CleanUp.key()).await.unwrap(), None);
    transaction.commit().await.unwrap();
}

async fn jobs_and_mails_that_are_due_far_ahead_are_made_due_now(database: TestDatabase) {
    let store = &database.store;
    let far = enqueue(store, &index_case(), 1000).await;
    let near = enqueue(store, &index_case(), 20).await;
    let held = enqueue(store, &index_case(), 5).await;
    assert_eq!(store.claim("ahead", 1, at(5), Duration::from_secs(1000)).await.unwrap().len(), 1);
    let mails = [delivery(false, 1000), delivery(true, 20)];
    posted(store, &mails).await;
    assert_eq!(store.pull_back_jobs(at(20), at(10)).await.unwrap(), 2);
    assert_eq!(store.pull_back_mails(at(20), at(10)).await.unwrap(), 1);
    let mut claimed = claim(store, 5, 10).await;
    claimed.sort_unstable();
    let mut due = [far, held];
    due.sort_unstable();
    assert_eq!(claimed, due);
    assert_eq!(claim(store, 5, 20).await, [near]);
    let due_at = async |mail: usize| store.delivery(mails[mail].id).await.unwrap().unwrap().due_at;
    assert_eq!((due_at(0).await, due_at(1).await), (Some(at(10)), Some(at(20))));
    assert_eq!(store.pull_back_jobs(at(100), at(10)).await.unwrap(), 0);
}
