//! Make mails and jobs due that wait for a time which a wrong clock has set.

use chrono::{DateTime, TimeDelta, Utc};
use domain::digest_plan::LONGEST_WAIT;
use storage::StoreError;
use usecases::Network;

/// How far ahead a mail or a job may be due.
///
/// The longest wait that the program itself sets is that of a digest's mail for its reader's day, which is asked about anew after
/// [`LONGEST_WAIT`]. A mail that servers put off waits four hours at most, a job that failed a minute, a claim 15 seconds; nightly work and
/// digests are written down only when they are due, and a restart catches up at once. An hour more, because the clocks of machines differ.
const LONGEST_DELAY: TimeDelta = TimeDelta::hours(LONGEST_WAIT.num_hours() + 1);

/// Pulls what is due further ahead to `now`: it was written down while a clock was ahead, and would wait until then.
///
/// This is done by whoever looks at the time and is no job: the job that does it could be among those that wait.
pub(crate) async fn pull_back(network: &Network, now: DateTime<Utc>) -> Result<(), StoreError> {
    let bound = now + LONGEST_DELAY;
    let mails = network.store.pull_back_mails(bound, now).await?;
    let jobs = network.store.pull_back_jobs(bound, now).await?;
    if mails + jobs > 0 {
        tracing::warn!(
            mails,
            jobs,
            "mails and jobs were to wait longer than any wait lasts, as after a clock that was ahead; they are due now"
        );
    }
    Ok(())
}
