//! What the server answered, kept until its index changes.
//!
//! People type the same words again and again, and a search that is put together from its units asks for each of them alone. An answer is
//! good as long as the index is as it was: the server says when it last changed, which costs next to nothing beside a search.

use super::requests::Answer;
use crate::SearchError;
use quick_cache::{Weighter, sync::Cache};
use std::{sync::Arc, time::Duration};
use tokio::{sync::Mutex, time::Instant};

/// Changes that other processes make show at most so late; those of this process show at once.
const LOOK_EVERY: Duration = Duration::from_millis(200);
/// How much memory the answers may take, in bytes, and what a typical one takes.
const CAPACITY: u64 = 48 * 1024 * 1024;
const TYPICAL: u64 = 16 * 1024;

/// The state of the index that an answer belongs to, and what was asked.
type Key = (u64, String);

/// Answers of the server by what was asked.
pub(super) struct KeptAnswers {
    answers: Cache<Key, Arc<Answer>, ByBytes>,
    state: Mutex<State>,
}

#[derive(Default)]
struct State {
    /// Counts the states that were seen.
    number: u64,
    /// What the server says of the state.
    mark: String,
    looked_at: Option<Instant>,
}

#[derive(Clone)]
struct ByBytes;

impl Weighter<Key, Arc<Answer>> for ByBytes {
    fn weight(&self, (_, asked): &Key, answer: &Arc<Answer>) -> u64 {
        (asked.len() + answer.bytes()) as u64
    }
}

impl Default for KeptAnswers {
    fn default() -> Self {
        let items = usize::try_from(CAPACITY / TYPICAL).unwrap_or(usize::MAX);
        Self { answers: Cache::with_weighter(items, CAPACITY, ByBytes), state: Mutex::default() }
    }
}

impl KeptAnswers {
    /// The number of the index's present state; `look` asks the server for a mark that differs after every change.
    ///
    /// It is asked for before a search is sent, never after: an answer may be newer than its number says, but not older.
    pub(super) async fn state(&self, look: impl Future<Output = Result<String, SearchError>>) -> Result<u64, SearchError> {
        let mut state = self.state.lock().await;
        if state.looked_at.is_none_or(|at| at.elapsed() >= LOOK_EVERY) {
            let looked_at = Instant::now();
            let mark = look.await?;
            if mark != state.mark {
                *state = State { number: state.number + 1, mark, looked_at: None };
                self.answers.clear();
            }
            state.looked_at = Some(looked_at);
        }
        Ok(state.number)
    }

    /// To be called when this process has changed the index: the next search looks again.
    pub(super) async fn look_again(&self) {
        self.state.lock().await.looked_at = None;
    }

    /// The answer to a search in this state of the index, if it is known.
    pub(super) fn get(&self, state: u64, asked: &str) -> Option<Arc<Answer>> {
        self.answers.get(&(state, asked.to_owned()))
    }

    /// Keeps an answer.
    pub(super) fn keep(&self, state: u64, asked: String, answer: &Arc<Answer>) {
        self.answers.insert((state, asked), Arc::clone(answer));
    }
}
