//! One generation of the embedded index.

use super::{
    NAME, checksums,
    folder::{damaged, refusal_to_write},
    listing,
    rows::Rows,
    schema::{AnalysedTokenizer, Fields, TOKENIZER},
    search,
};
use crate::{IndexState, SearchDocument, SearchError, SearchRequest, SearchResponse, kept::Kept};
use domain::ids::CaseId;
use std::{
    collections::HashMap,
    fmt,
    path::{Path, PathBuf},
    sync::{
        Arc, Mutex, PoisonError,
        atomic::{AtomicBool, AtomicU64, Ordering},
    },
};
use tantivy::{
    Index, IndexReader, IndexWriter, ReloadPolicy, Searcher, TantivyError,
    indexer::{IndexWriterOptions, LogMergePolicy, MergePolicy, NoMergePolicy},
    tokenizer::TextAnalyzer,
};

/// Memory for documents between two commits; the least that tantivy takes.
const WRITER_MEMORY: usize = 15_000_000;

/// An open index: reads and writes one generation's folder.
pub(super) struct Generation {
    number: u64,
    fields: Fields,
    reader: IndexReader,
    rows: Rows,
    /// Counts the changes that became visible.
    state: AtomicU64,
    kept: Kept<SearchRequest, SearchResponse>,
    index: Index,
    writer: Mutex<Writer>,
    /// Dropped last, when nothing reads the files any more.
    path: GenerationFolder,
}

/// What writes into a generation.
enum Writer {
    Open(Box<IndexWriter>),
    /// It broke down and is opened again by whoever writes next.
    Broken,
    /// There is no index to write into.
    Missing,
    /// The generation has been replaced: nothing is written any more.
    Retired,
}

/// The folder, which is removed with the last user of the generation once it has been replaced.
struct GenerationFolder {
    path: PathBuf,
    is_obsolete: AtomicBool,
}

impl Drop for GenerationFolder {
    fn drop(&mut self) {
        if self.is_obsolete.load(Ordering::Acquire) {
            // What cannot be removed now is removed at the next start.
            let _ = std::fs::remove_dir_all(&self.path);
        }
    }
}

impl fmt::Debug for Generation {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "Generation({})", self.number)
    }
}

impl Generation {
    /// Makes a new, empty index.
    pub(super) fn create(path: &Path, number: u64) -> Result<Self, SearchError> {
        let make = || {
            std::fs::create_dir_all(path)?;
            Index::create_in_dir(path, Fields::schema().1)
        };
        let index = make().map_err(|error| damaged(path, "making an index", error))?;
        Self::of(index, path, number).map_err(|error| damaged(path, "opening a new index", error))
    }

    /// Opens an index and checks it from end to end, or says why it cannot be used.
    pub(super) fn open(path: &Path, number: u64) -> Result<Self, String> {
        let index = Index::open_in_dir(path).map_err(|error| format!("generation {number} cannot be opened: {error}"))?;
        checksums::check(&index, path).map_err(|reason| format!("generation {number} is damaged: {reason}"))?;
        if index.schema() != Fields::schema().1 {
            return Err(format!("generation {number} has other fields than this program"));
        }
        Self::of(index, path, number).map_err(|error| format!("generation {number} cannot be opened: {error}"))
    }

    /// What stands in where no index can be made: it holds nothing and takes nothing. Nothing is at `path`.
    pub(super) fn stand_in(path: &Path, number: u64) -> Result<Self, SearchError> {
        let index = Index::create_in_ram(Fields::schema().1);
        let made = Self::with_writer(index, path, number, |_| Ok(Writer::Missing));
        made.map_err(|error| damaged(path, "standing in for an index", error))
    }

    fn of(index: Index, path: &Path, number: u64) -> Result<Self, TantivyError> {
        Self::with_writer(index, path, number, |index| Ok(Writer::Open(open_writer(index)?)))
    }

    fn with_writer(
        index: Index,
        path: &Path,
        number: u64,
        writer: impl FnOnce(&Index) -> Result<Writer, TantivyError>,
    ) -> Result<Self, TantivyError> {
        index.tokenizers().register(TOKENIZER, TextAnalyzer::from(AnalysedTokenizer::default()));
        let reader: IndexReader = index.reader_builder().reload_policy(ReloadPolicy::Manual).try_into()?;
        let rows = Rows::default();
        rows.follow(&reader.searcher())?;
        let writer = Mutex::new(writer(&index)?);
        let path = GenerationFolder { path: path.to_owned(), is_obsolete: AtomicBool::new(false) };
        Ok(Self { number, fields: Fields::schema().0, reader, rows, state: AtomicU64::new(0), kept: Kept::default(), index, writer, path })
    }

    /// The generation's number.
    pub(super) fn number(&self) -> u64 {
        self.number
    }

    /// The fields of its index.
    pub(super) fn fields(&self) -> &Fields {
        &self.fields
    }

    /// The index as it is now; later changes do not reach this view.
    pub(super) fn searcher(&self) -> Searcher {
        self.reader.searcher()
    }

    /// What is known of its documents beside their words.
    pub(super) fn rows(&self) -> &Rows {
        &self.rows
    }

    /// An error of this generation.
    pub(super) fn error(&self, what: &'static str, source: TantivyError) -> SearchError {
        damaged(&self.path.path, what, source)
    }

    /// Adds or replaces documents and takes others out, and makes it visible. On an error nothing of it is kept.
    pub(super) fn apply(&self, upserts: &[SearchDocument], deletions: &[CaseId]) -> Result<(), SearchError> {
        self.write(|writer| {
            self.put(writer, upserts, deletions)?;
            writer.commit().map(|_| ())
        })?;
        self.show()
    }

