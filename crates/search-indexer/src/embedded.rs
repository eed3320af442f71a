//! The engine in the process: tantivy in a folder.
//!
//! The folder holds one numbered sub-folder per generation of the index and a file `CURRENT` that names the one in use; a rebuild writes
//! the next generation and replaces that file at one stroke. Only one process may use the folder.

mod checksums;
mod clause;
mod coverage;
mod folder;
mod gathered;
mod generation;
mod listing;
mod queries;
mod rebuild;
mod rows;
mod schema;
mod search;

use crate::{IndexState, Rebuild, SearchDocument, SearchEngine, SearchError, SearchRequest, SearchResponse, change_log::ChangeLog};
use arc_swap::ArcSwap;
use async_trait::async_trait;
use domain::ids::CaseId;
use folder::{Current, Folder};
use generation::Generation;
use std::{
    collections::HashMap,
    path::Path,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
};

/// The engine's name in the log.
const NAME: &str = "embedded";

/// A number that no generation on disk has.
const NO_GENERATION: u64 = 0;

/// The search engine in the process. Cheap to share; all methods may be called at once.
#[derive(Debug)]
pub struct EmbeddedEngine {
    shared: Arc<Shared>,
}

#[derive(Debug)]
struct Shared {
    folder: Folder,
    current: ArcSwap<Generation>,
    needs_rebuild: AtomicBool,
    changes: ChangeLog,
}

impl Shared {
    /// The generation that serves, once a rebuild has filled one: what changes have put into an index that started empty is no answer to a search.
    fn complete(&self) -> Result<Arc<Generation>, SearchError> {
        // A rebuild puts its generation in the place of the empty one first, and says so then.
        if self.needs_rebuild.load(Ordering::Acquire) {
            return Err(SearchError::MissingIndex { engine: NAME, what: "searching".to_owned() });
        }
        Ok(self.current.load_full())
    }
}

impl EmbeddedEngine {
    /// Opens the index in a folder, which is made if it is missing. An index that is damaged or was made by another version of this
    /// program is replaced by an empty one; [`EmbeddedEngine::needs_rebuild`] says so, and a line in the log why. Searches fail with
    /// [`SearchError::MissingIndex`] until it has been rebuilt.
    ///
    /// Where not even an empty index can be made, as on a full disk, the engine opens without one: whatever else the program does works on, and
    /// each attempt to write says what is in the way.
    ///
    /// Reads the whole index once to check it. Fails with [`SearchError::Locked`] if another process uses the folder.
    pub fn open(dir: &Path) -> Result<Self, SearchError> {
        let folder = Folder::open(dir)?;
        let opened = folder.current().and_then(|current| Ok((open_current(&folder, &current)?, current.is_complete)));
        let (generation, is_complete) = match opened {
            Ok(opened) => opened,
            Err(reason) => {
                if folder.is_new() {
                    // Whether there should be one, the database knows.
                    tracing::info!(folder = %dir.display(), "there is no search index in this folder yet");
                } else {
                    tracing::warn!(folder = %dir.display(), reason, "the search index starts empty and has to be rebuilt");
                }
                // What cannot be used makes room on a full disk.
                folder.remove_others(NO_GENERATION);
                (start_empty(&folder)?, false)
            }
        };
        folder.remove_others(generation.number());
        Ok(Self {
            shared: Arc::new(Shared {
                folder,
                current: ArcSwap::from_pointee(generation),
                needs_rebuild: AtomicBool::new(!is_complete),
                changes: ChangeLog::default(),
            }),
        })
    }

    /// Whether the index was made empty by [`EmbeddedEngine::open`] and has not been rebuilt since, in this run or an earlier one, or its
    /// files were taken away while it was open.
    pub fn needs_rebuild(&self) -> bool {
        self.shared.needs_rebuild.load(Ordering::Acquire) || !self.shared.current.load().is_there()
    }

    async fn blocking<T: Send + 'static>(
        &self,
        work: impl FnOnce(&Shared) -> Result<T, SearchError> + Send + 'static,
    ) -> Result<T, SearchError> {
        let shared = Arc::clone(&self.shared);
        blocking(move || work(&shared)).await
    }
}

/// Runs something that waits for the disk or the processor where it does not hold up other tasks.
async fn blocking<T: Send + 'static>(work: impl FnOnce() -> Result<T, SearchError> + Send + 'static) -> Result<T, SearchError> {
    tokio::task::spawn_blocking(work).await.unwrap_or_else(|error| {
        Err(SearchError::Unavailable { engine: NAME, what: "running in the background".to_owned(), source: error.into() })
    })
}

fn open_current(folder: &Folder, current: &Current) -> Result<Generation, String> {
    Generation::open(&folder.generation(current.generation), current.generation)
}

/// An empty index, or what stands in for one that cannot be made now. Whoever writes next is told why.
fn start_empty(folder: &Folder) -> Result<Generation, SearchError> {
    let made = new_generation(folder).and_then(|generation| {
        folder.set_current(&Current::new(generation.number(), false))?;
        Ok(generation)
    });
    made.or_else(|_| Generation::stand_in(&folder.generation(NO_GENERATION), NO_GENERATION))
}

fn new_generation(folder: &Folder) -> Result<Generation, SearchError> {
    let number = folder.next_generation();
    let path = folder.generation(number);
    Generation::create(&path, number).inspect_err(|_| {
        let _ = std::fs::remove_dir_all(&path);
    })
}

#[async_trait]
impl SearchEngine for EmbeddedEngine {
    async fn search(&self, request: &SearchRequest) -> Result<SearchResponse, SearchError> {
        let current = self.shared.complete()?;
        if let Some(known) = current.known(request) {
            return Ok((*known).clone());
        }
        let request = request.clone();
        let found = blocking(move || current.search(request)).await?;
        Ok((*found).clone())
    }

    async fn state(&self) -> Option<IndexState> {
        Some(self.shared.complete().ok()?.state())
    }

    async fn apply(&self, upserts: Vec<SearchDocument>, deletions: Vec<CaseId>) -> Result<(), SearchError> {
        let mut turn = self.shared.changes.turn().await;
        self.blocking(move |shared| {
            shared.current.load().apply(&upserts, &deletions)?;
            turn.remember((upserts, deletions));
            Ok(())
        })
        .await
    }

    async fn start_rebuild(&self) -> Result<Box<dyn Rebuild>, SearchError> {
        let recording = self.shared.changes.record(NAME).await?;
        let next = self.blocking(|shared| new_generation(&shared.folder)).await?;
        Ok(Box::new(rebuild::EmbeddedRebuild::new(Arc::clone(&self.shared), recording, next)))
    }

    async fn contents(&self, offset: usize, limit: usize) -> Result<Vec<(CaseId, String)>, SearchError> {
        self.blocking(move |shared| shared.current.load().contents(offset, limit)).await
    }

    async fn hashes(&self, cases: &[CaseId]) -> Result<HashMap<CaseId, String>, SearchError> {
        let cases = cases.to_vec();
        self.blocking(move |shared| shared.current.load().hashes(&cases)).await
    }

    async fn needs_rebuild(&self) -> Result<bool, SearchError> {
        Ok(self.needs_rebuild())
    }

    async fn ready(&self) -> Result<(), SearchError> {
        Ok(())
    }

    fn name(&self) -> &'static str {
        NAME
    }
}
