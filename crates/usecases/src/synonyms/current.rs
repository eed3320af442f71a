//! The analyser with all groups in force, the same in every process within a fraction of a second.

use crate::Network;
use domain::{
    SynonymGroup, SynonymKind,
    vocabulary::{self, RELATED_GROUPS, SYNONYM_GROUPS},
};
use futures_util::future::BoxFuture;
use search_indexer::analysis::{Analyser, SynonymTable};
use std::sync::{Arc, PoisonError, RwLock};
use storage::StoreError;

/// The analyser as this process knows it, and at which content stamp. Every change of a group moves the stamp.
#[derive(Debug, Default)]
pub struct CurrentAnalyser {
    known: RwLock<Option<Known>>,
    /// Held by the one who looks; others wait for what comes of it.
    looking: tokio::sync::Mutex<()>,
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
            let current = &self.analyser;
            let stamp = self.store.content_stamp().await?;
            if let Some(known) = current.known().filter(|known| known.stamp == stamp) {
                return Ok(known.analyser);
            }
            let _looking = current.looking.lock().await;
            // Read before the groups are, so that these are never older than it says.
            let stamp = self.store.content_stamp().await?;
            let known = current.known();
            if let Some(known) = known.as_ref().filter(|known| known.stamp == stamp) {
                return Ok(Arc::clone(&known.analyser));
            }
            let made: Arc<[SynonymGroup]> = self.store.synonym_groups().await?.into();
            let analyser = match known.filter(|known| known.made == made) {
                Some(known) => known.analyser,
                None => Arc::new(Analyser::new(table(&made))),
            };
            current.learn(Known { stamp, made, analyser: Arc::clone(&analyser) });
            Ok(analyser)
        })
    }
}

impl CurrentAnalyser {
    fn known(&self) -> Option<Known> {
        self.known.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    fn learn(&self, known: Known) {
        *self.known.write().unwrap_or_else(PoisonError::into_inner) = Some(known);
    }
}

/// The table of the groups in force, those of the program and these, which editors made: for an engine that keeps a copy of it.
pub fn table(made: &[SynonymGroup]) -> SynonymTable {
    let groups = |kind: SynonymKind, built_in: &[vocabulary::WordGroup]| -> Vec<Vec<String>> {
        let built_in = built_in.iter().map(|group| group.iter().map(|phrase| (*phrase).to_owned()).collect());
        let made = made.iter().filter(|group| group.kind == kind).map(|group| group.phrases.clone());
        built_in.chain(made).collect()
    };
    SynonymTable::new(groups(SynonymKind::Synonym, &SYNONYM_GROUPS), groups(SynonymKind::Related, &RELATED_GROUPS))
}