    /// Lets searches see what was written.
    fn show(&self) -> Result<(), SearchError> {
        let reload = self.reader.reload().and_then(|()| self.rows.follow(&self.searcher()));
        reload.map_err(|error| self.error("reading what was written", error))?;
        self.state.fetch_add(1, Ordering::AcqRel);
        self.kept.clear();
        Ok(())
    }

    /// What a search found before, if nothing has changed since.
    pub(super) fn known(&self, request: &SearchRequest) -> Option<Arc<SearchResponse>> {
        self.kept.get(self.state.load(Ordering::Acquire), request)
    }

    /// Which generation this is, and how often it has changed.
    pub(super) fn state(&self) -> IndexState {
        IndexState { index: self.number, changes: self.state.load(Ordering::Acquire) }
    }

    /// Finds cases.
    pub(super) fn search(&self, request: SearchRequest) -> Result<Arc<SearchResponse>, SearchError> {
        let state = self.state.load(Ordering::Acquire);
        let found = search::find(self, &request).map_err(|error| self.error("searching", error))?;
        let found = Arc::new(found);
        self.kept.keep(state, request, &found);
        Ok(found)
    }

    /// Adds documents without making them visible; the next [`Generation::apply`] does.
    pub(super) fn add(&self, documents: &[SearchDocument]) -> Result<(), SearchError> {
        self.write(|writer| self.put(writer, documents, &[]))
    }

    /// Merges what was added into one segment: each search goes through every segment, so one is the fastest. If the library is merging some of them
    /// by itself just then, its choice stands.
    pub(super) fn merge(&self) -> Result<(), SearchError> {
        self.write(|writer| {
            writer.set_merge_policy(Box::new(NoMergePolicy));
            writer.commit()?;
            let segments = self.index.searchable_segment_ids()?;
            if segments.len() > 1
                && let Err(error) = writer.merge(&segments).wait()
            {
                tracing::debug!(%error, "the search index stays in {} segments", segments.len());
            }
            writer.set_merge_policy(merge_policy());
            Ok(())
        })?;
        self.show()
    }

    /// A part of what the index holds, each case with the hash of its content, in the order of ids.
    pub(super) fn contents(&self, offset: usize, limit: usize) -> Result<Vec<(CaseId, String)>, SearchError> {
        listing::contents(&self.searcher(), offset, limit).map_err(|error| self.error("listing the cases", error))
    }

    /// The hashes of these cases, as far as they are in the index.
    pub(super) fn hashes(&self, cases: &[CaseId]) -> Result<HashMap<CaseId, String>, SearchError> {
        listing::hashes(&self.searcher(), &self.fields, cases).map_err(|error| self.error("looking cases up", error))
    }

    /// Whether its files are still where they were put. What is open can be searched on without them, but nothing can be written.
    pub(super) fn is_there(&self) -> bool {
        self.path.path.join("meta.json").exists()
    }

    /// Stops writing, and has the folder removed as soon as the last search in it has ended.
    pub(super) fn retire(&self) {
        self.path.is_obsolete.store(true, Ordering::Release);
        *self.writer.lock().unwrap_or_else(PoisonError::into_inner) = Writer::Retired;
    }

    fn put(&self, writer: &IndexWriter, upserts: &[SearchDocument], deletions: &[CaseId]) -> Result<(), TantivyError> {
        for document in upserts {
            writer.delete_term(self.fields.id_term(document.id));
            writer.add_document(self.fields.document(document))?;
        }
        for id in deletions {
            writer.delete_term(self.fields.id_term(*id));
        }
        Ok(())
    }

    /// Why nothing is written where an index could not be made.
    fn nothing_to_write_to(&self) -> SearchError {
        let folder = self.path.path.parent().unwrap_or(&self.path.path);
        match refusal_to_write(folder) {
            Some(refusal) => damaged(folder, "writing", refusal),
            None => SearchError::MissingIndex { engine: NAME, what: "writing".to_owned() },
        }
    }

    fn write(&self, work: impl FnOnce(&mut IndexWriter) -> Result<(), TantivyError>) -> Result<(), SearchError> {
        let mut writer = self.writer.lock().unwrap_or_else(PoisonError::into_inner);
        if matches!(*writer, Writer::Missing) {
            return Err(self.nothing_to_write_to());
        }
        if matches!(*writer, Writer::Broken) {
            *writer = Writer::Open(open_writer(&self.index).map_err(|error| self.error("writing again", error))?);
        }
        let Writer::Open(open) = &mut *writer else {
            return Err(self.error("writing", TantivyError::InvalidArgument("this generation has been replaced".to_owned())));
        };
        let Err(error) = work(open) else { return Ok(()) };
        // What was half done must not come out with the next commit.
        if open.rollback().is_err() {
            *writer = Writer::Broken;
        }
        // The library often says only that one of its threads ended; what the disk has to say is more.
        Err(match refusal_to_write(&self.path.path) {
            Some(refusal) => damaged(&self.path.path, "writing", refusal),
            None => self.error("writing", error),
        })
    }
}

fn open_writer(index: &Index) -> Result<Box<IndexWriter>, TantivyError> {
    let options = IndexWriterOptions::builder().memory_budget_per_thread(WRITER_MEMORY).num_merge_threads(1).build();
    let writer = index.writer_with_options(options)?;
    writer.set_merge_policy(merge_policy());
    Ok(Box::new(writer))
}

/// Segments of about the same size are merged as soon as there are four. The library waits for eight, which is better for writing than for reading,
/// and this network reads.
fn merge_policy() -> Box<dyn MergePolicy> {
    let mut policy = LogMergePolicy::default();
    policy.set_min_num_segments(4);
    Box::new(policy)
}
