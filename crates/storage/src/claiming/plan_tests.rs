//! How the databases mean to claim: by the indexes of what is due and of ids, whatever they know of how full a queue is.

use crate::{
    DeliveryClaim, Lane, Store,
    plans::{on_postgres, on_sqlite, plan_of, plans, run},
};
use chrono::{DateTime, Utc};
use sea_orm::Statement;
use std::time::Duration;

const NOW: DateTime<Utc> = DateTime::UNIX_EPOCH;
const LEASE: Duration = Duration::from_mins(1);
const LANES: [Lane; 3] = [Lane::All, Lane::Quick, Lane::Index];

/// Half of these mails are due, the others have been sent.
const MAILS: &str = r"
INSERT INTO delivery (id, kind, recipient, message_id, mail_json, state, attempts, bulk, uncertain, due_at, created_at)
SELECT gen_random_uuid(), 'digest', 'amt-' || n || '@kreis-' || n % 49 || '.example.org', n || '@example.org', repeat('x', 200),
    CASE WHEN n % 2 = 0 THEN 'queued' ELSE 'sent' END, 0, TRUE, 0, CASE WHEN n % 2 = 0 THEN now() END, now()
FROM generate_series(1, 10000) AS n
";

/// All of these jobs are due.
const JOBS: &str = r"
INSERT INTO job (id, key, kind, payload, state, run_at, attempts, created_at)
SELECT gen_random_uuid(), 'index_case:' || n, 'index_case', repeat('x', 100), 'waiting', now(), 0, now() FROM generate_series(1, 10000) AS n
";

fn mail_claim(store: &Store) -> Statement {
    store.mail_claim(true, "sender", &DeliveryClaim::of(100), NOW, LEASE)
}

fn job_claim(store: &Store, lane: Lane) -> Statement {
    store.job_claim(lane, "worker", 20, NOW, LEASE)
}

async fn mail_plans(store: &Store) -> Vec<String> {
    plans(store, &mail_claim(store).sql, "TRUE, now(), 100, 'sender', now(), 100").await
}

async fn job_plans(store: &Store, lane: Lane) -> Vec<String> {
    plans(store, &job_claim(store, lane).sql, "now(), 20, 'worker', now()").await
}

#[tokio::test]
async fn on_sqlite_claims_look_up_what_is_due_and_what_they_take() {
    on_sqlite(|store| async move {
        let mails = plan_of(&store, mail_claim(&store)).await;
        assert!(mails.contains("SEARCH delivery USING INDEX delivery_due (bulk=? AND due_at<?)"), "{mails}");
        for plan in [mails, plan_of(&store, store.mail_loss(NOW)).await] {
            assert!(plan.contains("INDEX sqlite_autoindex_delivery_1 (id=?)"), "{plan}");
            assert!(!plan.contains("SCAN delivery"), "{plan}");
        }
        for lane in LANES {
            let jobs = plan_of(&store, job_claim(&store, lane)).await;
            for index in ["job_waiting_run_at (run_at<?)", "job_running_lease (lease_until<?)", "sqlite_autoindex_job_1 (id=?)"] {
                assert!(jobs.contains(&format!("SEARCH job USING INDEX {index}")), "{lane:?}: {jobs}");
            }
            // What runs may be gone through: there is no more of it than workers can hold.
            assert!(jobs.lines().all(|step| !step.contains("SCAN job") || step.contains("INDEX job_running_")), "{lane:?}: {jobs}");
        }
    })
    .await;
}

#[tokio::test]
async fn on_postgres_claims_look_up_what_is_due_and_what_they_take_before_it_has_counted_the_queues() {
    on_postgres(|store| async move {
        run(&store, "ALTER TABLE delivery SET (autovacuum_enabled = off); ALTER TABLE job SET (autovacuum_enabled = off)").await;
        assert_looks_up(&store).await;
        run(&store, MAILS).await;
        run(&store, JOBS).await;
        assert_looks_up(&store).await;
    })
    .await;
}

/// A connection keeps such a plan for the next night, until PostgreSQL has counted the table anew.
#[tokio::test]
async fn on_postgres_a_plan_for_queues_that_have_run_dry_does_for_full_ones() {
    on_postgres(|store| async move {
        for sql in [MAILS, JOBS, "UPDATE delivery SET state = 'sent', due_at = NULL", "DELETE FROM job"] {
            run(&store, sql).await;
        }
        // Each by itself, since this is done in no transaction.
        run(&store, "VACUUM ANALYZE delivery").await;
        run(&store, "VACUUM ANALYZE job").await;
        for plan in mail_plans(&store).await {
            assert_looks_up_mails(&plan);
        }
        // A table without a page is read from end to end; but once for what runs, and not once for each job that waits.
        for plan in job_plans(&store, Lane::All).await {
            assert!(plan.contains("hashed SubPlan") && !plan.contains("job_waiting_key"), "{plan}");
        }
    })
    .await;
}

async fn assert_looks_up(store: &Store) {
    for plan in mail_plans(store).await {
        assert_looks_up_mails(&plan);
    }
    for plan in plans(store, &store.mail_loss(NOW).sql, "now()").await {
        assert!(plan.contains("delivery_pkey") && !plan.contains("Seq Scan"), "{plan}");
    }
    for lane in LANES {
        for plan in job_plans(store, lane).await {
            assert!(plan.contains("Index Scan using job_waiting_run_at on job") && plan.contains("job_pkey"), "{lane:?}: {plan}");
            assert!(!plan.contains("Seq Scan") && !plan.contains("job_waiting_key"), "{lane:?}: {plan}");
        }
    }
}

/// What is due is read along its index, and that is not asked once more for what is taken.
fn assert_looks_up_mails(plan: &str) {
    assert!(plan.contains("Index Scan using delivery_due on delivery") && plan.contains("delivery_pkey"), "{plan}");
    assert!(!plan.contains("Seq Scan") && plan.matches("delivery_due").count() == 1, "{plan}");
}
