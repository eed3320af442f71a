//! The analyser with all groups in force, the same in every process within a fraction of a second.

use crate::Network;
use domain::{
    SynonymGroup, SynonymKind,
    vocabulary::{self, RELATED_GROUPS, SYNONYM_GROUPS},
};
use futures_util::future::BoxFuture;
use search_indexer::analysis::{Analyser, SynonymTable};
use std::{
    panic::resume_unwind,
    sync::{Arc, PoisonError, RwLock},
};
use storage::{Store, StoreError};
use tokio::{
    sync::{Mutex, OwnedMutexGuard},
    task::spawn_blocking,
};

/// The analyser as this process knows it, and at which content stamp. Every change of a group moves the stamp.
#[derive(Debug, Default)]
pub struct CurrentAnalyser {
    known: Arc<RwLock<Option<Known>>>,
    /// Held by the one who looks, until what comes of it is known; others wait for that.
    looking: Arc<Mutex<()>>,
}

#[derive(Debug, Clone)]
struct Known {
    stamp: i64,
    made: Arc<[SynonymGroup]>,
    analyser: Arc<Analyser>,
}

impl Network {
    /// The analyser that knows the groups in force: those that the network starts with and those that editors made.
    ///
    /// A change made by this process counts at once, one of another process at most 200 ms late. The groups are read when the content
    /// stamp has moved, not at every search, and words are analysed anew only if groups have changed.
    pub fn analyser(&self) -> BoxFuture<'_, Result<Arc<Analyser>, StoreError>> {
        Box::pin(async move {
            let stamp = self.store.content_stamp().await?;
            if let Some(known) = self.analyser.known().filter(|known| known.stamp == stamp) {
                return Ok(known.analyser);
            }
            let turn = self.analyser.turn().await;
            // Read before the groups are, so that these are never older than it says.
            let stamp = self.store.content_stamp().await?;
            self.analyser.look(&self.store, stamp, turn).await
        })
    }

    /// The same with every change that has been made by now, whatever process made it: for an engine that keeps a copy of the synonyms. As long as the
    /// groups stay the same, so does the analyser ([`Arc::ptr_eq`]).
    pub fn fresh_analyser(&self) -> BoxFuture<'_, Result<Arc<Analyser>, StoreError>> {
        Box::pin(async move {
            let turn = self.analyser.turn().await;
            let stamp = self.store.read_content_stamp().await?;
            self.analyser.look(&self.store, stamp, turn).await
        })
    }
}

impl CurrentAnalyser {
    async fn turn(&self) -> OwnedMutexGuard<()> {
        Arc::clone(&self.looking).lock_owned().await
    }

    /// The analyser of the groups as they are at this content stamp or later.
    async fn look(&self, store: &Store, stamp: i64, turn: OwnedMutexGuard<()>) -> Result<Arc<Analyser>, StoreError> {
        let known = self.known();
        if let Some(known) = known.as_ref().filter(|known| known.stamp == stamp) {
            return Ok(Arc::clone(&known.analyser));
        }
        let made: Arc<[SynonymGroup]> = store.synonym_groups().await?.into();
        if let Some(known) = known.filter(|known| known.made == made) {
            let analyser = Arc::clone(&known.analyser);
            learn(&self.known, Known { stamp, ..known });
            return Ok(analyser);
        }
        Ok(self.make(stamp, made, turn).await)
    }

    /// Analyses the words where that holds up nothing else. Whoever waits for it may leave, as a request does whose client has gone: it goes on, and who
    /// comes next waits for it instead of beginning once more.
    async fn make(&self, stamp: i64, made: Arc<[SynonymGroup]>, turn: OwnedMutexGuard<()>) -> Arc<Analyser> {
        let place = Arc::clone(&self.known);
        let making = spawn_blocking(move || {
            let analyser = Arc::new(Analyser::new(table(&made)));
            learn(&place, Known { stamp, made, analyser: Arc::clone(&analyser) });
            drop(turn);
            analyser
        });
        making.await.unwrap_or_else(|error| resume_unwind(error.into_panic()))
    }

    fn known(&self) -> Option<Known> {
        self.known.read().unwrap_or_else(PoisonError::into_inner).clone()
    }
}

fn learn(place: &RwLock<Option<Known>>, known: Known) {
    *place.write().unwrap_or_else(PoisonError::into_inner) = Some(known);
}

/// The table of the groups in force, those of the program and these, which editors made.
fn table(made: &[SynonymGroup]) -> SynonymTable {
    let groups = |kind: SynonymKind, built_in: &[vocabulary::WordGroup]| -> Vec<Vec<String>> {
        let built_in = built_in.iter().map(|group| group.iter().map(|phrase| (*phrase).to_owned()).collect());
        let made = made.iter().filter(|group| group.kind == kind).map(|group| group.phrases.clone());
        built_in.chain(made).collect()
    };
    SynonymTable::new(groups(SynonymKind::Synonym, &SYNONYM_GROUPS), groups(SynonymKind::Related, &RELATED_GROUPS))
}

#[cfg(test)]
mod tests {
    use super::*;
    use futures_util::FutureExt;

    #[tokio::test]
    async fn words_that_nobody_waits_for_any_more_are_analysed_to_the_end_and_not_once_more() {
        let current = CurrentAnalyser::default();
        let turn = current.turn().await;
        assert!(current.make(7, Arc::default(), turn).now_or_never().is_none(), "it holds up nothing");
        let _turn = current.turn().await;
        assert_eq!(current.known().map(|known| known.stamp), Some(7));
    }
}
