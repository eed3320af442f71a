//! One generation of the embedded index.

use super::{
    folder::damaged,
    schema::{AnalysedTokenizer, Fields, TOKENIZER, column},
};
use crate::{SearchDocument, SearchError};
use domain::ids::CaseId;
use std::{
    fmt,
    path::{Path, PathBuf},
    sync::{
        Mutex, PoisonError,
        atomic::{AtomicBool, Ordering},
    },
};
use tantivy::{Index, IndexReader, IndexWriter, ReloadPolicy, Searcher, TantivyError, tokenizer::TextAnalyzer};
use uuid::Uuid;

/// Memory for documents between two commits; the least that tantivy takes.
const WRITER_MEMORY: usize = 15_000_000;

/// An open index: reads and writes one generation's folder.
pub(super) struct Generation {
    number: u64,
    fields: Fields,
    reader: IndexReader,
    /// Nothing is written any more once it is taken out.
    writer: Mutex<Option<IndexWriter>>,
    /// Dropped last, when nothing reads the files any more.
    path: GenerationFolder,
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
        Self::of(&index, path, number).map_err(|error| damaged(path, "opening a new index", error))
    }

    /// Opens an index and checks it from end to end, or says why it cannot be used.
    pub(super) fn open(path: &Path, number: u64) -> Result<Self, String> {
        let index = Index::open_in_dir(path).map_err(|error| format!("generation {number} cannot be opened: {error}"))?;
        let broken = index.validate_checksum().map_err(|error| format!("generation {number} cannot be checked: {error}"))?;
        if let Some(file) = broken.iter().next() {
            return Err(format!("generation {number} is damaged: the checksum of {} is wrong", file.display()));
        }
        if index.schema() != Fields::schema().1 {
            return Err(format!("generation {number} has other fields than this program"));
        }
        Self::of(&index, path, number).map_err(|error| format!("generation {number} cannot be opened: {error}"))
    }

    fn of(index: &Index, path: &Path, number: u64) -> Result<Self, TantivyError> {
        index.tokenizers().register(TOKENIZER, TextAnalyzer::from(AnalysedTokenizer::default()));
        let reader = index.reader_builder().reload_policy(ReloadPolicy::Manual).try_into()?;
        let writer = index.writer_with_num_threads(1, WRITER_MEMORY)?;
        let path = GenerationFolder { path: path.to_owned(), is_obsolete: AtomicBool::new(false) };
        Ok(Self { number, fields: Fields::schema().0, reader, writer: Mutex::new(Some(writer)), path })
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
        self.reader.reload().map_err(|error| self.error("reading what was written", error))
    }

    /// Adds documents without making them visible; the next [`Generation::apply`] does.
    pub(super) fn add(&self, documents: &[SearchDocument]) -> Result<(), SearchError> {
        self.write(|writer| self.put(writer, documents, &[]))
    }

    /// Every case with the hash of its content.
    pub(super) fn contents(&self) -> Result<Vec<(CaseId, String)>, SearchError> {
        self.read_contents().map_err(|error| self.error("listing the cases", error))
    }

    /// Stops writing, and has the folder removed as soon as the last search in it has ended.
    pub(super) fn retire(&self) {
        self.path.is_obsolete.store(true, Ordering::Release);
        drop(self.writer.lock().unwrap_or_else(PoisonError::into_inner).take());
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

    fn write(&self, work: impl FnOnce(&mut IndexWriter) -> Result<(), TantivyError>) -> Result<(), SearchError> {
        let mut writer = self.writer.lock().unwrap_or_else(PoisonError::into_inner);
        let Some(writer) = writer.as_mut() else {
            return Err(self.error("writing", TantivyError::InvalidArgument("this generation has been replaced".to_owned())));
        };
        work(writer).map_err(|error| {
            // What was half done must not come out with the next commit; if even that fails, the first error says more.
            let _ = writer.rollback();
            self.error("writing", error)
        })
    }

    fn read_contents(&self) -> Result<Vec<(CaseId, String)>, TantivyError> {
        let searcher = self.searcher();
        let mut contents = Vec::with_capacity(usize::try_from(searcher.num_docs()).unwrap_or_default());
        for segment in searcher.segment_readers() {
            let columns = segment.fast_fields();
            let id_high = columns.column_first_or_default::<u64>(column::ID_HIGH)?;
            let id_low = columns.column_first_or_default::<u64>(column::ID_LOW)?;
            let hashes = columns.bytes(column::HASH)?;
            for document in segment.doc_ids_alive() {
                let mut hash = Vec::new();
                if let Some(hashes) = &hashes
                    && let Some(ordinal) = hashes.term_ords(document).next()
                {
                    hashes.ord_to_bytes(ordinal, &mut hash)?;
                }
                let id = Uuid::from_u64_pair(id_high.get_val(document), id_low.get_val(document));
                contents.push((CaseId(id), String::from_utf8_lossy(&hash).into_owned()));
            }
        }
        Ok(contents)
    }
}
