//! Delete what is past its time.

use crate::{check_index, outcome::Outcome};
use chrono::{DateTime, TimeDelta, Utc};
use domain::clock::local_date;
use storage::{SessionUse, StoreError};
use usecases::{Network, digest_preview, retention, search_gaps};

/// How long the report of a comparison of index and database waits for whoever asked for it.
const KEEP_REPORTS: TimeDelta = TimeDelta::days(1);

/// How long links to sign in with and begun sign-ins are kept after they are over.
const KEEP_SIGN_INS: TimeDelta = TimeDelta::hours(1);

/// How long an uploaded file waits to be put on a case.
const LOOSE_FILES: TimeDelta = TimeDelta::days(1);

/// How many files one clean-up deletes at most; the next one follows within the hour.
const FILES_AT_ONCE: u64 = 1_000;

/// Deletes what is over, then forgets what was kept for a time only. Running again deletes nothing more.
pub(crate) async fn run(network: &Network) -> Outcome {
    if let Err(error) = clean(network).await {
        return error.into();
    }
    match retention::run(network).await {
        Ok(forgotten) => {
            tracing::info!(?forgotten, "what is kept for a time only was forgotten");
            Outcome::Done
        }
        Err(error) => error.into(),
    }
}

/// Deletes files that nobody needs. Each is given up first, so that nobody puts it on a case while its bytes go; then the bytes go, and its row
/// last, so that a file whose bytes could not be deleted is tried again.
async fn clean_files(network: &Network, loose_before: DateTime<Utc>) -> Result<usize, StoreError> {
    let orphans = network.store.orphaned_files(loose_before, FILES_AT_ONCE).await?;
    let mut deleted = 0;
    for file in orphans {
        let mut transaction = network.store.begin().await?;
        let is_given_up = transaction.give_up_file(file).await?;
        transaction.commit().await?;
        if !is_given_up {
            continue;
        }
        if let Err(error) = network.files.delete(file).await {
            tracing::warn!(%error, %file, "a file that nobody needs could not be deleted");
            continue;
        }
        let mut transaction = network.store.begin().await?;
        transaction.delete_file(file).await?;
        transaction.commit().await?;
        deleted += 1;
    }
    Ok(deleted)
}

async fn clean(network: &Network) -> Result<(), StoreError> {
    let now = network.clock.now();
    let kept = network.settings.retention;
    let before = |days: u32| now - TimeDelta::days(i64::from(days));
    let mut transaction = network.store.begin().await?;
    // Whoever erases an account takes such rows along, and takes these locks in this order.
    let sign_ins = transaction.delete_pending_sign_ins(now - KEEP_SIGN_INS).await?;
    transaction.lock_people().await?;
    let subscriptions = transaction.delete_unconfirmed(before(kept.unconfirmed_subscription_days)).await?;
    let idle_since = now - network.settings.sign_in.idle();
    let sessions = transaction.delete_expired_sessions(SessionUse { now, idle_since }).await?;
    let links = transaction.delete_sign_in_links(now - KEEP_SIGN_INS).await?;
    let (rare, all) = (local_date(before(kept.rare_search_gap_days)), local_date(before(kept.search_gap_days)));
    let search_gaps = transaction.delete_search_gaps(search_gaps::LEAST, rare, all).await?;
    transaction.commit().await?;
    // By themselves: whoever confirms a subscription holds its reader first and waits for the subscription, which was deleted above.
    let mut transaction = network.store.begin().await?;
    let readers = transaction.delete_idle_readers().await?;
    transaction.commit().await?;
    let failed_jobs = network.store.delete_failed_jobs(before(kept.failed_job_days)).await?;
    let files = clean_files(network, now - LOOSE_FILES).await?;
    check_index::delete_reports(network, now - KEEP_REPORTS).await?;
    digest_preview::forget(network, now).await?;
    tracing::info!(subscriptions, readers, sessions, links, sign_ins, search_gaps, failed_jobs, files, "what is past its time was deleted");
    Ok(())
}
