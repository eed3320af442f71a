//! What is applied to an index while another is being built to take its place.

use crate::{SearchDocument, SearchError};
use domain::ids::CaseId;
use std::sync::{Arc, Mutex, PoisonError, Weak};
use tokio::sync::OwnedMutexGuard;

/// Documents to add or replace, and cases to take out.
pub(crate) type Change = (Vec<SearchDocument>, Vec<CaseId>);

/// Remembers changes for a rebuild, as long as there is one. Whoever changes the index holds its turn until the engine has taken the change or
/// has it in its queue, so that the swap at the end of a rebuild comes between two changes and never within one.
#[derive(Debug, Clone, Default)]
pub(crate) struct ChangeLog(Arc<tokio::sync::Mutex<Weak<Remembered>>>);

#[derive(Debug, Default)]
struct Remembered(Mutex<Vec<Change>>);

/// The right to change the index.
pub(crate) struct Turn(OwnedMutexGuard<Weak<Remembered>>);

/// The changes since a rebuild began. Dropped with the rebuild, and nothing is remembered any more.
#[derive(Debug)]
pub(crate) struct Recording(Arc<Remembered>);

impl ChangeLog {
    /// Waits for the right to change the index.
    pub(crate) async fn turn(&self) -> Turn {
        Turn(Arc::clone(&self.0).lock_owned().await)
    }

    /// Begins to remember changes for a rebuild of `engine`'s index. There can be one at a time.
    pub(crate) async fn record(&self, engine: &'static str) -> Result<Recording, SearchError> {
        let mut turn = self.turn().await;
        if turn.0.upgrade().is_some() {
            return Err(SearchError::Rejected {
                engine,
                what: "starting a rebuild".to_owned(),
                code: "rebuild_running".to_owned(),
                message: "another rebuild of this index is still running".to_owned(),
            });
        }
        let remembered = Arc::new(Remembered::default());
        *turn.0 = Arc::downgrade(&remembered);
        Ok(Recording(remembered))
    }
}

impl Turn {
    /// Remembers a change that was made, or that the engine will make in its turn.
    pub(crate) fn remember(&mut self, change: Change) {
        if let Some(remembered) = self.0.upgrade() {
            remembered.0.lock().unwrap_or_else(PoisonError::into_inner).push(change);
        }
    }
}

impl Recording {
    /// Takes what was remembered so far, in order.
    pub(crate) fn take(&self) -> Vec<Change> {
        std::mem::take(&mut *self.0.0.lock().unwrap_or_else(PoisonError::into_inner))
    }
}
