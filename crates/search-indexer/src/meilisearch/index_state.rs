//! Which state the serving index is in, whoever changes it.

use crate::SearchError;
use std::time::Duration;
use tokio::{sync::Mutex, time::Instant};

/// How often the server is asked at most, and so how late changes that other processes make may show. Those of this process show at once.
const LOOK_EVERY: Duration = Duration::from_millis(200);

/// Counts the states that this process has seen. The server says when the index last changed, which costs next to nothing beside a search.
#[derive(Default)]
pub(super) struct IndexState(Mutex<Seen>);

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
        let mut seen = self.0.lock().await;
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
        self.0.lock().await.looked_at = None;
    }
}
