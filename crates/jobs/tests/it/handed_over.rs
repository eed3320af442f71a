//! Synonyms that an editor changes while they are handed to an engine that keeps a copy of them.

use crate::like_embedded::like_embedded;
use domain::{
    SynonymGroup, SynonymKind,
    ids::{CaseId, SynonymGroupId},
};
use search_indexer::{
    EmbeddedEngine, Rebuild, SearchDocument, SearchError,
    analysis::{Analyser, SynonymTable},
};
use std::sync::{Arc, Mutex};
use storage::Store;
use tempfile::TempDir;
use test_network::{TestNetwork, embedded_search};

/// The word that the editor teaches the search.
const WORD: &str = "Krawummelchen";

/// A search that keeps the synonyms that it was given last, as a server does.
struct Keeping {
    engine: EmbeddedEngine,
    kept: Mutex<SynonymTable>,
    /// The group that an editor makes while the search is next told or asked something.
    meanwhile: Mutex<Option<(Store, SynonymGroup)>>,
    /// Whether it knew the word, each time that a new index was begun.
    begun: Mutex<Vec<bool>>,
}

impl Keeping {
    fn knows(&self) -> bool {
        let analyser = Analyser::new(self.kept.lock().unwrap().clone());
        analyser.query(WORD).units[0].ways.iter().any(|way| way.written.is_some())
    }

    /// The editor's group is made, and handed over at once by another worker. Returns whether there was one to make.
    async fn let_the_editor_work(&self) -> bool {
        let Some((store, group)) = self.meanwhile.lock().unwrap().take() else { return false };
        let mut transaction = store.begin().await.unwrap();
        transaction.insert_synonym_group(&group, None).await.unwrap();
        transaction.commit().await.unwrap();
        *self.kept.lock().unwrap() = SynonymTable::new([group.phrases], Vec::new());
        true
    }
}

like_embedded!(Keeping, "keeping", {
    async fn apply(&self, upserts: Vec<SearchDocument>, deletions: Vec<CaseId>) -> Result<(), SearchError> {
        self.engine.apply(upserts, deletions).await
    }
    async fn start_rebuild(&self) -> Result<Box<dyn Rebuild>, SearchError> {
        self.begun.lock().unwrap().push(self.knows());
        self.engine.start_rebuild().await
    }
    async fn set_synonyms(&self, synonyms: &SynonymTable) -> Result<(), SearchError> {
        self.let_the_editor_work().await;
        *self.kept.lock().unwrap() = synonyms.clone();
        Ok(())
    }
    async fn differing_settings(&self, _: &SynonymTable) -> Result<Vec<String>, SearchError> {
        let differs = self.let_the_editor_work().await;
        Ok(differs.then(|| "rankingRules".to_owned()).into_iter().collect())
    }
    async fn restore_settings(&self, synonyms: &SynonymTable) -> Result<(), SearchError> {
        *self.kept.lock().unwrap() = synonyms.clone();
        Ok(())
    }
});

/// A network on such a search, in which an editor is about to make a group.
async fn network() -> (TestNetwork, Arc<Keeping>) {
    let dir = TempDir::new().unwrap();
    let (kept, meanwhile, begun) = (Mutex::default(), Mutex::default(), Mutex::default());
    let search = Arc::new(Keeping { engine: embedded_search(&dir).await, kept, meanwhile, begun });
    let url = format!("sqlite://{}", dir.path().join("test.db").display());
    let test = TestNetwork::with(dir, &url, search.clone()).await;
    test.run_jobs().await;
    let (id, now) = (SynonymGroupId(uuid::Uuid::from_u128(1 << 80)), test.now());
    let phrases = vec![WORD.to_owned(), "Hort".to_owned()];
    let group = SynonymGroup { id, kind: SynonymKind::Synonym, phrases, created_at: now, changed_at: now, version: 1 };
    *search.meanwhile.lock().unwrap() = Some((test.network.store.clone(), group));
    (test, search)
}

#[tokio::test]
async fn a_new_index_begins_with_the_synonyms_that_are_in_force_then() {
    let (test, search) = network().await;
    jobs::request_rebuild(&test.network).await.unwrap();
    test.run_jobs().await;
    assert_eq!((search.begun.lock().unwrap().as_slice(), search.knows()), (&[true][..], true));
}

#[tokio::test]
async fn settings_that_are_set_again_do_not_bring_back_earlier_synonyms() {
    let (test, search) = network().await;
    let job = jobs::request_check(&test.network, true).await.unwrap();
    test.run_jobs().await;
    let report = jobs::check_report(&test.network, job).await.unwrap().unwrap();
    assert_eq!(report.settings, ["rankingRules"]);
    assert!(search.knows());
}
