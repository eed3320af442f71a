//! Whether the database takes changes. That it answers does not say so: from a disk that is full everything can be read.

use chrono::{DateTime, Utc};
use std::time::Duration;
use storage::StoreError;
use tokio::{
    sync::Mutex,
    time::{Instant, timeout},
};
use usecases::Network;

/// How soon it is tried again, whoever asks: everybody may.
const TRY_EVERY: Duration = Duration::from_secs(5);

/// How long to wait for those who write already. As long as they do, nothing is known to be wrong.
const PATIENCE: Duration = Duration::from_secs(2);

/// What this process has found out of it.
#[derive(Debug, Default)]
pub(crate) struct WriteProbe(Mutex<Known>);

#[derive(Debug, Default)]
struct Known {
    tried_at: Option<Instant>,
    refusal: Option<(&'static str, DateTime<Utc>)>,
}

impl WriteProbe {
    /// The word for why the database takes no changes, and since when; nothing where it takes them.
    pub(crate) async fn refusal(&self, network: &Network) -> Option<(&'static str, DateTime<Utc>)> {
        let mut known = self.0.lock().await;
        if known.tried_at.is_none_or(|at| at.elapsed() >= TRY_EVERY) {
            if let Ok(tried) = timeout(PATIENCE, network.store.try_writing()).await {
                known.learn(tried, network.clock.now());
            }
            known.tried_at = Some(Instant::now());
        }
        known.refusal
    }
}

impl Known {
    /// Takes in what came of a try, and says in the log where the trouble begins and where it ends.
    fn learn(&mut self, tried: Result<(), StoreError>, now: DateTime<Utc>) {
        match (tried, self.refusal) {
            (Err(error), None) => {
                tracing::error!(%error, "the database takes no changes");
                self.refusal = Some((if error.is_disk_full() { "disk_full" } else { "refused" }, now));
            }
            (Ok(()), Some(_)) => {
                tracing::info!("the database takes changes again");
                self.refusal = None;
            }
            (Err(_), Some(_)) | (Ok(()), None) => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use chrono::TimeDelta;

    #[test]
    fn what_is_wrong_is_told_since_it_began_until_something_is_written() {
        let (first, later) = (DateTime::UNIX_EPOCH, DateTime::UNIX_EPOCH + TimeDelta::minutes(1));
        let mut known = Known::default();
        known.learn(Ok(()), first);
        assert_eq!(known.refusal, None);
        known.learn(Err(StoreError::Position), first);
        known.learn(Err(StoreError::Position), later);
        assert_eq!(known.refusal, Some(("refused", first)));
        known.learn(Ok(()), later);
        assert_eq!(known.refusal, None);
        known.learn(Err(StoreError::Position), later);
        assert_eq!(known.refusal, Some(("refused", later)));
    }
}
