//! Delete what is past its time.

use crate::{check_index, outcome::Outcome};
use chrono::TimeDelta;
use mail::UNCONFIRMED_DAYS;
use storage::StoreError;
use usecases::Network;

/// How long the report of a comparison of index and database waits for whoever asked for it.
const KEEP_REPORTS: TimeDelta = TimeDelta::days(1);

pub(crate) async fn run(network: &Network) -> Outcome {
    clean(network).await.map_or_else(Outcome::from, |()| Outcome::Done)
}

async fn clean(network: &Network) -> Result<(), StoreError> {
    let now = network.clock.now();
    let mut transaction = network.store.begin().await?;
    let subscriptions = transaction.delete_unconfirmed(now - TimeDelta::days(i64::from(UNCONFIRMED_DAYS))).await?;
    let sessions = transaction.delete_expired_sessions(now).await?;
    transaction.commit().await?;
    check_index::delete_reports(network, now - KEEP_REPORTS).await?;
    tracing::info!(subscriptions, sessions, "what is past its time was deleted");
    Ok(())
}
