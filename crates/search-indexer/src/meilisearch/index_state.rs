//! Which state the serving index is in, whoever changes it.

use crate::SearchError;
use std::{
    sync::{MutexGuard, PoisonError},
    time::Duration,
};
use tokio::{sync::Mutex, time::Instant};

/// How often the server is asked at most, and so how late changes that other processes make may show. Those of this process show at once.
const LOOK_EVERY: Duration = Duration::from_millis(200);

/// Counts the states that this process has seen. The server says when the index last changed, which costs next to nothing beside a search.
#[derive(Default)]
pub(super) struct IndexState {
    seen: Mutex<Seen>,
    /// When the server last left the question without an answer.
    silence: std::sync::Mutex<Option<Instant>>,
}

#[derive(Default)]
struct Seen {
    number: u64,
    /// What the server says of the state.
    mark: String,
    looked_at: Option<Instant>,
}

impl IndexState {
    /// The number of the present state; `look` asks the server for a mark that differs after every change, `changed` is called when it does.
    pub(super) async fn number(
        &self,
        look: impl Future<Output = Result<String, SearchError>>,
        changed: impl FnOnce(),
    ) -> Result<u64, SearchError> {
        let mut seen = self.seen.lock().await;
        if seen.looked_at.is_none_or(|at| at.elapsed() >= LOOK_EVERY) {
            let looked_at = Instant::now();
            let mark = look.await?;
            if mark != seen.mark {
                *seen = Seen { number: seen.number + 1, mark, looked_at: None };
                changed();
            }
            seen.looked_at = Some(looked_at);
        }
        Ok(seen.number)
    }

    /// To be called when this process has changed the index: the next search looks again.
    pub(super) async fn look_again(&self) {
        self.seen.lock().await.looked_at = None;
    }

    /// To be called when the server was waited for in vain.
    pub(super) fn was_not_told(&self) {
        *self.silence() = Some(Instant::now());
    }

    /// Whether the server was waited for in vain a moment ago: whoever asks next, the same request above all, need not wait for it as long again.
    pub(super) fn is_not_told(&self) -> bool {
        self.silence().is_some_and(|at| at.elapsed() < LOOK_EVERY)
    }

    fn silence(&self) -> MutexGuard<'_, Option<Instant>> {
        self.silence.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
