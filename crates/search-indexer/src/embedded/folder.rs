//! The folder of an embedded index: its lock, its generations, and which of them is in use.

use crate::{INDEX_VERSION, SearchError};
use serde::{Deserialize, Serialize};
use std::{
    fs::{self, File, TryLockError},
    io::{self, Write},
    path::{Path, PathBuf},
};

/// The folder, locked for this process as long as this value lives.
#[derive(Debug)]
pub(super) struct Folder {
    path: PathBuf,
    _lock: File,
}

/// What the file `CURRENT` says.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct Current {
    /// The generation in use.
    pub(super) generation: u64,
    /// The [`INDEX_VERSION`] that it was made with.
    version: u32,
    /// Whether it was filled by a rebuild, rather than started empty.
    pub(super) is_complete: bool,
}

impl Current {
    /// The state of an index made by this program.
    pub(super) fn new(generation: u64, is_complete: bool) -> Self {
        Self { generation, version: INDEX_VERSION, is_complete }
    }
}

impl Folder {
    /// Makes the folder if it is missing, and locks it.
    pub(super) fn open(path: &Path) -> Result<Self, SearchError> {
        let fail = |what| move |source: io::Error| damaged(path, what, source);
        fs::create_dir_all(path).map_err(fail("making the folder"))?;
        let lock = File::create(path.join("LOCK")).map_err(fail("making the lock file"))?;
        match lock.try_lock() {
            Ok(()) => Ok(Self { path: path.to_owned(), _lock: lock }),
            Err(TryLockError::WouldBlock) => Err(SearchError::Locked { path: path.to_owned() }),
            Err(TryLockError::Error(error)) => Err(damaged(path, "locking the folder", error)),
        }
    }

    /// The state of the index in the folder, or why there is none that this program can use.
    pub(super) fn current(&self) -> Result<Current, String> {
        let text = fs::read_to_string(self.path.join("CURRENT")).map_err(|error| match error.kind() {
            io::ErrorKind::NotFound => "there is no index yet".to_owned(),
            _ => format!("CURRENT cannot be read: {error}"),
        })?;
        let current: Current = serde_json::from_str(&text).map_err(|error| format!("CURRENT is damaged: {error}"))?;
        if current.version == INDEX_VERSION {
            Ok(current)
        } else {
            Err(format!("the index has version {}, this program needs {INDEX_VERSION}", current.version))
        }
    }

    /// Whether no index was ever begun in the folder: as at a first start, or where somebody has taken the folder away.
    pub(super) fn is_new(&self) -> bool {
        !self.path.join("CURRENT").exists() && self.generations().next().is_none()
    }

    /// Says which generation is in use, at one stroke: whoever reads it finds the old state or the new one.
    pub(super) fn set_current(&self, current: &Current) -> Result<(), SearchError> {
        let write = || {
            let temporary = self.path.join("CURRENT.new");
            let mut file = File::create(&temporary)?;
            serde_json::to_writer(&mut file, current)?;
            file.flush()?;
            file.sync_all()?;
            fs::rename(&temporary, self.path.join("CURRENT"))?;
            File::open(&self.path)?.sync_all()
        };
        write().map_err(|error| damaged(&self.path, "writing CURRENT", error))
    }

    /// Where a generation lives.
    pub(super) fn generation(&self, number: u64) -> PathBuf {
        self.path.join(number.to_string())
    }

    /// A number that no generation has.
    pub(super) fn next_generation(&self) -> u64 {
        self.generations().max().map_or(1, |last| last + 1)
    }

    /// Removes what earlier runs left behind. What cannot be removed stays; it costs nothing but space.
    pub(super) fn remove_others(&self, keep: u64) {
        for number in self.generations().filter(|number| *number != keep) {
            let _ = fs::remove_dir_all(self.generation(number));
        }
    }

    fn generations(&self) -> impl Iterator<Item = u64> {
        let entries = fs::read_dir(&self.path).into_iter().flatten().flatten();
        entries.filter_map(|entry| entry.file_name().to_str()?.parse().ok())
    }
}

/// An error of the index in this folder.
pub(super) fn damaged(path: &Path, what: &'static str, source: impl Into<Box<dyn std::error::Error + Send + Sync>>) -> SearchError {
    SearchError::Damaged { path: path.to_owned(), what, source: source.into() }
}

/// Why nothing can be written into a folder, or nothing if something can: a full disk says so.
pub(super) fn refusal_to_write(folder: &Path) -> Option<io::Error> {
    let path = folder.join("PROBE");
    let written = File::create(&path).and_then(|mut file| {
        file.write_all(&vec![0; 64 * 1024])?;
        file.sync_all()
    });
    let _ = fs::remove_file(&path);
    written.err()
}
